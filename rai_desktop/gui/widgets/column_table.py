"""The columns of a table in a view that shares its width among them: what does not fit is left to the panel beside."""

from PySide6.QtCore import QAbstractItemModel, QAbstractProxyModel, QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from rai_desktop.gui.widgets.column_rows import DISTINCT, EXAMPLES, MISSING, NAME, ROLE, TYPE, RoleDelegate
from rai_desktop.i18n import _

_COMFORT_EMS, _LEAST_EMS = 60, 30  # with less than the first it goes below its neighbour
_PAD = 20  # beside a cell's words, as the style sheet has it
_WIDEST_EMS = {NAME: 26, ROLE: 30}
_MODEST_EMS = 20  # of a role, while another column would have to go for it
_NARROWEST_EMS = {NAME: 14, ROLE: 14}
_EXAMPLE_EMS = 12  # at least


class ColumnTable(QTableView):
    """Scrolls sideways only where not even shortened names and roles fit."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Columns of the table"))
        self.setItemDelegateForColumn(ROLE, RoleDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names of columns often differ at their ends alone
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        self._fonts = "", ""
        self._wants: dict[int, int] = {}  # of the words of each column; measured when there are others, not at each width
        self._fit_rows()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Other columns have other words."""
        super().setModel(model)
        self.share_width()
        if model is not None:
            model.modelReset.connect(self.share_width)

    def sizeHint(self) -> QSize:
        """Wide enough that name, role, type and counts are read."""
        return QSize(self._em() * _COMFORT_EMS, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """What a small window must leave."""
        return QSize(self._em() * _LEAST_EMS, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share another width."""
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size need other rows and columns."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()
            self.share_width()

    def share_width(self) -> None:
        """Whole words where they fit; else fewer columns, since the panel beside tells the rest of the chosen one."""
        self._wants = {}
        self._share()

    def _share(self) -> None:
        if self.model() is None:
            return
        fonts = self.font().key(), self.horizontalHeader().font().key()
        if not self._wants or self._fonts != fonts:
            self._fonts, self._wants = fonts, {place: self._wanted(place) for place in range(EXAMPLES)}
        em, room = self._em(), self.viewport().width()
        widths = self._wants | {ROLE: min(self._wants[ROLE], em * _MODEST_EMS), EXAMPLES: em * _EXAMPLE_EMS}
        for place in (EXAMPLES, DISTINCT, MISSING, TYPE):
            if sum(widths.values()) > room:
                del widths[place]
        for place in (ROLE, NAME):
            over = sum(widths.values()) - room
            widths[place] = max(widths[place] - max(over, 0), min(widths[place], em * _NARROWEST_EMS[place]))
        for place, wanted in ((ROLE, self._wants[ROLE]), (EXAMPLES if EXAMPLES in widths else NAME, room)):
            spare = max(room - sum(widths.values()), 0)
            widths[place] += min(spare, max(wanted - widths[place], 0))
        for place in range(EXAMPLES + 1):
            self.setColumnHidden(place, place not in widths)
            self.setColumnWidth(place, widths.get(place, 0))

    def _wanted(self, place: int) -> int:
        font = QFont(self.horizontalHeader().font())
        font.setWeight(QFont.Weight.DemiBold)  # as the names are written
        bold = QFontMetrics(font)
        head = self.horizontalHeader().sectionSizeFromContents(place).width()
        model = self.model()
        every = model.sourceModel() if isinstance(model, QAbstractProxyModel) else model  # also what a search hides now
        texts = (str(every.index(row, place).data()) for row in range(min(every.rowCount(), 200)))
        widest = max((bold.horizontalAdvance(each) for each in texts), default=0) + _PAD
        return min(max(head, widest), self._em() * _WIDEST_EMS.get(place, 24))

    def _em(self) -> int:
        return self.fontMetrics().averageCharWidth()

    def _fit_rows(self) -> None:
        row = round(self.fontMetrics().lineSpacing() * 1.9)
        self.verticalHeader().setDefaultSectionSize(row)
        self.setMinimumHeight(row * 12)
