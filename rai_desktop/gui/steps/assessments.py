"""Assessments: plan which are run, run them, watch, stop."""

from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import Step
from rai_desktop.i18n import _


class AssessmentsStep(Step):
    """The plan as a list of assessments, and the run that goes on."""

    id = "assessments"

    def __init__(self, session: Session) -> None:
        self.title = _("Assessments")
        self.lead = _("Which questions are asked of the model, and by which policy the answers are judged.")
        super().__init__(session)
