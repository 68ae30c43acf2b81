"""macOS: the sandbox profile that is put around the host from outside, for Apple's sandbox-exec.

Not run on macOS by us. Later rules win over earlier ones. Dyld reads the root folder itself since macOS 26, mapping code is an
operation apart from reading it, and OpenMP registers itself in shared memory of one name.
"""

import sys
from pathlib import Path

_PROFILE = """(version 1)
(deny default)
(allow process-exec (literal "/usr/bin/sandbox-exec") (regex #"/[Pp]ython[0-9.]*$") (regex #"/rai-host$"))
(allow sysctl-read) (allow mach-lookup) (allow signal (target self))
(allow file-read* file-map-executable (subpath "/System") (subpath "/usr/lib") (subpath "/Library/Frameworks")
  (subpath "/private/preboot/Cryptexes") (subpath "/private/var/db/dyld") (subpath "/opt") (subpath "/usr/local")
  (subpath "/Applications") (regex #"/site-packages/") (regex #"/lib/python3[.0-9]*/"){folders})
(allow file-read* (literal "/") (subpath "/usr/share") (subpath "/private/var/db/timezone") (subpath "/dev"){files})
(allow file-read-metadata)
(allow file-read* file-write* file-map-executable (subpath {scratch}))
(allow file-write-data (literal "/dev/null"))
(allow ipc-posix-shm-read-data ipc-posix-shm-write-data ipc-posix-shm-write-create ipc-posix-shm-write-unlink
  (ipc-posix-name-regex #"^/__KMP_REGISTERED_LIB_[0-9]+$"))
(deny network*) (deny process-fork)
"""


def profile(scratch: Path, program: Path, reads: tuple[Path, ...]) -> str:
    """What a program may do: read its own environment, the system's libraries and `reads`, write only in `scratch`."""
    folders = dict.fromkeys(_subpath(folder) for folder in _environment(program))
    files = dict.fromkeys(_subpath(path.resolve()) for path in reads)
    return _PROFILE.format(folders="".join(folders), files="".join(files), scratch=_quoted(scratch.resolve()))


def _environment(program: Path) -> list[Path]:
    """The folders that hold an interpreter and its libraries: as it is named, and where its links lead."""
    if getattr(sys, "frozen", False) and program.parent == Path(sys.executable).parent:
        return [program.parent.resolve()]
    found = [program.parent.parent.resolve(), program.resolve().parent.parent]
    if program == Path(sys.executable):
        found += [Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()]
    return [folder for folder in found if not _holds_more(folder)]


def _holds_more(folder: Path) -> bool:
    """Whether the user's own files lie in it too: a Python in ~/bin must not open the home folder."""
    return Path.home().resolve().is_relative_to(folder)


def _subpath(path: Path) -> str:
    return f" (subpath {_quoted(path)})"


def _quoted(path: Path) -> str:
    """A path as a string of the profile, from which nothing in its name breaks out."""
    return '"{}"'.format(str(path).replace("\\", "\\\\").replace('"', '\\"'))
