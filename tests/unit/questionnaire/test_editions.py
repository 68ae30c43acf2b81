"""A newer pack beside the words under which answers were given: also of what is asked of each item of a group."""

import msgspec

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.editions import Edition, changes, edition_of
from rai_desktop.questionnaire.gone import gone_answered, gone_title, gone_words
from rai_desktop.questionnaire.question import Pack

NAME = {"id": "name", "type": "text", "text": "Name?"}
HARM = {"id": "harm", "type": "text", "text": "Which harm?"}
KIND = {"id": "kind", "type": "single", "text": "Kind?", "options": [{"id": "a", "text": "Small"}, {"id": "b", "text": "Big"}]}
PEOPLE = {"id": "people", "type": "table", "text": "Who?", "columns": [{"id": "who", "text": "Stakeholder"}]}
FLAT = {"id": "flat", "type": "table", "text": "All of them?", "columns": [
    {"id": "use", "text": "Use"}, {"id": "bad", "text": "Bad", "options": [{"id": "y", "text": "Yes, bad"}]}]}
OWN = {
    "uses": Answer(value=[{"id": "1", "name": "Loans", "harm": "Refusal", "kind": "b"}, {"id": "2", "kind": "a"}]),
    "flat": Answer(value=[{"use": "Loans", "bad": "y"}, {"use": "Cards", "bad": ""}]),
}


def pack(version, nested, *more):
    group = {"id": "uses", "type": "group", "text": "Uses?", "item": "Use", "questions": nested}
    section = {"id": "s", "title": "S", "questions": [group, *more]}
    return msgspec.convert({"id": "p", "title": "P", "version": version, "as_of": "2026-01-01", "sections": [section]}, Pack)


OLD, NEW = pack("1", [NAME, HARM, KIND], FLAT), pack("2", [NAME, PEOPLE])


def told(before, newer, own):
    return {gone_title(words, id_, newer): gone_words(words, id_, newer, own) for id_, words in gone_answered(before, newer, own).items()}


def stored(edition):
    """As a project file keeps it."""
    return msgspec.json.decode(msgspec.json.encode(edition), type=Edition)


def test_answers_to_what_is_gone_are_told_item_by_item_in_the_words_of_their_time():
    before = stored(edition_of(OLD))
    assert told(before, NEW, OWN) == {
        "Which harm?": "Use 1: Loans: Refusal",
        "Kind?": "Use 1: Loans: Big\nUse 2: Small",
        "All of them?": "Use: Loans, Bad: Yes, bad\nUse: Cards",
    }
    assert told(before, OLD, OWN) == {}
    assert told(before, NEW, {"uses": Answer(value=[{"id": "1", "name": "Loans", "harm": ""}])}) == {}


def test_they_stay_over_later_versions_until_they_are_asked_again():
    second = stored(edition_of(NEW, edition_of(OLD), OWN))
    third = pack("3", [NAME, PEOPLE, KIND])
    assert {words.version for words in second.gone.values()} == {"1"}
    assert set(told(second, NEW, OWN)) == {"Which harm?", "Kind?", "All of them?"}
    assert set(told(second, third, OWN)) == {"Which harm?", "All of them?"}


def test_a_group_that_is_gone_is_told_whole():
    newer = msgspec.convert({**msgspec.to_builtins(NEW), "sections": [{"id": "s", "title": "S", "questions": [NAME]}]}, Pack)
    own = {"uses": Answer(value=[{"id": "1", "name": "Loans", "people": [{"who": "Ann"}, {"who": "Bob"}]}])}
    assert told(stored(edition_of(NEW)), newer, own) == {"Uses?": "Name?: Loans, Who?: Stakeholder: Ann; Stakeholder: Bob"}


def test_what_changed_within_a_group_is_named():
    wider = {**KIND, "options": [*KIND["options"][:1], {"id": "c", "text": "Huge"}]}
    (found,) = changes(stored(edition_of(OLD)), pack("2", [NAME, wider, PEOPLE], FLAT)).reworded
    assert (set(found.new), set(found.gone)) == ({"Who?", "Huge"}, {"Which harm?", "Big"})


