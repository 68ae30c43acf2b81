"""Subject: data, labels, predictions and the roles of columns, streamed as rows ready to be counted."""

import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading.coding import MISSING, FixedCoder, as_text, to_floats
from rai_desktop.loading.settling import (
    Columns,
    check_classes,
    classes_of,
    columns_of,
    group_coder,
    joined,
    label_coder,
    positive_of,
    score_columns,
    task_of,
)
from rai_desktop.loading.stored import FRAME_ROWS, Table, from_frame
from rai_desktop.project.model import Inputs, Role, Task

if TYPE_CHECKING:
    from rai_desktop.loading.hosting import ModelProcess
    from rai_desktop.metrics.counts import Tally

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive rows from `start`. Codes are int32 into `Subject.classes` or `Subject.levels(column)`,
    -1 where missing; in a regression label and prediction are floats, nan where missing. `score` is (n,),
    for multiclass (n, k) in the order of the classes."""

    start: int
    rows: int
    label: Array | None
    prediction: Array | None
    score: Array | None
    groups: dict[str, Array]
    weight: Array | None


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a model said of every row: codes into the classes (regression: values), scores or None, and
    whether the scores are probabilities (None: if they lie between 0 and 1)."""

    prediction: Array
    score: Array | None
    probable: bool | None = None


