"""What answers hold under columns, rows and nested questions that a newer pack dropped: handed out to nobody, never lost."""

import msgspec
import pytest

from rai_desktop.questionnaire.answers import is_given, problem
from rai_desktop.questionnaire.question import Question
from rai_desktop.questionnaire.unasked import asked_only, with_unasked

TABLE = {"id": "t", "type": "table", "text": "T?", "columns": [
    {"id": "who", "text": "Who", "required": True}, {"id": "role", "text": "Role", "options": [{"id": "r", "text": "Runs it"}]}]}
MATRIX = {"id": "m", "type": "matrix", "text": "M?", "rows": [{"id": "a", "text": "A"}], "options": [{"id": "y", "text": "Yes"}]}
GROUP = {"id": "g", "type": "group", "text": "G?", "questions": [{"id": "name", "type": "text", "text": "Name?"}, TABLE]}


def question(plain):
    return msgspec.convert(plain, Question)


ANN, BOB, EVE = ({"who": name, "role": "r", "harm": harm} for name, harm in (("Ann", "H1"), ("Bob", "H2"), ("Eve", "H3")))


def shown(*people):
    return [{key: cell for key, cell in each.items() if key != "harm"} for each in people]


@pytest.mark.parametrize(("back", "whole"), [
    (shown(ANN, BOB, EVE), [ANN, BOB, EVE]),
    (shown(ANN, BOB | {"who": "Bert"}, EVE), [ANN, BOB | {"who": "Bert"}, EVE]),
    (shown(BOB, EVE), [BOB, EVE]),
    ([*shown(ANN), {"who": "New"}, *shown(BOB, EVE)], [ANN, {"who": "New"}, BOB, EVE]),
    (shown(ANN | {"who": "Anna"}, BOB, EVE | {"role": ""}), [ANN | {"who": "Anna"}, BOB, EVE | {"role": ""}]),
])
def test_rows_that_come_back_keep_the_cells_of_columns_that_are_gone(back, whole):
    assert asked_only(question(TABLE), [ANN, BOB, EVE]) == shown(ANN, BOB, EVE)
    assert with_unasked(question(TABLE), back, [ANN, BOB, EVE]) == whole


def test_a_row_that_says_nothing_in_the_columns_there_are_is_kept_and_does_not_count():
    lost = {"who": "", "harm": "H"}
    table = question(TABLE)
    assert asked_only(table, [lost]) is None
    assert with_unasked(table, shown(ANN), [lost, ANN]) == [ANN, lost]
    assert with_unasked(table, None, [lost, ANN]) == [lost]
    assert not is_given(table, [lost])
    assert problem(table, [ANN, lost]) == ""
    assert problem(table, [{"role": "r", "harm": "H"}]) == "Row 1: fill in “Who”."


def test_a_matrix_keeps_what_was_chosen_in_rows_that_are_gone():
    matrix = question(MATRIX)
    assert asked_only(matrix, [{"a": "y", "b": "y"}]) == [{"a": "y"}]
    assert with_unasked(matrix, None, [{"a": "y", "b": "y"}]) == [{"b": "y"}]
    assert with_unasked(matrix, [{"a": "y"}], [{"b": "y"}]) == [{"a": "y", "b": "y"}]


def test_tables_within_items_too():
    group, before = question(GROUP), [{"id": "1", "name": "Loans", "t": [ANN, BOB], "old": "x"}, {"id": "2", "t": [EVE]}]
    handed = [{"id": "1", "name": "Loans", "t": shown(ANN, BOB)}, {"id": "2", "t": shown(EVE)}]
    assert asked_only(group, before) == handed
    assert with_unasked(group, handed, before) == before
    assert with_unasked(group, handed[1:], before) == before[1:]
