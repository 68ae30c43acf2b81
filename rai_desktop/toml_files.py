"""TOML files of a site or of ours, read into their form: whatever is wrong with one is an OSError or a ValueError."""

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

Form = TypeVar("Form")


def read(path: Path, form: type[Form]) -> Form:
    """The content of a file; a byte order mark, as Windows writes it, is no part of it. Raises OSError and ValueError."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), form)
    except RecursionError:
        raise ValueError("its brackets are nested too deeply") from None
