"""new: a new assessment made from one that was made before."""

import argparse

from rai_desktop.cli.running import say
from rai_desktop.project.document import Document


def start(chosen: argparse.Namespace) -> int:
    """Write the new file and say how much of it is to be confirmed."""
    from rai_desktop.review.carrying import carried_words, make_from

    with Document.open(chosen.old, read_only=True) as old:
        project = make_from(old, chosen.new, chosen.title)
    print(chosen.new)
    say(carried_words(project))
    return 0
