"""One question on screen: its words, why we ask, its clauses, the field that fits its kind, note and evidence."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rai_desktop.frameworks.catalog import label
from rai_desktop.gui.widgets.answer_fields import AnswerField, field_for
from rai_desktop.gui.widgets.asides import Asides
from rai_desktop.gui.widgets.evidence_field import EvidenceField
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _
from rai_desktop.project.model import Answer, AnswerValue
from rai_desktop.questionnaire.answers import Asked, is_given, problem
from rai_desktop.questionnaire.profile_rows import Now
from rai_desktop.questionnaire.question import Kind, Question
from rai_desktop.questionnaire.spot import Place
from rai_desktop.questionnaire.wording import in_source


class Told(NamedTuple):
    """Something to be said of an answer, with one thing to do about it; `place` is the question to go to, where that is not
    the one that asks the same."""

    sentence: str
    action: str = ""
    deed: str = ""
    tone: str = "note"
    place: Place | None = None


CONFIRM, GO, TAKE, ADD = "confirm", "go", "take", "add"
"""Deeds: confirm what was carried over, go where the same is asked, take that answer instead of one's own, add the items
that a table tells of."""


class Shown(NamedTuple):
    """An answer as it is to be shown: what is kept here, the value that counts (perhaps given where the same is asked),
    what to say of it, and which questions a group puts to an item; `carried` says that it is to be confirmed,
    `dropped` that what was chosen is no longer there, `missing` which rows of the table it follows have no item yet;
    `nows` is how the rows of a table stand now."""

    answer: Answer
    value: AnswerValue
    told: tuple[Told, ...]
    asked: Asked
    shared: bool = False
    carried: bool = False
    dropped: str = ""
    missing: tuple[str, ...] = ()
    nows: Mapping[str, Now] = {}


class QuestionField(QFrame):
    """Shows one question; `answered(id, Answer)` is sent when the analyst has finished an answer, `wanted(id)` when he
    wants to see where the same is asked, `sought(pack, id)` to see another question, `confirmed(id)` when the answer
    carried over still holds."""

    answered = Signal(str, object)
    wanted = Signal(str)
    sought = Signal(str, str)
    confirmed = Signal(str)

    def __init__(self, question: Question, number: str, asides: Asides | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.asides = asides
        self.setObjectName("question")
        self.setProperty("card", True)
        self._shown = Shown(Answer(), None, (), lambda _place, _id: True)
        self._is_new = True
        self._drawn: AnswerValue = None
        self._notices: list[Notice] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(8)
        layout.addLayout(self._heading(number))
        self.field: AnswerField = field_for(question)
        self.field.setAccessibleName(question.text)
        self.field.setAccessibleDescription(question.why)
        self.field.finished.connect(self._take)
        self._above = QVBoxLayout()
        layout.addLayout(self._above)
        layout.addWidget(self.field)
        self._problem = _words("", "problem")
        self._problem.hide()
        layout.addWidget(self._problem)
        self.evidence = EvidenceField()
        self.evidence.changed.connect(self._take)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        for part in (self.evidence, *(asides.widgets if asides else [])):
            beside.addWidget(part)
        layout.addLayout(beside)
        layout.addLayout(self._why())

    def _heading(self, number: str) -> QHBoxLayout:
        row = QHBoxLayout()
        self._number = _words(number, "number")
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        title = _words(self.question.text, "question-title")
        title.setBuddy(self)
        row.addWidget(title, 1)
        self._state = _State()
        row.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _why(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        if self.question.help:
            column.addWidget(_words(self.question.help, "help"))
        if self.question.why:
            column.addWidget(_words(_("Why we ask: {why}").format(why=self.question.why), "why"))
        if told := list(filter(None, [in_source(self.question), *(label(ref) for ref in self.question.refs)])):
            column.addWidget(_words("   ".join(told), "clauses"))
        return column

    def show_number(self, number: str) -> None:
        """Its place in the section, which moves as questions before it come and go."""
        self._number.setText(number)

    def show_answer(self, shown: Shown) -> None:
        """Show an answer; sends nothing. What is shown already is left alone: a page has dozens of fields."""
        same = shown[:3] == self._shown[:3] and (shown.dropped, shown.nows) == (self._shown.dropped, self._shown.nows)
        if same and self.question.kind is not Kind.GROUP and not self._is_new:
            return
        before, self._shown, self._is_new = self._shown, shown, False
        self.field.show_asked(shown.asked)
        if not self.field.busy():
            self.field.show_value(shown.value)
            self._drawn = self.field.value()
        self.field.show_nows(shown.nows)
        self.evidence.show_evidence(shown.answer.note, shown.answer.evidence)
        if shown.told != before.told:
            self._show_told(shown.told)
        self._tell_state()

    def _show_told(self, told: tuple[Told, ...]) -> None:
        for notice in self._notices:
            self._above.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self._notices = [Notice(each.sentence, each.tone, action=each.action) for each in told]
        for each, notice in zip(told, self._notices, strict=True):
            notice.acted.connect(lambda told=each: self._do(told))
            notice.button.setAccessibleDescription(self.question.text)
            self._above.addWidget(notice)

    def _do(self, told: Told) -> None:
        deed = told.deed
        if told.place:
            self.sought.emit(*told.place)
            return
        if deed == GO:
            self.wanted.emit(self.question.id)
            return
        if deed == ADD:
            self.field.add_named(self._shown.missing)
            return
        if deed == CONFIRM:
            self.confirmed.emit(self.question.id)
            return
        self.answered.emit(self.question.id, msgspec.structs.replace(self._shown.answer, value=None, carried=""))

    def flush(self) -> None:
        """Send an answer, a note or a comment that is being typed."""
        self.field.flush()
        self.evidence.flush()
        if self.asides:
            self.asides.flush()

    def focus_field(self) -> None:
        """Put the keyboard into the field."""
        self.field.focus_first()

    def _take(self) -> None:
        """Send what is new. A shared answer left as it is stays where it was given, and what the field cannot show, from
        when the question was of another kind, stays as it is kept; a carried one that is altered needs no confirming."""
        before, value = self._shown.answer, self.field.value()
        if value == self._drawn or (self._shown.shared and value == self._shown.value):
            value = before.value
        carried = before.carried if value == before.value else ""
        answer = Answer(value=value, note=self.evidence.note(), evidence=self.evidence.attachments(), carried=carried)
        if answer != before:
            self._shown = self._shown._replace(answer=answer, value=value, shared=False, carried=bool(carried), dropped="")
            self._is_new, self._drawn = True, self.field.value()
            self._tell_state()
            self.answered.emit(self.question.id, answer)

    def _tell_state(self) -> None:
        own, value = self._shown.answer.value, self._shown.value
        given = own if is_given(self.question, own) else value
        sentence = self._shown.dropped or problem(self.question, given, self._shown.asked)
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._state.setText(self._state_words(is_given(self.question, value), sentence))

    def _state_words(self, given: bool, sentence: str) -> str:
        if given and self._shown.carried:
            return _("• to confirm")
        if given and not sentence and not self._shown.missing:
            return _("✓ answered elsewhere") if self._shown.shared else _("✓ answered")
        return _("• needed") if self.question.required else _("optional")


class _State(QLabel):
    """Whether it is answered. As wide from the start as the answered question's: the question would else break into other
    lines as soon as it is answered, and push what is below it down."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("kind", "state")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    def sizeHint(self) -> QSize:
        """At least the words of an answered question."""
        return self._roomy(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self._roomy(super().minimumSizeHint())

    def _roomy(self, hint: QSize) -> QSize:
        return hint.expandedTo(QSize(self.fontMetrics().horizontalAdvance(_("✓ answered")) + 2, 0))


def _words(text: str, kind: str) -> QLabel:
    words = QLabel(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setProperty("kind", kind)
    return words
