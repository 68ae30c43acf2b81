"""demo: the example project, from answers to a verified bundle."""

import argparse
import shutil
import tempfile
from pathlib import Path

from rai_desktop.cli.handing import check_out, hand_over
from rai_desktop.cli.running import run_project, say
from rai_desktop.project.example import create_example


def demo(chosen: argparse.Namespace) -> int:
    """Make the example in a scratch folder, run it, write the bundle and leave the project beside it."""
    out: Path = chosen.out
    check_out(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    kept = out.parent / f"{out.name}-project"
    with tempfile.TemporaryDirectory(prefix="rai-demo-") as scratch:
        folder = _fresh(kept, Path(scratch))
        document = create_example(folder / "example.rai")
        try:
            run_project(document)
            hand_over(document, out)
        finally:
            document.close()
    say(f"Open it in the window:  rai-desktop {folder / 'example.rai'}")
    return 0


def _fresh(folder: Path, scratch: Path) -> Path:
    """An empty folder for the project; what an earlier demo left there is replaced, nothing else is."""
    ours = {"example.rai", "credit_applicants.csv", "credit_model.joblib"}
    if folder.exists() and {path.name for path in folder.iterdir()} - ours:
        return scratch
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
