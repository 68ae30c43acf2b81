"""Start the host: the confined program in which a stranger's model lives.

Run by path on any Python from 3.8 (`python -I host.py`), or frozen as `rai-host`; see serving.py.
With `--command` it starts a foreign program instead; see commands.py.
"""

import os
import sys
import types


def _serve() -> None:
    """Make this folder importable under a name of its own, whatever else is installed, and serve."""
    if __package__:
        from .commands import main as shut_in
        from .serving import serve as run
    else:
        home = types.ModuleType("rai_host")
        home.__path__ = [os.path.dirname(os.path.abspath(__file__))]
        sys.modules["rai_host"] = home
        from rai_host.commands import main as shut_in  # type: ignore[import-not-found, no-redef]
        from rai_host.serving import serve as run  # type: ignore[import-not-found, no-redef]
    if sys.argv[1:2] == ["--command"]:
        shut_in(sys.argv[2:])
    run()


def main() -> None:
    """The entry of the frozen program."""
    _serve()


if __name__ == "__main__":
    main()
