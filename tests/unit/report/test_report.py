"""The report's pages: escaped, self-contained, described, and never failing for a letter."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from rai_desktop import i18n
from rai_desktop.findings.measurement import Axis, Point, Points
from rai_desktop.paths import resource
from rai_desktop.project.cells import guarded
from rai_desktop.project.model import Answer, ColumnRole, Role
from rai_desktop.questionnaire import catalog
from rai_desktop.report import html, payload, pdf
from rai_desktop.report.assessed import sheets
from rai_desktop.report.blocks import Callout, Chapter, Content, Facts, Figure, Heading, Items, Sheet, Text
from rai_desktop.report.content import build
from rai_desktop.report.first_page import first_page
from rai_desktop.report.found import findings_chapter
from rai_desktop.report.material import gather
from rai_desktop.report.payload import json_bytes
from rai_desktop.report.record import schema
from rai_desktop.report.wording import ORDER, joined, verdict_words
from tests.unit.questionnaire.test_canada import VECTORS


@pytest.fixture
def page(project, results) -> str:
    return html.render(build(gather(project, results)))


def test_strangers_words_are_escaped(page) -> None:
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_nothing_is_fetched(page) -> None:
    fetched = re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?([^"\')\s>]+)', page)
    assert [each for each in fetched if not each.startswith(("#", "data:"))] == []


def test_page_is_accessible(page) -> None:
    assert '<html lang="en">' in page
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert page.count("<svg") == page.count('role="img"') == page.count("<desc")
    assert '<th scope="col"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_first_page_answers_the_five_questions(page) -> None:
    first = page[page.index('id="summary"'):page.index('id="findings"')]
    for words in ("EU AI Act tier", "What was found", "What is not known", "What to do next", "not a certificate"):
        assert words in first


def test_rows_are_counted_with_their_thousands_apart(page) -> None:
    assert "on 6,000 rows" in page


def test_the_first_page_says_which_outcome_is_favourable(project, results) -> None:
    """“Received the favourable outcome less often” says nothing to a reader who does not know which it is."""
    roles = {"repayment": ColumnRole(role=Role.LABEL)}
    run = msgspec.structs.replace(project.runs[0], inputs=msgspec.structs.replace(project.inputs, roles=roles))
    ran = msgspec.structs.replace(project, runs=[run])
    told = html.render(build(gather(ran, results)))
    assert told.index("Favourable outcome: “repayment” is “repaid”.") < told.index("What is not known")
    unchosen = msgspec.structs.replace(ran, inputs=msgspec.structs.replace(ran.inputs, positive=""))
    assert "Nobody chose it" in html.render(build(gather(unchosen, results)))


@pytest.mark.parametrize("place", [0, len(VECTORS) // 2, -1])
def test_points_their_level_and_what_it_asks_for_are_in_the_report(project, results, place) -> None:
    """In the chapter of answers, on the first page, and in answers.json for programs."""
    case = VECTORS[place]
    raw, mitigation, total, level = case["completed"]
    answers = {"canada_aia": {id_: Answer(value=value) for id_, value in case["answers"].items()}}
    material = gather(msgspec.structs.replace(project, packs=["canada_aia"], answers=answers), results)
    page = html.render(build(material))
    asked = catalog.pack("canada_aia").scoring.levels[level - 1]
    assert asked.title in page[page.index('id="summary"'):page.index('id="findings"')]
    chapter = page[page.index('id="answers"'):]
    assert "[riskProfile1]" in chapter  # the source's own number
    for words in (asked.title, "Points by section", "Gender-based Analysis Plus", asked.obligations["approval"]):
        assert words in chapter
    told = json.loads(payload._data(material)["answers.json"])["scores"]["canada_aia"]
    assert (told["scores"], told["total"], told["level"]) == ({"raw": raw, "mitigation": mitigation}, total, level)


def test_compliant_is_never_said(page) -> None:
    assert "compliant" not in page.lower()


def test_small_groups_are_named(page) -> None:
    assert "sex: =cmd() (n = 20)" in page


def test_pdf_is_the_same_twice_with_letters_no_font_has(project, results) -> None:
    content = build(gather(project, results))
    made = pdf.render(content)
    assert made == pdf.render(content)
    assert made.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in made
    assert b"pdfaid" in made


def test_pdf_reads_no_markup_from_users(project, results) -> None:
    content = build(gather(project, results))
    shown = pdf._showable(pdf._plain(content))
    assert shown["title"].startswith("Limits \ufffd\ufffd <script>")
    pdf.render(content)


def test_arabic_is_shown_and_not_replaced(project, results) -> None:
    """Two groups called in it would look the same."""
    assert pdf._showable(["مرحبا", "שלום", "Привет", "你"]) == ["مرحبا", "שלום", "Привет", "\ufffd"]
    content = build(gather(msgspec.structs.replace(project, title="مرحبا"), results))
    assert b"pdfuaid" in pdf.render(content)
    assert not re.search("italic|emph", (resource("templates") / "report.typ").read_text())


def test_no_word_leaves_the_page_however_long(qapp) -> None:
    """In a title, a heading, the head and cells of a table, a fact, a callout and under a picture: a column may be called anything."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtPdf import QPdfDocument

    word = "<b>" + "W" * 200
    picture = Figure("c", word, word, Points(id="c", title=word, question=word, axis=Axis("x"), points=[Point(label="p", value=0.5, n=9)]), word)
    blocks = [Heading(word), Text(word), Text(word, "lead"), Text(word, "note"), Items([word]), Items([word], ordered=True), Facts([(word, word)]),
              Callout("MET", word, word), Sheet(word, [word, "n"], [[word, "1"]], [False, True], [3, 1], word), picture]
    made = pdf.render(Content(word, word, "2026-01-01T00:00:00+00:00", [(word, word)], [Chapter("a", word, blocks), Chapter("b", word, blocks)]))
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(made))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    for page in range(document.pageCount()):
        right = document.getAllText(page).boundingRectangle().right()
        assert right < document.pagePointSize(page).width() - 40
    text = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    document.close()
    assert text.count("W") > 200 * 30


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\0", "＝1"])
def test_formulas_are_defused(text) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(("text", "safe"), [
    ("x;=1+1;y", "x;'=1+1;y"), ('x; "=1+1;y', "x;' \"=1+1;y"), ("x\n=1+1\ny", "x\n'=1+1\ny"), ("x\t@y", "x\t'@y"), (" =1+1", "' =1+1")])
