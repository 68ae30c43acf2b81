"""The shipped rules of suggested risks speak of what there is: assessments, packs, questions, options."""

from rai_desktop.assessments.all import ALL
from rai_desktop.questionnaire.catalog import find
from rai_desktop.risks.rules import rules
from rai_desktop.risks.suggested import _named


def test_rules_of_findings_name_assessments_there_are():
    known = {each.id for each in ALL}
    named = {rule.assessment for rule in rules().findings if rule.assessment}
    assert named
    assert named <= known


def test_one_rule_speaks_for_every_other_assessment():
    assert [rule.assessment for rule in rules().findings].count("") == 1


def test_rules_of_answers_name_packs_and_questions_there_are():
    seen = set()
    for rule in rules().rules:
        home = find(rule.facts_of)
        assert home is not None, rule.id
        for pack, question in _named(rule.when, home):
            there = find(pack)
            assert there is not None, (rule.id, pack)
            assert question in there.places, (rule.id, question)
            seen.add(pack)
    assert len(seen) > 0


def test_rules_of_tables_name_tables_there_are():
    for rule in rules().tables:
        pack, question, *part = rule.question.split("/")
        there = find(pack)
        assert there is not None, rule.question
        table = there.question(question).nested(part[0]) if part else there.question(question)
        assert table is not None, rule.question
        assert table.columns, rule.question
