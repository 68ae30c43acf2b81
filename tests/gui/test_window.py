"""The window as a whole: start, moving about, opening, dropping, closing, names for everyone."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFileDialog, QMessageBox, QWidget

from rai_desktop.gui.actions import commands
from rai_desktop.project.document import Document
from rai_desktop.project.model import Run
from rai_desktop.project.runs import with_run


def test_nothing_heavy_is_imported_before_the_window_shows():
    code = (
        "import os, sys; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from rai_desktop.gui.app import make_app, make_window\n"
        "from rai_desktop.settings import Settings\n"
        "app = make_app(['x']); w = make_window(app, Settings()); w.show(); app.processEvents()\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'numpy', 'pandas', 'sklearn', 'matplotlib', 'scipy', 'shap', 'fairlearn', 'pyarrow'}))\n")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_only_the_start_without_a_project(window):
    window.show_step("inputs")
    assert window.step.id == "start"
    assert not window.rail.buttons["inputs"].isEnabled()
    assert not window.footer.isVisible()


def test_ctrl_number_goes_to_a_step(window, project, qtbot):
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.step.id == "inputs")


def test_the_title_is_kept_when_the_keyboard_leaves(window, project, session, qtbot):
    window.show_step("start")
    field = window.step.title_field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Another")
    window.step.analyst_field.setFocus()
    assert session.project.title == "Another"
    assert session.document.undo_label == "Change the title"


def test_what_is_being_typed_is_kept_on_closing(window, project, session, home, qtbot):
    window.show_step("start")
    field = window.step.title_field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Typed last")
    window.close()
    again = Document.open(home / "a.rai")
    assert again.project.title == "Typed last"
    again.close()


def test_undo_names_what_it_takes_back(window, project, session):
    import msgspec

    session.apply("Change the title", lambda each: msgspec.structs.replace(each, title="B"))
    assert window.menus.actions["undo"].text() == "Undo: Change the title"
    window.commands.undo()
    assert session.project.title == "A title"
    assert window.menus.actions["redo"].isEnabled()


def test_the_example_opens(window, session, qtbot):
    qtbot.mouseClick(window.steps[0].example, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.project is not None)
    assert "example" in session.project.title
    assert Path(session.project.inputs.data.path).exists()


def test_a_project_open_elsewhere_is_offered_for_reading(window, session, home, monkeypatch, qtbot):
    other = Document.create(home / "b.rai", title="B")
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[0].click())
    assert window.opening.open(home / "b.rai")
    assert session.document.read_only
    assert "reading only" in window.saved.text()
    other.close()


def test_a_file_that_is_no_project_is_refused_kindly(window, session, home):
    (home / "c.rai").write_text("hello")
    window.opening.open(home / "c.rai")
    assert session.document is None
    assert window.notice.isVisible()
    assert "c.rai" in window.notice.sentence


def test_a_run_that_was_cut_short_is_marked_on_opening(window, session, home):
    document = Document.create(home / "d.rai", title="D")
    document.record("run", lambda each: with_run(each, Run(id="r", started="2026-01-01T00:00:00+00:00")))
    document.close()
    window.opening.open(home / "d.rai")
    assert session.project.runs[0].status == "died"


def test_closing_while_running_asks(window, project, session, engine, monkeypatch, qtbot):
    engine.hold_run = True
    session.start_run()
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[-1].click())
    asked = []
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: asked.append(box) or None)
    assert not window.close()
    assert len(asked) == 1
    assert session.running


def _drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(50, 50), *none)
    QApplication.sendEvent(window, entering)
    lit = window.drop._light.isVisible()
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), *none))
    return lit


def test_a_dropped_table_begins_an_assessment(window, session, home, qtbot):
    (home / "people.csv").write_text("a,b\n1,2\n")
    assert _drop(window, home / "people.csv")
    qtbot.waitUntil(lambda: session.project is not None and session.project.inputs.data is not None)
    assert session.project.title == "people"
    assert window.step.id == "inputs"


def test_a_dropped_file_of_no_use_says_why(window, home):
    (home / "letter.docx").write_text("x")
    _drop(window, home / "letter.docx")
    assert "letter.docx is neither a project" in window.notice.sentence


def test_no_two_commands_share_a_shortcut():
    keys = [QKeySequence(each.shortcut).toString() for each in commands() if each.shortcut]
    assert len(keys) == len(set(keys))


DIALOGS = ("show_about", "show_keyboard", "show_settings", "show_history", "show_log")


def _nameless(widget):
    found = []
    for each in widget.findChildren(QWidget):
        if each.focusPolicy() == Qt.FocusPolicy.NoFocus or not each.isVisibleTo(widget):
            continue
        if isinstance(each.parent(), QAbstractScrollArea) and each.parent().viewport() is each:
            continue
        if each.objectName().startswith("qt_") or each.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(each)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(each).__name__} in {type(each.parent()).__name__}")
    return found


@pytest.mark.parametrize("step", ["start", "inputs", "assessments"])
def test_everything_that_takes_the_keyboard_has_a_name(window, project, session, step, qtbot):
    window.show_step("inputs")
    window.step.take_table("/x/people.csv")
    window.step.take_model("/x/model.joblib")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    window.show_step(step)
    assert _nameless(window) == []


@pytest.mark.parametrize("command", DIALOGS)
def test_dialogs_open_have_names_and_close(window, project, command, qtbot):
    from rai_desktop.gui.dialogs.dialog import PlainDialog

    getattr(window.commands, command)()
    dialog = window.findChildren(PlainDialog)[0]
    qtbot.waitUntil(dialog.isVisible)
    assert _nameless(dialog) == []
    qtbot.mouseClick(dialog.closing, Qt.MouseButton.LeftButton)


def test_history_verifies(window, project, qtbot):
    from rai_desktop.gui.dialogs.history import HistoryDialog

    window.commands.show_history()
    dialog = window.findChildren(HistoryDialog)[0]
    qtbot.mouseClick(dialog.verifying, Qt.MouseButton.LeftButton)
    assert "each following" in dialog.verdict.sentence
    dialog.close()


def test_the_look_changes_at_once(window, qtbot):
    from rai_desktop.gui.theme import DARK, LIGHT, Theme

    Theme.current.choose("dark", 100)
    assert Theme.current.colours is DARK
    Theme.current.choose("light", 100)
    assert Theme.current.colours is LIGHT


@pytest.mark.parametrize(("in_front", "called"), [(False, 1), (True, 0)])
def test_the_end_of_a_run_is_told_to_whoever_went_away(window, project, session, in_front, called, monkeypatch, qtbot):
    calls = []
    monkeypatch.setattr(QApplication, "alert", lambda *each: calls.append(each))
    monkeypatch.setattr(window, "isActiveWindow", lambda: in_front)
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    assert len(calls) == called
    assert window.notice.isVisible() == (not in_front)


def test_good_news_goes_with_the_page_it_was_for_and_bad_news_stays(window, project, session):
    window.show_step("system")
    session.told.emit("Written.")
    window.show_step("system")
    assert window.notice.isVisible()
    window.show_step("inputs")
    assert not window.notice.isVisible()
    session.refused.emit("Not written.")
    window.show_step("system")
    assert window.notice.isVisible()


def test_a_new_file_keeps_the_dots_of_its_name(window, home, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(home / "Score 3.2"), ""))
    assert window.opening.ask_where("Where?", "x") == home / "Score 3.2.rai"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(home / "Score.RAI"), ""))
    assert window.opening.ask_where("Where?", "x") == home / "Score.RAI"


def test_a_new_assessment_is_called_as_its_file_unless_nobody_named_that(window, session, home, monkeypatch):
    """The report's cover says what the window's title says."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(home / "Loans 2027"), ""))
    assert window.opening.new()
    assert session.project.title == "Loans 2027"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(home / "Assessment.rai"), ""))
    assert window.opening.new()
    assert session.project.title == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_place_of_the_file_does_not_look_like_a_field_to_type_into(window, project, theme, qtbot):
    from rai_desktop.gui.theme import Theme

    Theme.current.choose(theme, 100)
    qtbot.wait(20)
    place, title = window.step._place, window.step.title_field
    assert _drawn(title, 0) != _drawn(title, -3)
    assert _drawn(place, 0) == _drawn(place, -3)
    place.setFocus()  # to be copied by the keyboard, which must be seen to be there
    qtbot.waitUntil(lambda: _drawn(place, 0) != _drawn(place, -3))


def _drawn(widget, across):
    """The colour so many pixels right of the left edge of a widget, halfway down."""
    picture = widget.parentWidget().grab().toImage()
    return picture.pixelColor(widget.x() + across, widget.y() + widget.height() // 2)
