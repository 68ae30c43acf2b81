"""Measured: the findings that speak to a question, beneath it, by themselves; they answer nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.clauses.evidence import Beside, Spoken
from rai_desktop.clauses.wording import numbers_of, run_day
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.asides import Aside
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.tab_order import follow
from rai_desktop.gui.widgets.verdicts import kind, shape
from rai_desktop.i18n import _, ngettext
from rai_desktop.project import links
from rai_desktop.project.model import Project

_MOST = 12  # under a question; all of them are under Findings


class MeasuredAside(Aside):
    """Made when there is something to show, and again only when that changes."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown: tuple[Beside, str] | None = None
        self._part: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_place(self, project: Project, link: str) -> None:
        """The findings beside the question that `link` names."""
        place = links.read(link)
        beside = self.session.spoken.beside(project, place) if place else Beside()
        day = run_day(project)
        if self._shown is not None and self._shown[0] is beside and self._shown[1] == day:
            return
        self._shown = beside, day
        if self._part is not None:
            self._layout.removeWidget(self._part)
            self._part.hide()
            self._part.deleteLater()
            self._part = None
        if beside:
            self._part = _Findings(beside, day, self.session)
            self._layout.addWidget(self._part)
            follow(self, self._part)
        self.setVisible(bool(beside))


class _Findings(QWidget):
    """What is shown at once, why it may be stale, and the rest in a fold that is filled when it is opened."""

    def __init__(self, beside: Beside, day: str, session: Session) -> None:
        super().__init__()
        self._session, self._day, self._more = session, day, beside.more
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        if beside.shown:
            column.addWidget(words(_("Measured, as evidence beside your answer"), "strong"))
        if beside.shown and beside.stale:
            column.addWidget(_stale(beside.stale))
        for each in beside.shown:
            column.addWidget(_Line(each, day, session))
        if beside.more:
            self._fold = Fold(_more_words(len(beside.more), alone=not beside.shown))
            if not beside.shown and beside.stale:
                self._fold.inside.addWidget(_stale(beside.stale))
            self._fold.button.toggled.connect(self._fill)
            column.addWidget(self._fold)

    def _fill(self, on: bool) -> None:
        if not on or not self._more:
            return
        for line in [_Line(each, self._day, self._session) for each in reversed(self._more[:_MOST])]:
            self._fold.inside.insertWidget(0, line)
            follow(self._fold.button, line)
        if (rest := len(self._more) - _MOST) > 0:
            self._fold.inside.addWidget(words(
                ngettext("{n} more is under Findings.", "{n} more are under Findings.", rest).format(n=rest), "quiet"))
        self._more = []


class _Line(QWidget):
    """One finding: verdict, sentence, numbers, and the way to it."""

    def __init__(self, spoken: Spoken, day: str, session: Session) -> None:
        super().__init__()
        finding = spoken.finding
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(words(f"{shape(finding)}  {kind(finding).capitalize()}: {finding.sentence}"))
        text.addWidget(words(numbers_of(finding, day), "small", selectable=True))
        row.addLayout(text, 1)
        button = QPushButton(_("Show"))
        button.setProperty("plain", True)
        button.setAccessibleName(_("Show the finding: {sentence}").format(sentence=finding.sentence))
        button.setToolTip(_("Show it under Findings"))
        button.clicked.connect(lambda: session.wanted.emit(links.finding(finding.key)))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


def _stale(reasons: list[str]) -> Notice:
    return Notice(_("Stale: {why}").format(why=" ".join(reasons)), "warn")


def _more_words(count: int, *, alone: bool) -> str:
    if alone:
        return ngettext("{n} measured finding touches its clauses", "{n} measured findings touch its clauses",
                        count).format(n=count)
    return ngettext("{n} more", "{n} more", count).format(n=count)
