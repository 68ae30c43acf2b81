"""TOML files of a site or of ours, read into their form: whatever is wrong with one is an OSError or a ValueError."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from rai_desktop.i18n import _
from rai_desktop.site_bytes import site_bytes

Form = TypeVar("Form")
LARGEST = 2 << 20  # bytes; our largest has under 150 thousand, and one of this size is parsed for seconds
MOST_PARTS = 60  # of a key, as a.b.c has three: the time to read one grows with their square
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_ENDLESS = re.compile(rf"""(?<![\w."'-])(?:{_PART}\.[ \t]*+){{{MOST_PARTS}}}""")


class TooManyParts(ValueError):
    """A key is made of more parts than anything needs; the text says so."""


def read(path: Path, form: type[Form]) -> Form:
    """The content of a file in its form. Raises OSError and ValueError."""
    try:
        return msgspec.convert(loads(content_of(path)), form)
    except RecursionError:
        raise ValueError(_("its brackets are nested too deeply")) from None


def content_of(path: Path) -> bytes:
    """The whole file. Raises OSError, also for what is no file and for one that is larger than `LARGEST`."""
    return site_bytes(path, LARGEST)


def loads(content: bytes) -> dict[str, Any]:
    """What a file says; a byte order mark, as Windows writes it, is no part of it. Raises UnicodeDecodeError, RecursionError,
    tomllib.TOMLDecodeError, TooManyParts, and ValueError for a number of thousands of digits."""
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    if _ENDLESS.search(text):
        raise TooManyParts(_("a key has more than {n} parts, with points between them").format(n=MOST_PARTS))
    return tomllib.loads(text)
