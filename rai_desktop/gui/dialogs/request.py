"""Whom to ask for a review, until when, with which words; perhaps with a review copy for them."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog, roomy_form
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.option_button import TickOption
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.i18n import _
from rai_desktop.project.reviewing import ReviewRequest
from rai_desktop.questionnaire.answers import date
from rai_desktop.review.comments import now


class RequestDialog(PlainDialog):
    """`ask(request, with_copy)`; `copying`: a copy is what was asked for, so its tick is set."""

    def __init__(self, by: str, ask: Callable[[ReviewRequest, bool], None], parent: QWidget | None = None, *,
                 copying: bool = False) -> None:
        title = _("Save a review copy") if copying else _("Request a review")
        super().__init__(title, parent, ems=36)
        self._by, self._ask = by, ask
        self.body.addWidget(words(_("A review copy is a complete file. The reviewer opens it, comments, answers and signs in it, "
                                    "and sends it back to be merged. The request is kept in the history."), "lead"))
        form = roomy_form()
        self.whom, self.due = QLineEdit(), QLineEdit()
        self.due.setPlaceholderText(_("year-month-day"))
        self.words = Paragraph(_("What to look at in particular"), lines=3)
        for name, field in ((_("Of whom"), self.whom), (_("Until"), self.due), (_("Words"), self.words)):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.copying = TickOption(_("Save a review copy for them now"))
        self.copying.setChecked(copying)
        form.addRow("", self.copying)
        self.body.addLayout(form)
        self.trouble = Notice()
        self.body.addWidget(self.trouble)
        self.body.addStretch()
        self.closing.setText(_("Cancel"))
        self.asking = self.add_main_button(_("Request the review"))
        self.asking.clicked.connect(self._take)
        self.whom.textChanged.connect(self._tell)
        self.due.textChanged.connect(self._tell)
        self._tell()
        self.whom.setFocus()

    def _tell(self) -> None:
        due = self.due.text().strip()
        missing = "" if self.whom.text().strip() else _("Type a name.")
        if due and not date(due):
            missing = _("“{text}” is not a date. Write it as 2026-12-24.").format(text=due)
        self.asking.setEnabled(not missing)
        self.asking.setToolTip(plain_tip(missing))
        self.trouble.say(missing)  # a button that cannot be pressed says why, without being asked

    def _take(self) -> None:
        day = date(self.due.text().strip())
        request = ReviewRequest(by=self._by, of=self.whom.text().strip(), when=now(), words=self.words.words(),
                                due=day.isoformat() if day else "")
        copying = self.copying.isChecked()
        self.accept()
        self._ask(request, copying)
