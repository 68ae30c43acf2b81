"""One measurement against one rule: the whole interval decides, too little data never passes."""

import math
from dataclasses import dataclass
from enum import StrEnum

from rai_desktop.findings.finding import Verdict
from rai_desktop.findings.measurement import Measurement
from rai_desktop.findings.policy import Limits, Rule


class Reason(StrEnum):
    """Why this verdict; sentences.py has the words."""

    WITHIN = "within"
    BEYOND = "beyond"
    BETWEEN = "between"
    NEAR = "near"
    NO_VALUE = "no value"
    FEW_ROWS = "few rows"
    NO_INTERVAL = "no interval"
    TOO_WIDE = "too wide"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and why."""

    verdict: Verdict
    reason: Reason


_LACKING = Verdict.NOT_ENOUGH_EVIDENCE


def judge_one(rule: Rule, measured: Measurement) -> Judgement:
    """The first of these that holds, in this order:

    1. no value (or NaN): NOT ENOUGH EVIDENCE
    2. fewer rows than the rule's `n`: NOT ENOUGH EVIDENCE
    3. an informational rule: NOT ENOUGH EVIDENCE, because there is no pass mark to judge by
    4. an interval is required and there is none: NOT ENOUGH EVIDENCE
    5. the whole interval is within `good`: MET
    6. the whole interval lies on one side beyond `bad`: NOT MET
    7. the interval reaches from `good` to beyond `clear`: NOT ENOUGH EVIDENCE
    8. everything else: CONCERN
    Where the rule says `exact`, the value itself stands for the interval.
    """
    if measured.value is None or math.isnan(measured.value):
        return Judgement(_LACKING, Reason.NO_VALUE)
    if measured.n < rule.n:
        return Judgement(_LACKING, Reason.FEW_ROWS)
    if rule.informational or rule.good is None:
        return Judgement(_LACKING, Reason.INFORMATION)
    if rule.interval == "exact":
        return _within(rule, rule.good, measured.value, measured.value)
    interval = measured.interval
    if interval is None or not interval.low <= interval.high:  # NaN compares false
        return Judgement(_LACKING, Reason.NO_INTERVAL)
    return _within(rule, rule.good, interval.low, interval.high)


def _within(rule: Rule, good: Limits, low: float, high: float) -> Judgement:
    if good.hold(low) and good.hold(high):
        return Judgement(Verdict.MET, Reason.WITHIN)
    if rule.bad and (high < rule.bad.min or low > rule.bad.max):
        return Judgement(Verdict.NOT_MET, Reason.BEYOND)
    touches_good = low <= good.max and high >= good.min
    if touches_good and rule.clear and not (rule.clear.hold(low) and rule.clear.hold(high)):
        return Judgement(_LACKING, Reason.TOO_WIDE)
    return Judgement(Verdict.CONCERN, Reason.NEAR if touches_good else Reason.BETWEEN)
