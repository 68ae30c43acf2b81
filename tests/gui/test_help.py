"""The guide opens at the step in sight, follows no link, and says so where a page is missing; commands are found."""

import pytest
from PySide6.QtCore import Qt, QUrl

from rai_desktop.gui.dialogs.finder import FinderDialog
from rai_desktop.gui.dialogs.help import ORDER, HelpWindow, page_text, titles


def _guide(window):
    return window.findChildren(HelpWindow)[0]


@pytest.mark.parametrize("step", ["start", "system", "inputs", "assessments", "findings", "risks", "report"])
def test_f1_opens_the_page_of_the_step_in_sight(window, project, step, qtbot):
    window.show_step(step)
    window.menus.actions["show_help"].trigger()
    shown = _guide(window)
    assert not shown.isModal()
    assert shown.pages.currentItem().data(Qt.ItemDataRole.UserRole) == step
    assert titles()[step] in shown.page.toPlainText()
    shown.close()


def test_asking_again_uses_the_same_window(window, project, qtbot):
    window.commands.show_help()
    window.show_step("inputs")
    window.commands.show_help()
    assert len(window.findChildren(HelpWindow)) == 1
    assert _guide(window).pages.currentItem().data(Qt.ItemDataRole.UserRole) == "inputs"


def test_every_page_is_listed_with_its_heading():
    assert list(titles())[:len(ORDER)] == list(ORDER)
    assert all(title and not title.startswith("#") for title in titles().values())


def test_a_page_that_is_missing_says_so(window, qtbot):
    window.commands._guide("no_such_page")
    assert page_text("no_such_page") in _guide(window).page.toPlainText()
    assert "no page" in page_text("no_such_page")


def test_no_link_is_followed_and_nothing_is_loaded(window):
    window.commands.show_guide()
    page = _guide(window).page
    page.show_words("[out](http://example.org/) ![seen](http://example.org/a.png)")
    assert "out" in page.toPlainText()
    assert page.loadResource(2, QUrl("http://example.org/a.png")) is None
    assert not page.openLinks() and not page.openExternalLinks()
    page.show_words("<b>plain</b>")
    assert "<b>" in page.toPlainText()


def test_a_command_is_found_by_its_letters_and_done(window, project, qtbot):
    window.commands.find_command()
    finder = window.findChildren(FinderDialog)[0]
    qtbot.waitUntil(finder.isVisible)
    qtbot.keyClicks(finder.field, "this page")
    qtbot.waitUntil(lambda: finder.list.count() == 1)
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert _guide(window).isVisible()


def _finder(window, qtbot):
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(FinderDialog)))
    return next(each for each in window.findChildren(FinderDialog) if each.isVisible())


def test_an_empty_box_lists_all_commands_under_headings_with_their_keys_and_what_was_used_last(window, project, qtbot):
    finder = _finder(window, qtbot)
    rows = [finder.list.item(row).text() for row in range(finder.list.count())]
    assert {"File", "Edit", "View", "Run", "Help", "Go to"} <= set(rows)
    assert any(row.startswith("Log") and row.endswith("(Ctrl+L)") for row in rows)
    assert "Risks   (Ctrl+6)" in rows
    qtbot.keyClicks(finder.field, "risks")
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert window.step.id == "risks"
    again = _finder(window, qtbot)
    assert [again.list.item(row).text() for row in (0, 1)] == ["Used last", "Risks   (Ctrl+6)"]
    assert again.list.currentRow() == 1
    qtbot.keyClick(again.field, Qt.Key.Key_Down)
    assert again.list.currentRow() == 3  # past the heading
    qtbot.keyClicks(again.field, "zzz")
    qtbot.waitUntil(again.nothing.isVisible)


def test_a_command_that_cannot_be_done_now_says_why(window, qtbot):
    finder = _finder(window, qtbot)
    rows = [finder.list.item(row) for row in range(finder.list.count())]
    run = next(each for each in rows if each.text().startswith("Run the assessments"))
    assert run.text().endswith("needs an open assessment") and not run.flags()
