"""Which raw column each encoded column came from, told by names and checked by a trial."""

from __future__ import annotations

from typing import Any


def transform(steps: list[Any], frame: Any) -> Any:
    """The frame after `steps`, dense."""
    for step in steps:
        frame = step.transform(frame)
    return frame.toarray() if hasattr(frame, "toarray") else frame


def column_origins(steps: list[Any], frame: Any) -> list[int] | None:
    """For each column after `steps` the position of the raw column it came from; None when not sure.

    Names tell the origin, and a trial checks it: each raw column is shuffled in turn, and only columns
    said to come from it may change.
    """
    if not steps:
        return None
    names: list[str] | None = [str(c) for c in frame.columns]
    origins: list[int] | None = list(range(len(frame.columns)))
    for step in steps:
        parts = _origins(step, names)
        if parts is None or origins is None:
            return None
        origins = [origins[p] for p in parts]
        names = _names_out(step, names)
        if names is None or len(names) != len(origins):
            names = ["x%d" % i for i in range(len(origins))]
    return origins if origins is not None and _trial(steps, frame, origins) else None


def _names_out(step: Any, names: Any) -> list[str] | None:
    try:
        return [str(n) for n in step.get_feature_names_out(names)]
    except Exception:
        try:
            return [str(n) for n in step.get_feature_names_out()]
        except Exception:
            return None


def _origins(step: Any, names: Any) -> list[int] | None:
    kind = type(step).__name__
    if isinstance(step, str):
        return list(range(len(names))) if step == "passthrough" else None
    if kind == "ColumnTransformer":
        return _column_transformer(step, names)
    if kind == "Pipeline":
        return _chain([s for _, s in step.steps if s is not None and s != "passthrough"], names)
    if kind == "OneHotEncoder":
        return _one_hot(step, len(names))
    if kind == "FunctionTransformer" and (step.func is None or step.feature_names_out == "one-to-one"):
        return list(range(len(names)))
    return _by_name(step, names)


def _chain(steps: list[Any], names: Any) -> list[int] | None:
    origins = list(range(len(names)))
    for step in steps:
        parts = _origins(step, names)
        if parts is None:
            return None
        origins, after = [origins[p] for p in parts], _names_out(step, names)
        names = after if after is not None and len(after) == len(origins) else ["x%d" % i for i in range(len(origins))]
    return origins


def _one_hot(step: Any, width: int) -> list[int] | None:
    own = getattr(step, "feature_names_in_", None)
    marks = list(own) if own is not None else ["x%d" % i for i in range(width)]
    if len(marks) != width:
        return None
    origins: list[int] = []
    for position, values in enumerate(getattr(step, "_n_features_outs", None) or []):
        origins += [position] * int(values)
    return origins if len(origins) == len(step.get_feature_names_out()) else None


def _by_name(step: Any, names: Any) -> list[int] | None:
    after = _names_out(step, names)
    if after is None:
        return None
    own = getattr(step, "feature_names_in_", None)
    before = [str(n) for n in own] if own is not None else \
        (list(names) if any(a in names for a in after) else ["x%d" % i for i in range(len(names))])
    origins = []
    for name in after:
        for lead in ("", "missingindicator_"):
            bare = name[len(lead):] if name.startswith(lead) else ""
            fits = [i for i, b in enumerate(before) if bare == b] or \
                [i for i, b in enumerate(before) if bare.startswith(b + "_")]
            if len(fits) == 1:
                break
        if len(fits) != 1:
            return None
        origins.append(fits[0])
    return origins


def _column_transformer(step: Any, names: Any) -> list[int] | None:
    total = max([s.stop for s in step.output_indices_.values()] or [0])
    origins = [-1] * total
    for name, transformer, columns in step.transformers_:
        where = step.output_indices_[name]
        if where.stop == where.start or (isinstance(transformer, str) and transformer == "drop"):
            continue
        chosen = _positions(columns, step, names)
        parts = _origins(transformer, [str(names[c]) for c in chosen])
        if parts is None or len(parts) != where.stop - where.start:
            return None
        origins[where] = [chosen[p] for p in parts]
    return None if -1 in origins else origins


def _positions(columns: Any, step: Any, names: Any) -> list[int]:
    """Positions of a ColumnTransformer's selection: names, positions, a slice or a mask."""
    if isinstance(columns, slice):
        ends = [list(names).index(e) if isinstance(e, str) else e for e in (columns.start, columns.stop)]
        if isinstance(columns.stop, str):
            ends[1] += 1
        return list(range(len(names)))[slice(ends[0], ends[1], columns.step)]
    chosen = [columns] if isinstance(columns, (str, int)) else list(columns)
    if chosen and all(type(c).__name__ in ("bool", "bool_") for c in chosen):
        return [i for i, c in enumerate(chosen) if c]
    fitted = [str(n) for n in getattr(step, "feature_names_in_", names)]
    return [list(names).index(c if isinstance(c, str) else fitted[int(c)])
            if isinstance(c, str) or fitted[int(c)] in names else int(c) for c in chosen]


def _trial(steps: list[Any], frame: Any, origins: list[int]) -> bool:
    import numpy as np

    rows = frame.iloc[:100]
    before = np.asarray(transform(steps, rows), dtype=float)
    if before.shape[1] != len(origins):
        return False
    for position in range(min(200, rows.shape[1])):
        shaken = rows.copy()
        shaken.isetitem(position, rows.iloc[::-1, position].array)
        after = np.asarray(transform(steps, shaken), dtype=float)
        changed = np.flatnonzero(~((before == after) | (np.isnan(before) & np.isnan(after))).all(axis=0))
        if any(origins[c] != position for c in changed):
            return False
    return True
