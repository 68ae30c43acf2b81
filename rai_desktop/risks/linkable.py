"""What a risk or an action can be linked to: risks, findings, questions asked, and clauses."""

from collections.abc import Iterable, Iterator

from rai_desktop.findings.finding import Finding
from rai_desktop.frameworks.catalog import frameworks
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.model import Project
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.catalog import find
from rai_desktop.risks.linked import words_of


def places(project: Project, findings: Iterable[Finding], packs: Iterable[str], *, risks: bool) -> list[tuple[str, str]]:
    """Links with their words: risks where wanted, then findings, the questions of these packs that are asked, clauses."""
    findings = list(findings)
    own = [links.risk(id_) for id_ in project.risks] if risks else []
    own += [links.finding(each.key) for each in findings]
    return [*((link, words_of(project, link, findings)) for link in own), *_questions(project, packs), *_clauses()]


def _questions(project: Project, packs: Iterable[str]) -> Iterator[tuple[str, str]]:
    for pack in (found for id_ in packs if (found := find(id_)) is not None):
        for _section, questions in flow.visible(pack, project.answers):
            for question in questions:
                yield (links.answer(pack.id, question.id),
                       _("Answer: {what} ({pack})").format(what=question.text, pack=pack.title))


def _clauses() -> Iterator[tuple[str, str]]:
    for each in frameworks():
        for id_, clause in each.clauses.items():
            yield (links.clause(f"{each.id}:{id_}"), _("Clause: {framework} {id}, {title}").format(
                framework=each.short or each.name, id=id_, title=clause.title))
