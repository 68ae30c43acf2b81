"""A page as SVG: text stays text, the same bytes every time, with a title and a description."""

import hashlib
import io
import re
from xml.sax.saxutils import escape

from matplotlib.backends.backend_svg import RendererSVG

from rai_desktop.charts.page import Page
from rai_desktop.charts.type import CSS_FAMILY, FAMILY, one_line

_QUOTED = ", ".join(repr(name) for name in FAMILY)


class _Renderer(RendererSVG):  # type: ignore[misc, unused-ignore]
    """matplotlib's own, without the two global settings it would read: the salt of ids, and text as paths."""

    def _make_id(self, type: str, content: object) -> str:  # noqa: A002 - matplotlib's name
        return type + hashlib.sha256(str(content).encode()).hexdigest()[:10]

    def _draw_text_as_path(self, *args: object, **kwargs: object) -> None:
        self._draw_text_as_text(*args, **kwargs)  # type: ignore[no-untyped-call]


def to_svg(page: Page, name: str, title: str, description: str) -> str:
    """The page as one <svg> element; every id begins with `name`, so that many fit into one document."""
    into = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    renderer = _Renderer(page.width, page.height, into, image_dpi=72,  # type: ignore[no-untyped-call]
                         metadata=nothing)
    page.figure.draw(renderer)
    renderer.finalize()  # type: ignore[no-untyped-call]
    return _tidied(into.getvalue(), re.sub(r"[^A-Za-z0-9]+", "-", name), title, description)


def _tidied(raw: str, name: str, title: str, description: str) -> str:
    body = raw[raw.index("<svg"):]
    body = re.sub(r"\s*<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = body.replace(_QUOTED, CSS_FAMILY)
    used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', body))
    body = re.sub(r' id="([^"]*)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", body)
    body = re.sub(r'(url\(#|href="#)', rf"\g<1>{name}-", body)
    head, rest = body.split(">", 1)
    head = re.sub(r'(width|height)="([\d.]+)pt"', r'\1="\2"', head)
    return (f'{head} role="img" aria-labelledby="{name}-title {name}-desc">\n'
            f' <title id="{name}-title">{_plain(title)}</title>\n'
            f' <desc id="{name}-desc">{_plain(description)}</desc>{rest}')


def _plain(text: str) -> str:
    return escape(one_line(text))
