"""Signatures made in a review copy that goes to and fro, and a merge that is undone and done again: each stands as it was made."""

import pytest
from msgspec.structs import replace

from rai_desktop.project.document import Document
from rai_desktop.project.reviewing import Comment, Meaning
from rai_desktop.review.bringing import bring_back
from rai_desktop.review.comments import with_comment
from rai_desktop.review.copies import save_review_copy
from rai_desktop.review.incoming import read_copy
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.review.standing import State
from rai_desktop.review.witness import reviewed


@pytest.fixture
def ours(tmp_path):
    with Document.create(tmp_path / "ours.rai", title="Loans", analyst="Ann") as document:
        yield document


@pytest.fixture
def copy(ours, tmp_path):
    save_review_copy(ours, tmp_path / "copy.rai", "Rita", "Ann")
    return tmp_path / "copy.rai"


def bring(ours, copy):
    bring_back(ours, read_copy(ours, copy), {}, by="Ann")


def comment(path):
    said = Comment(about="", who="Rita", when="2026-11-24T08:00:00+00:00", text="Fine")
    with Document.open(path) as document:
        document.apply("Commented", lambda project: with_comment(project, said))


def sign_it(path):
    with Document.open(path) as document:
        sign(document, Intent(meaning=Meaning.REVIEWED, name="Rita"), target(document))


def states(document):
    return [(each.signature.name, each.state, each.problem) for each in reviewed(document).standings]


def test_first_the_comments_come_back_then_the_signature(ours, copy):
    comment(copy)
    bring(ours, copy)
    sign_it(copy)
    bring(ours, copy)
    assert states(ours) == [("Rita", State.STANDS, "")]
    ours.apply("Title", lambda project: replace(project, title="Other"))
    assert states(ours) == [("Rita", State.BROKEN, "")]


def test_a_merge_undone_and_done_again_tells_its_signature_once(ours, copy):
    sign_it(copy)
    bring(ours, copy)
    ours.undo()
    ((_name, state, problem),) = states(ours)
    assert state is State.NOT_VALID
    assert problem.startswith("It was taken out by entry 3")
    ours.redo()
    assert states(ours) == [("Rita", State.STANDS, "")]
