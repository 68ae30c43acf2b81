"""Files that are no longer where the project says, but lie beside it: as when a folder was moved, or sent to a colleague."""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from rai_desktop.paths import parts_of
from rai_desktop.project.files_now import named_files, sha256_now
from rai_desktop.project.model import COMMAND, FileRef, Inputs

_FOLDERS = 2  # at most so many folders between the project and the file: assessment.rai beside data/2026/cases.csv


def found_beside(project_file: Path, inputs: Inputs) -> dict[str, str]:
    """Where each file that is gone lies now, by the path that the project has: same name, size and SHA-256, in the folder of the
    project or in folders there of the names that it was in. Reads files whole and may wait for a disk: not for the window's
    thread."""
    gone = [ref for ref in named_files(inputs) if ref.sha256 and ref.format != COMMAND and _is_gone(ref.path)]
    found = ((ref.path, _found(project_file.parent, ref)) for ref in gone)
    return {path: place for path, place in found if place}


def with_files_at(inputs: Inputs, places: Mapping[str, str]) -> Inputs:
    """The same inputs, each file of `places` (old path, new path) at its new one."""
    def moved(ref: FileRef | None) -> FileRef | None:
        return ref if ref is None or ref.path not in places else msgspec.structs.replace(ref, path=places[ref.path])

    return msgspec.structs.replace(
        inputs, data=moved(inputs.data), model=moved(inputs.model), reference=moved(inputs.reference),
        train=moved(inputs.train), code=[moved(each) for each in inputs.code])


def _is_gone(path: str) -> bool:
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):  # there, but not for us to read: looking elsewhere would hide that
        return False
    return False


def _found(folder: Path, ref: FileRef) -> str:
    return next((str(place) for place in _places(folder, ref.path) if _is_same(place, ref)), "")


def _places(folder: Path, path: str) -> Iterator[Path]:
    parts = parts_of(path)
    for many in range(1, min(_FOLDERS + 1, len(parts)) + 1):
        if not {"..", ""} & set(parts[-many:]):
            yield folder.joinpath(*parts[-many:])


def _is_same(place: Path, ref: FileRef) -> bool:
    try:
        state = place.stat()
        alike = stat.S_ISREG(state.st_mode) and (not ref.size or state.st_size == ref.size)  # 0: nobody noted it
        return alike and sha256_now(str(place), state) == ref.sha256
    except (OSError, ValueError):
        return False
