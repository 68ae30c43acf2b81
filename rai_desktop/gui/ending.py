"""Gives a file's name the ending of the kind that was chosen for it: a file dialog leaves out what nobody typed."""

import re
from pathlib import Path


def with_ending(name: str, kinds: str, chosen: str = "") -> Path:
    """`kinds` and `chosen` as a file dialog has them, `Excel (*.xlsx);;CSV (*.csv)`. What stands behind another dot, as in
    “Ward 3.2”, is part of the name. A file that is there already is left alone: the dialog asked about the bare name."""
    known = re.findall(r"\*(\.\w+)", kinds)
    if name.lower().endswith(tuple(known)):
        return Path(name)
    of_chosen = re.findall(r"\*(\.\w+)", chosen)
    return free(Path(name + (of_chosen or known)[0]))


def free(path: Path) -> Path:
    """The path, or the next one with a number that does not exist yet."""
    number, found = 2, path
    while found.exists():
        found = path.with_name(f"{path.stem} {number}{path.suffix}")
        number += 1
    return found
