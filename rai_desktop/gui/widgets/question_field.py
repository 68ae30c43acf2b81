"""One question on screen: its words, why we ask, its clauses, the field that fits its kind, note and evidence."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rai_desktop.frameworks.catalog import label
from rai_desktop.gui.widgets.answer_fields import AnswerField, field_for
from rai_desktop.gui.widgets.asides import Asides
from rai_desktop.gui.widgets.evidence_field import EvidenceField
from rai_desktop.i18n import _
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.answers import Asked, is_given, problem
from rai_desktop.questionnaire.question import Question


class QuestionField(QFrame):
    """Shows one question; `answered(id, Answer)` is sent when the analyst has finished an answer."""

    answered = Signal(str, object)

    def __init__(self, question: Question, number: str, asides: Asides | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.asides = asides
        self.setObjectName("question")
        self.setProperty("card", True)
        self._answer = Answer()
        self._asked: Asked = lambda _place, _id: True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(8)
        layout.addLayout(self._heading(number))
        self.field: AnswerField = field_for(question)
        self.field.setAccessibleName(question.text)
        self.field.setAccessibleDescription(question.why)
        self.field.finished.connect(self._take)
        layout.addWidget(self.field)
        self._problem = _words("", "problem")
        self._problem.hide()
        layout.addWidget(self._problem)
        self.evidence = EvidenceField()
        self.evidence.changed.connect(self._take)
        layout.addWidget(self.evidence)
        for aside in asides.widgets if asides else []:
            layout.addWidget(aside)
        layout.addLayout(self._why())

    def _heading(self, number: str) -> QHBoxLayout:
        row = QHBoxLayout()
        self._number = _words(number, "number")
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        title = _words(self.question.text, "question-title")
        title.setBuddy(self)
        row.addWidget(title, 1)
        self._state = _words("", "state")
        row.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _why(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        if self.question.help:
            column.addWidget(_words(self.question.help, "help"))
        if self.question.why:
            column.addWidget(_words(_("Why we ask: {why}").format(why=self.question.why), "why"))
        if self.question.refs:
            column.addWidget(_words("   ".join(label(ref) for ref in self.question.refs), "clauses"))
        return column

    def show_number(self, number: str) -> None:
        """Its place in the section, which moves as questions before it come and go."""
        self._number.setText(number)

    def show_answer(self, answer: Answer, asked: Asked) -> None:
        """Show a stored answer; sends nothing. `asked` tells which questions a group puts to an item."""
        self._answer, self._asked = answer, asked
        self.field.show_asked(asked)
        if not self.field.busy():
            self.field.show_value(answer.value)
        self.evidence.show_evidence(answer.note, answer.evidence)
        self._tell_state()

    def flush(self) -> None:
        """Send an answer that is being typed."""
        self.field.flush()
        if self.asides:
            self.asides.flush()

    def focus_field(self) -> None:
        """Put the keyboard into the field."""
        self.field.focus_first()

    def _take(self) -> None:
        answer = Answer(value=self.field.value(), note=self.evidence.note(), evidence=self.evidence.attachments())
        if answer != self._answer:
            self._answer = answer
            self._tell_state()
            self.answered.emit(self.question.id, answer)

    def _tell_state(self) -> None:
        sentence = problem(self.question, self._answer, self._asked)
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        given = is_given(self.question, self._answer.value)
        words = _("✓ answered") if given and not sentence else _("• needed") if self.question.required else _("optional")
        self._state.setText(words)


def _words(text: str, kind: str) -> QLabel:
    words = QLabel(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setProperty("kind", kind)
    return words
