"""Forms as colleagues send them back: typed by hand, changed by spreadsheet programs, of other versions, or hostile."""

import datetime as dt
import re
import zipfile

import jsonschema
import msgspec
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.forms.bringing import with_answers
from rai_desktop.forms.files import read_form, write_form
from rai_desktop.forms.form import form_of
from rai_desktop.forms.preview import SAFE, Standing, preview
from rai_desktop.paths import resource
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.catalog import pack
from rai_desktop.questionnaire.question import Kind
from tests.unit.forms.filling import Colleague, drop_own_pack, project, rewritten


@pytest.fixture
def handed(tmp_path, own_home):
    """A form of a pack with every kind of question, handed out with two answers, and the project it is of."""
    drop_own_pack(own_home / "site")
    one = project("own", {"share": 5, "people": [{"who": "Ann"}]})
    write_form(form_of(one, everything=True), tmp_path / "form.xlsx")
    return one, tmp_path / "form.xlsx"


def back(path):
    found = read_form(path)
    return found, {each.question: each.value for each in found.entries}


def profile(tmp_path, answers=None):
    one = project("system_profile", answers)
    write_form(form_of(one, everything=True), tmp_path / "form.xlsx")
    return one, Colleague(tmp_path / "form.xlsx")


def question_of(kind):
    return next(question for _section, question in pack("system_profile").places.values() if question.kind is kind)


def text_of(question):
    return pack("system_profile").question(question).text


# --- typed by hand --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, 0, 0), "2026-03-04", " 2026-03-04 "])  # noqa: DTZ001 - cells know no time zone
def test_days_as_cells_and_as_text(typed, tmp_path):
    day = question_of(Kind.DATE)
    found, values = back(profile(tmp_path)[1].type(day.text, typed).save())
    assert (found.wrong, values[day.id]) == ([], "2026-03-04")


@pytest.mark.parametrize(("typed", "meant"), [("7", 7), (" 7.5 ", 7.5), (7, 7), (7.0, 7), ("1e1", 10)])
def test_numbers_as_text(typed, meant, handed):
    found, values = back(Colleague(handed[1]).type("Share?", typed).save())
    assert (found.wrong, values["share"]) == ([], meant)


@pytest.mark.parametrize(("typed", "says"), [("seven", "is not a number"), (101, "100"), (-1, "0")])
def test_wrong_numbers_name_the_cell(typed, says, handed):
    form = Colleague(handed[1]).type("Share?", typed)
    found, values = back(form.save())
    assert "share" not in values
    assert [says in each.sentence for each in found.wrong] == [True]
    assert f"cell E{form.row('Share?')}" in found.wrong[0].place


def test_options_in_another_letter_case_by_id_and_in_french(tmp_path, monkeypatch):
    stage = pack("system_profile").question("stage").options[1]
    for typed in (stage.text.upper(), f"  {stage.text}  ", stage.id):
        _found, values = back(profile(tmp_path)[1].type(text_of("stage"), typed).save())
        assert values["stage"] == stage.id
    yes = next(each for _section, each in pack("system_profile").places.values() if each.kind is Kind.YESNO)
    monkeypatch.setattr("rai_desktop.forms.wording._", lambda words: {"Yes": "Oui", "No": "Non"}.get(words, words))
    for typed in ("oui", "Yes", "yes", True):
        found, values = back(profile(tmp_path)[1].type(yes.text, typed).save())
        assert (found.wrong, values[yes.id]) == ([], "yes")


def test_an_unknown_option_is_told_with_the_choices(tmp_path):
    found, values = back(profile(tmp_path)[1].type(text_of("stage"), "nearly done").save())
    assert "stage" not in values
    assert pack("system_profile").question("stage").options[0].text in found.wrong[0].sentence


def test_a_formula_arrives_as_its_text(tmp_path):
    form = profile(tmp_path)[1].type(text_of("name"), "=HYPERLINK(\"http://x\",1+1)")
    found, values = back(form.save())
    assert values["name"] == "=HYPERLINK(\"http://x\",1+1)"
    assert any("formula" in line and f"E{form.row(text_of('name'))}" in line for line in found.told)


