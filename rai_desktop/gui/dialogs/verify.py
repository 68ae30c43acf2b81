"""Verify a bundle that somebody handed over, and say what was found."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from rai_desktop.errors import Refusal
from rai_desktop.gui.begin_at import begin_at
from rai_desktop.gui.dialogs.text import TextDialog
from rai_desktop.i18n import _


def verify_bundle(parent: QWidget) -> None:
    """Ask for the bundle's folder, check it, show the outcome."""
    name = QFileDialog.getExistingDirectory(parent, _("Which bundle is to be verified?"), begin_at())
    if name:
        TextDialog(_("Verify a bundle"), *_verdict(Path(name)), parent).open()


def signed(state: str) -> str:
    """What the check of a signature found, as a sentence."""
    return {"none": _("The bundle is not signed with a key."), "verified": _("The bundle is signed by a known signer."),
            "unknown signer": _("The bundle is signed by a key that nobody here knows."),
            "broken": _("The signature of the bundle is broken.")}[state]


def _verdict(bundle: Path) -> tuple[str, str]:
    from rai_desktop.report.verify import verify

    try:
        found = verify(bundle)
    except Refusal as refusal:
        return refusal.sentence, refusal.way_out
    sentence = _("The bundle is complete and unaltered.") if found.ok else _("The bundle is not as it was written.")
    return sentence, "\n".join([str(bundle), signed(found.signature),
                                 *(each.told for each in found.signatures), *found.problems]).strip()
