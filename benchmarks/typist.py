"""A program that opens a project in the window as the program does, goes to every page, and types into every kind of field as a
person does: keys at their time, whether the window is done with the last one or not. Prints what it timed as JSON."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMessageBox, QPlainTextEdit, QTableWidget, QTabWidget, QWidget

from benchmarks.stopwatch import Act, Stopwatch
from rai_desktop.gui.app import begin, start
from rai_desktop.gui.main_window import MainWindow
from rai_desktop.gui.widgets.comments_aside import CommentsAside
from rai_desktop.gui.widgets.evidence_field import EvidenceField
from rai_desktop.gui.widgets.question_field import QuestionField
from rai_desktop.gui.widgets.search_line import SearchLine
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.question import Kind

_KEY_S = 0.06  # a quick typist
_PACES_S = 0.13, 0.2, 0.26, 0.3, 0.5  # of others, to whom a list is narrowed between two keys
_PAUSE_S = 0.3  # between two fields of different pages
_WORDS = "because it"
_SOUGHT = "eri"
_EACH_KIND = 4  # fields of each kind of question, each in another questionnaire where there are so many
_FITTING = {Kind.DATE: "2026-11-26", Kind.NUMBER: "12345"}
_EDITS = (QLineEdit, QPlainTextEdit)


class Timed(msgspec.Struct, frozen=True):
    """What was timed, in milliseconds; the opening in seconds on the clock and of processor time."""

    opening: tuple[float, float]
    acts: list[Act]
    idle: list[Act]


class Typist:
    """Goes about in the window."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        self.app, self.window = app, window
        self.watch = Stopwatch()
        self.opening = 0.0, 0.0

    # --- opening and going about --------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open it, to the System step on screen."""
        began, worked = time.perf_counter(), time.process_time()
        self.window.opening.open(path)
        self.window.show_step("system")
        self.app.processEvents()
        self.opening = time.perf_counter() - began, time.process_time() - worked
        session = self.window.session
        self.until(lambda: bool(session.assessments) and session.checked is not None)

    def until(self, there: Callable[[], bool], patience_s: float = 120) -> None:
        """Let the window live until something is there."""
        end = time.monotonic() + patience_s
        while not there():
            assert time.monotonic() < end, "the engine did not answer"
            self.rest(0.05)
        self.rest(1)

    def rest(self, seconds: float) -> None:
        """Let the window live for a while."""
        loop = QEventLoop()
        timer = QTimer(singleShot=True, interval=round(seconds * 1000), timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(loop.quit)
        timer.start()
        loop.exec()

    def go(self, place: str, what: str, deed: Callable[[], object]) -> None:
        """Time a change of the page."""
        with self.watch.timing(place, what):
            deed()
            self.app.processEvents()
        self.rest(_PAUSE_S)

    # --- typing -------------------------------------------------------------------------------------------

    def type_into(self, place: str, field: QWidget, words: str = _WORDS) -> None:
        """Give it the keyboard, type, leave it, and type on at once in what comes after it."""
        field.setFocus(Qt.FocusReason.TabFocusReason)
        self.rest(_PAUSE_S)
        self._write(place, "key", words)
        self.press(place, "leaving", Qt.Key.Key_Tab)
        after = QApplication.focusWidget()
        if isinstance(after, _EDITS) and not after.isReadOnly():
            self._write(place, "key after leaving", words[:3])
        else:
            for _ in range(3):
                self.press(place, "key after leaving", Qt.Key.Key_Shift)
        self.rest(_PAUSE_S)

    def _write(self, place: str, what: str, words: str) -> None:
        for letter in words:
            self.press(place, what, letter)
        self.press(place, what, Qt.Key.Key_Backspace)

    def seek(self, place: str, field: SearchLine) -> None:
        """Letters that leave ever fewer lines, and all of them away again, each pace of typing in turn."""
        field.setFocus(Qt.FocusReason.TabFocusReason)
        self.rest(_PAUSE_S)
        for pace in _PACES_S:
            for key in (*_SOUGHT, *[Qt.Key.Key_Backspace] * len(_SOUGHT)):
                self.press(place, "key, seeking", key, pace)
            self.rest(1)  # what follows in a rest is no key's

    def press(self, place: str, what: str, key: Qt.Key | str, after_s: float = _KEY_S) -> None:
        """A key at its time, into the window that has the keyboard, until its outcome is painted."""
        due = time.perf_counter() + after_s
        self.rest(after_s)
        with self.watch.timing(place, what, due):
            QTest.keyClick(QApplication.focusWindow(), key)
            self.app.processEvents()

    # --- pages --------------------------------------------------------------------------------------------

    def every_question(self) -> None:
        """Some fields of every kind, one page of every questionnaire."""
        step, done = self.window.step, Counter[str]()
        for pack in catalog.packs():
            for place, section in enumerate(pack.sections):
                if place and all(done[kind] >= _EACH_KIND for kind in _kinds(section.questions)):
                    continue
                self.go("system", "another section", lambda pack=pack, section=section: step.show_section(pack.id, section.id))
                seen = set[str]()
                for field in step.scroll.findChildren(QuestionField):
                    for kind, part in _parts(field):
                        if field.isVisible() and kind not in seen and done[kind] < _EACH_KIND:
                            seen.add(kind)
                            done[kind] += 1
                            self._answer(kind, part)

    def _answer(self, kind: str, part: QWidget) -> None:
        if isinstance(part, QTableWidget):
            self._write_cell(kind, part)
        elif isinstance(part, EvidenceField | CommentsAside):
            part.fold.open()
            self.type_into(f"system, {kind}", part.text if isinstance(part, EvidenceField) else part.field)
        elif isinstance(part, _EDITS):
            self.type_into(f"system, {kind}", part, _FITTING.get(kind, _WORDS))

    def _write_cell(self, kind: str, table: QTableWidget) -> None:
        item = next((item for column in range(table.columnCount()) if (item := table.item(0, column))), None)
        if item is None:
            return
        table.setFocus()
        table.setCurrentItem(item)
        self.rest(_PAUSE_S)
        table.editItem(item)
        self.rest(_PAUSE_S)
        edit = QApplication.focusWidget()
        assert isinstance(edit, QLineEdit)
        self.type_into(f"system, {kind} cell", edit)

    def every_other_page(self) -> None:
        """Every field in sight on every other step, tab by tab, then the fields of dialogs."""
        for step in self.window.steps:
            self.go(step.id, "another page", lambda step=step: self.window.show_step(step.id))
            if step.id == "system":
                self.seek("system: Find a question", next(each for each in step.findChildren(SearchLine) if each.isVisible()))
                continue
            self._fields_of(step.id, step)
            for tabs in step.findChildren(QTabWidget):
                for place in range(1, min(tabs.count(), 4)):
                    self.go(step.id, "another tab", lambda tabs=tabs, place=place: tabs.setCurrentIndex(place))
                    self._fields_of(f"{step.id}, tab {place + 1}", tabs.widget(place))
                tabs.setCurrentIndex(0)
        self.window.show_step("risks")
        self._dialog("finder", self.window.commands.find_command)
        self._dialog("linking", self.window.step.register.card.link.click)  # type: ignore[attr-defined]
        for step in self.window.steps:
            self.go(step.id, "the page again", lambda step=step: self.window.show_step(step.id))

    def _fields_of(self, place: str, part: QWidget | None) -> None:
        assert part is not None
        names = Counter[str]()
        for field in [each for kind in _EDITS for each in part.findChildren(kind)]:
            name = field.accessibleName() or field.placeholderText() or type(field).__name__
            names[name] += 1
            if _takes_keys(field) and names[name] <= 2:
                self.type_into(f"{place}: {name}", field)
                if isinstance(field, SearchLine):
                    field.clear()
                    self.seek(f"{place}: {name}", field)
                    field.clear()  # what was sought hides the rest of the page
                    self.rest(_PAUSE_S)

    def _dialog(self, place: str, opening: Callable[[], object]) -> None:
        self.go(place, "opening", opening)
        dialog = QApplication.activeModalWidget() or QApplication.activeWindow()
        assert dialog is not None
        assert dialog is not self.window
        field = dialog.findChildren(SearchLine)[0]
        self.type_into(f"{place} dialog", field, "risk model")
        field.clear()
        self.seek(f"{place} dialog", field)
        dialog.close()
        self.rest(_PAUSE_S)


def _kinds(questions: object) -> set[str]:
    return {each.kind.value for each in questions}  # type: ignore[attr-defined]


def _parts(field: QuestionField) -> Iterator[tuple[str, QWidget]]:
    """What can be typed into within a question, by kind; the field of a choice takes no words."""
    question, kind = field.question, field.question.kind
    edits = [each for sort in (QTableWidget, *_EDITS) for each in field.field.findChildren(sort) if _takes_keys(each)]
    yield f"long {kind}" if question.long else str(kind), edits[0] if edits else field
    yield "note", field.evidence
    yield from (("comment", aside) for aside in field.asides.widgets if isinstance(aside, CommentsAside))


def _takes_keys(field: QWidget) -> bool:
    if not field.isVisible() or not field.isEnabled() or isinstance(field.parentWidget(), QComboBox):
        return False
    return not isinstance(field, _EDITS) or not field.isReadOnly()


def _leave() -> None:
    """As one who answers that what was typed and not given may be lost."""
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if box.buttonRole(button) == QMessageBox.ButtonRole.DestructiveRole).click()


def main(path: Path) -> None:
    """Open, type, print."""
    app, window = start(["rai-desktop"])
    typist = Typist(app, window)
    begin(window, [])
    typist.rest(2)  # to choose a file
    typist.open(path)
    typist.every_question()
    typist.every_other_page()
    timed = Timed(typist.opening, typist.watch.acts, typist.watch.idle)
    QTimer.singleShot(0, _leave)  # it typed reasons and sent none
    window.close()
    sys.stdout.buffer.write(msgspec.json.encode(timed))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
