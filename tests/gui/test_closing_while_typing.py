"""The window is closed while a note or a cell is being typed, as one does from the window's own frame: what stands there is kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rai_desktop.project.document import Document
from rai_desktop.questionnaire import catalog
from tests.gui.test_keyboard_walk import CONTROL, active, focus, press, settle  # noqa: F401 - `active` is a fixture


@pytest.fixture
def asked(active):  # noqa: F811
    """The field of a question, in sight."""
    def made(pack, question):
        press(Qt.Key.Key_2, CONTROL)
        active.step.answering.use([pack])
        active.step.show_section(pack, catalog.pack(pack).places[question][0].id)
        settle()
        return active.step.field(question)

    return made


def type_cell(field):
    field.add.click()
    field.table.setFocus()
    field.table.editItem(field.table.item(0, 0))
    settle()
    QTest.keyClicks(focus(), "Borrowers")


def kept(window, session, pack):
    path = session.document.path
    window.close()
    settle()
    with Document.open(path, read_only=True) as document:
        return document.project.answers.get(pack, {})


def test_a_note_is_kept(active, session, asked):  # noqa: F811
    field = asked("system_profile", "name")
    field.evidence.fold.open()
    field.evidence.text.setFocus()
    QTest.keyClicks(field.evidence.text, "From the register")
    assert kept(active, session, "system_profile")["name"].note == "From the register"


def test_a_cell_is_kept(active, session, asked):  # noqa: F811
    type_cell(asked("system_profile", "stakeholders").field)
    (row,) = kept(active, session, "system_profile")["stakeholders"].value
    assert row["who"] == "Borrowers"


def test_a_cell_within_an_item_is_kept(active, session, asked):  # noqa: F811
    group = asked("system_impact", "per_use").field
    group.add.click()
    settle()
    (card,) = group.cards.values()
    type_cell(card.fields["stakeholders"])
    (item,) = kept(active, session, "system_impact")["per_use"].value
    assert [row["who"] for row in item["stakeholders"]] == ["Borrowers"]


def test_a_cell_goes_on_being_typed_after_it_was_sent(asked, session):
    field = asked("system_profile", "stakeholders").field
    type_cell(field)
    line = focus()
    field.flush()
    assert focus() is line
    QTest.keyClicks(line, " abroad")
    field.flush()
    assert session.project.answers["system_profile"]["stakeholders"].value[0]["who"] == "Borrowers abroad"