class Subject:
    """What is assessed. Reads in batches, so memory does not grow with rows."""

    def __init__(self, table: Table, inputs: Inputs) -> None:
        if not table.rows:
            raise Refusal(_("The table has no rows."), _("Choose a table with data below its header."))
        self.inputs = inputs
        self.table = table
        self.rows = table.rows
        self._columns = columns_of(table, inputs)
        self.sensitive = self._columns.sensitive
        self.features = self._columns.features
        self.task = task_of(table, self._columns, inputs)
        self._coders = {name: group_coder(table, name, inputs) for name in self.sensitive}
        self._lock = threading.RLock()
        self._counted: Tally | None = None
        self._count: Generator[tuple[int, int], None, None] | None = None
        self._progress = (0, self.rows)
        self._model: ModelProcess | None = None
        self._predictions: Predictions | None = None
        self._probable: bool | None = None
        self.sha256 = ""
        self._settle()
        self._check_first_rows()

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, inputs: Inputs) -> "Subject":
        """A subject over a pandas frame in memory."""
        return cls(from_frame(frame), inputs)

    def _settle(self) -> None:
        known = self._model.facts.classes if self._model is not None else []
        self.classes: tuple[str, ...] = ()
        self.positive: int | None = None
        if self.task is not Task.REGRESSION:
            found = classes_of(self.table, self._columns)
            self.classes = joined(found, known, self.task)
            if self.inputs.model is None or self._model is not None:
                check_classes(self.task, self.classes, self._columns)
        if len(self.classes) >= 2 or self.inputs.model is None:
            self.positive = positive_of(self.task, self.classes, self.inputs.positive)
        self._scores = score_columns(self._columns, self.task, self.classes, self.positive)

    def _check_first_rows(self) -> None:
        """Say now what would otherwise be said only once counting has begun."""
        next(self._read(), None)

    # --- what it has ----------------------------------------------------------------------------------

    @property
    def columns(self) -> Columns:
        """Columns by role."""
        return self._columns

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
        kept = self._predictions
        match need:
            case "label":
                return bool(self._columns.label)
            case "prediction":
                return bool(self._columns.prediction) or self._by_threshold or modelled or kept is not None
            case "score":
                return bool(self._scores) or self._model_scores() or bool(kept and kept.score is not None)
            case "sensitive":
                return bool(self.sensitive)
            case "model":
                return modelled
        return need == "data"

    def _model_scores(self) -> bool:
        if self.task is Task.REGRESSION or self._predictions is not None:
            return False
        if self._model is not None:
            return self._model.facts.has_scores
        return self.inputs.model is not None

    @property
    def _by_threshold(self) -> bool:
        """Predictions are made from the score."""
        chosen = self.inputs.threshold is not None
        return (
            self.task is Task.BINARY and bool(self._scores) and self.positive is not None
            and len(self.classes) == 2 and (chosen or not self._columns.prediction)
        )

    @property
    def threshold(self) -> float:
        """The score from which the favourable outcome is predicted."""
        return 0.5 if self.inputs.threshold is None else self.inputs.threshold

    def levels(self, column: str) -> tuple[str, ...]:
        """Levels of a sensitive column in the order of their codes; complete once a pass has been made."""
        return tuple(self._coders[column].levels)

    # --- all rows -------------------------------------------------------------------------------------

    def batches(self) -> Iterator[Batch]:
        """All rows in order; the model predicts first if it has not yet."""
        for _step in self._predicting():
            pass
        yield from self._read()

    def _read(self) -> Iterator[Batch]:
        roles = self._columns
        names = [roles.label, roles.prediction, *self._scores, *self.sensitive, roles.weight]
        names = list(dict.fromkeys(filter(None, names))) or [self.table.columns[0]]
        fixed = None if self.task is Task.REGRESSION else label_coder(roles.label, self.classes)
        told = None if self.task is Task.REGRESSION else label_coder(roles.prediction, self.classes)
        start = 0
        for record in self.table.batches(names):
            columns = dict(zip(names, record.columns, strict=True))
            yield self._batch(start, columns, fixed, told)
            start += record.num_rows

    def _batch(
        self, start: int, columns: dict[str, pa.Array], fixed: FixedCoder | None, told: FixedCoder | None
    ) -> Batch:
        rows = len(next(iter(columns.values())))
        label = self._outcome(columns, self._columns.label, fixed, start)
        score = self._score(columns, start, rows)
        prediction = self._prediction(columns, told, score, start)
        groups = {name: self._coders[name].encode(columns[name]) for name in self.sensitive}
        return Batch(start, rows, label, prediction, score, groups, self._weight(columns, start))

    def _outcome(
        self, columns: dict[str, pa.Array], name: str, coder: FixedCoder | None, start: int
    ) -> Array | None:
        if not name:
            return None
        if coder is not None:
            return coder.encode(columns[name])
        return _finite(to_floats(columns[name], name), name, start)

    def _prediction(
        self, columns: dict[str, pa.Array], coder: FixedCoder | None, score: Array | None, start: int
    ) -> Array | None:
        if self._predictions is not None:
            return self._predictions.prediction[start : start + len(next(iter(columns.values())))]
        if self._by_threshold and score is not None and self.positive is not None:
            codes = np.where(score >= self.threshold, self.positive, 1 - self.positive)
            return np.where(np.isnan(score), MISSING, codes).astype(np.int32)
        return self._outcome(columns, self._columns.prediction, coder, start)

    def _score(self, columns: dict[str, pa.Array], start: int, rows: int) -> Array | None:
        if self._predictions is not None and self._predictions.score is not None:
            return self._predictions.score[start : start + rows]
        if not self._scores:
            return None
        found = [_finite(to_floats(columns[name], name), name, start) for name in self._scores]
        return found[0] if len(found) == 1 else np.column_stack(found)

    def _weight(self, columns: dict[str, pa.Array], start: int) -> Array | None:
        name = self._columns.weight
        if not name:
            return None
        weight = to_floats(columns[name], name)
        bad = ~(np.isfinite(weight) & (weight >= 0))
        if bad.any():
            raise Refusal(
                _("The weight column “{column}” holds {value} in row {row}.").format(
                    column=name, value=weight[bad][0], row=start + int(bad.argmax()) + 1),
                _("Weights must be numbers of zero or more, without gaps."),
            )
        return weight

    def frame_batches(
        self, columns: Sequence[str] | None = None, size: int = FRAME_ROWS
    ) -> Iterator[pd.DataFrame]:
        """All rows as pandas frames of raw columns (default: all); the index is the 0-based position."""
        return self.table.frames(self.table.columns if columns is None else columns, size)

    # --- some rows ------------------------------------------------------------------------------------

    def sample(self, n: int, seed: int, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """`n` rows drawn without replacement (all rows if there are no more), in table order; the same
        rows for the same (n, seed) whatever the columns. The index is the 0-based position."""
        return self.rows_at(self.positions(n, seed), columns)

    def positions(self, n: int, seed: int) -> "np.ndarray[Any, np.dtype[np.int64]]":
        """The 0-based positions that `sample` draws, ascending."""
        if n >= self.rows:
            return np.arange(self.rows)
        chosen = np.random.default_rng(seed).choice(self.rows, n, replace=False, shuffle=False)
        return np.sort(chosen)

    def rows_at(self, positions: Sequence[int] | Array, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Rows at 0-based positions in the order given; raw columns."""
        wanted = np.asarray(positions, dtype=np.int64)
        if len(wanted) and not 0 <= wanted.min() <= wanted.max() < self.rows:
            raise Refusal(
                _("There is no row {row}; the table has {rows} rows.")
                .format(row=int(wanted.max()) + 1, rows=self.rows)
            )
        return self.table.rows_at(wanted, self.table.columns if columns is None else columns)

    # --- predictions ----------------------------------------------------------------------------------

    def set_predictions(self, prediction: Sequence[object] | Array, score: Array | None = None) -> None:
        """Give predictions (n,) as values of the label, and scores (n,) or (n, k), for all rows."""
        if self.task is Task.REGRESSION:
            codes: Array = np.asarray(prediction, dtype=float)
        else:
            coder = FixedCoder(_("prediction"), self.classes)
            codes = coder.encode(pa.array(as_text(prediction), type=pa.string()))
        self.keep(Predictions(codes, None if score is None else np.asarray(score, dtype=float)))

    def keep(self, predictions: Predictions) -> None:
        """Use these coded predictions from now on."""
        if len(predictions.prediction) != self.rows:
            raise Refusal(
                _("There are {given} predictions for {rows} rows.")
                .format(given=len(predictions.prediction), rows=self.rows)
            )
        with self._lock:
            self._predictions = predictions
            self._counted = self._count = self._probable = None

    @property
    def predicted(self) -> bool:
        """Whether predictions for all rows are kept."""
        return self._predictions is not None

    def _predicting(self) -> Iterator[tuple[int, int]]:
        if self._model is not None and self._predictions is None:
            from rai_desktop.loading.predictions import predict_all

            yield from predict_all(self, self._model)

    @property
    def score_is_probability(self) -> bool:
        """Whether every score lies between 0 and 1, as calibration needs."""
        with self._lock:
            if self._probable is None:
                self._probable = self.has("score") and self._scores_within_one()
            return self._probable

    def _scores_within_one(self) -> bool:
        predicted = self._predictions
        kept = predicted.score if predicted is not None else None
        if predicted is not None and predicted.probable is not None:
            return predicted.probable
        if kept is not None:
            return not bool(((kept < 0) | (kept > 1)).any())
        batches = self.table.batches(self._scores) if self._scores else iter(())
        return all(
            not bool(((numbers < 0) | (numbers > 1)).any())
            for batch in batches
            for numbers in (to_floats(c, n) for c, n in zip(batch.columns, self._scores, strict=True))
        )

    # --- one pass for all -----------------------------------------------------------------------------

    def counting(self) -> Iterator[tuple[int, int]]:
        """Make the shared tally, yielding (rows done, rows in all). Safe from several threads: whoever
        asks next does the next step, so one that stops holds nobody up."""
        while self._counted is None:
            with self._lock:
                if self._counted is None:
                    self._step()
                progress = self._progress
            yield progress

    def _step(self) -> None:
        if self._count is None:
            self._count = self._count_all()
        try:
            self._progress = next(self._count)
        except BaseException:
            self._count = None
            raise

    def _count_all(self) -> Generator[tuple[int, int], None, None]:
        from rai_desktop.metrics.counts import Tally

        yield from self._predicting()
        tally = Tally.empty(self.classes, self.positive, self.sensitive)
        for batch in self._read():
            tally.add(batch)
            yield batch.start + batch.rows, self.rows
        self._counted = tally
        yield self.rows, self.rows

    @property
    def tally(self) -> "Tally":
        """Counts of all rows; made now if absent."""
        for _progress in self.counting():
            pass
        assert self._counted is not None  # noqa: S101 - counting ends only with a tally
        return self._counted


def _finite(numbers: Array, column: str, start: int) -> Array:
    bad = np.isinf(numbers)
    if bad.any():
        raise Refusal(
            _("Column “{column}” holds an infinite number in row {row}.")
            .format(column=column, row=start + int(bad.argmax()) + 1),
            _("Replace infinite values, or leave these rows out."),
        )
    return numbers


def open_subject(inputs: Inputs) -> Subject:
    """The subject of these inputs, read as the file's options say; refuses with a sentence on bad inputs."""
    from rai_desktop.loading.tables import open_fully

    if inputs.data is None:
        raise Refusal(_("No table of data has been chosen."), _("Choose a table first."))
    opened = open_fully(inputs.data.path, inputs.data.options, inputs.data.sha256)
    subject = Subject(opened.table, inputs)
    subject.sha256 = opened.sha256
    return subject


__all__ = ["Batch", "Predictions", "Role", "Subject", "open_subject"]
