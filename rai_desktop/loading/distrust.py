"""Check what a host answers before a byte of it is believed: form, size, finiteness, range."""

from collections.abc import Sequence
from typing import IO, Any, TypeAlias

import numpy as np

from rai_desktop.errors import Refusal
from rai_desktop.host import wire
from rai_desktop.i18n import _, ngettext
from rai_desktop.loading import self_told

Values: TypeAlias = np.ndarray[Any, np.dtype[Any]]
_SUM_TOLERANCE = 1e-3
_ROUNDING = 1e-4  # a forest of 1,500 trees summed in single precision, as ONNX has it, is 6e-6 off
MOST = 1e100
_WHOLE = 2**63
_WIDEST = 5_000  # decision values a row: one for each pair of a hundred classes


class Lie(Exception):
    """The host answered what no honest host answers; the text is for the log and the sentence."""


def labels(header: dict[str, Any], stream: IO[bytes], rows: int) -> Values:
    """One label or number a row. Raises Lie, Broken, Refusal."""
    shape = _only(header, [rows], ("<f8", "<i8", "|b1", "<i4"))
    if header.get("form") == "number" and shape[0] != "<i4":
        return _finite_labels(wire.receive_array(stream, shape))
    levels = header.get("levels")
    if header.get("form") != "coded" or shape[0] != "<i4" or not isinstance(levels, list):
        raise Lie("labels in an unknown form")
    if not all(map(_is_label, levels)):
        raise Lie("labels that are neither text nor numbers, or none that can be written down")
    return _decoded(wire.receive_array(stream, shape), levels)


def _is_label(level: Any) -> bool:
    if isinstance(level, str):
        return self_told.is_whole(level)
    return isinstance(level, bool | float) or (isinstance(level, int) and -_WHOLE <= level < _WHOLE)


def _only(header: dict[str, Any], lengths: Sequence[int | None], dtypes: Sequence[str]) -> wire.Shape:
    """The one announced array, of the wanted lengths (None: any); checked before room is made for it."""
    shapes = wire.shapes(header)
    if len(shapes) != 1 or shapes[0][0] not in dtypes:
        raise Lie("not the one array that was asked for")
    given = shapes[0][1]
    if given and lengths and given[0] != lengths[0]:
        raise Refusal(
            _("The model gave {given} answers for {rows} rows.").format(given=given[0], rows=lengths[0]),
            _("A model must answer each row once; check how it was saved."),
        )
    if len(given) != len(lengths) or any(w is not None and w != g for w, g in zip(lengths, given, strict=True)):
        raise Lie(f"an array of shape {given}")
    return shapes[0]


def _finite_labels(values: Values) -> Values:
    if values.dtype.kind == "f":
        _refuse_missing(~usable(values))
    return values


def usable(values: Values) -> Values:
    """Which answers are numbers that sums and squares can be made of; NaN and infinity are none."""
    return np.asarray(np.abs(values) <= MOST)


def _decoded(codes: Values, levels: list[Any]) -> Values:
    if len(codes) and (codes.min() < -1 or codes.max() >= len(levels)):
        raise Lie("a label code out of range")
    lacking = [isinstance(level, float) and not abs(level) <= MOST for level in levels]
    _refuse_missing((codes < 0) | np.asarray([*lacking, True])[codes])
    known = np.empty(len(levels), dtype=object)
    known[:] = levels
    labels: Values = known[codes]
    return labels


def _refuse_missing(bad: Values) -> None:
    if count := int(bad.sum()):
        first = int(np.flatnonzero(bad)[0])
        raise Refusal(
            ngettext(
                "The model gave no usable answer (NaN, infinite, beyond 1e100 or missing) for one row: row {first}.",
                "The model gave no usable answer (NaN, infinite, beyond 1e100 or missing) for {count} of {rows} rows, "
                "first row {first}.",
                count,
            ).format(count=count, rows=len(bad), first=first + 1),
            _("Look at that row: missing or extreme values often cause this."),
        )


