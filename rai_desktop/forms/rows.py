"""Rows of a workbook that came back: each taken into what is gathered of its question."""

from collections.abc import Mapping

from rai_desktop.forms.gathering import Gathered, Key
from rai_desktop.forms.marks import COLUMNS, ELSEWHERE, ITEM, LOCKED, NEW, NOTE_LOCKED, OPTION, PARTS, RANK, ROW
from rai_desktop.forms.nested_table import place_named
from rai_desktop.forms.parts import Parts, Said
from rai_desktop.forms.understanding import cell_of, place_of, understood
from rai_desktop.forms.wording import Misfit, option_of, ticked
from rai_desktop.i18n import _
from rai_desktop.project.model import RowValue
from rai_desktop.questionnaire.question import Kind, Question, choices


def take_row(gathered: Gathered, key: Key, part: str, answer: Said, note: Said) -> None:
    """A row of a questionnaire's sheet: the question itself, or one of its choices or statements."""
    question = gathered.question(*key)
    if question is None or not gathered.takes(key, part, answer, note):
        return
    found = gathered.parts(*key, answer.place)
    if part.startswith((OPTION, ROW, RANK)):
        gathered.tell_formula(answer)
        _take_part(gathered, found, question, part, answer)
        return
    marks = part.split()
    found.locked, found.note_locked = LOCKED in marks, NOTE_LOCKED in marks
    found.note = gathered.text(note)
    if not found.locked and not {PARTS, ELSEWHERE} & set(marks):
        gathered.tell_formula(answer)
        found.raw = answer.value


def begin_area(gathered: Gathered, key: Key, what: str, place: str, heads: Mapping[int, str]) -> None:
    """The area of a table or a group; `heads` are its column ids or item ids by column."""
    question = gathered.question(*key)
    if question is None:
        return
    found = gathered.parts(*key, place)
    found.place = place
    if what == COLUMNS:
        found.lines = []
    else:
        found.items = {}
        for column, id_ in heads.items():
            found.begin_item(column, "" if id_ == NEW else id_)


def take_line(gathered: Gathered, key: Key, cells: Mapping[str, Said]) -> None:
    """A line of a table, by column id."""
    question = gathered.question(*key)
    if question is None or question.kind is not Kind.TABLE:
        return
    found = gathered.parts(*key, "")
    line = _line(gathered, found, question, cells)
    if line and found.lines is not None:
        found.lines.append(_plain(line))


def take_nested_line(gathered: Gathered, key: Key, id_: str, cells: Mapping[str, Said]) -> None:
    """A line of a table within a group: its first column says which item it belongs to."""
    group = gathered.question(*key)
    question = group.nested(id_) if group else None
    if group is None or question is None or question.kind is not Kind.TABLE:
        return
    found = gathered.parts(*key, "")
    line = _line(gathered, found, question, cells)
    given = list((found.items or {}).values())
    if not line or not given:
        return
    said = cells.get(ITEM)
    try:
        item = given[place_named(group, gathered.text(said) if said else "", len(given))]
    except Misfit as misfit:
        gathered.spoil(found, (said or next(iter(cells.values()))).place, str(misfit))
        return
    item[id_] = [*item.get(id_, []), line]  # type: ignore[misc]  # the lines of a table are a list


def _line(gathered: Gathered, found: Parts, question: Question, cells: Mapping[str, Said]) -> dict[str, str]:
    line = {}
    for column in question.columns:
        if column.id in cells and (text := gathered.text(cells[column.id])):
            try:
                line[column.id] = cell_of(column.options, text)
            except Misfit as misfit:
                gathered.spoil(found, cells[column.id].place, str(misfit))
    return line


def take_within(gathered: Gathered, key: Key, part: str, cells: Mapping[int, Said]) -> None:
    """A row of a group's area: one of its questions, or a choice of it, for every item side by side."""
    group = gathered.question(*key)
    id_, _colon, option = part.partition(":")
    question = group.nested(id_) if group else None
    if question is None:
        return
    found = gathered.parts(*key, "")
    for column, said in cells.items():
        item = (found.items or {}).get(column)
        if item is None:
            continue
        gathered.tell_formula(said)
        try:
            if not option:
                value = understood(question, said.value) if question.kind not in (Kind.MULTIPLE, Kind.TABLE) else None
                item |= {} if value is None else {id_: value}  # type: ignore[dict-item]  # of a simple kind
            elif ticked(said.value):
                chosen = _known_option(question, option.removeprefix(OPTION))
                item[id_] = [*item.get(id_, []), chosen]  # type: ignore[misc]  # several choices are a list
        except Misfit as misfit:
            gathered.spoil(found, said.place, str(misfit))


def _take_part(gathered: Gathered, found: Parts, question: Question, part: str, answer: Said) -> None:
    kind, _colon, id_ = part.partition(":")
    try:
        if f"{kind}:" == OPTION:
            if ticked(answer.value):
                found.ticks = [*found.ticks, _known_option(question, id_)]
        elif f"{kind}:" == RANK:
            if (place := place_of(answer.value)) is not None:
                found.ranks = {**found.ranks, _known_option(question, id_): place}
        elif text := gathered.text(answer):
            found.cells = {**found.cells, _known_row(question, id_): option_of(question.options, text)}
    except Misfit as misfit:
        gathered.spoil(found, answer.place, str(misfit))


def _known_option(question: Question, id_: str) -> str:
    if id_ not in {each.id for each in choices(question)}:
        raise Misfit(_("The questionnaire of this computer has no such choice: {id}.").format(id=id_))
    return id_


def _known_row(question: Question, id_: str) -> str:
    if id_ not in {each.id for each in question.rows}:
        raise Misfit(_("The questionnaire of this computer has no such row: {id}.").format(id=id_))
    return id_


def _plain(line: dict[str, str]) -> RowValue:
    return line
