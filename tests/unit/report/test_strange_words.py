"""A stranger's words in every field of the project and of its results: the report shows them and obeys none of them."""

import re
import zlib
from html.parser import HTMLParser
from xml.etree import ElementTree

import msgspec
import pytest

from rai_desktop.charts.draw import svg
from rai_desktop.findings.measurement import (
    Axis,
    Bars,
    Curve,
    Curves,
    Interval,
    Line,
    Matrix,
    Measurement,
    Point,
    Points,
    Result,
    Scatter,
    Table,
    Waterfall,
)
from rai_desktop.project.model import FileRef, Inputs, Run
from rai_desktop.questionnaire import catalog
from rai_desktop.report.material import gather
from rai_desktop.report.payload import files
from rai_desktop.review.standing import Assurance, Reviewed, Standing, State
from tests.strangers import PACK, marked, strange_chart, strangers_project

BREAKING_OUT = '"\'>]]>--></style></script></title></svg>'  # ends whatever it may stand in
TYPST = '#read("/etc/passwd") *x* $x$ @x `x` #eval("1+1") \\ = x'
HARMFUL = {"script", "img", "iframe", "object", "embed", "form", "input", "base", "foreignobject", "image", "animate", "set", "audio",
           "video", "source"}


def m(name: str) -> str:
    return marked(name) + BREAKING_OUT + TYPST


def results() -> dict[str, Result]:
    column, other = {m("column"): m("level")}, {m("column"): m("reference")}
    found = [Measurement(assessment="fairness", metric=metric, value=0.5, n=20, group=column, reference=reference, note=m("number note"),
                         unit=m("unit"), cohort="feature=" + m("column") if reference else m("cohort"),
                         interval=Interval(0.4, 0.6, 0.95, m("method")))
             for metric, reference in (("selection_rate", {}), ("demographic_parity_ratio", other), (m("metric"), {}))]
    table = Table(id=m("table id"), title=m("table title"), columns=[m("table head")], rows=[[m("table cell")]], formats=["text"],
                  note=m("table note"))
    return {"fairness": Result(assessment="fairness", status="finished", measurements=found, evidence=[strange_chart(), table]),
            "performance": Result(assessment="performance", status="failed", reason=m("failed because"))}


@pytest.fixture
def bundle(tmp_path):
    (tmp_path / "site" / "questionnaires").mkdir(parents=True)
    (tmp_path / "site" / "questionnaires" / "own.toml").write_text(PACK, encoding="utf-8")
    catalog.forget()
    one = strangers_project()
    inputs = Inputs(data=FileRef(path="/x/" + m("data file").replace("/", "_"), sha256="a" * 64, format=m("format"), options={m("option"): m("set")}),
                    positive=m("positive"), allowed_names=[m("allowed name")], allowed_reason=m("allowed because"), python=m("python"))
    run = Run(id=m("run"), started="2026-01-01T00:00:00Z", ended="2026-01-01T00:01:00Z", status=m("status"), inputs=inputs,
              versions={m("library"): m("version")}, facts={m("fact"): m("fact value")}, isolation={m("layer"): m("state")})
    one = msgspec.structs.replace(one, title=m("title"), inputs=inputs, runs=[run])
    key = next(each.key for each in gather(one, results()).findings if each.value == 0.5)
    one = msgspec.structs.replace(one, responses={key: next(iter(one.responses.values()))})
    reviewed = Reviewed(entries=1, head="0" * 64, standings=[
        Standing(signature=one.signatures[0], state=State.NOT_VALID, assurance=Assurance.NAME, problem=m("not valid because"))])
    yield files(gather(one, results(), reviewed))
    catalog.forget()


