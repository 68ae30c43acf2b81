"""key: a new key to sign bundles with."""

import argparse
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _


def make(chosen: argparse.Namespace) -> int:
    """Write an encrypted key and its public half; print the fingerprint to give to readers by another way."""
    from rai_desktop.review.keys import make_key

    print(make_key(chosen.key, read_passphrase(chosen.passphrase_file)))
    return 0


def read_passphrase(path: Path | None) -> str:
    """The first line of a file: a passphrase on the command line would be seen by every user of the machine."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(_("The passphrase file {path} cannot be read.").format(path=path),
                      _("It is a text file of one line.")) from error
