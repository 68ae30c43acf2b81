"""What may be typed into the cells of a workbook: words of a list (kept on a hidden sheet), numbers, days."""

from collections.abc import Callable, Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from rai_desktop.forms.cells import put
from rai_desktop.i18n import _, digits

NAME = "rai_lists"


class Lists:
    """Gives cells their lists. A list stands in a sheet, because one inside the rule may not exceed 255 characters."""

    def __init__(self, book: Any) -> None:
        self._sheet = book.create_sheet(NAME)
        self._sheet.sheet_state = "hidden"
        self._places: dict[tuple[str, ...], str] = {}
        self._rules: dict[tuple[str, str], DataValidation] = {}

    def give(self, cell: Any, words: Sequence[str]) -> None:
        """Let the person choose one of these words in the cell, and nothing else."""
        place = self._place(tuple(words))
        self._add(cell, place, lambda: _rule(place))

    def give_number(self, cell: Any, low: float | None, high: float | None, *, whole: bool) -> None:
        """Let the person type a number between limits."""
        self._add(cell, f"number {low} {high} {whole}", lambda: _number_rule(low, high, whole=whole))

    def give_day(self, cell: Any) -> None:
        """Warn the person of what is not a day."""
        self._add(cell, "day", _day_rule)

    def _add(self, cell: Any, name: str, make: Callable[[], DataValidation]) -> None:
        key = (cell.parent.title, name)
        if key not in self._rules:
            self._rules[key] = make()
            cell.parent.add_data_validation(self._rules[key])
        self._rules[key].add(cell)

    def _place(self, words: tuple[str, ...]) -> str:
        if words not in self._places:
            letter = get_column_letter(len(self._places) + 1)
            for row, text in enumerate(words, start=1):
                put(self._sheet[f"{letter}{row}"], text)
            self._places[words] = f"'{NAME}'!${letter}$1:${letter}${len(words)}"
        return self._places[words]


def _rule(place: str) -> DataValidation:
    rule = DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=True, showInputMessage=True)
    rule.errorTitle, rule.error = _("Not one of the choices"), _("Choose one from the list of this cell.")
    return rule


def _number_rule(low: float | None, high: float | None, *, whole: bool) -> DataValidation:
    """A rule for numbers between limits, either of which may be missing."""
    rule = DataValidation(type="whole" if whole else "decimal", operator="between", allow_blank=True, showErrorMessage=True)
    most = f"{2**53 if whole else 1e307:g}"
    rule.formula1, rule.formula2 = f"-{most}" if low is None else digits(low), most if high is None else digits(high)
    rule.errorTitle, rule.error = _("Not within its limits"), _("Type a number within the limits told beside the question.")
    return rule


def _day_rule() -> DataValidation:
    """A hint for days; typed text such as 1850-01-01 is warned of, not refused."""
    rule = DataValidation(type="date", operator="greaterThan", formula1="1", allow_blank=True, showErrorMessage=True)
    rule.errorStyle = "warning"
    rule.errorTitle, rule.error = _("Not a day"), _("Type the day as year-month-day, for example 2026-11-23.")
    return rule
