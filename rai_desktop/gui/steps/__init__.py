"""One page for each step, in the order an assessment is made."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rai_desktop.gui.session import Session
    from rai_desktop.gui.steps.step import Step


def make_steps(session: "Session") -> "list[Step]":
    """The steps in the order of the rail; another one is one line more."""
    import rai_desktop.gui.widgets.register_aside  # noqa: F401 - takes its place under questions and findings
    from rai_desktop.gui.steps.assessments import AssessmentsStep
    from rai_desktop.gui.steps.clauses import ClausesStep
    from rai_desktop.gui.steps.findings import FindingsStep
    from rai_desktop.gui.steps.inputs import InputsStep
    from rai_desktop.gui.steps.questionnaire import QuestionnaireStep
    from rai_desktop.gui.steps.report import ReportStep
    from rai_desktop.gui.steps.review import ReviewStep
    from rai_desktop.gui.steps.risks import RisksStep
    from rai_desktop.gui.steps.start import StartStep

    return [
        StartStep(session),
        QuestionnaireStep(session),
        InputsStep(session),
        AssessmentsStep(session),
        FindingsStep(session),
        RisksStep(session),
        ClausesStep(session),
        ReviewStep(session),
        ReportStep(session),
    ]
