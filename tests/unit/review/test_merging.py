"""The three-way merge: what one side changed is taken, what both changed is told, nothing is lost."""

import msgspec
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from rai_desktop.project.model import Project
from rai_desktop.review.merging import merge

WORDS = st.sampled_from(["", "a", "b", "c"])
IDS = st.sampled_from(["replies", "runs", "q1", "q2"])  # names that are also parts of a project must not mislead
ANSWER = st.fixed_dictionaries({}, optional={"value": st.one_of(WORDS, st.integers(0, 2), st.booleans(), st.floats(0, 1)),
                                             "note": st.sampled_from(["n", "m"]),
                                             "evidence": st.lists(st.fixed_dictionaries({"note": st.sampled_from("de")}),
                                                                  min_size=1, max_size=2, unique_by=str)})
RUN = st.fixed_dictionaries({"id": st.sampled_from("xyz"), "started": st.sampled_from(["1", "2"]),
                             "status": st.sampled_from(["finished", "failed"])})
REPLY = st.fixed_dictionaries({"who": st.sampled_from("AB"), "when": st.sampled_from("12"), "text": st.sampled_from("pq")})
COMMENT = st.builds(lambda replies, done: {"about": "", "who": "A", "when": "1", "text": "t"}
                    | ({"replies": replies} if replies else {})
                    | ({"resolved_by": done[0], "resolved_when": done} if done else {}),
                    st.lists(REPLY, max_size=2, unique_by=str), st.sampled_from(["", "2", "3"]))
SIGNATURE = st.fixed_dictionaries({"meaning": st.sampled_from(["reviewed", "approved"]), "name": st.sampled_from("AB"),
                                   "when": st.just("1"), "entry": st.just(1), "head": st.just("h"), "digest": st.just("d")})
PLAIN = st.fixed_dictionaries({"id": st.just("p")}, optional={
    "title": WORDS, "packs": st.lists(IDS, max_size=3, unique=True),
    "answers": st.dictionaries(st.sampled_from(["one", "two"]), st.dictionaries(IDS, ANSWER, max_size=3), max_size=2),
    "responses": st.dictionaries(IDS, st.fixed_dictionaries({"comment": WORDS.filter(bool)}), max_size=3),
    "risks": st.dictionaries(IDS, st.fixed_dictionaries({"title": WORDS}), max_size=3).map(lambda risks: {
        id_: risk | ({"suggestion": "s"} if id_.startswith("q") else {}) for id_, risk in risks.items()}),
    "dismissed": st.dictionaries(st.sampled_from("st"), st.fixed_dictionaries({"title": WORDS, "reason": WORDS}), max_size=2),
    "actions": st.dictionaries(IDS, st.fixed_dictionaries({"title": WORDS, "sources": st.lists(
        st.sampled_from(["risk:q1", "risk:q2", "answer:p/q"]), min_size=1, unique=True)}), max_size=2),
    "comments": st.dictionaries(IDS, COMMENT, max_size=3),
    "runs": st.lists(RUN, max_size=3, unique_by=lambda run: run["id"]),
    "signatures": st.lists(SIGNATURE, max_size=2, unique_by=str),
    "plan": st.fixed_dictionaries({}, optional={"seed": st.integers(0, 2), "policy": WORDS}),
})
RECORDS = ("signatures", "requests", "merges", "packs")


def key(value):
    return msgspec.json.encode(value, order="deterministic")


def loose(plain):
    """The same whatever the order of lists that only gather; empty parts are none."""
    kept = {name: value for name, value in plain.items() if value not in ({}, [])}
    for name in RECORDS:
        if name in kept:
            kept[name] = sorted(kept[name], key=key)
    kept["answers"] = {pack: {id_: {**each, "evidence": sorted(each.get("evidence", []), key=key)} for id_, each in own.items()}
                       for pack, own in kept.get("answers", {}).items()}
    kept["comments"] = {id_: {**each, "replies": sorted(each.get("replies", []), key=key)}
                        for id_, each in kept.get("comments", {}).items()}
    return kept


