"""A row that is always there and of which only its name is told, as a form or a file may bring it, says nothing."""

import msgspec

from rai_desktop.clauses.coverage import Level, coverage
from rai_desktop.clauses.index import Index
from rai_desktop.frameworks.catalog import framework
from rai_desktop.project.document import new_project
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.catalog import pack


def level(rows):
    one, nist = pack("nist_ai_rmf"), framework("nist_ai_rmf")
    project = msgspec.structs.replace(new_project("A"), packs=[one.id], answers={one.id: {"map_5_plan": Answer(value=rows)}})
    answered = flow.progress(one, project.answers).answered
    return coverage(nist, Index(project, [one], [], []))["MAP 5"].level, answered


def test_the_name_alone_is_no_evidence_and_no_answer():
    table = pack("nist_ai_rmf").question("map_5_plan")
    key = next(column for column in table.columns if column.id == table.each).options[0].id
    assert level([{table.each: key}]) == (Level.NONE, 0)
    assert level([{table.each: key, "owner": "Ann"}])[0] is not Level.NONE
