"""Garbage is collected while nobody types, all of it in the end, and pages that were left do not pile up."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from rai_desktop.gui import garbage as garbage_
from rai_desktop.gui.widgets.question_field import QuestionField

REST_MS = 40


class Knot:
    """Nothing but a collection ends it."""

    def __init__(self):
        self.self = self


@pytest.fixture
def garbage(qapp, monkeypatch):
    monkeypatch.setattr(garbage_, "REST_MS", REST_MS)
    was = gc.isenabled()
    made = garbage_.Garbage(qapp)
    yield made
    made.deleteLater()
    gc.unfreeze()
    if was:
        gc.enable()


@pytest.fixture
def line(qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is field.windowHandle())
    return field


def old_knot():
    """One that only a collection of everything would find."""
    knot = Knot()
    gc.collect()
    return weakref.ref(knot)


def test_the_rest_after_a_key_collects(garbage, line, qtbot):
    gone = old_knot()
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)
    assert line.text() == "a"
    assert gone() is not None
    qtbot.waitUntil(lambda: gone() is None)


def test_there_is_no_rest_while_keys_are_typed(garbage, line, qtbot):
    gone = old_knot()
    for _ in range(10):
        QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)
        qtbot.wait(REST_MS // 4)
    assert gone() is not None
    qtbot.waitUntil(lambda: gone() is None)


def test_what_was_set_apart_is_looked_through_in_the_next_rest(garbage, qtbot):
    knot = Knot()
    gone = weakref.ref(knot)
    garbage.settle()
    del knot
    gc.collect()
    assert gone() is not None
    qtbot.waitUntil(lambda: gone() is None)
    assert gc.get_freeze_count() > 0
    assert not garbage._rest.isActive()


def test_another_program_in_front_is_a_rest(garbage):
    knot = Knot()
    gone = weakref.ref(knot)
    garbage.settle()
    del knot
    QApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert gone() is None


def test_hands_that_never_rest_are_waited_for_no_longer_than_memory_can_bear(garbage):
    gone = old_knot()
    kept = []
    for _ in range(4000):
        kept.append([[] for _ in range(800)])
        garbage.look()
        if gone() is None:
            break
    assert gone() is None


def test_many_new_objects_are_set_apart_at_once_and_looked_through_in_a_rest(garbage, qtbot):
    gc.collect()
    kept = [[] for _ in range(50_000)]
    gone = weakref.ref(Knot())
    before = gc.get_freeze_count()
    garbage.look()
    assert gc.get_freeze_count() > before + len(kept)
    assert gone() is not None
    qtbot.waitUntil(lambda: gone() is None)


def test_what_is_new_is_collected_while_keys_are_typed(garbage, line, qtbot):
    gc.collect()
    gone = weakref.ref(Knot())
    kept = [[] for _ in range(1000)]
    for _ in range(20):
        QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)
        qtbot.wait(REST_MS // 4)
    assert kept
    assert gone() is None


class Dialog(QDialog):
    """Of ours, so Python ends it: in a knot, by a collection."""

    def __init__(self, ends):
        super().__init__()
        self.self = self
        self.destroyed.connect(lambda: ends.append(threading.get_ident()), Qt.ConnectionType.DirectConnection)


def test_no_widget_is_destroyed_on_another_thread(garbage, qtbot):
    """A thread makes objects enough for Python to collect by itself a hundred times."""
    ends, stop = [], threading.Event()

    def make_many():
        while not stop.is_set():
            kept = [[] for _ in range(100_000)]
            assert kept

    gc.collect()  # far from the next that Python would begin here
    for _ in range(20):
        Dialog(ends)
    thread = threading.Thread(target=make_many)
    thread.start()
    try:
        qtbot.wait(300)
        garbage.collect()
    finally:
        stop.set()
        thread.join()
    assert ends == [threading.get_ident()] * 20


@pytest.mark.slow
def test_two_hundred_pages_leave_nothing_behind(garbage, window, project, qtbot):
    garbage._rest.setInterval(1000)  # as with real hands there is no rest within a page, each of which looks at every object
    window.show_step("system")
    step, counts, fields = window.step, [], []
    asked = [(len(each.questions), pack.id, each.section.id) for pack in step._packs(window.session.project)
             for each in window.session.standing.sections(pack, {})]
    places = [place[1:] for place in sorted(asked)[:3]]  # short ones: it is their number that counts
    for number in range(200):
        step.show_section(*places[number % len(places)])
        fields += [weakref.ref(field) for field in step._fields.values()]
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
        qtbot.wait(1)
        if number % 100 == 99:
            qtbot.waitUntil(lambda: all(field() is None or field() in step._fields.values() for field in fields), timeout=10_000)
            gc.unfreeze()  # what is set apart is not counted
            counts.append(len(gc.get_objects()))
    assert len(fields) >= 200
    assert sum(field() is not None for field in fields) == len(step.findChildren(QuestionField)) == len(step._fields)
    assert counts[1] < counts[0] * 1.02
