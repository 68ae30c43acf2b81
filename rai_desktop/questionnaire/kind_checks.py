"""What must hold of a question of each kind: something to choose, columns, rows, questions, two
ends."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rai_desktop.questionnaire.question import CHOOSING, ITEM_ID, NESTED, Kind, Pack, Question, choices

Fault = tuple[str, str, str]
"""Where, what is wrong, and the remedy."""

_NEEDS = {
    "options": frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING, Kind.SCALE}),
    "columns": frozenset({Kind.TABLE}),
    "rows": frozenset({Kind.MATRIX}),
    "questions": frozenset({Kind.GROUP}),
}
_WITHOUT = {
    "options": "there is nothing to choose",
    "columns": "the table has no columns",
    "rows": "the matrix has no rows",
    "questions": "the group asks nothing of its items",
}
_ONLY = {**_NEEDS, "ends": frozenset({Kind.SCALE}), "item": frozenset({Kind.GROUP})}


def kind_faults(pack: Pack) -> Iterator[Fault]:
    """Everything that does not fit the kind of its question, also within groups."""
    for _, question in pack.places.values():
        yield from _faults(f"question “{question.id}”", question)
        for each in question.questions:
            where = f"question “{question.id}/{each.id}”"
            yield from _faults(where, each)
            yield from _nested(where, each)


def _faults(where: str, question: Question) -> Iterator[Fault]:
    kind = question.kind
    for field, kinds in _NEEDS.items():
        if kind in kinds and not getattr(question, field):
            yield where, _WITHOUT[field], f"Add {field}."
    for field, kinds in _ONLY.items():
        allowed = kinds | {Kind.YESNO} if field == "options" else kinds
        if getattr(question, field) and kind not in allowed:
            yield where, f"a {kind} has no {field}", f"Remove {field}, or change the type."
    if question.low is not None and question.high is not None and question.low > question.high:
        yield where, "its low is above its high", "Swap them."
    if question.ends and len(question.ends) != 2:
        yield where, "a scale has two ends", 'Write ends = ["least", "most"].'
    yield from _said(where, question)
    if kind is Kind.RANKING and any(option.points for option in question.options):
        yield where, "a ranking does not score", "Remove the points."
    for ids in (
        [each.id for each in choices(question)],
        [each.id for each in question.columns],
        [each.id for each in question.rows],
        [each.id for each in question.questions],
    ):
        yield from _twice(where, ids)
    for column in question.columns:
        yield from _twice(f"{where}, column “{column.id}”", [each.id for each in column.options])


def _said(where: str, question: Question) -> Iterator[Fault]:
    if question.says and question.kind not in CHOOSING - {Kind.RANKING}:
        yield where, f"what a {question.kind} says is not told by its choices", "Remove says."
    elif strange := set(question.says) - {each.id for each in choices(question)}:
        yield where, f"says names the choice “{min(strange)}”, which it does not have", "Use the ids of its options."


def _nested(where: str, question: Question) -> Iterator[Fault]:
    if question.kind not in NESTED:
        yield (
            where,
            f"a group cannot ask a {question.kind} of its items",
            f"Use one of {', '.join(kind for kind in Kind if kind in NESTED)}.",
        )
    if question.id == ITEM_ID or "/" in question.id:
        yield where, f"“{question.id}” cannot be an id within a group", "Choose another id."
    if question.score or any(option.points for option in question.options):
        yield where, "points within a group do not count", "Remove the points."
    if question.says:
        yield where, "what a question within a group says of clauses does not count", "Remove says."
    if question.same or question.valid_from or question.valid_until:
        yield where, "same and valid dates belong to the group as a whole", "Move them there."


def _twice(where: str, ids: Iterable[str]) -> Iterator[Fault]:
    for id_, count in Counter(ids).items():
        if count > 1:
            yield where, f"“{id_}” stands there twice", "Give each of them an id of its own."
