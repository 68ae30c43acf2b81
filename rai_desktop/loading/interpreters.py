"""Find the Pythons on this computer, and ask each what it holds.

Only places a person or their administrator installs into are searched: never a model's own folder, where a program
called python would be the stranger's.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import msgspec

from rai_desktop.log import log
from rai_desktop.project.looks import Interpreter

LIMIT_S = 10.0
_MOST = 2**20  # bytes of an answer
LIBRARIES = (
    "scikit-learn", "numpy", "pandas", "scipy", "joblib", "lightgbm", "xgboost", "catboost", "imbalanced-learn",
    "category-encoders", "fairlearn", "skops", "onnxruntime", "shap", "cloudpickle",
)  # fmt: skip
_MOST_ASKED = 100  # packages, so that no file makes the command too long to start
# Imports nothing of what it lists. A package of which it cannot tell is left out.
_SCRIPT = """
import json, os, sys
try:
    from importlib.util import find_spec
except ImportError:
    find_spec = None
held = {}
for name in json.loads(sys.argv[1]) if find_spec else []:
    try:
        held[name] = find_spec(name) is not None
    except Exception:
        continue
found = {}
for place in sys.path:
    try:
        entries = os.listdir(place)
    except OSError:
        continue
    for entry in entries:
        stem, ending = os.path.splitext(entry)
        parts = stem.split("-")
        if ending in (".dist-info", ".egg-info") and len(parts) > 1:
            found.setdefault(parts[0].lower().replace("_", "-"), parts[1])
print(json.dumps({"prefix": sys.prefix, "version": "%d.%d.%d" % sys.version_info[:3], "libraries": found, "packages": held}))
"""


class Said(msgspec.Struct):
    """What a Python tells of itself; libraries with their versions, and whether it has each package it was asked for."""

    prefix: str
    version: str
    libraries: dict[str, str]
    packages: dict[str, bool] = {}

    def as_interpreter(self, path: str) -> Interpreter:
        """The same for a look, with the libraries of models alone."""
        held = {name: self.libraries[name] for name in LIBRARIES if name in self.libraries}
        return Interpreter(path=path, version=self.version, libraries=held, packages=self.packages)


def find_interpreters(
    places: Iterator[Path] | None = None, limit_s: float = LIMIT_S, packages: Sequence[str] = ()
) -> list[Interpreter]:
    """Every Python found, newest version first; one that does not answer in time is left out and logged. Each is also asked
    whether it has these top-level packages."""
    paths = _distinct(candidates() if places is None else places)
    with ThreadPoolExecutor(max_workers=4) as pool:
        said = list(pool.map(lambda path: ask(path, limit_s, packages), paths))
    found: dict[str, Interpreter] = {}
    for path, answer in zip(paths, said, strict=True):
        if answer is not None:
            found.setdefault(answer.prefix, answer.as_interpreter(str(path)))
    return sorted(found.values(), key=lambda each: (numbers(each.version), each.path), reverse=True)


def ask(path: Path, limit_s: float = LIMIT_S, packages: Sequence[str] = ()) -> Said | None:
    """What one Python says of itself and of these top-level packages; None when it does not, in time and in form."""
    asked = [name for name in packages if name.isidentifier() and len(name) <= 100][:_MOST_ASKED]
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        return msgspec.convert(json.loads(_heard([str(path), "-I", "-c", _SCRIPT, json.dumps(asked)], kept, limit_s)), Said)
    except subprocess.CalledProcessError as error:
        log.info("no answer from %s: %s", path, error)
        return _too_old_to_ask(path, kept, limit_s)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        log.info("no answer from %s: %s", path, error)
        return None


def _too_old_to_ask(path: Path, env: dict[str, str], limit_s: float) -> Said | None:
    """A Python before 3.4, which knows no `-I`, by its version alone; None for what is no Python."""
    try:
        said = _heard([str(path), "-E", "-V"], env, limit_s, subprocess.STDOUT)
    except (OSError, subprocess.SubprocessError):
        return None
    told = re.match(rb"Python (2\.\d{1,2}\.\d{1,2}|3\.[0-3]\.\d{1,2})\b", said)
    return Said(prefix=str(path.parent), version=told[1].decode(), libraries={}) if told else None


def _heard(command: list[str], env: dict[str, str], limit_s: float, errors: int = subprocess.DEVNULL) -> bytes:
    """What it writes, bounded, until it ends; with the time it ends with all it started. Raises OSError, SubprocessError.

    It is heard on a thread, since what it started and left behind may hold the pipe open for ever.
    """
    ends, said = time.monotonic() + limit_s, bytearray()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=env,
                          cwd=Path(command[0]).parent, start_new_session=True, bufsize=0) as running:
        assert running.stdout is not None
        listener = threading.Thread(target=_listen, args=(running.stdout, said), name="interpreter-answer", daemon=True)
        try:
            listener.start()
            listener.join(limit_s)
            if listener.is_alive() or len(said) >= _MOST:
                raise subprocess.TimeoutExpired(command[0], limit_s)
            if code := running.wait(max(ends - time.monotonic(), 0.1)):
                raise subprocess.CalledProcessError(code, command[0])
        finally:
            _end(running)
    return bytes(said)


def _listen(stream: IO[bytes], said: bytearray) -> None:
    with contextlib.suppress(OSError, ValueError):  # closed meanwhile: nobody waits for more
        while len(said) < _MOST and (part := stream.read(65_536)):
            said += part


def _end(running: "subprocess.Popen[bytes]") -> None:
    """End it and its group, as long as its number is still its own: until it has been waited for."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            running.kill()
        elif running.returncode is None:
            os.killpg(running.pid, signal.SIGKILL)


