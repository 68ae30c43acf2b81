"""Is a program packed together with its own Python, so that it is no interpreter? Told from its bytes, never run.

PyInstaller ends the archive that it adds to its starter with these bytes, which no interpreter holds. Such a program takes
the words meant for a Python as its own: started, it would open its window or do its work.
"""

import mmap
from pathlib import Path

_MARK = b"MEI\014\013\012\013\016"


def is_packed(program: Path) -> bool:
    """Whether PyInstaller made it. False also where it cannot be read."""
    try:
        with program.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.rfind(_MARK) >= 0
    except (OSError, ValueError):  # an empty file cannot be mapped
        return False
