"""Forms as other programs write them: saved again, texts inside the cells, numbers as floats, days as counts, TRUE for yes."""

import datetime as dt
import re
import zipfile
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from rai_desktop.cli import main
from rai_desktop.errors import Refusal
from rai_desktop.forms.bringing import with_answers
from rai_desktop.forms.files import read_form, write_form
from rai_desktop.forms.form import form_of
from rai_desktop.forms.preview import preview
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.catalog import pack, packs
from rai_desktop.questionnaire.question import Kind, choices
from tests.unit.forms.filling import Colleague, drop_own_pack, project, some_answers

STRANGE = ["007", "0", "3.0", "1,5", " leads", "trails ", "\tboth\n", "\u05e9\u05dc\u05d5\u05dd \u202bx\u202c", "👩‍👩‍👧 🏳️‍🌈", "=1+1", "+a", "-a", "@a",
           "one\ntwo\n\n three", "long " * 2000, "'", "TRUE", "46000", "1/2", "NULL", "#REF!", "\u200b."]


def strange(value, draw):
    """The value with a strange text wherever it holds a free text."""
    if isinstance(value, str):
        return draw(st.sampled_from(STRANGE))
    return value


def answers_of(one, seed, draw):
    """Random answers of a pack, its texts and notes strange, those in tables and groups too."""
    found = {}
    for id_, answer in some_answers(one, Random(seed), share=0.4).items():
        question = one.question(id_)
        value = answer.value
        if question.kind is Kind.TEXT:
            value = strange(value, draw)
        elif question.kind is Kind.TABLE:
            free = {column.id for column in question.columns if not column.options}
            value = [{key: strange(cell, draw) if key in free else cell for key, cell in row.items()} for row in value]
        elif question.kind is Kind.GROUP:
            free = {each.id for each in question.questions if each.kind is Kind.TEXT}
            value = [{key: strange(cell, draw) if key in free else cell for key, cell in item.items()} for item in value]
        found[id_] = Answer(value=value, note=strange(answer.note, draw) if answer.note else "")
    return found


@pytest.mark.parametrize("ending", ["xlsx", "json"])
@pytest.mark.parametrize("id_", [one.id for one in packs()])
def test_into_an_empty_project_to_the_letter(id_, ending, tmp_path):
    """Export, and import into an empty project: equal answers, whatever was typed."""
    one = pack(id_)

    @settings(max_examples=2, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**32), st.data())
    def there_and_back(seed, data):
        answers = answers_of(one, seed, data.draw)
        path = tmp_path / f"form.{ending}"
        write_form(form_of(project(id_, answers), everything=True), path)
        if ending == "xlsx":
            load_workbook(path).save(path)  # as another program saves it again
        back = read_form(path)
        assert back.wrong == []
        again = with_answers(project(id_), preview(project(id_), back).coming).answers.get(id_, {})
        assert again == answers

    there_and_back()


# --- how other programs write cells --------------------------------------------------------------------------------


@pytest.fixture
def handed(tmp_path, own_home):
    """A form of a pack with every kind of question, handed out with answers."""
    drop_own_pack(own_home / "site")
    every = (some_answers(pack("own"), Random(seed), share=1) for seed in range(99))
    # openpyxl takes x005F_ out of texts that stand apart, so there alone a typed “_x000B_” cannot be told from the sign itself
    full = project("own", next(each for each in every if b"_x" not in msgspec.json.encode(each)))
    write_form(form_of(full, everything=True), tmp_path / "form.xlsx")
    return full, tmp_path / "form.xlsx"


def values(path):
    found = read_form(path)
    return {each.question: each.value for each in found.entries}, [str(each) for each in found.wrong]


