"""Let the model's pickle find its author's own modules: the files an analyst added, and nothing beside them."""

import os
import sys
import types
from typing import List

_MAIN = "__main__.py"
_ours: List[types.ModuleType] = []  # kept: a module that nobody holds loses what its functions need


def hide_ourselves() -> None:
    """Put an empty module in the place of this program's own: what a file wants of `__main__` was its author's, never ours."""
    _ours.append(sys.modules["__main__"])
    sys.modules["__main__"] = types.ModuleType("__main__")


def offer(folders: List[str]) -> None:
    """Make the modules in these folders importable; call only once this process is shut in.

    A file called __main__.py stands for the notebook or script the model was made in.
    """
    for folder in folders:
        sys.path.insert(0, folder)
        main = os.path.join(folder, _MAIN)
        if os.path.exists(main):
            _stand_in_for_main(main)


def _stand_in_for_main(path: str) -> None:
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__dict__["__name__"] = "the_models_script"  # what it does only when run as a script is not done
    sys.modules["__main__"] = sys.modules["the_models_script"] = module
    with open(path, "rb") as file:
        exec(compile(file.read(), path, "exec"), module.__dict__)  # noqa: S102 - the analyst allowed it
