"""Charts on screen: drawn on a thread of their own while somebody sees them, and not beside what is done on another page."""

import threading

import pytest

import rai_desktop.charts.draw as draw
from rai_desktop.gui.widgets import figure_view
from rai_desktop.gui.widgets.figure_view import FigureView
from tests.strangers import strange_chart


@pytest.fixture
def drawn(monkeypatch):
    """What has been drawn so far."""
    seen, picture = [], draw.picture
    monkeypatch.setattr(draw, "picture", lambda chart, *rest, **more: seen.append(chart) or picture(chart, *rest, **more))
    return seen


@pytest.fixture
def held():
    """The drawing thread busy with something else until it is let go."""
    go = threading.Event()
    figure_view._drawer.submit(go.wait, 30)
    yield go
    go.set()


@pytest.fixture
def view(qtbot):
    """A chart that has been asked for."""
    made = FigureView(strange_chart())
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    qtbot.waitUntil(lambda: made._asked != figure_view._NOTHING)
    return made


def _drawer_rests():
    figure_view._drawer.submit(int).result(timeout=20)


def test_what_nobody_sees_any_more_is_not_drawn(drawn, held, view):
    view.hide()
    held.set()
    _drawer_rests()
    assert not drawn
    assert not view.ready


def test_seen_again_it_is_drawn_once(drawn, held, view, qtbot):
    view.hide()
    view.show()
    held.set()
    qtbot.waitUntil(lambda: view.ready, timeout=20_000)
    _drawer_rests()
    assert drawn == [view.chart]


def test_a_picture_that_is_there_is_not_drawn_again_when_seen_again(drawn, view, qtbot):
    qtbot.waitUntil(lambda: view.ready, timeout=20_000)
    view.hide()
    view.show()
    qtbot.wait(150)
    _drawer_rests()
    assert drawn == [view.chart]
