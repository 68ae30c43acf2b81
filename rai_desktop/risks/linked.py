"""Both ways of a link: which risks and actions speak of a place, and what the links of a risk lead to."""

from collections.abc import Iterable, Mapping

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding
from rai_desktop.findings.metric_names import key_words
from rai_desktop.frameworks import catalog as frameworks
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.links import Kind
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.answers import is_given
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.flow import reading


class Speakers(msgspec.Struct, frozen=True):
    """Ids of the risks and of the actions that speak of a place."""

    risks: list[str] = []
    actions: list[str] = []


NOBODY = Speakers()


def speakers(project: Project) -> dict[str, Speakers]:
    """By link, who speaks of it. An action for a risk is found at the risk, not at the risk's own sources."""
    found: dict[str, Speakers] = {}
    for id_, risk in project.risks.items():
        for link in risk.sources:
            found.setdefault(link, Speakers([], [])).risks.append(id_)
    for id_, action in project.actions.items():
        for link in action.sources:
            found.setdefault(link, Speakers([], [])).actions.append(id_)
    return found


def words_of(project: Project, link: str, findings: Iterable[Finding] = ()) -> str:
    """What a link leads to, for people: kind and name; what is gone says so."""
    read = links.read(link)
    if read is None:
        return _("Something this program does not know: {link}").format(link=link)
    match read.kind:
        case Kind.ANSWER:
            return _("Answer: {what}").format(what=_question(read.id))
        case Kind.FINDING:
            return _("Finding: {what}").format(what=_finding(read.id, findings))
        case Kind.CLAUSE:
            return _("Clause: {what}").format(what=_clause(read.id))
        case Kind.RISK:
            return _("Risk: {what}").format(what=_titled(project.risks, read.id))
        case Kind.ACTION:
            return _("Action: {what}").format(what=_titled(project.actions, read.id))


def words_now(project: Project, link: str, findings: Iterable[Finding] = ()) -> str:
    """As `words_of`, after whether what it leads to is still said: a link outlives the answer or finding it was made from, and
    words are cut at their end where there is no room."""
    known = list(findings)
    words, gone = words_of(project, link, known), _gone(project, link, known)
    return _("({gone}) {words}").format(words=words, gone=gone) if gone else words


def _gone(project: Project, link: str, findings: list[Finding]) -> str:
    read = links.read(link)
    if read is not None and read.kind is Kind.ANSWER:
        return _answer_gone(project, read.id)
    if read is not None and read.kind is Kind.FINDING and all(each.key != read.id for each in findings):
        return _("not found by the last run") if findings else _("nothing has been measured that says so")
    return ""


def _answer_gone(project: Project, id_: str) -> str:
    pack_id, _slash, rest = id_.partition("/")
    pack, question = find(pack_id), rest.partition("/")[0]
    if pack is None or question not in pack.places:
        return _("not asked by a questionnaire of this computer")
    seen = reading(pack, project.answers)
    if not seen.shown(question):
        return _("not asked any more")
    return "" if is_given(pack.question(question), seen.value(question)) else _("not answered")


def _question(id_: str) -> str:
    """The question's words; an item of a repeated group is part of its question."""
    pack_id, _slash, rest = id_.partition("/")
    pack, question = find(pack_id), rest.partition("/")[0]
    if pack is None or question not in pack.places:
        return id_
    return pack.question(question).text


def _finding(key: str, findings: Iterable[Finding]) -> str:
    """Its sentence; without one, the parts of its key that say what was measured of whom."""
    sentence = next((each.sentence for each in findings if each.key == key), "")
    return sentence or key_words(key)


def _clause(ref: str) -> str:
    try:
        return frameworks.label(ref)
    except Refusal:
        return ref


def _titled(there: Mapping[str, object], id_: str) -> str:
    if id_ not in there:
        return _("taken out since")
    return str(getattr(there[id_], "title", "")) or _("without a title")
