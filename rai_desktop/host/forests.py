"""Whether the trees of a booster are trees: every walk from a root ends in a leaf, and no node reads what is not there.

Compiled code of boosting libraries follows a file's numbers without asking. All trees are laid one after another and
looked at with whole arrays, never node by node.
"""

import re
from typing import Any, List, Sequence

from . import number_lists
from .rules import Blocked

DEEPEST = 10_000  # levels; libraries that explain a tree go down it by recursion
NONE = -1
_DIGITS = re.compile(r"-?[0-9]{1,19}")


class Misshapen(Blocked):
    """What a booster holds cannot be what its library wrote; `name` has the places, `why` is a code."""

    def __init__(self, why: str, *places: Any) -> None:
        super().__init__("|".join(str(place)[:60].replace("|", "/") for place in places), "trees_" + why)


class Unfamiliar(Exception):
    """The trees are of a form that is not known here, as a newer version may write it: nothing can be said of them.

    `why` is "older" where they are sound, but only a version as old as the file's can read them.
    """

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


class Forest:
    """Trees of so many nodes each; nodes are numbered in their tree, from 0, which is its root, and trees from `first`."""

    def __init__(self, sizes: Any, first: int = 0) -> None:
        import numpy as np

        self._first = first

        self.sizes = np.asarray(sizes, dtype=np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])
        self.count = int(self.starts[-1])
        self._base = np.repeat(self.starts[:-1], self.sizes)
        self.local = np.arange(self.count) - self._base

    def of_each(self, values: Any) -> Any:
        """For every node what is told of its tree."""
        import numpy as np

        return np.repeat(np.asarray(values), self.sizes)

    def spread(self, places: Any, values: Any, others: int) -> Any:
        """An array with a value for each node: those given at their places, and the same for all others."""
        import numpy as np

        found = np.full(self.count, others, dtype=np.int64)
        found[places] = values
        return found

    def at(self, place: Any) -> List[int]:
        """[tree, node] of a place among all nodes."""
        import numpy as np

        tree = int(np.searchsorted(self.starts, place, side="right")) - 1
        return [self._first + tree, int(place - self.starts[tree])]

    def refuse(self, why: str, wrong: Any, values: Any = None, *more: Any) -> None:
        """Raise Misshapen for the first place where `wrong` is true, with the value there."""
        import numpy as np

        if wrong.any():
            place = int(np.argmax(wrong))
            told = [] if values is None else [int(values[place])]
            raise Misshapen(why, *self.at(place), *told, *more)

    def parents(self, left: Any, right: Any) -> Any:
        """The node above each node, -1 where there is none; children of -1 mark leaves.

        A node with one above it at most, and a root with none, is all a tree needs: then no walk from the root comes by
        twice.
        """
        import numpy as np

        inner = left != NONE
        sizes = self.of_each(self.sizes)
        for child in (left, right):
            self.refuse("child", inner & ((child < 0) | (child >= sizes)), child)
            self.refuse("top", inner & (child == 0))
        places = np.flatnonzero(inner)
        below = [self._base[places] + child[places] for child in (left, right)]
        self.refuse("circle", np.bincount(np.concatenate(below), minlength=self.count) > 1)
        above = np.full(self.count, NONE, dtype=np.int64)
        for child in below:
            above[child] = self.local[places]
        return above

    def refuse_deep(self, above: Any) -> None:
        """Refuse a tree of more levels than any library can follow; only large trees can be."""
        import numpy as np

        for tree in np.flatnonzero(self.sizes > 2 * DEEPEST):
            part = above[self.starts[tree] : self.starts[tree + 1]]
            if _depth(part) > DEEPEST:
                raise Misshapen("deep", int(tree), DEEPEST)


def _depth(above: Any) -> int:
    """Levels below the root, by steps that double: each node knows how far up its jump leads."""
    import numpy as np

    far = (above >= 0).astype(np.int64)
    jump = np.where(above >= 0, above, np.arange(len(above)))
    while far[jump].any():
        far, jump = far + far[jump], jump[jump]
    return int(far.max()) if len(far) else 0


def joined(parts: Sequence[Any]) -> Any:
    """Lists of whole numbers, one for each tree, as one array; Misshapen where one holds something else."""
    try:
        return number_lists.joined(parts)
    except (TypeError, ValueError, OverflowError):
        raise Misshapen("form") from None


def checked_lengths(name: str, lengths: Sequence[int], wanted: Sequence[int], first: int = 0) -> None:
    """Misshapen for the first list of that name that is not as long as its tree needs; trees counted from `first`."""
    for tree, (length, needed) in enumerate(zip(lengths, wanted), first):
        if length != needed:
            raise Misshapen("length", name, tree, length, needed)


def number(told: Any, name: str, least: int, most: int) -> int:
    """A whole number that a file gives as a number or as its digits; Misshapen outside its bounds."""
    text = str(told) if type(told) in (int, str) else ""
    if not _DIGITS.fullmatch(text):
        raise Misshapen("number", name, ascii(told)[:40])
    value = int(text)
    if not least <= value <= most:
        raise Misshapen("number", name, str(value)[:20])
    return value
