"""Each layer of the confinement alone, all together, and none: what a process can still do, attempted for real.

The attempts know nothing of how a layer works. A layer that this system does not offer is skipped, with its own words.
"""

import json
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import rai_desktop.host

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the layers of Linux")
HOST = Path(rai_desktop.host.__file__).parent
MEMORY, SCRATCH = 2 * 2**30, 64 * 2**20
SCRIPT = """
import ctypes, errno, fcntl, json, mmap, os, platform, resource, socket, subprocess, sys, types
home = types.ModuleType("rai_host"); home.__path__ = [sys.argv[1]]; sys.modules["rai_host"] = home
from rai_host.confinement import confine
scratch, outside, asked = sys.argv[2], sys.argv[3], json.loads(sys.argv[4])

def listening(family, kind, at):
    made = socket.socket(family, kind)
    made.bind(at)
    if kind == socket.SOCK_STREAM:
        made.listen()
    return made

tcp = listening(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
udp = listening(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
unix = listening(socket.AF_UNIX, socket.SOCK_STREAM, outside + "/socket")
abstract = listening(socket.AF_UNIX, socket.SOCK_STREAM, "\\0rai-test-" + str(os.getpid()))
told = confine(dict(asked, scratch=scratch, parent=os.getppid()))

def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)

def trace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(0, 0, None, None) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")

def call(x86, arm, *arguments):
    # A call of the kernel by its number, refused only when it is not permitted: others have their own errors.
    libc = ctypes.CDLL(None, use_errno=True)
    number = x86 if platform.machine() == "x86_64" else arm
    if libc.syscall(number, *arguments) < 0 and ctypes.get_errno() == errno.EPERM:
        raise PermissionError(number)

def attributes():
    for number in (463, 466, 469):
        call(number, number, -100, b"/nonexistent", 0, b"user.x", 0, 0)

def owner(*command):
    ends = os.pipe()
    try:
        fcntl.fcntl(ends[0], *command)
    finally:
        os.close(ends[0]), os.close(ends[1])

def fill():
    try:
        for at in range(4):
            with open(scratch + "/full-%d" % at, "wb") as file:
                file.write(bytes(24 * 2**20))
    finally:
        for name in os.listdir(scratch):
            if name.startswith("full-"):
                os.unlink(scratch + "/" + name)

def crowd():
    made = []
    try:
        for at in range(20_000):
            made.append(scratch + "/many-%d" % at)
            open(made[-1], "wb").close()
    finally:
        for name in made:
            os.path.exists(name) and os.unlink(name)

def spin():
    while True:
        pass

def grow():
    with open(scratch + "/large", "wb") as file:
        os.ftruncate(file.fileno(), 300 * 2**20)

def hoard():
    # Memory behind a descriptor, which no limit of a process counts.
    made = os.memfd_create("hoard")
    os.close(made)

def connect(family, kind, at):
    with socket.socket(family, kind) as made:
        made.settimeout(2)
        made.connect(at)
        if kind == socket.SOCK_DGRAM:
            made.send(b"x")

ATTEMPTS = {
    "read": lambda: open(outside + "/secret").read(),
    "list": lambda: os.listdir(outside),
    "write": lambda: open(outside + "/written", "w").close(),
    "change": lambda: open(outside + "/secret", "a").close(),
    "remove": lambda: os.unlink(outside + "/removed"),
    "link": lambda: os.link(outside + "/secret", outside + "/linked"),
    "tcp": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, tcp.getsockname()),
    "udp": lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, udp.getsockname()),
    "unix": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, outside + "/socket"),
    "abstract": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, abstract.getsockname()),
    "start": lambda: subprocess.run(["/bin/true"], check=True),
    "fork": fork, "signal": lambda: os.kill(os.getppid(), 0),
    "bound": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CORE),
    "memory": lambda: mmap.mmap(-1, 3 * 2**30), "large": grow, "trace": trace, "fill": fill, "crowd": crowd,
    "attributes": attributes, "hoard": hoard,
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), os.getpriority(os.PRIO_PROCESS, os.getppid())),
    "cores": lambda: os.sched_setaffinity(os.getppid(), os.sched_getaffinity(os.getppid())),
    "policy": lambda: os.sched_setscheduler(os.getppid(), os.SCHED_OTHER, os.sched_param(0)),
    "turns": lambda: call(251, 30, 1, os.getppid(), 0),
    "pages": lambda: call(279, 239, os.getppid(), 0, None, None, None, 0),
    "owner": lambda: owner(fcntl.F_SETOWN, os.getppid()), "signal_kind": lambda: owner(fcntl.F_SETSIG, 9),
    "own_cores": lambda: [os.sched_setaffinity(pid, os.sched_getaffinity(0)) for pid in (0, os.getpid())],
    "own": lambda: open(scratch + "/own", "w").close(),
}
refused = {}
for name, attempt in ATTEMPTS.items():
    try:
        attempt()
    except (OSError, MemoryError, subprocess.SubprocessError) as error:
        refused[name] = type(error).__name__
sys.stdout.write(json.dumps({"told": told, "refused": refused}))
sys.stdout.flush()
if asked.get("cpu_s") == 1:
    spin()
"""
FILES, NETWORK = {"read", "list", "write", "change", "remove", "link"}, {"tcp", "udp", "unix", "abstract"}
OTHERS = {"signal", "bound", "trace", "priority", "cores", "policy", "turns", "owner", "signal_kind"}
EVERYTHING = FILES | NETWORK | OTHERS | {"start", "fork", "memory", "large", "attributes", "pages", "fill", "crowd", "hoard"}
KEPT_OUT: dict[str, set[str]] = {
    "landlock": FILES | {"start", "pages"},
    "seccomp": NETWORK | OTHERS | {"start", "fork", "attributes", "pages", "hoard"},
    "namespaces": {"tcp", "udp", "abstract", "pages", "fill", "crowd"},
    "limits": {"memory", "large"},
    "all": EVERYTHING,
    "none": set(),
}
MORE_SINCE = {"tcp": 4, "signal": 6, "abstract": 6}  # the version of Landlock from which it also keeps this out
ATTEMPTS = sorted(EVERYTHING)


