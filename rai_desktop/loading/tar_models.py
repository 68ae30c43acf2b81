"""The one model file in a TAR archive, packed or not: found by content among notes and code, and taken out within limits."""

import shutil
from pathlib import Path

import msgspec

from rai_desktop.host import sources
from rai_desktop.loading import manifests, zipped_models
from rai_desktop.loading.tars import Member, Odd, Tar

_LARGEST = 16 * 2**30


class Found(msgspec.Struct):
    """Members that are models, or that their name says are; or what is odd about the archive, as a code of tars.Odd."""

    models: list[str] = []
    odd: str = ""


def models(path: Path, room: Path) -> Found:
    """Look at every member once, one at a time."""
    kinds: dict[str, str] = {}
    manifest = {}
    try:
        tar = Tar(sources.open_source(str(path)))
        for member in tar.files():
            if zipped_models.is_litter(member.name):
                continue
            if manifests.is_manifest(member.name):
                manifest[member.name] = tar.head(manifests.LIMIT)
                continue
            kinds[member.name] = _kind(tar, member, room)
    except Odd as odd:
        return Found(odd=odd.code)
    except sources.Unreadable as error:
        return Found(odd="bomb" if error.why == "bomb" else "damaged")
    return Found(models=manifests.meant(zipped_models.sift(kinds), manifest))


def _kind(tar: Tar, member: Member, room: Path) -> str:
    taken = _write(tar, member, room)
    kind = zipped_models.kind_of(taken)
    taken.unlink()
    return kind


def take_out(path: Path, name: str, room: Path) -> Path:
    """Write one member into the folder `room`, under a name of our own. Raises Odd, Unreadable."""
    tar = Tar(sources.open_source(str(path)))
    taken = None
    for member in tar.files():
        if member.name == name:
            taken = _write(tar, member, room)
    if taken is None:
        raise Odd("damaged")
    return taken


def _write(tar: Tar, member: Member, room: Path) -> Path:
    target = room / ("inside.py" if member.name.lower().endswith(".py") else "inside")
    if member.size > min(_LARGEST, shutil.disk_usage(room).free // 2):
        raise Odd("bomb")
    with target.open("wb") as written:
        tar.copy(written)
    return target
