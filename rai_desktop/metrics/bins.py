"""Cuts the line of floating-point numbers into bins by their bits, fine where the scores are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rai_desktop.metrics.rows import Floats, Numbers

Bits = npt.NDArray[np.uint64]
_SIGN = np.uint64(1 << 63)
_COARSE = np.uint64(48)
_LOW = np.uint64((1 << 48) - 1)


def ordered_bits(scores: Numbers) -> Bits:
    """Unsigned integers in the order of the scores; both zeros give the same one. No nan."""
    values = np.asarray(scores, dtype=np.float64) + 0.0
    bits = values.view(np.uint64)
    if values.min(initial=0.0) >= 0:
        return bits | _SIGN
    return np.where(bits >> np.uint64(63), ~bits, bits | _SIGN)


def from_bits(bits: Bits) -> Floats:
    """The scores again."""
    return np.where(bits & _SIGN, bits ^ _SIGN, ~bits).view(np.float64)


@dataclass(frozen=True, slots=True)
class Bins:
    """Bin i holds the scores whose ordered bits lie from starts[i] up to starts[i + 1].

    The 65,536 values of a score's top 16 bits each hold a power of two of bins, in proportion to their share of
    the first rows; stretches nobody falls in share one bin. Look-up is two gathers, a mask and a shift.
    """

    starts: Bits
    base: npt.NDArray[np.int32]
    shift: npt.NDArray[np.uint64]

    @property
    def size(self) -> int:
        """How many bins there are."""
        return len(self.starts)

    def index(self, scores: Numbers) -> npt.NDArray[np.int64]:
        """The bin of each score, shape (n,)."""
        bits = ordered_bits(scores)
        if not len(self.base):  # a common coarsening of two cuts has no table
            return np.searchsorted(self.starts, bits, side="right") - 1
        coarse = (bits >> _COARSE).astype(np.int64)
        bits &= _LOW
        bits >>= np.take(self.shift, coarse)
        index: npt.NDArray[np.int64] = bits.view(np.int64)
        index += np.take(self.base, coarse)
        return index

    def middles(self) -> Floats:
        """A score in the middle of each bin, shape (size,)."""
        ends = np.append(self.starts[1:], np.uint64(2**64 - 1))
        with np.errstate(invalid="ignore"):
            return np.nan_to_num(from_bits(self.starts + (ends - self.starts) // np.uint64(2)))


def cut(scores: Numbers, wanted: int = 65_536) -> Bins:
    """About `wanted` bins that hold about the same share of these scores."""
    counts = np.bincount((ordered_bits(scores) >> _COARSE).astype(np.int64), minlength=65_536)
    share = counts / max(counts.sum(), 1)
    power = np.clip(np.floor(np.log2(np.maximum(share * wanted, 1))), 0, 48).astype(np.int64)
    held = counts > 0
    first_empty = ~held & np.append(True, held[:-1])
    size = np.where(held, 1 << power, first_empty)
    total = np.cumsum(size)
    base = np.where(held, total - size, total - 1)
    shift = np.where(held, 48 - power, 48)
    rank = np.arange(total[-1]) - np.repeat(total - size, size)
    starts = np.repeat(np.arange(65_536, dtype=np.uint64) << _COARSE, size) + (
        rank.astype(np.uint64) << np.repeat(shift.astype(np.uint64), size)
    )
    return Bins(starts, base.astype(np.int32), shift.astype(np.uint64))


def common(one: Bins, other: Bins) -> Bins:
    """The finest cut that both can be summed into."""
    if one.size == other.size and np.array_equal(one.starts, other.starts):
        return one
    none = np.zeros(0, dtype=np.int32)
    return Bins(np.intersect1d(one.starts, other.starts), none, none.astype(np.uint64))


def places(fine: Bins, coarse: Bins) -> npt.NDArray[np.int64]:
    """The bin of `coarse` that holds each bin of `fine`."""
    return np.searchsorted(coarse.starts, fine.starts, side="right") - 1
