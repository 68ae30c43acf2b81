"""Shut this process in before any library or model is loaded, and say honestly what is in force.

Every layer is tried by itself; one that this system does not offer is reported and the others still stand.
The last word has the self-test, which attempts what must not be possible.
"""

import ctypes
import os
import sys
from typing import Any, Callable, Dict, List

_WINDOWS, _LINUX = os.name == "nt", sys.platform.startswith("linux")
IN_FORCE, ABSENT = "in_force", "absent"
Layer = Callable[[Dict[str, Any]], str]


class Unavailable(Exception):
    """This system does not offer a layer; the text says why."""


def confine(settings: Dict[str, Any]) -> Dict[str, str]:
    """Apply every layer asked for; {layer: "state|detail"}. `settings["layers"]` may name fewer, for tests."""
    wanted = settings.get("layers")
    told = {}
    for name, apply in _layers().items():
        if wanted is None or name in wanted:
            told[name] = _tried(apply, settings)
    told["self_test"] = self_test(str(settings["scratch"]), int(settings.get("parent", 0)))
    return told


def _layers() -> Dict[str, Layer]:
    """The layers of this system in the order they must be applied."""
    if _LINUX:
        from . import landlock, namespaces, seccomp

        return {
            "limits": limit, "namespaces": namespaces.enter, "dies_with_engine": namespaces.die_with_parent,
            "no_new_privileges": namespaces.forbid_privileges, "landlock": landlock.restrict,
            "seccomp": seccomp.restrict,
        }  # fmt: skip
    if _WINDOWS:
        from . import windows

        return {
            "job_object": windows.job_object, "restricted_token": windows.restricted_token,
            "low_integrity": windows.low_integrity,
        }  # fmt: skip
    return {"limits": limit, "sandbox_exec": _sandbox_exec}


def _tried(apply: Layer, settings: Dict[str, Any]) -> str:
    try:
        return IN_FORCE + "|" + apply(settings)
    except Unavailable as error:
        return ABSENT + "|" + str(error)
    except OSError as error:
        return ABSENT + "|" + (error.strerror or str(error))
    except Exception as error:
        return ABSENT + "|{}: {}".format(type(error).__name__, error)


def limit(settings: Dict[str, Any]) -> str:
    """Memory, file size, open files and processor time; no core dumps."""
    import resource

    memory = int(settings.get("memory", 0))
    wanted = [
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 256 * 2**20), (resource.RLIMIT_NOFILE, 1024),
        (resource.RLIMIT_CPU, int(settings.get("cpu_s", 12 * 3600))),
    ]  # fmt: skip
    if memory and sys.platform != "darwin":
        wanted.append((resource.RLIMIT_AS, memory))
    for kind, most in wanted:
        _soft, hard = resource.getrlimit(kind)
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (value, value))
    return str(memory) if memory and sys.platform != "darwin" else ""


def _sandbox_exec(settings: Dict[str, Any]) -> str:
    """Applied by the engine when it started us; the self-test tells whether it holds."""
    if not settings.get("sandbox_exec"):
        raise Unavailable("sandbox-exec was not found")
    return ""


def readable(settings: Dict[str, Any]) -> List[str]:
    """What a model's libraries need to read: the interpreter, its packages, the system's libraries and clocks."""
    here = os.path.dirname(os.path.abspath(__file__))
    found = [
        here, sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, getattr(sys, "_MEIPASS", ""),
        *(path for path in sys.path if os.path.exists(path)), os.path.dirname(os.path.realpath(sys.executable)),
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/etc/ld.so.cache",
        "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/nix/store", "/gnu/store",
        "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm/overcommit_memory",
        "/sys/devices/system", "/sys/fs/cgroup", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
        *(str(path) for path in settings.get("code", ())), *([str(settings["path"])] if settings.get("path") else ()),
    ]  # fmt: skip
    return [path for path in dict.fromkeys(found) if path and path != "/"]


def self_test(scratch: str, parent: int) -> str:
    """Attempt what must not be possible: `passed`, or which attempts succeeded."""
    attempts = {"read": _reads, "write": _writes, "network": _connects, "programs": _forks, "signals": _signals}
    held = [name for name, attempt in attempts.items() if not attempt(scratch, parent)]
    open_ = [name for name in attempts if name not in held]
    return "held:{}|open:{}".format(",".join(held), ",".join(open_))


def _reads(_scratch: str, _parent: int) -> bool:
    outside = os.path.expandvars(r"%SystemRoot%\win.ini") if os.name == "nt" else "/etc/passwd"
    try:
        with open(outside, "rb") as file:
            file.read(1)
        os.listdir(os.path.dirname(outside))
        return True
    except OSError:
        return False


def _writes(scratch: str, _parent: int) -> bool:
    outside = os.path.join(os.path.dirname(os.path.abspath(scratch)), "rai-self-test-{}".format(os.getpid()))
    try:
        os.close(os.open(outside, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
        os.unlink(outside)
        return True
    except OSError:
        return False


def _connects(_scratch: str, _parent: int) -> bool:
    """Whether a socket can be made and sent from: nothing is sent, and nobody is reached."""
    if os.name == "nt":
        from . import windows

        return windows.connects()
    libc = ctypes.CDLL(None, use_errno=True)
    made = libc.socket(2, 2, 0)
    if made < 0:
        return False
    address = (ctypes.c_ubyte * 16)(2, 0, 0, 9, 127, 0, 0, 1)
    if sys.platform == "darwin":
        address = (ctypes.c_ubyte * 16)(16, 2, 0, 9, 127, 0, 0, 1)
    reached = libc.connect(made, ctypes.byref(address), 16) == 0
    os.close(made)
    return bool(reached)


def _forks(_scratch: str, _parent: int) -> bool:
    if not hasattr(os, "fork"):
        return _starts()
    try:
        child = os.fork()
    except OSError:
        return False
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return True


def _starts() -> bool:
    """Windows: whether a program that ends at once can be started."""
    import subprocess

    nothing = subprocess.DEVNULL
    unseen = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        subprocess.Popen([os.environ.get("COMSPEC", "cmd.exe"), "/c", "exit"], stdin=nothing, creationflags=unseen).wait(10)
        return True
    except (OSError, subprocess.TimeoutExpired):
        return False


def _signals(_scratch: str, parent: int) -> bool:
    if parent <= 1:
        return True
    if os.name == "nt":
        from . import windows

        return windows.ends_others(parent)
    try:
        os.kill(parent, 0)
        return True
    except OSError:
        return False
