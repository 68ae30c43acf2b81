"""Something failed that is ours to mend: what, and everything needed to report it, to copy at once."""

from PySide6.QtWidgets import QWidget

from rai_desktop.gui.dialogs.about import version_text
from rai_desktop.gui.dialogs.text import TextDialog
from rai_desktop.i18n import _
from rai_desktop.log import memory

_LOG_LINES = 50


def report_text(sentence: str, details: str) -> str:
    """Message, details, versions and the last lines of the log."""
    parts = [sentence, details.strip(), version_text(), "\n".join(list(memory.lines)[-_LOG_LINES:])]
    return "\n\n".join(part for part in parts if part)


class ErrorDialog(TextDialog):
    """Nothing is sent anywhere: the text is there to be copied."""

    def __init__(self, sentence: str, details: str, parent: QWidget | None = None) -> None:
        way_out = _("Your work is saved. Please copy the text below and give it to whoever looks after this program.")
        super().__init__(_("Something failed"), f"{sentence} {way_out}", report_text(sentence, details), parent)
        self.copying.setText(_("Copy all"))
