"""Small pieces of wording that chapters share: groups, clauses, values with their intervals."""

from collections.abc import Mapping

from rai_desktop.charts.numbers import number, span
from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.measurement import Interval
from rai_desktop.frameworks.catalog import framework
from rai_desktop.i18n import _

ORDER = (Verdict.NOT_MET, Verdict.CONCERN, Verdict.NOT_ENOUGH_EVIDENCE, Verdict.NOT_RUN, Verdict.MET)


def verdict_words(verdict: str) -> str:
    """A verdict as people read it."""
    return {
        "MET": _("Met"), "CONCERN": _("Concern"), "NOT MET": _("Not met"),
        "NOT ENOUGH EVIDENCE": _("Not enough evidence"), "NOT RUN": _("Not run"),
    }.get(verdict, verdict)


def status_words(status: str) -> str:
    """How a run or an assessment ended, as people read it."""
    return {
        "running": _("running"), "finished": _("finished"), "cancelled": _("stopped on request"), "refused": _("not possible"),
        "failed": _("failed"), "died": _("the engine ended"),
    }.get(status, status)


def group_words(group: Mapping[str, str], reference: Mapping[str, str], cohort: str) -> str:
    """Who a number is about."""
    named = ", ".join(f"{column}: {level}" for column, level in group.items())
    against = ", ".join(f"{column}: {level}" for column, level in reference.items())
    words = _("{group} against {reference}").format(group=named, reference=against) if against else named
    cohort = "" if cohort in ("", "all") else cohort.replace("=", ": ")
    return _("; ").join(filter(None, [words, cohort])) or _("all rows")


def valued(value: float | None, interval: Interval | None, unit: str) -> str:
    """A value with its interval: "41.2% (38.0% to 44.1%)"."""
    words = number(value, unit)
    found = span(interval.low, interval.high, unit) if interval else ""
    return f"{words} ({found})" if found else words


def framework_words(id_: str) -> str:
    """A framework's short name; its id when an older catalogue lacks it."""
    try:
        known = framework(id_)
    except Refusal:
        return id_
    return known.short or known.name


def graver(findings: list[Finding]) -> list[Finding]:
    """The gravest first, otherwise in the order given."""
    return sorted(findings, key=lambda finding: ORDER.index(Verdict(finding.verdict)))


def plain_id(name: str) -> str:
    """A metric's id as words."""
    return name.replace("_", " ")


def joined(numbers: list[int]) -> str:
    """1, 2, 3, 7 as 1–3, 7."""
    runs: list[list[int]] = []
    for number_ in numbers:
        if runs and number_ == runs[-1][-1] + 1:
            runs[-1].append(number_)
        else:
            runs.append([number_])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
