"""new: a new assessment made from one that was made before."""

import argparse

from rai_desktop.cli.running import say
from rai_desktop.i18n import ngettext
from rai_desktop.project.document import Document


def start(chosen: argparse.Namespace) -> int:
    """Write the new file and say how much of it is to be confirmed."""
    from rai_desktop.review.carrying import make_from, unconfirmed

    with Document.open(chosen.old, read_only=True) as old:
        project = make_from(old, chosen.new, chosen.title)
    count = sum(len(ids) for ids in unconfirmed(project).values())
    print(chosen.new)
    say(ngettext("{n} answer was carried over and is to be confirmed.", "{n} answers were carried over and are to be confirmed.",
                 count).format(n=count))
    return 0
