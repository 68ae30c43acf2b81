"""Reasons that no measure could be made of are refused, each with how many rows they are."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.metrics.reasons import Reasons, ask

FRAME = pd.DataFrame({"a": np.arange(30.0), "b": np.arange(30.0)})


class Telling:
    """A model's process that tells the same number everywhere in one of the arrays."""

    def __init__(self, name: str, value: float) -> None:
        self.name, self.value = name, value

    def explain(self, frame: pd.DataFrame, background: pd.DataFrame | None, options: dict[str, Any]) -> dict[str, Any]:
        n = len(frame)
        told = {"values": np.zeros((n, 2)), "base": np.zeros(n), "output": np.zeros(n)}
        told[self.name][0] = self.value
        return {**told, "features": ["a", "b"], "exact": True}


@pytest.mark.parametrize("name", ["values", "base", "output"])
@pytest.mark.parametrize("value", [np.nan, np.inf, 1e308, -1e308])
def test_what_is_no_number_or_beyond_all_numbers_is_refused(name: str, value: float) -> None:
    with pytest.raises(Refusal, match="no number for 1 of 20 rows"):
        list(ask(Telling(name, value), FRAME, FRAME, {}))


def test_numbers_are_taken() -> None:
    *_progress, told = ask(Telling("values", 1e9), FRAME, FRAME, {})
    assert isinstance(told, Reasons) and told.values[0, 0] == 1e9
