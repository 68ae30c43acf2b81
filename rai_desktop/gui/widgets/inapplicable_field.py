"""Why a clause does not apply: typed by the analyst, or taken over from a suggestion; never set by itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.i18n import _


class InapplicableField(QWidget):
    """`said(reason)` when the reason is left changed; "" means that the clause applies."""

    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._ref = ""
        self._own = ""
        self._suggestion = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(words(_("Does it apply?"), "strong"))
        self.inherited = words("", "quiet")
        column.addWidget(self.inherited)
        self.suggestion = Notice(action=_("Use this reason"))
        self.suggestion.acted.connect(self._take)
        column.addWidget(self.suggestion)
        self.reason = Paragraph(_("Only if it does not apply: the reason"), lines=2)
        self.reason.setAccessibleName(_("Why this clause does not apply"))
        self.reason.left.connect(self._send)
        column.addWidget(self.reason)
        row = QHBoxLayout()
        self.applies = QPushButton(_("It does apply"))
        self.applies.setToolTip(_("Take the reason back"))
        self.applies.clicked.connect(self._clear)
        row.addWidget(self.applies)
        row.addStretch()
        column.addLayout(row)

    def show_reason(self, ref: str, own: str, inherited: str, suggestion: str) -> None:
        """Show what is stored for a clause, unless something else is being typed for the same one."""
        if ref != self._ref:
            self._ref = ref
            self.reason.setPlainText(own)  # another clause: what was typed for the one before has been sent
        self._own, self._suggestion = own, suggestion
        self.reason.show_words(own)
        self.inherited.setText(inherited)
        self.inherited.setVisible(bool(inherited))
        offered = bool(suggestion) and not own and not inherited
        self.suggestion.say(_("Perhaps not. {reason}. You decide.").format(reason=suggestion) if offered else "", "note",
                            _("Use this reason"))
        self.applies.setVisible(bool(own))

    def flush(self) -> None:
        """Send what is being typed."""
        self.reason.flush()

    def _send(self) -> None:
        if self.reason.words() != self._own:
            self._own = self.reason.words()
            self.said.emit(self._own)

    def _take(self) -> None:
        self.said.emit(self._suggestion)

    def _clear(self) -> None:
        self.reason.setPlainText("")
        self.said.emit("")
