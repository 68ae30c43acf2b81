"""Files that are no longer where the project says, but lie beside it: as when a folder was moved, or sent to a colleague."""

import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from rai_desktop.paths import parts_of
from rai_desktop.project.files_now import named_files, sha256_now
from rai_desktop.project.model import COMMAND, Answer, Attachment, FileRef, Inputs, Project

_FOLDERS = 2  # at most so many folders between the project and the file: assessment.rai beside data/2026/cases.csv


def evidence_files(project: Project) -> list[FileRef]:
    """Every file that is attached to an answer."""
    return [each.file for own in project.answers.values() for answer in own.values() for each in answer.evidence if each.file]


def every_file(project: Project) -> list[FileRef]:
    """Those that are measured, then those that are evidence."""
    return [*named_files(project.inputs), *evidence_files(project)]


def found_beside(project_file: Path, files: Iterable[FileRef]) -> dict[str, str]:
    """Where each file that is gone lies now, by the path that the project has: same name, size and SHA-256, in the folder of the
    project or in folders there of the names that it was in. Reads files whole and may wait for a disk: not for the window's
    thread."""
    gone = [ref for ref in files if ref.sha256 and ref.format != COMMAND and _is_gone(ref.path)]
    found = ((ref.path, _found(project_file.parent, ref)) for ref in gone)
    return {path: place for path, place in found if place}


def with_files_at(inputs: Inputs, places: Mapping[str, str]) -> Inputs:
    """The same inputs, each file of `places` (old path, new path) at its new one."""
    def moved(ref: FileRef | None) -> FileRef | None:
        return _moved(ref, places) if ref else None

    return msgspec.structs.replace(
        inputs, data=moved(inputs.data), model=moved(inputs.model), reference=moved(inputs.reference),
        train=moved(inputs.train), code=[_moved(each, places) for each in inputs.code])


def with_evidence_at(project: Project, places: Mapping[str, str]) -> Project:
    """The same project, each attached file of `places` at its new path; answers without one stay the very same."""
    answers = {pack: {id_: _answer_at(answer, places) for id_, answer in own.items()} for pack, own in project.answers.items()}
    return msgspec.structs.replace(project, answers=answers)


def _answer_at(answer: Answer, places: Mapping[str, str]) -> Answer:
    if not any(each.file and each.file.path in places for each in answer.evidence):
        return answer
    return msgspec.structs.replace(answer, evidence=[_attachment_at(each, places) for each in answer.evidence])


def _attachment_at(attachment: Attachment, places: Mapping[str, str]) -> Attachment:
    return msgspec.structs.replace(attachment, file=_moved(attachment.file, places)) if attachment.file else attachment


def _moved(ref: FileRef, places: Mapping[str, str]) -> FileRef:
    return msgspec.structs.replace(ref, path=places[ref.path]) if ref.path in places else ref


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
