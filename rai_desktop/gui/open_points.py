"""What is still open before an assessment is handed over, in sentences: questions, measurements, risks, comments, requests."""

from collections.abc import Iterator

from rai_desktop.gui.answering import FIRST_PACKS
from rai_desktop.gui.session import Session
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.project.runs import in_sight
from rai_desktop.questionnaire import catalog
from rai_desktop.review.comments import is_open
from rai_desktop.review.requests import open_requests
from rai_desktop.risks import register
from rai_desktop.risks.scale import scale_in_use


def open_points(session: Session, project: Project) -> list[str]:
    """One sentence each; none where nothing is open."""
    return [*_questions(session, project), *_measured(session, project), *_risks(project), *_review(project)]


def _questions(session: Session, project: Project) -> Iterator[str]:
    packs = [pack for id_ in project.packs or FIRST_PACKS if (pack := catalog.find(id_)) is not None]
    progress = [session.standing.progress(pack, project.answers) for pack in packs]
    open_, needed = sum(each.asked - each.answered for each in progress), sum(each.missing for each in progress)
    carried = sum(each.carried for each in progress)
    if needed:
        yield ngettext("{n} question is open. It must be answered; the report lists it.",
                       "{n} questions are open. {needed} of them must be answered; the report lists those.",
                       open_).format(n=open_, needed=needed)
    elif open_:
        yield ngettext("{n} question is open. It need not be answered.",
                       "{n} questions are open. None of them need be answered.", open_).format(n=open_)
    if carried:
        yield ngettext("{n} answer was carried over and is not confirmed yet.",
                       "{n} answers were carried over and are not confirmed yet.", carried).format(n=carried)


def _measured(session: Session, project: Project) -> Iterator[str]:
    if not project.runs:
        yield _("Nothing has been measured yet; the report will say so.")
    elif stale := session.spoken.stale(project):
        yield _("{why} The report tells the run's own.").format(why=" ".join(stale))
    run = in_sight(project)
    if run is not None and run.status not in ("running", "finished"):
        yield _("The last run was cut short. What it did not come to has not been measured.")


def _risks(project: Project) -> Iterator[str]:
    scale, _problem = scale_in_use(project.risk_scale)
    lacking = sum(bool(register.missing(scale, risk)) for risk in project.risks.values())
    if lacking:
        yield ngettext("{n} risk in the register still lacks something.", "{n} risks in the register still lack something.",
                       lacking).format(n=lacking)
    if overdue := register.tally(project, scale, today()).overdue:
        yield ngettext("{n} risk or action is overdue.", "{n} risks or actions are overdue.", overdue).format(n=overdue)


def _review(project: Project) -> Iterator[str]:
    if comments := sum(is_open(each) for each in project.comments.values()):
        yield ngettext("{n} comment is open.", "{n} comments are open.", comments).format(n=comments)
    if requests := len(open_requests(project)):
        yield ngettext("{n} request for a review is not answered yet.", "{n} requests for a review are not answered yet.",
                       requests).format(n=requests)
