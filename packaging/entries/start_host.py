"""The model's host, frozen."""

from rai_desktop.host.host import main

if __name__ == "__main__":
    main()
