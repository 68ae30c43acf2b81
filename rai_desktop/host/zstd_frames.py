"""Unpack zstd, as pandas writes it, with whatever this interpreter has for it: its own, a package's, or Arrow's."""

import importlib
import io
from typing import IO, Any

from .damage import Unreadable


def unpacked(file: IO[bytes]) -> io.RawIOBase:
    """A stream of what the frames hold. Raises ModuleNotFoundError where nothing here can unpack them."""
    return _Unpacked(_reader(file))


class _Unpacked(io.RawIOBase):
    """A library's own stream, whose errors are the file's."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream
        self.leftover = b""  # frames follow one another; anything else is an error

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, room: Any) -> int:
        """Unpack into a buffer; 0 at the end. Raises Unreadable when damaged or cut."""
        try:
            part: bytes = self._stream.read(len(room))
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            raise Unreadable("damaged", str(error)[:200]) from None
        except Exception as error:  # the errors of compression libraries have no class in common
            if type(error).__name__ != "ZstdError":
                raise
            raise Unreadable("damaged", str(error)[:200]) from None
        room[: len(part)] = part
        return len(part)


def _reader(file: IO[bytes]) -> Any:
    if (found := _module("compression.zstd")) is not None:
        return found.ZstdFile(file)
    if (found := _module("zstandard")) is not None:
        return found.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    if (found := _module("pyarrow")) is not None:
        return found.CompressedInputStream(file, "zstd")
    raise ModuleNotFoundError("nothing here unpacks zstd", name="zstandard")


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
