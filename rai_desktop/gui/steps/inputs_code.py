"""Python files of its author's that the model needs beside it: add, read, remove."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui import figures
from rai_desktop.gui.model_code import module_of
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _
from rai_desktop.project.model import FileRef, Inputs


class CodePart(Fold):
    """`chosen(path)` for a file to be read and perhaps added, `shown(place)` and `removed(place)` for one that is there."""

    chosen = Signal(str)
    shown = Signal(int)
    removed = Signal(int)

    def __init__(self, *, may_allow: bool) -> None:
        super().__init__(_("Code beside the model"))
        self._may_allow, self._model, self._shown_code = may_allow, "", [FileRef(path="")]
        self.inside.addWidget(words(_(
            "Some models were saved with classes from a file of their author's, often features.py. Add that file: you read it "
            "here first. It runs only with the model, shut in fully, and only when you allow its names for a reason."),
            "muted"))
        self.site = Notice("" if may_allow else _(
            "This site does not allow code of others: allow_unknown_classes = false in its settings.toml. Ask its "
            "administrator, or have the model exported as ONNX or skops."))
        self.problem, self.refused = Notice(), Notice()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.inside.addLayout(self._rows)
        for notice in (self.site, self.problem, self.refused):
            self.inside.addWidget(notice)
        row = QHBoxLayout()
        self.adding = QPushButton(_("Add a Python file …"))
        self.adding.setEnabled(may_allow)
        self.adding.clicked.connect(self.choose)
        row.addWidget(self.adding)
        row.addStretch()
        self.inside.addLayout(row)

    def show_inputs(self, inputs: Inputs, *, use: bool, wanted: bool, concern: str) -> None:
        """The files that are there; opens when there is one, or the model asks for one. Not there when of no `use`."""
        self.setVisible(use or bool(inputs.code))
        self._model = inputs.model.path if inputs.model else ""
        self.refused.say(concern, "bad")
        if inputs.code or wanted or concern:
            self.open()
        if inputs.code == self._shown_code:
            return
        self._shown_code = inputs.code
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        before: QWidget = self.button
        for place, ref in enumerate(inputs.code):
            line = self._row(place, ref)
            self._rows.addWidget(line)
            for button in line.findChildren(QPushButton):  # what is put in anew goes to the end of the tab chain
                self.setTabOrder(before, button)
                before = button

    def _row(self, place: int, ref: FileRef) -> QWidget:
        line, name = QWidget(), Path(ref.path).name
        row, told = FlowRow(), QWidget()
        line.setLayout(row)
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(words(breakable(name), "strong"))
        column.addWidget(words(breakable(_facts(ref)), "small"))
        row.add(told, 1)
        for text, signal in ((_("Read it"), self.shown), (_("Remove"), self.removed)):
            button = QPushButton(text)
            button.setProperty("plain", True)
            button.setAccessibleName(_("{what}: {name}").format(what=text, name=name))
            button.clicked.connect(lambda _on=False, signal=signal: signal.emit(place))
            row.add(button)
        return line

    def choose(self) -> None:
        """Ask for a file, first in the model's folder."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Which Python file does the model need?"), str(Path(self._model).parent), _("Python files (*.py)"))
        if name:
            self.open()
            self.chosen.emit(name)


def _facts(ref: FileRef) -> str:
    lines = ["  ·  ".join((_("module {module}").format(module=module_of(ref)), figures.size(ref.size),
                           _("SHA-256 {start}…").format(start=ref.sha256[:16])))]
    if ref.options.get("reason"):
        lines.append(_("Added because: {reason}").format(reason=ref.options["reason"]))
    return "\n".join(lines)
