"""rai-desktop: the window."""

import sys


def main() -> None:
    """Show the window; leaves with its exit code."""
    from rai_desktop.gui.app import main as show

    sys.exit(show())


if __name__ == "__main__":
    main()
