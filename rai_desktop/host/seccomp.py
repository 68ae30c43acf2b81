"""Linux seccomp: no programs, no processes, no sockets, no signals to others, no say over others' turns, no memory
that no limit counts, no doors into the kernel."""

import ctypes
import os
import platform
import struct
from typing import Any, Dict, List, Tuple

from .confinement import Unavailable
from .namespaces import checked, libc

_NUMBERS: Dict[str, Tuple[int, int]] = {  # name: (x86-64, arm64); -1 where there is none
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, -1), "vfork": (58, -1), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "process_madvise": (440, 440), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
    "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266), "sethostname": (170, 161),
    "setdomainname": (171, 162), "iopl": (172, -1), "ioperm": (173, -1), "modify_ldt": (154, -1), "quotactl": (179, 60),
    "syslog": (103, 116), "personality": (135, 92), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262), "lookup_dcookie": (212, 18), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180), "vhangup": (153, 58), "ustat": (136, -1), "mknod": (133, -1),
    "mknodat": (259, 33), "chmod": (90, -1), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, -1), "fchown": (93, 55), "lchown": (94, -1), "fchownat": (260, 54), "setxattr": (188, 5),
    "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15),
    "fremovexattr": (199, 16), "utime": (132, -1), "utimes": (235, -1), "futimesat": (261, -1), "utimensat": (280, 88),
    "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143), "setgroups": (116, 159),
    "setresuid": (117, 147), "setresgid": (119, 149), "capset": (126, 91), "setsid": (112, 157), "setpgid": (109, 154),
    "setxattrat": (463, 463), "removexattrat": (466, 466), "file_setattr": (469, 469), "open_tree_attr": (467, 467),
    "quotactl_fd": (443, 443), "setpriority": (141, 140), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118),
    "sched_setattr": (314, 274), "ioprio_set": (251, 30), "migrate_pages": (256, 238), "move_pages": (279, 239),
    "process_mrelease": (448, 448), "memfd_create": (319, 279), "memfd_secret": (447, 447),
}  # fmt: skip
_CLONE, _CLONE3, _KILL, _TGKILL = (56, 220), (435, 435), (62, 129), (234, 131)
_IOCTL, _PRCTL, _PRLIMIT, _FCNTL, _AFFINITY = (16, 29), (157, 167), (302, 261), (72, 25), (203, 122)
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_CLONE_THREAD = 0x00010000
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_FIRST_ARGUMENT, _SECOND_ARGUMENT = 16, 24  # offsets of their low halves

Step = Tuple[int, int, int, int]


def restrict(_settings: Dict[str, Any]) -> str:
    """Apply the filter. Raises Unavailable on machines whose call numbers we do not know."""
    machine = platform.machine() if struct.calcsize("P") == 8 else "32-bit"
    if machine not in _ARCHITECTURES:
        raise Unavailable("not known for " + machine)
    steps = program(machine, os.getpid())
    code = b"".join(struct.pack("<HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = struct.pack("@HP", len(steps), ctypes.addressof(buffer))
    checked(libc().prctl(22, 2, ctypes.c_char_p(filter_), 0, 0))
    return machine


def program(machine: str, pid: int) -> List[Step]:
    """The filter as BPF: refuse by number, and some by their arguments; all else passes."""
    column, architecture = _ARCHITECTURES[machine]
    steps: List[Step] = [
        (_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL_PROCESS), (_LOAD, 0, 0, 0),
    ]  # fmt: skip
    if machine == "x86_64":  # the x32 calls are other numbers for the same doors
        steps += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _ERRNO | _EPERM)]
    for numbers in _NUMBERS.values():
        if numbers[column] >= 0:
            steps += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _ERRNO | _EPERM)]
    steps += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _ERRNO | _ENOSYS)]
    steps += _unless(_CLONE[column], _FIRST_ARGUMENT, _ANY_BIT, _CLONE_THREAD)
    for numbers in (_KILL, _TGKILL):
        steps += _unless(numbers[column], _FIRST_ARGUMENT, _EQUAL, pid)
    steps += _unless(_PRLIMIT[column], _FIRST_ARGUMENT, _EQUAL, 0)  # the engine's limits: processor time of none would end it
    steps += _unless(_AFFINITY[column], _FIRST_ARGUMENT, _EQUAL, 0, pid)  # the cores it runs on itself, not those of others
    for number, offset, value in (
        (_IOCTL[column], _SECOND_ARGUMENT, 0x5412),  # TIOCSTI: type into the terminal
        (_IOCTL[column], _SECOND_ARGUMENT, 0x541C),  # TIOCLINUX
        (_IOCTL[column], _SECOND_ARGUMENT, 0x8901),  # FIOSETOWN and
        (_IOCTL[column], _SECOND_ARGUMENT, 0x8902),  # SIOCSPGRP: have the kernel signal others
        (_FCNTL[column], _SECOND_ARGUMENT, 8),  # F_SETOWN, likewise
        (_FCNTL[column], _SECOND_ARGUMENT, 15),  # F_SETOWN_EX
        (_FCNTL[column], _SECOND_ARGUMENT, 10),  # F_SETSIG
        (_PRCTL[column], _FIRST_ARGUMENT, 1),  # outlive the engine
        (_PRCTL[column], _FIRST_ARGUMENT, 4),  # hide from the engine what files it holds
    ):
        steps += _when(number, offset, value)
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _unless(number: int, offset: int, test: int, *values: int) -> List[Step]:
    """Refuse a call unless an argument passes a test with one of the values."""
    tests = [(test, len(values) - at, 0, value) for at, value in enumerate(values)]
    return [
        (_EQUAL, 0, len(values) + 3, number), (_LOAD, 0, 0, offset), *tests,
        (_RETURN, 0, 0, _ERRNO | _EPERM), (_RETURN, 0, 0, _ALLOW),
    ]  # fmt: skip


def _when(number: int, offset: int, value: int) -> List[Step]:
    """Refuse a call with one value of an argument."""
    return [
        (_EQUAL, 0, 4, number), (_LOAD, 0, 0, offset), (_EQUAL, 0, 1, value),
        (_RETURN, 0, 0, _ERRNO | _EPERM), (_LOAD, 0, 0, 0),
    ]  # fmt: skip
