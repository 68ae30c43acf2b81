"""The decision table of verdicts, and that too little data never passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.findings.finding import Verdict
from rai_desktop.findings.measurement import Interval, Measurement
from rai_desktop.findings.policy import Limits, Rule
from rai_desktop.findings.verdict import Reason, judge_one


def rule(**changes):
    given = {"id": "r", "assessment": "a", "metric": "m", "words": "{value}", "status": "policy", "source": "s",
             "good": Limits(max=0.05), "bad": Limits(max=0.10), "clear": Limits(max=0.20), "n": 30}  # fmt: skip
    return Rule(**given | changes)


def measured(low=None, high=None, value=0.0, n=1000):
    interval = None if low is None else Interval(low, high, 0.95, "Wald")
    return Measurement(assessment="a", metric="m", value=value, n=n, interval=interval)


RATIO = {"good": Limits(min=0.8), "bad": Limits(min=0.8), "clear": Limits(min=0.6)}
RANGE = {"good": Limits(min=0.8, max=1.25), "bad": Limits(min=0.8, max=1.25), "clear": Limits(min=0.5, max=2.0)}
MET, CONCERN, NOT_MET, LACKING = Verdict.MET, Verdict.CONCERN, Verdict.NOT_MET, Verdict.NOT_ENOUGH_EVIDENCE


@pytest.mark.parametrize(("limits", "low", "high", "verdict"), [
    ({}, 0.00, 0.05, MET), ({}, 0.01, 0.04, MET), ({}, -9.0, 0.05, MET),
    ({}, 0.04, 0.06, CONCERN), ({}, 0.06, 0.09, CONCERN), ({}, 0.06, 0.12, CONCERN),
    ({}, 0.04, 0.12, CONCERN), ({}, 0.05, 0.20, CONCERN), ({}, 0.10, 0.30, CONCERN),
    ({}, 0.04, 0.21, LACKING), ({}, 0.05, 0.2001, LACKING),
    ({}, 0.1001, 0.90, NOT_MET), ({}, 0.06, 0.50, CONCERN),
    (RATIO, 0.80, 1.00, MET), (RATIO, 0.70, 0.85, CONCERN), (RATIO, 0.60, 0.80, CONCERN),
    (RATIO, 0.59, 0.80, LACKING), (RATIO, 0.10, 0.79, NOT_MET), (RATIO, 0.79, 0.7999, NOT_MET),
    (RANGE, 0.90, 1.10, MET), (RANGE, 0.90, 1.30, CONCERN), (RANGE, 1.30, 1.90, NOT_MET),
    (RANGE, 0.60, 0.70, NOT_MET), (RANGE, 0.60, 1.90, CONCERN), (RANGE, 0.40, 1.00, LACKING),
    ({"bad": None}, 0.30, 0.40, CONCERN), ({"bad": None}, 0.0, 0.4, LACKING),
])  # fmt: skip
def test_the_whole_interval_decides(limits, low, high, verdict):
    assert judge_one(rule(**limits), measured(low, high)).verdict is verdict


@pytest.mark.parametrize(("measurement", "reason"), [
    (measured(0.0, 0.01, value=None), Reason.NO_VALUE),
    (measured(0.0, 0.01, value=float("nan")), Reason.NO_VALUE),
    (measured(0.0, 0.01, n=29), Reason.FEW_ROWS),
    (measured(), Reason.NO_INTERVAL),
    (measured(float("nan"), 0.01), Reason.NO_INTERVAL),
    (measured(0.0, float("nan")), Reason.NO_INTERVAL),
    (measured(0.5, 0.0), Reason.NO_INTERVAL),
])  # fmt: skip
def test_too_little_is_never_a_pass(measurement, reason):
    found = judge_one(rule(), measurement)
    assert (found.verdict, found.reason) == (LACKING, reason)


@pytest.mark.parametrize(("value", "verdict"), [(0.05, MET), (0.07, CONCERN), (0.10, CONCERN), (0.11, NOT_MET)])
def test_counted_numbers_are_judged_by_themselves(value, verdict):
    assert judge_one(rule(interval="exact", clear=None), measured(value=value)).verdict is verdict


def test_without_a_pass_mark_there_is_no_pass():
    found = judge_one(rule(good=None, bad=None, clear=None, informational=True), measured(0.9, 1.0, value=0.95))
    assert (found.verdict, found.reason) == (LACKING, Reason.INFORMATION)


ends = st.floats(-1, 1)


@given(ends, ends, ends, ends)
def test_a_wider_interval_never_turns_a_doubt_into_a_pass_or_a_fail(low, high, left, right):
    low, high = sorted((low, high))
    inner = judge_one(rule(), measured(low, high)).verdict
    outer = judge_one(rule(), measured(low - abs(left), high + abs(right))).verdict
    if outer in (MET, NOT_MET):
        assert inner is outer
    assert {inner, outer} != {MET, NOT_MET}


@given(ends, ends, st.floats(0, 1))
def test_a_worse_interval_never_gets_a_better_verdict(low, high, shift):
    """With one-sided limits, moving the interval the bad way never leads to MET, nor from NOT MET away."""
    low, high = sorted((low, high))
    before = judge_one(rule(), measured(low, high)).verdict
    after = judge_one(rule(), measured(low + shift, high + shift)).verdict
    assert not (after is MET and before is not MET)
    assert not (before is NOT_MET and after is not NOT_MET)
