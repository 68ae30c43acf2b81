"""Forms filled in by hand: sheets, rows and lines that were copied or put in, shares, places given twice, JSON put together.

What somebody typed is taken or told, never left out without a word.
"""

import json

import pytest

from rai_desktop.errors import Refusal
from rai_desktop.forms.files import read_form, write_form
from rai_desktop.forms.form import form_of
from rai_desktop.forms.preview import preview
from rai_desktop.questionnaire.question import ITEM_ID
from tests.unit.forms.filling import Colleague, drop_own_pack, project


@pytest.fixture
def form(tmp_path, own_home):
    """An unanswered workbook of a pack with every kind of question."""
    drop_own_pack(own_home / "site")
    write_form(form_of(project("own"), everything=True), tmp_path / "form.xlsx")
    return Colleague(tmp_path / "form.xlsx")


def came(path):
    """What would be taken, by question, and all sentences about what cannot."""
    back = read_form(path)
    found = preview(project("own"), back)
    return {each.question: each.then.value for each in found.coming}, [str(each) for each in back.wrong]


def row_of(sheet, question, part):
    return next(row[0].row for row in sheet.iter_rows() if (row[0].value, row[1].value) == (question, part))


def copy_row(sheet, row, answer):
    end = sheet.max_row + 1
    for column in range(1, 8):
        sheet.cell(end, column).value = sheet.cell(row, column).value
    sheet.cell(end, 5).value = answer


@pytest.mark.parametrize("in_copy", [None, 5])
def test_a_copied_sheet_is_told_and_hides_nothing(form, in_copy):
    form.type("Share?", in_copy)
    form.book.copy_worksheet(form.sheet("pack:")).title = "Anna's"
    form.type("Share?", 7)
    values, wrong = came(form.save())
    assert values == {"share": 7}
    assert len(wrong) == 1 and "Anna's" in wrong[0] and "is a copy of “Our own rules 2026”" in wrong[0]


def test_a_copied_sheet_of_tables_is_told(form):
    sheet = form.sheet("tables:")
    form.book.copy_worksheet(sheet).title = "Copy"
    sheet.cell(row_of(sheet, "people", "line"), 3).value = "Ann"
    values, wrong = came(form.save())
    assert values == {"people": [{"who": "Ann"}]}
    assert len(wrong) == 1 and "Copy" in wrong[0]


@pytest.mark.parametrize(("first", "second", "values"), [
    (5, None, {"share": 5}), (None, 5, {"share": 5}), (5, 5, {"share": 5}), (5, 9, {})])
def test_a_row_that_stands_twice_is_taken_where_the_two_do_not_differ(form, first, second, values):
    form.type("Share?", first)
    copy_row(form.sheet("pack:"), form.row("Share?"), second)
    found, wrong = came(form.save())
    assert found == values
    assert [("stands twice" in each and "cell E15" in each) for each in wrong] == ([] if values else [True])


@pytest.mark.parametrize("after", [0, 1])
def test_a_line_put_into_a_table_is_one_of_its_lines(form, after):
    sheet = form.sheet("tables:")
    first = row_of(sheet, "people", "line")
    sheet.cell(first, 3).value = "Ann"
    sheet.insert_rows(first + after)
    sheet.cell(first + after, 3).value = "Bert"
    assert came(form.save()) == ({"people": [{"who": each} for each in (["Bert", "Ann"], ["Ann", "Bert"])[after]]}, [])


def test_what_is_typed_beside_and_below_the_places_is_told(form):
    questions, tables = form.sheet("pack:"), form.sheet("tables:")
    questions.insert_rows(form.row("Share?") + 1)
    questions.cell(form.row("Share?") + 1, 5).value = "and more"
    tables.cell(row_of(tables, "people", "line"), 8).value = "too far right"
    tables.cell(row_of(tables, "uses", "within:name"), 9).value = "a use too many"
    tables.cell(tables.max_row + 1, 3).value = "too low"
    values, wrong = came(form.save())
    assert values == {}
    assert len(wrong) == 4 and all("is not read, for nothing is asked here" in each for each in wrong)


