"""An assessment with every pack in it and every question that applies answered, for the benchmarks of the window."""

from rai_desktop.project.model import Answer, AnswerValue
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.question import Kind, Question, choices

_SENTENCE = "Written for a benchmark: long enough to be like what people write, with a reason and a name in it."


def everything() -> dict[str, dict[str, Answer]]:
    """Answers by pack and question; asked again until no further question appears."""
    answers: dict[str, dict[str, Answer]] = {pack.id: {} for pack in catalog.packs()}
    while True:
        found = 0
        for pack in catalog.packs():
            for _section, questions in flow.visible(pack, answers):
                for question in questions:
                    if question.id not in answers[pack.id]:
                        answers[pack.id][question.id] = Answer(value=value_for(question), note=_SENTENCE)
                        found += 1
        if not found:
            return answers


def value_for(question: Question) -> AnswerValue:
    """An answer that is whole and right for a question of any kind."""
    ids = [option.id for option in choices(question)]
    match question.kind:
        case Kind.SINGLE | Kind.YESNO | Kind.SCALE:
            return ids[0]
        case Kind.MULTIPLE:
            return ids[:1]
        case Kind.RANKING:
            return ids
        case Kind.MATRIX:
            return [{row.id: ids[0] for row in question.rows}]
        case Kind.NUMBER:
            return question.low or 1.0
        case Kind.DATE:
            return "2026-11-23"
        case Kind.TABLE:
            row = {column.id: column.options[0].id if column.options else _SENTENCE for column in question.columns}
            return [row] * 4
        case Kind.GROUP:
            return [{"id": f"item{place}", **{each.id: value_for(each) for each in question.questions}}  # type: ignore[dict-item]
                    for place in range(3)]
    return _SENTENCE
