"""The command line, frozen."""

from rai_desktop.cli import script

if __name__ == "__main__":
    script()
