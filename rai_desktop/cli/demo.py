"""demo: the example project, from answers to a verified bundle."""

import argparse
from itertools import count
from pathlib import Path

from rai_desktop.cli.handing import check_out, hand_over
from rai_desktop.cli.running import run_project, say
from rai_desktop.i18n import _
from rai_desktop.project.example import create_example


def demo(chosen: argparse.Namespace) -> int:
    """Make the example in a folder beside the bundle, run it, and write the bundle."""
    out: Path = chosen.out
    check_out(out)
    folder = _free(out.parent / f"{out.name}-project")
    document = create_example(folder / "example.rai")
    try:
        run_project(document)
        hand_over(document, out)
    finally:
        document.close()
    say(_("Open it in the window:  rai-desktop {path}").format(path=folder / "example.rai"))
    return 0


def _free(folder: Path) -> Path:
    """A folder that holds no project yet: work in an earlier demo's project is never written over."""
    numbered = (folder if number == 1 else folder.with_name(f"{folder.name}-{number}") for number in count(1))
    return next(each for each in numbered if not each.exists())
