"""Asides: what other parts of an assessment have to say to one question or finding, shown beneath it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from rai_desktop.gui.session import Session
from rai_desktop.project.model import Project


class Aside(QWidget):
    """A part beneath a question or a finding; hidden while it has nothing to say. Make its widgets when they are first
    needed: a page has dozens of asides, and most stay silent."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setVisible(False)

    def show_place(self, project: Project, link: str) -> None:
        """Speak of the place that `link` (project/links.py) names, as the project is now. Called after every change, so
        it must cost next to nothing when nothing of its own has changed."""
        raise NotImplementedError

    def flush(self) -> None:
        """Send what is being typed."""


Make = Callable[[Session], Aside]

UNDER_QUESTIONS: list[Make] = []
UNDER_FINDINGS: list[Make] = []


class Asides:
    """The asides of one question or finding, in order."""

    def __init__(self, session: Session, makes: Sequence[Make]) -> None:
        self.widgets = [make(session) for make in makes]

    def show_place(self, project: Project, link: str) -> None:
        """Have each speak of the place."""
        for each in self.widgets:
            each.show_place(project, link)

    def flush(self) -> None:
        """Send what is being typed in any of them."""
        for each in self.widgets:
            each.flush()
