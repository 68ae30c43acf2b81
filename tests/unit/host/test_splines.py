"""What a spline of SciPy 1.18 is given: the one of numpy's arrays that does the work, and an empty array; nothing else."""

import types
from typing import Any

import numpy as np
import pytest

from rai_desktop.host.unpickling import _is_state

HOME = "scipy.interpolate._bsplines"


def _of(name: str, **held: Any) -> Any:
    made = type(name, (), {"__module__": HOME})()
    vars(made).update(held)
    return made


@pytest.mark.parametrize(("state", "fits"), [
    ((_of("_BSpline", t=np.zeros(3)), np.empty(0)), True), ((_of("_BSpline"), np.empty(0)), False),
    ((_of("_BSpline", t=[1]), np.empty(0)), False), ((_of("_BSpline", t=np.zeros(3)), types.SimpleNamespace()), False),
    ((_of("BSpline", t=np.zeros(3)), np.empty(0)), False), ((np.zeros(3), np.empty(0)), False), ([], False),
])  # fmt: skip
def test_its_state(state: Any, fits: bool) -> None:
    assert _is_state(_of("BSpline"), state) is fits
