"""The Python the model runs in: this program's own, or that of the environment the model was made in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QPushButton

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.roomy_line import RoomyLine
from rai_desktop.i18n import _
from rai_desktop.project.fit_words import level_words
from rai_desktop.project.looks import Fit
from rai_desktop.project.model import Inputs

_TONES = {"exact": "good", "close": "good", "other": "warn", "lacking": "bad"}


class PythonPart(Fold):
    """`named(path)` when the analyst names an interpreter ("" for our own), `search` to find them, `trusted` to confirm one."""

    named = Signal(str)
    search = Signal()
    trusted = Signal()

    def __init__(self) -> None:
        super().__init__(_("The Python it runs in"))
        self._shown = self._concern = ""
        self.inside.addWidget(words(_(
            "Leave this empty to use this program's own Python. A model made with older libraries can run in the Python of "
            "its own environment instead, just as shut in. A Python that you name here may be started on this computer."),
            "muted"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(8)
        self.field = RoomyLine()
        self.field.setPlaceholderText(_("for example /opt/old-model/bin/python"))
        self.field.setAccessibleName(_("Python of the environment the model was trained in"))
        self.field.editingFinished.connect(self.flush)
        form.addRow(_("Python interpreter"), self.field)
        self.inside.addLayout(form)
        row = FlowRow()
        self.finding, self.browsing = QPushButton(_("Find Pythons on this computer …")), QPushButton(_("Browse …"))
        self.finding.clicked.connect(self.search)
        self.browsing.clicked.connect(self._browse)
        self.browsing.setAccessibleName(_("Browse to a Python interpreter"))
        self.clearing = QPushButton(_("Use our own"))
        self.clearing.setProperty("plain", True)
        self.clearing.clicked.connect(lambda: self.named.emit(""))
        for button in (self.finding, self.browsing, self.clearing):
            row.add(button)
        self.inside.addLayout(row)
        self.fit, self.problem = Notice(), Notice()
        self.problem.acted.connect(self.trusted)
        self.inside.addWidget(self.fit)
        self.inside.addWidget(self.problem)

    def flush(self) -> None:
        """Send what was typed, once."""
        if (path := self.field.text().strip()) != self._shown:
            self._shown = path
            self.named.emit(path)

    def show_inputs(self, inputs: Inputs, *, use: bool, fit: Fit | None, suggested: bool, concern: str) -> None:
        """The interpreter and how it fits; opens when one is chosen, or when versions differ. Not there when of no `use`."""
        self.setVisible(use or bool(inputs.python))
        if inputs.python or suggested or concern:
            self.open()
        if not self.field.hasFocus() or self.field.text().strip() == self._shown:
            self._shown = inputs.python
            self.field.setText(inputs.python)
        self.clearing.setVisible(bool(inputs.python))
        there = fit is not None and bool(inputs.python)
        self.fit.say(_fit_words(fit) if fit is not None and there else "", _TONES.get(fit.level, "note") if fit else "note")
        if concern:
            self.problem.say(concern, "bad")
        elif not inputs.python or self.problem.sentence == self._concern:  # a check of the Python that was named before
            self.problem.say("")
        self._concern = concern or self._concern

    def _browse(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Which Python does the model need?"), self.field.text())
        if name:
            self.named.emit(name)


def _fit_words(fit: Fit) -> str:
    return _("Python {version} {level}. {sentence}").format(
        version=fit.interpreter.version, level=level_words(fit.level), sentence=fit.sentence)
