"""By keys alone through the fields of questionnaires, the model's page, review, risks and dialogs: nothing is lost on the way."""

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMainWindow, QRadioButton, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.widgets.question_field import QuestionField
from rai_desktop.project.register import Action, Risk
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.question import Kind

NONE = Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TAB, ENTER, SPACE, ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape


def settle():
    for _ in range(4):
        QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def focus():
    part = QApplication.focusWidget()
    assert part is not None, "the keyboard is on nothing"
    assert not isinstance(part, QMainWindow), "the keyboard is on the window alone"
    return part


def press(key, modifiers=NONE):
    QTest.keyClick(focus(), key, modifiers)
    settle()
    return focus()


def type_(text):
    QTest.keyClicks(focus(), text)
    settle()


def name_of(part):
    name = part.accessibleName() if isinstance(part, QComboBox) else ""
    return name or QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)


def seen(part):
    """In sight, now or once the page has been brought up to date, which is done piece by piece."""
    for _ in range(50):
        if not part.visibleRegion().isEmpty():
            return True
        QTest.qWait(20)
    return False


def walk_to(wanted, most=300, key=TAB):
    """Press Tab until this part has the keyboard; each part on the way is in sight and has a name."""
    for _ in range(most):
        if focus() is wanted or wanted.isAncestorOf(focus()):
            return focus()
        part = press(key)
        assert seen(part), part
        assert name_of(part).strip(), part
    raise AssertionError(f"not reached: {wanted}")


def dialog_of(window, kind=PlainDialog):
    return next(each for each in window.findChildren(QDialog) if isinstance(each, kind) and each.isVisible())


def opened(window, qtbot):
    """The dialog that Enter opens, once it has the keyboard."""
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(PlainDialog)))
    dialog = dialog_of(window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isAncestorOf(QApplication.focusWidget()))
    return dialog


@pytest.fixture
def active(window, project, qtbot):
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    return window


# --- the fields of questionnaires -----------------------------------------------------------------------------------


def asked_at_once(pack, section):
    """A question of this kind that stands without a condition of its own."""
    return [each for each in section.questions if each.show_if is None]


def one_of(kind):
    for pack in catalog.packs():
        for section in pack.sections:
            for question in asked_at_once(pack, section):
                if question.kind is kind and section.show_if is None:
                    return pack, section, question
    return None


@pytest.mark.parametrize("kind", [Kind.SCALE, Kind.MATRIX, Kind.RANKING, Kind.DATE, Kind.NUMBER, Kind.GROUP, Kind.TABLE])
def test_a_question_of_every_kind_is_answered_by_keys(kind, active, session, qtbot):
    found = one_of(kind)
    assert found is not None, f"no pack asks a {kind}"
    pack, section, question = found
    press(Qt.Key.Key_2, CONTROL)
    active.step.answering.use([pack.id])
    active.step.show_section(pack.id, section.id)
    settle()
    field = active.step._fields[question.id]
    assert isinstance(field, QuestionField)
    active.rail.buttons["system"].setFocus()
    walk_to(field)
    answer_by_keys(kind, field)
    press(TAB)
    qtbot.waitUntil(lambda: question.id in session.project.answers.get(pack.id, {})
                    and session.project.answers[pack.id][question.id].value is not None)
    assert seen(focus())
    press(Qt.Key.Key_Z, CONTROL)
    assert seen(focus())


def answer_by_keys(kind, field):
    match kind:
        case Kind.NUMBER:
            type_("12")
        case Kind.DATE:
            type_("2026-12-24")
        case Kind.SCALE | Kind.MATRIX:
            press(SPACE)
            press(Qt.Key.Key_Right)
        case Kind.RANKING:
            press(Qt.Key.Key_Down, ALT)
        case Kind.TABLE:
            add = next(each for each in field.findChildren(QWidget) if getattr(each, "text", str)() == "Add a row")
            walk_to(add)
            press(ENTER)
            press(Qt.Key.Key_F2)
            type_("A cell")
            press(ENTER)
        case Kind.GROUP:
            add = next(each for each in field.findChildren(QWidget) if str(getattr(each, "text", str)()).startswith("Add: "))
            walk_to(add)
            press(ENTER)
            type_("An item")


def test_rows_and_items_are_removed_without_losing_the_keyboard(active, session, qtbot):
    pack, section, question = one_of(Kind.TABLE)
    press(Qt.Key.Key_2, CONTROL)
    active.step.answering.use([pack.id])
    active.step.show_section(pack.id, section.id)
    settle()
    table = next(each for each in active.step._fields[question.id].findChildren(QWidget) if hasattr(each, "add"))
    table.add.setFocus()
    for _ in range(2):
        press(ENTER)
        walk_to(table.add)
    walk_to(table.remove)
    press(ENTER)
    assert focus() is table.remove
    press(ENTER)
    assert focus() is table.add, "the last row is gone: what adds one has the keyboard"


