"""Counts, sizes, shares and times as people read them in their own language."""

import math
import os
import re
from pathlib import Path

from PySide6.QtCore import QLocale

from rai_desktop.i18n import _, language, ngettext

_SPACE = re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3})")  # between thousands
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?", re.IGNORECASE)

def count(number: int) -> str:
    """9,000."""
    return QLocale().toString(number)


def size(number: int) -> str:
    """1.05 MB."""
    return QLocale().formattedDataSize(number, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def share(value: float) -> str:
    """A share in percent: 0 %, under 0.1 %, 12.3 %."""
    if value == 0:
        return _("none")
    if value < 0.001:
        return _("under 0.1 %")
    return f"{QLocale().toString(value * 100, 'f', 1)} %"


def number(value: float) -> str:
    """25, 0.5: no more digits than it has."""
    return f"{value:g}"


def typed_number(text: str) -> float | None:
    """A number as people type it in the chosen language, 1,234.5 or 1 234,5; None for anything else."""
    plain = _SPACE.sub("", text.strip())
    if language() == "fr":
        plain = plain.replace(",", ".")
    elif _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    found = float(plain) if _NUMBER.fullmatch(plain) else math.inf
    return found if math.isfinite(found) else None


def span(seconds: float) -> str:
    """0.4 s, 12 s, 3 min 05 s."""
    if seconds < 10:
        return _("{n} s").format(n=QLocale().toString(seconds, "f", 1))
    if seconds < 60:
        return _("{n} s").format(n=int(seconds))
    return _("{m} min {s:02d} s").format(m=int(seconds) // 60, s=int(seconds) % 60)


def rows(number_of: int) -> str:
    """9,000 rows."""
    return ngettext("{n} row", "{n} rows", number_of).format(n=count(number_of))


def columns(number_of: int) -> str:
    """24 columns."""
    return ngettext("{n} column", "{n} columns", number_of).format(n=count(number_of))


def place(path: Path) -> str:
    """Where a file is, as short as its reader knows it: their own folder is ~ where that is custom."""
    home = Path.home()
    if os.name != "posix" or not path.is_relative_to(home):
        return str(path)
    return str("~" / path.relative_to(home))
