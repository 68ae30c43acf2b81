"""CSV text for spreadsheets, in which no cell can run as a formula."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence

# A text that begins with one of these would be run as a formula (OWASP ASVS 1.2.10; the wide forms too).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
# Where the decimal sign is a comma, a semicolon parts the cells and a cell between commas is not quoted: what stands after
# a semicolon, a tab or a line end begins a cell there. Blanks and quotation marks before the sign are dropped.
_BEGINS = re.compile(r'(^|[;\t\r\n])(?=(?:[^\S\t\r\n]|")*[=+\-@＝＋－＠])')


def guarded(cell: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers; infinity is empty."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return None  # an open end, null in results.json
    if not isinstance(cell, str):
        return cell
    text = _BEGINS.sub(r"\1'", cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A head and rows as CSV in UTF-8, guarded."""
    into = io.StringIO(newline="")
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in head])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return into.getvalue().encode("utf-8-sig")  # with the mark by which Excel knows UTF-8
