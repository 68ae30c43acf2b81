"""What must hold of a question of each kind: something to choose, columns, rows, questions, two
ends."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rai_desktop.i18n import _
from rai_desktop.questionnaire.question import CHOOSING, ITEM_ID, NESTED, Kind, Pack, Question, choices

Fault = tuple[str, str, str]
"""Where, what is wrong, and the remedy."""

_NEEDS = {
    "options": frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING, Kind.SCALE}),
    "columns": frozenset({Kind.TABLE}),
    "rows": frozenset({Kind.MATRIX}),
    "questions": frozenset({Kind.GROUP}),
}
_ONLY = {**_NEEDS, "ends": frozenset({Kind.SCALE}), "item": frozenset({Kind.GROUP}), "follows": frozenset({Kind.GROUP}),
         "each": frozenset({Kind.TABLE}), "compared": frozenset({Kind.TABLE})}


def kind_faults(pack: Pack) -> Iterator[Fault]:
    """Everything that does not fit the kind of its question, also within groups."""
    for _s, question in pack.places.values():
        yield from _faults(_("question “{id}”").format(id=question.id), question)
        for each in question.questions:
            where = _("question “{id}”").format(id=f"{question.id}/{each.id}")
            yield from _faults(where, each)
            yield from _nested(where, each, question)


def _faults(where: str, question: Question) -> Iterator[Fault]:
    kind = question.kind
    for field, kinds in _NEEDS.items():
        if kind in kinds and not getattr(question, field):
            yield where, _without(field), _("Add {field}.").format(field=field)
    for field, kinds in _ONLY.items():
        allowed = kinds | {Kind.YESNO} if field == "options" else kinds
        if getattr(question, field) and kind not in allowed:
            wrong = _("a {kind} has no {field}").format(kind=kind, field=field)
            yield where, wrong, _("Remove {field}, or change the type.").format(field=field)
    if question.low is not None and question.high is not None and question.low > question.high:
        yield where, _("its low is above its high"), _("Swap them.")
    if question.ends and len(question.ends) != 2:
        yield where, _("a scale has two ends"), _('Write ends = ["least", "most"].')
    yield from _said(where, question)
    yield from _unsaid(where, question)
    if kind is Kind.RANKING and any(option.points for option in question.options):
        yield where, _("a ranking does not score"), _("Remove the points.")
    for ids in (
        [each.id for each in choices(question)],
        [each.id for each in question.columns],
        [each.id for each in question.rows],
        [each.id for each in question.questions],
    ):
        yield from _twice(where, ids)
    for column in question.columns:
        place = _("{where}, column “{column}”").format(where=where, column=column.id)
        yield from _twice(place, [each.id for each in column.options])


def _unsaid(where: str, question: Question) -> Iterator[Fault]:
    """A question, choice, column or row without words could not be read, and one without an id not be kept."""
    options = [*question.options, *(each for column in question.columns for each in column.options)]
    parts = [(each.id, each.text) for each in options]
    parts += [(each.id, each.text) for each in question.columns]
    parts += [(each.id, each.text) for each in question.rows]
    if not question.text.strip() or any(not text.strip() for _id, text in parts):
        yield where, _("something in it has no text"), _("Write what is to be read there.")
    if any(not id_.strip() for id_, _text in parts):
        yield where, _("something in it has an empty id"), _("Give each of them an id of its own.")


def _without(field: str) -> str:
    return {
        "options": _("there is nothing to choose"),
        "columns": _("the table has no columns"),
        "rows": _("the matrix has no rows"),
        "questions": _("the group asks nothing of its items"),
    }[field]


def _said(where: str, question: Question) -> Iterator[Fault]:
    told = {choice for each in (question.says, *question.says_of.values()) for choice in each}
    if (told or question.says_of) and question.kind not in CHOOSING - {Kind.RANKING}:
        yield where, _("what a {kind} says is not told by its choices").format(kind=question.kind), _("Remove says.")
    elif strange := told - {each.id for each in choices(question)}:
        wrong = _("says names the choice “{name}”, which it does not have").format(name=min(strange))
        yield where, wrong, _("Use the ids of its options.")
    if other := set(question.says_of) - set(question.refs):
        wrong = _("says_of names the clause “{name}”, which is none of its refs").format(name=min(other))
        yield where, wrong, _("Add it to refs, or remove it from says_of.")


def _nested(where: str, question: Question, group: Question) -> Iterator[Fault]:
    if question.kind not in NESTED:
        yield (
            where,
            _("a group cannot ask a {kind} of its items").format(kind=question.kind),
            _("Use one of {names}.").format(names=", ".join(kind for kind in Kind if kind in NESTED)),
        )
    if question.id == ITEM_ID or "/" in question.id:
        yield where, _("“{id}” cannot be an id within a group").format(id=question.id), _("Choose another id.")
    if question.score or any(option.points for option in question.options):
        yield where, _("points within a group do not count"), _("Remove the points.")
    if other := set(question.refs) - set(group.refs):
        wrong = _("it names the clause “{ref}”, which its group does not").format(ref=min(other))
        yield where, wrong, _("Add it to the refs of the group.")
    if question.each or question.compared:
        yield where, _("a table within a group has no rows by itself"), _("Remove each and compared.")
    if question.same or question.valid_from or question.valid_until:
        yield where, _("same and valid dates belong to the group as a whole"), _("Move them there.")


def _twice(where: str, ids: Iterable[str]) -> Iterator[Fault]:
    for id_, count in Counter(ids).items():
        if count > 1:
            yield where, _("“{id}” stands there twice").format(id=id_), _("Give each of them an id of its own.")
