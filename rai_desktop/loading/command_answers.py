"""Read what a command answered, as CSV or Arrow: the column prediction, and probability_<class> for each class."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading import command_arrow, distrust, words

_LIMIT = 256 * 2**20
_MISSING = {"", "na", "nan", "null", "none"}


class Answer(msgspec.Struct, frozen=True):
    """prediction (rows,), float64 or text; probabilities (rows, classes) or None."""

    prediction: distrust.Values
    probabilities: distrust.Values | None


def read(path: Path, rows: int, classes: Sequence[str]) -> Answer:
    """The answers for so many rows, checked. Raises Refusal for anything else."""
    if path.stat().st_size >= _LIMIT:
        raise _nonsense(_("more than {mib} MiB").format(mib=_LIMIT // 2**20))
    columns = _from_arrow(path, rows) if command_arrow.is_arrow(path) else _from_csv(path, rows)
    return Answer(_predictions(columns["prediction"]), _probabilities(columns, classes))


def _from_arrow(path: Path, rows: int) -> dict[str, distrust.Values]:
    try:
        table = command_arrow.read(path)
    except command_arrow.Unread as error:
        raise _nonsense(str(error)) from None
    header = table.column_names
    if header.count("prediction") != 1:
        raise _nonsense(_("its columns are {names}").format(names=words.listed(header)))
    if table.num_rows != rows:
        raise _uneven(table.num_rows, rows)
    known = {name: command_arrow.values(table[name]) for name in header if header.count(name) == 1}
    columns = {name: column for name, column in known.items() if column is not None}
    if "prediction" not in columns:
        raise _nonsense(_("its predictions are neither numbers nor text"))
    return columns


def _from_csv(path: Path, rows: int) -> dict[str, distrust.Values]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line in csv.reader(file) if line]
    except (csv.Error, UnicodeDecodeError) as error:
        raise _nonsense(str(error)) from None
    header = [name.strip() for name in lines[0]] if lines else []
    if header.count("prediction") != 1:
        raise _nonsense(_("its columns are {names}").format(names=words.listed(header)) if header else _("nothing at all"))
    if len(lines) - 1 != rows or any(len(line) != len(header) for line in lines):
        raise _uneven(len(lines) - 1, rows)
    told = zip(*lines[1:], strict=True) if rows else ((),) * len(header)
    found = zip(header, told, strict=False)
    return {name: np.array(texts, dtype=object) for name, texts in found if header.count(name) == 1}


def _uneven(given: int, rows: int) -> Refusal:
    return Refusal(_("The command gave {given} answers for {rows} rows.").format(given=given, rows=rows),
                   _("It must answer each row once, in the same order, with every column filled."))


def _nonsense(seen: str) -> Refusal:
    return Refusal(
        _("The command did not answer with a table, CSV or Arrow, that has a column “prediction” ({seen}).").format(seen=seen),
        _("Have it write one answer for each row to standard output, in CSV below a header line, and nothing else there."))


def _predictions(given: distrust.Values) -> distrust.Values:
    if given.dtype == bool:
        return given
    missing = np.array([_is_missing(text) for text in given], dtype=bool) if given.dtype == object else np.isnan(given)
    if len(gone := np.flatnonzero(missing)):
        raise Refusal(_("The command gave no prediction for {count} rows, first row {first}.").format(
            count=len(gone), first=gone[0] + 1), _("Look at that row: missing or extreme values often cause this."))
    numbers = _numbers(given)
    if numbers is None:
        return given
    if not np.isfinite(numbers).all():
        raise Refusal(_("The command gave predictions that are infinite."), _("Look at the rows with extreme values."))
    return numbers


def _is_missing(text: object) -> bool:
    return str(text).strip().lower() in _MISSING


def _numbers(given: distrust.Values) -> distrust.Values | None:
    try:
        return np.array([float(each) for each in given], dtype=np.float64) if given.dtype == object else given.astype(np.float64)
    except (TypeError, ValueError):
        return None


def _probabilities(columns: Mapping[str, distrust.Values], classes: Sequence[str]) -> distrust.Values | None:
    if not classes:
        return None
    wanted = [f"probability_{name}" for name in classes]
    if missing := [name for name in wanted if name not in columns]:
        raise Refusal(_("The command's answer lacks the columns {names}.").format(names=words.listed(missing)),
                      _("Write one for each class, or name no classes: then only predictions are assessed."))
    found = [_numbers(columns[name]) for name in wanted]
    if any(column is None for column in found):
        raise Refusal(_("The command's probabilities are not all numbers."), _("Write them with a decimal point."))
    return distrust.believable(np.stack([column for column in found if column is not None], axis=1))
