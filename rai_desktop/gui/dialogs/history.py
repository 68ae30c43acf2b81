"""Who changed what when, from the project file itself, and whether that history still hangs together."""

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.figures import count
from rai_desktop.gui.steps.step import card, words
from rai_desktop.gui.widgets.fitted_table import FittedTable, Row
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.document import Document
from rai_desktop.project.history import Change

_REASON, _HASH = 4, 5  # columns: one is left out where nobody gave a reason, one where there is no room
_LINES = 5  # in sight at least, the head counted


class HistoryDialog(PlainDialog):
    """Newest first, the chosen one in full beneath; Verify recomputes the chain of hashes."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(_("History"), parent, ems=56)
        self._document = document
        self._changes = list(reversed(document.history()))
        self.verdict = Notice()
        self.body.addWidget(self.verdict)
        self.table = FittedTable(_("History of the project"), dispensable=_HASH, optional=_REASON)
        self.table.setMinimumHeight(self.table.fontMetrics().lineSpacing() * 2 * _LINES)
        self.table.currentCellChanged.connect(lambda row, *_rest: self._tell(row))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._whole())
        self.table.show_rows([_("No."), _("When"), _("Who"), _("What"), _("Reason"), _("Hash")],
                             [_row(each) for each in self._changes])
        self.table.setCurrentCell(0, 0)
        self.verifying = self.add_button(_("Verify the history"))
        self.verifying.clicked.connect(self.verify)

    def verify(self) -> None:
        """Recompute every hash and say what was found."""
        found = self._document.verify_history()
        if found.ok:
            told = ngettext("{n} row, each following from the one before it. Newest hash: {head}",
                            "{n} rows, each following from the one before it. Newest hash: {head}", found.rows)
            self.verdict.say(told.format(n=found.rows, head=breakable(found.head)), "good")
        else:
            self.verdict.say(found.problem, "bad")
        if found.notes:
            self.verdict.say(f"{self.verdict.sentence}\n" + "\n".join(found.notes), "warn" if found.ok else "bad")
        self.area.ensureWidgetVisible(self.verdict)

    def _whole(self) -> QWidget:
        frame, column = card()
        column.setSpacing(4)
        self.what, self.why = words("", "strong", selectable=True), words("", selectable=True)
        self.facts = words("", "small", selectable=True)
        for part in (self.what, self.why, self.facts):
            column.addWidget(part)
        return frame

    def _tell(self, row: int) -> None:
        """The chosen entry, nothing cut short."""
        if not 0 <= row < len(self._changes):
            return
        each = self._changes[row]
        self.what.setText(breakable(each.label))
        self.why.setText(_("Reason: {words}").format(words=breakable(each.reason)))
        self.why.setVisible(bool(each.reason))
        self.facts.setText(_("Entry {number}, {when}, {who}. Hash {hash}").format(
            number=count(each.seq), when=_local(each.time), who=_who(each), hash=breakable(each.hash)))


def _row(change: Change) -> Row:
    return Row((str(change.seq), _local(change.time), _who(change), change.label, change.reason, change.hash[:12]))


def _who(change: Change) -> str:
    return change.user if change.analyst in ("", change.user) else f"{change.analyst} ({change.user})"


def _local(time: str) -> str:
    moment = QDateTime.fromString(time, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
