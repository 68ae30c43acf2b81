"""How an interval was made, in the chosen language; the record keeps the English name."""

from rai_desktop.i18n import _
from rai_desktop.metrics import intervals


def interval_name(method: str) -> str:
    """The method in words; a method that has none here keeps its own."""
    return _names().get(method, method)


def _names() -> dict[str, str]:
    return {
        intervals.NEWCOMBE: _("Newcombe (square-and-add of Wilson limits)"),
        intervals.MOVER: _("square-and-add (MOVER)"),
        intervals.MOVER_RATIO: _("MOVER for ratios"),
        intervals.DELONG: _("DeLong, logit scale"),
        intervals.FEW_RANKED: _("DeLong; Wilson (Hanley and McNeil) below 30 of an outcome"),
        intervals.BOOTSTRAP: _("bootstrap of the table, percentile"),
        intervals.BASIC: _("bootstrap of the reliability table"),
        intervals.NORMAL: _("normal, from moments"),
        "Wilson, through TP / (TP + FP + FN)": _("Wilson, through TP / (TP + FP + FN)"),
        "Student over rows": _("Student over rows"),
        "normal, cross-fitted halves": _("normal, cross-fitted halves"),
        "order statistics": _("order statistics"),
        "percentile bootstrap over cells": _("percentile bootstrap over cells"),
    }
