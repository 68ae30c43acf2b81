"""A newer pack beside the words under which answers were given: also of what is asked of each item of a group."""

import msgspec

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.editions import Edition, changes, edition_of, gone_answered, gone_words
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
    return {words.text: gone_words(words, id_, newer, own) for id_, words in gone_answered(before, newer, own).items()}


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
