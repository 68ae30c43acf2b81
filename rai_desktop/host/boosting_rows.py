"""Boosting of scikit-learn's writes only where there is room: its compiled code adds each column of trees to an output, unasked.

What a model begins with gives the outputs when it answers, not before: an estimator within that tells three classes and
answers with two would have the third written beyond them. So the room is looked at each time.
"""

import sys
from typing import Any, Callable

_HOMES = ("sklearn.ensemble._gb", "sklearn.ensemble.gradient_boosting")
_WRITERS = ("predict_stage", "predict_stages")


def install() -> None:
    """Put the look before what writes, where a model has brought that in."""
    for home in _HOMES:
        module = sys.modules.get(home)
        for name in _WRITERS:
            writer = getattr(module, name, None)
            if writer is not None and not hasattr(writer, "looks_first"):
                setattr(module, name, _looking(writer))


def _looking(writer: Callable[..., Any]) -> Callable[..., Any]:
    def looking(estimators: Any, *args: Any) -> Any:
        rows, room = args[-3], args[-1]  # between them the scale, before them in one of the two the stage
        wanted = (rows.shape[0], estimators.shape[1])
        if room.shape != wanted:
            message = "the model begins with {} numbers a row, and its trees are for {}"
            raise ValueError(message.format(room.shape[1:], wanted[1:]))
        return writer(estimators, *args)

    setattr(looking, "looks_first", True)  # noqa: B010 - a function has no such attribute by its type
    return looking
