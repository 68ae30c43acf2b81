"""The map of risks: severity by likelihood, each cell with its count and its rating in words, to be chosen by any hand."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from rai_desktop.gui.theme import Theme, colours
from rai_desktop.gui.tips import plain_tip
from rai_desktop.i18n import _, ngettext
from rai_desktop.risks.scale import Rating, Scale

Cell = tuple[str, str]  # severity id, likelihood id
_RATING, _COUNT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_SIZES = (0.8, 0.7, 0.6)  # of the name in a cell, as shares of the usual type
_INSET = 8  # of a cell's words, both sides together
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HeatMap(QTableWidget):
    """`chosen(severity, likelihood)` by click, Enter or Space; both "" when the choice is taken back, also by Escape."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._scale: Scale | None = None
        self._shown: tuple[Scale | None, Counter[Cell], Cell | None] | None = None
        self.cell: Cell | None = None
        self.setAccessibleName(_("Map of risks: severity down, likelihood across"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(_Cells(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap.value))
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for header in (across, down):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        self.cellClicked.connect(self._turn)
        if Theme.current:
            Theme.current.changed.connect(self._fit)

    def show_risks(self, scale: Scale | None, places: Iterable[Cell], cell: Cell | None) -> None:
        """Show how many risks stand in each cell; `cell` is the chosen one. Nothing is drawn anew while all is as it was."""
        counts = Counter(places)
        before, self._shown = self._shown, (scale, counts, cell)
        self.setVisible(scale is not None)
        self.cell = cell
        if scale is None:
            self._scale = None
        if scale is None or before == self._shown:
            return
        if scale != self._scale:
            self._lay_out(scale)
        for row, severity in enumerate(reversed(scale.severity)):
            for column, likelihood in enumerate(scale.likelihood):
                rating = scale.rating(severity.id, likelihood.id)
                assert rating is not None  # the scale was checked
                self._fill(row, column, rating, counts[severity.id, likelihood.id])
        self.viewport().update()

    def _lay_out(self, scale: Scale) -> None:
        self._scale = scale
        self.clear()
        self.setRowCount(len(scale.severity))
        self.setColumnCount(len(scale.likelihood))
        self.setVerticalHeaderLabels([level.name for level in reversed(scale.severity)])
        self.setHorizontalHeaderLabels([level.name for level in scale.likelihood])
        self._fit()

    def _fill(self, row: int, column: int, rating: Rating, count: int) -> None:
        item: QTableWidgetItem | None = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, column, item)
        item.setData(_RATING, rating)
        item.setData(_COUNT, count)
        place = self._place(row, column)
        heads = [str(self.model().headerData(at, way))
                 for at, way in ((row, Qt.Orientation.Vertical), (column, Qt.Orientation.Horizontal))]
        risks = ngettext("{n} risk", "{n} risks", count).format(n=count)
        said = _("{severity}, {likelihood}: {rating}, {risks}").format(
            severity=heads[0], likelihood=heads[1], rating=rating.name, risks=risks)
        if place == self.cell:
            said = _("{cell}. Only these are listed.").format(cell=said)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setToolTip(plain_tip(said))

    def _place(self, row: int, column: int) -> Cell:
        assert self._scale is not None
        return self._scale.severity[-1 - row].id, self._scale.likelihood[column].id

    def _turn(self, row: int, column: int) -> None:
        """Choose a cell; the chosen one again takes the choice back."""
        place = self._place(row, column)
        self.chosen.emit(*(("", "") if place == self.cell else place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose, Escape takes the choice back, arrows go about."""
        if event.key() in _ENTER and self.currentRow() >= 0:
            self._turn(self.currentRow(), self.currentColumn())
        elif event.key() == Qt.Key.Key_Escape and self.cell is not None:
            self.chosen.emit("", "")
        else:
            super().keyPressEvent(event)

    def is_chosen(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether only the risks of that cell are listed."""
        return self.cell is not None and self._place(index.row(), index.column()) == self.cell

    def _fit(self) -> None:
        """As high as two lines a cell need, three where a rating's name takes two; never a scroll bar of its own."""
        if self._scale is None:
            return
        self._fit_heads()
        line, room = self.fontMetrics().lineSpacing(), self._room() - _INSET
        wraps = any(_wraps(self.font(), rating.name, room) for rating in self._scale.ratings)
        for row in range(self.rowCount()):
            self.setRowHeight(row, round(line * (3.2 if wraps else 2.7)))
        across = self.horizontalHeader()
        across.setFixedHeight(round(line * 2.2) + 8)
        self.setFixedHeight(across.height() + sum(self.rowHeight(row) for row in range(self.rowCount())) + 4)


    def _fit_heads(self) -> None:
        """Names of levels stand whole, in a smaller type where a column is narrow."""
        across, down = self.horizontalHeader(), self.verticalHeader()
        model = self.model()
        rows = [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(self.rowCount())]
        words = [word for column in range(self.columnCount())
                 for word in str(model.headerData(column, Qt.Orientation.Horizontal)).split()]
        font = _smaller(self.font(), 0.85, bold=True)
        _dress(down, font)
        down.setFixedWidth(max(QFontMetrics(font).horizontalAdvance(row) for row in rows) + 16)
        room = self._room() - 6
        fitting = [share for share in (0.85, 0.75, 0.65, 0.55) if all(
            QFontMetrics(_smaller(self.font(), share, bold=True)).horizontalAdvance(word) <= room for word in words)]
        _dress(across, _smaller(self.font(), fitting[0] if fitting else 0.55, bold=True))

    def _room(self) -> int:
        """The width of a column."""
        return (self.width() - self.verticalHeader().width() - 4) // max(self.columnCount(), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns of another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()


class _Cells(QStyledItemDelegate):
    """Paints a cell: fill and words of its rating, its count large where there are risks."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Never by colour alone: the rating's name stands in each cell."""
        rating: Rating | None = index.data(_RATING)
        if rating is None:
            return
        box = QRect(option.rect).adjusted(2, 2, -2, -2)
        fill, ink = _inks(rating)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours().line), 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(ink))
        self._write(painter, box, rating, int(index.data(_COUNT)))
        self._frame(painter, box, option, index)
        painter.restore()

    def _write(self, painter: QPainter, box: QRect, rating: Rating, count: int) -> None:
        """The count above, shape and name below; in a narrow cell the shape goes up and the name grows smaller, or wraps."""
        usual, said, room = painter.font(), f"{rating.shape} {rating.name}", box.width() - 4
        small = _smaller(usual, _SIZES[0])
        narrow = QFontMetricsF(small).horizontalAdvance(said) > room  # to the fraction, as it is cut short
        wraps = narrow and _wraps(usual, rating.name, room)
        if narrow:
            said = "\n".join(rating.name.split()) if wraps else rating.name
            small = _fitting(usual, said.splitlines(), room) or _smaller(usual, _SIZES[-1])
        upper, lower = QRect(box), QRect(box)
        upper.setHeight(box.height() * (8 if wraps else 12) // 20)
        lower.setTop(box.top() + box.height() * (7 if wraps else 10) // 20)
        above = f"{rating.shape} {count or ''}".strip() if narrow else str(count or "")
        big = _smaller(usual, 1.1 if count else 0.8, bold=bool(count))
        painter.setFont(big)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, above)
        painter.setFont(small)
        words = [painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room) for line in said.splitlines()]
        painter.drawText(lower if above else box, Qt.AlignmentFlag.AlignCenter, "\n".join(words))

    def _frame(self, painter: QPainter, box: QRect, option: QStyleOptionViewItem,
               index: QModelIndex | QPersistentModelIndex) -> None:
        """A thick frame for the chosen cell, a broken one for where the keyboard is."""
        view = self.parent()
        assert isinstance(view, HeatMap)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if view.is_chosen(index):
            painter.setPen(QPen(QColor(colours().text), 3))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours().focus), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 3, 3)