def test_a_table_between_two_others_keeps_its_title(form):
    assert came(form.save()) == ({}, [])


@pytest.mark.parametrize(("typed", "look"), [(0.2, "0%"), (0.2, "0.00 %"), ("20 %", "@"), ("20%", "General"), (20, '0" %"')])
def test_a_share_typed_with_its_sign_is_the_number_that_was_meant(form, typed, look):
    form.type("Share?", typed)
    form.sheet("pack:").cell(form.row("Share?"), 5).number_format = look
    assert came(form.save()) == ({"share": 20}, [])


def test_a_place_given_twice_is_told_also_where_nothing_was_answered_before(form):
    sheet = form.sheet("pack:")
    for option, place in (("a", 1), ("b", 1), ("c", 2)):
        sheet.cell(row_of(sheet, "goals", f"rank:{option}"), 5).value = place
    values, wrong = came(form.save())
    assert values == {}
    assert len(wrong) == 1 and "Two choices have the place 1" in wrong[0]


def typed(tmp_path, own_home, text):
    drop_own_pack(own_home / "site")
    (tmp_path / "form.json").write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return tmp_path / "form.json"


@pytest.mark.parametrize(("value", "says"), [
    ([{"denied": "never"}, {"hurt": "often"}], "Give one row, with a choice for each of: denied, hurt"),
    ({"denied": "never", "hurt": "often"}, "neither “value” nor “note”")])
def test_a_matrix_written_otherwise_is_told(tmp_path, own_home, value, says):
    values, wrong = came(typed(tmp_path, own_home, {"own": {"likely": value}}))
    assert values == {}
    assert len(wrong) == 1 and says in wrong[0]


def test_a_questionnaire_that_is_not_here_is_told_also_in_plain_answers(tmp_path, own_home):
    back = read_form(typed(tmp_path, own_home, {"gone": {"x": "y"}, "own": {"share": 5}}))
    assert ["gone" in each for each in back.told] == [True]


def test_a_questionnaire_may_be_named_with_hyphens(tmp_path, own_home):
    back = read_form(typed(tmp_path, own_home, {"canada-aia": {"projectDetailsPhase": "item1"}}))
    assert [(each.pack, each.value) for each in back.entries] == [("canada_aia", "item1")]


@pytest.mark.parametrize("text", ['{"own": {"share": 5}, "own": {"ready": "2"}}', '{"own": {"share": 5, "share": 7}}'])
def test_a_name_that_stands_twice_is_refused(tmp_path, own_home, text):
    with pytest.raises(Refusal, match=r"form\.json says “(own|share)” twice"):
        read_form(typed(tmp_path, own_home, text))


def test_an_item_copied_with_its_id_is_a_new_one(tmp_path, own_home):
    values, wrong = came(typed(tmp_path, own_home, {"own": {"uses": [{"id": "u1", "name": "A"}, {"id": "u1", "name": "B"}]}}))
    first, second = (item[ITEM_ID] for item in values["uses"])
    assert wrong == []
    assert first == "u1" and second not in ("", "u1")


@pytest.mark.parametrize(("given", "taken"), [(True, "yes"), (False, "no"), ("yes", "yes"), (None, None)])
def test_true_false_and_null_within_an_item_are_yes_no_and_nothing(tmp_path, own_home, given, taken):
    item = {"id": "u1", "name": "A", "about": ["public"], "children": given, "parties": [{"who": 7, "role": None}]}
    values, wrong = came(typed(tmp_path, own_home, {"own": {"uses": [item]}}))
    assert wrong == []
    assert values["uses"][0].get("children") == taken
    assert values["uses"][0]["parties"] == [{"who": "7"}]


def test_true_is_no_name(tmp_path, own_home):
    values, wrong = came(typed(tmp_path, own_home, {"own": {"uses": [{"name": "A", "since": True}]}}))
    assert values == {}
    assert len(wrong) == 1 and "“TRUE” is not a day" in wrong[0]
