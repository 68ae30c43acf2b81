"""Tables beside the one assessed: the shares to expect, and the rows the model learned from. Both may be left out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from rai_desktop.gui import figures
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.file_line import FileLine
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _
from rai_desktop.project.looks import TableLook
from rai_desktop.project.model import FileRef, Inputs

WHICH = ("reference", "train")


class BesideCard(QFrame):
    """`chosen(which, path)` and `removed(which)`; `which` is a field of Inputs: reference or train."""

    chosen = Signal(str, str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        self.fold = Fold(_("Tables beside it, if you have them"))
        column.addWidget(self.fold)
        self.files: dict[str, FileLine] = {}
        self.problems: dict[str, Notice] = {}
        self._looks: dict[str, TableLook] = {}
        for which in WHICH:
            self._add(which)

    def _add(self, which: str) -> None:
        title, purpose, verb, question = _said(which)
        file = FileLine(verb, question, _(
            "Tables (*.csv *.tsv *.txt *.gz *.parquet *.xlsx *.feather *.arrow *.jsonl *.ndjson);;All files (*)"),
            can_remove=True, main=False)
        file.chosen.connect(lambda path: self.chosen.emit(which, path))
        file.removed.connect(lambda: self.removed.emit(which))
        self.files[which], self.problems[which] = file, Notice()
        for part in (words(title, "strong"), words(purpose, "muted"), file, self.problems[which]):
            self.fold.inside.addWidget(part)

    def note(self, which: str, look: TableLook) -> None:
        """What was found in the file."""
        self._looks[which] = look
        self.problems[which].say("\n".join(look.warnings), "warn")

    def show_inputs(self, inputs: Inputs) -> None:
        """The chosen files; the part opens by itself when there is one."""
        for which, file in self.files.items():
            chosen: FileRef | None = getattr(inputs, which)
            file.show_file(chosen.path if chosen else "", self._facts(which, chosen), _("None chosen."))
            if chosen:
                self.fold.open()

    def forget(self) -> None:
        """Another project: what was found no longer holds."""
        self._looks.clear()
        for notice in self.problems.values():
            notice.say("")

    def _facts(self, which: str, chosen: FileRef | None) -> str:
        look = self._looks.get(which)
        if chosen is None or look is None or look.path != chosen.path:
            return ""
        return "  ·  ".join((look.format.upper(), figures.rows(look.rows), figures.columns(len(look.columns)),
                             figures.size(look.size), _("SHA-256 {start}…").format(start=look.sha256[:16])))


def _said(which: str) -> tuple[str, str, str, str]:
    """Title, what it is for, the button, the question above the file dialog."""
    if which == "reference":
        return (_("Reference table"), _(
            "People as they should be represented, for example a census extract with the same sensitive columns. The "
            "data profile tests whether the groups in your table are as large as it would lead one to expect."),
            _("Choose a reference table …"), _("Which table shows the groups to expect?"))
    return (_("Training table"), _(
        "The rows the model was trained on. The data profile looks for rows that are in both tables: a model "
        "assessed on what it has learned by heart looks better than it is."),
        _("Choose the training table …"), _("Which table was the model trained on?"))
