"""A narrowed list is painted in small steps out of sight, and shown once, as it would be painted at once."""

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from rai_desktop.gui.widgets.painted_later import PaintedLater


class Paintings(QObject):
    """How often rows were painted, and into what: of nothing while updates are off is anything seen."""

    def __init__(self, view):
        super().__init__(view)
        self.view, self.seen, self.unseen = view, 0, 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint:
            self.seen += self.view.updatesEnabled()
            self.unseen += not self.view.updatesEnabled()
        return False


@pytest.fixture
def shown(qtbot, monkeypatch):
    """A list of fifty rows, of which a step of painting does one band."""
    monkeypatch.setattr("rai_desktop.gui.widgets.painted_later._AT_ONCE_S", 0)
    window = QWidget()
    qtbot.addWidget(window)
    view = QListWidget()
    view.setStyleSheet("QListWidget { border: 1px solid gray; border-radius: 6px; background: white; color: black; }")
    view.addItems([f"row {n}" for n in range(50)])
    QVBoxLayout(window).addWidget(view)
    window.resize(300, 500)
    window.show()
    qtbot.waitExposed(window)
    view.later, view.page = PaintedLater(view), window
    qtbot.wait(50)
    return view


def narrow(view, word):
    view.later.wait()
    view.clear()
    view.addItems([f"{word} {n}" for n in range(60)])


def screen_of(view):
    window, port = view.window(), view.viewport()
    whole = window.screen().grabWindow(window.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return whole.copy(port.rect().translated(port.mapTo(window, QPoint())))


def half_way(view, qtbot, paintings):
    qtbot.waitUntil(lambda: paintings.unseen >= 2)
    assert not view.updatesEnabled()


def test_rows_are_painted_in_steps_and_shown_once_as_they_are(shown, qtbot):
    before, paintings = screen_of(shown), Paintings(shown)
    narrow(shown, "other")
    half_way(shown, qtbot, paintings)
    assert screen_of(shown) == before
    qtbot.waitUntil(shown.updatesEnabled)
    qtbot.waitUntil(lambda: paintings.seen == 1)
    assert paintings.unseen > 4
    after = screen_of(shown)
    assert after != before
    shown.viewport().repaint()
    assert screen_of(shown) == after


def test_rows_narrowed_again_half_way_are_painted_from_the_beginning(shown, qtbot):
    paintings = Paintings(shown)
    narrow(shown, "first")
    half_way(shown, qtbot, paintings)
    narrow(shown, "second")
    assert paintings.seen == 0
    qtbot.waitUntil(lambda: paintings.seen == 1)
    after = screen_of(shown)
    shown.viewport().repaint()
    assert screen_of(shown) == after


@pytest.mark.parametrize("change", [
    lambda view, _qtbot: view.setCurrentRow(3),
    lambda view, _qtbot: view.verticalScrollBar().setValue(2),
    lambda view, _qtbot: view.item(1).setText("another"),
    lambda view, _qtbot: view.addItem("one more"),
    lambda view, _qtbot: view.window().resize(280, 450),
    lambda view, qtbot: qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 20)),
    lambda view, _qtbot: view.setStyleSheet("QListWidget { color: red; }"),
])
def test_what_changes_half_way_is_seen_at_once(shown, qtbot, change):
    paintings = Paintings(shown)
    narrow(shown, "other")
    half_way(shown, qtbot, paintings)
    change(shown, qtbot)
    assert shown.updatesEnabled()
    qtbot.wait(100)
    after = screen_of(shown)
    shown.viewport().repaint()
    assert screen_of(shown) == after


def test_what_changes_between_the_last_step_and_its_showing_is_seen(shown, qtbot):
    narrow(shown, "other")
    shown.later.stop()
    for _step in shown.later._steps:
        pass
    assert shown.later._picture is not None
    shown.setCurrentRow(3)
    qtbot.wait(50)
    after = screen_of(shown)
    shown.viewport().repaint()
    assert screen_of(shown) == after


def test_a_list_hidden_half_way_is_painted_when_it_is_shown_again(shown, qtbot):
    paintings = Paintings(shown)
    narrow(shown, "other")
    half_way(shown, qtbot, paintings)
    shown.hide()
    assert shown.updatesEnabled()
    shown.show()
    qtbot.waitUntil(lambda: paintings.seen > 0)


def test_a_list_deleted_half_way_is_let_go(shown, qtbot):
    paintings = Paintings(shown)
    narrow(shown, "other")
    half_way(shown, qtbot, paintings)
    shiboken6.delete(shown)
    qtbot.wait(50)
