"""Windows: the interpreter behind a virtual environment's python.exe, which is only a launcher.

The launcher starts the interpreter that the environment was made from as a second program, and waits for it. The host's
job holds one program, so the interpreter is started itself; the variable that the launcher would set tells it where it is.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

LAUNCHER = "__PYVENV_LAUNCHER__"  # read by CPython on Windows from 3.7.2 on, with -I too


def past_launcher(command: Sequence[str], variables: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The command and its variables, an interpreter in the place of a launcher that would start it."""
    program = Path(command[0])
    behind = interpreter_behind(program)
    if behind is None:
        return list(command), dict(variables)
    return [str(behind), *command[1:]], {**variables, LAUNCHER: str(program)}


def interpreter_behind(program: Path) -> Path | None:
    """The interpreter that an environment's launcher starts; None for a program that is none, or names none that is there."""
    told = _told(program.parent) or _told(program.parent.parent)
    named = [Path(told["home"]) / program.name] if told.get("home") else []
    named += [Path(told[key]) for key in ("base-executable", "executable") if told.get(key)]  # virtualenv's, venv's
    return next((path for path in named if path.is_file() and path != program), None)


def _told(folder: Path) -> dict[str, str]:
    """What pyvenv.cfg says, its keys in small letters; nothing where there is none that can be read."""
    try:
        lines = (folder / "pyvenv.cfg").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.partition("=") for line in lines)
    return {key.strip().lower(): value.strip() for key, sign, value in pairs if sign}
