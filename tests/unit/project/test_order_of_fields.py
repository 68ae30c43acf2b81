"""A record may be filled in in any order and then taken out: its history holds together, can be undone, merged and signed."""

from itertools import permutations

import pytest
from msgspec.structs import replace

from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.project.register import Acceptance, Risk
from rai_desktop.review.copies import save_review_copy
from rai_desktop.review.incoming import read_copy
from rai_desktop.review.replay import Replay

FIELDS = {"severity": "serious", "harm": "Refused", "sources": ["answer:system_profile/name"],
          "acceptance": Acceptance(who="Rita", reason="Rare", when="2026-11-01")}


@pytest.fixture
def document(tmp_path):
    with Document.create(tmp_path / "a.rai") as made:
        yield made


def with_risk(risk):
    return lambda project: replace(project, risks={"a": risk} if risk else {})


@pytest.mark.parametrize("order", list(permutations(FIELDS)))
def test_a_risk_is_filled_in_and_taken_out(document, order):
    document.apply("New", with_risk(Risk(title="")))
    for name in order:
        document.apply(name, lambda project, name=name: with_risk(replace(project.risks["a"], **{name: FIELDS[name]}))(project))
    whole = document.project
    document.apply("Out", with_risk(None))
    assert document.verify_history().problem == ""
    assert Replay().follow(document.rows()).problem == ""
    document.undo()
    assert document.project == whole
    assert document.verify_history().ok


def test_a_note_before_its_answer_and_both_gone(document, tmp_path):
    def answered(**answer):
        return lambda project: replace(project, answers={"p": {"q": Answer(**answer)}} if answer else {})

    document.apply("Note", answered(note="First"))
    document.apply("Answer", answered(note="First", value="Then"))
    save_review_copy(document, tmp_path / "copy.rai", "Rita", "Ann")
    with Document.open(tmp_path / "copy.rai") as copy:
        copy.apply("Cleared", answered())
    assert document.verify_history().ok
    assert read_copy(document, tmp_path / "copy.rai").merge().taken == [("answers", "p", "q")]
