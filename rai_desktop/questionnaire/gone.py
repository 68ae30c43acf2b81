"""What is held and no longer asked: answers to questions, parts of questions and options that are gone, in their words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import Item, Own, cells, chosen, is_given, items, value_of
from rai_desktop.questionnaire.kept_words import Edition, Worded
from rai_desktop.questionnaire.question import CHOOSING, ITEM_ID, Kind, Pack, Question, choices
from rai_desktop.questionnaire.wording import item_title, row_title


def gone_answered(before: Edition, pack: Pack, own: Own) -> dict[str, Worded]:
    """What is no more asked and has answers, with the version that last asked it. Questions of a group, columns and
    rows of a matrix are `question/part`, columns of a table within a group `group/table/column`."""
    return {
        place: msgspec.structs.replace(whole(words, place, before.gone), version=words.version or before.version)
        for place, words in _asked_before(before).items()
        if _is_gone(pack, place) and _is_held(own, place)
    }


def gone_title(words: Worded, place: str, pack: Pack) -> str:
    """What was asked: a question, or a column or row with the question it was part of."""
    parent = _question(pack, place.rpartition("/")[0])
    if parent is None or parent.kind is Kind.GROUP:
        return words.text
    return _("{question} “{part}”").format(question=parent.text, part=words.text)


def gone_words(words: Worded, place: str, pack: Pack, own: Own) -> str:
    """The answer to what is gone, in the words of its time; of what was asked of items or in a column,
    a line for each item or row."""
    first, *parts = place.split("/")
    value = value_of(own, first)
    if not parts or first not in pack.places:
        return old_words(words, value)
    return "\n".join(_lines(words, pack.question(first), value, parts))


_LINES = frozenset({Kind.TEXT, Kind.NUMBER, Kind.DATE})


def dropped_options(
    before: Edition, question: Question, value: object
) -> dict[str, tuple[str, str]]:
    """The options an answer holds that the question no longer has: their words of then, and the version."""
    otherwise = _otherwise(question, value)
    if question.kind not in CHOOSING and not otherwise:
        return {}
    words = before.questions.get(question.id)
    was = {id_: (text, before.version) for id_, text in words.options.items()} if words else {}
    was = {**before.dropped.get(question.id, {}), **was}
    in_rows = question.kind is Kind.MATRIX and not otherwise
    held = cells(question, value).values() if in_rows else chosen(value)
    now = set() if otherwise else {option.id for option in choices(question)}
    return {id_: was[id_] for id_ in held if id_ in was and id_ not in now}


def dropped_words(before: Edition, question: Question, value: object) -> str:
    """What to say of an answer whose option a newer version dropped, or that the kind of question it is today cannot
    hold; "" of any other."""
    lost = dropped_options(before, question, value)
    if _otherwise(question, value):
        return _asked_otherwise(lost[each][0] if each in lost else each for each in chosen(value))
    if not lost:
        return ""
    words = _("; ").join(text for text, _version in lost.values())
    version = next(iter(lost.values()))[1]
    return _(
        "“{words}” was chosen under version {version} and is no longer one of the choices. "
        "It is kept, and does not count. Choose again."
    ).format(words=words, version=version)


def misfit_words(question: Question, value: object) -> str:
    """What to say of an answer of which the kind of question it is today can show nothing; "" of any other."""
    if is_given(question, value):
        return ""
    in_parts = question.kind in {Kind.TABLE, Kind.MATRIX, Kind.GROUP}
    rows = [] if in_parts else [", ".join(_written(row)) for row in items(value)]
    words = [each for each in (*chosen(value), *rows) if each.strip()]
    return _asked_otherwise(words) if words else ""


def _written(row: Item) -> list[str]:
    """The cells of a row from when there were columns, in the order they were kept; of lists in cells, what is chosen."""
    cells_ = (_("; ").join(chosen(cell)) for key, cell in row.items() if key != ITEM_ID)
    return [cell.strip() for cell in cells_ if cell.strip()]


def _asked_otherwise(words: Iterable[str]) -> str:
    sentence = _("“{words}” was answered when this was asked in another way. It is kept, and does not count. Answer again.")
    return sentence.format(words=_("; ").join(words))


def _otherwise(question: Question, value: object) -> bool:
    """Whether a question that is answered in parts holds a plain answer, or a line several choices: from when it was
    of another kind."""
    in_parts = question.kind in {Kind.TABLE, Kind.MATRIX, Kind.GROUP}
    return bool(chosen(value)) and (in_parts or (question.kind in _LINES and isinstance(value, list)))


def _lines(words: Worded, question: Question, value: object, parts: Sequence[str]) -> Iterator[str]:
    part, *deeper = parts
    for number, each in enumerate(items(value)):
        if not _is_said(each.get(part), deeper):
            continue
        table = question.nested(part) if deeper else None
        told = _lines(words, table, each[part], deeper) if table else old_words(words, each[part]).split("\n")
        answer = _("; ").join(told)
        title = _title(question, number, each)
        yield _("{item}: {answer}").format(item=title, answer=answer) if title else answer


def _title(question: Question, number: int, each: Item) -> str:
    match question.kind:
        case Kind.GROUP:
            return item_title(question, number, each)
        case Kind.TABLE:
            return row_title(question, number, each)
    return ""


def _asked_before(before: Edition) -> dict[str, Worded]:
    """Every question of an edition, also those asked of items, and columns and rows."""
    return {**before.gone, **dict(_parts(before.questions)), **before.questions}


def _parts(questions: Mapping[str, Worded], above: str = "") -> Iterator[tuple[str, Worded]]:
    for id_, words in questions.items():
        for part, text in words.parts.items():
            yield f"{above}{id_}/{part}", words.inner.get(part) or Worded(text=text, kind=Kind.TEXT, options=words.options)
        if words.kind == Kind.GROUP:
            yield from _parts(words.inner, f"{above}{id_}/")


def whole(words: Worded, place: str, gone: Mapping[str, Worded]) -> Worded:
    """A question's words with the parts that were gone already, and are now told with it."""
    lost = {each.removeprefix(f"{place}/"): was for each, was in gone.items() if each.startswith(f"{place}/")}
    own = {part: was for part, was in lost.items() if "/" not in part}
    inner = {part: whole(was, f"{place}/{part}", gone) for part, was in words.inner.items()}
    texts = {part: was.text for part, was in own.items()}
    return msgspec.structs.replace(words, parts=words.parts | texts, inner=inner | own) if lost else words


