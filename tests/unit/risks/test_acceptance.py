"""An acceptance holds for the levels it was given for: rated worse, the risk is to be accepted anew; rated better, it stays."""

import datetime as dt
import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from rai_desktop.project.document import Document
from rai_desktop.project.model import Project
from rai_desktop.project.register import Acceptance, Levels, Risk, Treatment
from rai_desktop.review.carrying import carried_over
from rai_desktop.risks import changes, register
from rai_desktop.risks.acceptance import Ask, asks, is_accepted, levels_of, levels_words
from rai_desktop.risks.calendar import actions_ics
from rai_desktop.risks.scale import load_scale, place_of

DAY = dt.date(2026, 11, 25)
SCALE = load_scale("default")
TAKEN = Acceptance(reason="Small beside the benefit.", who="The board", when="2026-11-01")
RISK = Risk(title="Debt", severity="serious", likelihood="possible", treatment=Treatment.REDUCE, plan="p", owner="o", due="2027-01-01",
            residual_severity="minor", residual_likelihood="unlikely", acceptance=TAKEN)
NAMES = ("severity", "likelihood", "residual_severity", "residual_likelihood")
OTHER = replace(SCALE, severity=SCALE.severity[:2], matrix={each.id: SCALE.matrix[each.id] for each in SCALE.severity[:2]})

severities = st.sampled_from(["", "gone", *(each.id for each in SCALE.severity)])
likelihoods = st.sampled_from(["", "gone", *(each.id for each in SCALE.likelihood)])
rated = st.builds(Levels, severity=severities, likelihood=likelihoods, residual_severity=severities, residual_likelihood=likelihoods)


def kept(risk, project=None):
    """The risk as the register keeps it after a change."""
    return changes.with_risk("a", risk)(project or Project(id="p")).risks["a"]


def changed(risk, **fields):
    """The risk changed in the register, as the window does it."""
    return kept(replace(risk, **fields), Project(id="p", risks={"a": risk}))


ACCEPTED = kept(RISK)


def with_levels(levels):
    return replace(RISK, **{name: getattr(levels, name) for name in NAMES})


def test_an_acceptance_keeps_the_levels_it_is_given_for():
    assert ACCEPTED.acceptance.levels == Levels(severity="serious", likelihood="possible", residual_severity="minor",
                                                residual_likelihood="unlikely")
    assert is_accepted(SCALE, ACCEPTED)
    draft = kept(replace(RISK, acceptance=Acceptance(reason="", who="The board", when="")))
    assert draft.acceptance.levels is None


@pytest.mark.parametrize(("field", "worse", "better"), [
    ("severity", "major", "minor"), ("likelihood", "likely", "unlikely"), ("residual_severity", "serious", "negligible"),
    ("residual_likelihood", "possible", "rare")])
def test_a_level_that_is_worse_asks_again_and_one_that_is_better_does_not(field, worse, better):
    assert {worse, better} <= {each.id for each in (*SCALE.severity, *SCALE.likelihood)}
    after = changed(ACCEPTED, **{field: worse})
    assert asks(SCALE, after) is Ask.WORSE
    assert after.acceptance == ACCEPTED.acceptance  # who, when, why and for which levels stay in the record
    assert register.state(SCALE, after) is register.State.OPEN
    assert register.state_words(SCALE, after) == "open, acceptance to be confirmed"
    assert register.missing(SCALE, after) == ["its acceptance, given before it was rated worse, to be confirmed"]
    assert asks(SCALE, changed(after, **{field: getattr(ACCEPTED, field)})) is None
    assert is_accepted(SCALE, changed(ACCEPTED, **{field: better}))


def test_what_is_left_and_not_rated_any_more_is_as_bad_as_before_treatment():
    assert asks(SCALE, changed(ACCEPTED, residual_severity="", residual_likelihood="")) is Ask.WORSE
    taken = kept(replace(RISK, treatment=Treatment.ACCEPT, residual_severity="", residual_likelihood=""))
    assert is_accepted(SCALE, taken)
    assert is_accepted(SCALE, changed(taken, residual_severity="minor", residual_likelihood="rare"))
    assert asks(SCALE, changed(taken, severity="critical")) is Ask.WORSE


def test_confirmed_it_counts_for_the_levels_of_that_day():
    worse = changed(ACCEPTED, severity="critical")
    confirmed = changed(worse, acceptance=replace(worse.acceptance, when="2026-11-25", levels=None))
    assert confirmed.acceptance.levels.severity == "critical"
    assert is_accepted(SCALE, confirmed)
    assert asks(SCALE, changed(confirmed, likelihood="almost_certain")) is Ask.WORSE


def test_an_acceptance_of_a_file_that_does_not_say_its_levels_counts_until_the_rating_gets_worse():
    text = b'{"reason":"Small beside the benefit.","who":"The board","when":"2026-11-01"}'
    assert msgspec.json.decode(text, type=Acceptance) == TAKEN
    assert msgspec.json.encode(TAKEN) == text
    assert is_accepted(SCALE, RISK)
    assert changed(RISK, plan="Another plan").acceptance == TAKEN
    worse = changed(RISK, severity="critical")
    assert worse.acceptance.levels == levels_of(RISK)
    assert asks(SCALE, worse) is Ask.WORSE
    assert is_accepted(SCALE, changed(RISK, severity="minor"))


