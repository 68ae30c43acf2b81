"""Output that a terminal can only show: what it would obey, or turn round, goes to it escaped, whoever wrote it."""

import unicodedata
from collections.abc import Iterable
from typing import Any, TextIO

_OURS = "\n\t"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class PlainStream:
    """A text stream as it is, but for what is written: names of a stranger's columns are in every other sentence."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text, control characters and marks that turn writing round as \\x1b and \\u202e."""
        self._stream.write(escaped(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def escaped(text: str) -> str:
    """The text with everything escaped that would move the cursor, change the terminal, or turn what follows round."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(each.encode("unicode_escape").decode() if _is_obeyed(each) else each for each in text)


def _is_obeyed(each: str) -> bool:
    return each in _TURNING or (unicodedata.category(each) == "Cc" and each not in _OURS)
