"""Pictures: the same bytes, nobody's settings touched, every number said, a dollar that stays a dollar."""

import re
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import matplotlib as mpl
import pytest

from rai_desktop.charts.draw import Look, natural_size, picture, svg
from rai_desktop.charts.look import palette
from rai_desktop.charts.matrix import _readable_on, luminance
from rai_desktop.charts.numbers import number, span, tick
from rai_desktop.findings.measurement import (
    Axis,
    Bars,
    Chart,
    Curve,
    Curves,
    Line,
    Matrix,
    Point,
    Points,
    Scatter,
    Waterfall,
)

SHARE = Axis("Share selected", "share")


def points(*found: Point, lines: list[Line] | None = None) -> Points:
    return Points(id="p", title="t", question="Who?", axis=SHARE, points=list(found), lines=lines or [])


CHARTS: dict[str, Chart] = {
    "points": points(Point(label="a $1_x$ <&>", value=0.5, low=0.4, high=0.6, n=1200),
                     Point(label="b", value=None, n=1, note="one row"), lines=[Line(0.8, "four fifths")]),
    "bars": Bars(id="b", title="t", question="q", axis=Axis("log-odds"),
                 bars=[Point(label="x", value=1.5, low=1.0, high=2.0), Point(label="y", value=-0.5)]),
    "curves": Curves(id="c", title="t", question="q", x=Axis("FPR", "share"), y=Axis("TPR", "share"), diagonal=True,
                     curves=[Curve(name="all", x=[0.0, 0.5, 1.0], y=[0.0, None, 1.0], n=9),
                             Curve(name="f", x=[0, 1], y=[0, 1], low=[0, 0.9], high=[0.1, 1])]),
    "matrix": Matrix(id="m", title="t", question="q", rows_label="actual", columns_label="predicted",
                     rows=["y", "n"], columns=["y", "n"], values=[[90, 10], [None, 40]]),
    "waterfall": Waterfall(id="w", title="t", question="q", axis=Axis("log-odds"), base=0.5, output=0.8,
                           steps=[Point(label="age", value=0.7), Point(label="age", value=-0.4)]),
    "scatter": Scatter(id="s", title="t", question="q", x=Axis("x"), y=Axis("y"), xs=[0, 1, 2], ys=[3, 4, 5],
                       levels=["low", "middle", "high"]),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("look", list(Look))
def test_picture_has_the_asked_size_and_ink(chart: Chart, look: Look) -> None:
    made = picture(chart, look, 400, 300, 2.0)
    assert (made.width, made.height, len(made.rgba)) == (800, 600, 800 * 600 * 4)
    assert any(made.rgba), "the picture is blank"


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_svg_is_the_same_twice_well_formed_and_described(chart: Chart) -> None:
    drawn = svg(chart)
    assert drawn == svg(chart)
    root = ElementTree.fromstring(drawn)
    names = [child.tag.rsplit("}")[-1] for child in root][:2]
    assert names == ["title", "desc"]
    assert root[0].text == chart.question
    assert "202" not in re.sub(r"[\d.]{6,}", "", drawn.split("<defs")[0]), "a date crept in"


def test_ids_of_two_charts_never_meet() -> None:
    one, two = (set(re.findall(r'id="([^"]+)"', svg(CHARTS[name]))) for name in ("points", "curves"))
    assert one
    assert not one & two


def test_every_reference_inside_an_svg_resolves() -> None:
    for chart in CHARTS.values():
        drawn = svg(chart)
        ids = re.findall(r' id="([^"]+)"', drawn)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', drawn)) <= set(ids)


def test_a_dollar_is_not_mathematics() -> None:
    assert "a $1_x$ &lt;&amp;&gt;" in svg(CHARTS["points"])


def test_what_cannot_be_estimated_is_said() -> None:
    assert "not estimable: one row" in svg(CHARTS["points"])


def test_hover_gives_value_interval_and_n() -> None:
    texts = [spot[4] for spot in picture(CHARTS["points"], Look.LIGHT, 600).hotspots]
    assert "a $1_x$ <&>: 50.0% (40.0% to 60.0%), n = 1,200" in texts


def test_a_hotspot_lies_over_its_mark() -> None:
    made = picture(points(Point(label="only", value=0.5, low=0.4, high=0.6, n=9)), Look.LIGHT, 500)
    x0, y0, x1, y1, _ = next(s for s in made.hotspots if "50.0%" in s[4])
    blue = bytes.fromhex(palette(Look.LIGHT).series[0][1:])
    seen = [(i // 4 % made.width, i // 4 // made.width) for i in range(0, len(made.rgba), 4)
            if made.rgba[i:i + 3] == blue and made.rgba[i + 3] == 255]
    assert seen
    assert all(x0 <= x <= x1 and y0 <= y <= y1 for x, y in seen)


def test_many_groups_make_a_tall_picture() -> None:
    few = natural_size(points(*(Point(label=str(i), value=0.5) for i in range(5))))[1]
    many = natural_size(points(*(Point(label=str(i), value=0.5) for i in range(50))))[1]
    assert many == pytest.approx(few + 45 * 22 / 72)


def test_a_long_name_is_elided_not_overflowing() -> None:
    drawn = svg(points(Point(label="word " * 60, value=0.5)))
    assert "…" in drawn


def test_threads_draw_what_one_thread_draws() -> None:
    charts = list(CHARTS.values()) * 3
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(svg, charts)) == [svg(chart) for chart in charts]


def test_global_settings_and_pyplot_are_left_alone() -> None:
    before = dict(mpl.rcParams)
    for chart in CHARTS.values():
        picture(chart, Look.DARK, 300)
        svg(chart)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("fill", ["#ffffff", "#eaf2f9", "#7fa8cf", "#4d80b3", "#08519c", "#000000"])
def test_words_on_a_cell_have_contrast(fill: str) -> None:
    pair = sorted((luminance(fill) + 0.05, luminance(_readable_on(fill)) + 0.05))
    assert pair[1] / pair[0] >= 4.5


@pytest.mark.parametrize("look", list(Look))
def test_text_colours_have_contrast_on_the_page(look: Look) -> None:
    colours = palette(look)
    for ink in (colours.ink, colours.muted, colours.reference):
        pair = sorted((luminance(ink) + 0.05, luminance(colours.face) + 0.05))
        assert pair[1] / pair[0] >= 4.5


def test_numbers_read_as_people_write_them() -> None:
    assert number(0.41234, "share") == "41.2%"
    assert number(-1234, "rows") == "−1,234"
    assert number(None) == number(float("nan")) == "–"
    assert span(0.1, None, "share") == ""
    assert [tick(v, 0.25, "share") for v in (0.0, 0.25)] == ["0%", "25%"]


@pytest.mark.parametrize(("step", "unit", "words"), [
    (0.25, "", ["0.75", "1.00", "1.25", "1.50"]), (0.025, "share", ["7.5%", "10.0%", "12.5%", "15.0%"]),
    (2.5, "", ["7.5", "10.0", "12.5", "15.0"]), (0.2, "", ["0.6", "0.8", "1.0", "1.2"]), (25.0, "rows", ["75", "100", "125", "150"])])
def test_an_axis_writes_its_steps_as_they_are(step: float, unit: str, words: list[str]) -> None:
    """Rounded to 0.8, 1.0, 1.2, 1.5 even steps would look uneven, and none would stand where it says."""
    assert [tick(step * many, step, unit) for many in (3, 4, 5, 6)] == words
