"""When each risk and action was last changed and how often, as the history of the project file tells: what a calendar needs to
know that an entry is a newer one."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from rai_desktop.project.document import Document
from rai_desktop.project.edits import Edit, decode_edits

_REGISTERS = frozenset({"actions", "risks"})


class Revision(NamedTuple):
    """The ISO time of the last change; how many changes came after the first."""

    time: str
    number: int = 0


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
            found[entry] = Revision(row.time, found[entry].number + 1 if entry in found else 0)
    return found


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
