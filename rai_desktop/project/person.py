"""Who is at the desk, as the operating system knows it, and at which machine."""

import getpass
import os
import platform
import sys


def os_user() -> str:
    """The account's name from the system itself; environment variables can be set by anyone."""
    if sys.platform == "win32":
        return getpass.getuser()
    else:  # noqa: RET505 - the type checker understands only this form
        import pwd

        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return f"uid {os.getuid()}"


def host_name() -> str:
    """The machine's name."""
    return platform.node() or "unknown"
