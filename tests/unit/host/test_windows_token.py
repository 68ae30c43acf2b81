"""What a token says of its groups, laid out as GetTokenInformation does: the SIDs lie behind the list that points to them."""

import ctypes
import struct

import pytest

from rai_desktop.host import windows

pytestmark = pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the layout is that of 64-bit Windows")
AT = 0x7F00_1000
ADMINISTRATORS, POWER_USERS, BACKUP_OPERATORS, USERS, EVERYONE = (32, 544), (32, 547), (32, 551), (32, 545), (0,)
ENABLED, OWNER, DENY_ONLY = 0x7, 0x8, 0x10
Group = tuple[tuple[int, ...], int]


def sid(parts: tuple[int, ...]) -> bytes:
    authority = 1 if parts == EVERYONE else 5
    return bytes([1, len(parts)]) + authority.to_bytes(6, "big") + struct.pack(f"<{len(parts)}I", *parts)


def groups(*wanted: Group) -> bytes:
    """A TOKEN_GROUPS that lies at `AT`."""
    sids = [sid(parts) for parts, _attributes in wanted]
    starts = [8 + 16 * len(wanted) + sum(map(len, sids[:at])) for at in range(len(sids))]
    entries = [struct.pack("<QII", AT + start, attributes, 0) for start, (_p, attributes) in zip(starts, wanted, strict=True)]
    return struct.pack("<II", len(wanted), 0) + b"".join(entries) + b"".join(sids)


@pytest.mark.parametrize(
    ("wanted", "ruling"),
    [
        ([(EVERYONE, ENABLED), (USERS, ENABLED)], []),
        ([(EVERYONE, ENABLED), (ADMINISTRATORS, 0x1 | OWNER | DENY_ONLY), (USERS, ENABLED)], []),
        ([(EVERYONE, ENABLED), (ADMINISTRATORS, ENABLED | OWNER), (USERS, ENABLED)], ["administrators"]),
        ([(POWER_USERS, ENABLED), (BACKUP_OPERATORS, ENABLED)], ["power users", "backup operators"]),
        ([((21, 1, 2, 3, 544), ENABLED)], []),
        ([], []),
    ],
)  # fmt: skip
def test_only_groups_that_give_rights_count(wanted: list[Group], ruling: list[str]) -> None:
    assert windows.ruling_groups(groups(*wanted), AT) == ruling
