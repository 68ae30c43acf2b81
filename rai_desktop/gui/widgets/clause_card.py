"""One clause whole: our gist and how well it is known, from when it applies, all that speaks to it, and the ways there."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rai_desktop.clauses.coverage import Coverage, Level
from rai_desktop.clauses.explaining import applies_words, level_sentence, source_words, why_level
from rai_desktop.clauses.index import by_kind
from rai_desktop.clauses.piece import Piece
from rai_desktop.clauses.pointers import Pointers
from rai_desktop.clauses.table import documents, file_name
from rai_desktop.clauses.wording import known_words
from rai_desktop.frameworks.catalog import label
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.inapplicable_field import InapplicableField
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.piece_list import PieceList
from rai_desktop.gui.widgets.tab_order import follow
from rai_desktop.i18n import _
from rai_desktop.project.links import Kind

_TONES = {Level.EVIDENCE: "good", Level.PARTLY: "warn", Level.NONE: "unknown", Level.INAPPLICABLE: "unknown"}


class ClauseCard(QFrame):
    """`said(ref, reason)` when somebody says why the clause does not apply, or takes that back with ""."""

    said = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._session = session
        self._ref = ""
        self._shown: tuple[object, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        self.name = words("", "section", selectable=True)
        self.gist = words("", "text", selectable=True)
        self.applies = words("", "quiet")
        self.source = words("", "small", selectable=True)
        self.caution = Notice()
        self.coverage = words("", "strong")
        self.why = words("", "quiet")
        for part in (self.name, self.gist, self.applies, self.caution, self.coverage, self.why):
            layout.addWidget(part)
        self._lists = QVBoxLayout()
        self._lists.setSpacing(6)
        layout.addLayout(self._lists)
        self.inapplicable = InapplicableField()
        self.inapplicable.said.connect(lambda reason: self.said.emit(self._ref, reason))
        layout.addWidget(self.inapplicable)
        layout.addWidget(self.source)

    def show_clause(self, framework: Framework, clause: Clause, on: str) -> None:
        """What the catalogue knows of a clause on a day."""
        self._ref = f"{framework.id}:{clause.id}"
        self.name.setText(label(self._ref))
        self.gist.setText(clause.title)
        self.applies.setText(applies_words(framework, clause, on))
        self.source.setText(source_words(framework, clause))
        self.caution.say(_("How well this is known: {how}. Check it against the source before you rely on it.").format(
            how=known_words(clause)) if clause.caution else "", "warn")

    def show_said(self, covered: Coverage, pieces: Sequence[Piece], pointers: Pointers) -> None:
        """What speaks to it now; laid out again only when that is other than shown."""
        place = (self._ref, covered, tuple(map(id, pieces)), pointers)
        if place == self._shown:
            return
        self._shown = place
        self._pieces = pieces  # keeps them, so that their ids stay theirs
        give_look(self, "tone", "bad" if covered.against and covered.level is not Level.INAPPLICABLE else _TONES[covered.level])
        self.coverage.setText(level_sentence(covered))
        self.why.setText(why_level(covered, pieces))
        self._lay_out(pieces, pointers)

    def show_reason(self, own: str, inherited: str, suggestion: str) -> None:
        """Why it does not apply: its own reason, one said of a clause above it, and what today's answers suggest."""
        self.inapplicable.show_reason(self._ref, own, inherited, suggestion)

    def flush(self) -> None:
        """Send what is being typed."""
        self.inapplicable.flush()

    def _lay_out(self, pieces: Sequence[Piece], pointers: Pointers) -> None:
        while self._lists.count():
            item = self._lists.takeAt(0)
            if item is not None and (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for head, kind in ((_("Findings"), Kind.FINDING), (_("Answers"), Kind.ANSWER)):
            self._add(head, PieceList(by_kind(pieces, kind), self._session))
        files = [words(_line(file_name(each), each.note), selectable=True) for each in documents(pieces)]
        self._add(_("Documents"), *files)
        for head, kind in ((_("Risks"), Kind.RISK), (_("Actions"), Kind.ACTION)):
            self._add(head, PieceList(by_kind(pieces, kind), self._session))
        self._add(_("What could speak to it"), *(words(each, "quiet") for each in pointers))
        made = [self._lists.itemAt(place) for place in range(self._lists.count())]
        for part in reversed([item.widget() for item in made if item is not None]):
            if part is not None:
                follow(self.why, part)

    def _add(self, head: str, *lines: QWidget) -> None:
        """A list under its head; nothing at all where the list is empty."""
        there = [each for each in lines if not (isinstance(each, PieceList) and each.empty)]
        for line in (words(head, "strong"), *there) if there else ():
            self._lists.addWidget(line)


def _line(name: str, note: str) -> str:
    return _("{file}: {note}").format(file=name, note=note) if note else name
