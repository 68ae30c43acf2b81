"""Which outcome counts as the good one, in a sentence: every rate of selection is about it."""

from rai_desktop.i18n import _, in_quotes
from rai_desktop.project.model import Inputs, Role, Task


def outcome_of(inputs: Inputs) -> str:
    """The column whose values are the outcomes: the label, or without one the prediction; "" when there is neither."""
    named = {had.role: name for name, had in inputs.roles.items()}
    return named.get(Role.LABEL) or named.get(Role.PREDICTION, "")


def favourable_words(used: Inputs, chosen: Inputs) -> str:
    """What a run took for the favourable outcome, and whether anybody chose it; "" where there is none to be taken."""
    if used.task is not Task.BINARY or not used.positive or not outcome_of(used):
        return ""
    said = _("Favourable outcome: {column} is {value}.").format(
        column=in_quotes(outcome_of(used)), value=in_quotes(used.positive))
    if chosen.positive:
        return said
    nobody = _("Nobody chose it: it was taken for want of a choice.")
    return f"{said} {nobody}"
