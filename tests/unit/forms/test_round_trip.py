"""A form that is written and read back says the same, whatever was answered; nothing in it is a formula."""

import re
import zipfile
from random import Random

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from rai_desktop.forms.bringing import with_answers
from rai_desktop.forms.files import read_form, write_form
from rai_desktop.forms.form import form_of, form_of_pack
from rai_desktop.forms.preview import Standing, preview
from rai_desktop.paths import resource
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.catalog import pack, packs
from rai_desktop.questionnaire.question import Kind
from tests.unit.forms.filling import drop_own_pack, project, some_answers


def plain(question, value):
    """What an answer says, written down anew for this test: no ids of new items, whole numbers as such."""
    if question.kind is Kind.GROUP:
        return [{key: cell for key, cell in item.items() if key != "id"} for item in value]
    if question.kind is Kind.NUMBER:
        return pytest.approx(float(value), rel=1e-14)  # a cell keeps 15 digits
    return value


def told(question, value):
    """The same of what came back, without the leeway."""
    return plain(question, value) if question.kind is Kind.GROUP else value


def check(one, answers, path):
    """Into the file, back, and into an empty project: the same answers and notes, and nothing wrong."""
    full = project(one.id, answers)
    write_form(form_of(full, everything=True), path)
    back = read_form(path)
    assert back.wrong == []
    assert preview(full, back).coming == []
    strangers = msgspec.structs.replace(back, entries=[msgspec.structs.replace(each, before=None) for each in back.entries])
    found = preview(project(one.id), strangers)
    assert {each.standing for each in found.coming} <= {Standing.NEW}
    again = with_answers(project(one.id), found.coming).answers.get(one.id, {})
    assert again.keys() == answers.keys()
    for id_, answer in answers.items():
        question = one.question(id_)
        assert told(question, again[id_].value) == plain(question, answer.value), id_
        assert again[id_].note == answer.note, id_


@pytest.mark.parametrize("ending", ["xlsx", "json"])
@pytest.mark.parametrize("id_", [one.id for one in packs()])
def test_every_pack_comes_back_as_it_left(id_, ending, tmp_path):
    one = pack(id_)
    check(one, some_answers(one, Random(id_)), tmp_path / f"form.{ending}")


@pytest.mark.parametrize("ending", ["xlsx", "json"])
@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
@example(seed=220)  # a number halfway between two of 15 digits
def test_every_kind_comes_back_as_it_left(ending, seed, tmp_path, own_home):
    drop_own_pack(own_home / "site")
    check(pack("own"), some_answers(pack("own"), Random(seed)), tmp_path / f"form.{ending}")


@pytest.mark.parametrize("ending", ["xlsx", "json"])
@pytest.mark.parametrize("text", ["a\x0bb", "_x000B_", "a_x000B_\x0b_x005F_", "\x01", "a\x85b", "_x000b_", "a\r\nb", "\ufffe."])
def test_characters_that_xml_cannot_hold_come_back(text, ending, tmp_path):
    full = project("system_profile", {"description": Answer(value=text, note=text)})
    write_form(form_of(full, everything=True), tmp_path / f"form.{ending}")
    found = next(each for each in read_form(tmp_path / f"form.{ending}").entries if each.question == "description")
    assert (found.value, found.note) == (text, text)


def test_nothing_written_is_a_formula_or_leads_outside(tmp_path):
    one = pack("system_profile")
    write_form(form_of(project(one.id, some_answers(one, Random(5), share=1)), everything=True), tmp_path / "form.xlsx")
    with zipfile.ZipFile(tmp_path / "form.xlsx") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) >= 4
    assert not [text for text in sheets if re.search(r"<f[ >/]", text)]
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]


def test_json_keeps_to_its_schema(tmp_path, own_home):
    drop_own_pack(own_home / "site")
    schema = msgspec.json.decode(resource("answers.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    for one in packs():
        write_form(form_of_pack(one), tmp_path / "form.json")
        written = msgspec.json.decode((tmp_path / "form.json").read_bytes())
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(written)) == [], one.id


def test_a_pack_alone_asks_everything_and_belongs_to_nobody(tmp_path):
    write_form(form_of_pack(pack("fairness")), tmp_path / "form.xlsx")
    back = read_form(tmp_path / "form.xlsx")
    assert {each.question for each in back.entries} == set(pack("fairness").places)
    assert back.project == ""
    assert back.versions == {"fairness": pack("fairness").version}


def test_only_what_applies_is_asked_unless_all_is(tmp_path):
    full = project("eu_ai_act", {"in_union": "no"})
    few, all_ = form_of(full), form_of(full, everything=True)
    assert few.count < all_.count == len(pack("eu_ai_act").places)
    assert all(each.applies for each in few.sheaves[0].asked)


def test_the_workbook_is_one_to_fill_in(tmp_path):
    """Locked but for the answers, its header stays in sight, words and not ids in the lists."""
    write_form(form_of(project("system_profile")), tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    cover, sheet = book.worksheets[0], book.worksheets[1]
    assert cover["B4"].value is None
    assert [each.sheet_state for each in book.worksheets[-2:]] == ["hidden", "hidden"]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "E3"
    assert sheet.column_dimensions["A"].hidden
    row = next(row for row in range(3, 40) if sheet.cell(row, 1).value == "stage")
    assert not sheet.cell(row, 5).protection.locked
    assert not sheet.cell(row, 6).protection.locked
    assert sheet.cell(row, 4).protection.locked
    rule = next(rule for rule in sheet.data_validations.dataValidation if f"E{row}" in rule.cells)
    column = re.search(r"\$([A-Z]+)\$1", rule.formula1).group(1)
    words = [cell.value for cell in book["rai_lists"][column] if cell.value]
    assert words == [option.text for option in pack("system_profile").question("stage").options]


def test_text_too_long_for_a_cell_stays_in_the_program(tmp_path):
    long = "word " * 9000
    rows = [{"who": long, "perspective": "p"}]
    full = project("system_profile", {"description": Answer(value=long, note=long), "name": Answer(value="n", note=long), "team": rows})
    write_form(form_of(full, everything=True), tmp_path / "form.xlsx")
    back = read_form(tmp_path / "form.xlsx")
    assert [(each.question, str(each.standing)) for each in preview(full, back).coming] == []
    assert "too long" in " ".join(str(each) for each in back.wrong)


def test_a_form_of_nothing_is_refused(tmp_path):
    from rai_desktop.errors import Refusal

    with pytest.raises(Refusal, match="no question"):
        write_form(form_of(project("no_such_pack")), tmp_path / "form.xlsx")
    with pytest.raises(Refusal, match="neither"):
        write_form(form_of(project("fairness")), tmp_path / "form.pdf")
    assert list(tmp_path.iterdir()) == []
