"""RAI Desktop: responsible-AI assessments at a workstation with no network."""

# pathlib itself would be looked for in the stranger's folder:
# ruff: noqa: PTH109, PTH112, PTH120

import os
import sys

__version__ = "0.1.0"


def _leave_the_folder() -> None:
    """`python -m` looks into the folder one stands in first: a file called numpy.py beside a stranger's model would be run."""
    if sys.argv[:1] != ["-m"] or not sys.path or not os.path.isdir(sys.path[0]):
        return
    here, home = os.path.realpath(sys.path[0]), os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    if here == os.path.realpath(os.getcwd()) and here != home:
        del sys.path[0]


_leave_the_folder()
