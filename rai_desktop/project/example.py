"""The shipped example: its files copied beside a new project that is ready to run."""

import hashlib
import shutil
from pathlib import Path

import msgspec

from rai_desktop.i18n import _
from rai_desktop.paths import resource
from rai_desktop.project.document import Document
from rai_desktop.project.first_words import with_first_words
from rai_desktop.project.model import Answer, FileRef, Inputs, Plan, Project
from rai_desktop.project.register import Action, Dismissal, Risk


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """What resources/sample/sample.json says."""

    title: str
    analyst: str
    packs: list[str]
    data: str
    model: str
    answers: str
    register: str
    format: str
    options: dict[str, str]
    inputs: Inputs
    plan: Plan


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """What resources/sample/register.json says."""

    risks: dict[str, Risk]
    actions: dict[str, Action]
    dismissed: dict[str, Dismissal]


def create_example(path: Path | str) -> Document:
    """A new project at `path` with the example's answers, register, data, model and roles; files are copied beside it."""
    path = Path(path)
    folder = resource("sample")
    sample = msgspec.json.decode((folder / "sample.json").read_bytes(), type=Sample)
    answers = msgspec.json.decode((folder / sample.answers).read_bytes(), type=dict[str, dict[str, Answer]])
    register = msgspec.json.decode((folder / sample.register).read_bytes(), type=Register)
    path.parent.mkdir(parents=True, exist_ok=True)
    data, model = (_copied(folder / name, path.parent) for name in (sample.data, sample.model))
    document = Document.create(path, title=sample.title, analyst=sample.analyst)

    def fill(project: Project) -> Project:
        inputs = msgspec.structs.replace(sample.inputs, model=_reference(model), data=msgspec.structs.replace(
            _reference(data), format=sample.format, options=sample.options))
        return msgspec.structs.replace(project, packs=sample.packs, answers=answers, inputs=inputs, plan=sample.plan,
                                       risks=register.risks, actions=register.actions, dismissed=register.dismissed)

    document.apply(_("Filled in the example"), lambda project: with_first_words(document, fill(project)))
    return document


def _reference(path: Path) -> FileRef:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return FileRef(path=str(path), sha256=digest, size=path.stat().st_size)


def _copied(source: Path, folder: Path) -> Path:
    target = folder / source.name
    if not (target.exists() and target.read_bytes() == source.read_bytes()):
        shutil.copyfile(source, target)
    return target
