"""Each finding in one plain sentence: what was measured, how surely, and what the policy allows."""

from collections.abc import Sequence

from rai_desktop.findings.finding import Finding
from rai_desktop.findings.measurement import Measurement
from rai_desktop.findings.metric_names import metric_name
from rai_desktop.findings.numbers import allowed, demanded, number, outside, span
from rai_desktop.findings.policy import Rule
from rai_desktop.findings.verdict import Judgement, Reason
from rai_desktop.i18n import _, count, ngettext

_SHOWN_NAMES = 5


def sentence(rule: Rule, measured: Measurement, judgement: Judgement) -> str:
    """By sex, “female” received the favourable outcome 4.1 points less often than “male” (95 %
    interval 2.8 to 5.4 points; 9,000 rows); the policy allows up to 5 points."""
    if judgement.reason is Reason.NO_VALUE:
        return _no_value(measured)
    words = _place(measured) + rule.words.format(**_blanks(rule, measured))
    words = _("{found} ({surety}); {judgement}.").format(
        found=words, surety=_how_surely(rule, measured), judgement=_tail(rule, measured, judgement))
    if (rule.applies == "each_feature" or rule.with_note) and measured.note:
        words += f" {measured.note.rstrip('.')}."
    return words[0].upper() + words[1:]


def others(worse: int, too_small: Sequence[str]) -> str:
    """What a finding on the worst of a family says of the rest; "" when all others are met."""
    words = []
    if worse:
        words.append(
            ngettext("One more is beyond what is good.", "{n} more are beyond what is good.", worse)
        )
    if too_small:
        names = ", ".join(_("“{name}”").format(name=name) for name in too_small[:_SHOWN_NAMES])
        more = len(too_small) - _SHOWN_NAMES
        names += _(" and {n} more").format(n=more) if more > 0 else ""
        words.append(_("Not enough evidence to judge: {names}."))
        return " ".join(words).format(n=worse, names=names)
    return " ".join(words).format(n=worse)


def threshold(rule: Rule, unit: str) -> str:
    """A rule's limits in words; "" for an informational rule."""
    if rule.good is None:
        return ""
    words = _("good: {good}").format(good=allowed(rule.good, unit))
    if rule.bad:
        words += _("; not met: {bad}").format(bad=outside(rule.bad, unit))
    return words


def explain_verdict(finding: Finding, rule: Rule) -> list[str]:
    """Why this verdict, for the window: limits, how the rule judges, source, status, caveat."""
    lines = [rule.why, _limits_line(finding, rule), _way_line(rule)]
    lines.append(_("Source: {source} ({status}).").format(source=rule.source, status=rule.status))
    if rule.valid_from or rule.valid_to:
        lines.append(_in_force(rule))
    return [line for line in (*lines, rule.caveat) if line]


def named(measured: Measurement) -> str:
    """The group, column or class a measurement is about, as people call it."""
    levels = ", ".join(measured.group.values())
    return levels or measured.cohort.partition("=")[2] or measured.cohort


def _limits_line(finding: Finding, rule: Rule) -> str:
    if rule.good is None:
        return _("No pass mark exists; the number is shown for information.")
    words = threshold(rule, finding.unit)
    return words[0].upper() + words[1:] + "."


def _way_line(rule: Rule) -> str:
    if rule.interval == "exact":
        return _("Judged by the number itself, which is counted, not estimated.")
    if rule.good is None or rule.clear is None:
        return ""
    return _(
        "Judged by the whole interval, from at least {n} rows: within the good limit it is met,"
        " wholly beyond the other it is not met, reaching from good to {clear} it is not enough"
        " evidence, otherwise a concern."
    ).format(n=max(rule.n, 1), clear=outside(rule.clear, rule.unit))


def _in_force(rule: Rule) -> str:
    if not rule.valid_to:
        return _("In force from {start}.").format(start=rule.valid_from)
    if not rule.valid_from:
        return _("In force until {end}.").format(end=rule.valid_to)
    return _("In force from {start} until {end}.").format(start=rule.valid_from, end=rule.valid_to)


def _place(measured: Measurement) -> str:
    if not measured.group:
        return ""
    return _("by {columns}, ").format(columns=_columns(measured))


def _columns(measured: Measurement) -> str:
    return _(" and ").join(column.replace("_", " ") for column in measured.group)


def _blanks(rule: Rule, measured: Measurement) -> dict[str, str]:
    unit, value = rule.unit or measured.unit, measured.value or 0.0
    return {
        "value": number(value, unit),
        "gap": number(abs(value), unit),
        "less": _("more") if value < 0 else _("less"),
        "more": _("less") if value < 0 else _("more"),
        "group": ", ".join(measured.group.values()),
        "reference": ", ".join(measured.reference.values()),
        "cohort": measured.cohort.partition("=")[2] or measured.cohort,
    }


def _how_surely(rule: Rule, measured: Measurement) -> str:
    rows = _counted(measured.n, rule.unit or measured.unit)
    if measured.interval is None or rule.interval == "exact":
        return rows
    low, high = measured.interval.low, measured.interval.high
    if "{gap}" in rule.words and (measured.value or 0.0) < 0:
        low, high = -high, -low
    words = _("{level:.0f} % interval {span}").format(
        level=100 * measured.interval.level, span=span(low, high, rule.unit or measured.unit)
    )
    if measured.comparisons > 1:
        words += _(", corrected for {k} comparisons").format(k=measured.comparisons)
    return _("{words}; {rows}").format(words=words, rows=rows)


def _counted(n: int, unit: str) -> str:
    if unit == "columns":
        return ngettext("{n} column", "{n} columns", n).format(n=count(n))
    if unit == "libraries":
        return ngettext("{n} library compared", "{n} libraries compared", n).format(n=count(n))
    if unit == "attempts":
        return ngettext("{n} attempt", "{n} attempts", n).format(n=count(n))
    if unit == "askings":
        return ngettext("asked once", "asked {n} times", n).format(n=count(n))
    return ngettext("{n} row", "{n} rows", n).format(n=count(n))


def _tail(rule: Rule, measured: Measurement, judgement: Judgement) -> str:
    unit = rule.unit or measured.unit
    good = demanded(rule.good, unit) if rule.good else ""
    bad = outside(rule.bad, unit) if rule.bad else ""
    match judgement.reason:
        case Reason.BEYOND:
            return _("the policy is not met {bad}").format(bad=bad)
        case Reason.NEAR:
            return _("{good}, and the interval reaches beyond").format(good=good)
        case Reason.BETWEEN if bad:
            return _("{good} and is not met {bad}").format(good=good, bad=bad)
        case Reason.WITHIN | Reason.BETWEEN:
            return good
        case Reason.FEW_ROWS:
            return _("too few rows to judge: the policy asks for {n}").format(n=count(rule.n))
        case Reason.NO_INTERVAL:
            return _("without an interval it cannot be judged")
        case Reason.TOO_WIDE:
            return _("the interval reaches from good to clearly bad, so it cannot be judged")
    return _("for information: no pass mark applies")


def _no_value(measured: Measurement) -> str:
    words = _("{metric} could not be estimated").format(metric=metric_name(measured.metric))
    if measured.group:
        words += _(" for {columns} “{names}”").format(
            columns=_columns(measured), names=", ".join(measured.group.values())
        )
    elif measured.cohort != "all":
        words += _(" for {cohort}").format(cohort=measured.cohort.partition("=")[2] or measured.cohort)
    if measured.note:
        words = _("{words}: {note}").format(words=words, note=measured.note.rstrip("."))
    return words[0].upper() + words[1:] + "."
