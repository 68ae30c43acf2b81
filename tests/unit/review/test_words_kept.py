"""Comparing and merging name what is gone from a newer questionnaire by the words the file keeps of it, not by its id."""

import json

import msgspec
import pytest
from msgspec.structs import replace

from rai_desktop.paths import site_dir
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.editions import edition_of
from rai_desktop.review.bringing import conflict_place, side_words
from rai_desktop.review.comparing import as_text, compare
from rai_desktop.review.incoming import read_copy
from rai_desktop.review.sides import side_now, side_then

OWNER = {"id": "owner", "type": "single", "text": "Who answers for it?", "options": [
    {"id": "o1", "text": "The bank"}, {"id": "o2", "text": "The vendor"}]}
PUBLIC = {"id": "public", "type": "yesno", "text": "Is it public?"}
SEATS = {"id": "seats", "type": "table", "text": "Which seats?", "columns": [
    {"id": "c1", "text": "Seat"}, {"id": "c2", "text": "Size", "options": [{"id": "s1", "text": "Small"}, {"id": "s2", "text": "Huge"}]}]}
RATED = {"id": "rated", "type": "matrix", "text": "How is it?", "rows": [{"id": "w1", "text": "Speed"}, {"id": "w2", "text": "Care"}],
         "options": [{"id": "g", "text": "Good"}, {"id": "b", "text": "Bad"}]}
USES = {"id": "uses", "type": "group", "text": "Uses?", "item": "Use", "questions": [
    {"id": "name", "type": "text", "text": "Name?"},
    {"id": "sort", "type": "single", "text": "Sort?", "options": [{"id": "k1", "text": "Loans"}, {"id": "k2", "text": "Cards"}]},
    {"id": "who", "type": "table", "text": "Whom?", "columns": [{"id": "p", "text": "Person"}]}]}
FIRST = [OWNER, PUBLIC, SEATS, RATED, USES]
BEFORE = {"owner": "o2", "public": "no", "seats": [{"c1": "Front", "c2": "s2"}], "rated": [{"w1": "g", "w2": "b"}],
          "uses": [{"id": "1", "name": "A", "sort": "k2", "who": [{"p": "Ann"}]}]}
AFTER = {"owner": "o1", "public": "yes", "seats": [{"c1": "Front", "c2": "s1"}], "rated": [{"w1": "g", "w2": "g"}],
         "uses": [{"id": "1", "name": "A", "sort": "k1", "who": [{"p": "Bob"}]}]}
SECOND = [{**OWNER, "options": OWNER["options"][:1]}, {**SEATS, "columns": [SEATS["columns"][0], {**SEATS["columns"][1], "options": [
    {"id": "s1", "text": "Small"}]}]}, {**RATED, "rows": RATED["rows"][:1], "options": RATED["options"][:1]},
    {**USES, "questions": [USES["questions"][0], {**USES["questions"][1], "options": USES["questions"][1]["options"][:1]}]}]


def put(*questions, version="1"):
    """The site's own pack as a file."""
    folder = site_dir() / "questionnaires"
    folder.mkdir(parents=True, exist_ok=True)
    content = {"id": "house", "title": "House", "version": version, "as_of": "2026-01-01", "sections": [
        {"id": "s", "title": "S", "questions": list(questions)}]}
    lines = (f"{key} = {_toml(value)}\n" for key, value in content.items())
    (folder / "house.toml").write_text("".join(lines), encoding="utf-8")
    catalog.forget()


def _toml(value):
    match value:
        case dict():
            return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


@pytest.fixture(autouse=True)
def cleared():
    yield
    (site_dir() / "questionnaires" / "house.toml").unlink(missing_ok=True)
    catalog.forget()


def answer(document, values):
    """As the window does: the words of the time are kept with the answers."""
    def change(project):
        digest = document.keep(msgspec.json.encode(edition_of(catalog.pack("house"))))
        own = {id_: Answer(value=value) for id_, value in values.items()}
        return replace(project, packs=["house"], answers={"house": own}, pack_versions={"house": "1"}, pack_editions={"house": digest})

    document.apply("Answered", change)


@pytest.fixture
def document(tmp_path):
    put(*FIRST)
    with Document.create(tmp_path / "a.rai", title="A") as made:
        answer(made, BEFORE)
        answer(made, AFTER)
        yield made


def told(document):
    return as_text(compare(side_then(document, 2), side_now(document)))


def test_options_columns_rows_and_questions_that_are_gone_are_told_by_their_words(document):
    same = told(document)
    put(*SECOND, version="2")
    now = told(document)
    for words in ("The vendor", "Is it public?", "Front; Huge", "Care: Bad", "Sort? Cards", "Whom?", "Ann"):
        assert words in same
        assert words in now


def test_so_are_those_of_a_questionnaire_that_is_gone(document):
    same = told(document)
    (site_dir() / "questionnaires" / "house.toml").unlink()
    catalog.forget()
    now = told(document)
    for words in ("The vendor", "Is it public?", "Front; Huge", "Care: Bad", "Sort? Cards", "Whom?", "Ann"):
        assert words in same
        assert words in now


def test_conflicts_of_a_review_copy_are_named_by_them(document, tmp_path):
    copy = tmp_path / "copy.rai"
    copy.write_bytes(document.path.read_bytes())
    with Document.open(copy) as theirs:
        answer(theirs, {**AFTER, "owner": "o2"})
    answer(document, {**AFTER, "owner": None, "public": "no"})
    with Document.open(copy) as theirs:
        answer(theirs, {**AFTER, "owner": "o2", "public": "unknown"})
    put(*SECOND, version="2")
    incoming = read_copy(document, copy)
    said = {conflict_place(incoming, each.at, document.project): side_words(incoming, each) for each in incoming.merge().conflicts}
    assert said["Who answers for it?"].theirs == "The vendor"
    assert said["Is it public?"] == ("Yes", "No", "Not known yet")


def test_an_answer_to_what_is_asked_in_another_way_is_told_by_the_words_of_then(document):
    put({**OWNER, "type": "table", "options": [], "columns": [{"id": "c", "text": "Who"}]}, version="2")
    assert "The vendor" in told(document)
    assert "o2" not in told(document)


def test_words_that_cannot_be_read_leave_the_ids(document):
    digest = document.keep(json.dumps({"no": "edition"}).encode())
    document.apply("Spoilt", lambda project: replace(project, pack_editions={"house": digest}))
    put(*SECOND[1:], version="2")
    assert "owner" in as_text(compare(side_now(document), replace(side_now(document), project=replace(document.project, answers={}))))
