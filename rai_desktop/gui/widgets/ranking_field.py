"""A question answered by putting its options in order, by keyboard or mouse."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.answer_fields import AnswerField
from rai_desktop.gui.widgets.known_heights import KnownHeights
from rai_desktop.i18n import _
from rai_desktop.project.model import AnswerValue
from rai_desktop.questionnaire.answers import chosen
from rai_desktop.questionnaire.question import Question, choices

_OPTION = Qt.ItemDataRole.UserRole


class RankingField(AnswerField):
    """Drag, press Up and Down, or Alt with the arrow keys; nothing is answered until the order is touched or kept."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._texts = {option.id: option.text for option in choices(question)}
        self._ranked = False
        self._stored: AnswerValue = None  # as it was kept, also with options that are gone, until the order is touched
        self.list = QListWidget()
        self.list.setAccessibleName(question.text)
        self.list.setAccessibleDescription(_("Alt with Up or Down moves the chosen one"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setWordWrap(True)
        self.list.setItemDelegate(KnownHeights(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.model().rowsMoved.connect(self._moved)
        self.list.currentRowChanged.connect(self._enable)
        self.list.installEventFilter(self)
        if not question.help:
            self._layout.addWidget(words(_("Put the most important first."), "small"))
        row = QHBoxLayout()
        row.addWidget(self.list, 1)
        row.addLayout(self._buttons())
        self._layout.addLayout(row)
        self._fill(list(self._texts))

    def _buttons(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.up = QPushButton(_("Up"))
        self.up.clicked.connect(lambda: self._shift(-1))
        self.down = QPushButton(_("Down"))
        self.down.clicked.connect(lambda: self._shift(1))
        self.keep = QPushButton(_("Keep this order"))
        self.keep.clicked.connect(self._moved)
        for button in (self.up, self.down, self.keep):
            button.setAccessibleDescription(self.question.text)
            column.addWidget(button)
        column.addStretch()
        return column

    def value(self) -> AnswerValue:
        """The option ids in order; what is stored while nobody has put them in order."""
        return self._order() if self._ranked else self._stored

    def show_value(self, value: AnswerValue) -> None:
        """Show the stored order; options it does not know come last and have no place yet."""
        stored = [each for each in chosen(value) if each in self._texts]
        self._ranked, self._stored = False, value
        wanted = [*stored, *(each for each in self._texts if each not in stored)]
        if wanted != self._order():
            self._fill(wanted)
        self._number(len(stored))
        self._allow(self.keep, len(stored) < len(wanted))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Alt with Up or Down moves the chosen one."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._shift(way)
                return True
        return False

    def _order(self) -> list[str]:
        return [self.list.item(row).data(_OPTION) for row in range(self.list.count())]

    def _fill(self, order: list[str]) -> None:
        chosen_now = self.list.currentItem().data(_OPTION) if self.list.currentRow() >= 0 else order[0]
        self.list.blockSignals(True)
        self.list.clear()
        for id_ in order:
            item = QListWidgetItem(self._texts[id_])
            item.setData(_OPTION, id_)
            self.list.addItem(item)
        self.list.setCurrentRow(order.index(chosen_now))
        self.list.blockSignals(False)
        self._number(0)
        self._fit()
        self._enable()

    def _number(self, placed: int) -> None:
        """Numbers before those that have a place, a dash before the others."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            mark = f"{row + 1}." if row < placed else "–"
            item.setText(f"{mark}  {self._texts[item.data(_OPTION)]}")

    def _shift(self, way: int) -> None:
        row = self.list.currentRow()
        if 0 <= row < self.list.count() and 0 <= row + way < self.list.count():
            order = self._order()
            order.insert(row + way, order.pop(row))
            self._fill(order)
            self.list.setCurrentRow(row + way)
            self._moved()

    def _moved(self, *_how: object) -> None:
        self._ranked = True
        self._number(self.list.count())
        self._enable()
        self._allow(self.keep, False)
        self.finished.emit()

    def _allow(self, button: QPushButton, can: bool) -> None:
        """A button that can no more leaves the keyboard to the list, not to the next button, which moves the other way."""
        if button.hasFocus() and not can:
            self.list.setFocus()
        button.setEnabled(can)

    def _enable(self, *_row: object) -> None:
        row = self.list.currentRow()
        for button, can in ((self.up, row > 0), (self.down, 0 <= row < self.list.count() - 1)):
            self._allow(button, can)

    def _fit(self) -> None:
        """As high as its rows: the page scrolls, not the list."""
        high = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        self.list.setFixedHeight(max(high, self.list.fontMetrics().lineSpacing()) + 2 * self.list.frameWidth() + 4)