def test_a_formula_in_a_number_is_not_computed(handed):
    found, values = back(Colleague(handed[1]).type("Share?", "=1+1").save())
    assert "share" not in values
    assert "“=1+1” is not a number" in found.wrong[0].sentence


def test_empty_cells_say_nothing_but_what_was_cleared(handed):
    one, path = handed
    Colleague(path).type("Share?", None).save()
    found = preview(one, read_form(path))
    assert [(each.question, each.standing) for each in found.coming] == [("share", Standing.CLEARED)]
    assert Standing.CLEARED not in SAFE
    assert not found.clean


# --- tables within a repeated group --------------------------------------------------------------------------


PARTIES = [{"id": "u1", "name": "Loans", "parties": [{"who": "Applicants", "role": "hit"}, {"who": "Clerks"}]}, {"id": "u2", "name": "Cards"}]


@pytest.fixture
def uses(tmp_path, own_home):
    """A form with two items, of which the first has two lines in its table."""
    drop_own_pack(own_home / "site")
    one = project("own", {"uses": PARTIES})
    write_form(form_of(one, everything=True), tmp_path / "form.xlsx")
    return one, Colleague(tmp_path / "form.xlsx")


def lines(form):
    """The rows of the table's area, by the words in their first column; empty ones last."""
    sheet = form.sheet("tables:")
    return [row for row in sheet.iter_rows() if row[1].value == "line:parties"]


def test_a_line_of_a_table_goes_to_the_item_its_first_column_names(uses):
    one, form = uses
    assert [row[2].value for row in lines(form)[:3]] == ["Use 1", "Use 1", None]
    for row, typed in zip(lines(form)[2:4], (("use 2", "Holders", "is hit"), (" 3 ", "Shops", None)), strict=True):
        for cell, words in zip(row[2:5], typed, strict=True):
            cell.value = words
    found, values = back(form.save())
    first, second, third = values["uses"]
    assert found.wrong == []
    assert first == PARTIES[0]
    assert second == {**PARTIES[1], "parties": [{"who": "Holders", "role": "hit"}]}
    assert third["parties"] == [{"who": "Shops"}]  # of an item that was not there
    assert third["id"] not in {"u1", "u2"}
    assert preview(one, found).coming[0].standing is Standing.CHANGED


@pytest.mark.parametrize(("typed", "says"), [(None, "Choose in the first column which of Use 1 to Use 6"), ("Use 7", "“Use 7” is not one of Use 1 to Use 6"),
                                             ("all", "“all” is not one of")])
def test_a_line_that_names_no_item_is_told_and_nothing_of_the_group_is_taken(uses, typed, says):
    _one, form = uses
    row = lines(form)[2]
    row[2].value, row[3].value = typed, "Holders"
    found, values = back(form.save())
    assert "uses" not in values
    assert says in found.wrong[0].sentence
    assert f"{row[2 if typed else 3].coordinate}" in found.wrong[0].place


def test_a_line_without_what_is_needed_is_taken_as_far_as_it_goes(uses):
    _one, form = uses
    lines(form)[1][3].value = None
    lines(form)[1][4].value = "Is hit"
    found, values = back(form.save())
    assert found.wrong == []
    assert values["uses"][0]["parties"][1] == {"role": "hit"}
    assert any("fill in “Who”" in line for line in found.told)


@pytest.mark.parametrize("ending", ["xlsx", "json"])
def test_what_items_hold_under_questions_that_are_gone_stays(ending, tmp_path, own_home):
    drop_own_pack(own_home / "site")
    old = [{"id": "u1", "name": "Loans", "asked_then": "Kept"}, {"id": "u2", "asked_then": "Gone with its item"}]
    one = project("own", {"uses": old})
    path = tmp_path / f"form.{ending}"
    write_form(form_of(one, everything=True), path)
    back_again = read_form(path)
    assert (back_again.wrong, preview(one, back_again).coming) == ([], [])
    typed = [msgspec.structs.replace(each, value=[{"id": "u1", "name": "Credit"}]) for each in back_again.entries
             if each.question == "uses"]
    coming = preview(one, msgspec.structs.replace(back_again, entries=typed)).coming
    assert with_answers(one, coming).answers["own"]["uses"].value == [{"id": "u1", "name": "Credit", "asked_then": "Kept"}]


