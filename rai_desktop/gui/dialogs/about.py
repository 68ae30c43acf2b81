"""About: what this program is, its versions, where it keeps things; to copy into a report."""

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from rai_desktop import __version__, paths
from rai_desktop.engine.versions import versions
from rai_desktop.gui.dialogs.text import TextDialog
from rai_desktop.i18n import _


def version_text() -> str:
    """Versions and places, one a line: the same for About, errors and diagnostics."""
    lines = [
        f"RAI Desktop {__version__}",
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}, PySide6 {pyside_version}",
        platform.platform(),
        *(f"{name} {version}" for name, version in versions().items()
          if name not in ("rai-desktop", "python", "platform")),
        "",
        _("Settings: {path}").format(path=paths.settings_dir()),
        _("Logs: {path}").format(path=paths.log_dir()),
        _("Cache: {path}").format(path=paths.cache_dir()),
        _("Site: {path}").format(path=paths.site_dir()),
    ]
    return "\n".join(lines)


class AboutDialog(TextDialog):
    """Versions, places, licence and the promise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        sentence = _(
            "Responsible-AI assessments at a workstation without a network. This program has no network code: it "
            "sends nothing, asks nothing and updates nothing by itself. Apache License 2.0; the font Inter is under "
            "the SIL Open Font License.")
        super().__init__(_("About RAI Desktop"), sentence, version_text(), parent)
