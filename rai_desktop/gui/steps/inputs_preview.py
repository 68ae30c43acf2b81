"""A look at rows of the table: the first ones, or some drawn at random."""

from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from rai_desktop.gui import figures
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.text_table import TextTable
from rai_desktop.i18n import _
from rai_desktop.project.looks import TableLook

_MOST_COLUMNS = 200


class PreviewCard(QFrame):
    """Rows as text, exactly as they were read."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._look: TableLook | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        row = FlowRow()
        row.add(words(_("Rows of the table"), "heading"), 1)
        group = QButtonGroup(self)
        self.first, self.random = QPushButton(_("First rows")), QPushButton(_("Random rows"))
        for button in (self.first, self.random):
            button.setCheckable(True)
            button.clicked.connect(self._fill)
            group.addButton(button)
            row.add(button)
        self.first.setChecked(True)
        column.addLayout(row)
        self.table = TextTable(_("Rows of the table"), most_rows=8)
        column.addWidget(self.table)
        self._note = words("", "small")
        column.addWidget(self._note)

    def show_table(self, look: TableLook) -> None:
        """Rows of this look."""
        if look is not self._look:
            self._look = look
            self._fill()

    def _fill(self) -> None:
        look = self._look
        if look is None:
            return
        drawn = self.random.isChecked()
        rows = look.random_rows if drawn else look.first_rows
        places = look.random_positions if drawn else list(range(len(rows)))
        names = [each.name for each in look.columns][:_MOST_COLUMNS]
        numbered = [[figures.count(place + 1), *row[:_MOST_COLUMNS]] for place, row in zip(places, rows, strict=False)]
        self.table.show_rows([_("Row"), *names], numbered)
        more = len(look.columns) - _MOST_COLUMNS
        self._note.setVisible(more > 0)
        self._note.setText(_("{n} further columns are not shown here.").format(n=figures.count(max(more, 0))))