@pytest.mark.parametrize("ending", ["xlsx", "json"])
def test_what_rows_hold_under_columns_that_are_gone_stays(ending, tmp_path, own_home):
    drop_own_pack(own_home / "site")
    party = {"who": "Ann", "role": "hit", "harm": "Refused"}
    held = {"people": [{"who": "Ann", "role": "r", "harm": "Refused"}, {"who": "Bob", "harm": "Dearer"}],
            "likely": [{"denied": "often", "late": "never"}], "uses": [{"id": "u1", "name": "Loans", "parties": [party]}]}
    one = project("own", held)
    path = tmp_path / f"form.{ending}"
    write_form(form_of(one, everything=True), path)
    back_again = read_form(path)
    assert (back_again.wrong, preview(one, back_again).coming) == ([], [])
    typed = {"people": [{"who": "Ann", "role": "r"}, {"who": "Bert"}], "likely": [{"denied": "never"}],
             "uses": [{"id": "u1", "name": "Loans", "parties": [{"who": "Anna", "role": "hit"}]}]}
    entries = [msgspec.structs.replace(each, value=typed[each.question]) for each in back_again.entries if each.question in typed]
    coming = preview(one, msgspec.structs.replace(back_again, entries=entries)).coming
    after = {id_: answer.value for id_, answer in with_answers(one, coming).answers["own"].items()}
    assert after == {"people": [held["people"][0], {"who": "Bert", "harm": "Dearer"}], "likely": [{"denied": "never", "late": "never"}],
                     "uses": [{"id": "u1", "name": "Loans", "parties": [party | {"who": "Anna"}]}]}


# --- what spreadsheet programs and people do to a file -------------------------------------------------------


def test_renamed_moved_and_extra_sheets_and_rows(tmp_path):
    one, form = profile(tmp_path)
    form.type(text_of("name"), "Scorer")
    sheet = form.sheet("pack:")
    sheet.title = "Blatt 1"
    extra = form.book.create_sheet("My notes", 0)
    extra["A1"], extra["B7"] = "remember", "=1/0"
    sheet.cell(sheet.max_row + 5, 4).value = "a word in passing"
    sheet.insert_rows(form.row(text_of("name")))
    found, values = back(form.save())
    assert (found.wrong, values["name"]) == ([], "Scorer")
    assert [each.question for each in preview(one, found).coming] == ["name"]


def test_merged_cells_hold_what_their_first_cell_holds(tmp_path):
    one, form = profile(tmp_path)
    form.type(text_of("name"), "Scorer")
    row = form.row(text_of("name"))
    form.sheet("pack:").merge_cells(f"E{row}:F{row}")
    assert [(each.question, each.then.value, each.then.note) for each in preview(one, read_form(form.save())).coming] == [
        ("name", "Scorer", "")]


def test_declared_extents_and_texts_in_pieces_do_not_mislead(tmp_path):
    """Some programs write wrong dimensions, and a text in pieces that look different."""
    _one, form = profile(tmp_path)
    path = form.type(text_of("name"), "Scorer").save()
    sheet = f"xl/worksheets/sheet{form.book.worksheets.index(form.sheet('pack:')) + 1}.xml"

    def change(content):
        text = re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', content.decode())
        assert text.count("<is><t>Scorer</t></is>") == 1
        return text.replace("<is><t>Scorer</t></is>", "<is><r><t>Sco</t></r><r><t>rer</t></r></is>").encode()

    _found, values = back(rewritten(path, tmp_path / "other.xlsx", sheet, change))
    assert values["name"] == "Scorer"


def test_a_sheet_whose_hidden_row_is_gone_is_told_of(tmp_path):
    form = profile(tmp_path)[1]
    form.sheet("pack:")["E1"].value = None
    found, values = back(form.save())
    assert "name" not in values
    assert "hidden first row" in found.wrong[0].sentence


