"""What is being typed belongs to its own questionnaire, also when another comes into sight before it is sent."""

import msgspec
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from rai_desktop.questionnaire import catalog


def test_words_that_were_not_sent_go_where_they_were_typed(window, project, session, qtbot):
    session.document.apply("Put in", lambda p: msgspec.structs.replace(p, packs=["system_profile", "canada_aia"]))
    window.activateWindow()
    window.show_step("system")
    step, section = window.step, catalog.pack("system_profile").places["problem"][0]
    step.show_section("system_profile", section.id)
    field = step.field("problem")
    edit = next(each for kind in (QPlainTextEdit, QLineEdit) for each in field.field.findChildren(kind))
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClicks(edit, "Small loans")
    step.show_section("canada_aia", catalog.pack("canada_aia").sections[0].id)
    qtbot.waitUntil(lambda: "problem" in session.project.answers.get("system_profile", {}))
    assert session.project.answers["system_profile"]["problem"].value == "Small loans"
    assert "problem" not in session.project.answers.get("canada_aia", {})
