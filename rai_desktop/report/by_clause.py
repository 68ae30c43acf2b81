"""The chapter on evidence by clause: for each law or standard that is touched, what speaks to its clauses, and how much."""

from collections.abc import Sequence

from rai_desktop.clauses.coverage import Coverage, Level, coverage
from rai_desktop.clauses.explaining import date_words
from rai_desktop.clauses.index import Index, by_kind
from rai_desktop.clauses.piece import Piece
from rai_desktop.clauses.table import documents, file_name, overview
from rai_desktop.clauses.touched import asked, touched
from rai_desktop.clauses.wording import against_words, known_words, level_words
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.frameworks.dating import dating
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.links import Kind
from rai_desktop.report.blocks import Block, Chapter, Heading, Sheet, Text
from rai_desktop.report.found import stale_callout
from rai_desktop.report.material import Material
from rai_desktop.report.wording import graver, joined


def clause_chapter(material: Material) -> Chapter:
    """Totals of every framework touched, then the clauses of those that the questionnaires ask about."""
    index = material.index
    found = touched(index)
    if not found:
        return Chapter("clauses", _("Evidence by clause"), [])
    blocks: list[Block] = [
        Text(_("A clause has evidence where an answer or a finding speaks to it directly and nothing about it is open; "
               "partly, where something only adds to it, is stale or not confirmed, or is still open or not done. What speaks "
               "against a clause is counted; a measurement that does is evidence about it too, an answer that something is not "
               "done is none. None of this says that a clause is fulfilled.")),
        *stale_callout(material),
        _totals(found, index),
    ]
    for framework in asked(index):
        blocks += _clauses(framework, index, _numbers(material))
    return Chapter("clauses", _("Evidence by clause"), blocks)


def _totals(found: Sequence[Framework], index: Index) -> Sheet:
    rows = [[each.name, str(each.totals.clauses), str(each.totals.evidence), str(each.totals.partly), str(each.totals.none),
             str(each.totals.inapplicable), str(each.totals.against)] for each in overview(found, index)]
    return Sheet(title=_("Laws and standards that this assessment touches"),
                 columns=[_("Law or standard"), _("Clauses"), _("Evidence"), _("Partly"), _("None"), _("Not applicable"),
                          _("Against")],
                 rows=rows, right=[False, *[True] * 6], weights=[36, 10, 10, 9, 8, 12, 10],
                 note=_("Clauses as our catalogue has them, headings not counted. clauses.csv has every clause of these."))


def _numbers(material: Material) -> dict[str, int]:
    """Findings by the numbers they have in the chapter of findings."""
    return {finding.key: at for at, finding in enumerate(graver(material.findings), 1)}


def _clauses(framework: Framework, index: Index, numbers: dict[str, int]) -> list[Block]:
    covered = coverage(framework, index)
    told = [id_ for id_, each in covered.items() if each.counted and (each.level is not Level.NONE or each.against)]
    silent = [id_ for id_, each in covered.items() if each.counted and id_ not in set(told)]
    rows = [_row(framework, framework.clauses[id_], covered[id_], index.at(f"{framework.id}:{id_}"), numbers) for id_ in told]
    blocks: list[Block] = [Heading(framework.name)]
    if rows:
        blocks.append(Sheet(title="", columns=[_("Clause"), _("What it says, in our words"), _("Evidence"), _("From")],
                            rows=rows, right=[False] * 4, weights=[14, 36, 14, 36]))
    if silent:
        words = ngettext("No evidence about {n} clause: {ids}.", "No evidence about {n} clauses: {ids}.", len(silent))
        blocks.append(Text(words.format(n=len(silent), ids=", ".join(silent)), "note"))
    return blocks


def _row(framework: Framework, clause: Clause, covered: Coverage, pieces: Sequence[Piece],
         numbers: dict[str, int]) -> list[str]:
    level = ", ".join(filter(None, [level_words(covered.level), against_words(covered.against)]))
    gist = f"{clause.title} ({known_words(clause)})" if clause.caution else clause.title
    dated = f"{gist}\n{date_words(dating(framework, clause))}"
    return [clause.id, dated, level, "\n".join(_sources(covered, pieces, numbers))]


def _sources(covered: Coverage, pieces: Sequence[Piece], numbers: dict[str, int]) -> list[str]:
    """What a level rests on, each kind in a line."""
    answers = by_kind(pieces, Kind.ANSWER)
    spoken = sum(each.speaks for each in answers)
    found = sorted({numbers[each.place_id] for each in by_kind(pieces, Kind.FINDING)
                    if each.speaks and each.place_id in numbers})
    files = [file_name(each) for each in documents(pieces)]
    todo = [each.title for each in by_kind(pieces, Kind.ACTION) if each.open]
    lines = (
        _("Not applicable: {reason}").format(reason=covered.reason) if covered.reason else "",
        _("Answers: {n} of {all}").format(n=spoken, all=len(answers)) if answers else "",
        _("Findings: {numbers}").format(numbers=joined(found)) if found else "",
        _("Documents: {files}").format(files=", ".join(files)) if files else "",
        _("Risks: {risks}").format(risks=_("; ").join(each.title for each in by_kind(pieces, Kind.RISK)))
        if by_kind(pieces, Kind.RISK) else "",
        _("Open actions: {actions}").format(actions=_("; ").join(todo)) if todo else "",
    )
    return [each for each in lines if each]
