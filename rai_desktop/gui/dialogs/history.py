"""Who changed what when, from the project file itself, and whether that history still hangs together."""

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.document import Document
from rai_desktop.project.history import Change

_MOST_OF_WHO = 18
_WHO, _WHAT, _REASON = 2, 3, 4  # the columns of words; reasons are hidden where there are none


class HistoryDialog(PlainDialog):
    """Newest first; Verify recomputes the chain of hashes."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(_("History"), parent, ems=56)
        self._document = document
        self.verdict = Notice()
        self.body.addWidget(self.verdict)
        heads = [_("No."), _("When"), _("Who"), _("What"), _("Reason"), _("Hash")]
        self.table = QTableWidget(0, len(heads))
        self.table.setAccessibleName(_("History of the project"))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.body.addWidget(self.table, 1)
        self._fill(list(reversed(document.history())))
        self.verifying = self.add_button(_("Verify the history"))
        self.verifying.clicked.connect(self.verify)

    def verify(self) -> None:
        """Recompute every hash and say what was found."""
        found = self._document.verify_history()
        if found.ok:
            words = ngettext("{n} row, each following from the one before it. Newest hash: {head}",
                             "{n} rows, each following from the one before it. Newest hash: {head}", found.rows)
            self.verdict.say(words.format(n=found.rows, head=found.head), "good")
        else:
            self.verdict.say(found.problem, "bad")
        if found.notes:
            self.verdict.say(f"{self.verdict.sentence}\n" + "\n".join(found.notes), "warn" if found.ok else "bad")

    def _fill(self, changes: list[Change]) -> None:
        self.table.setRowCount(len(changes))
        for place, change in enumerate(changes):
            who = change.user if change.analyst in ("", change.user) else f"{change.analyst} ({change.user})"
            cells = (str(change.seq), _local(change.time), who, change.label, change.reason, change.hash[:12])
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.table.setItem(place, column, item)
        self.table.resizeColumnsToContents()
        letter = self.table.fontMetrics().averageCharWidth()
        self.table.setColumnWidth(_WHO, min(self.table.columnWidth(_WHO), letter * _MOST_OF_WHO))
        self.table.horizontalHeader().setMinimumSectionSize(letter * 4)
        self.table.setColumnHidden(_REASON, not any(change.reason for change in changes))
        for column in (_WHAT, _REASON):
            self.table.horizontalHeader().setSectionResizeMode(column, self.table.horizontalHeader().ResizeMode.Stretch)


def _local(time: str) -> str:
    moment = QDateTime.fromString(time, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
