"""Choosing questionnaires: all are shown with what they are, and leaving one out loses no answer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from rai_desktop.gui.dialogs.packs import PacksDialog
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog


@pytest.fixture
def step(window, project, qtbot):
    window.show_step("system")
    return window.step


@pytest.fixture
def dialog(step, qtbot):
    qtbot.mouseClick(step.choosing, Qt.MouseButton.LeftButton)
    return step.findChildren(PacksDialog)[0]


def _titles(step):
    return [step.tree.topLevelItem(place).text(0) for place in range(step.tree.topLevelItemCount())]


def test_every_pack_is_there_and_those_in_use_are_ticked(dialog):
    assert list(dialog.ticks) == [pack.id for pack in catalog.packs()]
    assert {id_ for id_, tick in dialog.ticks.items() if tick.isChecked()} == {"system_profile", "eu_ai_act"}
    assert dialog.using.text() == "Use 2 questionnaires"


def test_one_more_is_asked(dialog, step, session, qtbot):
    other = next(pack for pack in catalog.packs() if pack.id not in ("system_profile", "eu_ai_act"))
    dialog.ticks[other.id].click()
    qtbot.mouseClick(dialog.using, Qt.MouseButton.LeftButton)
    assert other.id in session.project.packs
    assert other.title in _titles(step)
    assert session.document.undo_label == "Chose the questionnaires"


def test_leaving_one_out_hides_it_and_keeps_its_answers(step, session, qtbot):
    pack = catalog.pack("eu_ai_act")
    question = next(iter(pack.places))
    step.show_section("eu_ai_act", pack.sections[0].id)
    step.answering.answer(pack, question, Answer(value="yes"))
    step.answering.use(["system_profile"])
    assert pack.title not in _titles(step)
    assert session.project.answers["eu_ai_act"][question].value == "yes"
    step.answering.use(["system_profile", "eu_ai_act"])
    assert pack.title in _titles(step)
    assert session.project.answers["eu_ai_act"][question].value == "yes"


def test_none_at_all_cannot_be_chosen(dialog):
    for tick in dialog.ticks.values():
        tick.setChecked(False)
    assert not dialog.using.isEnabled()


def test_cancel_changes_nothing(dialog, session, qtbot):
    dialog.ticks["eu_ai_act"].click()
    qtbot.mouseClick(dialog.closing, Qt.MouseButton.LeftButton)
    assert session.project.packs == []


def test_ticking_the_united_kingdom_brings_its_section_and_unticking_takes_it_away(step, session, qtbot):
    pack = catalog.pack("data_protection")

    def sections():
        top = next(each for each in range(step.tree.topLevelItemCount()) if step.tree.topLevelItem(each).text(0) == pack.title)
        item = step.tree.topLevelItem(top)
        return [item.child(place).text(0) for place in range(item.childCount())]

    step.answering.use(["data_protection"])
    step.show_section(pack.id, "threshold")
    title = next(each.title for each in pack.sections if each.id == "automated_uk")
    wanted = next(option.text for option in pack.question("law").options if option.id == "uk")

    def ticks():
        return [each for each in step.findChildren(QCheckBox) if each.text() == wanted and each.isVisible()]

    for there in (True, False):
        qtbot.waitUntil(lambda: len(ticks()) == 1)
        ticks()[0].click()
        qtbot.waitUntil(lambda there=there: any(each.endswith(title) for each in sections()) == there)
    assert session.project.answers[pack.id]["law"].value in (None, [])
