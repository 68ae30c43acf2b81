"""rai-desktop: the window."""

import os
import sys

from rai_desktop import i18n


def main() -> None:
    """Show the window; leaves with its exit code."""
    speak()
    from rai_desktop.gui.app import main as show

    sys.exit(show())


def speak() -> None:
    """Settle the language before any title is made; the engine and its children inherit it."""
    from rai_desktop.settings import load_settings

    os.environ.setdefault(i18n.VARIABLE, load_settings().language or i18n.of_system())
    i18n.choose()


if __name__ == "__main__":
    main()
