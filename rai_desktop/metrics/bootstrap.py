"""Resampling rows from their table: as dear for ten million rows as for ten."""

import hashlib

import numpy as np

from rai_desktop.metrics.rows import Floats, Numbers


def generator(seed: int, *purpose: str) -> np.random.Generator:
    """A random generator of its own for each purpose, so that nothing depends on what else was run."""
    key = hashlib.sha256("\x1f".join(purpose).encode()).digest()[:8]
    return np.random.default_rng([seed, int.from_bytes(key, "big")])


def resample(table: Numbers, effective: float, replicates: int, rng: np.random.Generator) -> Floats:
    """Replicates (replicates, *table.shape) of a table of weights.

    Drawing n rows with replacement and counting them is one multinomial draw over the cells. Weighted rows are
    drawn as Kish's effective number of rows with the cells' weighted shares.
    """
    flat = np.asarray(table, dtype=np.float64).ravel()
    total = flat.sum()
    if total <= 0:
        return np.zeros((replicates, *np.shape(table)))
    held = np.flatnonzero(flat)
    drawn = np.zeros((replicates, flat.size))
    drawn[:, held] = rng.multinomial(max(round(effective), 1), flat[held] / total, size=replicates)
    return drawn.reshape(replicates, *np.shape(table))