# --- review -----------------------------------------------------------------------------------------------------------


def test_a_comment_is_replied_to_and_resolved_on_the_review_page(active, session, qtbot):
    press(Qt.Key.Key_8, CONTROL)
    step = active.step
    box = next(each for each in step.findChildren(QWidget) if each.accessibleName() == "Your comment on the whole assessment")
    walk_to(box)
    type_("Who says so?")
    press(TAB)
    press(ENTER)
    qtbot.waitUntil(lambda: len(session.project.comments) == 1)
    settle()
    assert seen(focus())
    thread = next(each for each in step.findChildren(QWidget) if getattr(each, "cards", None))
    walk_to(thread.cards[0].reply)
    press(ENTER)
    type_("I do")
    press(TAB)
    press(ENTER)
    qtbot.waitUntil(lambda: all(each.replies for each in session.project.comments.values()))
    settle()
    assert focus() is thread.cards[0].reply
    press(TAB)
    assert focus() is thread.cards[0].resolving
    press(ENTER)
    qtbot.waitUntil(lambda: all(each.resolved_when for each in session.project.comments.values()))
    settle()
    assert seen(focus())
    assert step.isAncestorOf(focus())


def test_a_review_is_requested_by_keys(active, session, qtbot):
    press(Qt.Key.Key_8, CONTROL)
    button = next(each for each in active.step.findChildren(QWidget) if getattr(each, "text", str)() == "Request a review …")
    walk_to(button)
    dialog = opened(active, qtbot)
    type_("Rita")
    walk_to(dialog.asking)
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(lambda: len(session.project.requests) == 1)
    active.activateWindow()  # a desktop does this when a dialog closes, the offscreen platform does not
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert seen(focus())
    assert active.isAncestorOf(focus())


def test_signing_to_the_end_by_keys(active, session, qtbot):
    press(Qt.Key.Key_8, CONTROL)
    button = next(each for each in active.step.findChildren(QWidget) if getattr(each, "text", str)() == "Sign …")
    walk_to(button)
    dialog = opened(active, qtbot)
    walk_to(dialog.again)
    type_("Ann")
    walk_to(dialog.signing)
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in active.findChildren(QDialog)))
    assert len(session.project.signatures) == 1
    active.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and active.isAncestorOf(focus()) and seen(focus()))


@pytest.mark.parametrize("place", ["risk", "action"])
def test_tab_goes_round_on_the_page_of_risks(place, active, session):
    parts = {"risks": {"a": Risk(title="A risk")}, "actions": {"b": Action(title="An action")}}
    session.apply("Put in", lambda project: msgspec.structs.replace(project, **parts))
    active.show_link({"risk": "risk:a", "action": "action:b"}[place])
    settle()
    active.next.setFocus()
    assert press(TAB) is active.rail.buttons["risks"]
    card = active.step.register.card if place == "risk" else active.step.actions_.card
    walk_to(card.due.line)
    press(TAB)
    assert not card.due.isAncestorOf(focus())


def test_the_name_of_a_day_leads_to_its_field(active, session):
    session.apply("Put in", lambda project: msgspec.structs.replace(project, risks={"a": Risk(title="A risk")}))
    active.show_link("risk:a")
    active.step.register.card.due.setFocus()
    assert focus() is active.step.register.card.due.line


# --- dialogs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "modifiers"), [
    (Qt.Key.Key_Comma, CONTROL), (Qt.Key.Key_F1, NONE), (Qt.Key.Key_K, CONTROL), (Qt.Key.Key_H, CONTROL), (Qt.Key.Key_L, CONTROL),
    (Qt.Key.Key_F1, CONTROL)])
def test_a_dialog_opens_goes_round_and_gives_the_keyboard_back(key, modifiers, active, qtbot):
    press(Qt.Key.Key_2, CONTROL)
    active.rail.buttons["system"].setFocus()
    before = press(TAB)
    QTest.keyClick(before, key, modifiers)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in active.findChildren(PlainDialog)))
    dialog = dialog_of(active)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isAncestorOf(QApplication.focusWidget()))
    walk_to(dialog.closing)
    first = press(TAB)
    assert dialog.isAncestorOf(first)
    press_escape()
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in active.findChildren(PlainDialog)))
    active.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is before)


def press_escape():
    QTest.keyClick(focus(), ESCAPE)
    settle()


def test_a_command_is_found_by_its_letters_and_run(active, qtbot):
    press(Qt.Key.Key_K, CONTROL)
    dialog = dialog_of(active)
    qtbot.waitUntil(lambda: dialog.isActiveWindow())
    type_("histor")
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(lambda: any(type(each).__name__ == "HistoryDialog" and each.isVisible() for each in active.findChildren(QDialog)))
    dialog_of(active).close()


