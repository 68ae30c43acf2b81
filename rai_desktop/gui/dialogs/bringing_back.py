"""Bring answers back: a form that was filled in, what it would change, and which of it is taken over."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton, QWidget

from rai_desktop.forms.bringing import with_answers
from rai_desktop.forms.files import read_form
from rai_desktop.forms.preview import SAFE, Coming, Preview, preview, standing_words, summary
from rai_desktop.forms.returned import Returned
from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.elsewhere import elsewhere
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.change_table import ChangeRow, ChangeTable
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.first_words import with_first_words


def ask_for_form(session: Session, parent: QWidget) -> None:
    """Ask for the file, and show what it would change."""
    if session.document is None:
        return
    name, _kind = QFileDialog.getOpenFileName(
        parent, _("Which form has come back?"), str(session.document.path.parent), _("Forms (*.xlsx *.json)"))
    if name:
        bring_back(session, Path(name), parent)


def bring_back(session: Session, path: Path, parent: QWidget) -> None:
    """Read the form off the window's thread, then show what it would change."""
    def show(returned: Returned) -> None:
        if session.project is not None:
            BringBackDialog(session, path, returned, parent).open()

    elsewhere(parent, lambda: read_form(path), show, session.refused.emit)


class BringBackDialog(PlainDialog):
    """New and changed answers are ticked; what would overwrite or clear an answer is not, until somebody ticks it."""

    def __init__(self, session: Session, path: Path, returned: Returned, parent: QWidget | None = None) -> None:
        self._session, self._path, self._returned = session, path, returned
        self.found = self._preview()
        super().__init__(_("Bring answers back"), parent, heading=path.name, ems=72 if self.found.coming else 40)
        self.body.addWidget(words(summary(self.found) or _("Nothing changes."), "lead"))
        self.wrong = Notice(_wrong_words(self.found), "bad")
        self.told = Notice("", "warn")
        self.messages = _messages(self.found)
        self.body.addWidget(self.wrong)
        self.body.addWidget(self.messages)
        self.body.addLayout(self._tickers())
        self.table = ChangeTable(_("What the form would change"),
                                 [_("Take over"), _("Questionnaire"), _("Question")], (_("Now"), _("In the form")), dispensable=1)
        self.table.ticked.connect(self._count)
        self.body.addWidget(self.table, 1)
        self.table.setVisible(bool(self.found.coming))
        if not self.found.coming:
            self.body.addStretch()
        self._add_buttons()
        self.add_below(self.told)
        self.table.show_rows([_row(each) for each in self.found.coming])
        self._count()

    def chosen(self) -> list[Coming]:
        """The changes that are ticked."""
        return [each for each, on in zip(self.found.coming, self.table.ticks(), strict=True) if on]

    def _preview(self) -> Preview:
        project = self._session.project
        assert project is not None
        return preview(project, self._returned)

    def _tickers(self) -> FlowRow:
        """What ticks many rows at once, above them."""
        row = FlowRow()
        self.all, self.none = QPushButton(_("Tick all")), QPushButton(_("Tick none"))
        self.all.clicked.connect(lambda: self.table.tick([True] * len(self.found.coming)))
        self.none.clicked.connect(lambda: self.table.tick([False] * len(self.found.coming)))
        for button in (self.all, self.none):
            button.setAutoDefault(False)
            row.add(button)
            if not self.found.coming:
                button.hide()
        return row

    def _add_buttons(self) -> None:
        self.taking = self.add_main_button()
        if self.found.coming:
            self.closing.setText(_("Cancel"))
        else:
            self.taking.hide()
        self.taking.clicked.connect(self._take)

    def _count(self) -> None:
        count = len(self.chosen())
        self.taking.setText(ngettext("Take over {n} answer", "Take over {n} answers", count).format(n=count))
        self.taking.setEnabled(count > 0)

    def _take(self) -> None:
        chosen, now = self.chosen(), self._preview()
        if [each for each in chosen if each not in now.coming]:  # somebody answered while this was open
            self.found = now
            self.table.show_rows([_row(each) for each in now.coming])
            self.told.say(_("The assessment was changed meanwhile; look at the changes again."), "warn")
            self._count()
            return
        label = _("Bring answers back from {name}").format(name=self._path.name)
        document = self._session.document
        assert document is not None
        last = document.last
        self._session.apply(label, lambda project: with_first_words(document, with_answers(project, chosen)))
        if document.last is last:  # refused, or given up for want of a reason: what was ticked stays
            return
        self._session.deeds.tell(ngettext("{n} answer was taken over; Undo takes all of it back.",
                                         "{n} answers were taken over; Undo takes all of them back.", len(chosen)).format(
            n=len(chosen)))
        self.accept()


def _row(each: Coming) -> ChangeRow:
    return ChangeRow((standing_words(each.standing), each.title, each.text), each.now_words, each.then_words,
                     ticked=each.standing in SAFE)


def _wrong_words(found: Preview) -> str:
    count = len(found.wrong)
    return ngettext("{n} place cannot be taken. It is told below, with what to do about it; the rest can be taken.",
                    "{n} places cannot be taken. They are told below, with what to do about them; the rest can be taken.",
                    count).format(n=count) if count else ""


def _messages(found: Preview) -> QPlainTextEdit:
    """All that cannot be taken, then what is worth knowing; a few lines high, it scrolls."""
    lines = [*(str(each) for each in found.wrong), *found.told]
    text = QPlainTextEdit("\n".join(lines))
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setAccessibleName(_("What cannot be taken, and what is worth knowing"))
    text.setFixedHeight(text.fontMetrics().lineSpacing() * min(max(len(lines) * 2, 2), 4) + 20)
    text.setVisible(bool(lines))
    return text
