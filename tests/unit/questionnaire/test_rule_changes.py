"""A newer pack that makes something else of the same answers says so: cut-offs, deduction, obligations, tiers, duties and their dates."""

import copy

import msgspec
import pytest

from rai_desktop.questionnaire.catalog import packs
from rai_desktop.questionnaire.editions import Edition, changes, edition_of
from rai_desktop.questionnaire.question import Pack

YES = {"question": "q", "is": ["yes"]}
PACK = {
    "id": "p", "title": "P", "version": "1", "as_of": "2026-01-01", "facts": {"big": YES, "old": {"question": "q", "is": ["no"]}},
    "sections": [{"id": "s", "title": "S", "score": "raw", "questions": [
        {"id": "q", "type": "yesno", "text": "Big?"}, {"id": "why", "type": "text", "text": "Why?", "show_if": {"all": [{"fact": "big"}]}}]}],
    "scoring": {
        "total": "raw", "scores": {"raw": {"title": "Risk"}, "less": {"title": "Mitigation", "maximum": 77}},
        "deduction": {"score": "less", "reach": 0.8, "share": 0.15}, "obligation_titles": {"notice": "Notice", "person": "A person"},
        "levels": [{"id": "I", "title": "Little", "up_to": 0.5}, {"id": "II", "title": "Big", "obligations": {"notice": "Tell them.", "person": "One."}}]},
    "classification": {
        "tiers": [{"id": "HIGH", "title": "High", "severity": 2, "sentence": "It is.", "when": {"fact": "big"}},
                  {"id": "MID", "title": "Middle", "severity": 2, "sentence": "Some.", "when": {"fact": "old"}},
                  {"id": "LOW", "title": "Low", "severity": 1, "sentence": "It is not.", "when": {}}],
        "flags": [{"id": "F", "title": "Talks", "part": "a", "when": YES}, {"id": "F", "title": "Talks", "part": "b", "when": {"fact": "old"}}],
        "roles": [{"id": "R", "title": "Maker", "when": YES}],
        "schedules": {"house": {"applies_from": "2027-01-01", "instead": [{"when": YES, "applies_from": "2028-01-01"}]}},
        "duties": [{"id": "tell", "text": "Tell the people", "clauses": [], "schedule": "house", "when": {"fact": "big"}},
                   {"id": "log", "text": "Keep logs", "clauses": [], "schedule": "house", "when": {}}],
        "dates": ["2027-01-01"]},
}


def made(change=lambda plain: None, version="2"):
    plain = copy.deepcopy(PACK) | {"version": version}
    change(plain)
    return msgspec.convert(plain, Pack, strict=False)


def put(value, *path):
    def change(plain):
        for key in path[:-1]:
            plain = plain[key]
        plain[path[-1]] = value
    return change


def both(*parts):
    return lambda plain: [part(plain) for part in parts]


def taken(*path):
    def change(plain):
        for key in path[:-1]:
            plain = plain[key]
        del plain[path[-1]]
    return change


BEFORE = msgspec.json.decode(msgspec.json.encode(edition_of(made(version="1"))), type=Edition)
SCORING, RULES = ("scoring",), ("classification",)


