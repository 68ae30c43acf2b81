"""Every assessment, in the order shown."""

from rai_desktop.assessments.assessment import Assessment
from rai_desktop.assessments.data_profile import DATA_PROFILE
from rai_desktop.assessments.explanations import EXPLANATIONS
from rai_desktop.assessments.fairness import FAIRNESS
from rai_desktop.assessments.model_conduct import MODEL_CONDUCT
from rai_desktop.assessments.performance import PERFORMANCE
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _

ALL: tuple[Assessment, ...] = (DATA_PROFILE, MODEL_CONDUCT, PERFORMANCE, FAIRNESS, EXPLANATIONS)


def assessment(name: str) -> Assessment:
    """The assessment of that id; refuses an unknown one."""
    for found in ALL:
        if found.id == name:
            return found
    known = ", ".join(found.id for found in ALL)
    raise Refusal(
        _("There is no assessment “{name}”.").format(name=name),
        _("Choose from: {known}.").format(known=known),
    )
