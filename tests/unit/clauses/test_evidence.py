"""Evidence beside questions: few, close, the gravest first, and derived each time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.assessments.all import ALL
from rai_desktop.clauses.evidence import SHOWN, Measured
from rai_desktop.findings.finding import ClauseRef, Finding, Verdict
from rai_desktop.findings.policy import policies
from rai_desktop.findings.summary import SEVERITY
from rai_desktop.questionnaire.catalog import packs
from rai_desktop.questionnaire.question import Kind, Question

REFS = ["a:1", "a:2", "b:1"]


def finding(key, verdict=Verdict.MET, clauses=(), value=0.5, metric="m", rule=None):
    return Finding(key=key, assessment="fairness", metric=metric, verdict=verdict, sentence=key, policy="d", value=value,
                   rule=rule if rule is not None else key, clauses=[ClauseRef(*each) for each in clauses])


def question(refs=REFS, measured=()):
    return Question(id="q", kind=Kind.TEXT, text="?", refs=list(refs), measured=list(measured))


def keys(spoken):
    return [each.finding.key for each in spoken]


def test_close_ones_are_shown_the_gravest_first_and_one_for_each_rule():
    close = [("a", "1"), ("a", "2")]
    found = Measured([
        finding("met", clauses=close), finding("bad", Verdict.NOT_MET, close), finding("worry", Verdict.CONCERN, close),
        finding("again", Verdict.NOT_MET, close, rule="bad"), finding("fourth", Verdict.MET, close),
    ], []).beside(question())
    assert keys(found.shown) == ["bad", "worry", "met"]
    assert sorted(keys(found.more)) == ["again", "fourth"]


def test_what_touches_one_clause_of_many_or_only_adds_is_for_those_who_ask():
    found = Measured([finding("far", Verdict.NOT_MET, [("a", "1")]), finding("adds", Verdict.NOT_MET, [("a", "1", "supporting")]),
                      finding("other", Verdict.NOT_MET, [("c", "1")])], []).beside(question())
    assert keys(found.shown) == []
    assert keys(found.more) == ["far", "adds"]


def test_a_question_names_what_it_waits_for_by_assessment_or_metric():
    both = [finding("x"), finding("y", metric="other"), finding("gone", Verdict.NOT_RUN, metric="", value=None)]
    assert keys(Measured(both, []).beside(question([], ["fairness/other"])).shown) == ["y"]
    assert keys(Measured(both, []).beside(question([], ["fairness"])).shown) == ["gone", "x", "y"]
    assert not Measured(both, []).beside(question([]))


def test_what_has_no_number_is_no_evidence():
    found = [finding("gone", Verdict.NOT_RUN, [("a", "1"), ("a", "2")], None),
             finding("thin", Verdict.NOT_ENOUGH_EVIDENCE, [("a", "1"), ("a", "2")], None)]
    assert not Measured(found, []).beside(question())


def test_stale_says_why_only_where_something_is_shown():
    close = finding("x", clauses=[("a", "1"), ("a", "2")])
    assert Measured([close], ["Because."]).beside(question()).stale == ["Because."]
    assert Measured([close], ["Because."]).beside(question(["c:1"])).stale == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.builds(
    lambda at, verdict, clauses, value: finding(f"{at}", verdict, clauses, value), st.integers(), st.sampled_from(list(Verdict)),
    st.lists(st.sampled_from([("a", "1"), ("a", "2"), ("b", "1"), ("c", "9")]), unique=True), st.sampled_from([None, 1.0])),
    unique_by=lambda each: each.key))
def test_nothing_is_lost_or_told_twice(findings):
    found = Measured(findings, []).beside(question())
    told = keys([*found.shown, *found.more])
    wanted = {each.key for each in findings if each.verdict is not Verdict.NOT_RUN and each.value is not None
              and any(f"{c.framework}:{c.id}" in REFS for c in each.clauses)}
    assert len(told) == len(set(told))
    assert set(told) == wanted
    assert len(found.shown) <= SHOWN
    grave = [SEVERITY[each.finding.verdict] for each in found.shown]
    assert grave == sorted(grave)


def test_what_shipped_questions_name_is_measured_by_something():
    known = {each.id for each in ALL}
    metrics = {f"{rule.assessment}/{rule.metric}" for each in policies() for rule in each.rules}
    named = [(each.id, id_, name) for each in packs() for id_, (_s, q) in each.places.items() for name in q.measured]
    assert named
    assert [each for each in named if each[2] not in known | metrics] == []
