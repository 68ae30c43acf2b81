"""A question answered item by item: a card for each, with the questions asked of it."""

import uuid
from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.answer_fields import AnswerField, field_for
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.i18n import _
from rai_desktop.project.model import AnswerValue, RowValue
from rai_desktop.questionnaire.answers import Asked, Item, items
from rai_desktop.questionnaire.following import naming
from rai_desktop.questionnaire.question import ITEM_ID, Question
from rai_desktop.questionnaire.wording import in_source, item_title


class ItemCard(QFrame):
    """One item; its id stays its own, whatever becomes of its words and its place."""

    changed = Signal()

    def __init__(self, group: Question, id_: str) -> None:
        super().__init__()
        self.group, self.id = group, id_
        self._stored: dict[str, object] = {ITEM_ID: id_}
        self.fields: dict[str, AnswerField] = {}
        self._rows: dict[str, QWidget] = {}
        self.setProperty("item", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(10)
        column.addLayout(self._heading())
        for question in group.questions:
            column.addWidget(self._row(question))

    def _heading(self) -> FlowRow:
        row = FlowRow(at_end=True)
        self.title = words("", "strong")
        row.add(self.title, 1)
        self.up, self.down, self.remove = QPushButton(_("Up")), QPushButton(_("Down")), QPushButton(_("Remove"))
        for button in (self.up, self.down, self.remove):
            button.setProperty("plain", True)
            row.add(button)
        return row

    def _row(self, question: Question) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(words(question.text))
        for said in filter(None, (question.help, in_source(question))):
            column.addWidget(words(said, "small"))
        field = field_for(question)
        field.finished.connect(self.changed)
        column.addWidget(field)
        self.fields[question.id], self._rows[question.id] = field, part
        return part

    def item(self) -> RowValue:
        """What is stored of it, with what its fields say now; hidden answers stay."""
        held = self._stored | {id_: field.value() for id_, field in self.fields.items()}
        return cast(RowValue, {id_: value for id_, value in held.items() if value is not None})

    def show_item(self, item: Item, place: int, count: int, asked: Asked) -> None:
        """Show it at its place among the others."""
        self._stored = dict(item)
        for id_, field in self.fields.items():
            self._rows[id_].setVisible(asked(place, id_))
            if not field.busy():
                field.show_value(cast(AnswerValue, item.get(id_)))
        title = item_title(self.group, place, item)
        self.title.setText(title)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < count - 1)
        for button in (self.up, self.down, self.remove):
            button.setAccessibleName(_("{action}: {item}").format(action=button.text(), item=title))
        for id_, field in self.fields.items():
            question = self.group.nested(id_)
            field.setAccessibleName(f"{title}, {question.text if question else ''}")


class GroupField(AnswerField):
    """Cards in order; add, remove and move them."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.cards: dict[str, ItemCard] = {}
        self._asked: Asked = lambda _place, _id: True
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self._layout.addLayout(self._cards)
        called = question.item or _("Item")
        self.add = QPushButton(_("Add: {item}").format(item=called))
        self.add.setAccessibleDescription(question.text)
        self.add.clicked.connect(self._add_clicked)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch()
        self._layout.addLayout(row)

    def value(self) -> AnswerValue:
        """The items in order, each with its id; None when there is none."""
        return [card.item() for card in self.cards.values()] or None

    def show_value(self, value: AnswerValue) -> None:
        """Show stored items; cards that stay keep the keyboard and what is being typed in them."""
        stored = {str(each.get(ITEM_ID) or f"item{place}"): each for place, each in enumerate(items(value))}
        for id_ in [id_ for id_ in self.cards if id_ not in stored]:
            gone = self.cards.pop(id_)
            self._cards.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, (id_, item) in enumerate(stored.items()):
            card = self.cards.get(id_) or self._card(id_)
            if self._cards.indexOf(card) != place:
                self._cards.insertWidget(place, card)
            card.show_item({**item, ITEM_ID: id_}, place, len(stored), self._asked)
        self.cards = {id_: self.cards[id_] for id_ in stored}

    def show_asked(self, asked: Asked) -> None:
        """Which questions are put to which item, from now on."""
        self._asked = asked

    def busy(self) -> bool:
        """Never as a whole: what is being typed in one field must not keep the others from being shown."""
        return False

    def flush(self) -> None:
        """Send what is being typed."""
        for card in list(self.cards.values()):
            for field in list(card.fields.values()):
                field.flush()

    def focus_first(self) -> None:
        """To the first item, or to what adds one."""
        if card := next(iter(self.cards.values()), None):
            self._enter(card)
        else:
            self.add.setFocus(Qt.FocusReason.TabFocusReason)

    def _enter(self, card: ItemCard) -> None:
        card.fields[self.question.questions[0].id].focus_first()

    def _card(self, id_: str) -> ItemCard:
        card = ItemCard(self.question, id_)
        card.changed.connect(self.finished)
        card.up.clicked.connect(self._later(card, lambda place: self._move(place, -1)))
        card.down.clicked.connect(self._later(card, lambda place: self._move(place, 1)))
        card.remove.clicked.connect(self._later(card, self._remove))
        self.cards[id_] = card
        return card

    def _later(self, card: ItemCard, do: Callable[[int], None]) -> Callable[[], None]:
        return lambda: do(list(self.cards).index(card.id))

    def _add_clicked(self) -> None:
        self._change([*self._items(), {ITEM_ID: uuid.uuid4().hex[:12]}])
        self._enter(next(reversed(self.cards.values())))

    def add_named(self, names: Sequence[str]) -> None:
        """An item more for each name, after those there are; each of these stays as it is."""
        name = naming(self.question)
        self._change([*self._items(), *({ITEM_ID: uuid.uuid4().hex[:12], name: each} for each in names)])
        self._enter(list(self.cards.values())[-len(names)])

    def _move(self, place: int, way: int) -> None:
        order = self._items()
        card = list(self.cards.values())[place]
        pressed = card.up if way < 0 else card.down
        pressing = pressed.hasFocus()
        order.insert(place + way, order.pop(place))
        self._change(order)
        if pressing and not pressed.isEnabled():  # the keyboard would fall on the next button, which may remove the item
            self._enter(card)

    def _remove(self, place: int) -> None:
        order = self._items()
        del order[place]
        self._change(order)
        left = list(self.cards.values())
        (left[min(place, len(left) - 1)].remove if left else self.add).setFocus()

    def _items(self) -> list[RowValue]:
        self.flush()
        return [card.item() for card in self.cards.values()]

    def _change(self, order: list[RowValue]) -> None:
        self.show_value(order)
        self.finished.emit()
