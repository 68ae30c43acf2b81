"""The favourable outcome is named with its column, and it is said when nobody chose it."""

import msgspec

from rai_desktop.project.favourable import favourable_words, outcome_of
from rai_desktop.project.model import ColumnRole, Inputs, Role, Task

USED = Inputs(roles={"alert": ColumnRole(role=Role.PREDICTION), "sepsis": ColumnRole(role=Role.LABEL)}, task=Task.BINARY,
              positive="no")


def test_it_is_named_with_the_label_or_without_one_with_the_prediction() -> None:
    assert favourable_words(USED, USED) == "Favourable outcome: “sepsis” is “no”."
    predicted = msgspec.structs.replace(USED, roles={"alert": USED.roles["alert"]})
    assert outcome_of(predicted) == "alert"
    assert "“alert” is “no”" in favourable_words(predicted, predicted)


def test_what_nobody_chose_is_said() -> None:
    assert "Nobody chose it" in favourable_words(USED, Inputs())


def test_nothing_is_said_where_no_outcome_is_favourable() -> None:
    for other in (msgspec.structs.replace(USED, task=Task.REGRESSION), msgspec.structs.replace(USED, positive=""),
                  msgspec.structs.replace(USED, roles={})):
        assert favourable_words(other, other) == ""
        assert favourable_words(other, Inputs()) == ""
