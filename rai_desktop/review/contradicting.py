"""A suggestion that one side of a merge dismissed as no risk and the other has in its register: decided as one piece."""

from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET

from rai_desktop.project import links

Plain = dict[str, Any]


class Contradiction(NamedTuple):
    """The key of the suggestion, ids of all risks that any side took it as, and of those that the one side has today."""

    key: str
    ids: frozenset[str]
    risks: tuple[str, ...]


def contradictions(base: Plain, ours: Plain, theirs: Plain) -> list[Contradiction]:
    """Every suggestion that stands otherwise on both sides than it did, dismissed on one and a risk on the other."""
    found = []
    for key in sorted(_table(ours, "dismissed").keys() ^ _table(theirs, "dismissed").keys()):
        said, taken = (ours, theirs) if key in _table(ours, "dismissed") else (theirs, ours)
        ids = frozenset(id_ for side in (base, ours, theirs) for id_ in _risks_of(side, key))
        risks = tuple(_risks_of(taken, key))
        stood = [_as_json(stands(side, key, ids)) for side in (base, ours, theirs)]
        if risks and not _risks_of(said, key) and stood[0] not in stood[1:]:
            found.append(Contradiction(key, ids, risks))
    return found


def stands(side: Plain, key: str, ids: frozenset[str]) -> Plain:
    """What a side says of a suggestion: that it is none, or the risks it became."""
    said = dismissal_of(side, key)
    return {"dismissed": {} if said is UNSET else {key: said},
            "risks": {id_: risk for id_, risk in _table(side, "risks").items() if id_ in ids}}


def without(side: Plain, found: list[Contradiction]) -> Plain:
    """A side that says nothing of these suggestions."""
    keys, ids = {each.key for each in found}, {id_ for each in found for id_ in each.ids}
    gone = {"dismissed": keys, "risks": ids}
    return side | {name: {key: value for key, value in side[name].items() if key not in gone[name]}
                   for name in gone if name in side}


def put_back(merged: Plain, side: Plain, found: Contradiction) -> None:
    """What the chosen side says of the suggestion, into what is merged; actions lose their links to risks that are gone."""
    for name, chosen in stands(side, found.key, found.ids).items():
        if chosen:
            merged[name] = merged.get(name, {}) | chosen
    for id_ in found.ids - _table(merged, "risks").keys():
        _unlink(links.risk(id_), merged)


def dismissal_of(side: Plain, key: str) -> Any:
    """The dismissal of a suggestion on a side; UNSET where there is none."""
    return _table(side, "dismissed").get(key, UNSET)


def _unlink(link: str, merged: Plain) -> None:
    for id_, action in _table(merged, "actions").items():
        if link in action.get("sources", []):
            left = [each for each in action["sources"] if each != link]
            rest = {name: value for name, value in action.items() if name != "sources"}
            merged["actions"] = merged["actions"] | {id_: rest | ({"sources": left} if left else {})}


def _risks_of(side: Plain, key: str) -> list[str]:
    return [id_ for id_, risk in _table(side, "risks").items() if risk.get("suggestion") == key]


def _table(side: Plain, name: str) -> Plain:
    found: Plain = side.get(name, {})
    return found


def _as_json(plain: Plain) -> bytes:
    return msgspec.json.encode(plain, order="deterministic")
