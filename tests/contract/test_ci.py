"""What a continuous integration starts: the scripts are there, set up by dev.py, and the contributor's page names them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(os.name == "nt", reason="a script of the shell")
def test_the_night_fuzzes_for_a_quarter_of_an_hour_and_keeps_what_breaks(tmp_path: Path) -> None:
    (program := tmp_path / "python3").write_text(
        '#!/bin/sh\necho "$@"\necho "$RAI_FUZZ_SECONDS $RAI_FUZZ_KEEP"\n[ -d "$RAI_FUZZ_KEEP" ] && [ -f dev.py ] && exit 5\n')
    program.chmod(0o755)
    given = {name: text for name, text in os.environ.items() if not name.startswith("RAI_FUZZ")}
    env = given | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "RAI_FUZZ_KEEP": str(tmp_path / "kept"), "RAI_FUZZ_SEED": "7"}
    done = subprocess.run([str(ROOT / ".ci/nightly")], env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 5, done.stderr  # as the tests end, so does it
    assert done.stdout.splitlines()[1:] == [
        "dev.py test tests/unit/loading/test_fuzzing.py --hypothesis-seed=7", f"720 {tmp_path / 'kept'}"]
    assert "`.ci/nightly`" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_what_is_ours_is_compiled_once_and_not_by_every_program_that_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rai_desktop").mkdir()
    (tmp_path / "rai_desktop/part.py").write_text("x = 1\n")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    for name in ("install_qt_libraries", "make_environment"):
        monkeypatch.setattr(dev, name, lambda *_: 0)
    dev.set_up("requirements-dev.lock")
    assert [path.suffix for path in (tmp_path / "rai_desktop/__pycache__").iterdir()] == [".pyc"]


def test_the_checks_run_while_new_libraries_are_compiled_which_pip_leaves_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tmp_path / ".venv" / ("Lib" if os.name == "nt" else "lib")
    (where / "part").mkdir(parents=True)
    for number in range(300):
        (where / f"part/p{number}.py").write_text("x = 1\n" * 50)
    (where / "part/template.py").write_text("{{ no Python }\n")
    (tmp_path / "new.lock").write_text("")
    said: list[list[str]] = []
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "link_package", lambda: None)
    monkeypatch.setattr(dev.subprocess, "call", lambda words, **_how: said.append(words) or 0)
    compiled: list[int] = []
    code = dev.make_environment("new.lock", lambda: compiled.append(len(list(where.rglob("*.pyc")))) or 7)
    assert code == 7  # as the checks end, so does it
    assert compiled[0] < 300
    assert len(list(where.rglob("*.pyc"))) == 300
    assert "--no-compile" in said[0]
    assert dev.make_environment("new.lock", lambda: 8) == 8  # nothing is installed again
    assert len(said) == 1
