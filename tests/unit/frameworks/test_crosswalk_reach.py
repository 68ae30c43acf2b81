"""Every assessment of the crosswalk reaches clauses that exist, and shipped questions name some of them."""

import pytest

from rai_desktop.frameworks import catalog, crosswalk
from rai_desktop.paths import resource
from rai_desktop.questionnaire import catalog as packs


def test_the_crosswalk_holds_fourteen_assessments():
    assert len(crosswalk.topics()) == 14


@pytest.mark.parametrize("topic", crosswalk.topics())
def test_findings_of_an_assessment_reach_clauses_and_questions(topic):
    reached = crosswalk.clauses_for(topic)
    assert any(strength == "direct" for _home, _id, strength in reached)
    assert all(catalog.has_clause(home, id_) for home, id_, _strength in reached)
    read = [packs.read_pack(path) for path in resource("questionnaires").glob("*.toml")]
    asked = {ref for pack in read for section in pack.sections for question in section.questions for ref in question.refs}
    assert asked & {f"{home}:{id_}" for home, id_, _strength in reached}
