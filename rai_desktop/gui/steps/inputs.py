"""Data and model: choose the files, say what each column is for, see whether all fits together."""

from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import Step
from rai_desktop.i18n import _


class InputsStep(Step):
    """The table, its columns, the outcome, the model, and the check of all of them."""

    id = "inputs"

    def __init__(self, session: Session) -> None:
        self.title = _("Data and model")
        self.lead = _("What is to be measured: a table of cases, and the model or its predictions.")
        super().__init__(session)
