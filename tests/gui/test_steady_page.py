"""An answer leaves the questions below it where they are: a second click at once hits what it was meant for."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QRadioButton

from rai_desktop.gui.theme import Theme
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog


def test_an_answer_does_not_push_the_next_question_away(window, project, session, qtbot):
    window.resize(1200, 800)
    window.show_step("system")
    window.step.show_section("eu_ai_act", "prohibited")
    fields = list(window.step._fields.values())
    first, second = fields[0], fields[1]
    no = first.findChildren(QRadioButton)[1]
    qtbot.waitUntil(lambda: second.y() > first.y() + 100)  # laid out
    QTest.qWait(200)
    tall = first.height()
    before = second.mapTo(first.parentWidget(), QPoint()).y() - first.y()
    no.click()
    session.later.finish()
    QTest.qWait(100)
    assert session.project.answers["eu_ai_act"]
    assert abs(first.height() - tall) <= 2
    assert abs(second.mapTo(first.parentWidget(), QPoint()).y() - first.y() - before) <= 2


def test_a_suggestion_moves_no_question(window, project, session, qtbot):
    window.resize(1200, 800)
    window.show_step("system")
    section, question = catalog.pack("system_profile").places["consequence"]
    window.step.show_section("system_profile", section.id)
    session.later.finish()
    field = window.step.field("consequence")
    field.focus_field()
    QTest.qWait(300)
    window.step.scroll.ensureWidgetVisible(field)
    assert window.step.suggesting.notice.isHidden()
    before = field.mapTo(window, QPoint())
    rights = [each.id for each in question.options].index("rights")
    qtbot.mouseClick(field.findChildren(QCheckBox)[rights], Qt.MouseButton.LeftButton)
    session.later.finish()
    QTest.qWait(200)
    assert window.step.suggesting.notice.isVisible()
    assert field.mapTo(window, QPoint()) == before


def test_in_a_narrow_window_the_choice_of_questionnaires_tells_of_the_suggestion(window, project, session, qtbot):
    Theme.current.choose("light", 200)
    try:
        window.resize(1024, 680)
        window.show_step("system")
        window.step.answering.answer(catalog.pack("system_profile"), "consequence", Answer(value=["rights"]))
        session.later.finish()
        assert window.step.suggesting.notice.isHidden()
        assert "1 suggested" in window.step.beside.button.text()
        qtbot.mouseClick(window.step.beside.button, Qt.MouseButton.LeftButton)
        assert window.step.choosing.isVisible() and "1 suggested" in window.step.choosing.text()
    finally:
        Theme.current.choose("light", 100)


def test_the_section_in_sight_stays_in_the_list_when_a_suggestion_takes_room_from_it(window, project, session, qtbot):
    window.resize(1200, 760)
    window.show_step("system")
    session.later.finish()
    tree = window.step.tree
    rows = [key for key in tree._items if key[1]]
    QTest.qWait(100)
    below = tree.viewport().rect().bottom()
    last = [key for key in rows if tree.visualItemRect(tree._items[key]).bottom() <= below][-1]  # at the lower end, in sight
    window.step.show_section(*last)
    assert window.step.suggesting.notice.isHidden()
    window.step.answering.answer(catalog.pack("system_profile"), "consequence", Answer(value=["rights"]))
    session.later.finish()
    qtbot.waitUntil(window.step.suggesting.notice.isVisible)
    QTest.qWait(100)
    assert tree.currentItem().data(0, Qt.ItemDataRole.UserRole) == last
    assert tree.viewport().rect().contains(tree.visualItemRect(tree.currentItem()).center())
