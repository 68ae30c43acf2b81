"""Sums of powers of error, prediction and label, from which a regression's figures and their intervals follow."""

from dataclasses import dataclass
from math import comb

import numpy as np

from rai_desktop.metrics.rows import Floats, Ints

# e: prediction - label; p, y: prediction and label less `origin`, so that squares lose no digits
NAMES = ("1", "e", "|e|", "e2", "e4", "p", "p2", "y", "y2", "y3", "y4", "e2y", "e2y2")


@dataclass(slots=True)
class Moments:
    """Weighted sums by cell: `sums` has shape (cells, 13) in the order of NAMES, `counts` and `squares` (cells,)."""

    origin: float
    sums: Floats
    counts: Ints
    squares: Floats

    @classmethod
    def empty(cls, origin: float = 0.0) -> "Moments":
        """Nothing counted yet."""
        return cls(origin, np.zeros((0, len(NAMES))), np.zeros(0, dtype=np.int64), np.zeros(0))

    def add(self, cells: Ints, label: Floats, prediction: Floats, weight: Floats | None) -> None:
        """Count rows (n,) of finite labels and predictions."""
        self.grow(int(cells.max(initial=-1)) + 1)
        size = len(self.counts)
        error, y, p = prediction - label, label - self.origin, prediction - self.origin
        e2, y2 = error * error, y * y
        w = 1.0 if weight is None else weight
        terms = (
            error,
            np.abs(error),
            e2,
            e2 * e2,
            p,
            p * p,
            y,
            y2,
            y2 * y,
            y2 * y2,
            e2 * y,
            e2 * y2,
        )
        self.counts += np.bincount(cells, minlength=size)
        self.sums[:, 0] += np.bincount(cells, weight, minlength=size)
        self.squares += np.bincount(
            cells, None if weight is None else weight * weight, minlength=size
        )
        for i, term in enumerate(terms, start=1):
            self.sums[:, i] += np.bincount(cells, term * w, minlength=size)

    def grow(self, cells: int) -> None:
        """Have room for that many cells."""
        more = cells - len(self.counts)
        if more > 0:
            self.sums = np.pad(self.sums, ((0, more), (0, 0)))
            self.counts = np.pad(self.counts, (0, more))
            self.squares = np.pad(self.squares, (0, more))

    def merge(self, other: "Moments", cells: Ints) -> None:
        """Take in sums whose cell i is our cell cells[i]."""
        self.grow(int(np.max(cells, initial=-1)) + 1)
        used = np.asarray(cells)[: len(other.counts)]
        self.sums[used] += other.moved(self.origin).sums
        self.counts[used] += other.counts
        self.squares[used] += other.squares

    def moved(self, origin: float) -> "Moments":
        """The same sums about another origin (binomial expansion of each power)."""
        step = self.origin - origin
        column = {name: self.sums[:, i] for i, name in enumerate(NAMES)}
        powers = ["1", "y", "y2", "y3", "y4"]
        moved = dict(column)
        moved["p"] = column["p"] + step * column["1"]
        moved["p2"] = column["p2"] + 2 * step * column["p"] + step**2 * column["1"]
        for k in range(1, 5):
            moved[powers[k]] = sum(
                (comb(k, j) * step ** (k - j) * column[powers[j]] for j in range(k + 1)),
                np.zeros(len(self.counts)),
            )
        moved["e2y"] = column["e2y"] + step * column["e2"]
        moved["e2y2"] = column["e2y2"] + 2 * step * column["e2y"] + step**2 * column["e2"]
        return Moments(
            origin,
            np.stack([moved[name] for name in NAMES], axis=1),
            self.counts.copy(),
            self.squares.copy(),
        )

    def by(self, level: Ints, levels: int) -> "Moments":
        """Summed over the cells of each level; `level[cell]` is -1 for none."""
        self.grow(len(level))
        summed = Moments.empty(self.origin)
        summed.grow(levels)
        inside = np.flatnonzero(level >= 0)
        for into, out in (
            (summed.sums, self.sums),
            (summed.counts, self.counts),
            (summed.squares, self.squares),
        ):
            np.add.at(into, level[inside], out[inside])
        return summed
