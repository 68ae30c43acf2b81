"""The clauses of one framework as a tree, each with how much evidence there is about it; found by text and by coverage."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from rai_desktop.clauses.coverage import Coverage, Level, Totals, by_chapter
from rai_desktop.clauses.explaining import SHAPES
from rai_desktop.clauses.wording import against_words, level_words
from rai_desktop.frameworks.catalog import is_code
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.painted_later import PaintedLater
from rai_desktop.i18n import _, ngettext

_ID = Qt.ItemDataRole.UserRole
_AROUND = 26  # the words of a cell, as the style sheet has it
AGAINST = "against"  # a filter beside the levels


class ClauseTree(QTreeWidget):
    """`chosen(id)` when a clause is chosen."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Clauses"))
        self.setColumnCount(2)
        self.setHeaderLabels([_("Clause"), _("Evidence")])
        self.setUniformRowHeights(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)  # measuring lines takes longer than narrowing them
        self._framework: Framework | None = None
        self._items: dict[str, QTreeWidgetItem] = {}
        self._texts: dict[str, str] = {}
        self._fitting: set[str] = set()
        self._within: dict[str, list[str]] = {}
        self._tops: list[str] = []
        self._covered: Mapping[str, Coverage] = {}
        self._fit()
        self.currentItemChanged.connect(self._tell)
        self._painted_later = PaintedLater(self)

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size need other room, and so do the arrows before them."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        em = self.fontMetrics().averageCharWidth()
        self.setIndentation(2 * em)
        self.setMinimumWidth(20 * em)
        self.header().setMinimumSectionSize(4 * em)
        self._fit_evidence()

    def _fit_evidence(self) -> None:
        """As wide as the longest words about evidence, of folded chapters, too."""
        wide = max((self.fontMetrics().horizontalAdvance(words) for words in {item.text(1) for item in self._items.values()}),
                   default=0) + _AROUND
        self.header().resizeSection(1, max(wide, self.header().sectionSizeHint(1)))

    def show_framework(self, framework: Framework, covered: Mapping[str, Coverage]) -> None:
        """Show its clauses as they are covered now; what is chosen and open stays so while the framework is the same."""
        if framework is not self._framework:
            self._lay_out(framework)
        self._covered = covered
        chapters = by_chapter(framework, covered)
        for id_, item in self._items.items():
            _dress(item, framework.clauses[id_], covered[id_], chapters.get(id_) if item.childCount() else None)
        self._fit_evidence()

    def choose(self, id_: str) -> None:
        """Choose a clause, opening what it is within; nothing where there is none of that id."""
        if item := self._items.get(id_):
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def chosen_id(self) -> str:
        """The clause chosen; "" when none is."""
        item: QTreeWidgetItem | None = self.currentItem()
        return str(item.data(0, _ID)) if item is not None else ""

    def narrow(self, text: str, level: str) -> int:
        """Show only clauses with that text and that coverage, and what they are within; how many there are."""
        self._painted_later.wait()
        wanted = text.casefold().split()
        self._fitting = found = {id_ for id_ in self._items if self._fits(id_, wanted, level)}
        narrowed = bool(wanted or level)
        for id_ in self._tops:
            self._show_within(id_, found, narrowed=narrowed)
        return len(found)

    def first_visible(self) -> str:
        """The first clause that fits, from the top."""
        for id_, item in self._items.items():
            if id_ in self._fitting and not item.isHidden():
                return id_
        return ""

    def _fits(self, id_: str, wanted: list[str], level: str) -> bool:
        covered = self._covered[id_]
        if not all(word in self._texts[id_] for word in wanted):
            return False
        if level == AGAINST:
            return bool(covered.against)
        return not level or (covered.counted and covered.level == level)

    def _show_within(self, id_: str, found: set[str], *, narrowed: bool) -> bool:
        item, within = self._items[id_], [self._show_within(each, found, narrowed=narrowed) for each in self._within[id_]]
        shown = id_ in found or any(within)
        if item.isHidden() == shown:  # what stays as it is has nothing laid out
            item.setHidden(not shown)
        if narrowed and any(within) and not item.isExpanded():
            item.setExpanded(True)
        return shown

    def _lay_out(self, framework: Framework) -> None:
        self.blockSignals(True)
        self.clear()
        self._framework = framework
        self._items = {id_: QTreeWidgetItem() for id_ in framework.clauses}
        self._texts = {id_: f"{each.id} {each.title} {each.note}".casefold() for id_, each in framework.clauses.items()}
        self._fitting, self._within = set(self._items), {id_: [] for id_ in self._items}
        for id_, item in self._items.items():
            item.setData(0, _ID, id_)
        for id_, item in self._items.items():
            above = self._items.get(framework.clauses[id_].parent)
            if above is not None and above is not item:
                above.addChild(item)
                self._within[framework.clauses[id_].parent].append(id_)
        self._tops = [id_ for id_, item in self._items.items() if item.parent() is None]
        self.addTopLevelItems([self._items[id_] for id_ in self._tops])
        self.blockSignals(False)

    def _tell(self, item: QTreeWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(0, _ID)))


def _dress(item: QTreeWidgetItem, clause: Clause, covered: Coverage, chapter: Totals | None) -> None:
    heading = not covered.counted
    name = clause.title if is_code(clause.id) else f"{clause.id}  {clause.title}"
    item.setText(0, name if heading else f"{SHAPES[covered.level]}  {name}")
    item.setText(1, _evidence(covered, chapter))
    item.setToolTip(0, plain_tip(f"{clause.id}\n{clause.title}"))
    item.setToolTip(1, plain_tip("\n".join(filter(None, [why_inapplicable(covered), totals_words(chapter) if chapter else ""]))))


def _evidence(covered: Coverage, chapter: Totals | None) -> str:
    """Beside a clause its level; beside a heading how many have evidence, or that none of them applies."""
    none_applies = bool(chapter and chapter.clauses and chapter.inapplicable == chapter.clauses)
    if not covered.counted and (covered.level is Level.INAPPLICABLE or none_applies):
        return level_words(Level.INAPPLICABLE)
    if chapter:
        return level_words(Level.INAPPLICABLE) if none_applies else _chapter_words(chapter)
    return coverage_words(covered) if covered.counted else ""


def why_inapplicable(covered: Coverage) -> str:
    """Why a clause does not apply, and of which it was said; "" where it applies."""
    if not covered.reason:
        return ""
    return _("{clause} does not apply: {reason}").format(clause=covered.reason_of, reason=covered.reason)


def coverage_words(covered: Coverage) -> str:
    """The level, and whether something speaks against: "partly, 2 speak against"."""
    said = against_words(covered.against)
    level = level_words(covered.level)
    return _("{level}, {against}").format(level=level, against=f"■ {said}") if said else level


def _chapter_words(chapter: Totals) -> str:
    words = _("{evidence} of {clauses}").format(evidence=chapter.evidence, clauses=chapter.clauses)
    return f"■ {words}" if chapter.against else words


def totals_words(counts: Totals) -> str:
    """All levels counted, in a line."""
    words = ngettext("evidence about {n} of {clauses}, partly {partly}, none {none}, not applicable {inapplicable}",
                     "evidence about {n} of {clauses}, partly {partly}, none {none}, not applicable {inapplicable}",
                     counts.evidence).format(n=counts.evidence, clauses=counts.clauses, partly=counts.partly, none=counts.none,
                                             inapplicable=counts.inapplicable)
    if counts.against:
        return _("{counts}; something speaks against {against}").format(counts=words, against=counts.against)
    return words
