"""Asks the model for every row once, and keeps the answers on disk for the next run."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading.authors_code import module_of
from rai_desktop.loading.checks import check_inputs, features_of
from rai_desktop.loading.coding import FixedCoder, as_text
from rai_desktop.loading.hashing import sha256_of
from rai_desktop.loading.session import session_dir
from rai_desktop.loading.settling import quoted
from rai_desktop.loading.subject import Predictions, Subject
from rai_desktop.paths import cache_dir
from rai_desktop.project.model import COMMAND, Task

if TYPE_CHECKING:
    from rai_desktop.loading.hosting import ModelProcess

FORM = "1"  # of the kept files; raise it when their meaning changes
KEPT_BYTES = 2 << 30
_CELLS = 4_000_000
Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

__all__ = ["NoRoom", "check_inputs", "features_of", "predict_all"]


class NoRoom(Refusal):
    """The answers cannot be kept on this computer, which says nothing of the model."""


def predict_all(subject: Subject, model: "ModelProcess") -> Iterator[tuple[int, int]]:
    """Give `subject` the model's predictions and scores of all rows, yielding (rows done, rows in
    all). Answers of the same model on the same data, read in the same way, are taken from the
    cache."""
    if subject.model is not model:
        subject.model = model
    key = _key(subject, model)
    home = _home(key)
    if not (home / "about.json").exists():
        yield from _predicted(subject, model, home)
    subject.keep(_kept(home))
    yield subject.rows, subject.rows


def _key(subject: Subject, model: "ModelProcess") -> str:
    """ "" when data or model have no file, so that nothing can be recognised."""
    inputs = subject.inputs
    known = inputs.model is not None and inputs.model.format != COMMAND  # what a command reads besides is not known
    if inputs.model is None or not known or inputs.data is None or not subject.sha256:
        return ""
    facts = model.facts
    parts = [
        FORM,
        inputs.model.sha256 or sha256_of(Path(inputs.model.path)),
        subject.sha256,
        sorted(inputs.data.options.items()),
        features_of(subject, facts),
        facts.groups,
        subject.classes,
        subject.positive,
        subject.task,
        inputs.threshold,
        inputs.python,
        [(module_of(ref), ref.sha256 or sha256_of(Path(ref.path))) for ref in inputs.code],
        sorted(facts.versions.items()),
    ]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def _home(key: str) -> Path:
    if not key:
        return Path(tempfile.mkdtemp(prefix="predictions-", dir=session_dir())) / "kept"
    home = cache_dir() / "predictions"
    home.mkdir(parents=True, exist_ok=True)
    _make_room(home)
    return home / key


def _make_room(home: Path) -> None:
    """Forget the answers used longest ago when all together are large."""
    folders = sorted((f for f in home.iterdir() if f.is_dir()), key=lambda f: f.stat().st_mtime)
    sizes = {folder: sum(file.stat().st_size for file in folder.iterdir()) for folder in folders}
    for folder in folders:
        if sum(sizes.values()) <= KEPT_BYTES:
            break
        sizes.pop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _kept(home: Path) -> Predictions:
    about = msgspec.json.decode((home / "about.json").read_bytes(), type=dict[str, bool])
    os.utime(home)
    score = np.load(home / "score.npy", mmap_mode="r") if about["scores"] else None
    return Predictions(np.load(home / "prediction.npy", mmap_mode="r"), score, about["probable"])


def _predicted(subject: Subject, model: "ModelProcess", home: Path) -> Iterator[tuple[int, int]]:
    """Predict into a folder beside `home`, which takes its place only when it is complete."""
    part = Path(tempfile.mkdtemp(prefix="part-", dir=home.parent))
    columns = features_of(subject, model.facts)
    size = min(100_000, max(10_000, _CELLS // max(1, len(columns))))
    try:
        with (
            _Column(part / "prediction.npy", subject.rows) as prediction,
            _Column(part / "score.npy", subject.rows) as score,
        ):
            answers = _Answers(subject, model)
            done = 0
            for frame in subject.frame_batches(columns, size):
                codes, scores = answers.of(frame, done)
                prediction.write(codes)
                if scores is not None:
                    score.write(scores)
                done += len(frame)
                yield done, subject.rows
        about = {"scores": score.rows == subject.rows, "probable": answers.probable}
        (part / "about.json").write_bytes(msgspec.json.encode(about))
        if not home.exists():
            part.replace(home)
    except OSError as error:
        raise NoRoom(
            _("The predictions cannot be kept: {why}.").format(why=error.strerror or error),
            _("Free space on the disk of the cache folder, or set RAI_HOME to another disk."),
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


class _Column:
    """An .npy file written row by row: a full disk is then an error, never a crash of a memory
    map."""

    def __init__(self, path: Path, rows: int) -> None:
        self._file = path.open("wb")
        self._all = rows
        self.rows = 0

    def __enter__(self) -> "_Column":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, values: Array) -> None:
        """Append values (rows,) or (rows, k)."""
        if not self.rows:
            shape = (self._all, *values.shape[1:])
            header = {
                "descr": np.lib.format.dtype_to_descr(values.dtype),
                "fortran_order": False,
                "shape": shape,
            }
            np.lib.format.write_array_header_1_0(self._file, header)
        self._file.write(np.ascontiguousarray(values).data)
        self.rows += len(values)


class _Answers:
    """Turns what a model answers into codes and scores, or refuses it with the row it concerns."""

    def __init__(self, subject: Subject, model: "ModelProcess") -> None:
        self._subject = subject
        self._model = model
        self._coder = FixedCoder(_("the model's predictions"), subject.classes)
        by_text = {name: code for code, name in enumerate(subject.classes)}
        self._columns = [
            by_text.get(name, by_text.get(_alias(name, subject), -1))
            for name in model.facts.classes
        ]
        self.probable = model.facts.has_scores

    def of(self, frame: pd.DataFrame, start: int) -> tuple[Array, Array | None]:
        """(codes or values, scores or None) of a frame whose first row is `start` of the table."""
        if self._subject.task is Task.REGRESSION:
            return self._numbers(self._model.predict(frame), start, len(frame)), None
        scores = self._scores(frame, start)
        if scores is not None and scores.ndim == 1 and self._subject.inputs.threshold is not None:
            positive = self._subject.positive or 0
            codes = np.where(scores >= self._subject.threshold, positive, 1 - positive)
            return codes.astype(np.int32), scores
        return self._codes(self._model.predict(frame), start, len(frame)), scores

    def _numbers(self, values: Array, start: int, rows: int) -> Array:
        _check_length(values, rows)
        try:
            numbers = np.asarray(values, dtype=np.float64)
        except (TypeError, ValueError):
            raise Refusal(
                _("The model predicts “{value}”, which is no number.").format(
                    value=as_text(values[:1])[0]
                ),
                _("Choose a classification task, or another model."),
            ) from None
        _check_finite(numbers, start)
        return numbers

    def _codes(self, values: Array, start: int, rows: int) -> Array:
        _check_length(values, rows)
        if values.dtype.kind == "f":
            _check_finite(values, start)
        try:
            array = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            array = pa.array(as_text(values), pa.string())
        try:
            return self._coder.encode(array)
        except Refusal:
            unknown = sorted({t for t in as_text(array.unique()) if t} - set(self._coder.levels))
            raise Refusal(
                _("The model predicts {values}, but the outcomes are {classes}.").format(
                    values=quoted(unknown, 5), classes=quoted(self._coder.levels, 5)
                ),
                _("Check that task and label are those the model was trained for."),
            ) from None

    def _scores(self, frame: pd.DataFrame, start: int) -> Array | None:
        """Of the favourable outcome (rows,), or of all classes (rows, k) in the subject's order."""
        if not self._columns or -1 in self._columns:
            return None
        if self._model.facts.has_scores:
            return self._probabilities(self._model.predict_proba(frame), start, len(frame))
        if getattr(self._model.facts, "has_decision", False) and self._subject.task is Task.BINARY:
            return self._decisions(self._model.decision_function(frame), start, len(frame))
        return None

    def _probabilities(self, given: Array | None, start: int, rows: int) -> Array | None:
        if given is None:
            return None
        _check_length(given, rows)
        if given.ndim != 2 or given.shape[1] != len(self._columns):
            raise Refusal(
                _("The model gives probabilities of shape {shape} for {classes} classes.").format(
                    shape=given.shape, classes=len(self._columns)
                ),
                _("Give predictions as a column instead, or have the model saved again."),
            )
        _check_finite(given, start)
        if self._subject.task is Task.BINARY:
            if self._subject.positive not in self._columns:
                return np.zeros(rows)
            return np.ascontiguousarray(given[:, self._columns.index(self._subject.positive)])
        ordered = np.zeros((rows, len(self._subject.classes)))
        ordered[:, self._columns] = given
        return ordered

    def _decisions(self, given: Array | None, start: int, rows: int) -> Array | None:
        """A decision function leans to the model's second class, so it is turned if that is not
        favourable."""
        if given is None or given.ndim != 1:
            return None
        _check_length(given, rows)
        _check_finite(given, start)
        return given if self._columns[1] == self._subject.positive else -given


def _alias(name: str, subject: Subject) -> str:
    from rai_desktop.loading.coding import aliases

    return aliases(subject.classes).get(name, "")


def _check_length(values: Array, rows: int) -> None:
    if len(values) != rows:
        raise Refusal(
            _("The model gave {given} answers for {rows} rows.").format(
                given=len(values), rows=rows
            ),
            _("A model must answer each row once; check how it was saved."),
        )
    if values.ndim > 1 and values.shape[1] == 0:
        raise Refusal(_("The model gave empty answers."), _("Check how the model was saved."))


def _check_finite(values: Array, start: int) -> None:
    bad = ~np.isfinite(values.reshape(len(values), -1)).all(axis=1)
    if bad.any():
        raise Refusal(
            _("The model answers with a missing or infinite number in row {row}.").format(
                row=start + int(bad.argmax()) + 1
            ),
            _("Look at that row: missing or extreme values often cause this."),
        )
