"""What a batch of rows must offer to be counted."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.integer[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]
Numbers: TypeAlias = npt.NDArray[Any]


class Rows(Protocol):
    """Consecutive rows. Codes are integers with -1 for missing; a regression's label and prediction are
    floats with nan for missing; `score` has shape (n,) or, with several classes, (n, k)."""

    @property
    def rows(self) -> int: ...
    @property
    def label(self) -> Numbers | None: ...
    @property
    def prediction(self) -> Numbers | None: ...
    @property
    def score(self) -> Numbers | None: ...
    @property
    def groups(self) -> Mapping[str, Numbers]: ...
    @property
    def weight(self) -> Numbers | None: ...