@pytest.mark.parametrize(("change", "told"), [
    (put(0.6, *SCORING, "levels", 0, "up_to"), ["Level “Big” begins above 60 % of the most points instead of 50 %"]),
    (put("Huge", *SCORING, "levels", 1, "title"), ["Worded otherwise: level “Huge”; before: Big"]),
    (both(put("III", *SCORING, "levels", 1, "id"), put("Huge", *SCORING, "levels", 1, "title")), ["New: level “Huge”", "Gone: level “Big”"]),
    (put({"notice": "Shout.", "more": "Two."}, *SCORING, "levels", 1, "obligations"), [
        "Level “Big” asks otherwise: Notice; before: Tell them.", "Level “Big” no longer asks: A person", "Level “Big” also asks: more"]),
    (put(0.7, *SCORING, "deduction", "reach"), [
        "Deduction: 15 % off the total once “Mitigation” reaches 70 % of its most points; before: 15 % off the total once “Mitigation” reaches 80 % of its most points"]),
    (taken(*SCORING, "deduction"), ["Deduction: none; before: 15 % off the total once “Mitigation” reaches 80 % of its most points"]),
    (put(80, *SCORING, "scores", "less", "maximum"), ["Most points of “Mitigation”: 80 instead of 77"]),
    (taken(*SCORING, "scores", "less", "maximum"), ["Most points of “Mitigation”: the sum of its questions instead of 77"]),
    (put("less", *SCORING, "total"), ["The total starts from “Mitigation” instead of “Risk”"]),
    (put({}, *RULES, "tiers", 1, "when"), ["Decided by another rule: tier “Middle”"]),
    (put(3, *RULES, "tiers", 0, "severity"), ["Decided by another rule: tier “High”"]),
    (put(True, *RULES, "tiers", 0, "stops"), ["Decided by another rule: tier “High”"]),
    (put({"question": "q", "is": ["unknown"]}, "facts", "old"), ["Decided by another rule: tier “Middle”; mark “Talks”"]),
    (put({"question": "q", "answered": True}, "facts", "big"), [
        "Decided by another rule: tier “High”; duty “Tell the people”", "What questions are asked rests on other conditions: big"]),
    (put({}, *RULES, "flags", 0, "when"), ["Decided by another rule: mark “Talks”"]),
    (put(["X"], *RULES, "flags", 1, "replaces"), ["Decided by another rule: mark “Talks”"]),
    (put({}, *RULES, "roles", 0, "when"), ["Decided by another rule: role “Maker”"]),
    (put(["HIGH"], *RULES, "duties", 1, "tiers"), ["Decided by another rule: duty “Keep logs”"]),
    (put("It may be.", *RULES, "tiers", 0, "sentence"), ["Worded otherwise: tier “High”; before: It is."]),
    (put("Tell all", *RULES, "duties", 0, "text"), ["Worded otherwise: duty “Tell all”; before: Tell the people"]),
    (put("2027-06-01", *RULES, "schedules", "house", "applies_from"), [
        "Applies from 2027-06-01 instead of 2027-01-01: duty “Tell the people”; duty “Keep logs”"]),
    (put([], *RULES, "schedules", "house", "instead"), ["Other dates in special cases: duty “Tell the people”; duty “Keep logs”"]),
    (put(["2027-02-01"], *RULES, "dates"), ["Days on which the tier may change: 2027-02-01; before: 2027-01-01"]),
    (taken(*RULES, "duties", 1), ["Gone: duty “Keep logs”"]),
    (lambda plain: plain["classification"]["tiers"].insert(0, plain["classification"]["tiers"].pop(1)), ["The tiers are read in another order"]),
])
def test_each_change_of_the_result_is_named_and_nothing_else(change, told):
    found = changes(BEFORE, made(change))
    assert found.results == told
    assert (found.any, found.untold) == (True, False)


def test_a_version_that_changes_nothing_says_nothing():
    found = changes(BEFORE, made())
    assert (found.any, found.untold, found.results) == (False, False, [])


def test_rules_that_are_gone_or_come_are_named():
    plain = made(lambda plain: [plain.pop(key) for key in ("scoring", "classification")])
    assert "Gone: level “Little”; level “Big”; tier “High”" in changes(BEFORE, plain).results[0]
    assert "New: level “Little”; level “Big”; tier “High”" in changes(edition_of(plain), made()).results[0]


def test_an_edition_of_an_earlier_program_says_that_it_cannot_tell():
    old = msgspec.structs.replace(BEFORE, rules=None)
    found = changes(old, made(put(0.6, *SCORING, "levels", 0, "up_to")))
    assert (found.results, found.any, found.untold) == ([], False, True)
    without = made(lambda plain: [plain.pop(key) for key in ("scoring", "classification")])
    assert not changes(msgspec.structs.replace(edition_of(without), rules=None), without).untold


def test_no_shipped_pack_differs_from_itself_as_stored():
    for pack in packs():
        kept = msgspec.json.decode(msgspec.json.encode(edition_of(pack)), type=Edition)
        assert not changes(kept, pack).any, pack.id
