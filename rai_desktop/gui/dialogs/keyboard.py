"""All shortcuts, as a table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.i18n import _


class KeyboardDialog(PlainDialog):
    """Keys at the left, what they do at the right."""

    def __init__(self, rows: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(_("Keyboard"), parent, ems=40)
        table = QTableWidget(len(rows), 2)
        table.setAccessibleName(_("Shortcuts"))
        table.setHorizontalHeaderLabels([_("Keys"), _("What they do")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for place, (keys, does) in enumerate(rows):
            table.setItem(place, 0, QTableWidgetItem(keys))
            table.setItem(place, 1, QTableWidgetItem(does))
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)  # long words take a second line
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.body.addWidget(table)