def test_a_form_of_an_older_version_tells_it_and_keeps_what_still_fits(tmp_path):
    one, _form = profile(tmp_path)
    write_form(form_of(one, everything=True), tmp_path / "form.json")
    content = msgspec.json.decode((tmp_path / "form.json").read_bytes())
    content["packs"][0]["version"] = "0.1"
    content["answers"]["system_profile"] |= {"name": {"value": "Scorer"}, "asked_then": {"value": "x"}}
    content["answers"]["gone"] = {"q": {"value": "x"}}
    (tmp_path / "form.json").write_bytes(msgspec.json.encode(content))
    found = read_form(tmp_path / "form.json")
    told = "\n".join(found.told)
    assert "0.1" in told
    assert "asked_then" in told
    assert [each.question for each in preview(one, found).coming] == ["name"]


# --- conflicts ------------------------------------------------------------------------------------------------


def test_what_was_answered_meanwhile_is_a_conflict_and_not_taken_by_itself(handed):
    one, path = handed
    Colleague(path).type("Share?", 50).save()
    meanwhile = project("own", {"share": 60, "people": [{"who": "Ann"}]}, id=one.id)
    found = preview(meanwhile, read_form(path))
    assert [(each.question, each.standing, each.now_words, each.then_words) for each in found.coming] == [
        ("share", Standing.CONFLICT, "60", "50")]
    assert meanwhile.answers["own"]["share"].value == 60
    assert with_answers(meanwhile, found.coming).answers["own"]["share"].value == 50


def test_what_only_the_analyst_changed_stays(handed):
    one, path = handed
    meanwhile = project("own", {"share": 60, "people": [{"who": "Bob"}]}, id=one.id)
    assert preview(meanwhile, read_form(path)).coming == []


def test_an_answer_brought_back_is_no_longer_to_be_confirmed_and_keeps_its_evidence(handed):
    one, path = handed
    Colleague(path).type("Share?", 50).save()
    carried = project("own", {"share": Answer(value=5, carried="2025"), "people": [{"who": "Ann"}]}, id=one.id)
    after = with_answers(carried, preview(carried, read_form(path)).coming).answers["own"]
    assert (after["share"].value, after["share"].carried) == (50, "")


# --- hostile and damaged files ---------------------------------------------------------------------------------


def test_entities_are_refused(tmp_path):
    path = profile(tmp_path)[1].save()
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for declared in (bomb, outside):
        for part in ("xl/workbook.xml", "xl/worksheets/sheet2.xml", "[Content_Types].xml"):
            bad = rewritten(path, tmp_path / "bad.xlsx", part,
                            lambda content, declared=declared: content.replace(b"?>", b"?>" + declared, 1)
                            if content.startswith(b"<?xml") else declared + content)
            with pytest.raises(Refusal, match="declares XML types or entities"):
                read_form(bad)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["xl/worksheets/sheet2.dat", "xl/worksheets/SHEET2.XML", "xl/worksheets/sheet2"])
def test_entities_are_refused_whatever_the_part_is_called(name, encoding, tmp_path):
    """A part is XML by what the workbook says of it, not by the end of its name."""
    path = profile(tmp_path)[1].type(text_of("name"), "&e;").save()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as out:
        for part in archive.namelist():
            content = archive.read(part).decode()
            if part == "xl/worksheets/sheet2.xml":
                body = re.sub(r"<\?xml[^>]*>", "", content).replace("&amp;e;", "&e;")
                content = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><!DOCTYPE x [<!ENTITY e "expanded">]>{body}'
                out.writestr(name, content.encode(encoding))
                continue
            out.writestr(part, content.replace("worksheets/sheet2.xml", name.removeprefix("xl/")))
    with pytest.raises(Refusal, match="declares XML types or entities"):
        read_form(tmp_path / "bad.xlsx")


def test_a_zip_bomb_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive, archive.open(
            "xl/media/a.bin", "w", force_zip64=True) as part:
        for _each in range(257):
            part.write(bytes(1 << 20))
    with pytest.raises(Refusal, match="unpacks to 257 MB"):
        read_form(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"<html>"])
def test_what_is_no_workbook_is_refused(content, tmp_path):
    (tmp_path / "form.xlsx").write_bytes(content)
    with pytest.raises(Refusal, match="not a workbook"):
        read_form(tmp_path / "form.xlsx")


