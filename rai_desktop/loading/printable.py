"""Texts from a stranger's file made fit to be shown and kept: no control characters, no turned writing, no halves of letters."""

import unicodedata
from typing import Any

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def plain(text: str) -> str:
    """The text with a mark in place of everything that is not seen as itself."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(each) in _UNSEEN else each for each in text)


def shown(told: Any) -> Any:
    """The same in texts, lists and dicts, as deep as they go."""
    if isinstance(told, str):
        return plain(told)
    if isinstance(told, list):
        return [shown(each) for each in told]
    if isinstance(told, dict):
        return {plain(key): shown(value) for key, value in told.items()}
    return told