def numbers(version: str) -> tuple[int, ...]:
    """A version's leading numbers: 1.2rc1 is (1, 2)."""
    found = []
    for part in version.split(".")[:3]:
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        found.append(int(digits))
    return tuple(found)


def candidates() -> Iterator[Path]:
    """Programs that may be Pythons: on the path, virtualenvs, conda, pyenv, uv, and where systems keep them."""
    if not getattr(sys, "frozen", False):
        yield Path(sys.executable)
    for folder in os.get_exec_path():
        if Path(folder).is_absolute() and Path(folder).name != "shims":  # pyenv's shims are no Pythons
            yield from _programs(Path(folder))
    for home in _homes():
        yield from _programs(home / "bin")
        yield from _programs(home / "Scripts")
        yield from _programs(home)


def _homes() -> Iterator[Path]:
    """Folders that hold one environment each."""
    user = Path.home()
    named = [os.environ.get(name) for name in ("VIRTUAL_ENV", "CONDA_PREFIX")]
    yield from (Path(text) for text in named if text)
    pyenv = Path(os.environ.get("PYENV_ROOT") or user / ".pyenv")
    families = [
        pyenv / "versions", pyenv / "pyenv-win" / "versions", Path(os.environ.get("WORKON_HOME") or user / ".virtualenvs"),
        user / "envs", user / "venvs", user / ".venvs", user / ".local/share/uv/python", user / ".local/share/virtualenvs",
        user / ".conda/envs", Path("/Library/Frameworks/Python.framework/Versions"), Path("/opt"),
        user / "AppData/Local/Programs/Python",
    ]  # fmt: skip
    roots = [user / name for name in ("miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba")]
    for root in [*roots, Path("/opt/conda"), Path("/opt/miniconda3"), Path("/opt/anaconda3"), Path("C:/ProgramData/anaconda3")]:
        yield root
        families.append(root / "envs")
    yield from _told_by_conda(user)
    for family in families:
        yield from _inside(family)


def _told_by_conda(user: Path) -> Iterator[Path]:
    try:
        lines = (user / ".conda/environments.txt").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    yield from (Path(line.strip()) for line in lines if line.strip())


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())[:200]
    except OSError:
        return []


def _programs(folder: Path) -> Iterator[Path]:
    names = ("python.exe",) if os.name == "nt" else ("python3", "python", *(f"python3.{minor}" for minor in range(6, 20)))
    for name in names:
        path = folder / name
        try:
            if path.is_file() and os.access(path, os.X_OK):
                yield path
        except OSError:
            continue


def _distinct(paths: Iterator[Path]) -> list[Path]:
    """Each program once. The name itself is not followed: a virtualenv's python is a link to another's."""
    seen: dict[tuple[str, str], Path] = {}
    for path in paths:
        try:
            key = (str(path.parent.resolve()), os.path.realpath(path))
        except OSError:
            continue
        seen.setdefault(key, path)
    return list(seen.values())