def probabilities(header: dict[str, Any], stream: IO[bytes], rows: int, classes: int) -> Values:
    """(rows, classes) float64, each in 0..1, each row summing to 1. Raises Lie, Broken, Refusal."""
    shapes = wire.shapes(header)
    width = shapes[0][1][1] if len(shapes) == 1 and len(shapes[0][1]) == 2 else classes
    if shapes and len(shapes[0][1]) == 2 and width != classes:
        raise Refusal(
            _("The model gave {width} probabilities for each row, but it knows {classes} classes.").format(
                width=width, classes=classes
            ),
            _("Give predictions as a column instead, or have the model saved again."),
        )
    return believable(wire.receive_array(stream, _only(header, [rows, classes], ["<f8"])))


def believable(values: Values) -> Values:
    """(rows, classes) that are probabilities, each in 0..1, each row summing to 1. Raises Refusal."""
    if _plainly_believable(values):
        return values
    _refuse_unbelievable(values)
    np.clip(values, 0.0, 1.0, out=values)
    return values


def _plainly_believable(values: Values) -> bool:
    """Whether nothing has to be refused or rounded, asked of the whole at once, which costs a tenth; NaN fails it."""
    if not values.size or not (values.min() >= 0 and values.max() <= 1):
        return False
    sums = values @ np.ones(values.shape[1])
    return bool(sums.min() >= 1 - _SUM_TOLERANCE and sums.max() <= 1 + _SUM_TOLERANCE)


def _refuse_unbelievable(values: Values) -> None:
    """Say which row is none. Raises Refusal; it returns where there is no row, or only rounding was amiss."""
    _refuse_missing(np.asarray(~np.isfinite(values).all(axis=1)))
    off = (values < -_ROUNDING) | (values > 1 + _ROUNDING)
    bad = off.any(axis=1) | (np.abs(values.sum(axis=1) - 1) > _SUM_TOLERANCE)
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        raise Refusal(
            _("The model's probabilities are not probabilities (row {first}: {values}).").format(
                first=first + 1, values=", ".join(f"{v:.4g}" for v in values[first][:5])
            ),
            _("Each must lie between 0 and 1 and each row must sum to 1; use a column of scores instead."),
        )


def decisions(header: dict[str, Any], stream: IO[bytes], rows: int) -> Values:
    """(rows,) or (rows, k) float64. Raises Lie, Broken, Refusal."""
    shapes = wire.shapes(header)
    wide = len(shapes) == 1 and len(shapes[0][1]) == 2
    if wide and shapes[0][1][1] > _WIDEST:
        raise Lie("too many decision values")
    values: Values = wire.receive_array(stream, _only(header, [rows, None] if wide else [rows], ["<f8"]))
    wrong = ~usable(values.reshape(rows, -1))
    _refuse_missing(np.asarray(wrong.any(axis=1)))
    return values


def explanation(header: dict[str, Any], stream: IO[bytes], rows: int, features: int) -> dict[str, Any]:
    """What explaining told, with its arrays by name, no larger than what was asked for; NaN is allowed.

    Raises Lie, Broken.
    """
    told, names, shapes = header.get("told"), header.get("names"), wire.shapes(header)
    if not isinstance(told, dict) or not isinstance(names, list) or len(names) != len(shapes):
        raise Lie("an explanation in an unknown form")
    wanted: dict[str, list[int]] = {"values": [rows, features], "base": [rows], "output": [rows]}
    if not all(isinstance(name, str) for name in names) or sorted(names) not in ([], sorted(wanted)):
        raise Lie("an explanation of other things than were asked for")
    if any(shape != ("<f8", wanted[name]) for name, shape in zip(names, shapes, strict=True)):
        raise Lie("an explanation of another size than was asked for")
    try:
        told = self_told.reasons(told)
    except ValueError as error:
        raise Lie(f"an explanation that makes no sense: {error}") from None
    if len(told.get("features", [])) not in (0, features):
        raise Lie("an explanation of other columns")
    return told | {name: wire.receive_array(stream, shape) for name, shape in zip(names, shapes, strict=True)}