def with_shared_texts(path):
    """The texts moved out of the cells into a part of their own, once each, as spreadsheet programs keep them."""
    shared = {}

    def moved(cell):
        return f'{cell[1]}t="s"{cell[2]}><v>{shared.setdefault(cell[3], len(shared))}</v></c>'

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, xml in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(r'(<c [^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>', moved, xml, flags=re.DOTALL)
    space = "http://schemas.openxmlformats.org"
    parts["xl/sharedStrings.xml"] = (f'<sst xmlns="{space}/spreadsheetml/2006/main">'
                                     + "".join(f"<si>{text}</si>" for text in shared) + "</sst>")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>')
    link = (f'<Relationship Id="rIdShared" Type="{space}/officeDocument/2006/relationships/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>')
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace("</Relationships>", link)
    with zipfile.ZipFile(path, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return len(shared)


def test_texts_inside_the_cells_and_in_a_part_of_their_own(handed):
    full, path = handed
    before = values(path)
    assert (before[0].keys(), before[1]) == (full.answers["own"].keys(), [])
    assert with_shared_texts(path) > 50
    assert values(path) == before


@pytest.mark.parametrize("typed", ["3.0", "3", 3, 3.0, "3.00", " 3 "])
def test_a_scale_of_numbers(handed, typed):
    found, wrong = values(Colleague(handed[1]).type("Ready?", typed).save())
    assert (found["ready"], wrong) == ("3", [])


@pytest.mark.parametrize(("typed", "day"), [(46000, "2025-12-09"), (46000.0, "2025-12-09"), (46000.75, "2025-12-09"), (61, "1900-03-01"),
                                            (2958465, "9999-12-31"), ("2025-12-09", "2025-12-09"), (dt.date(2025, 12, 9), "2025-12-09")])
def test_a_day_that_lost_its_look(tmp_path, typed, day):
    asked = next(question for _section, question in pack("system_profile").places.values() if question.kind is Kind.DATE)
    write_form(form_of(project("system_profile"), everything=True), tmp_path / "form.xlsx")
    form = Colleague(tmp_path / "form.xlsx").type(asked.text, typed)
    cell = form.sheet("pack:")[f"E{form.row(asked.text)}"]
    cell.number_format = "yyyy-mm-dd" if isinstance(typed, dt.date) else "General"
    found, wrong = values(form.save())
    assert (found[asked.id], wrong) == (day, [])


@pytest.mark.parametrize("typed", [60, -1, 0.5, 3e6, True, "46000"])
def test_a_number_that_is_no_day_is_told_with_its_cell(tmp_path, typed):
    asked = next(question for _section, question in pack("system_profile").places.values() if question.kind is Kind.DATE)
    write_form(form_of(project("system_profile"), everything=True), tmp_path / "form.xlsx")
    form = Colleague(tmp_path / "form.xlsx").type(asked.text, typed)
    form.sheet("pack:")[f"E{form.row(asked.text)}"].number_format = "General"
    found, (wrong,) = values(form.save())
    assert asked.id not in found
    assert f"cell E{form.row(asked.text)}: " in wrong
    assert "year-month-day" in wrong


def test_days_counted_from_1904_are_refused(handed):
    form = Colleague(handed[1])
    form.book.epoch = CALENDAR_MAC_1904
    with pytest.raises(Refusal, match="counts days from 1904"):
        read_form(form.save())


@pytest.mark.parametrize(("typed", "meant"), [(True, "yes"), ("TRUE", "yes"), ("true", "yes"), ("yes", "yes"), ("YES", "yes"),
                                              (False, "no"), ("FALSE", "no"), ("No", "no")])
def test_yes_and_no_as_truths_and_texts(tmp_path, typed, meant):
    asked = next(question for _section, question in pack("system_profile").places.values() if question.kind is Kind.YESNO)
    assert {"yes", "no"} <= {option.id for option in choices(asked)}
    write_form(form_of(project("system_profile"), everything=True), tmp_path / "form.xlsx")
    found, wrong = values(Colleague(tmp_path / "form.xlsx").type(asked.text, typed).save())
    assert (found[asked.id], wrong) == (meant, [])


@pytest.mark.parametrize("typed", ["x", "X", True, "TRUE", 1, 1.0, "1.0", "yes", "✔"])
def test_ticks(tmp_path, typed):
    asked = next(question for _section, question in pack("system_profile").places.values() if question.kind is Kind.MULTIPLE)
    write_form(form_of(project("system_profile"), everything=True), tmp_path / "form.xlsx")
    form = Colleague(tmp_path / "form.xlsx")
    sheet = form.sheet("pack:")
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == asked.id and str(cells[1].value).startswith("option:"))
    sheet[f"E{row}"].value = typed
    found, wrong = values(form.save())
    assert (found[asked.id], wrong) == ([choices(asked)[0].id], [])


@pytest.mark.parametrize("typed", [2.0, "2.0", "2"])
def test_places_in_an_order_as_floats(handed, typed):
    form = Colleague(handed[1])
    sheet = form.sheet("pack:")
    rows = [cells[0].row for cells in sheet.iter_rows() if cells[0].value == "goals" and str(cells[1].value).startswith("rank:")]
    for row, place in zip(rows, (3, typed, 1.0), strict=True):
        sheet[f"E{row}"].value = place
    found, wrong = values(form.save())
    assert (found["goals"], wrong) == (["c", "b", "a"], [])


# --- a wrong file ---------------------------------------------------------------------------------------------------


def test_what_does_not_fit_is_a_sentence_with_its_cell_and_the_file_stays_whole(tmp_path, own_home, capsys):
    drop_own_pack(own_home / "site")
    with Document.create(tmp_path / "a.rai", title="A", analyst="Ann") as document:
        document.apply("Put in", lambda p: msgspec.structs.replace(p, packs=["own"]))
        write_form(form_of(document.project, everything=True), tmp_path / "form.xlsx")
    before = (tmp_path / "a.rai").read_bytes()
    form = Colleague(tmp_path / "form.xlsx").type("Share?", "most of it")
    form.save()
    assert main(["questionnaire", "fill", str(tmp_path / "a.rai"), "--from", str(tmp_path / "form.xlsx"), "--yes"]) == 1
    printed = capsys.readouterr().out.splitlines()[0]
    assert f"cell E{form.row('Share?')}: “most of it” is not a number. Type digits only, with a point for decimals." in printed
    assert (tmp_path / "a.rai").read_bytes() == before
