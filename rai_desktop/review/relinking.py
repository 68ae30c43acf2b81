"""Links of actions to a risk that a merge keeps although one side took it out: taking it out had taken them along."""

from typing import Any

from rai_desktop.project import links

Plain = dict[str, Any]


def relink(base: Plain, ours: Plain, theirs: Plain, merged: Plain) -> None:
    """Give the actions of a merged project their links to such risks back."""
    for id_ in merged.get("risks", {}):
        there = [side for side in (ours, theirs) if id_ in side.get("risks", {})]
        if len(there) == 1 and id_ in base.get("risks", {}):
            _relink(links.risk(id_), base, there[0], merged)


def _relink(link: str, base: Plain, kept: Plain, merged: Plain) -> None:
    for id_, action in merged.get("actions", {}).items():
        if link not in action.get("sources", []) and link in _sources(base, id_) and link in _sources(kept, id_):
            sources = list(action.get("sources", []))
            sources.insert(_sources(kept, id_).index(link), link)
            merged["actions"] = merged["actions"] | {id_: action | {"sources": sources}}  # the table may be that of a side


def _sources(side: Plain, id_: str) -> list[str]:
    found: list[str] = side.get("actions", {}).get(id_, {}).get("sources", [])
    return found
