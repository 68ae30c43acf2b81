"""A second opinion: the same rates by fairlearn on some of the rows, and how far ours are from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rai_desktop.findings.measurement import Measurement
from rai_desktop.i18n import _
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics.counts import Tally
from rai_desktop.metrics.rates import RATES, shares
from rai_desktop.metrics.rows import Floats, Numbers
from rai_desktop.project.model import Task

ROWS = 20_000
_COMPARED = ("selection_rate", "true_positive_rate", "false_positive_rate", "accuracy")


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows that have a label, a prediction and every group."""

    rows: int
    label: Numbers
    prediction: Numbers
    score: None
    groups: Mapping[str, Numbers]
    weight: Numbers | None


def crosscheck(subject: Subject) -> Iterator[Measurement]:
    """The largest difference over all sensitive columns, levels and compared rates; nothing without labels."""
    if subject.task is not Task.BINARY or subject.positive is None or not subject.has("label"):
        return
    rows = _complete(subject)
    if rows is None:
        return
    tally = Tally.empty(subject.classes, subject.positive, subject.sensitive)
    tally.add(rows)
    gaps = [gap for column in subject.sensitive for gap in _gaps(tally, rows, column, subject.positive)]
    if gaps:
        yield Measurement(
            assessment="fairness", metric="fairlearn_difference", value=max(gaps), n=rows.rows, unit="difference",
            note=_("The largest of {count} differences between group rates counted here and fairlearn's MetricFrame, on the "
                   "first complete rows; computed both ways, so it has no interval.").format(count=len(gaps)))


def _complete(subject: Subject) -> _Rows | None:
    """The first rows of the table without those that fairlearn could not take."""
    batch = next(iter(subject.batches()), None)
    if batch is None or batch.label is None or batch.prediction is None:
        return None
    whole = np.logical_and.reduce([batch.label >= 0, batch.prediction >= 0, *(codes >= 0 for codes in batch.groups.values())])
    kept = np.flatnonzero(whole)[:ROWS]
    if not len(kept):
        return None
    weight = None if batch.weight is None else batch.weight[kept]
    return _Rows(len(kept), batch.label[kept], batch.prediction[kept], None,
                 {name: codes[kept] for name, codes in batch.groups.items()}, weight)


def _gaps(tally: Tally, rows: _Rows, column: str, positive: int) -> Iterator[float]:
    view = tally.view((column,))
    theirs = _by_fairlearn(rows, rows.groups[column], positive)
    for metric in _COMPARED:
        ours = shares(RATES[metric], view, positive).value
        for level, value in zip(view.levels, ours, strict=True):
            if level[0] in theirs[metric] and not np.isnan(value):
                yield abs(float(value) - theirs[metric][level[0]])


def _by_fairlearn(rows: _Rows, groups: Numbers, positive: int) -> dict[str, dict[int, float]]:
    """Each compared rate by the code of its group."""
    from fairlearn import metrics as fl
    from sklearn.metrics import accuracy_score

    known = {"selection_rate": fl.selection_rate, "true_positive_rate": fl.true_positive_rate,
             "false_positive_rate": fl.false_positive_rate, "accuracy": accuracy_score}
    weight: Floats = np.ones(rows.rows) if rows.weight is None else np.asarray(rows.weight, dtype=float)
    frame = fl.MetricFrame(
        metrics=known, y_true=(rows.label == positive).astype(int), y_pred=(rows.prediction == positive).astype(int),
        sensitive_features=groups, sample_params={name: {"sample_weight": weight} for name in known})
    return {name: {int(code): float(value) for code, value in frame.by_group[name].items()} for name in known}
