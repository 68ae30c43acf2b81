"""Start a foreign program as shut in as it can be: `host.py --command SETTINGS -- PROGRAM ARGUMENTS`.

No network, no writing but in the scratch folder, limits. It may read files and start programs, as R or Java
must; what is in force is written to the file `told` for the engine before the program begins.
"""

import json
import os
import subprocess
import sys
from typing import Any, Dict, List

from . import confinement

_LAYERS = ("limits", "namespaces", "dies_with_engine", "no_new_privileges", "landlock")


def main(arguments: List[str]) -> None:
    """Confine this process, say how far that went, and become the program, or stay beside it."""
    settings: Dict[str, Any] = json.loads(arguments[0])
    program = arguments[2:]
    told = confinement.confine(dict(settings, layers=_LAYERS, reads_all=True))
    told["seccomp"] = "left_out"  # it must be able to start its own parts
    with open(settings["told"], "w", encoding="utf-8") as file:
        json.dump(told, file)
    if sys.platform.startswith("linux") and settings.get("parent"):
        from .minding import mind

        mind(program, int(settings["parent"]))
    _become(program)


def _become(program: List[str]) -> None:
    try:
        if os.name == "nt":
            sys.exit(subprocess.call(program))
        from .minding import become

        become(program)
    except OSError as error:
        sys.stderr.write("{}: {}\n".format(program[0], error.strerror))
        os._exit(127)
