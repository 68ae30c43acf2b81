"""Meanings, states and places of a review in words, the same in window, report and command line."""

from collections.abc import Mapping, Sequence

from rai_desktop.frameworks.catalog import label
from rai_desktop.i18n import _, ngettext
from rai_desktop.project import links
from rai_desktop.project.model import Inputs, Plan, Project
from rai_desktop.project.reviewing import Comment, Decision, Meaning
from rai_desktop.questionnaire import catalog
from rai_desktop.review.captions import CAPTIONS


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
        return _("Add a comment")
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
    name, *within = at
    part = _(CAPTIONS[Project].get(name, "")) or name
    match name, within:
        case "inputs", [field]:
            return _(CAPTIONS[Inputs].get(field, "")) or part
        case "plan", [field]:
            return _(CAPTIONS[Plan].get(field, "")) or part
        case "inputs", ["roles", column]:
            return _("Column “{name}”").format(name=column)
        case "dismissed", [key]:
            return _("{part}: {name}").format(part=part, name=project.dismissed[key].title) if key in project.dismissed else part
        case "comments", [id_, *_rest] if id_ in project.comments:
            return _("Comment: {place}").format(place=place_words(project, project.comments[id_].about, findings))
        case ("pack_versions" | "pack_editions", [pack]):
            known = catalog.find(pack)
            return _("{part}: {name}").format(part=part, name=known.title if known else pack)
    return part


def decided_lines(decided: Sequence[Decision]) -> list[str]:
    """What was decided, a sentence for each place."""
    words = {
        "ours": _("{place}: kept what is here, {ours}. The copy had {theirs}."),
        "theirs": _("{place}: took the copy's, {theirs}. Here it was {ours}."),
        "both": _("{place}: kept what is here, {ours}. What the copy had is a comment on it: {theirs}."),
        "risk": _("{place}: the risk stays in the register, with a comment on why it was said to be none. Here it was {ours}, "
                  "in the copy {theirs}."),
    }
    return [words[each.kept].format(place=_named(each.place), ours=_quoted(each.ours), theirs=_quoted(each.theirs))
            for each in decided]


def _named(place: str) -> str:
    """A question in quotation marks: a colon that follows its mark reads as a slip."""
    return _quoted(place) if place.endswith("?") else place


def _quoted(words: str) -> str:
    """On one line, in quotation marks; nothing is said to be nothing."""
    return _("“{words}”").format(words=" / ".join(words.splitlines())) if words else _("nothing")


def _question(id_: str) -> str:
    pack_id, _slash, rest = id_.partition("/")
    question_id, _slash, item = rest.partition("/")
    pack = catalog.find(pack_id)
    if pack is None or question_id not in pack.places:
        return id_
    text = pack.question(question_id).text
    return _("{question} ({item})").format(question=text, item=item) if item else text
