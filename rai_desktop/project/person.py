"""Who is at the desk, as the operating system knows it, and at which machine."""

import ctypes
import os
import platform
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rai_desktop.project.model import Project

_LONGEST = 257  # characters that Windows gives a user's name, with the one that ends it


def os_user() -> str:
    """The account's name from the system itself; environment variables can be set by anyone."""
    if sys.platform == "win32":
        size = ctypes.c_ulong(_LONGEST)
        name = ctypes.create_unicode_buffer(_LONGEST)
        known = ctypes.WinDLL("advapi32").GetUserNameW(name, ctypes.byref(size))
        return name.value if known and name.value else "unknown"
    else:  # noqa: RET505 - the type checker understands only this form
        import pwd

        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return f"uid {os.getuid()}"


def at_desk(project: "Project") -> str:
    """Who most likely works in a project where nobody gave a name: for whom the review copy was made, else its analyst."""
    return (project.review_copy.whom if project.review_copy else "") or project.analyst


def host_name() -> str:
    """The machine's name."""
    return platform.node() or "unknown"
