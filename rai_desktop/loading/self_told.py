"""What a host says of its model and its reasons, held to what an honest one can say before any of it is kept or shown."""

import json
from collections.abc import Collection, Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from rai_desktop.loading import printable
from rai_desktop.loading.coding import text_of

LONGEST = 1_000  # characters of a name or a label
_NAMES, _CLASSES, _FEW, _CUT = 100_000, 10_000, 100, 500
T = TypeVar("T")
Text = Annotated[str, Meta(max_length=LONGEST)]
Whole = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class Told(msgspec.Struct):
    """What the host says of the model, before it is put into words."""

    kind: Text
    estimator: str
    feature_names: Annotated[list[Text], Meta(max_length=_NAMES)]
    n_features: Annotated[int, Meta(ge=0, le=2**31)] | None
    classes: Annotated[list[Text | Whole | float | bool], Meta(max_length=_CLASSES)] | None
    has_scores: bool
    has_decision: bool
    versions: Annotated[dict[Text, Text], Meta(max_length=_FEW)]
    isolation: Annotated[dict[Text, Text], Meta(max_length=_FEW)]
    warnings: list[str]
    groups: Annotated[list[Text], Meta(max_length=_NAMES)] = []


class _Reasons(msgspec.Struct, omit_defaults=True):
    features: list[str] = []
    explainer: str = ""
    space: str = ""
    explained_class: str = ""
    exact: bool = False
    summed: bool = False
    advised_rows: Annotated[int, Meta(ge=1, le=2**62)] | None = None
    note: str = ""
    missing: str = ""


def facts(header: Mapping[str, Any], groups: Collection[str] = ()) -> Told:
    """The facts of a loaded model, which was told of `groups`; texts that are shown cut and plain.

    Raises ValueError with what is wrong.
    """
    told = _converted(dict(header), Told)
    told.estimator = _shown(told.estimator)
    told.warnings = [_shown(each) for each in told.warnings[:_FEW]]
    told.versions = {_shown(name): _shown(version) for name, version in told.versions.items()}
    for names in (told.feature_names, [str(text_of(value)) for value in told.classes or []]):
        if len(set(names)) < len(names):
            raise ValueError("two features or classes of one name")
    if not set(told.groups) <= set(groups) or len(set(told.groups)) < len(told.groups):
        raise ValueError("sensitive columns that the table does not have")
    return _written(told)


def reasons(told: Mapping[str, Any]) -> dict[str, Any]:
    """What explaining told beside its arrays. Raises ValueError with what is wrong."""
    held = _converted(dict(told), _Reasons)
    for name in ("explainer", "space", "explained_class", "note", "missing"):
        setattr(held, name, _shown(getattr(held, name)))
    found: dict[str, Any] = msgspec.to_builtins(_written(held))
    return found


def is_whole(text: str) -> bool:
    """Whether a label is of a length that one can have, and no half of a letter is in it: such cannot be written down."""
    return len(text) <= LONGEST and (text.isascii() or _can_be_written(text))


def _converted(told: dict[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(told, kind)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None


def _written(told: T) -> T:
    if not _can_be_written(json.dumps(msgspec.to_builtins(told), ensure_ascii=False)):
        raise ValueError("half of a letter in a text")
    return told


def _can_be_written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(text: str) -> str:
    return printable.plain(text[:_CUT])
