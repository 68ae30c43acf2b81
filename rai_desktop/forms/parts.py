"""Parts of an answer as they are found in a workbook, cell by cell, until the whole can be said."""

from typing import Protocol

import msgspec

from rai_desktop.forms.understanding import new_item_id, ranked, several, understood
from rai_desktop.forms.wording import Plain
from rai_desktop.project.model import AnswerValue, ItemValue, RowValue
from rai_desktop.questionnaire.question import ITEM_ID, Kind, Question


class Said(Protocol):
    """What a place of the file says."""

    @property
    def value(self) -> Plain: ...
    @property
    def place(self) -> str: ...
    @property
    def formula(self) -> bool: ...


class Parts(msgspec.Struct):
    """What was found of one question so far; `lines` and `items` stay None until their area is found."""

    place: str
    raw: Plain = None
    note: str = ""
    ticks: list[str] = []
    cells: dict[str, str] = {}
    ranks: dict[str, int] = {}
    lines: list[str | RowValue] | None = None
    items: dict[int, dict[str, ItemValue]] | None = None
    locked: bool = False
    note_locked: bool = False
    spoiled: bool = False

    def value(self, question: Question) -> AnswerValue:
        """The whole answer. Misfit where it answers nothing."""
        if self.raw is not None:
            return understood(question, self.raw)
        match question.kind:
            case Kind.MULTIPLE:
                return several(question, self.ticks)
            case Kind.MATRIX:
                return [self.cells] if self.cells else None
            case Kind.RANKING:
                return ranked(question, self.ranks)
            case Kind.TABLE:
                return self.lines or None
            case Kind.GROUP:
                return self._items()
        return None

    def begin_item(self, column: int, id_: str) -> None:
        """A column of a group: an item that is there, or room for a new one (`id_` is "")."""
        self.items = self.items or {}
        self.items[column] = {ITEM_ID: id_}

    def _items(self) -> AnswerValue:
        """Items in which something is said; the others were left empty, or emptied."""
        found = [item for item in (self.items or {}).values() if len(item) > 1]
        return [item if item[ITEM_ID] else {**item, ITEM_ID: new_item_id()} for item in found] or None
