"""When each risk and action was last changed and how often, as the history of the project file tells: what a calendar needs to
know that an entry is a newer one."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from rai_desktop.project.document import Document
from rai_desktop.project.edits import Edit, decode_edits
from rai_desktop.questionnaire.answers import date

_REGISTERS = frozenset({"actions", "risks"})


class Revision(NamedTuple):
    """The ISO time of the last change; how many changes came after the first; the last day it was due, though it may be due no
    more."""

    time: str
    number: int = 0
    due: str = ""


Entry = tuple[str, str]
"""`actions` or `risks`, and the id there."""
Revisions = Mapping[Entry, Revision]


def revisions(document: Document) -> Revisions:
    """Every risk and action that ever was; Damaged where a row of the history says nothing that can be read."""
    found: dict[Entry, Revision] = {}
    for row, text in document.rows():
        try:
            edits = decode_edits(text)
        except (msgspec.MsgspecError, RecursionError):
            edits = document.edits(row.seq)  # says which row is damaged
        for entry in dict.fromkeys(each for edit in edits for each in _touched(edit)):
            before = found.get(entry, Revision("", -1))
            found[entry] = Revision(row.time, before.number + 1, _due(edits, entry) or before.due)
    return found


def _due(edits: Iterable[Edit], entry: Entry) -> str:
    """The day that a row of the history puts in for an entry, "" where it puts in none."""
    place = [*entry, "due"]
    told = (_within(edit.now, place[len(edit.at):]) for edit in edits if list(edit.at) == place[:len(edit.at)])
    return next((day for day in told if isinstance(day, str) and date(day)), "")


def _within(value: object, keys: Iterable[str]) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _touched(edit: Edit) -> Iterator[Entry]:
    """The entries an edit speaks of: one, those of a whole register, or those of a whole project."""
    name = str(edit.at[0]) if edit.at else ""
    if not edit.at:
        for whole in (edit.was, edit.now):
            if isinstance(whole, dict):
                yield from ((each, id_) for each in _REGISTERS for id_ in _ids(whole.get(each)))
    elif name in _REGISTERS:
        ids = [edit.at[1]] if len(edit.at) > 1 else [*_ids(edit.was), *_ids(edit.now)]
        yield from ((name, str(id_)) for id_ in ids)


def _ids(register: object) -> Iterable[str]:
    return register if isinstance(register, dict) else ()
