"""The reasons for the output of one row."""

from typing import Any

import numpy as np

from rai_desktop.assessments.explanations.asking import (
    Parameters,
    how_found,
    model_columns,
    model_of,
    options_for,
    shown_value,
    what_explained,
)
from rai_desktop.findings.measurement import Axis, Evidence, Point, Table, Waterfall
from rai_desktop.i18n import _
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics.reasons import Reasons, ask


def explain_row(subject: Subject, row: int, seed: int = 0) -> list[Evidence]:
    """The reasons for row `row` (0-based): a waterfall of the strongest ten and a table of all."""
    parameters = Parameters(seed=seed or Parameters.seed)
    columns = model_columns(subject)
    background = subject.sample(parameters.background, parameters.seed + 1, columns)
    options = options_for(subject, parameters) | {"max_evaluations": 200_000}
    steps = ask(model_of(subject), subject.rows_at([row], columns), background, options)
    reasons = next(step for step in steps if isinstance(step, Reasons))
    order = np.argsort(-np.abs(reasons.values[0]), kind="stable")
    note = _("{how} The base is the average output; the parts miss the output by {error:.2g}.").format(
        how=how_found(reasons), error=reasons.error[0])  # fmt: skip
    rows: list[list[str | int | float | bool | None]] = [
        [reasons.features[i], shown_value(reasons.frame.iloc[0, i]), float(reasons.values[0, i])] for i in order
    ]
    table = Table(id="row_table", title=_("Row {row}: every feature").format(row=row + 1), rows=rows,
                  columns=[_("Feature"), _("Value"), _("Contribution")], formats=["text", "text", "number"])  # fmt: skip
    return [_waterfall(reasons, order, row, note), table]


def _waterfall(reasons: Reasons, order: Any, row: int, note: str) -> Waterfall:
    steps = [Point(label=f"{reasons.features[i]} = {shown_value(reasons.frame.iloc[0, i])}",
                   value=float(reasons.values[0, i])) for i in order[:10]]  # fmt: skip
    if len(order) > 10:
        rest = float(reasons.values[0, order[10:]].sum())
        steps.append(Point(label=_("{count} other features").format(count=len(order) - 10), value=rest))
    return Waterfall(
        id="row_reasons", title=_("Row {row}: why this output").format(row=row + 1),
        question=_("Which of this row's values moved the output, and how far?"),
        axis=Axis(what_explained(reasons), "score"), base=float(reasons.base[0]), output=float(reasons.output[0]),
        steps=steps, note=note,
    )  # fmt: skip
