"""A question answered row by row with the same choices: a grid where there is room, else row under row."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QLayout, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.answer_fields import AnswerField
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.option_button import RadioOption
from rai_desktop.project.model import AnswerValue
from rai_desktop.questionnaire.answers import cells
from rai_desktop.questionnaire.question import Question, Row, choices

_LABEL_EMS = 14
_APART = 14  # between the choices of one row and the words of the next, where they stand below each other


class MatrixField(AnswerField):
    """One choice in each row; arrow keys go along a row, Tab to the next one."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.buttons: dict[str, dict[str, RadioOption]] = {}
        self._groups: dict[str, QButtonGroup] = {}
        self._labels: dict[str, QLabel] = {}
        self._heads = [words(option.text, "small") for option in choices(question)]
        self._wide: bool | None = None
        self._gone: dict[str, str] = {}
        self._page = QWidget()
        self._inside = QVBoxLayout(self._page)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._page)
        self._grid = QGridLayout()
        for row in question.rows:
            self._make_row(row)
        for part in [*self._heads, *self._labels.values(), *(each for row in self.buttons.values() for each in row.values())]:
            part.setParent(self._page)
        self._arrange(wide=False)

    def _make_row(self, row: Row) -> None:
        group = QButtonGroup(self)
        self._groups[row.id] = group
        self._labels[row.id] = words(row.text)
        self._labels[row.id].setToolTip(plain_tip(row.help))
        self.buttons[row.id] = {}
        for option in choices(self.question):
            button = RadioOption()
            button.setAccessibleName(f"{row.text}: {option.text}")
            button.setAccessibleDescription(self.question.text)
            button.setToolTip(plain_tip(option.help or option.text))
            button.clicked.connect(self.finished)
            group.addButton(button)
            self.buttons[row.id][option.id] = button

    def value(self) -> AnswerValue:
        """One object: the option's id by row id, with what was answered to rows, or with options, that are gone."""
        held = {row: option for row, buttons in self.buttons.items()
                for option, button in buttons.items() if button.isChecked()}
        return [self._gone | held] if held or self._gone else None

    def show_value(self, value: AnswerValue) -> None:
        """Choose what is stored."""
        held = cells(self.question, value)
        stored = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else {}
        self._gone = {row: str(option) for row, option in stored.items()
                      if option and str(option) not in self.buttons.get(row, {})}
        for row, buttons in self.buttons.items():
            self._groups[row].setExclusive(False)
            for option, button in buttons.items():
                button.setChecked(held.get(row) == option)
            self._groups[row].setExclusive(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A grid needs room for the words over its columns."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= self._needed())

    def _needed(self) -> int:
        size = self.fontMetrics()
        longest = [max(size.horizontalAdvance(word) for word in head.text().split() or [""]) for head in self._heads]
        return size.averageCharWidth() * 2 * _LABEL_EMS + sum(max(each, 36) + 24 for each in longest)

    def _arrange(self, *, wide: bool) -> None:
        """Lay the same parts out otherwise; they keep their parent, for another one would have each dressed anew."""
        if wide == self._wide:
            return
        self._wide = wide
        _empty(self._grid)
        self._inside.removeItem(self._grid)
        self._grid.deleteLater()
        self._grid = grid = QGridLayout()
        self._inside.addLayout(grid)
        grid.setVerticalSpacing(6 if wide else 0)
        grid.setHorizontalSpacing(12)
        self._page.setMinimumWidth(1 if wide else 0)  # else a grid would never let itself be made narrower
        (self._as_grid if wide else self._as_rows)(grid)
        for head in self._heads:
            head.setVisible(wide)

    def _as_grid(self, grid: QGridLayout) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        grid.setColumnStretch(0, 3)
        for column, head in enumerate(self._heads, start=1):
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(head, 0, column)
            grid.setColumnStretch(column, 1)
        for line, (row, buttons) in enumerate(self.buttons.items(), start=1):
            self._labels[row].setContentsMargins(0, 0, 0, 0)
            grid.addWidget(self._labels[row], line, 0)
            for column, button in enumerate(buttons.values(), start=1):
                button.say("")
                grid.addWidget(button, line, column, middle)

    def _as_rows(self, grid: QGridLayout) -> None:
        texts = {option.id: option.text for option in choices(self.question)}
        for line, (row, buttons) in enumerate(self.buttons.items()):
            self._labels[row].setContentsMargins(0, _APART if line else 0, 0, 0)
            grid.addWidget(self._labels[row], 2 * line, 0)
            flow = FlowRow()
            grid.addLayout(flow, 2 * line + 1, 0)
            for id_, button in buttons.items():
                button.say(texts[id_])
                flow.addWidget(button)


def _empty(layout: QLayout) -> None:
    """Take all parts out of it and of the layouts in it."""
    while (item := layout.takeAt(0)) is not None:
        if inner := item.layout():
            _empty(inner)
