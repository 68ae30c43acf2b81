"""The report as one HTML file: no script, nothing fetched, fonts and pictures inside."""

import base64
import re

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rai_desktop.charts.draw import svg
from rai_desktop.charts.look import recolouring
from rai_desktop.findings import turning
from rai_desktop.i18n import _
from rai_desktop.paths import resource
from rai_desktop.report.blocks import Content, Figure


def render(content: Content) -> str:
    """The whole file; the same content gives the same bytes."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                              loader=FileSystemLoader(resource("templates")))
    colours = recolouring()
    template = environment.get_template("report.html.jinja")
    return turning.told(template.render(content=content, picture=_picture, fonts=_fonts(), colours=colours, tone=_tone,
                                        skip=_("Skip to the text"), contents=_("Contents")))


def _picture(figure: Figure) -> Markup:
    """The picture with colours that follow the reader's light or dark; its texts were escaped when drawn."""
    drawn = svg(figure.chart)
    for name, (light, _dark) in recolouring().items():
        drawn = re.sub(re.escape(light) + r"(?![0-9a-f])", f"var(--chart-{name}, {light})", drawn)
    return Markup(drawn)  # noqa: S704 - made by us, escaped in charts.vector


def _tone(name: str) -> str:
    return name.lower().replace(" ", "-")


def _fonts() -> list[tuple[int, str]]:
    faces = ((400, "Inter-Regular.woff2"), (600, "Inter-SemiBold.woff2"))
    return [(weight, base64.b64encode((resource("fonts") / file).read_bytes()).decode()) for weight, file in faces]
