"""Handing out, bringing back, comparing and beginning with last year's, as a person clicks through them."""

import msgspec
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from rai_desktop.forms.files import write_form
from rai_desktop.forms.form import form_of
from rai_desktop.gui.dialogs.bringing_back import BringBackDialog, bring_back
from rai_desktop.gui.dialogs.comparing import CompareDialog
from rai_desktop.gui.dialogs.handing_out import HandOutDialog
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow


def answered(**values):
    def change(project):
        own = {**project.answers.get("system_profile", {}), **{id_: Answer(value=value) for id_, value in values.items()}}
        return msgspec.structs.replace(project, answers={**project.answers, "system_profile": own})

    return change


def fill(path, **values):
    """Type into the workbook as a colleague does."""
    book = load_workbook(path)
    sheet = next(each for each in book.worksheets if str(each["A1"].value) == "pack:system_profile")
    for row in sheet.iter_rows():
        if row[0].value in values:
            row[4].value = values[row[0].value]
    book.save(path)


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(qtbot, window, kind):
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(kind)), timeout=20_000)
    return window.findChildren(kind)[0]


def said(notice):
    return " ".join(label.text() for label in notice.findChildren(QLabel))


@pytest.fixture
def returned(window, project, session, home, qtbot):
    """A form that was handed out, filled in, and is being brought back, after one answer was changed here."""
    project.apply("Answered", answered(name="Scorer"))
    write_form(form_of(session.project, ["system_profile"]), home / "form.xlsx")
    fill(home / "form.xlsx", name="Their name", description="=1+1", stage="no such stage")
    project.apply("Answered", answered(name="Our name"))
    bring_back(session, home / "form.xlsx", window)
    return shown(qtbot, window, BringBackDialog)


@pytest.fixture
def dialog(window, project, session, qtbot):
    """To hand out one of two questionnaires."""
    session.apply("Packs", lambda now: msgspec.structs.replace(now, packs=["system_profile", "fairness"]))
    window.commands.hand_out()
    return shown(qtbot, window, HandOutDialog)


def test_without_a_questionnaire_it_is_said_where_to_choose_one(window, project, session, qtbot):
    session.apply("Packs", lambda now: msgspec.structs.replace(now, packs=[]))
    window.commands.hand_out()
    empty = shown(qtbot, window, HandOutDialog)
    assert "Choose them on the page System" in said(empty.trouble)
    assert not empty.saving.isEnabled()
    click(qtbot, empty.closing)


def test_a_form_is_handed_out(dialog, home, qtbot, monkeypatch):
    whole = dialog.saving.text()
    dialog.ticks["fairness"].click()
    assert dialog.saving.text() != whole
    monkeypatch.setattr("rai_desktop.gui.dialogs.handing_out.QFileDialog.getSaveFileName",
                        lambda *_words: (str(home / "for colleagues"), ""))
    click(qtbot, dialog.saving)
    qtbot.waitUntil((home / "for colleagues.xlsx").exists, timeout=20_000)
    heads = [str(sheet["A1"].value) for sheet in load_workbook(home / "for colleagues.xlsx").worksheets]
    assert "pack:system_profile" in heads
    assert "pack:fairness" not in heads


def test_nothing_ticked_hands_nothing_out(dialog, qtbot):
    for tick in dialog.ticks.values():
        tick.click()
    assert not dialog.saving.isEnabled()
    click(qtbot, dialog.closing)


def test_a_folder_that_takes_no_file_is_said_in_the_dialog(dialog, home, qtbot):
    dialog.write(home / "nowhere" / "form.xlsx")
    qtbot.waitUntil(lambda: "cannot be written" in said(dialog.trouble), timeout=20_000)
    assert dialog.saving.isEnabled()
    click(qtbot, dialog.closing)


def test_conflicts_are_shown_first_and_taken_only_when_ticked(returned, session, qtbot):
    rows = [(each.question, on) for each, on in zip(returned.found.coming, returned.table.ticks(), strict=True)]
    assert rows == [("name", False), ("description", True)]
    told = returned.messages.toPlainText()
    assert "no such stage" in told
    assert "formula" in told
    assert session.project.answers["system_profile"]["name"].value == "Our name"
    assert returned.taking.text() == "Take over 1 answer"
    click(qtbot, returned.taking)
    own = session.project.answers["system_profile"]
    assert (own["name"].value, own["description"].value) == ("Our name", "=1+1")
    session.undo()
    assert "description" not in session.project.answers["system_profile"]


def test_that_answers_were_taken_over_is_not_said_once_it_is_undone(returned, window, session, qtbot):
    click(qtbot, returned.taking)
    assert window.notice.sentence == "1 answer was taken over; Undo takes all of it back."
    session.undo()
    assert not window.notice.isVisible()


def test_a_conflict_that_is_ticked_is_taken(returned, session, qtbot):
    click(qtbot, returned.all)
    assert returned.taking.text() == "Take over 2 answers"
    click(qtbot, returned.taking)
    assert session.project.answers["system_profile"]["name"].value == "Their name"