# --- the model --------------------------------------------------------------------------------------------------------


def test_unknown_names_are_allowed_and_taken_back_by_keys(active, session, engine, qtbot):
    from tests.gui.conftest import model_look

    engine.model = model_look("ask")
    press(Qt.Key.Key_3, CONTROL)
    active.step.take_table("/x/people.csv")
    active.step.take_model("/x/model.joblib")
    names = active.step.inspection.names
    qtbot.waitUntil(lambda: names.reason.isVisible())
    active.rail.buttons["inputs"].setFocus()
    walk_to(names.reason)
    type_("Read on 3 May")
    walk_to(names.allowing)
    press(ENTER)
    qtbot.waitUntil(lambda: session.project.inputs.allowed_names == ["theirs.Thing"])
    settle()
    assert seen(focus())
    walk_to(names.withdrawing)
    press(ENTER)
    qtbot.waitUntil(lambda: session.project.inputs.allowed_names == [])
    settle()
    assert seen(focus())
    assert active.step.isAncestorOf(focus())


def test_a_command_in_place_of_a_model_by_keys(active, session, qtbot):
    press(Qt.Key.Key_3, CONTROL)
    active.step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.project.inputs.data is not None)
    settle()
    part = active.step.model.command
    active.rail.buttons["inputs"].setFocus()
    walk_to(part.button)
    press(ENTER)
    walk_to(part.command)
    type_("Rscript score.R")
    walk_to(part.reason)
    type_("Ours")
    walk_to(part.arrow)
    press(SPACE)
    assert part.arrow.isChecked()
    walk_to(part.using)
    press(ENTER)
    qtbot.waitUntil(lambda: session.project.inputs.model is not None)
    settle()
    assert session.project.inputs.model.options["table"] == "arrow"
    qtbot.waitUntil(lambda: seen(focus()))
    assert active.step.isAncestorOf(focus())


def test_the_role_of_a_column_is_changed_by_keys(active, session, qtbot):
    press(Qt.Key.Key_3, CONTROL)
    active.step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.project.inputs.data is not None)
    settle()
    table = active.step.columns.table
    active.rail.buttons["inputs"].setFocus()
    walk_to(table)
    press(Qt.Key.Key_Down)
    assert active.step.columns.selected() == ["age"]
    walk_to(active.step.columns.panel)
    assert isinstance(focus(), QComboBox)
    before = session.project.inputs.roles["age"].role
    press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: session.project.inputs.roles["age"].role != before)
    settle()
    assert active.step.columns.panel.isAncestorOf(focus())


# --- risks and clauses --------------------------------------------------------------------------------------------------


def test_a_risk_is_made_and_removed_by_keys(active, session, qtbot):
    press(Qt.Key.Key_6, CONTROL)
    button = next(each for each in active.step.findChildren(QWidget)
                  if getattr(each, "text", str)() == "New risk" and each.isVisible())
    active.rail.buttons["risks"].setFocus()
    walk_to(button)
    press(ENTER)
    qtbot.waitUntil(lambda: len(session.project.risks) == 1)
    settle()
    assert seen(focus())
    type_("People are refused")
    press(TAB)
    qtbot.waitUntil(lambda: [each.title for each in session.project.risks.values()] == ["People are refused"])
    remove = next(each for each in active.step.findChildren(QWidget)
                  if getattr(each, "text", str)() == "Take it out" and each.isVisible())
    walk_to(remove)
    press(ENTER)
    qtbot.waitUntil(lambda: not session.project.risks)
    settle()
    assert seen(focus())
    assert active.step.isAncestorOf(focus())


def test_clauses_are_searched_filtered_and_entered_by_keys(active, session, qtbot):
    press(Qt.Key.Key_7, CONTROL)
    step = active.step
    press(Qt.Key.Key_F, CONTROL)
    assert "Find" in name_of(focus())
    type_("human oversight")
    qtbot.wait(200)
    settle()
    assert seen(focus())
    walk_to(step.tree)
    press(Qt.Key.Key_Down)
    press(TAB)
    assert seen(focus())


def test_tab_comes_to_the_choice_that_is_stored(active, session, qtbot):
    """A stored answer in the middle of its choices is what Tab comes to, and passing by changes nothing."""
    pack, section, question = one_of(Kind.SINGLE)
    press(Qt.Key.Key_2, CONTROL)
    active.step.answering.use([pack.id])
    active.step.show_section(pack.id, section.id)
    settle()
    radios = active.step._fields[question.id].findChildren(QRadioButton)
    radios[1].click()
    qtbot.waitUntil(lambda: session.project.answers[pack.id][question.id].value is not None)
    stored = session.project.answers[pack.id][question.id]
    active.rail.buttons["system"].setFocus()
    assert walk_to(active.step._fields[question.id]) is radios[1]
    press(TAB)
    assert session.project.answers[pack.id][question.id] == stored
