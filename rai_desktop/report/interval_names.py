"""How an interval was made, in the chosen language; the record keeps the English name."""

from rai_desktop.i18n import _


def interval_name(method: str) -> str:
    """The method in words; a method that has none here keeps its own."""
    return _names().get(method, method)


def _names() -> dict[str, str]:
    return {
        "Newcombe (square-and-add of Wilson limits)": _("Newcombe (square-and-add of Wilson limits)"),
        "square-and-add (MOVER)": _("square-and-add (MOVER)"),
        "MOVER for ratios": _("MOVER for ratios"),
        "DeLong, logit scale": _("DeLong, logit scale"),
        "DeLong; Wilson (Hanley and McNeil) below 30 of an outcome": _(
            "DeLong; Wilson (Hanley and McNeil) below 30 of an outcome"),
        "bootstrap of the table, percentile": _("bootstrap of the table, percentile"),
        "bootstrap of the reliability table": _("bootstrap of the reliability table"),
        "normal, from moments": _("normal, from moments"),
        "Wilson, through TP / (TP + FP + FN)": _("Wilson, through TP / (TP + FP + FN)"),
        "Student over rows": _("Student over rows"),
        "normal, cross-fitted halves": _("normal, cross-fitted halves"),
        "order statistics": _("order statistics"),
        "percentile bootstrap over rows": _("percentile bootstrap over rows"),
        "percentile bootstrap over cells": _("percentile bootstrap over cells"),
    }
