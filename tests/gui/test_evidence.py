"""Evidence beside an answer: attached by its hash, and in words where it cannot be read."""

import hashlib

import msgspec
import pytest

from rai_desktop.gui.answering import FIRST_PACKS
from rai_desktop.gui.widgets.evidence_field import EvidenceField
from rai_desktop.project.model import Answer, Attachment, FileRef
from rai_desktop.project.moved import evidence_files
from rai_desktop.questionnaire import catalog


@pytest.fixture
def field(qtbot):
    field = EvidenceField()
    qtbot.addWidget(field)
    field.show()
    field.fold.open()
    return field


def test_a_file_is_attached_by_its_hash(field, qtbot, tmp_path):
    file = tmp_path / "minutes.txt"
    file.write_bytes(b"what was agreed")
    with qtbot.waitSignal(field.changed):
        field.attach_file(file)
    ((attached,),) = (field.attachments(),)
    assert attached.file.sha256 == hashlib.sha256(b"what was agreed").hexdigest()
    assert (attached.file.path, attached.file.size) == (str(file), 15)
    assert field.attach.isEnabled()


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_attached(field, qtbot, tmp_path):
    field.attach_file(tmp_path / "gone.txt")
    qtbot.waitUntil(lambda: bool(field.problem.sentence))
    assert "gone.txt cannot be read" in field.problem.sentence
    assert field.attachments() == []
    assert field.attach.isEnabled()


def test_what_is_stored_unfolds(field, qtbot):
    other = EvidenceField()
    qtbot.addWidget(other)
    other.show_evidence("", [])
    assert not other.fold.button.isChecked()
    other.show_evidence("From the minutes", [])
    assert other.fold.button.isChecked()


def test_evidence_that_moved_with_the_assessment_is_told_and_taken_at_one_press(window, project, session, home, qtbot):
    """As when the folder of an assessment is sent to a reviewer: there is no table yet, only evidence."""
    old, beside = home / "old" / "minutes.txt", project.path.parent / "minutes.txt"
    old.parent.mkdir()
    old.write_bytes(b"what was agreed")
    file = FileRef(path=str(old), sha256=hashlib.sha256(b"what was agreed").hexdigest(), size=15)
    question = catalog.pack(FIRST_PACKS[0]).sections[0].questions[0].id
    answer = Answer(value="To rank.", evidence=[Attachment(file=file)])
    session.apply("Answered", lambda p: msgspec.structs.replace(p, answers={FIRST_PACKS[0]: {question: answer}}))
    window.show_step("system")
    assert window.step.moved.isHidden()
    old.rename(beside)
    session.disk.look()
    qtbot.waitUntil(window.step.moved.isVisible, timeout=10_000)
    assert "“minutes.txt” is not where it was." in window.step.moved.sentence
    window.step.moved.button.click()
    assert [each.path for each in evidence_files(session.project)] == [str(beside)]
    assert window.step.moved.isHidden()
    window.show_step("inputs")
    assert window.step.moved.isHidden()
    session.undo()
    assert [each.path for each in evidence_files(session.project)] == [str(old)]
