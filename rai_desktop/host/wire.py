"""Messages between engine and host: a length, a JSON header, then raw arrays; nothing is ever unpickled."""

import json
import struct
from typing import IO, Any, Dict, Iterable, List, Optional, Sequence, Tuple

from . import room as shared

VERSION = 1
HEADER_LIMIT = 16 * 2**20
DTYPES = frozenset(
    ["|b1", "|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8"]
)
_LENGTH = struct.Struct("<I")
_CHUNK = 2**20
_STRIDE = 2**23  # well above the streams' buffers, so that arrays go past them uncopied
_LAID = b"L"

Shape = Tuple[str, List[int]]


class Broken(Exception):
    """The other side ended, or sent what no honest side sends."""


class Pieces:
    """Equally long one-dimensional arrays that travel as one (k, n) array without being joined first."""

    def __init__(self, pieces: Sequence[Any]) -> None:
        self.pieces = list(pieces)

    @property
    def dtype(self) -> Any:
        """The pieces' common dtype."""
        return self.pieces[0].dtype

    @property
    def shape(self) -> Tuple[int, int]:
        """As the receiver will see it."""
        return len(self.pieces), len(self.pieces[0])


def send(
    stream: IO[bytes], header: Dict[str, Any], arrays: Iterable[Any] = (), room: Optional[shared.Room] = None
) -> None:
    """Write one message; arrays are numpy arrays or Pieces of a dtype in DTYPES, laid in the room where they fit."""
    arrays = list(arrays)
    described = dict(header, arrays=[[a.dtype.str, list(a.shape)] for a in arrays])
    laid = room is not None and shared.fits([size(shape) for shape in described["arrays"]])
    line = json.dumps(dict(described, laid=True) if laid else described).encode("utf-8")
    pieces = [array.pieces if isinstance(array, Pieces) else [array] for array in arrays]
    stream.write(_LENGTH.pack(len(line)) + line)
    if room is not None and laid:
        stream.flush()  # so that the host finds its way round the room while the table is laid
        room.lay(pieces)
        stream.write(_LAID)
    for piece in [] if laid else [piece for whole in pieces for piece in whole]:
        _write(stream, piece)
    stream.flush()


def _write(stream: IO[bytes], array: Any) -> None:
    import numpy as np

    if array.size:
        raw = _bytes_of(np.ascontiguousarray(array))
        for start in range(0, len(raw), _STRIDE):
            stream.write(raw[start : start + _STRIDE])


def _bytes_of(array: Any) -> memoryview:
    return memoryview(array.reshape(-1)).cast("B")


def receive_header(stream: IO[bytes], limit: int = HEADER_LIMIT) -> Dict[str, Any]:
    """Read a message's header; its arrays are still to come. Raises Broken."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > limit:
        raise Broken("header of {} bytes".format(length))
    try:
        header = json.loads(_exactly(stream, length).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Broken("header is not JSON: {}".format(error)) from None
    if not isinstance(header, dict):
        raise Broken("header is not an object")
    return header


def shapes(header: Dict[str, Any]) -> List[Shape]:
    """The arrays a header announces, checked for form. Raises Broken."""
    announced = header.get("arrays", [])
    if not isinstance(announced, list):
        raise Broken("no list of arrays")
    return [_shape(item) for item in announced]


def _shape(item: Any) -> Shape:
    if not (isinstance(item, list) and len(item) == 2 and isinstance(item[1], list)):
        raise Broken("an array without type and shape")
    dtype, lengths = item
    if not isinstance(dtype, str) or dtype not in DTYPES or len(lengths) > 4:
        raise Broken("an array of unknown type")
    if not all(type(n) is int and 0 <= n < 2**48 for n in lengths):
        raise Broken("an array of impossible shape")
    return dtype, lengths


def size(shape: Shape) -> int:
    """Bytes of an announced array."""
    total = int(shape[0][2:])
    for length in shape[1]:
        total *= length
    return total


def receive_array(stream: IO[bytes], shape: Shape) -> Any:
    """Read one array whose shape the caller has already found acceptable. Raises Broken."""
    import numpy as np

    array = np.empty(shape[1], dtype=shape[0])
    if array.size:
        _fill(stream, _bytes_of(array))
    return array


def receive_all(stream: IO[bytes], header: Dict[str, Any], room: int = -1) -> List[Any]:
    """The arrays of a message from the engine, out of the room's descriptor where they were laid. Raises Broken."""
    import numpy as np

    announced = shapes(header)
    if not (header.get("laid") and announced):
        return [receive_array(stream, shape) for shape in announced]
    views = shared.look(room, [size(shape) for shape in announced])
    _exactly(stream, len(_LAID))
    return [np.frombuffer(view, shape[0]).reshape(shape[1]) for view, shape in zip(views, announced)]


def _fill(stream: IO[bytes], room: memoryview) -> None:
    at = 0
    while at < len(room):
        got = stream.readinto(room[at : at + _STRIDE])  # type: ignore[attr-defined]
        if not got:
            raise Broken("ended in the middle of an array")
        at += got


def _exactly(stream: IO[bytes], count: int) -> bytes:
    parts = []
    while count:
        part = stream.read(min(count, _CHUNK))
        if not part:
            raise Broken("ended")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
