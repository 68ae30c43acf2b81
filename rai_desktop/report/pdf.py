"""The report as PDF/A-2a with PDF/UA-1, by typst; words travel as data and are never read as markup."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from rai_desktop.charts.draw import svg
from rai_desktop.charts.words import describe
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.paths import resource
from rai_desktop.report.blocks import Content, Figure

MISSING = "\N{REPLACEMENT CHARACTER}"
_KEPT = "\n\u00a0\u202f"  # Python calls spaces that do not break unprintable; as others they would part 1 863 and 95 %


def render(content: Content) -> bytes:
    """The PDF; the same content gives the same bytes. Raises Refusal when typst cannot set it."""
    import typst

    data = _showable(_plain(content))
    try:
        made = typst.compile(
            resource("templates") / "report.typ", root=resource("templates"), format="pdf",
            font_paths=_font_folders(), ignore_system_fonts=True,
            sys_inputs={"content": msgspec.json.encode(data).decode()}, pdf_standards=["a-2a", "ua-1"],
            timestamp=_seconds(content.moment))
    except typst.TypstError as error:
        raise Refusal(_("The PDF could not be set: {why}.").format(why=error.message),
                      _("The HTML report holds the same content; please report this fault.")) from error
    if not isinstance(made, bytes):
        raise TypeError("typst gave no bytes")
    return made


def _plain(content: Content) -> Any:
    data = msgspec.to_builtins(content)
    for chapter, plain in zip(content.chapters, data["chapters"], strict=True):
        for block, into in zip(chapter.blocks, plain["blocks"], strict=True):
            if isinstance(block, Figure):
                into |= {"svg": svg(block.chart), "alt": describe(block.chart)}
                del into["chart"]
    return data


def _seconds(moment: str) -> int:
    when = dt.datetime.fromisoformat(moment)
    return int((when if when.tzinfo else when.replace(tzinfo=dt.UTC)).timestamp())


def _font_folders() -> list[Path]:
    from matplotlib import get_data_path

    return [resource("fonts"), Path(get_data_path()) / "fonts" / "ttf"]


@cache
def _glyphs() -> frozenset[str]:
    """Characters that every face of our font has, or every upright one of the font behind it: nothing in the report slants."""
    from matplotlib.ft2font import FT2Font

    ours, behind = _font_folders()
    inter = [FT2Font(str(ours / f"Inter-{face}.ttf")) for face in ("Regular", "Bold", "SemiBold", "Italic")]
    other = [FT2Font(str(behind / f"DejaVuSans{face}.ttf")) for face in ("", "-Bold")]
    known = [set.intersection(*(set(font.get_charmap()) for font in fonts)) for fonts in (inter, other)]
    return frozenset(chr(code) for code in known[0] | known[1]) | {"\n"}


def _showable(value: Any) -> Any:
    """Every text with the characters that no font shows replaced: PDF/UA refuses them, and an export must not fail."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else value.translate(_AS_SHOWN)
    if isinstance(value, list | tuple):
        return [_showable(each) for each in value]
    if isinstance(value, dict):
        return {key: _showable(each) for key, each in value.items()}
    return value


def _shown(character: str) -> str:
    if character in _glyphs() and (character.isprintable() or character in _KEPT):
        return character
    return " " if character.isspace() else "" if character == "\u200b" else MISSING


class _AsShown(dict[int, str]):
    """For `str.translate`: what is set for a character, worked out once: the pictures of a report may hold millions of them."""

    def __missing__(self, code: int) -> str:
        self[code] = _shown(chr(code))
        return self[code]


_AS_SHOWN = _AsShown()
