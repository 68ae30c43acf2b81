"""Binds this process: no network socket is opened in it (offline is a fact, not a promise), no parent outlived."""

import ctypes
import signal
import sys

_SET_DEATH_SIGNAL = 1
_REFUSED = {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
            "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect"}


def refuse_network() -> None:
    """Add an audit hook that raises on any use of the network; it cannot be taken back."""
    sys.addaudithook(_refuse)


def die_with_parent() -> None:
    """On Linux even a loop in C ends when the window is killed; elsewhere the closed pipe ends the engine."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _REFUSED and not _is_local(event, arguments):
        raise PermissionError(f"This program has no network: {event} was refused.")


def _is_local(event: str, arguments: tuple[object, ...]) -> bool:
    """Unix-domain sockets (a path, not host and port) stay on this machine; some libraries pair them."""
    return event in {"socket.connect", "socket.bind"} and len(arguments) > 1 and isinstance(arguments[1], str | bytes)