def _dress(header: QHeaderView, font: QFont) -> None:
    """The window's style sheet has the last word on type, so the size is told in a sheet too."""
    sheet = f"QHeaderView::section {{ padding: 2px; font-size: {font.pointSizeF():.1f}pt; }}"
    if header.styleSheet() != sheet:
        header.setStyleSheet(sheet)


def _smaller(font: QFont, share: float, *, bold: bool = False) -> QFont:
    made = QFont(font)
    made.setBold(bold)
    made.setPointSizeF(font.pointSizeF() * share)
    return made


def _fitting(font: QFont, lines: list[str], room: int) -> QFont | None:
    """The largest type in which each line stands whole in the room; None where none does."""
    return next((made for share in _SIZES if all(
        QFontMetricsF(made := _smaller(font, share)).horizontalAdvance(line) <= room for line in lines)), None)


def _wraps(font: QFont, name: str, room: int) -> bool:
    """Whether a name takes a line for each of its words: in one line it would be cut."""
    return _fitting(font, [name], room) is None and len(name.split()) > 1


def _inks(rating: Rating) -> tuple[str, str]:
    """Fill and ink in today's look."""
    c = colours()
    return {"good": (c.good_soft, c.good), "warn": (c.warn_soft, c.warn), "bad": (c.bad_soft, c.bad),
            "worst": (c.bad, c.surface)}[rating.tone]
