"""Asks a model about the same rows twice: a model whose answers change is told, and its measures hold for one asking."""

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from rai_desktop.i18n import _, ngettext
from rai_desktop.loading.checks import features_of
from rai_desktop.loading.subject import Subject

if TYPE_CHECKING:
    from rai_desktop.loading.hosting import ModelProcess

ROWS = 200
_SEED = 20261126
Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


def changed_rows(subject: Subject, model: "ModelProcess") -> tuple[int, int]:
    """(rows answered otherwise, rows asked twice), the second time in reverse order. Raises Refusal."""
    frame = subject.sample(ROWS, _SEED, features_of(subject, model.facts))
    changed, reverse = np.zeros(len(frame), dtype=bool), frame.iloc[::-1]
    model.prepare([frame, reverse])
    for first, again in zip(answers(model, frame), answers(model, reverse), strict=True):
        changed |= differ(first, again[::-1])
    return int(changed.sum()), len(frame)


def answers(model: "ModelProcess", frame: pd.DataFrame) -> list[Array]:
    """The labels or numbers (n,) and, where the model gives them, the scores (n, classes). Raises Refusal."""
    given = [model.predict(frame)]
    scores = model.predict_proba(frame) if model.facts.has_scores else None
    return given if scores is None else [*given, scores]


def differ(first: Array, again: Array) -> Array:
    """Which rows (n,) differ; the last digits may, for libraries sum in another order. NaN is like NaN."""
    if first.dtype.kind == "f" and again.dtype.kind == "f":
        close = np.isclose(first, again, rtol=1e-5, atol=1e-8, equal_nan=True)
        return np.asarray(~close.all(axis=tuple(range(1, close.ndim))))  # of no rows too, where all had changed before
    return np.asarray(first != again, dtype=bool)


def in_words(changed: int, rows: int) -> str:
    """What a reader of the report is told of it."""
    if not changed:
        return _("the same when {rows} rows were asked twice").format(rows=rows)
    return ngettext(
        "changed for {count} of {rows} rows asked twice: every figure holds for one asking only",
        "changed for {count} of {rows} rows asked twice: every figure holds for one asking only",
        changed,
    ).format(count=changed, rows=rows)