def test_cancel_changes_nothing(returned, session, qtbot):
    before = session.project
    click(qtbot, returned.closing)
    assert session.project == before


def test_what_changed_while_the_dialog_was_open_is_shown_anew(returned, session, qtbot):
    session.apply("Answered", answered(description="typed meanwhile"))
    click(qtbot, returned.taking)
    assert returned.isVisible()
    assert "changed meanwhile" in said(returned.told)
    assert session.project.answers["system_profile"]["description"].value == "typed meanwhile"
    click(qtbot, returned.closing)


def test_a_refused_file_changes_nothing(window, project, session, home, qtbot):
    (home / "form.xlsx").write_bytes(b"no workbook")
    before = session.project
    with qtbot.waitSignal(session.refused, timeout=20_000) as refused:
        bring_back(session, home / "form.xlsx", window)
    assert "not a workbook" in refused.args[0]
    assert session.project == before


def test_two_moments_are_compared(window, project, session, home, qtbot):
    project.apply("Answered", answered(name="Scorer"))
    project.apply("Answered", answered(name="Other scorer", description="It scores"))
    window.commands.compare_with()
    dialog = shown(qtbot, window, CompareDialog)
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=20_000)
    assert {each.after for each in dialog.shown} >= {"Other scorer", "It scores"}
    qtbot.keyClicks(dialog.wanted, "it scores")
    qtbot.waitUntil(lambda: [each.after for each in dialog.shown] == ["It scores"])
    click(qtbot, dialog.copying)
    assert "It scores" in QGuiApplication.clipboard().text()
    assert "Other scorer" not in QGuiApplication.clipboard().text()
    dialog.save(home / "differences.csv")
    assert "It scores" in (home / "differences.csv").read_text(encoding="utf-8-sig")
    click(qtbot, dialog.closing)


def test_another_file_is_compared_and_a_bad_one_said(window, project, session, home, qtbot):
    with Document.create(home / "b.rai", title="B", analyst="Ann") as other:
        other.apply("Answered", answered(name="Of the other"))
    window.commands.compare_with()
    dialog = shown(qtbot, window, CompareDialog)
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=20_000)
    dialog.add_file(home / "b.rai")
    qtbot.waitUntil(lambda: any(each.before == "Of the other" for each in dialog.shown), timeout=20_000)
    (home / "bad.rai").write_bytes(b"no file of ours")
    dialog.add_file(home / "bad.rai")
    qtbot.waitUntil(lambda: dialog.found is None, timeout=20_000)
    assert dialog.shown == []
    click(qtbot, dialog.closing)


def test_a_new_one_begins_with_the_answers_of_the_old(window, project, session, home, qtbot, monkeypatch):
    project.apply("Answered", answered(name="Scorer"))
    old = session.project
    monkeypatch.setattr("rai_desktop.gui.opening.QFileDialog.getSaveFileName", lambda *_words: (str(home / "next.rai"), ""))
    window.commands.new_from()
    qtbot.waitUntil(lambda: session.document is not None and session.document.path.name == "next.rai", timeout=20_000)
    answer = session.project.answers["system_profile"]["name"]
    assert answer.value == "Scorer"
    assert "A title" in answer.carried
    assert session.project.origin.project == old.id != session.project.id
    window.show_step("start")
    origin = session.project.origin
    assert window.step.origin.isVisible()
    assert window.step.origin.toPlainText() == f"“A title”, on {origin.when}; its newest history entry was {origin.head}"
    names = [button.accessibleName() for button in window.step.findChildren(QPushButton)]
    assert "New assessment from next" in names


def test_the_report_page_counts_what_is_unanswered_and_what_is_only_carried_over(window, project, session):
    pack = catalog.find("system_profile")
    first = flow.missing(pack, {})[0]
    session.apply("Carried", lambda p: msgspec.structs.replace(
        p, packs=[pack.id], answers={pack.id: {first.id: Answer(value="A name", carried="Last year")}}))
    window.show_step("report")
    said = window.step.open_points.text()
    left = len(flow.missing(pack, session.project.answers))
    assert left > 1 and f"{left} of them must be answered" in said
    assert "1 answer was carried over and is not confirmed yet." in said


def test_a_new_assessment_can_hand_out_what_its_first_page_shows(window, session, home, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words, **_more: (str(home / "Scorer.rai"), ""))
    window.commands.new_assessment()
    assert session.project.packs == ["system_profile", "eu_ai_act"]
    assert [row.label for row in session.document.history()] == ["Started the assessment"]
    window.commands.hand_out()
    dialog = shown(qtbot, window, HandOutDialog)
    asked = sum(len(questions) for id_ in session.project.packs
                for _section, questions in flow.visible(catalog.pack(id_), {}))
    assert dialog.saving.text() == f"Save a form of {asked} questions …"
    dialog.reject()


def test_choosing_the_questionnaires_that_are_shown_puts_them_in_use(window, project, session):
    assert session.project.packs == []
    window.show_step("system")
    window.step.answering.use(["system_profile", "eu_ai_act"])
    assert session.project.packs == ["system_profile", "eu_ai_act"]