@cache
def tried(layer: str) -> dict[str, Any]:
    """What the process told of its layers, and which attempts were refused."""
    wanted = {"all": {}, "none": {"layers": []}}.get(layer, {"layers": ["no_new_privileges", layer]})
    done = _run(wanted | {"memory": MEMORY, "scratch_bytes": SCRATCH})
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _run(settings: dict[str, Any]) -> "subprocess.CompletedProcess[bytes]":
    with TemporaryDirectory(prefix="rai-outside-", dir="/var/tmp") as outside, TemporaryDirectory(prefix="rai-scratch-") as scratch:
        for name in ("secret", "removed"):
            (Path(outside) / name).write_text("x")
        return subprocess.run(
            [sys.executable, "-I", "-c", SCRIPT, str(HOST), scratch, outside, json.dumps(settings)],
            capture_output=True, timeout=100, check=False,
        )


def in_force(layer: str) -> dict[str, Any]:
    """What was tried under a layer; skips where the system does not offer it, or not all of them."""
    told = tried(layer)
    absent = {name: state for name, state in told["told"].items() if state.startswith("absent")}
    if absent:
        pytest.skip(f"not offered here: {absent}")
    return told


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("layer", KEPT_OUT)
def test_a_layer_keeps_out_what_it_is_there_for_and_no_more(layer: str, attempt: str) -> None:
    told = in_force(layer)
    expected = set(KEPT_OUT[layer])
    if told["told"].get("namespaces") == "in_force|":  # nobody may mount here
        expected -= {"fill", "crowd"}
    if layer == "landlock":
        version = int(told["told"]["landlock"].partition("|")[2])
        expected |= {name for name, since in MORE_SINCE.items() if version >= since}
    assert (attempt in told["refused"]) is (attempt in expected)


@pytest.mark.parametrize("layer", KEPT_OUT)
def test_its_own_folder_and_cores_stay_open_to_it(layer: str) -> None:
    assert not {"own", "own_cores"} & set(in_force(layer)["refused"])


def test_the_folder_that_cannot_fill_the_disk_is_told() -> None:
    assert tried("namespaces")["told"]["namespaces"] in (f"in_force|{SCRATCH}", "in_force|")


@pytest.mark.parametrize("layer", KEPT_OUT)
def test_the_self_test_says_what_the_attempts_say(layer: str) -> None:
    told = in_force(layer)
    held, _bar, still_open = told["told"]["self_test"].partition("|")
    names = {"read": "read", "write": "write", "network": "udp", "programs": "fork", "signals": "signal"}
    for word, attempt in names.items():
        assert (word in held.partition(":")[2].split(",")) is (attempt in told["refused"]), told
        assert (word in still_open.partition(":")[2].split(",")) is (attempt not in told["refused"])


def test_processor_time_ends() -> None:
    done = _run({"layers": ["limits"], "cpu_s": 1})
    assert -done.returncode in (signal.SIGXCPU, signal.SIGKILL), done.stderr