class Page(HTMLParser):
    """What a browser would make of it: elements, what they fetch or lead to, and the words shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.leads: list[str] = []
        self.shown: list[str] = []
        self.feed(html)
        self.text = "".join(self.shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.leads += [f"{name}={value}" for name, value in attrs if name.startswith("on") or (
            name.rpartition(":")[2] in ("href", "src", "action", "srcset", "data") and not str(value).startswith(("#", "data:")))]

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


SHOWN = {"report.html": ("title", "analyst", "answer", "cell", "group item", "text question", "pack title", "column", "level", "table title",
                         "table head", "table cell", "chart question", "response", "mitigation", "risk title", "harm", "action title",
                         "accepted because", "comment", "signer", "not valid because", "failed because", "not applicable because"),
         "model-card.html": ("system name",)}


def test_the_bundle_obeys_no_markup(bundle, qapp) -> None:
    for name, expected in SHOWN.items():
        page = Page(bundle[name].decode())
        assert page.tags & HARMFUL == set(), name
        assert page.leads == [], name
        assert not [each for each in expected if f"<b>{each}</b><img src=\"file:///etc/passwd\">" not in page.text], name
    pictures = [content for name, content in bundle.items() if name.endswith(".svg")]
    assert pictures
    for picture in pictures:
        assert_plain_picture(picture.decode())
    assert_plain_pdf(bundle["report.pdf"], qapp)


def assert_plain_pdf(content: bytes, _app: object) -> None:
    """Nothing in it is run, opened or led to; the words are there as they were written."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtPdf import QPdfDocument

    parts = [content, *(unpacked(each) for each in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL))]
    for sign in (b"/URI", b"/JavaScript", b"/Launch", b"/GoToR", b"/EmbeddedFile", b"/SubmitForm"):
        assert not [part for part in parts if re.search(sign + rb"\b", part)], sign
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    text = re.sub(r"[\s\u200b]+", "", "".join(document.getAllText(page).text() for page in range(document.pageCount())))
    document.close()
    for name in ("title", "risk title", "comment"):
        assert re.sub(r"\s+", "", f"<b>{name}</b>") in text
    assert '#read("/etc/passwd")*x*$x$@x`x`' in text
    assert "root:" not in text


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


AXIS = Axis(m("axis"), "share")
EVIL_POINT = Point(label=m("point"), value=0.5, low=0.4, high=0.6, n=10, note=m("note"))
WORDS = {"title": m("chart title"), "question": m("chart question"), "note": m("chart note")}
CHARTS = {
    "points": Points(id=m("id"), axis=AXIS, points=[EVIL_POINT], lines=[Line(0.8, m("line"))], **WORDS),
    "bars": Bars(id=m("id"), axis=AXIS, bars=[EVIL_POINT], **WORDS),
    "curves": Curves(id=m("id"), x=AXIS, y=AXIS, curves=[Curve(name=m("curve"), x=[0, 1], y=[0, 1])], **WORDS),
    "matrix": Matrix(id=m("id"), rows_label=m("rows"), columns_label=m("columns"), rows=[m("r")], columns=[m("c")], values=[[0.5]],
                     unit=m("unit"), **WORDS),
    "waterfall": Waterfall(id=m("id"), axis=AXIS, base=0.1, output=0.6, steps=[EVIL_POINT], **WORDS),
    "scatter": Scatter(id=m("id"), x=AXIS, y=AXIS, xs=[0, 1], ys=[0, 1], levels=[m("a"), m("b")], **WORDS),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_no_picture_obeys_markup(chart) -> None:
    assert_plain_picture(svg(chart))
    assert "<b>chart question</b>" in "".join(ElementTree.fromstring(svg(chart)).itertext())


@pytest.mark.parametrize("words", ["a\0b", "a\x1bb", "\ufffe", "a\u202eb", "$\\frac{1}{0}$", "\\", "]]>", "&amp;", "", "x" * 5000, "\ud7ff\U0010ffff"])
def test_any_words_make_a_picture(words: str) -> None:
    assert_plain_picture(svg(Points(id=words or "i", title=words, question=words, note=words, axis=Axis(words, "share"),
                                    points=[Point(label=words, value=0.5, n=1, note=words)], lines=[Line(0.8, words)])))


def assert_plain_picture(drawn: str) -> None:
    root = ElementTree.fromstring(drawn)
    names = {each.tag.rpartition("}")[2].lower() for each in root.iter()}
    assert not names & (HARMFUL | {"a"})
    for each in root.iter():
        for name, value in each.attrib.items():
            name = name.rpartition("}")[2]
            assert not name.startswith("on")
            assert name != "href" or value.startswith("#")
