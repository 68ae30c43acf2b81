"""The window for everyone: names for a screen reader, tab order as one reads, no colour-only meaning, one key one command."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLabel, QScrollArea, QWidget

from rai_desktop.findings.finding import Verdict
from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.steps.step import Done
from rai_desktop.gui.widgets.verdicts import SHAPES

STEPS = ("start", "system", "inputs", "assessments", "findings", "risks", "clauses", "review", "report")
DIALOGS = ("show_about", "show_keyboard", "show_settings", "show_history", "show_log", "show_help", "show_guide",
           "find_command", "compare_with", "hand_out")


@pytest.fixture
def filled(window, project, session, qtbot):
    """A project with a table, a model, a finished run."""
    window.show_step("inputs")
    window.step.take_table("/x/people.csv")
    window.step.take_model("/x/model.joblib")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    return window


def keyboard_parts(widget):
    """What the keyboard can reach and a person would call a part."""
    found = []
    for each in widget.findChildren(QWidget):
        inner = isinstance(each.parent(), QAbstractScrollArea) and each.parent().viewport() is each
        ours = not inner and not each.objectName().startswith("qt_") and each.focusProxy() is None
        if ours and each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.isVisibleTo(widget):
            found.append(each)
    return found


def nameless(widget):
    found = []
    for each in keyboard_parts(widget):
        interface = QAccessible.queryAccessibleInterface(each)
        name = interface.text(QAccessible.Text.Name) if interface else ""
        if isinstance(each, QComboBox):  # Qt gives what is chosen as the name of a box that has none
            name = each.accessibleName()
        if not name.strip():
            found.append(f"{type(each).__name__} in {type(each.parent()).__name__}")
    return found


def unread_order(page):
    """Neighbours in the tab chain of which the second stands wholly above the first, or left of it in its row."""
    chain, each = [], page.nextInFocusChain()
    wanted = set(keyboard_parts(page))
    for _ in range(5000):
        if each in wanted and each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled():
            chain.append(each)
        each = each.nextInFocusChain()
        if each is page:
            break
    wrong = []
    for first, second in zip(chain, chain[1:], strict=False):
        a, b = _box(first, second, page), _box(second, first, page)
        same_row = a.top() < b.bottom() and b.top() < a.bottom()
        beside = a.right() < b.left() or b.right() < a.left()
        if (b.bottom() < a.top() and not (b.left() > a.right())) or (same_row and beside and b.right() < a.left()):
            wrong.append(f"{_spoken(first)} {a.getRect()} then {_spoken(second)} {b.getRect()}")
    return chain, wrong


def _box(part, other, page):
    """Where it stands; what scrolls stands where its scroll area does, for those outside of it."""
    for area in page.findChildren(QScrollArea):
        if area.isAncestorOf(part) and not area.isAncestorOf(other):
            part = area
            break
    box = part.rect()
    box.moveTopLeft(part.mapTo(page, QPoint(0, 0)))
    return box


def _spoken(part):
    return f"{type(part).__name__} “{QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)}”"


@pytest.mark.parametrize("step", STEPS)
def test_everything_that_takes_the_keyboard_has_a_name(filled, step, qtbot):
    filled.show_step(step)
    assert nameless(filled) == []


def test_every_tab_of_findings_and_every_section_of_system_has_names(filled, session, qtbot):
    filled.show_step("findings")
    for place in range(filled.step.tabs.count()):
        filled.step.tabs.setCurrentIndex(place)
        assert nameless(filled) == []
    filled.show_step("system")
    tree = filled.step.tree
    for top in range(tree.topLevelItemCount()):
        for place in range(tree.topLevelItem(top).childCount()):
            tree.setCurrentItem(tree.topLevelItem(top).child(place))
            assert nameless(filled.step) == []


@pytest.mark.parametrize("step", STEPS)
def test_tab_goes_as_one_reads(filled, step, qtbot):
    filled.show_step(step)

    def settled():  # a page is laid out anew some moments after it is shown
        chain, wrong = unread_order(filled.step)
        assert chain
        assert wrong == []

    qtbot.waitUntil(settled, timeout=10_000)


def test_the_rail_comes_before_the_page_and_the_footer_after(filled):
    filled.show_step("inputs")
    chain, each = [], filled.rail.buttons["start"]
    while each is not filled.next and len(chain) < 5000:
        chain.append(each)
        each = each.nextInFocusChain()
    assert filled.step.table.file.choosing in chain
    assert chain.index(filled.rail.buttons["report"]) < chain.index(filled.step.table.file.choosing)


@pytest.mark.parametrize("command", DIALOGS)
def test_dialogs_have_names_and_read_in_order(filled, command, qtbot):
    getattr(filled.commands, command)()
    dialog = filled.findChildren(PlainDialog)[0]
    qtbot.waitUntil(dialog.isVisible)
    assert nameless(dialog) == []
    assert unread_order(dialog)[1] == []
    dialog.close()


def test_the_chooser_of_questionnaires_has_names(filled, qtbot):
    filled.show_step("system")
    filled.step.choose_packs()
    dialog = filled.step.findChildren(PlainDialog)[0]
    qtbot.waitUntil(dialog.isVisible)
    assert nameless(dialog) == []
    assert unread_order(dialog)[1] == []
    dialog.close()


def test_labels_of_forms_lead_to_their_fields(filled):
    """A form's label names what Alt and its letter, or a click, leads to."""
    from PySide6.QtWidgets import QFormLayout

    led = 0
    for form in filled.findChildren(QFormLayout):
        for row in range(form.rowCount()):
            label, field = (form.itemAt(row, role) for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole))
            if label and field and isinstance(label.widget(), QLabel) and label.widget().text() and field.widget():
                assert label.widget().buddy() is not None, label.widget().text()
                led += 1
    assert led > 5


def test_no_two_shortcuts_collide(filled):
    keys = [shortcut.key().toString() for shortcut in filled.findChildren(QShortcut)]
    keys += [key.toString() for action in filled.menus.actions.values() for key in action.shortcuts()]
    assert sorted(keys) == sorted(set(keys))
    assert QKeySequence("F1").toString() in keys


def test_menu_letters_are_each_their_own(filled):
    assert len(filled.menuBar().actions()) > 3
    for bar_action in filled.menuBar().actions():
        letters = [words[words.index("&") + 1].lower() for each in bar_action.menu().actions()
                   if "&" in (words := each.text())]
        assert letters
        assert len(letters) == len(set(letters)), bar_action.text()


def test_no_meaning_by_colour_alone(filled):
    assert len(set(SHAPES.values())) == len(Verdict)
    from rai_desktop.gui.rail import SHAPES as STATES
    from rai_desktop.gui.rail import state_words

    assert len({shape for shape, _colour in STATES.values()}) == len(Done) == len({state_words(each) for each in Done})


def test_only_the_page_scrolls_sideways_never(filled, qtbot):
    """At the smallest window no page needs to be pushed sideways."""
    filled.resize(1024, 680)
    for step in STEPS:
        filled.show_step(step)
        qtbot.wait(50)
        scroll: QScrollArea = filled.step.scroll
        assert scroll.horizontalScrollBar().maximum() == 0, step
