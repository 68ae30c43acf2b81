"""Suggested risks: harms that follow from answers and findings, each with a key that stays the same.

The key of a rule is its id; of a row, the question and a hash of the words by which the row is known, wherever it
stands; of findings, the assessment and what they share. A key that was taken into the register or dismissed is not
suggested again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.metric_names import metric_name
from rai_desktop.i18n import _, ngettext
from rai_desktop.project import links
from rai_desktop.project.model import Project
from rai_desktop.project.register import Risk
from rai_desktop.questionnaire import answers as given
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.flow import reading
from rai_desktop.questionnaire.question import Column, Kind, Pack, Question
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.spot import Place, spot_of
from rai_desktop.questionnaire.truth import UNKNOWN, Truth
from rai_desktop.risks.rules import FindingRule, Rule, TableRule, filled, rules

_FIRST = "system_profile"
_GRAVE = (Verdict.NOT_MET, Verdict.CONCERN)


class Suggested(msgspec.Struct, frozen=True, kw_only=True):
    """A risk to take into the register, and why it is suggested; `sources` are links."""

    key: str
    title: str
    why: str
    harm: str = ""
    stakeholders: list[str] = []
    plan: str = ""
    sources: list[str] = []


def open_suggestions(project: Project, findings: Iterable[Finding]) -> list[Suggested]:
    """Those neither taken nor dismissed."""
    return still_open(suggestions(project, findings), project)


def still_open(suggested: Iterable[Suggested], project: Project) -> list[Suggested]:
    """What of these is neither taken nor dismissed."""
    done = {risk.suggestion for risk in project.risks.values()} | set(project.dismissed)
    return [each for each in suggested if each.key not in done]


def suggestions(project: Project, findings: Iterable[Finding]) -> list[Suggested]:
    """All that answers and findings suggest: findings first, then rows, then rules; each key once.

    Answers to packs that the project does not use say nothing.
    """
    return once(each for found in finding_out(project, findings) for each in found)


def finding_out(project: Project, findings: Iterable[Finding], whole: Reading | None = None) -> Iterator[list[Suggested]]:
    """What each rule suggests, one rule at each step. `whole` is a reading of all the project's answers, where one is there:
    what was worked out in it need not be again."""
    yield list(_by_findings(findings))
    first = find(_FIRST)
    if first is None:
        return
    used = {id_: own for id_, own in project.answers.items() if not project.packs or id_ in project.packs}
    seen = reading(first, whole if whole is not None and used.keys() == project.answers.keys() else used)
    yield from (list(_by_rows(table, seen)) for table in rules().tables)
    yield from ([made] if (made := _by_rule(rule, seen)) else [] for rule in rules().rules)


def once(found: Iterable[Suggested]) -> list[Suggested]:
    """Each key once, and each harm that tables tell twice."""
    by_key: dict[str, Suggested] = {}
    for each in found:
        by_key.setdefault(each.key, each)
    said: dict[tuple[str, ...], Suggested] = {}
    for each in by_key.values():
        said.setdefault(_said(each), each)
    return list(said.values())


def _said(suggested: Suggested) -> tuple[str, ...]:
    """What tells rows of several tables apart: the same harm to the same people, told twice, is one risk."""
    if not suggested.key.startswith("row|"):
        return (suggested.key,)
    return tuple(" ".join(each.casefold().split()) for each in (suggested.title, *suggested.stakeholders))


def as_risk(suggested: Suggested) -> Risk:
    """The risk that taking it puts into the register."""
    return Risk(title=suggested.title, harm=suggested.harm, stakeholders=suggested.stakeholders, plan=suggested.plan,
                sources=suggested.sources, suggestion=suggested.key)


# --- rules about answers ------------------------------------------------------------------------------------------


def _by_rule(rule: Rule, seen: Reading) -> Suggested | None:
    """It speaks when it holds, or hangs on an answer "not known yet": an unknown may bring a harm, never rule it out."""
    home = find(rule.facts_of)
    if home is None or not set(_facts(rule.when)) <= set(home.facts):
        return None  # the rule of a site whose pack is gone, or is another than it was
    named = [place for place in _named(rule.when, home) if seen.value(place[1], place[0]) is not None]
    unknown = seen.truth(rule.when, home.id) is Truth.OPEN and any(
        UNKNOWN in given.chosen(seen.value(question, pack)) for pack, question in named)
    if not named or not (unknown or seen.holds(rule.when, home.id)):
        return None
    return Suggested(key=f"rule|{rule.id}", title=rule.title, harm=rule.harm,
                     why=_why(named[0], seen), stakeholders=rule.stakeholders,
                     sources=[links.answer(pack, question) for pack, question in named])


def _facts(condition: Condition) -> Iterator[str]:
    if condition.fact:
        yield condition.fact
    for part in condition.parts:
        yield from _facts(part)


def _named(condition: Condition, home: Pack) -> Iterator[Place]:
    """The questions a condition names, in its parts and by facts too."""
    if condition.question:
        yield spot_of(condition.question, home.id, find).place
    if condition.fact:
        yield from _named(home.facts[condition.fact], home)
    for part in condition.parts:
        yield from _named(part, home)


def _why(place: tuple[str, str], seen: Reading) -> str:
    """The answer that called for it, in the questionnaire's words."""
    pack = find(place[0])
    if pack is None or place[1] not in pack.places:
        return ""
    question = pack.question(place[1])
    titles = {option.id: option.text for option in question.options}
    said = ", ".join(_chosen_words(titles, each) for each in given.chosen(seen.value(place[1], place[0])))
    return _("{question} {answer}").format(question=question.text, answer=said)


