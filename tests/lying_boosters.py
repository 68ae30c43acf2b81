"""Put one lie after another into an honest booster, and try in a process of its own each that a look calls sound.

Run as `python -m tests.lying_boosters xgboost|lightgbm FOLDER`; writes what became of them as one line of JSON.
"""

import copy
import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from rai_desktop.host import booster_trees

LIMIT_S, MOST = 20.0, 400
KINDS = {"xgboost": "xgboost_json", "lightgbm": "lightgbm"}
CHANCE = random.Random(20261126)
TABLE = np.random.default_rng(0).normal(size=(120, 4))
LABELS = np.digitize(TABLE[:, 0], [-0.5, 0.5])


def honest(library: str) -> bytes:
    """Three classes, one round, trees of a few nodes."""
    if library == "xgboost":
        import xgboost

        how = {"objective": "multi:softprob", "num_class": 3, "max_depth": 2, "nthread": 1}
        return bytes(xgboost.train(how, xgboost.DMatrix(TABLE, LABELS), 1).save_raw("json"))
    import lightgbm

    settings = {"objective": "multiclass", "num_class": 3, "num_leaves": 4, "verbose": -1, "num_threads": 1}
    return lightgbm.train(settings, lightgbm.Dataset(TABLE, LABELS), 1).model_to_string().encode()


def lies_in(part: Any) -> Iterator[Any]:
    """The same model with one number, name or list another than it was."""
    for keys in list(_places(part)):
        found = part
        for key in keys[:-1]:
            found = found[key]
        for value in _others(found[keys[-1]]):
            model = copy.deepcopy(part)
            at = model
            for key in keys[:-1]:
                at = at[key]
            if value is None:
                del at[keys[-1]]
            else:
                at[keys[-1]] = value
            yield model


def _places(part: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    keys = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in keys:
        yield (*above, key)
        yield from _places(part[key], (*above, key))


def _others(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [value[:-1], [*value, *value[-1:]], [], None]
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return [str(each) for each in _others(int(value)) if each is not None]
    if isinstance(value, int):
        return [-1, 0, value + 1, value - 1, 7, 2**31 - 1, -(2**31), 2**32 + 1, 10**6]
    return [None] if isinstance(value, dict) else []


def lies_in_text(text: str) -> Iterator[str]:
    """A text of LightGBM with one number another, one line away or there twice; sizes told right where they can be."""
    lines = text.split("\n")
    for at in range(lines.index("end of trees")):
        name, sign, value = lines[at].partition("=")
        words = value.split(" ")
        changed = [[], [lines[at]] * 2, [name + sign + " ".join(words[:-1])]] if sign else []
        for place in {0, len(words) - 1} if sign else ():
            for other in (-1, 0, len(words), -len(words) - 2, 2**31 - 1, 2**32 + 1, 10**9, "x"):
                changed.append([name + sign + " ".join([*words[:place], str(other), *words[place + 1 :]])])
        for instead in changed:
            lie = "\n".join([*lines[:at], *instead, *lines[at + 1 :]])
            yield lie if name == "tree_sizes" else sized(lie)


def sized(text: str) -> str:
    trees = re.split(r"(?m)^(?=Tree=)", text.split("end of trees", maxsplit=1)[0])[1:]
    return re.sub(r"(?m)^tree_sizes=.*$", "tree_sizes=" + " ".join(str(len(each)) for each in trees), text, count=1)


def tried(library: str, path: Path) -> str:
    """What becomes of a process that loads the file, predicts and explains: its word, or how it ended."""
    child = os.fork()
    if not child:
        _answer(library, path)
    began = time.monotonic()
    while time.monotonic() - began < LIMIT_S:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            ended = os.WIFSIGNALED(status) or os.WEXITSTATUS(status) not in (0, 3)
            return f"ended ({status})" if ended else "answered" if os.WEXITSTATUS(status) == 0 else "raised"
        time.sleep(0.002)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return "hung"


def _answer(library: str, path: Path) -> None:
    code = 3
    try:
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 2)
        if library == "xgboost":
            import xgboost

            booster, table = xgboost.Booster({"nthread": 1}, model_file=path), xgboost.DMatrix(TABLE[:20])
            booster.predict(table)
            booster.predict(table, pred_contribs=True)
        else:
            import lightgbm

            model = lightgbm.Booster(model_file=path)
            model.predict(TABLE[:20], num_threads=1)
            model.predict(TABLE[:20], pred_contrib=True, num_threads=1)
        code = 0
    finally:
        os._exit(code)


def main(library: str, folder: Path) -> None:
    """Try the sound ones, of many a sample that is always the same."""
    whole = honest(library)
    lies = [lie.encode() for lie in lies_in_text(whole.decode())] if library == "lightgbm" else [
        json.dumps(lie).encode() for lie in lies_in(json.loads(whole))
    ]  # fmt: skip
    path, found, ended = folder / "model", Counter[str](), []
    for lie in CHANCE.sample(lies, min(MOST, len(lies))):
        try:
            booster_trees.check_file(KINDS[library], lie)
        except booster_trees.Misshapen:
            found["refused"] += 1
            continue
        except booster_trees.Unfamiliar:
            continue
        path.write_bytes(lie)
        what = tried(library, path)
        found[what.split(" ", maxsplit=1)[0]] += 1
        if what.startswith(("ended", "hung")):
            ended.append(what)
    print(json.dumps({"ended": ended, **found}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
