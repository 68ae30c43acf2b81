"""Dates as people write them in tables: 2024-12-31, 31.12.2024, 31/12/2024, 12/31/2024."""

import re
from collections.abc import Sequence

_TIME = r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AP]M)?(?:Z|[+-]\d\d:?\d\d)?)?$"
_ISO = re.compile(r"\d{4}[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_LOCAL = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d\d)" + _TIME)


def are_dates(texts: Sequence[str]) -> bool:
    """Whether all of some texts are dates, written in whatever way."""
    return bool(texts) and all(_is_date(text.strip()) for text in texts)


def are_local(texts: Sequence[str]) -> bool:
    """Whether they are written with the year last, which programs read in one way or the other."""
    return are_dates(texts) and all(_LOCAL.match(text.strip()) for text in texts)


def _is_date(text: str) -> bool:
    if iso := _ISO.match(text):
        return 1 <= int(iso[1]) <= 12 and 1 <= int(iso[2]) <= 31
    local = _LOCAL.match(text)
    if local is None:
        return False
    one, other = sorted((int(local[1]), int(local[3])))
    return 1 <= one <= 12 and 1 <= other <= 31
