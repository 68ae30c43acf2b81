"""Standing: what an answer says by its scale."""

import pytest

from rai_desktop.clauses.standing import Standing, _scales, forget, standing
from rai_desktop.errors import Refusal
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.catalog import packs
from rai_desktop.questionnaire.question import Kind, Question, Row, choices
from rai_desktop.questionnaire.truth import UNKNOWN
from tests.unit.clauses.conftest import scale


def test_every_scale_is_one_of_a_shipped_question():
    used = {frozenset(o.id for o in choices(q)) for each in packs() for _s, q in each.places.values()
            if q.kind in {Kind.SINGLE, Kind.MATRIX}}
    assert len(_scales()) >= 8
    assert set(_scales()) <= used


def test_what_a_scale_says_of_unknown_is_nothing():
    assert all(said[UNKNOWN] is Standing.NOTHING for said in _scales().values() if UNKNOWN in said)


def test_checklists_that_can_be_answered_no_are_on_a_scale():
    """A “not done” must never count as evidence for a clause."""
    left = [(each.id, id_) for each in packs() for id_, (_s, q) in each.places.items()
            if q.kind is Kind.SINGLE and {"done", "na"} <= (ids := {o.id for o in choices(q)}) and frozenset(ids) not in _scales()]
    assert left == []


ROWS = [Row(id="a", text="A"), Row(id="b", text="B"), Row(id="c", text="C")]


@pytest.mark.parametrize(("held", "says"), [
    ({"a": "done", "b": "done", "c": "na"}, (Standing.FULL, False)),
    ({"a": "no", "b": "no", "c": "na"}, (Standing.AGAINST, False)),
    ({"a": "done", "b": "no", "c": "done"}, (Standing.PARTLY, False)),
    ({"a": "na", "b": "na", "c": "na"}, (Standing.NOTHING, False)),
    ({"a": "done", "b": "done"}, (Standing.NOTHING, True)),
])
def test_a_matrix_speaks_as_its_rows_do_together(held, says):
    question = Question(id="q", kind=Kind.MATRIX, text="?", rows=ROWS, options=scale("done", "partly", "no", "na"))
    assert standing(question, Answer(value=[held])) == says


def test_a_matrix_on_no_scale_can_be_read_and_speaks_in_whole():
    question = Question(id="q", kind=Kind.MATRIX, text="?", rows=ROWS, options=scale("x", "y"))
    assert standing(question, Answer(value=[{"a": "x", "b": "y", "c": "x"}])) == (Standing.FULL, False)


def test_a_site_adds_a_scale(tmp_path):
    folder = tmp_path / "site" / "scales"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text('[[scales]]\nname = "ours"\nchoices = { green = "full", amber = "partly", red = "against" }\n')
    forget()
    question = Question(id="q", kind=Kind.SINGLE, text="?", options=scale("green", "amber", "red"))
    assert [standing(question, Answer(value=each))[0] for each in ("green", "amber", "red")] == [
        Standing.FULL, Standing.PARTLY, Standing.AGAINST]


def test_a_broken_file_of_a_site_is_refused_by_name(tmp_path):
    folder = tmp_path / "site" / "scales"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text('[[scales]]\nname = "ours"\nchoices = { green = "splendid" }\n')
    forget()
    with pytest.raises(Refusal, match=r"ours\.toml"):
        standing(Question(id="q", kind=Kind.SINGLE, text="?", options=scale("a", "b")), Answer(value="a"))
