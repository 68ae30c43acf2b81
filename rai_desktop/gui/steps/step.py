"""What a step is: a page with a title, a state for the rail, and a refresh."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from rai_desktop.gui.session import Session
from rai_desktop.gui.widgets.flow_row import flowing
from rai_desktop.project.links import Kind, Link
from rai_desktop.project.model import Project


class Done(StrEnum):
    """How far a step is; the rail shows it as a shape and as words."""

    TODO = "todo"
    STARTED = "started"
    DONE = "done"
    ATTENTION = "attention"
    LOOK = "look"  # to be looked at whenever one likes; nothing on it waits to be done


class StepState(NamedTuple):
    """State and the few words under the step's name in the rail."""

    done: Done
    words: str


class Step(QWidget):
    """One page. Parts go into `body`, which scrolls; `head` stays in sight."""

    id = ""
    scroll: QScrollArea  # type: ignore[assignment]
    title = ""
    lead = ""
    holds: frozenset[Kind] = frozenset()  # what links lead to this step
    wants_step = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QFrame()
        head.setObjectName("head")
        above = QVBoxLayout(head)
        above.setContentsMargins(32, 20, 32, 16)
        flows, self.head = flowing()
        above.addWidget(flows)
        self.head.add(self._titles(), 1)
        outer.addWidget(head)
        page = QWidget()
        page.setObjectName("page")
        self.body = QVBoxLayout(page)
        self.body.setContentsMargins(32, 16, 32, 32)
        self.body.setSpacing(16)
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setWidget(page)
        outer.addWidget(self.scroll, 1)

    def _titles(self) -> QWidget:
        titles = QWidget()
        column = QVBoxLayout(titles)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(words(self.title, "title"))
        self.lead_words = words(self.lead, "lead")
        column.addWidget(self.lead_words)
        self.lead_words.setVisible(bool(self.lead))
        return titles

    def preparing(self, project: Project) -> Iterator[None]:
        """Work out, in small steps, what would make `state` take long."""
        yield from ()

    def state(self, project: Project) -> StepState:
        """How far this step is."""
        return StepState(Done.TODO, "")

    def show_project(self, project: Project) -> None:
        """Show the project as it is now; called after every change while the step is in sight."""

    def topic(self) -> str:
        """The page of the guide about what is in sight."""
        return self.id

    def show_place(self, link: Link) -> bool:
        """Bring what a link names into sight, and the keyboard to it; the step itself is in sight already, and `holds` says of
        which kinds. False where it is not there (any more)."""
        return False

    def seek(self) -> bool:
        """Put the keyboard where one looks for words on this page; False where there is nothing of the kind."""
        return False

    def flush(self) -> None:
        """Send what is being typed, before the step is left or the window closes."""

    def unsent(self) -> str:
        """What is typed here, waits for its button and would be lost with the window, in a sentence; "" where nothing is."""
        return ""

    def next_missing(self) -> bool:
        """Go to the next missing thing on this page; False when there is none after the present one."""
        return False


def words(text: str, kind: str = "text", *, selectable: bool = False) -> QLabel:
    """A label that wraps and never reads its text as markup; `kind` gives it its look."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("kind", kind)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def caption(text: str, field: QWidget) -> QLabel:
    """The few words before a field; a letter of them after & leads to it, and they are no markup either."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(field)
    return label


def named(title: QLabel, field: QWidget) -> QWidget:
    """A field with its name before it; both stay in one row. A field that says how wide it is at most gets that first."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(title)
    row.addWidget(field, 0 if field.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Maximum else 12)
    row.addStretch(1)
    return pair


def card() -> tuple[QFrame, QVBoxLayout]:
    """A framed part of a page, and its layout."""
    frame = QFrame()
    frame.setProperty("card", True)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(20, 16, 20, 16)
    layout.setSpacing(8)
    return frame, layout
