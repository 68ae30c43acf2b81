"""The step Clauses: a law or standard, clause by clause, with all that speaks to it and how much of it there is."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.clauses import standing
from rai_desktop.clauses.coverage import Coverage, Level, coverage, own_reason, totals
from rai_desktop.clauses.index import Index
from rai_desktop.clauses.packs import packs_of
from rai_desktop.clauses.pointers import pointers
from rai_desktop.clauses.staleness import unseen_because
from rai_desktop.clauses.suggesting import ruled_out
from rai_desktop.clauses.table import rows
from rai_desktop.clauses.touched import asked, others, touched
from rai_desktop.clauses.wording import level_words
from rai_desktop.errors import Refusal
from rai_desktop.frameworks.catalog import broken, framework, frameworks, label, split_ref
from rai_desktop.frameworks.clause import Framework
from rai_desktop.gui.ending import with_ending
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import Done, Step, StepState, words
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.clause_card import ClauseCard
from rai_desktop.gui.widgets.clause_tree import AGAINST, ClauseTree, totals_words
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.search_line import SearchLine
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.links import Kind, Link
from rai_desktop.project.model import Project

_FIRST = "eu_ai_act"
_NARROW = 75  # characters; below, tree and clause do not fit side by side
_ROWS = 12  # lines of text as high as the tree is when it scrolls with the page
_PATIENCE_MS = 400  # after the last change, before clauses are counted for the rail


class ClausesStep(Step):
    """Tree at the left, the chosen clause at the right; counted once for each change."""

    id = "clauses"
    holds = frozenset({Kind.CLAUSE})
    title = _("Clauses")
    lead = _("What is evidence for each clause, and what is still missing.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._framework = ""
        self._picked = False  # by somebody; until then it follows the questionnaires
        self._listed: list[tuple[str, str]] = []
        self._covered: dict[str, Coverage] = {}
        self._found = 0
        self._words = ""
        self._build_left()
        self.counts = words("", "quiet")
        self.card = ClauseCard(session)
        self.card.said.connect(self._said)
        self.body.setContentsMargins(24, 0, 32, 16)
        self.stale, self.unseen, self.unread = Notice(), Notice(), Notice()
        for part in (self.unread, self.stale, self.unseen, self.counts, self.card):
            self.body.addWidget(part)
        self.body.addStretch()
        self._later = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._later.timeout.connect(self._count)
        session.run_ended.connect(self._refresh)
        session.document_changed.connect(self._begin_anew)

    def _build_left(self) -> None:
        self._build_choice()
        self._build_finding()
        self.tree = ClauseTree()
        self.tree.chosen.connect(self._chosen)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        for parts in ((self.choice, self.export), (self.search, self.filter)):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(parts[0], 1)
            row.addWidget(parts[1])
            left.addLayout(row)
        self.nothing = words(_("No clause fits. Clear the search, or show all clauses."), "quiet")
        left.addWidget(self.nothing)
        left.addWidget(self.tree, 1)
        outer = self.layout()
        assert outer is not None
        outer.removeWidget(self.scroll)
        self._beside = QHBoxLayout()
        self._beside.setContentsMargins(32, 0, 0, 16)
        self._beside.setSpacing(0)
        self._beside.addWidget(self._left, 5)
        self._beside.addWidget(self.scroll, 6)
        outer.addLayout(self._beside)  # type: ignore[attr-defined]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a window too narrow for two columns of this text, the tree stands above the clause and scrolls with it."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _NARROW
        if narrow != (self.body.indexOf(self._left) >= 0):
            self._stack(narrow)

    def _stack(self, narrow: bool) -> None:
        if narrow:
            self.body.insertWidget(0, self._left)
        else:
            self._beside.insertWidget(0, self._left, 5)
        self._beside.setContentsMargins(0 if narrow else 32, 0, 0, 16)
        self.body.setContentsMargins(32 if narrow else 24, 0, 32, 16)
        self.tree.setMinimumHeight(self.fontMetrics().lineSpacing() * _ROWS if narrow else 0)

    def _build_choice(self) -> None:
        self.choice = _box(_("Law or standard"), 6)
        self.choice.activated.connect(lambda _index: self.show_framework(str(self.choice.currentData())))
        self.export = QPushButton(_("Export …"))
        self.export.setToolTip(_("These clauses as a table: CSV or Excel"))
        self.export.clicked.connect(self._choose_file)

    def _build_finding(self) -> None:
        self.search = SearchLine(_("Find (Ctrl+F)"), _("Find a clause by its number or words"))
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 8)
        self.search.sought.connect(self._narrow)
        self.search.rested.connect(self._tell_nothing)
        self.search.returnPressed.connect(lambda: self.tree.choose(self.tree.first_visible()))
        self.filter = _box(_("Show only clauses with"), 9)
        self.filter.addItem(_("All clauses"), "")
        for level in Level:
            self.filter.addItem(_("Only: {level}").format(level=level_words(level)), level.value)
        self.filter.addItem(_("Only: spoken against"), AGAINST)
        self.filter.currentIndexChanged.connect(self._narrow)

    # --- what the rail asks -------------------------------------------------------------------------------

    def state(self, project: Project) -> StepState:
        """Counted when the window has nothing else to do, for it is asked after every change."""
        if self.session.spoken.is_known(project) and self._framework:
            self._words = self._state_words(project)
        else:
            self._later.start()
        return StepState(Done.LOOK, self._words)

    def _state_words(self, project: Project) -> str:
        home = framework(self._framework)
        counts = totals(coverage(home, self.session.spoken.index(project)).values())
        return ngettext("{name}: evidence about {n} of {clauses}", "{name}: evidence about {n} of {clauses}",
                        counts.evidence).format(name=home.short or home.name, n=counts.evidence, clauses=counts.clauses)

    def _count(self) -> None:
        """Begin to count, in small steps: all of it at once would keep a key waiting."""
        project = self.session.project
        if project is not None and not self.session.running:
            self.session.later.do("clauses", lambda: self._counting(project))

    def _counting(self, project: Project) -> Iterator[None]:
        """A project that is changed meanwhile is counted from the beginning, once it has settled."""
        for _step in self.session.spoken.gathering(project):
            yield
            if project is not self.session.project:
                return
        if not self._picked:
            self._framework = _likely(project, self.session.spoken.index(project))
        yield
        self.session.counted.emit()

    # --- showing ------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Refresh tree, totals and card."""
        index = self.session.spoken.index(project)
        if not self._picked:
            self._framework = _likely(project, index)
        self._fill_choice(index)
        home = framework(self._framework)
        self._covered = coverage(home, index)
        self.tree.show_framework(home, self._covered)
        self._show_age(project)
        self.counts.setText(_("{name}: {counts}.").format(
            name=home.short or home.name, counts=totals_words(totals(self._covered.values()))))
        self._narrow()
        if not self.tree.chosen_id():
            self.tree.choose(_first_spoken(home, self._covered))
        self._show_card(project, index)

    def _show_age(self, project: Project) -> None:
        stale = self.session.spoken.stale(project)
        self.stale.say(_("Stale: {why}").format(why=" ".join(stale)) if stale else "", "warn")
        self.unseen.say(" ".join(unseen_because(self.session.disk.files)), "note")
        self.unread.say("\n".join(str(each) for each in (*standing.broken(), *broken())), "warn")

    def show_framework(self, id_: str) -> None:
        """Another law or standard."""
        self.card.flush()
        self._framework, self._picked = id_, True
        self.scroll.verticalScrollBar().setValue(0)
        self._refresh()

    def show_place(self, link: Link) -> bool:
        """Choose a clause of any framework."""
        home, id_ = split_ref(link.id)
        self.search.clear()
        self.filter.setCurrentIndex(0)
        if self.choice.findData(home) < 0:
            return False
        self.show_framework(home)
        self.tree.choose(id_)
        self.tree.setFocus()
        return self.tree.chosen_id() == id_

    def seek(self) -> bool:
        """Among the clauses."""
        self.search.setFocus()
        self.search.selectAll()
        return True

    def flush(self) -> None:
        """Send what is being typed."""
        self.card.flush()

    def _begin_anew(self) -> None:
        self._picked = False

    def _refresh(self, *_said: object) -> None:
        if self.session.project is not None and self.isVisible():
            self.show_project(self.session.project)
            self.session.counted.emit()

    def _fill_choice(self, index: Index) -> None:
        ours, rest = touched(index), others(index)
        listed = [(_named(each), each.id) for each in (*ours, *rest)]
        if not any(id_ == self._framework for _name, id_ in listed):
            self._framework = listed[0][1]
        if listed != self._listed:
            self._listed = listed
            self.choice.clear()
            for name, id_ in listed:
                self.choice.addItem(name, id_)
            if ours and rest:
                self.choice.insertSeparator(len(ours))
        self.choice.setCurrentIndex(self.choice.findData(self._framework))
        self.choice.setToolTip(plain_tip(framework(self._framework).name))

    def _chosen(self, _id: str) -> None:
        self.card.flush()
        project = self.session.project
        if project is not None:
            self._show_card(project, self.session.spoken.index(project))
            self.scroll.verticalScrollBar().setValue(0)

    def _show_card(self, project: Project, index: Index) -> None:
        id_, home = self.tree.chosen_id(), framework(self._framework)
        self.card.setVisible(id_ in home.clauses)
        if id_ not in home.clauses:
            return
        ref, today = f"{home.id}:{id_}", dt.datetime.now(dt.UTC).date()
        covered, packs = self._covered[id_], packs_of(project)
        self.card.show_clause(home, home.clauses[id_], today.isoformat())
        self.card.show_said(covered, index.at(ref), pointers(ref, index.at(ref), packs))
        inherited = covered.reason_of and covered.reason_of != id_
        self.card.show_reason(
            own_reason(index, ref),
            _("Said of {clause}: {reason}").format(clause=label(f"{home.id}:{covered.reason_of}"), reason=covered.reason)
            if inherited else "",
            ruled_out(project, packs, today).get(ref, ""))

    def _narrow(self, *_said: object) -> None:
        if self.session.project is not None and self._covered:
            self._found = self.tree.narrow(self.search.text(), str(self.filter.currentData()))
            if self.search.resting:
                self._tell_nothing()

    def _tell_nothing(self) -> None:
        """Where nothing was found; not between two letters, since it moves the page."""
        self.nothing.setVisible(bool(self._covered) and not self._found)

    # --- changing and exporting ---------------------------------------------------------------------------

    def _said(self, ref: str, reason: str) -> None:
        text = _("Said that {clause} does not apply") if reason else _("Said that {clause} applies")

        def change(project: Project) -> Project:
            kept = {each: why for each, why in project.inapplicable.items() if each != ref}
            return msgspec.structs.replace(project, inapplicable={**kept, ref: reason} if reason else kept)

        self.session.apply(text.format(clause=label(ref)), change)

    def _choose_file(self) -> None:
        document = self.session.document
        if document is None:
            return
        start = document.path.with_name(f"{document.path.stem}-{self._framework}.xlsx")
        kinds = _("Excel (*.xlsx);;CSV (*.csv)")
        path, kind = QFileDialog.getSaveFileName(self, _("Export the clauses as a table"), str(start), kinds)
        if path:
            self.export_to(with_ending(path, kinds, kind))

    def export_to(self, path: Path) -> None:
        """The clauses of the framework in sight as a table; the name's ending says which kind."""
        from rai_desktop.report.clause_sheets import write_table

        project = self.session.project
        if project is None:
            return
        today = dt.datetime.now(dt.UTC).date().isoformat()
        try:
            write_table(rows(framework(self._framework), self.session.spoken.index(project), today), path)
        except Refusal as refusal:
            self.session.refused.emit(str(refusal))
            return
        self.session.told.emit(_("The table is in {path}").format(path=path))


def _likely(project: Project, index: Index) -> str:
    """The law a project is most likely about: what its answers speak to, else what its questionnaires are called after, else
    what its findings speak to; of several the EU AI Act, else the first."""
    known = {each.id for each in frameworks()}
    named = [id_ for id_ in project.packs if id_ in known]
    for found in ([each.id for each in asked(index)], named, [each.id for each in touched(index)]):
        if found:
            return _FIRST if _FIRST in (*found, *named) else found[0]
    return _FIRST


def _box(name: str, characters: int) -> QComboBox:
    """A choice that may be narrow in a small window."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(characters)
    return box


def _named(each: Framework) -> str:
    ended = _("ended {date}").format(date=each.ended) if each.ended else ""
    name = each.short or each.name
    return f"{name} ({ended})" if ended else name


def _first_spoken(home: Framework, covered: dict[str, Coverage]) -> str:
    """The first clause that something speaks to, else the first that is no heading."""
    counted = [id_ for id_ in home.clauses if covered[id_].counted]
    spoken = (id_ for id_ in counted if covered[id_].level in {Level.EVIDENCE, Level.PARTLY})
    return next(spoken, next(iter(counted), ""))
