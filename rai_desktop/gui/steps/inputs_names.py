"""What a model file uses, by name, and the place where the analyst answers for what is on no list."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.input_changes import unknown_names
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.text_table import TextTable
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.looks import ModelLook, NameUse
from rai_desktop.project.model import Inputs


class NamesPart(QWidget):
    """`allowed(names, reason)` when the analyst takes the unknown names on."""

    allowed = Signal(list, str)

    def __init__(self, *, may_allow: bool = True) -> None:
        super().__init__()
        self._may_allow = may_allow
        self._unknown: list[str] = []
        self._shown: ModelLook | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.fold = Fold(_("What the file uses"))
        self.table = TextTable(_("What the file uses"), most_rows=8)
        self.fold.inside.addWidget(self.table)
        column.addWidget(self.fold)
        self.asking = self._asking()
        column.addWidget(self.asking)

    def _asking(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        self._question = words("", "strong")
        column.addWidget(self._question)
        form = QFormLayout()
        self.reason, self.allowing = QLineEdit(), QPushButton()
        self.reason.setPlaceholderText(_("for example: own transformer of our team, source read on 3 May"))
        self.reason.textChanged.connect(lambda text: self.allowing.setEnabled(bool(text.strip())))
        form.addRow(_("Why may they run?"), self.reason)
        column.addLayout(form)
        self.allowing.setEnabled(False)
        self.allowing.setToolTip(_("Write the reason first; it is kept in the history and in the report."))
        self.allowing.clicked.connect(lambda: self.allowed.emit(self._unknown, self.reason.text().strip()))
        form.addRow("", self.allowing)
        return part

    def show_names(self, look: ModelLook | None, inputs: Inputs) -> None:
        """The names of this file, the doubtful ones first."""
        self.setVisible(look is not None and bool(look.names))
        self._unknown = unknown_names(look, inputs)
        self._show_question(look)
        if look is None or look is self._shown:
            return
        self._shown = look
        order = {"dangerous": 0, "unknown": 1, "allowed": 2}
        names = sorted(look.names, key=lambda use: order.get(use.judgement, 1))
        self.table.show_rows([_("Judgement"), _("Name"), _("How"), _("Why")], [_row(use) for use in names], stretch=1)
        self.fold.rename(ngettext("What the file uses ({n} name)", "What the file uses ({n} names)", len(names)).format(
            n=len(names)))
        if look.verdict != "loadable":
            self.fold.open()

    def _show_question(self, look: ModelLook | None) -> None:
        count = len(self._unknown)
        self.asking.setVisible(bool(look and look.verdict == "ask" and count and self._may_allow))
        self._question.setText(ngettext(
            "{n} name is on no list. Allow it only if you know who wrote it and what it does.",
            "{n} names are on no list. Allow them only if you know who wrote them and what they do.", count
        ).format(n=count))
        self.allowing.setText(ngettext("Allow this {n} name", "Allow these {n} names", count).format(n=count))


def _row(use: NameUse) -> list[str]:
    said = {"allowed": _("✓ allowed"), "unknown": _("? unknown"), "dangerous": _("✕ dangerous")}
    return [said.get(use.judgement, use.judgement), use.name, use.use, use.why]
