"""Freezes the four programs into dist/rai-desktop: python packaging/build.py [--fresh]."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "dist" / "rai-desktop"


def build() -> int:
    """Run PyInstaller with what makes two builds of one source alike; print the folder and its size."""
    if "--fresh" in sys.argv:
        shutil.rmtree(ROOT / "build", ignore_errors=True)
    epoch = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    environment = os.environ | {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": epoch or "1767225600"}
    code = subprocess.call([sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(ROOT / "dist"),
                            "--workpath", str(ROOT / "build"), str(ROOT / "packaging" / "rai.spec")], cwd=ROOT, env=environment)
    if code == 0:
        size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink())
        print(f"{FOLDER}  {size / 1e6:.0f} MB")
    return code


if __name__ == "__main__":
    sys.exit(build())
