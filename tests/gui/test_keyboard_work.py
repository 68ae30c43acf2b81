"""By keys alone: a Python for the model, code beside it, findings, exports, comparing, cloning, merging, the bundle."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton, QRadioButton

from rai_desktop.engine import protocol as p
from rai_desktop.gui.dialogs.merge import MergeDialog
from rai_desktop.project.document import Document
from tests.gui.test_keyboard_walk import (  # noqa: F401 - `active` is a fixture
    CONTROL,
    ENTER,
    SPACE,
    TAB,
    active,
    dialog_of,
    focus,
    opened,
    press,
    seen,
    settle,
    type_,
    walk_to,
)


@pytest.fixture
def saved_as(monkeypatch, home):
    """Where the next file is put; the system's own dialog is not ours to walk through."""
    def name(file):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(home / file), ""))
        return home / file
    return name


def chosen_file(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))


def back(window, qtbot):
    """The window has the keyboard again; a desktop activates it when a dialog closes, the offscreen platform does not."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and window.isAncestorOf(focus()) and seen(focus()))


@pytest.fixture
def modelled(active, session, qtbot):  # noqa: F811
    press(Qt.Key.Key_3, CONTROL)
    active.step.take_table("/x/people.csv")
    active.step.take_model("/x/model.joblib")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    settle()
    active.rail.buttons["inputs"].setFocus()
    return active


def test_a_python_is_found_and_chosen(modelled, session, qtbot):
    part = modelled.step.model.python
    walk_to(part.button)
    press(SPACE)
    walk_to(part.finding)
    dialog = opened(modelled, qtbot)
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    assert focus() is dialog.list
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(lambda: session.project.inputs.python == "/opt/exact/bin/python")
    back(modelled, qtbot)


def test_code_beside_the_model_is_added_read_and_removed(modelled, session, qtbot, monkeypatch, home):
    chosen_file(monkeypatch, home / "theirs.py")
    part = modelled.step.model.code
    walk_to(part.button)
    press(SPACE)
    walk_to(part.adding)
    dialog = opened(modelled, qtbot)
    walk_to(dialog.reason)
    type_("Read line by line")
    walk_to(dialog.adding)
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(lambda: len(session.project.inputs.code) == 1)
    back(modelled, qtbot)
    removing = next(each for each in part.findChildren(QPushButton) if each.text() == "Remove" and each.isVisible())
    walk_to(removing)
    press(ENTER)
    qtbot.waitUntil(lambda: session.project.inputs.code == [])
    back(modelled, qtbot)
    assert modelled.step.isAncestorOf(focus())


def test_every_tab_of_the_findings_is_entered(modelled, session, qtbot):
    with qtbot.waitSignal(session.run_ended):
        press(Qt.Key.Key_F5)
    press(Qt.Key.Key_5, CONTROL)
    step = modelled.step
    modelled.rail.buttons["findings"].setFocus()
    walk_to(step.tabs.tabBar())
    for place in range(step.tabs.count()):
        assert step.tabs.currentIndex() == place
        press(TAB)
        assert seen(focus())
        walk_to(step.tabs.tabBar(), key=Qt.Key.Key_Backtab)
        press(Qt.Key.Key_Right)


def test_the_register_is_exported_from_its_menu_and_the_menu_left_by_escape(active, session, qtbot, saved_as):  # noqa: F811
    press(Qt.Key.Key_6, CONTROL)
    active.step.changes.new_risk()
    settle()
    active.rail.buttons["risks"].setFocus()
    export = active.step.export
    walk_to(export)
    menu = export.menu()
    for leaving in (True, False):
        QTest.keyClick(export, Qt.Key.Key_Space)
        qtbot.waitUntil(menu.isVisible)
        if leaving:
            QTest.keyClick(menu, Qt.Key.Key_Escape)
            qtbot.waitUntil(lambda: not menu.isVisible())
            assert focus() is export
    path = saved_as("risks.csv")
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, ENTER)
    qtbot.waitUntil(path.is_file)
    assert isinstance(menu, QMenu)
    assert focus() is export


def test_clauses_are_exported(active, qtbot, saved_as):  # noqa: F811
    path = saved_as("clauses.csv")
    press(Qt.Key.Key_7, CONTROL)
    active.rail.buttons["clauses"].setFocus()
    walk_to(active.step.export)
    press(ENTER)
    qtbot.waitUntil(path.is_file)
    assert focus() is active.step.export


def test_two_versions_are_compared_and_the_dialog_left(active, qtbot):  # noqa: F811
    active.commands.compare_with()
    dialog = dialog_of(active)
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=20_000)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isAncestorOf(focus()))
    walk_to(dialog.wanted)
    walk_to(dialog.copying)
    walk_to(dialog.closing)
    press_escape_closes(dialog, qtbot)
    back(active, qtbot)


def press_escape_closes(dialog, qtbot):
    gone = []
    dialog.destroyed.connect(lambda: gone.append(1))
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: gone == [1])


def test_an_assessment_is_cloned_from_the_palette(active, session, qtbot, saved_as):  # noqa: F811
    path = saved_as("next.rai")
    QTest.keyClick(focus(), Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog_of(active).isAncestorOf(focus()))
    type_("new from this")
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(lambda: session.document is not None and session.document.path == path, timeout=20_000)
    back(active, qtbot)


def test_a_review_copy_is_merged(active, session, qtbot, monkeypatch, saved_as):  # noqa: F811
    path = saved_as("for Rita.rai")
    active.commands.save_review_copy()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog_of(active).isAncestorOf(focus()))
    type_("Rita")
    walk_to(dialog_of(active).asking)
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(path.is_file)
    back(active, qtbot)
    with Document.open(path) as copy:
        copy.apply("Title", lambda project: type(project)(**{
            name: getattr(project, name) for name in project.__struct_fields__} | {"title": "Theirs"}))
    press(Qt.Key.Key_1, CONTROL)
    walk_to(active.step.title_field)
    press(Qt.Key.Key_A, CONTROL)
    type_("Mine")
    press(TAB)
    chosen_file(monkeypatch, path)
    press(Qt.Key.Key_8, CONTROL)
    active.rail.buttons["review"].setFocus()
    merging = next(each for each in active.step.findChildren(QPushButton) if each.text() == "Merge a review copy …")
    walk_to(merging)
    dialog = opened(active, qtbot)
    assert isinstance(dialog, MergeDialog)
    theirs = next(each for each in dialog.findChildren(QRadioButton) if each.text() == "Take the copy's")
    mine = next(each for each in dialog.findChildren(QRadioButton) if each.isChecked())
    walk_to(mine)
    press(Qt.Key.Key_Right)
    assert theirs.isChecked()
    walk_to(dialog.merging)
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(lambda: session.project.title == "Theirs")
    back(active, qtbot)


def test_the_bundle_is_exported_and_what_follows_is_reached(active, engine, qtbot, monkeypatch, saved_as, home):  # noqa: F811
    saved_as("bundle")
    monkeypatch.setattr(type(engine), "_answers", lambda _self, request: [p.Exported(id=request.id, bundle=str(home))])
    monkeypatch.setattr("rai_desktop.gui.widgets.pdf_preview.PdfPreview.show_file", lambda *_a: None)
    press(Qt.Key.Key_E, CONTROL)
    assert active.step.id == "report"
    active.rail.buttons["report"].setFocus()
    walk_to(active.step.export)
    press(ENTER)
    qtbot.waitUntil(lambda: active.step.open_report.isEnabled())
    assert seen(focus())
    walk_to(active.step.verify)


def test_a_bundle_that_is_gone_when_it_is_verified_is_told(active, engine, qtbot, monkeypatch, saved_as, home):  # noqa: F811
    saved_as("bundle")
    monkeypatch.setattr(type(engine), "_answers", lambda _self, request: [p.Exported(id=request.id, bundle=str(home / "gone"))])
    monkeypatch.setattr("rai_desktop.gui.widgets.pdf_preview.PdfPreview.show_file", lambda *_a: None)
    press(Qt.Key.Key_E, CONTROL)
    walk_to(active.step.export)
    press(ENTER)
    qtbot.waitUntil(lambda: active.step.verify.isEnabled())
    walk_to(active.step.verify)
    press(ENTER)
    assert "There is no folder" in active.step.told.text()
