"""Where the analyst answers for names in a model that are on no list: a reason, or the file they come from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.model_code import module_of, wanted_modules
from rai_desktop.gui.model_page import Seen
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.roomy_line import RoomyLine
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.given import given


class NamesPart(QWidget):
    """`allowed(names, reason)` when the analyst takes them on, `withdrawn` when no longer, `code_wanted` to add a
    file, `code_read` to read the one that is the model."""

    allowed = Signal(list, str)
    withdrawn = Signal()
    code_wanted = Signal()
    code_read = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._unknown: list[str] = []
        self._lent = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.asking = self._asking()
        column.addWidget(self.asking)
        self.withdrawing = QPushButton(_("Take the permission back"))
        self.withdrawing.clicked.connect(self.withdrawn)
        row = QHBoxLayout()
        row.addWidget(self.withdrawing)
        row.addStretch()
        column.addLayout(row)

    def _asking(self) -> QFrame:
        part = QFrame()
        part.setProperty("tone", "warn")
        column = QVBoxLayout(part)
        column.setContentsMargins(16, 12, 16, 12)
        self._question, self._advice = words("", "strong"), words("")
        column.addWidget(self._question)
        column.addWidget(self._advice)
        self.adding_code = QPushButton(_("Add its Python file …"))
        self.adding_code.clicked.connect(self.code_wanted)
        row = FlowRow()
        row.add(self.adding_code)
        self.reading = QPushButton(_("Read the file"))
        self.reading.clicked.connect(self.code_read)
        row.add(self.reading)
        column.addLayout(row)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(8)
        self.reason, self.allowing = RoomyLine(), QPushButton()
        self.reason.setPlaceholderText(_("for example: own transformer of our team, source read on 3 May"))
        self.reason.setAccessibleName(_("Why may they run?"))
        self.reason.textChanged.connect(lambda text: self.allowing.setEnabled(bool(given(text))))
        form.addRow(_("Why may they run?"), self.reason)
        self.allowing.setEnabled(False)
        self.allowing.setToolTip(_("Write the reason first; it is kept in the history and in the report."))
        self.allowing.clicked.connect(lambda: self.allowed.emit(self._unknown, given(self.reason.text())))
        column.addLayout(form)
        deciding = QHBoxLayout()
        deciding.addWidget(self.allowing)
        deciding.addStretch()
        column.addLayout(deciding)
        return part

    def show_seen(self, seen: Seen) -> None:
        """The question while it is open; the way back once it was answered. A site may forbid both."""
        look, names = seen.look, seen.open_names
        ask = look is not None and look.verdict == "ask" and not seen.command
        self._unknown = names
        self.asking.setVisible(bool(ask and names and seen.may_allow))
        self.withdrawing.setVisible(bool(ask and seen.inputs.allowed_names and not names))
        count = len(names)
        self._question.setText(ngettext(
            "{n} name is on no list. Allow it only if you know who wrote it and what it does.",
            "{n} names are on no list. Allow them only if you know who wrote them and what they do.", count
        ).format(n=count))
        self._advice.setText(_("What is allowed is loaded only where it can be shut in fully. The names and your reason are kept "
                               "in the history and in the report."))
        self.allowing.setText(ngettext("Allow this {n} name", "Allow these {n} names", count).format(n=count))
        self.reading.setVisible(look is not None and look.format == "python")
        self.adding_code.setVisible(bool(wanted_modules(seen)))
        if self.reason.text() in ("", self._lent):  # what was typed stays; what another model's code lent does not
            self._lent = _said_of(names, seen)
            self.reason.setText(self._lent)


def _said_of(names: list[str], seen: Seen) -> str:
    """The reason given for a file beside the model, where every open name comes from that file."""
    for ref in seen.inputs.code:
        if names and all(name.startswith(f"{module_of(ref)}.") for name in names):
            return ref.options.get("reason", "")
    return ""
