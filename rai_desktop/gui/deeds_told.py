"""Good news about a change: it is taken back from the window when the change itself is undone."""

from typing import TYPE_CHECKING

from rai_desktop.project.history import Kind
from rai_desktop.project.model import Project

if TYPE_CHECKING:
    from rai_desktop.gui.session import Session


class DeedsTold:
    """Remembers which row of the history the last sentence was about; a later deed of another kind leaves it standing."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._told: tuple[str, int] | None = None
        session.project_changed.connect(self._take_back)

    def tell(self, sentence: str) -> None:
        """Tell what the newest change did."""
        document = self._session.document
        if document is not None:
            self._told = sentence, document.last.seq
        self._session.told.emit(sentence)

    def _take_back(self, _project: Project) -> None:
        document = self._session.document
        if self._told is None or document is None:
            return
        sentence, row = self._told
        if document.last.kind == Kind.UNDO and document.last.target == row:
            self._told = None
            self._session.outdated.emit(sentence)
