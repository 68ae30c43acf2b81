"""What is found in the questions: how many, which one is in sight, and of one that is not asked now why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_icon
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.search_line import SearchLine
from rai_desktop.i18n import _, ngettext
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.searching import Hit
from rai_desktop.questionnaire.wording import in_source

_LETTERS = 22
_WHAT = _("Words of a question, of an answer, or the source's number. Escape ends the search.")


class QuestionSearch(QWidget):
    """`sought(letters)` when the typing pauses, `went(Hit)` to a hit, `left` on Escape, `wanted` to what keeps a hit from
    being asked. `beside` stands in the head of the page, this below it while something is looked for."""

    went = Signal(object)
    left = Signal()
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[Hit] = []
        self._at = -1
        self.line = _Letters(_("Find a question (Ctrl+F)"),
                             _("Find in the questions of all chosen questionnaires: words, answers, the source's number"))
        self.line.setMinimumWidth(self.line.fontMetrics().averageCharWidth() * _LETTERS)
        self.line.stepped.connect(self.step)
        self.line.escaped.connect(self._leave)
        self.line.entered.connect(self._begin)
        self.line.passed.connect(self._pass)
        self.before, self.next = _arrow("chevron-up", _("Previous hit")), _arrow("chevron", _("Next hit"))
        self.before.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.beside = QWidget()
        row = QHBoxLayout(self.beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for part in (self.line, self.before, self.next):
            row.addWidget(part)
        self.told = words("", "quiet")
        self.told.setAccessibleName(_("What was found"))
        self.hidden = Notice()
        self.hidden.acted.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 8, 32, 0)
        column.addWidget(self.told)
        self.hide()

    @property
    def current(self) -> Hit | None:
        """The hit that was gone to."""
        return self.hits[self._at] if 0 <= self._at < len(self.hits) else None

    def show_hits(self, hits: list[Hit], packs: int) -> None:
        """What the letters of now find; the first hit is gone to by Enter."""
        self.hits, self._at = hits, -1
        self.hidden.say("")
        for button in (self.before, self.next):
            button.setEnabled(bool(hits))
        if not self.line.text().strip():
            self.told.setText(_WHAT)
            return
        if not hits:
            self.told.setText(ngettext("Nothing found in {n} questionnaire.", "Nothing found in {n} questionnaires.",
                                       packs).format(n=packs))
            return
        within = len({hit.pack.id for hit in hits})
        found = ngettext("{n} question found", "{n} questions found", len(hits)).format(n=len(hits))
        where = ngettext("in {n} questionnaire", "in {n} questionnaires", within).format(n=within)
        self.told.setText(_("{found} {where}. Enter goes to the first, Shift+Enter goes back.").format(found=found, where=where))

    def step(self, by: int) -> None:
        """To the next hit, or the one before; round at both ends."""
        if self.hits:
            self._at = (self._at + by) % len(self.hits) if self._at >= 0 or by > 0 else len(self.hits) - 1
            self.hidden.say("")
            self.told.setText(self._place(self.hits[self._at]))
            self.went.emit(self.hits[self._at])

    def say_hidden(self, why: str, action: str) -> None:
        """The hit is not asked now."""
        self.hidden.say(why, "note", action)

    def _place(self, hit: Hit) -> str:
        number = f" – {source}" if (source := in_source(hit.question)) else ""
        return _("{n} of {all}: {pack} – {section}").format(n=self._at + 1, all=len(self.hits), pack=hit.pack.title,
                                                            section=hit.section.title) + number

    def _begin(self) -> None:
        """Its room is taken before the first letter: the page would else be laid out anew between two of them."""
        if not self.line.text().strip():
            self.told.setText(_WHAT)
        self.show()

    def _pass(self) -> None:
        if not self.line.text():
            self.hide()

    def _leave(self) -> None:
        self.left.emit()
        self.line.clear()
        self.hide()


class _Letters(SearchLine):
    """Enter and Shift+Enter step through what was found, Escape ends it; `entered` when the keyboard comes to it, `passed` when
    it goes on by Tab; after a click elsewhere nothing moves under the pointer."""

    stepped = Signal(int)
    escaped = Signal()
    entered = Signal()
    passed = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Time to gather what is looked through."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """On to the next field, or elsewhere."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.passed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The three keys; all others are letters."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()


def _arrow(icon: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setProperty("plain", True)
    made.setAccessibleName(name)
    made.setToolTip(plain_tip(name))
    made.setEnabled(False)
    give_icon(made, icon, "accent", 14)
    return made


def words_of_hidden(hit: Hit, deciding: tuple[Pack, str] | None, *, in_use: bool) -> str:
    """Why a hit is not asked now; `deciding` is the questionnaire and the question that it hangs on."""
    if deciding is None:
        return _("Not asked now: “{question}”. It is asked at another time, by its date.").format(question=hit.question.text)
    pack, question = deciding
    sentence = _("Not asked now: “{question}”. It depends on the answer to “{other}”.").format(
        question=hit.question.text, other=question)
    if pack.id == hit.pack.id:
        return sentence
    where = _("That is in “{pack}”.") if in_use else _("That is in “{pack}”, which is not among the chosen questionnaires.")
    return f"{sentence} {where.format(pack=pack.title)}"
