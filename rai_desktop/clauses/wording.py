"""Words for evidence: a finding's numbers in a line, levels of coverage, days."""

from rai_desktop.clauses.coverage import Level
from rai_desktop.findings import numbers
from rai_desktop.findings.finding import Finding
from rai_desktop.frameworks.clause import UNVERIFIED, Clause
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.project.runs import in_sight


def numbers_of(finding: Finding, day: str = "") -> str:
    """Value, interval, n and the day of the run: "4.1 points (2.8 to 5.4 points) · n = 9,000 · run of 2026-11-25"."""
    parts = [valued(finding)]
    if finding.n:
        parts.append(_("n = {n}").format(n=f"{finding.n:,}"))
    if day:
        parts.append(_("run of {day}").format(day=day))
    return " · ".join(parts)


def valued(finding: Finding) -> str:
    """The value with its interval."""
    if finding.value is None:
        return _("no value")
    value = numbers.number(finding.value, finding.unit)
    if finding.interval is None:
        return value
    between = numbers.span(finding.interval.low, finding.interval.high, finding.unit)
    return _("{value} ({interval})").format(value=value, interval=between)


def run_day(project: Project) -> str:
    """The day of the run whose numbers count; "" when there was none."""
    run = in_sight(project)
    return (run.ended or run.started)[:10] if run else ""


def level_words(level: Level) -> str:
    """A level as people read it."""
    return {Level.EVIDENCE: _("evidence"), Level.PARTLY: _("partly"), Level.NONE: _("no evidence"),
            Level.INAPPLICABLE: _("not applicable")}[level]


def known_words(clause: Clause) -> str:
    """How well a clause is known, as people read it."""
    return {"source text": _("source text"), "secondary source": _("secondary source"),
            UNVERIFIED: _("from memory, unverified")}.get(clause.verified, clause.verified)


def judged_words(verdict: str) -> str:
    """What was made of a finding, as people read it; "" where it was not run, which its sentence says."""
    return {
        "MET": _("Met"), "CONCERN": _("Concern"), "NOT MET": _("Not met"),
        "NOT ENOUGH EVIDENCE": _("Not enough evidence"), "FOR INFORMATION": _("For information"),
    }.get(verdict, "")


def against_words(count: int) -> str:
    """How many pieces say that a clause is not met; "" when none does."""
    return ngettext("{n} speaks against", "{n} speak against", count).format(n=count) if count else ""
