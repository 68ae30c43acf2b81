"""Hand out answers as a form: which questionnaires, what of them, and as which kind of file."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from rai_desktop.forms.files import write_form
from rai_desktop.forms.form import Form, form_of
from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.elsewhere import elsewhere
from rai_desktop.gui.ending import with_ending
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.option_button import RadioOption, TickOption
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.catalog import find


class HandOutDialog(PlainDialog):
    """A tick for each questionnaire in use; the button says how many questions leave."""

    def __init__(self, session: Session, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(_("Hand out answers as a form"), parent, ems=46)
        self._session, self._project = session, project
        self.body.addWidget(words(_("Colleagues fill the form in without this program. Bring it back with File > Bring "
                                    "answers back; nothing is taken over before you have seen what changes."), "lead"))
        self.ticks: dict[str, TickOption] = {}
        self._add_packs()
        self.body.addSpacing(8)
        self.everything = TickOption(_("Also ask what need not be answered by today's answers"))
        self.everything.toggled.connect(self._count)
        self.body.addWidget(self.everything)
        self.as_workbook = RadioOption(_("Excel workbook (.xlsx), for people"))
        self.as_json = RadioOption(_("JSON (.json), for programs"))
        self.as_workbook.setChecked(True)
        self.body.addSpacing(8)
        for button in (self.as_workbook, self.as_json):
            self.body.addWidget(button)
        self.body.addStretch()
        self.trouble = Notice()
        self.add_below(self.trouble)
        self.closing.setText(_("Cancel"))
        self.saving = self.add_main_button()
        self.saving.clicked.connect(self._ask)
        if not self.ticks:
            self.trouble.say(_("No questionnaire is in use yet. Choose them on the page System."), "warn")
        self._count()

    def _add_packs(self) -> None:
        for id_ in self._project.packs:
            if pack := find(id_):
                tick = TickOption(pack.title)
                tick.setChecked(True)
                tick.toggled.connect(self._count)
                self.ticks[id_] = tick
                self.body.addWidget(tick)

    def form(self) -> Form:
        """What is ticked."""
        chosen = [id_ for id_, tick in self.ticks.items() if tick.isChecked()]
        return form_of(self._project, chosen, everything=self.everything.isChecked())

    def _count(self) -> None:
        count = self.form().count
        self.saving.setText(ngettext("Save a form of {n} question …", "Save a form of {n} questions …", count).format(n=count))
        self.saving.setEnabled(count > 0)

    def _ask(self) -> None:
        document = self._session.document
        if document is None:
            return
        ending = ".json" if self.as_json.isChecked() else ".xlsx"
        start = document.path.with_name(_("{name}, form").format(name=document.path.stem) + ending)
        kind = _("JSON files (*.json)") if self.as_json.isChecked() else _("Excel workbooks (*.xlsx)")
        name, _kind = QFileDialog.getSaveFileName(self, _("Where is the form to be kept?"), str(start), kind)
        if name:
            self.write(with_ending(name, kind))

    def write(self, path: Path) -> None:
        """Write the form there, off the window's thread."""
        form = self.form()
        self.saving.setEnabled(False)
        self.trouble.say(_("Writing the form …"))

        def done(_nothing: None) -> None:
            self._session.told.emit(_("The form is in {path}.").format(path=path))
            self.accept()

        def refused(sentence: str) -> None:
            self.trouble.say(sentence, "bad")
            self._count()

        elsewhere(self, lambda: write_form(form, path), done, refused)
