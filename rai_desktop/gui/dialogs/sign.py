"""Signs the assessment: shows what is signed, asks for meaning, the name typed twice, and the key's passphrase."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from rai_desktop.errors import Refusal
from rai_desktop.gui.dialogs.dialog import PlainDialog, roomy_form
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import card, words
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.key_fields import KeyFields
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.roomy_line import RoomyLine
from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.project.given import given
from rai_desktop.project.reviewing import Meaning
from rai_desktop.review.requests import likely_meaning, same_person
from rai_desktop.review.told import grouped
from rai_desktop.review.wording import meaning_sentence, meaning_words


class SignDialog(PlainDialog):
    """Nothing is signed but what is shown; a change meanwhile is refused."""

    def __init__(self, session: Session, document: Document, facts: Sequence[tuple[str, str]],
                 parent: QWidget | None = None) -> None:
        from rai_desktop.review.signing import target

        super().__init__(_("Sign"), parent, heading=_("Sign this assessment"), ems=42)
        self._session, self._document = session, document
        self._shown = target(document)
        self.body.setSpacing(16)
        self.body.addWidget(self._what(facts))
        self.body.addLayout(self._who())
        self.keys = KeyFields(session.settings, optional=not session.settings.signatures_need_key)
        self.keys.changed.connect(self._tell)
        self.body.addWidget(self.keys)
        self.assurance = Notice()
        self.body.addWidget(self.assurance)
        self.body.addStretch()
        self.trouble = Notice()
        self.add_below(self.trouble)
        self.closing.setText(_("Cancel"))
        self.signing = self.add_main_button(_("Sign"))
        self.signing.clicked.connect(self._sign)
        self._tell()

    def _what(self, facts: Sequence[tuple[str, str]]) -> QWidget:
        frame, column = card()
        column.addWidget(words(_("What is signed"), "section"))
        form = roomy_form()
        for name, value in (*facts, (_("Newest entry"), str(self._shown.entry)), (_("SHA-256"), grouped(self._shown.digest))):
            label = words(value, "text", selectable=True)
            form.addRow(words(name, "quiet"), label)
        column.addLayout(form)
        return frame

    def _who(self) -> QFormLayout:
        form = roomy_form()
        form.setVerticalSpacing(8)
        self.meaning = QComboBox()
        for meaning in Meaning:
            self.meaning.addItem(meaning_words(meaning).capitalize(), meaning)
        likely = likely_meaning(self._document.project, self._session.person)
        self.meaning.setCurrentIndex(self.meaning.findData(likely))
        self.says = words(meaning_sentence(likely), "quiet")
        self.name = RoomyLine(self._session.person)
        self.again = RoomyLine()
        self.again.setPlaceholderText(_("the same name, typed by you now"))
        self.role = RoomyLine(self._session.settings.signing_role)
        self.role.setPlaceholderText(_("for instance head of model validation"))
        for name, field in ((_("I sign as"), self.meaning), ("", self.says), (_("Name"), self.name), (_("Role"), self.role),
                            (_("Name again"), self.again)):
            if name:
                field.setAccessibleName(name)
            form.addRow(name, field)
        self.meaning.currentIndexChanged.connect(self._tell)
        self.name.textChanged.connect(self._tell)
        self.again.textChanged.connect(self._tell)
        return form

    def _tell(self) -> None:
        self.says.setText(meaning_sentence(Meaning(self.meaning.currentData())))
        keyed = self.keys.key() is not None
        if keyed:
            self.assurance.say(_("Signed with your key: anyone who has your public key can check that you signed."), "good")
        elif self._session.settings.signatures_need_key:
            self.assurance.say(_("Your site accepts signatures by key only."), "warn")
        else:
            self.assurance.say(_("By name alone: the signature shows later changes, but anyone could have typed this name. The "
                                 "report and every check say so."), "note")
        missing = self._missing(keyed)
        self.signing.setEnabled(not missing)
        self.signing.setToolTip(plain_tip(missing))
        self.trouble.say(missing)  # a button that cannot be pressed says why, without being asked

    def _missing(self, keyed: bool) -> str:
        if not given(self.name.text()):
            return _("Type your name.")
        if not same_person(self.name.text(), self.again.text()):
            return _("Type your name again, as it stands above.")
        if keyed and not self.keys.passphrase():
            return _("Type the passphrase of your key.")
        if not keyed and self._session.settings.signatures_need_key:
            return _("Choose your key.")
        return ""

    def _sign(self) -> None:
        from rai_desktop.review.signing import Intent, sign

        settings = self._session.settings
        intent = Intent(meaning=Meaning(self.meaning.currentData()), name=self.name.text(), role=self.role.text(),
                        key=self.keys.key(), passphrase=self.keys.passphrase())
        try:
            made = sign(self._document, intent, self._shown, needs_key=settings.signatures_need_key)
        except Refusal as refusal:
            self.trouble.say(str(refusal), "bad")
            return
        settings.remember(signing_role=self.role.text().strip())
        self.keys.remember()
        self.accept()
        self._session.told.emit(_("Signed as {meaning}: {name}").format(meaning=meaning_words(made.meaning), name=made.name))
