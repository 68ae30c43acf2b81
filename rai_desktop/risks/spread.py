"""How the risks spread over the cells of a scale, before treatment or after it."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from rai_desktop.project.register import Risk
from rai_desktop.risks.register import levels_after
from rai_desktop.risks.scale import Scale

Cell = tuple[str, str]  # severity id, likelihood id


class Spread(NamedTuple):
    """How many open risks stand in each cell, and how many in none because they are not rated on this scale."""

    cells: Counter[Cell]
    unplaced: int


def cell_of(scale: Scale | None, risk: Risk, *, treated: bool) -> Cell | None:
    """The cell of a risk; None where it is not rated on this scale."""
    cell = levels_after(risk) if treated else (risk.severity, risk.likelihood)
    return cell if scale is not None and scale.rating(*cell) is not None else None


def spread(scale: Scale | None, risks: Iterable[Risk], *, treated: bool) -> Spread:
    """Open risks by cell; closed ones are on no map."""
    cells = [cell_of(scale, risk, treated=treated) for risk in risks if not risk.closed]
    placed = Counter(cell for cell in cells if cell is not None)
    return Spread(placed, len(cells) - placed.total())
