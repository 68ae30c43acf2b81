"""python -m rai_desktop.cli is rai-desktop-cli."""

from rai_desktop.cli import script

if __name__ == "__main__":
    script()
