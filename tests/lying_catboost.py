"""Put one lie after another into honest `.cbm` files, and try in children each that a look calls sound.

Run as `python -m tests.lying_catboost MOST FILE ...` by a Python that has CatBoost; writes what became of them as one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rai_desktop.host import catboost_models
from rai_desktop.host.forests import Misshapen, Unfamiliar

LIMIT_S, MEMORY, BATCH = 20.0, 8 * 2**30, 150
ROWS = 130  # more than the 128 that CatBoost takes at once
CHANCE = random.Random(int(os.environ.get("RAI_FUZZ_SEED", "20261127")))
_WRITTEN = re.compile(rb"[\t\n -~]{24,}")
_WIDTHS: dict[int, tuple[int, ...]] = {1: (0, 1, 2, 255), 2: (0, 1, 4, 2**16 - 1), 4: (0, 1, 3, 7, 2**31 - 1, 2**32 - 1, 2**24, 10**6, 300),
                                       8: (0, 2**63 - 1, 2**64 - 1, 2**40)}  # fmt: skip


def lies(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """What to put in place of which bytes: another number, nothing, or two stretches in place of one another."""
    texts = {at for found in _WRITTEN.finditer(data) for at in range(found.start() + 4, found.end() - 4)}
    for at in (at for at in range(4, len(data)) if at not in texts):
        for width, others in _WIDTHS.items():
            value = int.from_bytes(data[at : at + width], "little")
            for other in {*others, value + 1, value - 1, value ^ 1} - {value} if at + width <= len(data) else ():
                yield at, at + width, (other % 256**width).to_bytes(width, "little")
    for at in range(8, len(data), 5):
        yield from ((at, len(data), b""), (at, at + 4, b""), (at, at, bytes(8)))
    for at in range(8, len(data) - 64, 8):
        for size in (4, 16, 32):
            yield at, at + 2 * size, data[at + size : at + 2 * size] + data[at : at + size]


def swapped(data: list[bytes]) -> Iterator[bytes]:
    """What lies behind one file's trees behind those of another."""
    ends = [8 + int.from_bytes(each[4:8], "little") for each in data]
    for place, (one, end) in enumerate(zip(data, ends)):
        for other, (two, start) in enumerate(zip(data, ends)):
            if place != other:
                yield one[:end] + two[start:]


def tried(files: list[bytes], folder: Path) -> list[str]:
    """What becomes of children that load the files, predict and explain; a child is made anew after each that ends."""
    found: list[str] = []
    while len(found) < len(files):
        found += _batch(files[len(found) : len(found) + BATCH], folder)
    return found


def _batch(files: list[bytes], folder: Path) -> list[str]:
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        _answer(files, folder, tell)
    os.close(tell)
    os.set_blocking(told, False)
    answers, heard, status = b"", time.monotonic(), None
    while status is None and time.monotonic() - heard < LIMIT_S:
        done, ended = os.waitpid(child, os.WNOHANG)
        status = ended if done else None
        try:
            more = os.read(told, 4096)
        except BlockingIOError:
            more = b""
        heard = time.monotonic() if more else heard
        answers += more
        time.sleep(0.002)
    if status is None:
        os.kill(child, 9)
        os.waitpid(child, 0)
    os.close(told)
    found = ["answered" if each == ord("a") else "raised" for each in answers]
    return found if len(found) == len(files) else [*found, "hung" if status is None else f"ended ({status})"]


def _answer(files: list[bytes], folder: Path, tell: int) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 2)
        for each in files:
            (folder / "model").write_bytes(each)
            try:
                _ask(str(folder / "model"))
                os.write(tell, b"a")
            except Exception:
                os.write(tell, b"r")
    finally:
        os._exit(0)


def _ask(path: str) -> None:
    import catboost

    model = catboost.CatBoost()
    model.load_model(path)
    table, kinds = rows(model)
    pool = catboost.Pool(table, **kinds)
    model.predict(pool, thread_count=1)
    model.get_feature_importance(pool, type="ShapValues", thread_count=1)


def rows(model: Any) -> tuple[Any, dict[str, Any]]:
    """Rows for columns that are named after their kind, as `honest_catboost.py` does."""
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(5)
    names = [str(name) for name in model.feature_names_][:20]
    values: dict[str, Any] = {}
    for name in names:
        kind = name[:1]
        if kind == "t":
            values[name] = ["red cat 12 né", "", "old slow unknown dog bird"] * (ROWS // 3) + ["a"] * (ROWS % 3)
        elif kind == "e":
            values[name] = chance.normal(size=(ROWS, 3 + int(name[1:] or 0) % 9)).tolist()
        else:
            values[name] = chance.choice(["x", "y", "u"], ROWS) if kind == "c" else chance.normal(size=ROWS)
    of = {kind: [name for name in names if name[:1] == kind] for kind in "cte"}
    return pd.DataFrame(values), {"cat_features": of["c"], "text_features": of["t"], "embedding_features": of["e"]}


def main(most: int, paths: list[Path]) -> None:
    """Try the sound ones, of many a sample that is always the same."""
    import catboost  # noqa: F401 - once for all children

    honest = [path.read_bytes() for path in paths]
    found, sound = Counter[str](), list(swapped(honest))
    for data in honest:
        chosen = list(lies(data))
        chosen = CHANCE.sample(chosen, min(most // len(honest), len(chosen)))
        sound += [data[:at] + instead + data[end:] for at, end, instead in chosen]
    sound = [each for each in sound if not _refused(each)]
    found["refused"] = most - len(sound)
    with tempfile.TemporaryDirectory() as folder:
        _check_honest(honest, Path(folder))
        what = tried(sound, Path(folder))
        if keep := os.environ.get("RAI_FUZZ_KEEP"):
            for place, (each, became) in enumerate(zip(sound, what)):
                if became.startswith(("ended", "hung")):
                    (Path(keep) / f"{place}.cbm").write_bytes(each)
    found.update(each.split(" ")[0] for each in what)
    print(json.dumps({**found, "ended": [each for each in what if each.startswith(("ended", "hung"))]}))


def _check_honest(files: list[bytes], folder: Path) -> None:
    assert set(tried(files, folder)) == {"answered"}, "the honest ones do not answer"


def _refused(data: bytes) -> bool:
    try:
        catboost_models.check(data)
    except (Misshapen, Unfamiliar):
        return True
    return False


if __name__ == "__main__":
    main(int(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