def test_formulas_within_a_text_are_defused(text, safe) -> None:
    """Where the decimal sign is a comma, spreadsheets cut lines at the semicolon, and commas quote nothing."""
    assert guarded(text) == safe


def test_numbers_and_plain_words_stay(results) -> None:
    assert [guarded(each) for each in (-1.5, "a=b", None, "")] == [-1.5, "a=b", None, ""]


def test_wide_tables_are_split_and_lose_no_column(results) -> None:
    parts = sheets(results["fairness"].evidence[1])
    assert len(parts) == 2
    assert all(isinstance(part, Sheet) and part.columns[0] == "g" and len(part.columns) <= 8 for part in parts)
    assert [c for part in parts for c in part.columns[1:]] == [str(n) for n in range(12)]


def test_finding_numbers_join() -> None:
    assert joined([1, 2, 3, 7]) == "1–3, 7"


def test_shipped_schema_is_the_one_in_force() -> None:
    shipped: Path = resource("results.schema.json")
    assert shipped.read_bytes() == json_bytes(schema())


def test_points_on_the_first_page_are_sentences(project, results) -> None:
    case = VECTORS[0]
    answers = {"canada_aia": {id_: Answer(value=value) for id_, value in case["answers"].items()}}
    made = first_page(gather(msgspec.structs.replace(project, packs=["canada_aia"], answers=answers), results))
    told = next(each.text for each in made.blocks if isinstance(each, Callout) and each.head.startswith("Canada"))
    assert "%). Mitigation:" in told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_verdict_has_room_for_its_longest_word(project, results, language) -> None:
    """“Préoccupation” ran into the sentence beside it."""
    i18n.choose(language)
    try:
        sheet = next(each for each in findings_chapter(gather(project, results)).blocks if isinstance(each, Sheet))
        longest = max(len(word) for each in ORDER for word in verdict_words(each.value).split())
        assert 100 * sheet.weights[1] / sum(sheet.weights) >= longest + 2
    finally:
        i18n.choose("en")


def test_a_number_is_not_parted_at_the_end_of_a_line() -> None:
    """French sets thousands apart by a space that does not break; as any other, “1 863” stood on two lines."""
    assert pdf._showable("1\u202f863 lignes, 95\u00a0%") == "1\u202f863 lignes, 95\u00a0%"
    assert pdf._showable("thin\u2009space") == "thin space"


def test_each_character_is_looked_up_once_however_often_it_stands(monkeypatch):
    """Pictures of the report of the example hold 1.8 million characters: looked at one by one they took half a second."""
    asked = []
    shown = pdf._shown
    monkeypatch.setattr(pdf, "_AS_SHOWN", pdf._AsShown())
    monkeypatch.setattr(pdf, "_shown", lambda character: asked.append(character) or shown(character))
    every = "".join(map(chr, range(0x3000))) + "\ud800\U0001f600"
    assert pdf._showable(every * 3) == "".join(map(shown, every)) * 3
    assert sorted(asked) == sorted(every)
