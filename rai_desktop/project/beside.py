"""What lies beside a project file and SQLite would take into it: a journal may be the trace of a crash, a log never is ours."""

import os
import stat
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.disk import damaged
from rai_desktop.project.plain_files import plain

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEAD = 28  # bytes: magic, records, nonce, pages, sector, page; https://www.sqlite.org/fileformat.html, section 3


def refuse_beside(path: Path) -> None:
    """Look before SQLite does. Raises Refusal for a write-ahead log, and Damaged for a journal that no program of ours left."""
    for ending in ("-wal", "-shm"):
        if os.path.lexists(log := _beside(path, ending)):
            raise Refusal(
                _("Beside {name} lies {other}: another program's changes to it, which are not taken in unseen.").format(
                    name=path.name, other=log.name),
                _("Move {other} to another folder to open {name} as it is without them.").format(name=path.name, other=log.name))
    try:
        fault = _fault(path, plain(_beside(path, "-journal")))  # SQLite would wait for a pipe
    except FileNotFoundError:
        return  # none, or the one who writes has just ended
    if fault:
        raise damaged(path, fault)


def cut_short(path: Path) -> bool:
    """A journal with something in it: the last writer was killed, or is at work; SQLite takes its last change back."""
    journal = _beside(path, "-journal")
    return journal.exists() and journal.stat().st_size > 0


def _beside(path: Path, ending: str) -> Path:
    real = path.resolve()  # where SQLite looks for it
    return real.with_name(real.name + ending)


def _fault(path: Path, journal: Path) -> str:
    """Why a journal is not to be followed; "" when it may be. SQLite deletes the file that one names at its end, whatever it
    is, and we never write to several databases at once; and it makes the database as long as one says, ours only grow."""
    if not stat.S_ISREG(journal.lstat().st_mode):
        return _("the journal beside it is no file but a link or a folder")
    with journal.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(-min(len(_MAGIC), file.seek(0, os.SEEK_END)), os.SEEK_END)
        names_another = file.read() == _MAGIC
    if names_another and len(head) == _HEAD:
        return _("the journal beside it names a file elsewhere, which SQLite would delete")
    pages, page_size = int.from_bytes(head[16:20], "big"), int.from_bytes(head[24:28], "big")
    if head.startswith(_MAGIC) and pages * page_size > path.stat().st_size:
        return _("the journal beside it tells of more than the file ever held")
    return ""
