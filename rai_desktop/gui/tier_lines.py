"""What stands under the headings of a tier's card: reasons, what is open or not ruled out, roles, duties, coming changes."""

from collections.abc import Iterable

from rai_desktop.frameworks.catalog import label
from rai_desktop.gui.model_page import Line
from rai_desktop.i18n import _, ngettext
from rai_desktop.questionnaire.outcome import Duty, Reason
from rai_desktop.questionnaire.tier import Tier, marked, marks

_MOST_OPEN = 12


def tier_lines(tier: Tier) -> dict[str, list[Line]]:
    """By heading, in the order of reading; a heading with nothing under it has no lines."""
    return {
        _("Because"): [_reason(each) for each in tier.reasons if not each.rules_out],
        _("A worse tier is ruled out because"): [_reason(each) for each in tier.reasons if each.rules_out],
        _("Still open"): [*_listed(each.text for each in tier.open[:_MOST_OPEN]), *_more(len(tier.open) - _MOST_OPEN)],
        _("Also not ruled out"): _listed(marks(each for each in tier.flags if not each.certain)),
        _("Roles"): _listed(marked(each.title, each.certain) for each in tier.roles),
        _("What it brings"): [Line(each.when, _duty(each)) for each in tier.duties],
        _("Coming changes"): [Line(each.date, each.title) for each in tier.changes],
    }


def _reason(reason: Reason) -> Line:
    """The answer first: it is short, and stands in the narrow column."""
    return Line(reason.answer, _with_clauses(reason.text, reason.refs))


def _more(count: int) -> list[Line]:
    return [Line("", ngettext("and {n} more", "and {n} more", count).format(n=count))] if count > 0 else []


def _listed(said: Iterable[str]) -> list[Line]:
    return [Line(str(place), each) for place, each in enumerate(said, start=1)]


def _duty(duty: Duty) -> str:
    named = marked(_with_clauses(duty.text, duty.clauses), duty.certain)
    return _("{said} {note}").format(said=named, note=duty.note) if duty.note else named


def _with_clauses(said: str, refs: Iterable[str]) -> str:
    clauses = ", ".join(label(each) for each in refs)
    return _("{said} ({clauses})").format(said=said, clauses=clauses) if clauses else said
