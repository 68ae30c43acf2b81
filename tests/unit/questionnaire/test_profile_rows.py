"""A row for each subcategory: how it stands now and how far from its target, worked out and never stored."""

import msgspec
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.project.model import Answer, Project
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.answers import problem
from rai_desktop.questionnaire.checks import check
from rai_desktop.questionnaire.profile_rows import Now, gap_words, nows, row_options
from rai_desktop.questionnaire.question import Pack
from rai_desktop.report.blocks import Sheet
from rai_desktop.report.content import build
from rai_desktop.report.material import gather

PACK = catalog.pack("nist_ai_rmf")
TABLE = PACK.question("govern_2_plan")


def now_of(answer):
    given = {"nist_ai_rmf": {"govern_2_1": Answer(value=answer)}} if answer else {"nist_ai_rmf": {}}
    return nows(TABLE, flow.reading(PACK, given))


def test_each_row_tells_what_is_answered_to_its_question():
    found = now_of("partly")
    assert list(found) == [option.id for option in row_options(TABLE)] == ["govern_2_1", "govern_2_2", "govern_2_3"]
    assert found["govern_2_1"].words == "Partly in place"
    assert found["govern_2_2"].words == ""


@pytest.mark.parametrize(("answer", "target", "gap"), [
    ("none", "fully", "3 steps"), ("partly", "fully", "2 steps"), ("mostly", "fully", "1 step"), ("fully", "fully", "no gap"),
    ("fully", "partly", "no gap"), ("none", "partly", "1 step"), ("na", "fully", ""), ("unknown", "fully", ""), ("", "fully", ""),
    ("none", "", ""), ("none", "gone", ""),
])
def test_the_gap_is_known_where_both_are(answer, target, gap):
    assert gap_words(now_of(answer)["govern_2_1"], target) == gap


def test_a_row_without_question_has_no_gap():
    assert gap_words(None, "fully") == gap_words(Now("", None, {}), "fully") == ""


def test_what_stands_now_may_be_answered_in_another_pack():
    there = catalog.pack("process_checklist").question("p12_1_1")
    assert there.same and there.same.question == "nist_ai_rmf/govern_1_6"
    done = next(own for own, theirs in there.same.options.items() if theirs == "fully" or "fully" in theirs)
    seen = flow.reading(PACK, {"process_checklist": {"p12_1_1": Answer(value=done)}, "nist_ai_rmf": {}})
    assert nows(PACK.question("govern_1_plan"), seen)["govern_1_6"].words == PACK.question("govern_1_6").options[3].text


def test_what_is_wrong_names_the_row_by_its_words():
    assert problem(TABLE, [{"subcategory": "govern_2_2", "target": "best"}]) == "Row GOVERN 2.2: “best” is not one of the choices."
    assert problem(TABLE, [{"subcategory": "govern_2_2", "owner": "Ann"}]) == ""


def test_the_report_has_the_whole_profile_also_rows_that_stand_twice():
    plan = [{"subcategory": "govern_2_2", "target": "fully", "gap": "No course", "owner": "Ann", "due": "2027-01-01"},
            {"subcategory": "govern_2_2", "target": "mostly", "owner": "Bob"}]
    project = Project(id="p", packs=["nist_ai_rmf"], answers={"nist_ai_rmf": {
        "govern_2_1": Answer(value="mostly"), "govern_2_2": Answer(value="none"), "govern_2_plan": Answer(value=plan)}})
    sheets = [block for chapter in build(gather(project, {})).chapters for block in chapter.blocks if isinstance(block, Sheet)]
    (sheet,) = [each for each in sheets if each.title == TABLE.text]
    assert sheet.columns == ["Subcategory", "Current", "Target", "Gap", "What is missing", "Owner", "Due date"]
    assert sheet.rows == [
        ["GOVERN 2.1", "Mostly in place", "", "", "", "", ""],
        ["GOVERN 2.2", "Not begun", "In place, with evidence", "3 steps", "No course", "Ann", "2027-01-01"],
        ["GOVERN 2.3", "", "", "", "", "", ""],
        ["GOVERN 2.2", "Not begun", "Mostly in place", "2 steps", "", "Bob", ""],
    ]
    assert len(sheet.right) == len(sheet.weights) == 7


LEVELS = [{"id": each, "text": each} for each in ("low", "high")]


def pack_of(**more):
    ask = {"id": "a", "type": "single", "text": "A", "options": LEVELS}
    table = {"id": "t", "type": "table", "text": "T", "columns": [
        {"id": "of", "text": "Of", "options": [{"id": "a", "text": "A"}]}, {"id": "to", "text": "To", "options": LEVELS[1:]},
        {"id": "who", "text": "Who"}], **more}
    head = {"id": "one", "title": "One", "version": "1", "as_of": "2026-01-01"}
    return msgspec.convert({**head, "sections": [{"id": "s", "title": "S", "questions": [ask, table]}]}, Pack)


COMPARED = {"now": "Now", "target": "to", "gap": "Gap"}


def test_a_pack_may_have_such_a_table():
    check(pack_of(each="of", compared=COMPARED), "one.toml")
    check(pack_of(each="of"), "one.toml")


@pytest.mark.parametrize(("more", "fault"), [
    ({"each": "who"}, "each names no column with options"), ({"each": "gone"}, "each names no column with options"),
    ({"compared": COMPARED}, "compared is for a table with each"),
    ({"each": "of", "compared": {**COMPARED, "target": "who"}}, "no option of “a” is one of the target"),
    ({"each": "to", "compared": COMPARED}, "there is no question “high”"),
])
def test_a_table_whose_rows_mean_nothing_is_refused(more, fault):
    with pytest.raises(Refusal, match=fault):
        check(pack_of(**more), "one.toml")
