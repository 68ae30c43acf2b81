"""The steps at the left, each with its state as a shape and in words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QVBoxLayout

from rai_desktop.gui.steps.step import Done, Step, StepState, words
from rai_desktop.i18n import _

_SHAPES = {Done.TODO: "○", Done.STARTED: "◐", Done.DONE: "●", Done.ATTENTION: "▲"}
_WORDS = {Done.TODO: "to do", Done.STARTED: "started", Done.DONE: "done", Done.ATTENTION: "needs attention"}


class Rail(QFrame):
    """A button for each step; `chosen(id)` when one is clicked."""

    chosen = Signal(str)

    def __init__(self, steps: list[Step]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._words: dict[str, QLabel] = {}
        self._titles = {step.id: step.title for step in steps}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 20, 12, 16)
        layout.setSpacing(2)
        layout.addWidget(words("RAI Desktop", "section"))
        layout.addSpacing(12)
        for number, step in enumerate(steps, start=1):
            self._add(layout, step, number)
        layout.addStretch()
        self.place = words("", "state")
        layout.addWidget(self.place)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * 38)

    def _add(self, layout: QVBoxLayout, step: Step, number: int) -> None:
        button = QPushButton()
        button.setCheckable(True)
        button.setToolTip(_("{title} (Ctrl+{number})").format(title=step.title, number=number))
        button.clicked.connect(lambda _on=False, id_=step.id: self.chosen.emit(id_))
        self._group.addButton(button)
        self._buttons[step.id] = button
        layout.addWidget(button)
        state = words("", "state")
        state.setContentsMargins(34, 0, 4, 8)
        self._words[step.id] = state
        layout.addWidget(state)
        self.show_state(step.id, StepState(Done.TODO, ""))

    def show_state(self, id_: str, state: StepState) -> None:
        """Shape, words and what a screen reader says."""
        title = self._titles[id_]
        self._buttons[id_].setText(f"{_SHAPES[state.done]}  {title}")
        self._buttons[id_].setAccessibleName(f"{title}: {_(_WORDS[state.done])}. {state.words}")
        self._words[id_].setText(state.words)
        self._words[id_].setVisible(bool(state.words))

    def show_chosen(self, id_: str) -> None:
        """Mark the step in sight."""
        self._buttons[id_].setChecked(True)

    def enable(self, id_: str, on: bool, why: str = "") -> None:
        """Steps that need a project say so while there is none."""
        self._buttons[id_].setEnabled(on)
        if not on:
            self._buttons[id_].setToolTip(why)
