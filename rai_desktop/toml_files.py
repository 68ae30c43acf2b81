"""TOML files of a site or of ours, read into their form: whatever is wrong with one is an OSError or a ValueError."""

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from rai_desktop.site_bytes import site_bytes

Form = TypeVar("Form")


def read(path: Path, form: type[Form]) -> Form:
    """The content of a file; a byte order mark, as Windows writes it, is no part of it. Raises OSError and ValueError."""
    try:
        text = site_bytes(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        return msgspec.convert(tomllib.loads(text), form)
    except RecursionError:
        raise ValueError("its brackets are nested too deeply") from None
