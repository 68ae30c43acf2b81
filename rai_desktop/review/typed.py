"""A plain value at a place of the project as the record it is there."""

from typing import Any

import msgspec

from rai_desktop.project.model import Project

_RECORDS = frozenset({"runs", "requests", "signatures", "merges"})  # lists; merging names their records by what they say


def typed(at: tuple[str, ...], plain: Any) -> Any:
    """The value as the project would hold it at `at`. Raises msgspec.ValidationError where no such value can be there."""
    name, *within = at
    if name in _RECORDS and within:
        return getattr(_project({name: [plain]}), name)[0]
    whole = plain
    for each in reversed(within):
        whole = {each: whole}
    found = getattr(_project({name: whole}), name)
    for each in within:
        found = found[each] if isinstance(found, dict) else getattr(found, each)
    return found


def _project(plain: dict[str, Any]) -> Project:
    return msgspec.convert({"id": "", **plain}, Project)
