"""Started in a stranger's folder, the command line runs nothing that lies there, whatever it is called."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["numpy", "argparse", "msgspec", "pandas", "sklearn", "pathlib", "sitecustomize", "email"])
def test_a_file_with_a_librarys_name_beside_a_model_is_not_run(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.py").write_text("open('marker', 'w').close()\n")
    (tmp_path / "model.pkl").write_bytes(b"N.")
    done = subprocess.run(
        [sys.executable, "-m", "rai_desktop.cli", "inspect", "model.pkl"], capture_output=True, text=True, cwd=tmp_path, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RAI_HOME": str(tmp_path / "home")}, timeout=60)
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("Everything the file uses"), done.stdout
    assert not (tmp_path / "marker").exists()
