"""The window, frozen."""

from rai_desktop.__main__ import main

if __name__ == "__main__":
    main()
