"""A Python file that a model needs beside it: all of it to be read, its module to be named, a reason to be given."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from rai_desktop.gui import figures
from rai_desktop.gui.dialogs.dialog import PlainDialog, roomy_form
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import fixed_font
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.roomy_line import RoomyLine
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _
from rai_desktop.project.code_lines import code_lines
from rai_desktop.project.given import given
from rai_desktop.project.looks import CodeLook

_LINES = 9


class CodeDialog(PlainDialog):
    """To read a file before it is added (`add(module, reason)`), or again later (no `add`)."""

    def __init__(self, look: CodeLook, wanted: Sequence[str] = (), add: Callable[[str, str], None] | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(_("Code beside the model"), parent, heading=look.path.replace("\\", "/").rsplit("/", 1)[-1], ems=58)
        self._add = add
        self.body.addWidget(words(breakable(_facts(look)), "muted"))
        self.text = QPlainTextEdit("\n".join(code_lines(look.text)))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)  # nothing can hide far to the right
        self.text.setAccessibleName(_("Text of the file"))
        self.text.setFont(fixed_font())
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _LINES)
        self.body.addWidget(self.text, 1)
        self.hash = RoomyLine(look.sha256)
        self.hash.setReadOnly(True)
        self.hash.setCursorPosition(0)
        self.form = roomy_form()
        self.form.addRow(_("SHA-256"), self.hash)
        if add is not None:
            self.body.addWidget(Notice(_(
                "It was read, not run. It will run only in the model's own process, only where that is shut in fully, and "
                "only when you also allow the names it brings. Add it only if you know who wrote it and what it does."),
                "warn"))
        self.body.addLayout(self.form)
        self.problem = Notice()
        self.add_below(self.problem)
        if add is not None:
            self._ask(look, wanted)

    def _ask(self, look: CodeLook, wanted: Sequence[str]) -> None:
        self.module, self.reason = QComboBox(), RoomyLine()
        self.module.setEditable(True)
        self.module.addItems(list(dict.fromkeys([look.module, *wanted])))
        self.module.setAccessibleName(_("The model knows it as the module"))
        self.module.setToolTip(_("The name before the last dot in the names the model asks for"))
        self.reason.setPlaceholderText(_("for example: our team's own file, read by A. Berg on 3 May"))
        self.form.addRow(_("The model knows it as the module"), self.module)
        self.form.addRow(_("Why may it run?"), self.reason)
        self.adding = self.add_main_button(_("Add this file"))
        self.adding.setEnabled(False)
        self.adding.clicked.connect(self._take)
        self.reason.textChanged.connect(lambda text: self.adding.setEnabled(bool(given(text))))
        self.closing.setText(_("Cancel"))

    def _take(self) -> None:
        if self._add is not None:
            self.problem.say("")
            self._add(self.module.currentText().strip(), given(self.reason.text()))

    def refuse(self, sentence: str) -> None:
        """Why it cannot be added so; what was written stays."""
        self.problem.say(sentence, "bad")


def _facts(look: CodeLook) -> str:
    defines = ", ".join(look.defines) or _("nothing")
    imports = ", ".join(look.imports) or _("nothing")
    return "\n".join((
        _("{size}, {lines} lines").format(size=figures.size(look.size), lines=figures.count(look.lines)),
        _("It defines: {names}").format(names=defines), _("It imports: {names}").format(names=imports)))
