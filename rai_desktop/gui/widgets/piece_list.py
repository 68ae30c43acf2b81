"""What speaks to a clause, one kind of it: each with its shape, its words, how it stands, and the way to it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rai_desktop.clauses.explaining import said_words, standing_words
from rai_desktop.clauses.piece import Piece
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.tab_order import follow
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _, ngettext

_MOST = 5  # at once; a clause of fairness has dozens of findings


class PieceList(QWidget):
    """The first few, what speaks against first; the rest in a fold that is filled when it is opened."""

    def __init__(self, pieces: Sequence[Piece], session: Session) -> None:
        super().__init__()
        self._session = session
        ranked = sorted(pieces, key=_rank)
        self._rest = ranked[_MOST:]
        self.empty = not ranked
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        for each in ranked[:_MOST]:
            column.addWidget(PieceLine(each, session))
        if self._rest:
            count = len(self._rest)
            self.fold = Fold(ngettext("{n} more", "{n} more", count).format(n=count))
            self.fold.button.toggled.connect(self._fill)
            column.addWidget(self.fold)

    def _fill(self, _on: bool) -> None:
        for line in [PieceLine(each, self._session) for each in reversed(self._rest)]:
            self.fold.inside.insertWidget(0, line)
            follow(self.fold.button, line)
        self._rest = []


def _rank(piece: Piece) -> tuple[bool, bool, bool, bool]:
    """What speaks against, then what speaks in whole, then what is open, then what is direct."""
    return (not piece.against, not piece.whole, not piece.open, not piece.direct)


class PieceLine(QWidget):
    """What it says above, how it counts below, and a button that leads there."""

    def __init__(self, piece: Piece, session: Session) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(12)
        row.addWidget(QLabel(_shape(piece)), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(words(breakable(piece.title)))
        for said, kind in ((said_words(piece), "quiet"), (standing_words(piece), "small")):
            if said:
                text.addWidget(words(said, kind))
        row.addLayout(text, 1)
        self.button = QPushButton(_("Show"))
        self.button.setProperty("plain", True)
        self.button.setAccessibleName(_("Show: {title}").format(title=piece.title))
        self.button.clicked.connect(lambda: session.wanted.emit(piece.link))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)


def _shape(piece: Piece) -> str:
    if piece.against:
        return "■"
    if piece.whole:
        return "●"
    return "◐" if piece.speaks else "○" if piece.open else "–"
