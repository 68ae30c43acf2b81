"""A question answered on a scale: a button for each degree, with words at both ends."""

from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.answer_fields import AnswerField
from rai_desktop.gui.widgets.flow_row import flowing
from rai_desktop.project.model import AnswerValue
from rai_desktop.questionnaire.answers import chosen
from rai_desktop.questionnaire.question import Question, choices


class ScaleField(AnswerField):
    """Arrow keys go along the scale; the button that is down is the answer."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._gone: AnswerValue = None  # a degree that is no longer there, until one chooses again
        row_widget, row = flowing()
        if question.ends:
            row.addWidget(_end(question.ends[0]))
        for option in choices(question):
            row.addWidget(self._button(option.id, option.text, option.help))
        if question.ends:
            row.addWidget(_end(question.ends[1]))
        self._layout.addWidget(row_widget)

    def _button(self, id_: str, text: str, told: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setProperty("degree", True)
        button.setToolTip(plain_tip(told))
        button.setAccessibleDescription(" – ".join([self.question.text, *self.question.ends]))
        button.clicked.connect(self.finished)
        self._group.addButton(button)
        self.buttons[id_] = button
        return button

    def value(self) -> AnswerValue:
        """The id of the degree chosen."""
        return next((id_ for id_, button in self.buttons.items() if button.isChecked()), self._gone)

    def show_value(self, value: AnswerValue) -> None:
        """Press the button of what is stored."""
        ids = chosen(value)
        self._gone = None if any(each in self.buttons for each in ids) else value
        self._group.setExclusive(False)
        for id_, button in self.buttons.items():
            button.setChecked(id_ in ids)
        self._group.setExclusive(True)


def _end(text: str) -> QLabel:
    label = words(text, "small")
    label.setWordWrap(False)
    label.setMinimumHeight(label.fontMetrics().height() + 14)
    return label
