"""Suggested risks: from answers, rows and findings, the same whatever the order, and never twice."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.paths import resource
from rai_desktop.project import links
from rai_desktop.project.model import Answer, Project
from rai_desktop.project.register import Dismissal
from rai_desktop.questionnaire.catalog import find, pack
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import choices
from rai_desktop.risks.rules import blanks, forget, read_rules, rules
from rai_desktop.risks.suggested import as_risk, open_suggestions, suggestions

ROWS = [{"failure": "Refused wrongly", "who": "Applicants", "severity": "high", "measure": "A second look"},
        {"failure": "Approved wrongly", "who": "The bank", "severity": "low"}]


def project(**own):
    return Project(id="p", answers={"system_profile": {id_: Answer(value=value) for id_, value in own.items()}})


def finding(key, verdict=Verdict.CONCERN, **more):
    fields = {"assessment": "fairness", "metric": "m", "rule": "r", "sentence": f"About {key}.", "policy": "p", "group": {"sex": "f"}}
    return Finding(key=key, verdict=verdict, **(fields | more))


def keys(found):
    return [each.key for each in found]


def test_nothing_is_suggested_of_nothing():
    assert suggestions(Project(id="p"), []) == []


def test_an_answer_suggests_its_harm_and_says_why():
    (found,) = suggestions(project(stop="no"), [])
    assert found.key == "rule|cannot_stop"
    assert found.why.startswith("Can it be switched off") and found.why.endswith("No")
    assert found.sources == [links.answer("system_profile", "stop")]
    assert suggestions(project(stop="yes"), []) == []


def test_an_unknown_may_bring_a_harm():
    assert keys(suggestions(project(stop="unknown"), [])) == ["rule|cannot_stop"]


def test_an_answer_that_is_not_asked_or_whose_pack_is_not_used_says_nothing():
    assert keys(suggestions(project(personal_data="personal", dpia="no"), [])) == ["rule|no_dpia"]
    assert suggestions(project(personal_data="no", dpia="no"), []) == []
    out_of_use = Project(id="p", packs=["eu_ai_act"], answers=project(stop="no").answers)
    assert suggestions(out_of_use, []) == []


def test_each_row_is_a_suggestion_that_knows_itself_again():
    first, second = suggestions(project(failures=ROWS), [])
    assert (first.title, first.stakeholders, first.plan) == ("Refused wrongly", ["Applicants"], "A second look")
    moved = suggestions(project(failures=[ROWS[1], {**ROWS[0], "failure": "  REFUSED  wrongly ", "measure": "Another"}]), [])
    assert keys(moved) == [second.key, first.key]
    twice = suggestions(project(failures=[*ROWS, ROWS[0]]), [])
    assert keys(twice) == [first.key, second.key]


def test_a_row_without_a_harm_suggests_nothing():
    assert suggestions(project(stakeholders=[{"who": "Officers", "benefit": "Time"}]), []) == []


def impact(*uses, profile=()):
    """A project that tells of intended uses, and perhaps of stakeholders in the profile."""
    answers = {"system_impact": {"per_use": Answer(value=[{"id": str(n), **use} for n, use in enumerate(uses)])}}
    return Project(id="p", answers=answers | ({"system_profile": {"stakeholders": Answer(value=list(profile))}} if profile else {}))


def test_rows_of_a_table_within_each_use_are_suggestions():
    people = [{"who": "Applicants", "harm": "Refused wrongly"}, {"who": "Clerks", "benefit": "Time"}]
    groups = [{"who": "Applicants", "group": "The young", "effect": "Short histories", "measure": "A second look"}]
    found = suggestions(impact({"use": "Loans", "stakeholders": people, "quality": "yes", "quality_people": groups},
                               {"use": "Cards", "stakeholders": [{"who": "Holders", "harm": "Debt"}]}), [])
    assert [(each.title, each.stakeholders, each.plan) for each in found] == [
        ("Refused wrongly", ["Applicants"], ""), ("Debt", ["Holders"], ""),
        ("The young: Short histories", ["Applicants"], "A second look")]
    assert {source for each in found for source in each.sources} == {links.answer("system_impact", "per_use")}
    hidden = impact({"use": "Loans", "quality": "no", "quality_people": groups})
    assert suggestions(hidden, []) == []


def test_the_same_harm_to_the_same_people_in_two_tables_is_one_suggestion():
    row = {"who": "Applicants", "harm": "Refused wrongly"}
    again = {"who": " applicants", "harm": "Refused  wrongly"}
    (found,) = suggestions(impact({"stakeholders": [again]}, {"stakeholders": [again]}, profile=[row]), [])
    assert found.key.startswith("row|system_profile/stakeholders|")
    others = {"who": "Guarantors", "harm": "Refused wrongly"}
    assert len(suggestions(impact({"stakeholders": [again, others]}, profile=[row]), [])) == 2


def test_words_in_braces_are_words():
    (found,) = suggestions(project(failures=[{"failure": "{who} {0} {failure.__class__}", "who": "x"}]), [])
    assert found.title == "{who} {0} {failure.__class__}"


def test_findings_that_share_a_column_are_one_suggestion():
    found = suggestions(Project(id="p"), [
        finding("a"), finding("b", Verdict.NOT_MET), finding("c", group={"age": "young"}), finding("d", Verdict.MET),
        finding("e", informational=True), finding("f", group={"sex": "f", "age": "young"}),
        finding("g", group={"age": "old", "education": "none"}),
    ])
    assert keys(found) == ["finding|fairness|sex", "finding|fairness|age", "finding|fairness|(several)"]
    assert found[0].sources == [links.finding("a"), links.finding("b")]
    assert found[0].harm == "About b."
    assert found[0].why == "1 finding not met, 1 finding of concern"
    assert found[2].title == "People are treated unequally where traits meet"


def test_findings_of_any_other_assessment_are_suggested_by_rule():
    (found,) = suggestions(Project(id="p"), [finding("a", assessment="drift", group={})])
    assert found.key == "finding|drift|r"
    assert found.title == "About a."


def test_what_is_taken_or_dismissed_is_not_suggested_again():
    there = project(failures=ROWS, stop="no")
    first, second, third = open_suggestions(there, [])
    taken = Project(id="p", answers=there.answers, risks={"r": as_risk(first)})
    assert keys(open_suggestions(taken, [])) == [second.key, third.key]
    dismissed = Project(id="p", answers=there.answers, risks=taken.risks,
                        dismissed={second.key: Dismissal(title=second.title, reason="Cannot happen here")})
    assert keys(open_suggestions(dismissed, [])) == [third.key]
    assert as_risk(first).sources == first.sources


OWN = {"stop": "no", "told": "public", "autonomy": "none", "consequence": ["money", "legal"], "failures": ROWS,
       "consulted": "no", "personal_data": "special", "dpia": "no", "readiness": "research", "deployment": ["public"]}


@settings(max_examples=40)
@given(st.sets(st.sampled_from(sorted(OWN))), st.randoms(use_true_random=False))
def test_the_order_of_answering_changes_nothing(given_, chance):
    names = sorted(given_)
    straight = suggestions(project(**{name: OWN[name] for name in names}), [])
    chance.shuffle(names)
    assert suggestions(project(**{name: OWN[name] for name in names}), []) == straight


def test_the_order_of_findings_changes_no_key():
    found = [finding(str(place), group={"sex": "f"} if place % 2 else {"age": "x"}) for place in range(9)]
    shuffled = random.Random(3).sample(found, len(found))
    assert set(keys(suggestions(Project(id="p"), found))) == set(keys(suggestions(Project(id="p"), shuffled)))


# --- the shipped rules -------------------------------------------------------------------------------------------


def leaves(condition: Condition):
    if condition.question:
        yield condition
    for part in condition.parts:
        yield from leaves(part)


def test_shipped_rules_speak_of_questions_and_options_there_are():
    assert len(rules().rules) > 20
    for rule in rules().rules:
        for leaf in leaves(rule.when):
            home, _slash, id_ = leaf.question.rpartition("/")
            question = pack(home).question(id_)
            assert set(leaf.is_) <= {option.id for option in choices(question)}, rule.id


def test_every_shipped_rule_can_speak():
    """One answer that its condition names is enough."""
    for rule in rules().rules:
        (leaf,) = leaves(rule.when)
        home, _slash, id_ = leaf.question.partition("/")
        question = pack(home).question(id_)
        value = [leaf.is_[0]] if question.kind == "multiple" else leaf.is_[0]
        answers = {home: {id_: Answer(value=value)}}
        for shown in ([question.show_if] if question.show_if else []):
            for needed in leaves(shown):
                answers[home][needed.question] = Answer(value=needed.is_[0])
        assert f"rule|{rule.id}" in keys(suggestions(Project(id="p", answers=answers), [])), rule.id


def test_shipped_tables_speak_of_columns_there_are():
    for table in rules().tables:
        home, id_, *part = table.question.split("/")
        question = find(home).question(id_)
        question = question.nested(part[0]) if part else question
        known = {column.id for column in question.columns}
        assert {table.key, table.needs, *(blank for text in table.texts for blank in blanks(text))} <= known


@pytest.mark.parametrize(("text", "said"), [
    ("rules = 3", "rules"),
    ("[[rules]]\nid = 'a'", "title"),
    ("[[rules]]\nid = 'a'\ntitle = 't'\nwhen = {}\nwhom = 'x'", "whom"),
    ("[[rules]]\nid = 'a'\ntitle = 't'\nwhen = {}\n[[rules]]\nid = 'a'\ntitle = 't'\nwhen = {}", "“a” is there twice"),
    ("[[tables]]\nquestion = 'x'\nkey = 'a'\ntitle = '{a}'\nneeds = 'a'", "pack/question"),
    ("[[tables]]\nquestion = 'x/y'\nkey = 'a'\ntitle = '{a.b}'\nneeds = 'a'", "“a.b” is not the id of a column"),
    ("[[tables]]\nquestion = 'x/y'\nkey = 'a'\ntitle = '{a'\nneeds = 'a'", "cannot be used"),
    ("[[findings]]\nassessment = 'x'\ntogether = 'rule'\ntitle = '{who}'", "“who” cannot be filled in"),
    ("[[findings]]\nassessment = 'x'\ntogether = 'moon'\ntitle = 't'", "moon"),
    ("=", "cannot be used"),
])
def test_a_wrong_file_of_rules_says_where(tmp_path, text, said):
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_rules(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_site_adds_rules(tmp_path, monkeypatch):
    (tmp_path / "risks").mkdir()
    (tmp_path / "risks" / "ours.toml").write_text(
        '[[rules]]\nid = "strange"\ntitle = "t"\nwhen = { fact = "there_is_none" }\n'
        '[[rules]]\nid = "far"\ntitle = "t"\nwhen = { question = "gone/gone", is = ["x"] }\n[[rules]]\nid = "ours"\ntitle = "Our own harm"\nwhen = { question = "system_profile/stop", is = ["no"] }', encoding="utf-8")
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    forget()
    try:
        assert keys(suggestions(project(stop="no"), [])) == ["rule|cannot_stop", "rule|ours"]
    finally:
        forget()


def test_the_shipped_file_is_read_whole():
    assert read_rules(resource("risks") / "risks.toml").findings[-1].assessment == ""
