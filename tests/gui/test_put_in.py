"""What a change would have put in, when it is given up for want of a reason: in words, not in ids."""

import msgspec
import pytest

from rai_desktop.gui.put_in import put_in_words
from rai_desktop.project.edits import difference
from rai_desktop.project.model import Answer, Project
from rai_desktop.project.register import Risk
from rai_desktop.questionnaire.catalog import pack

BEFORE = Project(id="p", packs=["system_profile"], answers={"system_profile": {"stage": Answer(value="idea")}},
                 risks={"1": Risk(title="Refused")})


def words(after):
    edits = difference(*(msgspec.to_builtins(each) for each in (BEFORE, after)))
    return put_in_words(edits, BEFORE)


def answered(question, value):
    own = BEFORE.answers["system_profile"] | {question: Answer(value=value)}
    return msgspec.structs.replace(BEFORE, answers={"system_profile": own})


def test_a_choice_is_told_by_its_words():
    options = {each.id: each.text for each in pack("system_profile").question("stage").options}
    for id_, text in options.items():
        if id_ != "idea":
            assert words(answered("stage", id_)) == text
    assert words(answered("stop", "no")) == "No"


def test_what_was_typed_stays_as_it_was_typed():
    assert words(answered("name", "no")) == "no"


@pytest.mark.parametrize("level", ["minor", "major"])
def test_a_level_of_a_risk_is_told_by_its_words(level):
    risk = msgspec.structs.replace(BEFORE.risks["1"], severity=level)
    said = words(msgspec.structs.replace(BEFORE, risks={"1": risk}))
    assert said and said != level
