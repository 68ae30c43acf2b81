"""Subject: data, labels, predictions and column roles, streamed as rows ready to be counted."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading.ahead import ahead
from rai_desktop.loading.coding import FixedCoder, as_text, to_floats
from rai_desktop.loading.counting import Pass, SharedPass
from rai_desktop.loading.rows import Array, Batch, Predictions, read_rows
from rai_desktop.loading.settling import Columns, columns_of, group_coder, settle, task_of
from rai_desktop.loading.stored import FRAME_ROWS, Positions, Table, from_frame
from rai_desktop.project.model import Inputs, Task

if TYPE_CHECKING:
    from rai_desktop.loading.hosting import ModelProcess
    from rai_desktop.metrics.counts import Tally

__all__ = ["Batch", "Predictions", "Subject", "open_subject"]


class Subject:
    """What is assessed. Reads in batches, so memory does not grow with rows."""

    def __init__(self, table: Table, inputs: Inputs, sha256: str = "") -> None:
        if not table.rows:
            raise Refusal(_("The table has no rows."), _("Choose a table with rows of data."))
        self.inputs = inputs
        self.table = table
        self.sha256 = sha256
        self.rows = table.rows
        self.columns: Columns = columns_of(table, inputs)
        self.sensitive = self.columns.sensitive
        self.features = self.columns.features
        self.task = task_of(table, self.columns, inputs)
        self._coders = {name: group_coder(table, name, inputs) for name in self.sensitive}
        self._model: ModelProcess | None = None
        self._predictions: Predictions | None = None
        self._probable: bool | None = None
        self.unanswered = ""  # what the model did wrong when asked about all rows, in words
        self._pass: SharedPass[Tally] = SharedPass(self._count_all)
        self._settle()
        next(self._read(), None)  # what is wrong with the first rows is said now, not when counting

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, inputs: Inputs) -> "Subject":
        """A subject over a pandas frame in memory."""
        return cls(from_frame(frame), inputs)

    def _settle(self) -> None:
        known = None if self._model is None else self._model.facts.classes
        self._settled = settle(self.table, self.columns, self.task, self.inputs, known)
        self.classes = self._settled.classes
        self.positive = self._settled.positive

    # --- what it has --------------------------------------------------------------------------

    @property
    def model(self) -> "ModelProcess | None":
        """The model's process; setting it lets its classes join those of the label."""
        return self._model

    @model.setter
    def model(self, model: "ModelProcess | None") -> None:
        self._model = model
        if model is not None and self._predictions is None:
            self._settle()

    def has(self, need: str) -> bool:
        """Whether it has "data", "label", "prediction", "score", "sensitive" or "model"."""
        modelled = self.inputs.model is not None or self._model is not None
        told = bool(self.columns.prediction) or self._settled.by_threshold
        return {
            "data": True,
            "label": bool(self.columns.label),
            "prediction": told or modelled or self.predicted,
            "score": bool(self._settled.scores) or self._model_scores(),
            "sensitive": bool(self.sensitive),
            "model": modelled,
        }.get(need, False)

    def _model_scores(self) -> bool:
        if self._predictions is not None:
            return self._predictions.score is not None
        if self.task is Task.REGRESSION:
            return False
        if self._model is not None:
            return self._model.facts.has_scores or self._decides()
        return self.inputs.model is not None

    def _decides(self) -> bool:
        facts = self._model.facts if self._model is not None else None
        return self.task is Task.BINARY and facts is not None and facts.has_decision

    @property
    def score_column(self) -> tuple[str, bool]:
        """The one score column of two outcomes, and whether it is of the other outcome; "" where there are none or several."""
        names = self._settled.scores
        return (names[0] if len(names) == 1 and self.task is Task.BINARY else "", self._settled.turned)

    @property
    def threshold(self) -> float:
        """The score from which the favourable outcome is predicted."""
        return self._settled.threshold

    @property
    def score_is_probability(self) -> bool:
        """Whether every score lies between 0 and 1, as calibration needs."""
        if self._probable is None:
            self._probable = self.has("score") and self._within_one()
        return self._probable

    def _within_one(self) -> bool:
        kept = self._predictions
        if kept is not None and kept.probable is not None:
            return kept.probable
        if kept is not None and kept.score is not None:
            return not bool(((kept.score < 0) | (kept.score > 1)).any())
        names = self._settled.scores
        return bool(names) and all(
            not bool(((numbers < 0) | (numbers > 1)).any())
            for batch in self.table.batches(names)
            for numbers in map(to_floats, batch.columns, names)
        )

    def levels(self, column: str) -> tuple[str, ...]:
        """Levels of a sensitive column in the order of their codes; complete after one pass."""
        return tuple(self._coders[column].levels)

    # --- rows ---------------------------------------------------------------------------------

    def batches(self) -> Iterator[Batch]:
        """All rows in order; the model predicts first if it has not yet."""
        for _step in self._predicting():
            pass
        yield from self._read()

    def _read(self) -> Iterator[Batch]:
        return read_rows(self.table, self._settled, self._coders, self._predictions)

    def frame_batches(
        self, columns: Sequence[str] | None = None, size: int = FRAME_ROWS
    ) -> Iterator[pd.DataFrame]:
        """All rows as pandas frames of raw columns (default: all), indexed by 0-based position."""
        return self.table.frames(self.table.columns if columns is None else columns, size)

    def sample(self, n: int, seed: int, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """`n` rows drawn without replacement (all if there are no more), in table order; the same
        rows for the same (n, seed) whatever the columns. The index is the 0-based position."""
        return self.rows_at(self.positions(n, seed), columns)

    def positions(self, n: int, seed: int) -> Positions:
        """The 0-based positions that `sample` draws, ascending."""
        if n >= self.rows:
            return np.arange(self.rows)
        chosen = np.random.default_rng(seed).choice(self.rows, n, replace=False, shuffle=False)
        return np.sort(chosen)

    def rows_at(
        self, positions: Sequence[int] | Array, columns: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Rows at 0-based positions in the order given; raw columns."""
        wanted = np.asarray(positions, dtype=np.int64)
        outside = wanted[(wanted < 0) | (wanted >= self.rows)]
        if len(outside):
            raise Refusal(
                _("There is no row {row}; the table has {rows} rows.").format(
                    row=int(outside[0]) + 1, rows=self.rows
                ),
                _("Choose a row of the table."),
            )
        return self.table.rows_at(wanted, self.table.columns if columns is None else columns)

    # --- predictions --------------------------------------------------------------------------

    def set_predictions(
        self, prediction: Sequence[object] | Array, score: Array | None = None
    ) -> None:
        """Give predictions (n,) as values of the label and scores (n,) or (n, k) for all rows."""
        if self.task is Task.REGRESSION:
            codes: Array = np.asarray(prediction, dtype=float)
        else:
            texts = pa.array(as_text(prediction), type=pa.string())
            codes = FixedCoder(_("prediction"), self.classes).encode(texts)
        self.keep(Predictions(codes, None if score is None else np.asarray(score, dtype=float)))

    def keep(self, predictions: Predictions) -> None:
        """Use these coded predictions from now on."""
        if len(predictions.prediction) != self.rows:
            raise Refusal(
                _("There are {given} predictions for {rows} rows.").format(
                    given=len(predictions.prediction), rows=self.rows
                ),
                _("Give one prediction for each row."),
            )
        self._predictions = predictions
        self._probable = None
        if self._pass.is_made:
            self._pass = SharedPass(self._count_all)

    @property
    def predicted(self) -> bool:
        """Whether predictions for all rows are kept."""
        return self._predictions is not None

    def _predicting(self) -> Iterator[tuple[int, int]]:
        if self._model is not None and self._predictions is None:
            from rai_desktop.loading.predictions import predict_all

            yield from predict_all(self, self._model)

    # --- one pass for all ---------------------------------------------------------------------

    def counting(self) -> Iterator[tuple[int, int]]:
        """Make the shared tally, yielding (rows done, rows in all); safe from several threads."""
        return self._pass.steps()

    def _count_all(self) -> "Pass[Tally]":
        from rai_desktop.metrics.counts import Tally

        yield from self._predicting()
        tally = Tally.empty(self.classes, self.positive, self.sensitive)
        for batch in ahead(self._read()):
            tally.add(batch)
            yield batch.start + batch.rows, self.rows
        return tally

    @property
    def tally(self) -> "Tally":
        """Counts of all rows; made now if absent."""
        return self._pass.made


def open_subject(inputs: Inputs) -> Subject:
    """The subject of these inputs, its table read as the file's options say; refuses bad inputs."""
    from rai_desktop.loading.tables import open_fully

    if inputs.data is None:
        raise Refusal(_("No table of data has been chosen."), _("Choose a table first."))
    opened = open_fully(inputs.data.path, inputs.data.options, inputs.data.sha256)
    return Subject(opened.table, inputs, opened.sha256)
