"""What stands beside a question: help, why it is asked, and what a number may be."""

from rai_desktop.forms.form import Asked
from rai_desktop.i18n import _, digits
from rai_desktop.questionnaire.question import Kind, Question


def about(asked: Asked) -> str:
    """Help, why it is asked, limits, and whether it applies at present."""
    question = asked.question
    lines = [question.help, _("Why we ask: {why}").format(why=question.why) if question.why else "", limits(question),
             _("From “{least}” to “{most}”.").format(least=question.ends[0], most=question.ends[1])
             if len(question.ends) == 2 else "",
             "" if asked.applies else _("By today's answers this need not be answered.")]
    return "\n".join(line for line in lines if line)


def limits(question: Question) -> str:
    """What a number may be, in words."""
    if question.kind is not Kind.NUMBER:
        return ""
    unit = f" {question.unit}" if question.unit else ""
    if question.low is not None and question.high is not None:
        return _("A number from {low} to {high}{unit}.").format(low=digits(question.low), high=digits(question.high), unit=unit)
    if question.low is not None:
        return _("A number, {low}{unit} or more.").format(low=digits(question.low), unit=unit)
    if question.high is not None:
        return _("A number, {high}{unit} or less.").format(high=digits(question.high), unit=unit)
    return _("A number, in {unit}.").format(unit=question.unit) if question.unit else _("A number.")