def test_levels_that_a_scale_does_not_have_ask_again_and_the_old_scale_brings_the_acceptance_back():
    major = kept(replace(RISK, severity="major"))
    assert asks(OTHER, major) is Ask.NOT_COMPARABLE
    rated_anew = replace(major, severity="minor")
    assert asks(OTHER, rated_anew) is Ask.NOT_COMPARABLE
    assert "cannot be compared" in register.missing(OTHER, rated_anew)[-1]
    assert is_accepted(SCALE, major)
    assert is_accepted(OTHER, kept(replace(RISK, severity="minor", residual_severity="minor")))
    unsaid = replace(RISK, severity="major")  # whose acceptance is of a file that does not say for which levels it is
    assert asks(OTHER, changed(unsaid, severity="minor")) is Ask.NOT_COMPARABLE


def test_a_scale_in_another_order_is_compared_by_its_own():
    turned = replace(SCALE, severity=list(reversed(SCALE.severity)))
    lower = changed(ACCEPTED, severity="minor")
    assert (asks(SCALE, lower), asks(turned, lower)) == (None, Ask.WORSE)


def test_accepted_before_it_was_rated_is_not_accepted_as_it_is_rated():
    unrated = kept(Risk(title="A", acceptance=TAKEN))
    assert unrated.acceptance.levels == Levels()
    assert is_accepted(SCALE, unrated)
    assert asks(SCALE, changed(unrated, severity="minor", likelihood="rare")) is Ask.NOT_COMPARABLE


def test_without_its_scale_only_the_same_levels_are_as_accepted():
    assert is_accepted(None, ACCEPTED)
    assert asks(None, replace(ACCEPTED, severity="minor")) is Ask.NOT_COMPARABLE


@given(rated, rated)
def test_what_asks_again_is_exactly_what_is_worse_or_cannot_be_compared(then, now):
    risk = replace(with_levels(now), acceptance=replace(TAKEN, levels=then))
    pairs = list(zip(four(then), four(now), (SCALE.severity, SCALE.likelihood) * 2, strict=True))
    ranks = [(place_of(levels, one), place_of(levels, other)) for one, other, levels in pairs]
    worse = any(one is not None and other is not None and other > one for one, other in ranks)
    unknown = any("gone" in pair or (pair[0] == "" and pair[1]) for pair in ((one, other) for one, other, _levels in pairs))
    wanted = Ask.WORSE if worse else Ask.NOT_COMPARABLE if unknown else None
    assert asks(SCALE, risk) is wanted
    assert is_accepted(SCALE, risk) is (wanted is None)


def four(levels):
    left = [levels.residual_severity, levels.residual_likelihood]
    return [levels.severity, levels.likelihood, *(left if all(left) else [levels.severity, levels.likelihood])]


@given(st.lists(rated, min_size=1, max_size=6))
def test_however_it_is_rated_on_the_way_the_record_of_the_acceptance_stays(ratings):
    risk = ACCEPTED
    for levels in ratings:
        risk = changed(risk, **{name: getattr(levels, name) for name in NAMES})
        assert risk.acceptance == ACCEPTED.acceptance
    back = changed(risk, **{name: getattr(RISK, name) for name in NAMES})
    assert back == ACCEPTED


def test_levels_in_words():
    assert levels_words(SCALE, levels_of(RISK)) == "Serious × Possible, after treatment Minor × Unlikely"
    assert levels_words(SCALE, Levels(severity="minor")) == "Minor × not rated"
    assert levels_words(SCALE, Levels()) == "not rated"
    assert levels_words(OTHER, Levels(severity="major", likelihood="rare")) == "“major” (not on this scale) × Rare"


def test_it_counts_as_to_be_accepted_and_is_due_again():
    late = kept(replace(RISK, due="2026-11-02"))
    worse = changed(late, likelihood="likely")
    assert register.tally(Project(id="p", risks={"a": late}), SCALE, DAY)[2:] == (0, 0, 0)
    assert register.tally(Project(id="p", risks={"a": worse}), SCALE, DAY)[2:] == (1, 0, 1)
    told = [actions_ics(Project(id="p", created="2026-11-25T10:00:00Z", risks={"a": each}), "2026-11-25T10:00:00Z") for each in (late, worse)]
    assert [b"STATUS:CONFIRMED" in each for each in told] == [False, True]


def test_undo_brings_the_rating_and_with_it_the_acceptance_back(tmp_path):
    with Document.create(tmp_path / "a.rai") as document:
        document.apply("Accepted", changes.with_risk("a", RISK))
        document.apply("Worse", changes.with_risk("a", replace(document.project.risks["a"], severity="critical")))
        assert asks(SCALE, document.project.risks["a"]) is Ask.WORSE
        document.undo()
        assert is_accepted(SCALE, document.project.risks["a"])
        document.redo()
        assert asks(SCALE, document.project.risks["a"]) is Ask.WORSE
        assert document.verify_history().ok


def test_an_acceptance_carried_over_keeps_its_levels_and_is_confirmed_first():
    old = Project(id="p", title="Last year", risks={"a": ACCEPTED, "b": RISK})
    new = carried_over(old, "h")
    assert [new.risks[id_].acceptance.levels for id_ in "ab"] == [levels_of(RISK), None]
    assert {asks(SCALE, risk) for risk in new.risks.values()} == {Ask.CARRIED}
    assert changed(new.risks["b"], severity="critical").acceptance == new.risks["b"].acceptance


def test_every_reason_has_words():
    said = [register.missing(scale, risk)[-1] for scale, risk in (
        (SCALE, replace(ACCEPTED, acceptance=replace(TAKEN, carried="Last year"))), (SCALE, changed(ACCEPTED, severity="critical")),
        (OTHER, changed(ACCEPTED, severity="major")))]
    assert len(set(said)) == 3
    assert not [pair for pair in itertools.combinations(said, 2) if pair[0] in pair[1]]
