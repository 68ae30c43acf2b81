"""What changed between two JSON values: small enough to keep for ever, applied either way."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET


class Edit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place (`at`: keys and indices from the root), before and after; absent: no such key."""

    at: list[str | int]
    was: Any = UNSET
    now: Any = UNSET


class ConflictError(ValueError):
    """The value in place is not the one the edit was made from."""


_edits = msgspec.json.Decoder(list[Edit])


def encode_edits(edits: list[Edit]) -> str:
    """The JSON text kept in the history, over which its hash is taken."""
    return msgspec.json.encode(edits).decode()


def decode_edits(text: str) -> list[Edit]:
    """Edits from their JSON text; raises msgspec.MsgspecError."""
    return _edits.decode(text)


def difference(was: Any, now: Any, at: tuple[str | int, ...] = ()) -> list[Edit]:
    """The edits that turn `was` into `now`, both plain JSON values, in the order to apply them."""
    if isinstance(was, dict) and isinstance(now, dict):
        keys = [*was, *(key for key in now if key not in was)]
        return [e for k in keys for e in difference(was.get(k, UNSET), now.get(k, UNSET), (*at, k))]
    if _records(was) and _records(now):
        return _list_difference(was, now, at)
    return [] if _same(was, now) else [Edit(at=list(at), was=was, now=now)]


def changes(was: msgspec.Struct, now: msgspec.Struct) -> list[Edit]:
    """As `difference` of their plain JSON, at a cost that goes by what changed and not by what there
    is: values that are the same object are the same. `omit_defaults` structs only."""
    edits: list[Edit] = []
    for field in msgspec.structs.fields(type(now)):
        one, two = getattr(was, field.name), getattr(now, field.name)
        at = (field.encode_name,)
        if one is two:
            continue
        if isinstance(one, dict) and isinstance(two, dict) and one and two:
            edits += _dict_changes(one, two, at)
        else:
            edits += difference(_plain_field(was, field), _plain_field(now, field), at)
    return edits


def _dict_changes(was: dict[str, Any], now: dict[str, Any], at: tuple[str | int, ...]) -> list[Edit]:
    edits: list[Edit] = []
    for key in [*was, *(key for key in now if key not in was)]:
        one, two = was.get(key, UNSET), now.get(key, UNSET)
        if one is two:
            continue
        if isinstance(one, dict) and isinstance(two, dict):
            edits += _dict_changes(one, two, (*at, key))
        else:
            edits += difference(_plain(one), _plain(two), (*at, key))
    return edits


def _plain(value: Any) -> Any:
    return UNSET if value is UNSET else msgspec.to_builtins(value)


def _plain_field(struct: msgspec.Struct, field: msgspec.structs.FieldInfo) -> Any:
    """A field as plain JSON; absent where it is left out for being the default."""
    value = getattr(struct, field.name)
    return UNSET if _is_left_out(value, field) else msgspec.to_builtins(value)


def _is_left_out(value: Any, field: msgspec.structs.FieldInfo) -> bool:
    """As msgspec's omit_defaults has it: the very default, or an empty list, dict or set. An equal
    struct is written."""
    if field.default_factory in (list, dict, set):
        return type(value) is field.default_factory and not value
    return not field.required and value is field.default


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default


def narrowed(was: msgspec.Struct, now: msgspec.Struct) -> msgspec.Struct:
    """`now` without the entries of its dicts that `was` has too: what is to be checked after a
    change."""
    left: dict[str, Any] = {}
    for field in msgspec.structs.fields(type(now)):
        one, two = getattr(was, field.name), getattr(now, field.name)
        if one is two and not field.required:
            left[field.name] = _default(field)
        elif isinstance(one, dict) and isinstance(two, dict):
            left[field.name] = _new_entries(one, two)
    return msgspec.structs.replace(now, **left)


def _new_entries(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, two in now.items():
        one = was.get(key, UNSET)
        if one is not two:
            both = isinstance(one, dict) and isinstance(two, dict)
            found[key] = _new_entries(one, two) if both else two
    return found


def inverse(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that take `edits` back."""
    return [Edit(at=edit.at, was=edit.now, now=edit.was) for edit in reversed(list(edits))]


def apply_edits(plain: Any, edits: Iterable[Edit]) -> Any:
    """Apply edits to a plain JSON value, which is altered and returned.

    Raises ConflictError where an edit does not fit what is there.
    """
    root: dict[str, Any] = {} if plain is UNSET else {"": plain}
    for edit in edits:
        _apply_one(root, edit)
    return root.get("", UNSET)


def _list_difference(was: list[Any], now: list[Any], at: tuple[str | int, ...]) -> list[Edit]:
    """By position: what both have, then what was added at the end, or taken from it last first."""
    both = min(len(was), len(now))
    edits = [e for i in range(both) for e in difference(was[i], now[i], (*at, i))]
    edits += [Edit(at=[*at, i], now=now[i]) for i in range(both, len(now))]
    return edits + [Edit(at=[*at, i], was=was[i]) for i in reversed(range(both, len(was)))]


def _records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: 1, 1.0 and true are three different things, which Python's == does not see; the order of keys is none,
    for a record that was changed field by field has its fields in the order they were filled in."""
    if one is UNSET or other is UNSET:
        return one is other
    return one == other and msgspec.json.encode(one, order="deterministic") == msgspec.json.encode(other, order="deterministic")


def _apply_one(root: dict[str, Any], edit: Edit) -> None:
    path: list[str | int] = ["", *edit.at]
    parent = _walk(root, path[:-1], edit)
    last = path[-1]
    if not _same(_child(parent, last), edit.was):
        raise ConflictError(f"another value at {edit.at}")
    if isinstance(parent, list) and (edit.was is UNSET or edit.now is UNSET):
        _change_end(parent, last, edit)
    elif edit.now is UNSET:
        parent.pop(last, None)
    else:
        parent[last] = edit.now


def _walk(root: dict[str, Any], path: list[str | int], edit: Edit) -> Any:
    place: Any = root
    for key in path:
        place = _child(place, key)
    if not isinstance(place, dict | list):
        raise ConflictError(f"no such place: {edit.at}")
    return place


def _child(place: Any, key: str | int) -> Any:
    if isinstance(place, dict) and isinstance(key, str):
        return place.get(key, UNSET)
    if isinstance(place, list) and isinstance(key, int) and 0 <= key < len(place):
        return place[key]
    return UNSET


def _change_end(items: list[Any], index: str | int, edit: Edit) -> None:
    """Lists only grow and shrink at their end, so that positions of earlier edits stay true."""
    if edit.was is UNSET and index == len(items):
        items.append(edit.now)
    elif edit.now is UNSET and index == len(items) - 1:
        items.pop()
    else:
        raise ConflictError(f"no such place: {edit.at}")
