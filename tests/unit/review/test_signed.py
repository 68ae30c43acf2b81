"""What was signed is compared as it was signed, also where it was signed in a review copy."""

import pytest
from msgspec.structs import replace

from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.project.reviewing import Meaning
from rai_desktop.review.bringing import Choice, bring_back
from rai_desktop.review.comparing import compare
from rai_desktop.review.copies import save_review_copy
from rai_desktop.review.incoming import read_copy
from rai_desktop.review.sides import side_now
from rai_desktop.review.signed import side_signed, signed_states
from rai_desktop.review.signing import Intent, sign, target


def answered(value):
    return lambda project: replace(project, answers={"system_profile": {"name": Answer(value=value)}})


def signed(document, name, meaning):
    sign(document, Intent(meaning=meaning, name=name), target(document))


def name_in(side):
    return side.project.answers["system_profile"]["name"].value


@pytest.fixture
def ours(tmp_path):
    """Changed and signed here and in a review copy, so that both histories have an entry of the same number."""
    with Document.create(tmp_path / "ours.rai", title="Loans", analyst="Ann") as document:
        document.apply("Answered", answered("Score 3.2"))
        save_review_copy(document, tmp_path / "copy.rai", "Rita", "Ann")
        with Document.open(tmp_path / "copy.rai") as copy:
            copy.apply("Answered", answered("Score 3.2b"))
            signed(copy, "Rita", Meaning.REVIEWED)
        document.apply("Answered", answered("Score 3.3"))
        bring_back(document, read_copy(document, tmp_path / "copy.rai"), {("answers", "system_profile", "name"): Choice.OURS}, by="Ann")
        signed(document, "Cleo", Meaning.APPROVED)
        document.apply("Answered", answered("Score 4"), reason="a new version")
        yield document


def test_each_signature_names_what_was_signed(ours):
    by_whom = {state.who: state for state in signed_states(ours)}
    assert set(by_whom) == {"reviewed by Rita", "approved by Cleo"}
    assert name_in(side_signed(ours, by_whom["reviewed by Rita"])) == "Score 3.2b"
    assert name_in(side_signed(ours, by_whom["approved by Cleo"])) == "Score 3.3"
    assert "review copy" in by_whom["reviewed by Rita"].words
    assert "review copy" not in by_whom["approved by Cleo"].words


def test_what_the_reviewer_signed_differs_from_now_by_what_they_saw(ours):
    state = next(each for each in signed_states(ours) if "Rita" in each.who)
    texts = {(each.before, each.after) for each in compare(side_signed(ours, state), side_now(ours)).differences}
    assert ("Score 3.2b", "Score 4") in texts


def test_a_signature_of_no_history_here_is_no_version(ours):
    ours.apply("Altered", lambda p: replace(p, signatures=[replace(each, head="0" * 64) for each in p.signatures]), reason="test")
    assert signed_states(ours) == []
