"""The steps at the left, each with its state as a shape and in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rai_desktop.engine.protocol import Died, Ready
from rai_desktop.gui.steps.step import Done, Step, StepState, words
from rai_desktop.gui.theme import give_icon, give_look
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _

SHAPES = {
    Done.TODO: ("state-todo", "edge"),
    Done.STARTED: ("state-started", "accent"),
    Done.DONE: ("state-done", "good"),
    Done.ATTENTION: ("state-attention", "warn"),
    Done.LOOK: ("state-look", "muted"),
}


_WIDEST = 340  # the page keeps most of a small window, however large the text


def state_words(done: Done) -> str:
    """A state as a screen reader says it."""
    return {Done.TODO: _("to do"), Done.STARTED: _("started"), Done.DONE: _("done"),
            Done.ATTENTION: _("needs attention"), Done.LOOK: _("to look at")}[done]


class StepButton(QPushButton):
    """A step in the rail: shape, title, and a few words on how far it is."""

    def __init__(self, step: Step, number: int) -> None:
        super().__init__()
        self.title = step.title
        self.hint = _("{title} (Ctrl+{number})").format(title=step.title, number=number)
        self.setCheckable(True)
        self.setToolTip(plain_tip(self.hint))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 8, 9)
        row.setSpacing(12)
        self._shape = QLabel()
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        column = self._column = QVBoxLayout()
        column.setSpacing(1)
        self._title = words(self.title, "step")
        self._words = words("", "small")
        for label in (self._shape, self._title, self._words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(self._title)
        column.addWidget(self._words)
        row.addLayout(column, 1)
        self.toggled.connect(self._show_checked)
        self._state: StepState | None = None
        self.show_state(StepState(Done.TODO, ""))

    def show_state(self, state: StepState) -> None:
        """Shape, words and what a screen reader says; drawn only when it is another state."""
        if state == self._state:
            return
        self._state = state
        give_icon(self._shape, *SHAPES[state.done], 20)
        self._words.setText(breakable(state.words))
        self._words.setVisible(bool(state.words))
        self.setAccessibleName(f"{self.title}: {state_words(state.done)}. {state.words}".strip())
        self.fit()

    def fit(self) -> None:
        """As high as its words need at its width."""
        layout = self.layout()
        assert layout is not None
        self._column.invalidate()  # words changed just now; the column still knows their old height
        layout.invalidate()
        self.setMinimumHeight(layout.totalHeightForWidth(max(self.width(), 120)))

    def resizeEvent(self, event: object) -> None:
        """Words may wrap otherwise now."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit()

    def _show_checked(self, on: bool) -> None:
        give_look(self._title, "kind", "step-chosen" if on else "step")


class Rail(QFrame):
    """A button for each step; `chosen(id)` when one is clicked."""

    chosen = Signal(str)

    def __init__(self, steps: list[Step]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 20, 12, 16)
        layout.setSpacing(4)
        layout.addLayout(self._brand())
        layout.addSpacing(16)
        self.buttons: dict[str, StepButton] = {}
        listed = QWidget()
        listed.setObjectName("steps")
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for number, step in enumerate(steps, start=1):
            button = StepButton(step, number)
            button.clicked.connect(lambda _on=False, id_=step.id: self.chosen.emit(id_))
            self._group.addButton(button)
            self.buttons[step.id] = button
            column.addWidget(button)
        column.addStretch()
        layout.addWidget(self._scrolling(listed), 1)
        self.place = words(_("Engine starting …"), "small")
        self.place.setContentsMargins(12, 0, 0, 0)
        layout.addWidget(self.place)
        self.fit()

    def _scrolling(self, listed: QWidget) -> QScrollArea:
        """Large text in a small window: the steps scroll, and none covers another."""
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidget(listed)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return self.scroll_area

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(10)
        mark = QLabel()
        give_icon(mark, "app", "accent", 24)
        row.addWidget(mark)
        row.addWidget(words("RAI Desktop", "brand"), 1)
        return row

    def fit(self) -> None:
        """As wide as the words need in today's text size."""
        self.setFixedWidth(min(self.fontMetrics().averageCharWidth() * 31, _WIDEST))

    def show_state(self, id_: str, state: StepState) -> None:
        """How far a step is."""
        self.buttons[id_].show_state(state)

    def show_chosen(self, id_: str) -> None:
        """Mark the step in sight."""
        self.buttons[id_].setChecked(True)
        for each, button in self.buttons.items():  # Tab comes to the step in sight, arrows go to the others
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == id_ else Qt.FocusPolicy.ClickFocus)
        self.scroll_area.ensureWidgetVisible(self.buttons[id_], 0, 4)

    def show_engine(self, answer: object) -> None:
        """Whether the engine is there, from what it says."""
        if isinstance(answer, Ready):
            self.place.setText(_("✓ Engine ready"))
        elif isinstance(answer, Died):
            self.place.setText(_("✕ Engine ended"))

    def enable(self, id_: str, on: bool, why: str = "") -> None:
        """Steps that need a project say so while there is none."""
        button = self.buttons[id_]
        button.setEnabled(on)
        button.setToolTip(plain_tip(button.hint if on else why))
        if not on:
            button.show_state(StepState(Done.TODO, ""))
