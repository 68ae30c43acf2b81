"""An answer leaves the questions below it where they are: a second click at once hits what it was meant for."""

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton


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
