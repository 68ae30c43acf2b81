"""Where a question for a file begins: beside what is chosen already, else where a file was taken or kept last in this sitting."""

from pathlib import Path

_last: list[Path] = []  # the folder of this sitting; the program's own working folder says nothing to a person


def begin_at(chosen: str = "", name: str = "") -> str:
    """A folder, or with `name` a file in it, for a file dialog; "" where no file was taken yet, which leaves it to the system."""
    beside = Path(chosen).parent if chosen else None
    folder = next((each for each in (beside, *_last) if each is not None and each.is_dir()), None)
    if folder is None:
        return name
    return str(folder / name) if name else str(folder)


def took(path: str | Path) -> None:
    """A file was taken or kept here: the next question begins here too."""
    _last[:] = [Path(path).absolute().parent]
