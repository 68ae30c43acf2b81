"""A read-only table whose columns share the width it has: it never scrolls sideways, and the widest words give way first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from rai_desktop.gui.tips import plain_tip

_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap.value)
_HEAD_PAD, _HEAD_EDGE = 18, 14  # beside the words of a head, and above and below them
_PAD = 26  # beside a cell's words, as the style sheet has it
_MARK_EMS = 4  # of a tick and the room round it
_SIZES = (1, 0.9, 0.8, 0.7, 0.6)  # of heads, as shares of the type of the rows
_MEASURED = 200  # rows whose words are measured; a history has thousands
_LEAST, _COMFORT = 9, 16  # letters: below the first the dispensable column goes, below the second words take two lines


class Row(NamedTuple):
    """Words of each column; `ticked` in the first of them, None where there is nothing to tick."""

    cells: tuple[str, ...]
    ticked: bool | None = None


class FittedTable(QTableWidget):
    """What is cut short stands whole in its tip; whoever owns the table tells the chosen row in full elsewhere."""

    def __init__(self, name: str, *, dispensable: int = -1, optional: int = -1) -> None:
        super().__init__()
        self._dispensable, self._optional = dispensable, optional
        self._left_out = optional
        self._share = 1.0
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setDefaultAlignment(_WRAPPED)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()

    def show_rows(self, heads: Sequence[str], rows: Sequence[Row]) -> None:
        """Show these in place of what was there; the optional column is left out where it has no words."""
        self.clear()
        self.setColumnCount(len(heads))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(heads))
        for place, row in enumerate(rows):
            for column, text in enumerate(row.cells):
                self.setItem(place, column, _item(text, row.ticked if column == 0 else None))
        self._left_out = -1 if any(row.cells[self._optional] for row in rows) else self._optional
        self.share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share another width."""
        super().resizeEvent(event)
        self.share_width()

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size need other rows and columns."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.columnCount():
            self.share_width()

    def share_width(self) -> None:
        """Whole words where they fit; else the widest columns are cut to one width, and words take two lines. No column is
        narrower than the longest word of its head; where these do not fit side by side, heads are of a smaller type."""
        letter, room = self.fontMetrics().averageCharWidth(), self.viewport().width()
        wanted = {place: self._wanted(place) for place in range(self.columnCount()) if place != self._left_out}
        cap = level(list(wanted.values()), room)
        if (cap < _LEAST * letter or sum(self._leasts(wanted, 1)) > room) and len(wanted) > 2:
            wanted.pop(self._dispensable, None)
            cap = level(list(wanted.values()), room)
        self._dress_heads(next((share for share in _SIZES if sum(self._leasts(wanted, share)) <= room), _SIZES[-1]))
        widths = shared(list(wanted.values()), self._leasts(wanted, self._share), room)
        for place in range(self.columnCount()):
            self.setColumnHidden(place, place not in wanted)
        for place, width in zip(wanted, widths, strict=True):
            self.setColumnWidth(place, width)
        self._fill(max(wanted, key=wanted.__getitem__, default=-1), room)
        self._fit_rows(2 if cap < min(_COMFORT * letter, max(wanted.values(), default=0)) else 1)
        self._fit_heads(list(wanted))

    def _fill(self, widest: int, room: int) -> None:
        """What is left goes to the column with the longest words."""
        if widest >= 0:
            left = room - sum(self.columnWidth(place) for place in range(self.columnCount()))
            self.setColumnWidth(widest, self.columnWidth(widest) + max(left, 0))

    def _fit_rows(self, lines: int) -> None:
        self.setWordWrap(lines > 1)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().lineSpacing() * (lines + 0.6)))

    def _fit_heads(self, shown: Sequence[int]) -> None:
        """As many lines as the head that wraps most."""
        bold = self._bold(self._share)
        boxes = [bold.boundingRect(QRect(0, 0, self.columnWidth(place) - _HEAD_PAD, 1 << 20), _WRAPPED.value, self._title(place))
                 for place in shown]
        self.horizontalHeader().setFixedHeight(max((box.height() for box in boxes), default=bold.height()) + _HEAD_EDGE)

    def _dress_heads(self, share: float) -> None:
        """Heads in this share of the table's type; the window's style sheet has the last word on type, so a sheet tells it."""
        self._share, header = share, self.horizontalHeader()
        sheet = f"QHeaderView::section {{ font-size: {self.font().pointSizeF() * share:.1f}pt; }}" if share < 1 else ""
        if header.styleSheet() != sheet:
            header.setStyleSheet(sheet)

    def _bold(self, share: float) -> QFontMetrics:
        """Of heads in this share of the table's type, in the weight that the style sheet gives them."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * share)
        font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font)

    def _title(self, place: int) -> str:
        return str(self.model().headerData(place, Qt.Orientation.Horizontal))

    def _leasts(self, wanted: Mapping[int, int], share: float) -> list[int]:
        """What the longest word of each head needs in this share of the type, or less where its column wants less."""
        bold = self._bold(share)
        words = {place: max(map(bold.horizontalAdvance, self._title(place).split()), default=0) for place in wanted}
        return [min(words[place] + _PAD, wanted[place]) for place in wanted]

    def _wanted(self, place: int) -> int:
        metrics = self.fontMetrics()
        texts = (self.item(row, place) for row in range(min(self.rowCount(), _MEASURED)))
        widest = max((metrics.horizontalAdvance(each.text()) + _mark(each, metrics) for each in texts if each), default=0)
        return max(self._bold(1).horizontalAdvance(self._title(place)), widest) + _PAD


def shared(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths of columns that want more than there is: none gets less than its least where all of these fit, beyond that
    short ones stay whole and the others are cut to one width."""
    kept: dict[int, int] = {}
    while True:
        rest = [place for place in range(len(wanted)) if place not in kept]
        cap = level([wanted[place] for place in rest], room - sum(kept.values()))
        short = [place for place in rest if least[place] > cap]
        if not short or sum(least) > room:
            return [kept.get(place, min(wanted[place], cap)) for place in range(len(wanted))]
        kept |= {place: least[place] for place in short}


def level(wanted: Sequence[int], room: int) -> int:
    """The width at which columns have to be cut so that all of them fit: short ones stay whole."""
    left, rest = room, sorted(wanted)
    for place, width in enumerate(rest):
        share = left // (len(rest) - place)
        if width > share:
            return max(share, 1)
        left -= width
    return max(rest, default=0)


def _item(text: str, ticked: bool | None) -> QTableWidgetItem:
    item = QTableWidgetItem(" / ".join(text.splitlines()))
    item.setToolTip(plain_tip(text))
    if ticked is not None:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    return item


def _mark(item: QTableWidgetItem, metrics: QFontMetrics) -> int:
    checkable = bool(item.flags() & Qt.ItemFlag.ItemIsUserCheckable)
    return metrics.averageCharWidth() * _MARK_EMS if checkable else 0
