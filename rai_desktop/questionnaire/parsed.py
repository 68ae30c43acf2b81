"""Packs parsed once: reading 600 kB of TOML takes half a second, so what came out is kept beside the
SHA-256 of what went in, and can thereby never be stale."""

import hashlib
import os
import tomllib
from typing import Any

import msgspec

from rai_desktop import toml_files
from rai_desktop.i18n import _
from rai_desktop.log import log
from rai_desktop.paths import cache_dir
from rai_desktop.questionnaire.outlandish import Outlandish, refuse_outlandish, too_deep, uncountable

_FILE = "packs-2.msgpack"  # another name whenever what is kept was checked otherwise
_known: dict[str, Any] | None = None
_used: set[str] = set()
_new: set[str] = set()
_DIGEST = hashlib.sha256().digest_size


def parsed(content: bytes) -> dict[str, Any]:
    """The content of a TOML file; raises UnicodeDecodeError, tomllib.TOMLDecodeError and Outlandish.
    Dates are text where it was kept, which msgspec reads alike."""
    digest = hashlib.sha256(content).hexdigest()
    known = _kept()
    if digest not in known:
        known[digest] = _read_toml(content)
        _new.add(digest)
    _used.add(digest)
    found: dict[str, Any] = known[digest]
    return found


def _read_toml(content: bytes) -> dict[str, Any]:
    try:
        found = toml_files.loads(content)
    except RecursionError:
        raise too_deep() from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise
    except toml_files.TooManyParts as error:
        raise Outlandish("$", str(error), _("Write tables, each under its own [heading].")) from None
    except ValueError:  # thousands of digits
        raise uncountable() from None
    refuse_outlandish(found)
    return found


def keep() -> None:
    """Write what was parsed for the next start, and forget what nobody asked for."""
    if not _new:
        return
    known = _kept()
    packed = msgspec.msgpack.encode({digest: known[digest] for digest in sorted(_used)})
    try:
        path = cache_dir() / _FILE
        part = path.with_name(f"{_FILE}.{os.getpid()}.part")
        part.write_bytes(hashlib.sha256(packed).digest() + packed)
        part.replace(path)
        _new.clear()
    except OSError as error:
        log.info("parsed questionnaires are not kept for the next start: %s", error)


def _kept() -> dict[str, Any]:
    global _known
    if _known is None:
        _known = _read()
    return _known


def _read() -> dict[str, Any]:
    try:
        whole = (cache_dir() / _FILE).read_bytes()
    except OSError:
        return {}  # none yet
    digest, packed = whole[:_DIGEST], whole[_DIGEST:]
    if hashlib.sha256(packed).digest() != digest:
        return {}  # not whole: it is made again
    return msgspec.msgpack.decode(packed, type=dict[str, dict[str, Any]])
