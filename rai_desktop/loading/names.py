"""Column names as a table needs them: none empty, none twice, not too many."""

from collections import Counter
from collections.abc import Sequence

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _

MAX_COLUMNS = 5000


def told_apart(given: Sequence[object]) -> tuple[list[str], list[str]]:
    """Names made distinct, and a warning for each that had to be changed."""
    names: list[str] = []
    warnings: list[str] = []
    seen: Counter[str] = Counter()
    for number, raw in enumerate(given, start=1):
        name = _named(raw, number, warnings)
        seen[name] += 1
        if seen[name] > 1:
            other = f"{name} ({seen[name]})"
            warnings.append(
                _(
                    "Column {number} is called “{name}” like one before it; it is read as “{other}”."
                ).format(number=number, name=name, other=other)
            )
            name = other
        names.append(name)
    return names, warnings


def _named(raw: object, number: int, warnings: list[str]) -> str:
    text = "" if raw is None else str(raw)
    if text.strip():
        return text
    name = _("column {number}").format(number=number)
    warnings.append(
        _("Column {number} has no name; it is read as “{name}”.").format(number=number, name=name)
    )
    return name


def check_names(file: str, names: Sequence[str]) -> None:
    """Refuse a stored table whose columns cannot be told apart, or that has too many."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise Refusal(
            _("{file} has more than one column called “{name}”.").format(file=file, name=twice[0]),
            _("Give every column its own name."),
        )
    if len(names) > MAX_COLUMNS:
        raise Refusal(
            _("{file} has {count} columns, more than {most}.").format(
                file=file, count=len(names), most=MAX_COLUMNS
            ),
            _("Keep the columns that are needed."),
        )
    if not names:
        raise Refusal(_("{file} has no columns.").format(file=file), _("Choose another table."))
