"""What stands behind the numbers on the model's conduct: rows answered otherwise, and versions of libraries."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rai_desktop.findings.measurement import Cell, Measurement, Table
from rai_desktop.i18n import _

SHOWN = 20
Array = np.ndarray[Any, np.dtype[Any]]


def asked_table(found: Sequence[Measurement]) -> Table:
    """What the model was asked, how many rows could be compared, and how many it answered otherwise."""
    asked = {
        "changed_answers": _("The same rows again"),
        "batch_dependence": _("In reverse order, and every third row alone"),
        "label_score_disagreement": _("Whether the label is the class with the highest score"),
    }
    return Table(
        id="asked_again", title=_("What the model was asked"),
        columns=[_("Asked"), _("Rows compared"), _("Rows that differ"), _("Share")],
        rows=[[asked[each.metric], each.n, None if each.value is None else round(each.value * each.n), each.value]
              for each in found if each.metric in asked],
        formats=["text", "count", "count", "share"],
    )  # fmt: skip


def answers_table(positions: Array, changed: Array, moved: Array, answers: Sequence[Array]) -> Table:
    """The first rows answered otherwise: what the model said each time. `positions` are 0-based."""
    rows = np.flatnonzero(changed | moved)
    columns = [_("Row"), _("First"), _("Again"), _("In reverse order"), _("Without its neighbours"), _("Changed")]
    return Table(
        id="answers_changed", title=_("Rows answered otherwise"), columns=columns,
        rows=[[int(positions[row]) + 1, *(_shown(each[row]) for each in answers), _why(bool(changed[row]))]
              for row in rows[:SHOWN]],
        formats=["count", "text", "text", "text", "text", "text"],
        note=_("Shown are {shown} of {rows} rows; where the labels are equal, the scores differ.").format(
            shown=min(SHOWN, len(rows)), rows=len(rows)),
    )  # fmt: skip


def _why(changed: bool) -> str:
    return _("asked again") if changed else _("in other company")


def _shown(answer: Any) -> Cell:
    if answer is None or answer != answer:
        return _("not asked")
    return f"{answer:.6g}" if isinstance(answer, float) else str(answer)


def versions_table(pairs: Mapping[str, tuple[str, str]]) -> Table:
    """Libraries that the file names: the version that wrote it and the one that reads it."""
    return Table(
        id="library_versions", title=_("Versions that wrote and read the model"),
        columns=[_("Library"), _("Saved with"), _("Read by")],
        rows=[[name, saved, running] for name, (saved, running) in sorted(pairs.items())],
        formats=["text", "text", "text"],
    )  # fmt: skip