def test_editions_of_earlier_programs_which_kept_less_are_no_change_and_lose_nothing():
    plain = msgspec.to_builtins(edition_of(OLD))
    del plain["questions"]["uses"]["inner"]
    before = msgspec.convert(plain, Edition)
    assert not changes(before, pack("2", [NAME, HARM, KIND], FLAT)).any
    assert told(before, NEW, OWN)["Which harm?"] == "Use 1: Loans: Refusal"
    assert "Use 2: a" in told(before, NEW, OWN)["Kind?"]  # its choices were not kept


WHO, BAD, HURT = {"id": "who", "text": "Who"}, {"id": "bad", "text": "Harm", "options": [{"id": "y", "text": "Refused"}]}, {"id": "hurt", "text": "Hurt"}
DENIED, OFTEN = {"id": "denied", "text": "Denied"}, [{"id": "o", "text": "Often"}, {"id": "n", "text": "Never"}]
PARTS = {
    "people": Answer(value=[{"who": "Ann", "bad": "y"}, {"who": "", "bad": "y"}, {"who": "Bob", "bad": ""}]),
    "risk": Answer(value=[{"denied": "o", "hurt": "n"}]),
    "uses": Answer(value=[{"id": "1", "name": "Loans", "people": [{"who": "Eve", "bad": "y"}, {"who": "Sue", "bad": "y"}]}]),
}


def parted(version, columns, matrix_rows, *, within=True):
    people = {"id": "people", "type": "table", "text": "Who?", "columns": columns}
    risk = {"id": "risk", "type": "matrix", "text": "How often?", "rows": matrix_rows, "options": OFTEN}
    return pack(version, [NAME, people] if within else [NAME], people, risk)


def test_cells_of_columns_and_rows_of_a_matrix_that_are_gone_are_told():
    before, newer = stored(edition_of(parted("1", [WHO, BAD], [DENIED, HURT]))), parted("2", [WHO], [DENIED])
    expected = {"Who? “Harm”": "Ann: Refused\nRow 2: Refused", "How often? “Hurt”": "Never"}
    assert told(before, newer, {id_: PARTS[id_] for id_ in ("people", "risk")}) == expected
    assert told(before, newer, {"uses": PARTS["uses"]}) == {"Who? “Harm”": "Use 1: Loans: Eve: Refused; Sue: Refused"}
    assert told(before, parted("2", [WHO, BAD], [DENIED, HURT]), PARTS) == {}
    reviewed = stored(edition_of(newer, before, PARTS))
    assert set(reviewed.gone) == {"people/bad", "risk/hurt", "uses/people/bad"}
    assert told(reviewed, newer, {id_: PARTS[id_] for id_ in ("people", "risk")}) == expected


def test_parts_that_went_before_their_question_are_told_with_it():
    second = stored(edition_of(parted("2", [WHO], [DENIED]), edition_of(parted("1", [WHO, BAD], [DENIED, HURT])), PARTS))
    assert told(second, pack("3", [NAME]), {"uses": PARTS["uses"]}) == {
        "Who?": "Use 1: Loans: Who: Eve, Harm: Refused; Who: Sue, Harm: Refused"}
    flat = told(second, pack("3", [NAME]), {"people": PARTS["people"], "risk": PARTS["risk"]})
    assert flat["Who?"].startswith("Who: Ann, Harm: Refused\nHarm: Refused")
    assert flat["How often?"] == "Denied: Often, Hurt: Never"


def test_editions_of_earlier_programs_tell_columns_too():
    plain = msgspec.to_builtins(edition_of(parted("1", [WHO, BAD], [DENIED, HURT])))
    for words in plain["questions"].values():
        words.pop("inner", None)
    before = msgspec.convert(plain, Edition)
    assert told(before, parted("2", [WHO], [DENIED], within=False), {"people": PARTS["people"], "risk": PARTS["risk"]}) == {
        "Who? “Harm”": "Ann: y\nRow 2: y", "How often? “Hurt”": "Never"}


def test_an_answer_that_was_taken_away_is_not_told():
    assert told(stored(edition_of(OLD)), NEW, {"flat": Answer(value=None, note="Later")}) == {}
