"""Maps count every risk once, lists lose none, and changing the scale to and fro changes nothing."""

import datetime as dt

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.project.model import Project
from rai_desktop.project.register import Acceptance, Risk, Treatment
from rai_desktop.risks import register
from rai_desktop.risks.changes import copy_of, on_scale
from rai_desktop.risks.listing import Only, Order, View, listed
from rai_desktop.risks.register import State
from rai_desktop.risks.scale import load_scale
from rai_desktop.risks.spread import spread

SCALE = load_scale("default")
DAY = dt.date(2026, 11, 26)
levels = [st.sampled_from(["", "strange", *(each.id for each in part)]) for part in (SCALE.severity, SCALE.likelihood)]
acceptances = st.none() | st.builds(Acceptance, who=st.sampled_from(["", "Ann"]), reason=st.sampled_from(["", "Small"]))
risks = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.builds(
    Risk, title=st.text(max_size=4), severity=levels[0], likelihood=levels[1], residual_severity=levels[0],
    residual_likelihood=levels[1], treatment=st.none() | st.sampled_from(list(Treatment)), acceptance=acceptances,
    closed=st.sampled_from(["", "2026-01-01"]), due=st.sampled_from(["", "2026-11-25", "2026-11-26", "soon"]),
    owner=st.sampled_from(["", "Bob"])), max_size=8)
views = st.builds(View, st.sampled_from(list(Only)), st.sampled_from(list(Order)), st.sampled_from(["", "a", "bob"]))


@given(risks)
def test_the_map_before_counts_each_open_risk_with_both_levels_once(some):
    found = spread(SCALE, some.values(), treated=False)
    known = [{each.id for each in part} for part in (SCALE.severity, SCALE.likelihood)]
    rated = [risk for risk in some.values() if not risk.closed and risk.severity in known[0] and risk.likelihood in known[1]]
    assert found.cells.total() == len(rated)
    assert found.cells.total() + found.unplaced == sum(not risk.closed for risk in some.values())
    for (severity, likelihood), count in found.cells.items():
        assert count == sum((risk.severity, risk.likelihood) == (severity, likelihood) for risk in rated)


@given(risks, st.booleans())
def test_no_scale_places_nothing_and_loses_nothing(some, treated):
    found = spread(None, some.values(), treated=treated)
    assert not found.cells
    assert found.unplaced == sum(not risk.closed for risk in some.values())


@given(risks, views)
def test_a_list_has_each_risk_at_most_once_and_all_has_all(some, view):
    found = listed(SCALE, some, view, DAY)
    assert len(set(found)) == len(found)
    assert set(found) <= set(some)
    assert sorted(listed(SCALE, some, View(order=view.order), DAY)) == sorted(some)


@given(risks)
def test_open_accepted_and_closed_part_the_register(some):
    parts = [listed(SCALE, some, View(only), DAY) for only in (Only.OPEN, Only.ACCEPTED, Only.CLOSED)]
    assert sorted(id_ for part in parts for id_ in part) == sorted(some)


@given(risks)
def test_what_is_overdue_had_its_day(some):
    overdue = listed(SCALE, some, View(Only.OVERDUE), DAY)
    assert sorted(overdue) == sorted(id_ for id_, risk in some.items() if risk.due == "2026-11-25" and register.state(SCALE, risk) is State.OPEN)


@given(risks, st.text("abc", min_size=1, max_size=5))
def test_another_scale_loses_no_risk_and_no_level(some, name):
    project = Project(id="x", risks=some)
    there = on_scale(name)(project)
    assert there.risks == some
    assert on_scale("default")(there) == project


def test_words_are_found_wherever_they_stand():
    some = {"a": Risk(title="Refused", owner="Ann"), "b": Risk(title="Other", stakeholders=["Ann's household"])}
    assert set(listed(SCALE, some, View(words="ANN"), DAY)) == {"a", "b"}
    assert listed(SCALE, some, View(words="ann refused"), DAY) == ["a"]


def test_by_owner_those_without_come_last():
    some = {"a": Risk(title="A"), "b": Risk(title="B", owner="Zoe"), "c": Risk(title="C", owner="ann")}
    assert listed(SCALE, some, View(order=Order.OWNER), DAY) == ["c", "b", "a"]


def test_a_copy_is_open_and_accepted_by_nobody():
    risk = Risk(title="A", plan="P", suggestion="s", closed="2026-01-01", acceptance=Acceptance(who="A", reason="B", when=""))
    assert copy_of(risk) == msgspec.structs.replace(risk, title="Copy of A", suggestion="", closed="", acceptance=None)