def test_a_workbook_that_is_no_form_is_refused(tmp_path):
    from openpyxl import Workbook

    Workbook().save(tmp_path / "form.xlsx")
    with pytest.raises(Refusal, match="not a form of this program"):
        read_form(tmp_path / "form.xlsx")


@pytest.mark.parametrize(("content", "says"), [
    (b"{", "not JSON"), (b"[]", "holds no answers"), (b"[" * 100_000, "not JSON"), (b'{"answers": 5}', "holds no answers"),
    (b'{"answers": {"fairness": []}}', "holds no answers"), (b'{"schema": "rai-desktop/answers/9", "answers": {}}', "another kind")])
def test_json_that_says_nothing_is_refused(content, says, tmp_path):
    (tmp_path / "form.json").write_bytes(content)
    with pytest.raises(Refusal, match=says):
        read_form(tmp_path / "form.json")


def test_json_answers_of_a_wrong_shape_are_told_and_the_rest_is_read(tmp_path):
    (tmp_path / "form.json").write_bytes(msgspec.json.encode(
        {"system_profile": {"name": "Scorer", "stage": {"value": {"a": 1}}, "nothing_like_it": "x"}}))
    found, values = back(tmp_path / "form.json")
    assert values == {"name": "Scorer"}
    assert [each.place for each in found.wrong] == ["system_profile, stage"]
    assert any("nothing_like_it" in line for line in found.told)


# --- the published schema --------------------------------------------------------------------------------------


def test_the_schema_takes_what_an_answer_takes_and_nothing_else():
    schema = msgspec.json.decode(resource("answers.schema.json").read_bytes())
    check = jsonschema.Draft202012Validator(schema)
    assert set(schema["$defs"]["question"]["properties"]["type"]["enum"]) == {str(each) for each in Kind}
    for value in (None, "a", 5, 0.5, True, ["a"], [{"a": "b"}], [{"a": "b", "c": ["d"], "n": 5}], [{"a": [{"b": "c"}]}], [{"a": [{"b": 5}]}], {"a": 1}, [[1]], [5], [None]):
        try:
            msgspec.convert({"value": value}, Answer)
            fits = True
        except msgspec.ValidationError:
            fits = False
        whole = {"schema": "rai-desktop/answers/1", "answers": {"p": {"q": {"value": value}}}}
        assert check.is_valid(whole) is fits, value


def test_a_workbook_with_a_password_is_told_to_be_locked(tmp_path):
    (tmp_path / "locked.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    with pytest.raises(Refusal, match="locked by a password") as refusal:
        read_form(tmp_path / "locked.xlsx")
    assert "without a password" in str(refusal.value)


def test_a_note_added_to_an_answer_changes_it_and_is_no_new_answer(tmp_path):
    one, colleague = profile(tmp_path, {"name": "Scorer"})
    found = preview(one, read_form(colleague.type(text_of("name"), "From the register", column="F").save()))
    (came,) = found.coming
    assert (came.question, came.standing, came.then.value, came.then.note) == ("name", Standing.CHANGED, "Scorer", "From the register")
    unanswered, colleague = profile(tmp_path)
    found = preview(unanswered, read_form(colleague.type(text_of("name"), "To be asked", column="F").save()))
    assert [each.standing for each in found.coming] == [Standing.NEW]


def test_an_old_answer_of_another_kind_is_told_where_a_form_brings_a_new_one(tmp_path):
    one, colleague = profile(tmp_path, {"name": [{"who": "Ada"}]})
    found = preview(one, read_form(colleague.type(text_of("name"), "Scorer").save()))
    assert "Ada" in found.coming[0].now_words


def test_what_is_not_found_in_the_file_any_more_is_told(tmp_path):
    _one, colleague = profile(tmp_path, {"name": "Scorer"})
    whole = colleague.save(tmp_path / "whole.xlsx")
    assert read_form(whole).told == []
    colleague.sheet("pack:").delete_rows(colleague.row(text_of("name")))
    (told,) = read_form(colleague.save()).told
    assert "1 question of" in told
    assert text_of("name") in told
    colleague.sheet("pack:")["A1"].value = None
    (told,) = read_form(colleague.save()).told
    assert "not found in the file any more" in told