def _is_gone(pack: Pack, place: str) -> bool:
    """Whether it is no longer asked; what went with its whole question is told with that."""
    above, _slash, part = place.rpartition("/")
    if not above:
        return place not in pack.places
    parent = _question(pack, above)
    if parent is None:
        return False
    ids = [*(row.id for row in parent.rows), *(each.id for each in parent.columns), *(each.id for each in parent.questions)]
    return part not in ids


def _question(pack: Pack, place: str) -> Question | None:
    id_, _slash, part = place.partition("/")
    question = pack.question(id_) if id_ in pack.places else None
    return question.nested(part) if question and part else question


def _is_held(own: Own, place: str) -> bool:
    id_, *parts = place.split("/")
    return id_ in own and _is_said(own[id_].value, parts)


def _is_said(value: object, parts: Sequence[str]) -> bool:
    if not parts:
        return value not in (None, "", [])
    return any(_is_said(each.get(parts[0]), parts[1:]) for each in items(value))


def old_words(words: Worded, value: object) -> str:
    """An answer in the words of its time: options by their texts then, else what was typed; a line
    for each row and item."""
    given = value if isinstance(value, list) else [value]
    mark = "\n" if any(isinstance(each, dict) for each in given) else _("; ")
    return mark.join(_old_word(words, each) for each in given)


def _old_word(words: Worded, each: object) -> str:
    if not isinstance(each, dict):
        return words.options.get(str(each), str(each))
    cells = ((words.parts.get(key, ""), _old_cell(words, key, cell)) for key, cell in each.items())
    return ", ".join(f"{name}: {cell}" for name, cell in cells if name and cell)


def _old_cell(words: Worded, key: str, cell: object) -> str:
    if key in words.inner:
        return old_words(words.inner[key], cell).replace("\n", _("; "))
    return words.options.get(str(cell), str(cell))
