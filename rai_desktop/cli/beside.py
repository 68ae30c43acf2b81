"""A model that is more than its file: its author's code beside it, or a command in its place."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

from rai_desktop.i18n import _, count
from rai_desktop.project.code_lines import code_lines
from rai_desktop.project.looks import CodeLook
from rai_desktop.project.model import FileRef, Inputs


def with_model(inputs: Inputs, chosen: argparse.Namespace) -> Inputs:
    """The inputs with the code the command line names, each file by its hash."""
    code = [FileRef(path=each.path, sha256=each.sha256, size=each.size, format="python", options={"module": each.module})
            for each in looked_at(chosen.code)]
    return msgspec.structs.replace(inputs, code=code, model=_command(chosen) or inputs.model)


def with_command(chosen: argparse.Namespace) -> argparse.Namespace:
    """A command counts as a model: it is named by the first file it names."""
    ref = _command(chosen)
    return argparse.Namespace(**{**vars(chosen), "model": Path(ref.path)}) if ref else chosen


def _command(chosen: argparse.Namespace) -> FileRef | None:
    if not chosen.model_command:
        return None
    from rai_desktop.loading.commands import command_ref

    return command_ref(chosen.model_command, chosen.model_classes, arrow=chosen.command_table == "arrow")


def looked_at(told: Sequence[str]) -> list[CodeLook]:
    """Each `FILE` or `MODULE=FILE` as read, never run. Raises Refusal."""
    from rai_desktop.loading.authors_code import look_at_code

    looks = []
    for text in told:
        module, equals, path = text.partition("=")
        looks.append(look_at_code(Path(path if equals else text).resolve(), module if equals else ""))
    return looks


def print_code(look: CodeLook) -> None:
    """What a file of code defines and imports, and all of it: its reader decides whether it may run."""
    print("\n" + _("code {module}: {path}, {n} lines, sha256 {sha256}").format(
        module=look.module, path=look.path, n=count(look.lines), sha256=look.sha256))
    print(_("defines {own}; imports {others}").format(
        own=", ".join(look.defines) or _("nothing"), others=", ".join(look.imports) or _("nothing")))
    print(_("It was read, not run; it runs only shut in with the model, and only when you allow its names for a reason."))
    for number, line in enumerate(code_lines(look.text), start=1):
        print(f"{number:>5}  {line}")
