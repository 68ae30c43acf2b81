"""Marks that turn the direction of writing: in findings and reports they are told, not done, so that every text is
read as it is."""

import re

# embeddings, overrides, isolates and their ends; the marks that only lean (U+200E, U+200F, U+061C) are left to those who write so
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def told(text: str) -> str:
    """The text with each such mark as its number, such as [U+202E]."""
    return _TURNING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
