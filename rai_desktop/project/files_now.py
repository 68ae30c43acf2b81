"""Files now: whether the files that the last run read are still what they were, by size, times and hash."""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from rai_desktop.project.model import FileRef, Inputs, Project, Run
from rai_desktop.project.python_now import other_packages
from rai_desktop.project.runs import in_sight

_known: dict[str, tuple[tuple[int, ...], str]] = {}


class FileNow(StrEnum):
    """What has become of a file, or, `REPACKED`, of the packages of the model's own Python: these two say something of what
    was measured, the last two that nobody can tell."""

    SAME = "same"
    CHANGED = "changed"
    REPACKED = "repacked"
    GONE = "gone"
    UNREADABLE = "unreadable"


FilesNow = Mapping[str, FileNow]
NO_LOOK: FilesNow = {}


def files_now(project: Project) -> dict[str, FileNow]:
    """State of each file of today's inputs that the last run read too, and of the model's own Python, by path. Reads a file
    whole only if its size is the same and it was touched since the last look. May take seconds, and may wait for a disk: not
    for the window's thread."""
    run = in_sight(project)
    if run is None:
        return {}
    found = {now.path: _file_now(now, then) for then, now in _pairs(run.inputs, project.inputs)}
    python = project.inputs.python
    return found | ({python: _python_now(python, run)} if python and python == run.inputs.python else {})


def named_files(inputs: Inputs) -> list[FileRef]:
    """Every file of some inputs."""
    return [each for each in (inputs.data, inputs.model, inputs.reference, inputs.train, *inputs.code) if each is not None]


def _pairs(then: Inputs, now: Inputs) -> Iterator[tuple[FileRef, FileRef]]:
    """Files of today with what the run knew of them: by the same hash, or where none is known yet by the same path."""
    for ref in named_files(now):
        for had in named_files(then):
            if ref.sha256 == had.sha256 if ref.sha256 and had.sha256 else ref.path == had.path:
                yield had, ref
                break


def _file_now(now: FileRef, then: FileRef) -> FileNow:
    wanted, size = now.sha256 or then.sha256, now.size if now.sha256 else then.size
    if not wanted:
        return FileNow.SAME  # nobody noted what it was; the run notes it
    try:
        state = Path(now.path).stat()
        if not stat.S_ISREG(state.st_mode) or (size and state.st_size != size):
            return FileNow.CHANGED
        return FileNow.SAME if sha256_now(now.path, state) == wanted else FileNow.CHANGED
    except (FileNotFoundError, NotADirectoryError):
        return FileNow.GONE
    except (OSError, ValueError):  # ValueError: a path that no file can have
        return FileNow.UNREADABLE


def _python_now(path: str, run: Run) -> FileNow:
    try:
        Path(path).stat()
        return FileNow.REPACKED if other_packages(path, run.facts) else FileNow.SAME
    except (FileNotFoundError, NotADirectoryError):
        return FileNow.GONE
    except (OSError, ValueError):
        return FileNow.UNREADABLE


def sha256_now(path: str, state: os.stat_result) -> str:
    """SHA-256 of a file in that state, remembered by size and both times: a copy that keeps the time of writing still changes
    that of the entry."""
    key = (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
    known = _known.get(path)
    if known is None or known[0] != key:
        with Path(path).open("rb") as file:
            known = key, hashlib.file_digest(file, "sha256").hexdigest()
        _known[path] = known
    return known[1]
