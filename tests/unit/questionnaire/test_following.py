"""A repeated group that follows a table: every row wants an item, and nothing is added or lost by itself."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.errors import Refusal
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.checks import check, check_together
from rai_desktop.questionnaire.following import followed, unfollowed
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.standing import Standing

PACK = catalog.pack("system_impact")
GROUP = PACK.question("per_use")


def uses(*names):
    return Answer(value=[{"use": each} for each in names])


def parts(*names):
    return Answer(value=[{"id": f"i{place}", "use": each} for place, each in enumerate(names)])


def seen(**answers):
    return flow.reading(PACK, {"system_impact": answers})


def test_uses_told_and_not_answered_for_are_named():
    look = seen(uses=uses("Score", "Price", "Advise"), per_use=parts("Score", "Advise"))
    assert followed(GROUP, look)[1:] == (["Score", "Price", "Advise"], ["Price"], [])
    assert unfollowed(GROUP, look) == (
        "“Which uses is it meant for?” tells 3; answered for here: 2. Still missing: “Price”.")


def test_a_use_renamed_is_told_on_both_sides():
    look = seen(uses=uses("Score anew"), per_use=parts("Score"))
    assert unfollowed(GROUP, look).endswith("Still missing: “Score anew”. Here, and not told there: “Score”.")


def test_uses_told_in_the_profile_are_followed_as_well():
    answers = {"system_profile": {"uses": uses("Score")}, "system_impact": {}}
    assert followed(GROUP, flow.reading(PACK, answers)).missing == ["Score"]


def test_no_uses_no_duty_and_case_and_spaces_make_no_other_use():
    assert followed(GROUP, seen(per_use=parts("Score"))) is None
    assert unfollowed(GROUP, seen(uses=uses("Score  loans", "score loans"), per_use=parts("SCORE loans "))) == ""


def whole(name):
    """An item in which everything is answered."""
    said = {"text": "x", "yesno": "no", "number": 1, "date": "2027-01-01"}
    item = {"id": name, "use": name}
    for each in GROUP.questions[1:]:
        row = {column.id: column.options[0].id if column.options else "x" for column in each.columns}
        choice = each.options[0].id if each.options else ""
        item[each.id] = {**said, "single": choice, "scale": choice, "multiple": [choice], "table": [row]}[each.kind]
    return item


def test_the_section_is_not_done_while_a_use_is_missing_and_known_standing_learns_of_it():
    standing = Standing()

    def missing(*told):
        answers = {"system_profile": {"uses": uses(*told)}, "system_impact": {"per_use": held}}
        found = next(each for each in standing.sections(PACK, answers) if each.section.id == "use").progress
        assert found.asked == 1 == found.answered + found.missing
        return found.missing

    held = Answer(value=[whole("Score")])
    assert [missing("Score"), missing("Score", "Price"), missing("Score")] == [0, 1, 0]


@given(st.lists(st.sampled_from(["A", "a", " B", "C", ""])), st.lists(st.sampled_from(["A", "b", "C ", "D", ""])))
def test_told_are_those_answered_for_and_those_missing(told, here):
    found = followed(GROUP, seen(uses=uses(*told), per_use=parts(*here)))
    key = {each.strip().casefold() for each in told} - {""}
    if not key:
        assert found is None
        return
    held = {each.strip().casefold() for each in here} - {""}
    assert {each.casefold() for each in found.missing} == key - held
    assert {each.casefold() for each in found.strange} == held - key


def pack_of(table, follows, first="text"):
    group = {"id": "each", "type": "group", "text": "Each", "follows": follows,
             "questions": [{"id": "name", "type": first, "text": "Name"}]}
    head = {"id": "one", "title": "One", "version": "1", "as_of": "2026-01-01"}
    return msgspec.convert({**head, "sections": [{"id": "s", "title": "S", "questions": [table, group]}]}, Pack)


TABLE = {"id": "uses", "type": "table", "text": "Uses", "columns": [{"id": "use", "text": "Use"}]}


@pytest.mark.parametrize(("follows", "first", "fault"), [
    ({"question": "none", "column": "use"}, "text", "no table"),
    ({"question": "each", "column": "use"}, "text", "no table"),
    ({"question": "uses", "column": "who"}, "text", "no column “who”"),
    ({"question": "uses", "column": "use"}, "yesno", "no text names its items"),
])
def test_a_group_that_cannot_follow_is_refused(follows, first, fault):
    with pytest.raises(Refusal, match=fault):
        check(pack_of(TABLE, follows, first), "one.toml")


def test_only_a_group_follows():
    with pytest.raises(Refusal, match="a table has no follows"):
        check(pack_of({**TABLE, "follows": {"question": "uses", "column": "use"}}, {"question": "uses", "column": "use"}), "one.toml")


def test_a_table_of_another_pack_is_looked_for_there():
    follows = {"question": "system_profile/uses", "column": "use"}
    check(pack_of(TABLE, follows), "one.toml")
    profile = catalog.pack("system_profile")
    check_together(pack_of(TABLE, follows), {"system_profile": profile}, "one.toml")
    with pytest.raises(Refusal, match="no column"):
        check_together(pack_of(TABLE, {**follows, "column": "of"}), {"system_profile": profile}, "one.toml")
