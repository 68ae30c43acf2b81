"""Keeps Python 3.11 alive under PySide6 6.12, which gives away references to None, True and False.

Its wheel is compiled with the headers of Python 3.12, where `Py_RETURN_NONE`, `_TRUE`, `_FALSE` and
`_NOTIMPLEMENTED` no longer count references. On 3.11 each such call takes one off the count, and at zero, after some
five thousand calls, the interpreter aborts ("none_dealloc", "bool_dealloc").
"""

import ctypes
import sys

_ENOUGH = 1 << 40 if sys.maxsize > 1 << 32 else 1 << 29


def make_constants_immortal() -> None:
    """What Python 3.12 does of itself: counts of references that never reach zero."""
    if sys.version_info >= (3, 12):
        return
    for constant in (None, True, False, NotImplemented):
        if sys.getrefcount(constant) < _ENOUGH:
            ctypes.c_ssize_t.from_address(id(constant)).value += _ENOUGH
