"""The register: what each risk comes to, what it lacks, when it is overdue, and both ways of a link."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.findings.finding import Finding, Response, Verdict
from rai_desktop.project import links
from rai_desktop.project.model import Answer, Project
from rai_desktop.project.register import Acceptance, Action, Risk, Treatment
from rai_desktop.risks import changes, linked, register
from rai_desktop.risks.agreement import disagreements
from rai_desktop.risks.scale import load_scale

DAY = dt.date(2026, 11, 25)
SCALE = load_scale("default")
ACCEPTED = Acceptance(reason="Small beside the benefit.", who="The board", when="2026-11-01")


def risk(**fields):
    return Risk(title=fields.pop("title", "A harm"), **fields)


def test_before_and_after_treatment():
    rated = risk(severity="major", likelihood="almost_certain", residual_severity="minor", residual_likelihood="rare")
    assert register.before(SCALE, rated).id == "very_high"
    assert register.after(SCALE, rated).id == "low"
    assert register.standing(SCALE, rated).id == "low"


def test_what_is_accepted_as_it_is_is_left_as_it_is():
    taken = risk(severity="critical", likelihood="likely", treatment=Treatment.ACCEPT)
    assert register.after(SCALE, taken).id == "very_high"
    assert register.after(SCALE, risk(severity="critical", likelihood="likely")) is None


def test_without_its_scale_nothing_is_rated_and_nothing_is_lost():
    rated = risk(severity="major", likelihood="likely")
    assert register.before(None, rated) is None
    assert register.standing(None, rated) is None
    assert register.in_order(None, {"a": rated}) == ["a"]
    assert "severity and likelihood" in register.missing(None, rated)


@pytest.mark.parametrize(("due", "is_late"), [
    ("2026-11-24", True), ("2026-11-25", False), ("2026-11-26", False), ("", False), ("soon", False), ("2026-02-30", False)])
def test_overdue_is_after_the_day_and_only_while_open(due, is_late):
    assert register.overdue(SCALE, risk(due=due), DAY) is is_late
    assert not register.overdue(SCALE, risk(due=due, closed="2026-11-20"), DAY)
    assert not register.overdue(SCALE, risk(due=due, acceptance=ACCEPTED), DAY)
    assert register.late(Action(title="Do", due=due), DAY) is is_late
    assert not register.late(Action(title="Do", due=due, done="2026-11-20"), DAY)


def test_what_is_missing_is_told_in_the_order_of_the_card():
    assert register.missing(SCALE, Risk(title="")) == ["a title", "severity and likelihood", "a treatment"]
    treated = risk(severity="major", likelihood="likely", treatment=Treatment.REDUCE)
    assert register.missing(SCALE, treated) == ["a plan", "an owner", "a due date", "what is left after treatment"]


def test_a_very_high_residual_risk_needs_somebody_who_accepts_it():
    left = {"residual_severity": "critical", "residual_likelihood": "likely"}
    whole = {"severity": "critical", "likelihood": "almost_certain", "treatment": Treatment.REDUCE, "plan": "p", "owner": "o",
             "due": "2027-01-01"}
    assert register.missing(SCALE, risk(**whole, **left)) == ["an acceptance with reason and name"]
    assert register.missing(SCALE, risk(**whole, **left, acceptance=ACCEPTED)) == []
    assert register.missing(SCALE, risk(**whole, **left, closed="2026-11-01")) == []
    assert register.missing(SCALE, risk(**whole, residual_severity="critical", residual_likelihood="possible")) == []


def test_order_is_open_first_then_the_gravest_then_the_soonest():
    risks = {
        "closed": risk(severity="critical", likelihood="likely", closed="2026-01-01"),
        "late": risk(severity="major", likelihood="likely", due="2027-02-01"),
        "soon": risk(severity="major", likelihood="likely", due="2027-01-01"),
        "worst": risk(severity="critical", likelihood="likely"),
        "unrated": risk(),
        "taken": risk(severity="critical", likelihood="likely", acceptance=ACCEPTED),
    }
    wanted = ["worst", "soon", "late", "unrated", "taken", "closed"]
    assert register.in_order(SCALE, risks) == wanted
    assert register.in_order(SCALE, dict(reversed(risks.items()))) == wanted


@given(st.lists(st.sampled_from(["rated", "unrated", "late", "closed"]), max_size=8))
def test_the_tally_counts_each_risk_once(kinds):
    made = {
        "rated": risk(severity="minor", likelihood="rare"), "unrated": risk(),
        "late": risk(severity="minor", likelihood="rare", due="2020-01-01"), "closed": risk(closed="2026-01-01", due="2020-01-01"),
    }
    project = Project(id="p", risks={str(place): made[kind] for place, kind in enumerate(kinds)})
    found = register.tally(project, SCALE, DAY)
    assert found == (len(kinds), kinds.count("unrated"), kinds.count("late"), 0, 0)


# --- links ------------------------------------------------------------------------------------------------------


def test_who_speaks_of_a_place_and_what_a_link_is_called():
    place = links.answer("system_profile", "failures")
    project = Project(id="p", risks={"r": risk(sources=[place])}, actions={"a": Action(title="Do it", sources=[links.risk("r"), place])})
    found = linked.speakers(project)
    assert found[place] == linked.Speakers(["r"], ["a"])
    assert found[links.risk("r")] == linked.Speakers([], ["a"])
    assert linked.words_of(project, place).startswith("Answer: What can go wrong")
    assert linked.words_of(project, links.risk("r")) == "Risk: A harm"
    assert linked.words_of(project, links.action("a")) == "Action: Do it"
    assert linked.words_of(project, links.risk("gone")) == "Risk: taken out since"
    assert linked.words_of(project, links.clause("eu_ai_act:Art.9(2)(a)")) == "Clause: EU AI Act Art.9(2)(a)"
    assert linked.words_of(project, links.clause("nothing:1")) == "Clause: nothing:1"
    assert linked.words_of(project, links.answer("gone", "x")) == "Answer: gone/x"
    assert linked.words_of(project, links.finding("fairness|roc_auc||all")) == "Finding: Fairness · ROC AUC · all"
    assert "what:ever" in linked.words_of(project, "what:ever")


def test_a_risk_that_goes_leaves_its_actions_without_a_dead_link():
    project = Project(id="p", risks={"r": risk(), "s": risk()}, actions={"a": Action(title="Do", sources=[links.risk("r"), links.risk("s")])})
    after = changes.without_risk("r")(project)
    assert list(after.risks) == ["s"]
    assert after.actions["a"].sources == [links.risk("s")]


def test_ids_are_not_used_again():
    assert len({changes.new_id() for _ in range(500)}) == 500


# --- responses and the register ----------------------------------------------------------------------------------

FINDING = Finding(key="fairness|x|sex||all|rule", assessment="fairness", metric="x", verdict=Verdict.CONCERN, sentence="S.", policy="p")


def test_a_response_becomes_an_action_and_both_stay_of_one_mind():
    response = Response(mitigation="Retrain without age\nand compare again", owner="Ann", due="2027-01-01")
    action = changes.action_of(FINDING, response)
    assert action == Action(title="Retrain without age", note="and compare again", owner="Ann", due="2027-01-01",
                            sources=[links.finding(FINDING.key)])
    project = changes.with_action("a", action)(Project(id="p", responses={FINDING.key: response}))
    assert disagreements(project) == []
    moved = changes.with_action("a", Action(title=action.title, due="2027-02-01", sources=action.sources))(project)
    (found,) = disagreements(moved)
    assert found.link == links.action("a")
    assert "2027-01-01" in found.sentence
    assert "2027-02-01" in found.sentence


def test_a_finding_cannot_be_accepted_while_its_risk_is_treated():
    said = {FINDING.key: Response(accepted_reason="Too small to matter")}
    source = [links.finding(FINDING.key)]

    def with_treatment(treatment, closed=""):
        return Project(id="p", responses=said, risks={"r": risk(sources=source, treatment=treatment, closed=closed)})

    assert [each.link for each in disagreements(with_treatment(Treatment.REDUCE))] == [links.risk("r")]
    assert disagreements(with_treatment(Treatment.ACCEPT)) == []
    assert disagreements(with_treatment(None)) == []
    assert disagreements(with_treatment(Treatment.REDUCE, "2026-01-01")) == []


def test_a_link_outlives_its_answer_and_says_so():
    place = links.answer("system_profile", "name")
    project = Project(id="p", answers={"system_profile": {"name": Answer(value="Scorer")}})
    assert linked.words_now(project, place) == linked.words_of(project, place)
    assert linked.words_now(Project(id="p"), place) == f"(not answered) {linked.words_of(project, place)}"
    assert linked.words_now(project, links.answer("gone", "x")) == "(not asked by a questionnaire of this computer) Answer: gone/x"
    found = links.finding("k")
    assert linked.words_now(project, found).startswith("(nothing has been measured that says so) Finding: ")
    other = Finding(key="other", assessment="a", metric="m", rule="r", verdict=Verdict.MET, sentence="S", policy="default")
    assert linked.words_now(project, found, [other]).startswith("(not found by the last run) Finding: ")
    assert linked.words_now(project, links.finding("other"), [other]) == "Finding: S"
