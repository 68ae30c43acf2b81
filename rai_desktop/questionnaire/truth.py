"""Truth: yes, no or open, and whether a given answer is as a condition says."""

from collections.abc import Iterable
from enum import IntEnum

from rai_desktop.questionnaire.answers import chosen, date, number
from rai_desktop.questionnaire.condition import Condition

UNKNOWN = "unknown"


class Truth(IntEnum):
    """Three values; "and" is the least of them, "or" the greatest."""

    NO = 0
    OPEN = 1
    YES = 2

    @property
    def denied(self) -> "Truth":
        """The opposite; what is open stays open."""
        return Truth(2 - self)


def matches(condition: Condition, value: object, plain: bool = False) -> Truth:
    """Whether a given value is as the condition says. Plainly read, "unknown" is a choice like any
    other."""
    return min(_matches(condition, value, plain), default=Truth.YES)


def _matches(condition: Condition, value: object, plain: bool) -> Iterable[Truth]:
    if condition.is_:
        yield _is_one_of(chosen(value), condition.is_, plain)
    if condition.at_least is not None or condition.at_most is not None:
        yield _within(number(value), condition)
    if condition.before is not None:
        day = date(value)
        yield Truth.OPEN if day is None else _as_truth(day < condition.before)


def _is_one_of(ticked: tuple[str, ...], wanted: list[str], plain: bool) -> Truth:
    if plain:
        return _as_truth(any(each in wanted for each in ticked))
    if any(each in wanted for each in ticked if each != UNKNOWN):
        return Truth.YES
    return Truth.OPEN if UNKNOWN in ticked else Truth.NO


def _within(found: float | None, condition: Condition) -> Truth:
    if found is None:
        return Truth.OPEN
    low = condition.at_least is None or found >= condition.at_least
    return _as_truth(low and (condition.at_most is None or found <= condition.at_most))


def _as_truth(said: bool) -> Truth:
    return Truth.YES if said else Truth.NO
