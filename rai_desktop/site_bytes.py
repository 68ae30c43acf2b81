"""The bytes of a file of a site or of ours: a pipe or a device in its place would be waited for, or read, without end."""

import errno
import stat
from pathlib import Path

from rai_desktop.i18n import _

LARGEST = 32 << 20  # bytes; the largest file we ship has under one million


def site_bytes(path: Path, most: int = LARGEST) -> bytes:
    """The whole file. Raises OSError, also for what is no file and for one of more than `most` bytes."""
    told = path.stat()
    if not stat.S_ISREG(told.st_mode):
        raise OSError(errno.EINVAL, _("it is no file, but a folder, a pipe or a device"))
    if told.st_size > most:
        raise OSError(errno.EFBIG, _("it has {size} MB, and {most} MB is the most").format(
            size=-(-told.st_size >> 20), most=most >> 20))
    return path.read_bytes()