def _chosen_words(titles: dict[str, str], id_: str) -> str:
    known = {"yes": _("Yes"), "no": _("No"), UNKNOWN: _("Not known yet")}
    return titles.get(id_) or known.get(id_, id_)


# --- rows of tables -----------------------------------------------------------------------------------------------


def _by_rows(rule: TableRule, seen: Reading) -> Iterator[Suggested]:
    pack_id, id_, *part = rule.question.split("/")
    source = links.answer(pack_id, id_)
    for question, value in _tables(pack_id, id_, part[0] if part else "", seen):
        for row in given.rows(value):
            words = {column.id: _cell(column, row) for column in question.columns}
            if not words.get(rule.needs):
                continue
            people = filled(rule.stakeholders, words)
            yield Suggested(key=f"row|{rule.question}|{_mark(words, rule)}", title=filled(rule.title, words),
                            harm=filled(rule.harm, words), plan=filled(rule.plan, words), why=question.text,
                            stakeholders=[people] if people else [], sources=[source])


def _tables(pack_id: str, id_: str, part: str, seen: Reading) -> Iterator[tuple[Question, object]]:
    """A table and its answer; of one within a group, an answer for each item."""
    pack = find(pack_id)
    if pack is None or id_ not in pack.places:
        return
    question = pack.question(id_).nested(part) if part else pack.question(id_)
    if question is None:
        return
    if not part:
        yield question, seen.value(id_, pack_id)
    elif pack.question(id_).kind is Kind.GROUP:
        yield from ((question, item.value(part)) for item in seen.items(id_, pack_id))


def _cell(column: Column, row: dict[str, str]) -> str:
    text = str(row.get(column.id) or "").strip()
    return next((option.text for option in column.options if option.id == text), text)


def _mark(words: dict[str, str], rule: TableRule) -> str:
    """The words by which a row is known, whatever its place, its capitals and its spaces."""
    known = "\n".join(" ".join(words.get(name, "").casefold().split()) for name in dict.fromkeys((rule.key, rule.needs)))
    return hashlib.sha256(known.encode()).hexdigest()[:16]


# --- findings -----------------------------------------------------------------------------------------------------


def _by_findings(findings: Iterable[Finding]) -> Iterator[Suggested]:
    known = rules().findings
    together: dict[str, tuple[FindingRule, list[Finding]]] = {}
    for finding in findings:
        rule = next((each for each in known if each.assessment == finding.assessment), None) or next(
            (each for each in known if not each.assessment), None)
        if rule and finding.verdict in _GRAVE and not finding.informational:
            shared = "+".join(sorted(finding.group)) if rule.together == "columns" and finding.group else finding.rule
            together.setdefault(f"finding|{finding.assessment}|{_shared(finding, shared)}", (rule, []))[1].append(finding)
    for key, (rule, found) in together.items():
        yield _of_findings(key, rule, found)


def _shared(finding: Finding, shared: str) -> str:
    """Findings where traits meet are one suggestion, whichever traits were the worst this time."""
    return "(several)" if len(finding.group) > 1 else shared


def _of_findings(key: str, rule: FindingRule, found: Sequence[Finding]) -> Suggested:
    first = min(found, key=lambda each: (_GRAVE.index(each.verdict), each.key))
    groups = dict.fromkeys(", ".join(each.group.values()) for each in found if each.group)
    words = {"sentence": first.sentence, "metric": metric_name(first.metric), "groups": "\n".join(groups),
             "columns": ", ".join(map(_plain, first.group))}
    title = rule.several if rule.several and len(first.group) > 1 else rule.title
    people = [each for text in rule.stakeholders for each in filled(text, words).splitlines() if each]
    return Suggested(key=key, title=filled(title, words), harm=first.sentence, stakeholders=people,
                     why=_verdicts(found), sources=[links.finding(each.key) for each in found])


def _plain(id_: str) -> str:
    return id_.replace("_", " ")


def _verdicts(found: Sequence[Finding]) -> str:
    bad = sum(each.verdict is Verdict.NOT_MET for each in found)
    concern = len(found) - bad
    not_met = ngettext("{n} finding not met", "{n} findings not met", bad).format(n=bad)
    of_concern = ngettext("{n} finding of concern", "{n} findings of concern", concern).format(n=concern)
    return ", ".join(words for number, words in ((bad, not_met), (concern, of_concern)) if number)