def leaves(value, at=()):
    """Every text, number and truth with its place; a record's place is what it says."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, (*at, name))
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, (*at, key(each)) if isinstance(each, dict) else at)
    else:
        yield at, key(value)


@given(PLAIN, PLAIN)
def test_what_only_one_side_changed_is_taken_to_the_letter(a, b):
    assert merge(a, a, b).plain == b
    assert merge(a, b, a).plain == b
    assert merge(a, b, b).plain == b
    assert not merge(a, a, b).conflicts + merge(a, b, a).conflicts + merge(a, b, b).conflicts


@settings(max_examples=120)
@given(PLAIN, PLAIN, PLAIN)
def test_both_sides_are_treated_alike(base, a, b):
    one, other = merge(base, a, b), merge(base, b, a)
    assert {c.at for c in one.conflicts} == {c.at for c in other.conflicts}
    if not one.conflicts:
        assert key(loose(one.plain)) == key(loose(other.plain))
    else:
        taken = merge(base, b, a, frozenset(c.at for c in other.conflicts))
        assert key(loose(one.plain)) == key(loose(taken.plain))


@settings(max_examples=120)
@given(PLAIN, PLAIN, PLAIN)
def test_merging_again_changes_nothing(base, a, b):
    """The second time the other side is what it was the first time, and so is not taken again."""
    once = merge(base, a, b)
    again = merge(b, once.plain, b)
    assert key(again.plain) == key(once.plain)
    assert not again.conflicts


@settings(max_examples=120)
@given(PLAIN, PLAIN, PLAIN)
@example({"risks": {"q2": {"title": "", "suggestion": "s"}}},  # its link is to a risk that the side itself took out
         {"dismissed": {"s": {"title": "", "reason": ""}}, "actions": {"q1": {"title": "", "sources": ["risk:q2"]}}},
         {"risks": {"q1": {"title": "", "suggestion": "s"}}})
def test_no_leaf_is_lost(base, a, b):
    """Whatever a side says that the base did not is in the outcome, or in a conflict that shows it."""
    made = merge(base, a, b)
    told = set(leaves(made.plain))
    for conflict in made.conflicts:
        for value in (conflict.ours, conflict.theirs):
            if value is not UNSET:
                told |= set(leaves(value, conflict.at))
        told |= {leaf for side in (a, b) for id_ in conflict.risks if id_ in side.get("risks", {})
                 for leaf in leaves(side["risks"][id_], ("risks", id_))}
        told |= {(("actions", id_, "sources"), key(f"risk:{risk}")) for side in (a, b) for id_ in side.get("actions", {})
                 for risk in conflict.risks if risk not in made.plain.get("risks", {})}  # a link goes with its risk
    told |= {(("actions", id_, "sources"), key(f"risk:{risk}")) for side in (a, b) for id_ in side.get("actions", {})
             for risk in ("q1", "q2") if not any(risk in each.get("risks", {}) for each in (side, made.plain))}  # it links to nothing
    resolution = {"resolved_by", "resolved_when"}  # two resolutions of one comment are one: whoever was first
    for side in (a, b):
        new = {leaf for leaf in set(leaves(side)) - set(leaves(base)) if not resolution & set(leaf[0])}
        conflicted = {c.at for c in made.conflicts}
        lost = {leaf for leaf in new - told if not any(_within(leaf[0], at) for at in conflicted)}
        assert not lost


def _within(at, conflict):
    """A record in a list has a longer name in a conflict than in the list."""
    return at[0] == conflict[0] and at[0] == "runs"


def torn(plain):
    """Whether a suggestion is dismissed and in the register at once."""
    return {risk.get("suggestion") for risk in plain.get("risks", {}).values()} & plain.get("dismissed", {}).keys()


@settings(max_examples=300)
@given(PLAIN, PLAIN, PLAIN, st.booleans())
def test_no_suggestion_is_dismissed_and_in_the_register_at_once(base, a, b, theirs):
    assume(not torn(a) and not torn(b))
    conflicts = merge(base, a, b).conflicts
    made = merge(base, a, b, frozenset(each.at for each in conflicts) if theirs else frozenset())
    assert not torn(made.plain)
    assert {each.at for each in made.conflicts} == {each.at for each in conflicts}


@given(PLAIN, PLAIN, PLAIN)
def test_the_outcome_is_a_project(base, a, b):
    assert isinstance(msgspec.convert(merge(base, a, b).plain, Project), Project)


def test_answers_are_one_piece():
    base = {"answers": {"p": {"q": {"value": "x"}, "r": {"value": 1}}}}
    a = {"answers": {"p": {"q": {"value": "y"}, "r": {"value": 1}}}}
    b = {"answers": {"p": {"q": {"value": "x", "note": "because"}, "r": {"value": 2}}}}
    made = merge(base, a, b)
    assert made.plain == {"answers": {"p": {"q": {"value": "y"}, "r": {"value": 2}}}}
    assert [(c.at, c.was, c.ours, c.theirs) for c in made.conflicts] == [
        (("answers", "p", "q"), {"value": "x"}, {"value": "y"}, {"value": "x", "note": "because"})]
    assert made.taken == [("answers", "p", "r")]


def test_taken_out_here_and_changed_there_is_a_conflict():
    base, a, b = ({"risks": {"r": {"title": "x"}}}, {"risks": {}}, {"risks": {"r": {"title": "y"}}})
    made = merge(base, a, b)
    assert [(c.ours, c.theirs) for c in made.conflicts] == [(UNSET, {"title": "y"})]
    assert made.plain == {"risks": {}}
    assert merge(base, a, b, frozenset({("risks", "r")})).plain == b


def test_two_people_reply_to_one_comment():
    comment = {"about": "", "who": "A", "when": "1", "text": "t"}
    reply = [{"who": name, "when": "2", "text": "r"} for name in "AB"]
    base, a, b = ({"comments": {"c": comment | ({"replies": [each]} if each else {})}} for each in (None, *reply))
    assert merge(base, a, b).plain["comments"]["c"]["replies"] == reply
    assert not merge(base, a, b).conflicts
