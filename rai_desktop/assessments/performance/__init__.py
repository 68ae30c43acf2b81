"""How well does the model predict? All rows, every figure with its interval."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rai_desktop.assessments.assessment import Assessment, Need, Progress, Yielded
from rai_desktop.assessments.performance import binary, multiclass, regression
from rai_desktop.i18n import _
from rai_desktop.loading.subject import Subject
from rai_desktop.project.model import Task

ID = "performance"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What can be set."""

    level: float = field(
        default=0.95,
        metadata={
            "title": _("Confidence level"),
            "help": _("The coverage of each interval, between 0.5 and 0.999."),
        },
    )
    replicates: int = field(
        default=1000,
        metadata={
            "title": _("Bootstrap replicates"),
            "help": _("For figures without an interval of their own in closed form."),
        },
    )
    seed: int = field(
        default=20261123,
        metadata={"title": _("Seed"), "help": _("The same seed gives the same intervals.")},
    )


def run(subject: Subject, parameters: Parameters) -> Iterator[Yielded]:
    """Count all rows, then measure by the kind of task."""
    for done, total in subject.counting():
        yield Progress(done, total, _("Rows counted"))
    part = {Task.BINARY: binary, Task.MULTICLASS: multiclass, Task.REGRESSION: regression}[
        subject.task
    ]
    yield from part.measure(subject, parameters)


PERFORMANCE = Assessment(
    id=ID,
    title=_("Performance"),
    question=_("How well does the model predict, and how sure can we be?"),
    needs=(Need.LABEL, Need.PREDICTION),
    parameters=Parameters,
    run=run,
    limits=_(
        "Speaks of these rows only: data unlike them can go otherwise. Intervals hold for each figure by "
        "itself and take rows as independent of one another. Past two million different scores, curves and "
        "the area under them come from fine bins, with the bound of the error stated."
    ),
    sources=(
        "Wilson, JASA 22 (1927) 209",
        "DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837",
        "Boyd, Eng and Page, ECML PKDD 2013 (average precision)",
        "Naeini, Cooper and Hauskrecht, AAAI 2015 (expected calibration error)",
    ),
    crosswalk=("performance", "calibration_uncertainty"),
)
