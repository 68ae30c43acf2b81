"""The engine, frozen."""

from rai_desktop.engine.__main__ import main

if __name__ == "__main__":
    main()
