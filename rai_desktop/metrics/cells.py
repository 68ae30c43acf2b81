"""Numbers every combination of sensitive levels that occurs, as it first occurs."""

from collections.abc import Sequence

import numpy as np

from rai_desktop.metrics.rows import Ints, Numbers

_TABLE = 1 << 22  # up to this many possible combinations are looked up in a table, more by search


class Cells:
    """The combinations seen so far: `known[i]` is the tuple of level codes of cell i (-1: missing).

    Cells are only ever appended, so a cell's number stays valid while levels and cells are still being found.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self.known: list[tuple[int, ...]] = [] if columns else [()]
        self._sizes = [2] * len(self.columns)  # codes from -1 up to size - 2 have a place
        self._rebuild()

    def widen(self, groups: Sequence[Numbers]) -> None:
        """Make room for the largest code of each column of a batch."""
        tops = [int(codes.max(initial=-1)) + 2 for codes in groups]
        if any(top > size for top, size in zip(tops, self._sizes, strict=True)):
            self._sizes = [
                max(size, top + top // 2 if top > size else size)
                for top, size in zip(tops, self._sizes, strict=True)
            ]
            self._rebuild()

    def number(self, groups: Sequence[Numbers]) -> Ints:
        """The cell of each row, shape (n,); new combinations get the next numbers. Call `widen` first."""
        joint = self._join(groups)
        if self._possible <= _TABLE:
            cells: Ints = np.take(self._table, joint)
            if cells.min(initial=0) < 0:
                self._learn(np.unique(joint[cells < 0]))
                cells = np.take(self._table, joint)
            return cells
        return self._search(joint)

    def find(self, known: Sequence[tuple[int, ...]]) -> Ints:
        """The numbers of given combinations, appending those not seen yet; used to merge."""
        places = {cell: i for i, cell in enumerate(self.known)}
        for cell in known:
            if cell not in places:
                places[cell] = len(self.known)
                self.known.append(cell)
        codes = np.array(known, dtype=np.int64).reshape(len(known), len(self.columns))
        self._sizes = [
            max(size, int(codes[:, i].max(initial=-1)) + 2) for i, size in enumerate(self._sizes)
        ]
        self._rebuild()
        return np.array([places[cell] for cell in known], dtype=np.int64)

    def _join(self, groups: Sequence[Numbers]) -> Ints:
        joint = np.multiply(groups[0], self._strides[0], dtype=self._type)
        for codes, stride in zip(groups[1:], self._strides[1:], strict=True):
            joint += (
                codes.astype(self._type, copy=False)
                if stride == 1
                else np.multiply(codes, stride, dtype=self._type)
            )
        joint += self._type(self._offset)
        return joint

    def _rebuild(self) -> None:
        self._strides = [
            int(np.prod(self._sizes[i + 1 :], dtype=object)) for i in range(len(self._sizes))
        ]
        self._possible = int(np.prod(self._sizes, dtype=object)) if self._sizes else 1
        self._offset = sum(self._strides)
        self._type = np.int32 if self._possible <= _TABLE else np.int64
        joints = [
            sum((code + 1) * stride for code, stride in zip(cell, self._strides, strict=True))
            for cell in self.known
        ]
        self._joints = np.array(joints, dtype=np.int64)
        if self._possible <= _TABLE:
            self._table = np.full(self._possible, -1, dtype=np.int32)
            self._table[self._joints] = np.arange(len(joints), dtype=np.int32)

    def _learn(self, joints: Ints) -> None:
        for joint in joints.tolist():
            left, cell = joint, []
            for stride in self._strides:
                code, left = divmod(left, stride)
                cell.append(code - 1)
            self.known.append(tuple(cell))
        numbers = np.arange(len(self._joints), len(self.known), dtype=np.int32)
        self._joints = np.concatenate([self._joints, joints])
        if self._possible <= _TABLE:
            self._table[joints] = numbers

    def _search(self, joint: Ints) -> Ints:
        values, inverse = np.unique(joint, return_inverse=True)
        fresh = np.setdiff1d(values, self._joints)
        if len(fresh):
            self._learn(fresh)
        order = np.argsort(self._joints)
        return np.asarray(order[np.searchsorted(self._joints, values, sorter=order)][inverse])
