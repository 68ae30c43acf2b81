"""compare: two bundles, two assessments, or an assessment and an earlier entry of its own history."""

import argparse
import json
from pathlib import Path

import msgspec

from rai_desktop.cli import bundles
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _


def compare(chosen: argparse.Namespace) -> int:
    """Exit 0 when nothing differs, 1 with what does."""
    a, b = str(chosen.a), str(chosen.b)
    if not a.endswith(".rai") and not b.endswith(".rai"):
        return bundles.compare(chosen)
    if a.endswith(".rai") and (b.endswith(".rai") or b.isdigit()):
        return _compare_projects(chosen)
    raise Refusal(_("{a} and {b} cannot be compared.").format(a=a, b=b),
                  _("Give two bundles, two .rai files, or a .rai file and the number of one of its history entries."))


def _compare_projects(chosen: argparse.Namespace) -> int:
    from rai_desktop.project.document import Document
    from rai_desktop.report.bag import printable
    from rai_desktop.review.comparing import as_text
    from rai_desktop.review.comparing import compare as differ
    from rai_desktop.review.sides import side_now, side_of_file, side_then

    other = str(chosen.b)
    with Document.open(Path(chosen.a), read_only=True) as document:
        if other.isdigit():
            found = differ(side_then(document, int(other)), side_now(document))
        else:
            found = differ(side_now(document), side_of_file(Path(other)))
    if chosen.json:
        print(json.dumps({"same": found.same, **msgspec.to_builtins(found)}, indent=2, ensure_ascii=False))
    else:
        for line in as_text(found).splitlines():  # words of a stranger's file, without signs that steer a terminal
            print(printable(line.replace("\u00a0", " ").replace("\u202f", " ")))
    return 0 if found.same else 1
