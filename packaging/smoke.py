"""Tries the frozen programs: demo headless into a bundle that verifies, inspection, and the window opened offscreen."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUFFIX = ".exe" if os.name == "nt" else ""


def main() -> int:
    """Every seam between the programs must hold frozen as it does from source."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "rai-desktop"
    with tempfile.TemporaryDirectory(prefix="rai-smoke-") as scratch:
        environment = {"PATH": "/usr/bin:/bin", "RAI_HOME": scratch, "QT_QPA_PLATFORM": "offscreen", "HOME": scratch}
        if os.name == "nt":
            environment |= {"SYSTEMROOT": os.environ["SYSTEMROOT"]}
        bundle = Path(scratch) / "bundle"
        model = folder / "_internal" / "rai_desktop" / "resources" / "sample" / "credit_model.joblib"
        steps = (
            ("rai-desktop-cli", "demo", "--out", str(bundle)),
            ("rai-desktop-cli", "verify", str(bundle)),
            ("rai-desktop-cli", "inspect", str(model)),
            ("rai-desktop-cli", "describe"),
            ("rai-desktop", "--try", str(Path(scratch) / "bundle-project" / "example.rai")),
        )
        for program, *arguments in steps:
            print("$", program, *arguments, flush=True)
            done = subprocess.run([str(folder / (program + SUFFIX)), *arguments], cwd=scratch, env=environment, timeout=600,
                                  check=False)
            if done.returncode:
                print(f"FAILED with exit code {done.returncode}")
                return 1
    print("The frozen programs work: 5 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
