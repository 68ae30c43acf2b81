"""Meanings, states and places of a review in words, the same in window, report and command line."""

from collections.abc import Mapping

from rai_desktop.frameworks.catalog import label
from rai_desktop.i18n import _, ngettext
from rai_desktop.project import links
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Comment, Meaning
from rai_desktop.questionnaire import catalog


def meaning_words(meaning: Meaning) -> str:
    """What a signature says, in one word."""
    return {Meaning.AUTHORED: _("authored"), Meaning.REVIEWED: _("reviewed"), Meaning.APPROVED: _("approved")}[meaning]


def meaning_sentence(meaning: Meaning) -> str:
    """What whoever signs says by it."""
    return {
        Meaning.AUTHORED: _("I wrote this assessment, or am answerable for how it was written."),
        Meaning.REVIEWED: _("I have read this assessment and its evidence."),
        Meaning.APPROVED: _("I approve this assessment. From now on every change of it needs a reason."),
    }[meaning]


def moment(when: str) -> str:
    """A time as kept, to the minute, in UTC: 2026-11-23 08:00 UTC."""
    return _("{day} {time} UTC").format(day=when[:10], time=when[11:16]) if len(when) >= 16 else when


def count_words(comments: list[Comment]) -> str:
    """How many comments, and how many of them are open."""
    open_ = sum(not each.resolved_when for each in comments)
    if not comments:
        return _("Comment")
    words = ngettext("{n} comment, {open} open", "{n} comments, {open} open", len(comments))
    return words.format(n=len(comments), open=open_)


def place_words(project: Project, about: str, findings: Mapping[str, str] | None = None) -> str:
    """The place a comment is about: a question, a finding's sentence (by key), a clause, a risk, an action."""
    link = links.read(about)
    if link is None:
        return about or _("The whole assessment")
    match link.kind:
        case links.Kind.ANSWER:
            return _question(link.id)
        case links.Kind.FINDING:
            return (findings or {}).get(link.id) or _("A finding that is no longer there ({key})").format(key=link.id)
        case links.Kind.CLAUSE:
            return label(link.id)
        case links.Kind.RISK:
            risk = project.risks.get(link.id)
            return _("Risk: {title}").format(title=risk.title if risk else link.id)
    action = project.actions.get(link.id)
    return _("Action: {title}").format(title=action.title if action else link.id)


def link_of(at: tuple[str, ...]) -> str:
    """The link to a place of the project; "" where none leads there."""
    match at:
        case ("answers", pack, question):
            return links.answer(pack, question)
        case ("responses", key):
            return links.finding(key)
        case ("risks", id_):
            return links.risk(id_)
        case ("actions", id_):
            return links.action(id_)
        case ("inapplicable", ref):
            return links.clause(ref)
    return ""


def part_words(project: Project, at: tuple[str, ...], findings: Mapping[str, str] | None = None) -> str:
    """A place of the project as merging names it."""
    if link := link_of(at):
        return place_words(project, link, findings)
    parts = {
        "title": _("Title"), "analyst": _("Analyst"), "packs": _("Questionnaires chosen"), "runs": _("Runs"),
        "signatures": _("Signatures"), "requests": _("Requests for review"), "comments": _("Comments"),
        "merges": _("Merged review copies"), "inputs": _("Data and model"), "plan": _("Plan"),
        "pack_versions": _("Versions of the questionnaires"), "risk_scale": _("Scale of risks"),
        "dismissed": _("Suggested risks that are none here"),
    }
    part = parts.get(at[0], at[0].replace("_", " "))
    named = at[0] in ("inputs", "plan") and len(at) > 1
    return _("{part}: {name}").format(part=part, name=" ".join(at[1:]).replace("_", " ")) if named else part


def _question(id_: str) -> str:
    pack_id, _slash, rest = id_.partition("/")
    question_id, _slash, item = rest.partition("/")
    pack = catalog.find(pack_id)
    if pack is None or question_id not in pack.places:
        return id_
    text = pack.question(question_id).text
    return _("{question} ({item})").format(question=text, item=item) if item else text
