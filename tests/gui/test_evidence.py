"""Evidence beside an answer: attached by its hash, and in words where it cannot be read."""

import hashlib

import pytest

from rai_desktop.gui.widgets.evidence_field import EvidenceField


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
