"""What an export may replace: nothing, an empty folder, or an earlier bundle of ours that nobody added to."""

import re
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.report import bag


def refuse_foreign(out: Path) -> None:
    """Refusal when writing a bundle to `out` would destroy anything but an earlier bundle."""
    try:
        problem = _problem(out)
    except (OSError, ValueError) as error:
        problem = _("it cannot be read ({why})").format(why=getattr(error, "strerror", None) or error)
    if problem:
        raise Refusal(_("{out} exists and is not a bundle that can be replaced: {why}.").format(out=out, why=problem),
                      _("Choose a new or empty folder; other people's files are never overwritten."))


def _problem(out: Path) -> str:
    if out.is_symlink():
        return _("it is a link")
    if not out.exists():
        return ""
    if not out.is_dir():
        return _("it is a file")
    if not any(out.iterdir()):
        return ""
    if not _is_ours(out):
        return _("it holds other files")
    added = _added(out)
    return _("it holds {name}, which is no part of it").format(name=added) if added else ""


def _is_ours(out: Path) -> bool:
    info = out / "bag-info.txt"
    if not (out / "bagit.txt").is_file() or not info.is_file():
        return False
    try:
        told = bag.read_tag(info).decode("utf-8", "replace")
    except Refusal:  # a link, or huge
        return False
    return bool(re.search(rf"^Bag-Software-Agent: {bag.AGENT}$", told, re.MULTILINE))


def _added(out: Path) -> str:
    """A file that no manifest names; "" when there is none."""
    listed = {bag.MANIFEST, bag.TAG_MANIFEST}
    for name in (bag.MANIFEST, bag.TAG_MANIFEST):
        try:
            listed |= set(bag.read_manifest(out / name))
        except Refusal:
            continue
    names = (path.relative_to(out).as_posix() for path in sorted(out.rglob("*")) if not path.is_dir())
    return next((name for name in names if name not in listed and not _is_litter(name)), "")


def _is_litter(name: str) -> bool:
    """What file browsers leave everywhere."""
    return name.rsplit("/", 1)[-1] in {".DS_Store", "Thumbs.db", "desktop.ini"}
