"""Narrows and orders a list of risks: what to show, what comes first, and words to look for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.search_line import SearchLine
from rai_desktop.i18n import _
from rai_desktop.risks.listing import Only, Order, View, only_words, order_words


class ViewFields(QWidget):
    """`changed` when another view is wanted; `typing` after each few letters, until then."""

    changed = Signal()
    typing = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = FlowRow()
        self.setLayout(row)
        self.search = SearchLine(_("Find in the register"), _("Find risks by their words"))
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 8)
        self.only, self.order = _box(_("Which risks to list")), _box(_("Which risks come first"))
        for only in Only:
            self.only.addItem(only_words(only), only.value)
        for order in Order:
            self.order.addItem(order_words(order), order.value)
        for part, share in ((self.search, 2), (self.only, 1), (self.order, 1)):
            row.add(part, share)
        self.search.sought.connect(lambda _letters: self.typing.emit())
        self.search.rested.connect(self.changed)
        for box in (self.only, self.order):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def view(self) -> View:
        """What is chosen."""
        return View(Only(self.only.currentData()), Order(self.order.currentData()), self.search.text().strip())

    def widen(self) -> None:
        """Show all again; the order stays. Sends nothing."""
        for part in (self.search, self.only):
            part.blockSignals(True)
        self.search.clear()
        self.only.setCurrentIndex(0)
        for part in (self.search, self.only):
            part.blockSignals(False)


def _box(name: str) -> QComboBox:
    """A choice that may be narrow in a small window."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(plain_tip(name))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumContentsLength(8)
    return box
