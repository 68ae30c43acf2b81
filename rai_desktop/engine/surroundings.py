"""What a model file comes with: its author's code, a Python of its own, or a command in its place."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from rai_desktop.engine import protocol
from rai_desktop.engine.concerning import about
from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.i18n import _
from rai_desktop.loading import interpreters, packages
from rai_desktop.loading.authors_code import look_at_code
from rai_desktop.loading.commands import command_ref
from rai_desktop.loading.fitting import OLDEST, fits_for, fitting
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.loading.packed_programs import is_packed
from rai_desktop.project.looks import Fit, ModelLook
from rai_desktop.project.model import FileRef
from rai_desktop.settings import is_approved_interpreter, load_settings

_PATIENCE_S = 30.0  # for a Python on a slow disk, before a model is opened in it
_NO_FILE = ModelLook(path="", format="", sha256="", size=0, verdict="", sentence="")


def answer(
    request: protocol.LookAtCode | protocol.FindInterpreters | protocol.AskInterpreter | protocol.NameCommand,
) -> protocol.Answer:
    """The answer to one request. Raises Refusal."""
    match request:
        case protocol.LookAtCode(id=number, path=path, module=module):
            with about("code"):
                return protocol.CodeLooked(id=number, code=look_at_code(path, module))
        case protocol.FindInterpreters(id=number, path=path, modules=modules):
            return protocol.InterpretersFound(id=number, fits=fits_for(path, modules))
        case protocol.AskInterpreter(id=number, python=python, path=path, modules=modules):
            return protocol.InterpreterAsked(id=number, fit=ask_interpreter(python, path, modules))
        case protocol.NameCommand(id=number):
            return protocol.CommandNamed(id=number, model=name_command(request))


def ask_interpreter(python: str, path: str = "", modules: Collection[str] = ()) -> Fit:
    """What a Python named on this computer holds, and how it fits the file, beside which `modules` lie as code. Raises
    Refusal at the field python."""
    with about("python"):
        program = present_python(python)
        if not is_approved_interpreter(python):
            raise UnsafeFile(
                _("The Python {path} was not named on this computer and is not started.").format(path=python),
                _("If you trust it, choose it yourself."))
    look = inspect_model(path) if path else _NO_FILE
    with about("python"):
        said = _asked(program, python, interpreters.LIMIT_S, packages.wanted(look, modules))
    return fitting([said.as_interpreter(python)], look, modules)[0]


def present_python(python: str) -> Path:
    """The program, if there is one at this path. Raises Refusal."""
    program = Path(python)
    if program.is_dir():
        raise Refusal(_("{path} is a folder.").format(path=python),
                      _("Choose the program in it: bin/python, or python.exe in Windows."))
    if program.is_absolute() and program.is_symlink() and not program.exists():
        gone = _("{path} leads to {target}, which is not there: the Python that its environment was made from is gone.")
        raise Refusal(gone.format(path=python, target=os.path.realpath(program)),
                      _("Make the environment anew, or choose another Python that has the model's libraries."))
    if not program.is_absolute() or not program.is_file():
        raise Refusal(_("There is no Python at {path}.").format(path=python),
                      _("Give the whole path of the interpreter, or let the program look for Pythons on this computer."))
    if is_packed(program):
        raise Refusal(_("{path} is a program packed together with its own Python, not an interpreter.").format(path=python),
                      _("Choose the program python of the environment that the model was trained in."))
    return program


def refuse_no_python(python: str) -> None:
    """A program that is no Python, or too old a one, is told to be that, before a model in it is blamed. Raises Refusal."""
    said = _asked(present_python(python), python, _PATIENCE_S)
    if interpreters.numbers(said.version) < OLDEST:
        too_old = _("Python {version} is too old: 3.8 is the oldest that can hold a model here.")
        raise Refusal(too_old.format(version=said.version),
                      _("Choose a newer one that has the model's libraries, or have the model exported as ONNX or skops."))


def _asked(program: Path, python: str, limit_s: float, wanted: Sequence[str] = ()) -> interpreters.Said:
    said = interpreters.ask(program, limit_s, wanted)
    if said is None:
        raise Refusal(_("{path} does not answer as a Python does.").format(path=python),
                      _("Choose the program python of the environment, for example in its folder bin or Scripts."))
    return said


def name_command(request: protocol.NameCommand) -> FileRef:
    """The record of a command that the user has just given. Raises Refusal at the field command."""
    with about("command"):
        if not load_settings().allow_unknown_classes:
            raise UnsafeFile(_("This site does not allow programs of others as models."),
                             _("Ask its administrator, or give the predictions as a column."))
        folder = Path(request.folder) if request.folder else None
        return command_ref(request.command, request.classes, folder, arrow=request.arrow)
