"""A command in place of a model file: its words, its folder, its classes, and why it may run."""

import os
import shlex
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton

from rai_desktop.gui.steps.step import caption, words
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.folding_form import FoldingForm
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.roomy_line import RoomyLine
from rai_desktop.i18n import _
from rai_desktop.project.given import given
from rai_desktop.project.model import COMMAND, Inputs


class Written(msgspec.Struct, frozen=True):
    """What is written of a command, or stored of one: its words, where it runs, its classes, why it may, how it reads."""

    command: str = ""
    folder: str = ""
    classes: str = ""
    reason: str = ""
    arrow: bool = False


class CommandPart(Fold):
    """`named(Written)` when the analyst takes a command for the model."""

    named = Signal(object)

    def __init__(self, *, may_allow: bool) -> None:
        super().__init__(_("A program instead: R, SAS, Java …"))
        self._may_allow = may_allow
        self._shown = Written()
        self.inside.addWidget(words(_explained(), "muted"))
        self.inside.addWidget(Notice(_less_shut_in(), "warn"))
        self.site = Notice("" if may_allow else _(
            "This site does not allow programs of others as models: allow_unknown_classes = false in its settings.toml. Ask "
            "its administrator, or give the predictions as a column of the table."))
        self.inside.addWidget(self.site)
        self.command, self.folder, self.classes, self.reason = (RoomyLine() for _n in range(4))
        self._form()
        self.arrow = QCheckBox(_("Give it the table as Arrow, not as CSV"))
        self.arrow.setToolTip(_("An Arrow stream: quicker for large tables, and numbers keep every digit"))
        self.inside.addWidget(self.arrow)
        self.problem = Notice()
        self.inside.addWidget(self.problem)
        row = QHBoxLayout()
        self.using = QPushButton(_("Use this command"))
        self.using.clicked.connect(self._take)
        self.using.setToolTip(_("Write the command and the reason first; both are kept in the history and in the report."))
        row.addWidget(self.using)
        row.addStretch()
        self.inside.addLayout(row)
        for field in self._fields():
            field.setEnabled(may_allow)
            field.textChanged.connect(self._ready)
        self.arrow.setEnabled(may_allow)
        self.arrow.toggled.connect(self._ready)
        self.adding.setEnabled(may_allow)
        self.browsing.setEnabled(may_allow)
        self._ready()

    def _form(self) -> None:
        form = FoldingForm()
        self.command.setPlaceholderText(_("for example Rscript score.R"))
        self.folder.setPlaceholderText(_("the folder of the script"))
        self.classes.setPlaceholderText(_("for example no, yes; leave empty if it gives none"))
        self.reason.setPlaceholderText(_("for example: our own scoring script, read and tested by model validation"))
        self.adding, self.browsing = QPushButton(_("Add a file …")), QPushButton(_("Browse …"))
        self.adding.setToolTip(_("Choose the script: its path is added to the command"))
        self.browsing.setAccessibleName(_("Browse to the folder the command runs in"))
        self.adding.clicked.connect(self._add_file)
        self.browsing.clicked.connect(self._browse)
        for title, field, button in (
            (_("Command, as in a terminal"), self.command, self.adding), (_("Folder it runs in"), self.folder, self.browsing),
            (_("Classes with probabilities"), self.classes, None), (_("Why may it run?"), self.reason, None),
        ):
            field.setAccessibleName(title)
            label = caption(title, field)
            if button is None:
                form.addRow(label, field)
                continue
            row = FlowRow()
            row.add(field, 1)
            row.add(button)
            form.addRow(label, row)
        self.inside.addLayout(form)

    def _fields(self) -> tuple[QLineEdit, QLineEdit, QLineEdit, QLineEdit]:
        return self.command, self.folder, self.classes, self.reason

    def show_inputs(self, inputs: Inputs, concern: str) -> None:
        """The command that is the model; what is being written stays when another part of the project changes."""
        model = inputs.model
        on = model is not None and model.format == COMMAND
        told = model.options if model is not None and on else {}
        stored = Written(told.get("command", ""), told.get("folder", ""), told.get("classes", ""),
                         inputs.allowed_reason if on else "", told.get("table") == "arrow")
        if stored != self._shown:
            self._shown = stored
            for field, text in zip(self._fields(), (stored.command, stored.folder, stored.classes, stored.reason), strict=True):
                if text or on:
                    field.setText(text)
            if on:
                self.arrow.setChecked(stored.arrow)
        self.setVisible(on or model is None)
        if on:
            self.open()
        if concern:
            self.problem.say(concern, "bad")
        elif on and self._written() == stored:
            self.problem.say("")
        self._ready()

    def forget(self) -> None:
        """Another project: nothing is written yet, and nothing of it is shown."""
        self._shown = Written()
        for field in self._fields():
            field.clear()

    def _written(self) -> Written:
        command, folder, classes, reason = (given(field.text()) for field in self._fields())
        return Written(command, folder, classes, reason, self.arrow.isChecked())

    def _ready(self) -> None:
        written = self._written()
        complete = self._may_allow and bool(written.command and written.reason)
        can = complete and (written != self._shown or bool(self.problem.sentence))
        if self.using.hasFocus() and not can:  # Qt would go on to a part that may be about to go
            self.arrow.setFocus()
        self.using.setEnabled(can)

    def _take(self) -> None:
        self.problem.say("")
        self.named.emit(self._written())

    def _add_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Which file does the command name?"), self.folder.text())
        if name:
            self.add_file(name)

    def add_file(self, name: str) -> None:
        """Put a file's path at the end of the command; its folder is the one to run in, unless that was said."""
        quoted = f'"{name}"' if os.name == "nt" else shlex.quote(name)
        self.command.setText(f"{self.command.text().strip()} {quoted}".strip())
        if not self.folder.text().strip():
            self.folder.setText(str(Path(name).parent))

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("In which folder does the command run?"), self.folder.text())
        if name:
            self.folder.setText(name)


def _explained() -> str:
    return _(
        "For a model that is no file Python can open. The program is started once for each question. It reads the table as "
        "CSV from its standard input: a line of column names, then one line a row. It writes CSV or Arrow to its standard "
        "output: the same number of rows, with a column “prediction”. If you name the classes, it also writes "
        "“probability_…” for each: with the classes no, yes these are probability_no and probability_yes.")


def _less_shut_in() -> str:
    return _(
        "A command is shut in less than a model file. It may read your files and start parts of its own, as R or Java must. "
        "Network and writing are closed to it only where the system can do that. So it needs your reason, and the report "
        "says what was open.")
