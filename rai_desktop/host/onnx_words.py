"""What an ONNX file gives and takes that is no table, and what its runtime says of a file that it does not take."""

import re
from typing import Any

from .models import Problem
from .onnx_inputs import NUMBERS

_TABLES = (*NUMBERS, "tensor(string)")
_CODE = re.compile(r"\s*\S+\.(?:cc|h):\d+ (?:[^()]*\(.*?\)(?= [A-Z])|\w+ )\s*")
_KIND = re.compile(r"^[ :\d]*[A-Z_]+ : (?:Load model from .*? failed:)?")


def is_read(output: Any) -> bool:
    """Whether an output is a table or a map for each row: numpy has no float of 8 bits, and gives its bits for whole numbers."""
    return output.type in _TABLES or output.type.startswith("seq(map")


def refuse_odd(session: Any) -> None:
    """Raises Problem where an input is no table, or no output is one."""
    for taken in session.get_inputs():
        if taken.type not in _TABLES:
            raise Problem("onnx_input", name=taken.name, kind=taken.type)
    outputs = session.get_outputs()
    if not outputs:
        raise Problem("onnx_nothing")
    if not any(map(is_read, outputs)):
        raise Problem("onnx_output", name=outputs[0].name, kind=outputs[0].type)


def not_taken(error: Exception, version: str) -> Problem:
    """The runtime's own last words, without the places in its code that stand before them."""
    last = _KIND.sub("", str(error).rsplit("[ONNXRuntimeError]", 1)[-1])
    return Problem("onnx_unread", text=" ".join(_CODE.sub("", last).split()).rstrip("."), version=version)
