"""Rates of a two-by-two table by their standard definitions; nothing over nothing is nan, never 0."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rai_desktop.i18n import _
from rai_desktop.metrics.counts import View
from rai_desktop.metrics.rows import Floats, Numbers

_UNKNOWN, _NO, _YES = 0, 1, 2


@dataclass(frozen=True)
class Rate:
    """A share: `hits` of `among`, both sets of (label, prediction) where 0 is missing, 1 unfavourable and 2
    favourable. `among_whom` names the people it is a share of."""

    id: str
    title: str
    hits: tuple[tuple[int, int], ...]
    among: tuple[tuple[int, int], ...]
    among_whom: str
    needs_label: bool = True


_BOTH = (_NO, _YES)
_ALL = (_UNKNOWN, _NO, _YES)
_JUDGED = tuple((y, p) for y in _BOTH for p in _BOTH)
_ACTUAL_YES, _ACTUAL_NO = ((_YES, _NO), (_YES, _YES)), ((_NO, _NO), (_NO, _YES))
_SAID_YES, _SAID_NO = ((_NO, _YES), (_YES, _YES)), ((_NO, _NO), (_YES, _NO))

_LIST = (
    Rate(
        "selection_rate",
        _("Selection rate"),
        tuple((y, _YES) for y in _ALL),
        tuple((y, p) for y in _ALL for p in _BOTH),
        _("people with a prediction"),
        needs_label=False,
    ),
    Rate(
        "base_rate",
        _("Base rate"),
        tuple((_YES, p) for p in _ALL),
        tuple((y, p) for y in _BOTH for p in _ALL),
        _("people with a known outcome"),
    ),
    Rate(
        "true_positive_rate",
        _("True positive rate"),
        ((_YES, _YES),),
        _ACTUAL_YES,
        _("people whose actual outcome was favourable"),
    ),
    Rate(
        "false_positive_rate",
        _("False positive rate"),
        ((_NO, _YES),),
        _ACTUAL_NO,
        _("people whose actual outcome was unfavourable"),
    ),
    Rate(
        "false_negative_rate",
        _("False negative rate"),
        ((_YES, _NO),),
        _ACTUAL_YES,
        _("people whose actual outcome was favourable"),
    ),
    Rate(
        "true_negative_rate",
        _("True negative rate"),
        ((_NO, _NO),),
        _ACTUAL_NO,
        _("people whose actual outcome was unfavourable"),
    ),
    Rate(
        "positive_predictive_value",
        _("Positive predictive value"),
        ((_YES, _YES),),
        _SAID_YES,
        _("people predicted favourable"),
    ),
    Rate(
        "negative_predictive_value",
        _("Negative predictive value"),
        ((_NO, _NO),),
        _SAID_NO,
        _("people predicted unfavourable"),
    ),
    Rate(
        "accuracy",
        _("Accuracy"),
        ((_NO, _NO), (_YES, _YES)),
        _JUDGED,
        _("people with prediction and known outcome"),
    ),
)
RATES: Mapping[str, Rate] = {rate.id: rate for rate in _LIST}


@dataclass(frozen=True, slots=True)
class Shares:
    """A rate by level, shape (levels,): weighted `value` (nan: not defined), `n` rows it rests on, `effective`
    number of them (Kish: (sum w)² / sum w²; equal to n without weights), and unweighted `hits`."""

    value: Floats
    n: Numbers
    effective: Floats
    hits: Numbers


def fold(tables: Numbers, positive: int) -> Numbers:
    """(…, k + 1, k + 1) by label and prediction to (…, 3, 3): missing, any other class, the favourable one."""
    side = tables.shape[-1]
    into = np.zeros((3, side), dtype=tables.dtype)
    into[_UNKNOWN, 0] = 1
    into[_NO, 1:] = 1
    into[:, positive + 1] = (0, 0, 1)
    folded: Numbers = into @ tables @ into.T
    return folded


def over(part: Numbers, whole: Numbers) -> Floats:
    """part / whole; nan where the whole is 0, since nothing over nothing is unknown."""
    quotient: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return quotient


def share(rate: Rate, folded: Numbers) -> Floats:
    """The rate of tables (…, 3, 3), shape (…,); nan where its denominator is empty."""
    hits, among = _sum(folded, rate.hits), _sum(folded, rate.among)
    return over(hits, among)


def shares(rate: Rate, view: View, positive: int) -> Shares:
    """The rate at each level of a view."""
    counts, weights, squares = (
        fold(t, positive) for t in (view.counts, view.weights, view.squares)
    )
    weight = _sum(weights, rate.among)
    square = _sum(squares, rate.among)
    effective = np.divide(weight**2, square, out=np.zeros(len(weight)), where=square > 0)
    return Shares(
        share(rate, weights), _sum(counts, rate.among), effective, _sum(counts, rate.hits)
    )


def _sum(folded: Numbers, cells: tuple[tuple[int, int], ...]) -> Numbers:
    labels, predictions = zip(*cells, strict=True)
    summed: Numbers = folded[..., list(labels), list(predictions)].sum(axis=-1)
    return summed
