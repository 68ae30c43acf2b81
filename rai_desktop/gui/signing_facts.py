"""What a person must know before signing: what is open, what is not met, how the findings are judged."""

from rai_desktop.findings.summary import summary
from rai_desktop.gui.session import Session
from rai_desktop.gui.widgets.verdicts import SHAPES, verdict_words
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.review.comments import is_open
from rai_desktop.review.requests import open_requests


def facts(session: Session, project: Project) -> list[tuple[str, str]]:
    """Names and what they are, for the card of the dialog."""
    packs = [pack for id_ in project.packs if (pack := catalog.find(id_)) is not None]
    missing = sum(flow.progress(pack, project.answers).missing for pack in packs)
    comments = sum(is_open(each) for each in project.comments.values())
    requests = len(open_requests(project))
    return [
        (_("Assessment"), project.title or _("Untitled assessment")),
        (_("Findings"), _findings(session, project)),
        (_("Questions"), ngettext("{n} question that must be answered is open", "{n} questions that must be answered are open",
                                  missing).format(n=missing) if missing else _("none is open that must be answered")),
        (_("Comments"), ngettext("{n} comment is open", "{n} comments are open", comments).format(n=comments)
         if comments else _("no comment is open")),
        (_("Requests"), ngettext("{n} request is open", "{n} requests are open", requests).format(n=requests)
         if requests else _("no request is open")),
    ]


def _findings(session: Session, project: Project) -> str:
    counts = summary(session.judged.findings(project))
    told = [_("{verdict}: {n}").format(verdict=f"{SHAPES[verdict]} {verdict_words(verdict)}", n=count)
            for verdict, count in counts.items() if count]
    return "     ".join(told) or _("nothing has been measured")
