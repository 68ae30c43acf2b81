"""Sets up and runs everything a developer needs: python dev.py [demo|run|test|check|bench|freeze|lock].

Only the standard library; Linux, macOS and Windows alike. The virtual environment `.venv` is made from the lock.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Whose tests wait for processes most of the time, and as many others as make the two halves take equally long.
WAITING = (
    "tests/contract/test_assessments.py", "tests/contract/test_explaining_in_host.py", "tests/contract/test_formats.py",
    "tests/contract/test_formulas.py", "tests/e2e", "tests/engine", "tests/unit/host", "tests/unit/loading",
)  # fmt: skip
QT_LIBRARIES = {  # what Qt needs on Debian and Ubuntu, found by ldd: library file to package
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libX11.so.6": "libx11-6",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def main() -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on (pytest options, project file, …)")
    chosen = parser.parse_args()
    if sys.version_info < (3, 11):
        print(f"RAI Desktop needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    return COMMANDS[chosen.command](chosen.rest)


def demo(rest: Sequence[str]) -> int:
    """The example, headless, into a bundle; the window opens on it when there is a screen."""
    set_up("requirements.lock")
    out = Path(rest[0]).absolute() if rest else ROOT / "demo-bundle"
    code = ours("-m", "rai_desktop.cli", "demo", "--out", str(out))
    projects = sorted(out.parent.glob(f"{out.name}-project*/example.rai"), key=lambda path: path.stat().st_mtime)
    if code == 0 and projects and has_screen() and not os.environ.get("CI"):
        missing = missing_libraries(WINDOW_LIBRARIES)
        if missing:
            print(f"To open the window, first: sudo apt-get install -y {' '.join(missing)}")
        else:
            ours("-m", "rai_desktop", str(projects[-1]))
    return code


def run(rest: Sequence[str]) -> int:
    """The window."""
    set_up("requirements.lock")
    return ours("-m", "rai_desktop", *rest)


def check(rest: Sequence[str] = ()) -> int:
    """ruff, mypy --strict and the import rules."""
    return set_up("requirements-dev.lock", _checks)


def _checks() -> int:
    results = [ours("-m", "ruff", "check", "."), ours("-m", "mypy")]
    results.append(ours("-c", "import sys; from importlinter.cli import lint_imports_command; sys.argv[1:] = []; lint_imports_command()"))
    return max(results)


def test(rest: Sequence[str]) -> int:
    """Checks, then every test. Options after `test` go to pytest and skip the checks."""
    if rest:
        set_up("requirements-dev.lock")
        return ours("-m", "pytest", *rest)
    return check() or _both_halves()


def _both_halves() -> int:
    """Every test, those that wait for processes beside the others; their report is printed when both are done."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as report:
        command = [str(PYTHON), "-m", "pytest", *WAITING]
        beside = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=report, stderr=subprocess.STDOUT)
        here = ours("-m", "pytest", "tests", *(f"--ignore={each}" for each in WAITING))
        there = beside.wait()
        report.seek(0)
        print(report.read())
    return here or there


def bench(rest: Sequence[str]) -> int:
    """Benchmarks, compared with peers as ratios in one run; figures and how to read them: docs/benchmarks.md."""
    set_up("requirements-dev.lock")
    return ours("-m", "pytest", "benchmarks", "tests/gui/test_liveliness.py", "--timeout=1800", "-q", "-s", *rest)


def freeze(rest: Sequence[str]) -> int:
    """The installable folder, then its smoke test."""
    set_up("requirements-dev.lock")
    return ours("packaging/build.py", *rest) or ours("packaging/smoke.py")


def lock(rest: Sequence[str]) -> int:
    """Write both lock files anew from pyproject.toml (needs uv)."""
    common = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
              "--no-annotate", "--no-header", "--extra", "models", "--group", "build", "pyproject.toml"]
    code = subprocess.call([*common, "--group", "dev", "-o", "requirements-dev.lock", *rest], cwd=ROOT)
    return code or subprocess.call([*common, "-c", "requirements-dev.lock", "-o", "requirements.lock", *rest], cwd=ROOT)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo, "run": run, "test": test, "check": check, "bench": bench, "freeze": freeze, "lock": lock}


def set_up(lock_name: str, meanwhile: Callable[[], int] = lambda: 0) -> int:
    """Make or refresh `.venv` from a lock, and compile what is ours; quick when nothing changed. What `meanwhile` returns,
    which is done while new libraries are compiled."""
    install_qt_libraries()
    code = make_environment(lock_name, meanwhile)
    # Compiled here once, whatever the caller's PYTHONDONTWRITEBYTECODE: every program that is started would compile it again,
    # the confined ones also because they may not write.
    ours("-m", "compileall", "-q", "rai_desktop")
    return code


def make_environment(lock_name: str, meanwhile: Callable[[], int]) -> int:
    """`.venv` as a lock says, and what `meanwhile` returns. Raises SystemExit where it cannot be made."""
    stamp = VENV / f".{lock_name}.sha256"
    wanted = hashlib.sha256((ROOT / lock_name).read_bytes() + sys.version.encode()).hexdigest()
    larger = VENV / ".requirements-dev.lock.sha256"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return meanwhile()
    if lock_name == "requirements.lock" and PYTHON.exists() and larger.exists():
        return meanwhile()
    print(f"Setting up {VENV} from {lock_name} (some minutes the first time) …", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    done = subprocess.call([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile",
                            "--require-hashes", "-r", str(ROOT / lock_name)], cwd=ROOT)
    if done:
        raise SystemExit("The libraries could not be installed; the lines above say why.")
    link_package()
    # pip compiles one file after the other, for as long as it unpacks them: here every core does, and the checks need none of it.
    # How it ends says nothing: some libraries hold templates and files of other Pythons, which do not compile.
    with subprocess.Popen([str(PYTHON), "-m", "compileall", "-qq", "-j", "0", str(VENV / ("Lib" if os.name == "nt" else "lib"))]):
        code = meanwhile()
    stamp.write_text(wanted)
    return code


def link_package() -> None:
    """Install the checkout itself, editable, so that `rai-desktop` and `rai-desktop-cli` exist in `.venv`."""
    done = subprocess.call([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
                            "--no-index", "--no-build-isolation", "--editable", str(ROOT)], cwd=ROOT)
    if done:
        raise SystemExit("The checkout could not be installed into .venv; the lines above say why.")


def install_qt_libraries() -> None:
    """Install what Qt needs and this system lacks, when that is possible; else print the line to type."""
    missing = missing_libraries(QT_LIBRARIES)
    if not missing:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing system libraries for Qt:", *missing, flush=True)
        subprocess.call(["apt-get", "update", "-qq"])
        subprocess.call(line)
    else:
        print("Qt needs system libraries. If the window does not start:  sudo", *line)


def missing_libraries(wanted: dict[str, str]) -> list[str]:
    """Packages of libraries that the loader does not know (Linux with ldconfig only)."""
    loader = shutil.which("ldconfig") or "/sbin/ldconfig"
    if not sys.platform.startswith("linux") or not Path(loader).exists():
        return []
    known = subprocess.run([loader, "-p"], capture_output=True, text=True, check=False).stdout
    return [package for library, package in wanted.items() if library not in known]


def has_screen() -> bool:
    """Whether a window can be shown here."""
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def environment() -> dict[str, str]:
    """The caller's environment; one OpenMP thread keeps shared cores honest."""
    return {"OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"} | dict(os.environ)


def ours(*arguments: str) -> int:
    """Run the environment's Python in the checkout."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT, env=environment())


if __name__ == "__main__":
    sys.exit(main())
