"""The report's content, built once for every format: first page, then the detail."""

from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.report.answered import answer_chapter
from rai_desktop.report.assessed import assessment_chapters
from rai_desktop.report.blocks import Chapter, Content
from rai_desktop.report.by_clause import clause_chapter
from rai_desktop.report.first_page import first_page
from rai_desktop.report.found import findings_chapter
from rai_desktop.report.inputs import input_chapter
from rai_desktop.report.making import making_chapter, method_chapter
from rai_desktop.report.material import Material
from rai_desktop.report.people import people_chapter
from rai_desktop.report.reviewed import review_chapter
from rai_desktop.report.risked import risk_chapter
from rai_desktop.report.tiered import tier_chapters


def build(material: Material) -> Content:
    """The whole report."""
    chapters: list[Chapter] = [
        first_page(material),
        findings_chapter(material),
        risk_chapter(material),
        people_chapter(material),
        answer_chapter(material),
        *tier_chapters(material),
        input_chapter(material),
        review_chapter(material),
        *assessment_chapters(material),
        clause_chapter(material),
        method_chapter(material),
        making_chapter(material),
    ]
    kept = [chapter for chapter in chapters if chapter.blocks]
    project = material.project
    return Content(title=project.title or _("Untitled assessment"), subtitle=_("Responsible AI impact assessment"),
                   moment=material.moment, facts=_facts(project, material), chapters=kept)


def _facts(project: Project, material: Material) -> list[tuple[str, str]]:
    known = [
        (_("Date"), material.day),
        (_("Analyst"), project.analyst),
        (_("Policy"), f"{material.policy.title} ({material.policy.version})"),
        (_("Assessment"), project.id),
    ]
    return [(name, value) for name, value in known if value]


