"""What findings two versions of an assessment do not share: verdicts first, then values."""

import math
from collections.abc import Iterable, Iterator

from rai_desktop.findings.finding import Finding
from rai_desktop.findings.measurement import Interval
from rai_desktop.findings.metric_names import assessment_name, metric_name
from rai_desktop.findings.numbers import number, span
from rai_desktop.i18n import _
from rai_desktop.review.difference import Difference, Part, Way


def findings_between(a: Iterable[Finding], b: Iterable[Finding]) -> Iterator[Difference]:
    """Findings are the same across runs by their key."""
    of_a, of_b = {each.key: each for each in a}, {each.key: each for each in b}
    for key in dict.fromkeys([*of_a, *of_b]):
        first, second = of_a.get(key), of_b.get(key)
        if first and second:
            yield from _both(first, second)
        elif first:
            yield Difference(part=Part.FINDINGS, way=Way.REMOVED, place=_place(first), before=_words(first))
        elif second:
            yield Difference(part=Part.FINDINGS, way=Way.ADDED, place=_place(second), after=_words(second))


def _both(a: Finding, b: Finding) -> Iterator[Difference]:
    if a.verdict is b.verdict and _equal(a.value, b.value):
        return
    slight = a.verdict is b.verdict and _within(a, b)
    yield Difference(part=Part.FINDINGS, way=Way.CHANGED, place=_place(b), before=_words(a), after=_words(b), slight=slight)


def _place(finding: Finding) -> str:
    group = ", ".join(f"{column} {level}" for column, level in finding.group.items())
    about = _("{caption}: {words}").format(caption=assessment_name(finding.assessment), words=metric_name(finding.metric))
    cohort = "" if finding.cohort == "all" else finding.cohort
    return ", ".join(words for words in (about, group, cohort) if words)


def _words(finding: Finding) -> str:
    if finding.value is None:
        return _(finding.verdict.value)
    value, within = number(finding.value, finding.unit), finding.interval
    if within is None:
        return _("{verdict}, {value}").format(verdict=_(finding.verdict.value), value=value)
    return _("{verdict}, {value} ({interval})").format(
        verdict=_(finding.verdict.value), value=value, interval=span(within.low, within.high, finding.unit))


def _equal(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)


def _within(a: Finding, b: Finding) -> bool:
    """Each value lies inside the other's interval: the data do not tell them apart."""
    if a.value is None or b.value is None or a.interval is None or b.interval is None:
        return False
    return _holds(a.interval, b.value) and _holds(b.interval, a.value)


def _holds(interval: Interval, value: float) -> bool:
    return interval.low <= value <= interval.high
