"""ONNX files run by onnxruntime: columns to inputs, the label and the probabilities out of the outputs."""

from typing import Any, Dict, List, Optional

from . import onnx_graph
from .models import Model, Problem
from .rules import Blocked

_NUMBERS = {
    "tensor(float)": "float32", "tensor(double)": "float64", "tensor(int64)": "int64", "tensor(int32)": "int32",
    "tensor(bool)": "bool", "tensor(float16)": "float16",
}  # fmt: skip
_SLACK = 1e-3


def load(path: str, threads: int) -> Model:
    """A session on the processor alone, its inputs by name. Raises Problem for several outputs, Blocked, Unreadable."""
    graph = onnx_graph.read(path)
    for name in (*graph.external, *graph.strange()):
        raise Blocked(name, "outside")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return _wrapped(session, graph.classes)


def _wrapped(session: Any, classes: Optional[List[Any]]) -> Model:
    inputs, outputs = session.get_inputs(), session.get_outputs()
    label, scores = _outputs(outputs)
    meta = session.get_modelmeta()
    title = "ONNX model ({})".format(meta.producer_name or "unknown producer")

    def run(frame: Any, name: str) -> Any:
        return session.run([name], _fed(inputs, frame))[0]

    model = Model("onnx", title, session, lambda frame: run(frame, label))
    if len(inputs) > 1:
        model.feature_names = [i.name for i in inputs]
        model.n_features = len(inputs)
    else:
        model.n_features = _width(inputs[0])
    if scores is not None:
        _with_scores(model, classes, scores, run, session)
    return model


def _outputs(outputs: List[Any]) -> Any:
    """The output that holds the label or number, and the one that holds probabilities, if any."""
    maps = [o for o in outputs if o.type.startswith("seq(map")]
    plain = [o for o in outputs if o.type.startswith("tensor")]
    wide = [o for o in plain if (len(o.shape or []) == 2 and o.shape[1] != 1 and "float" in o.type) or "double" in o.type]
    if maps and plain:
        return plain[0].name, maps[0]
    named = [o for o in wide if "prob" in o.name.lower()]
    if len(plain) == 2 and (named or wide):
        scores = (named or wide)[0]
        return next(o.name for o in plain if o.name != scores.name), scores
    if len(plain) == 1:
        return plain[0].name, None
    raise Problem("multi_output", outputs=len(outputs))


def _width(entry: Any) -> Optional[int]:
    shape = entry.shape or []
    return shape[1] if len(shape) == 2 and isinstance(shape[1], int) else None


def _fed(inputs: List[Any], frame: Any) -> Dict[str, Any]:
    """The inputs of a session: one matrix, or a column each."""
    if len(inputs) == 1 and _width(inputs[0]) != 1:
        return {inputs[0].name: _values(frame, inputs[0].type)}
    if len(inputs) == 1:
        return {inputs[0].name: _values(frame.iloc[:, [0]], inputs[0].type)}
    return {i.name: _values(frame[[i.name]], i.type) for i in inputs}


def _values(frame: Any, kind: str) -> Any:
    import numpy as np

    if kind in _NUMBERS:
        return np.ascontiguousarray(frame.to_numpy(), dtype=_NUMBERS[kind])
    texts = frame.astype(object).to_numpy()
    missing = texts != texts
    texts = texts.astype(str).astype(object)
    texts[missing.astype(bool)] = ""
    return texts


def _with_scores(model: Model, known: Optional[List[Any]], scores: Any, run: Any, session: Any) -> None:
    """Probabilities with their classes: a map for each row tells both, a matrix only numbers."""
    import numpy as np

    width = _width(scores)
    if known is None and width is None:
        raise Problem("no_classes")
    classes = known if known is not None else list(range(width or 0))
    model.classes = classes

    def from_maps(frame: Any) -> Any:
        rows = run(frame, scores.name)
        return np.array([[row[c] for c in classes] for row in rows], dtype=float).reshape(len(rows), len(classes))

    maps = scores.type.startswith("seq(map")
    model.predict_proba = from_maps if maps else lambda frame: np.asarray(run(frame, scores.name), dtype=float)
    if not maps and not _are_shares(session, scores.name, len(classes)):
        model.predict_proba = None
        model.warnings.append("no_shares")


def _are_shares(session: Any, name: str, classes: int) -> bool:
    """Whether the scores of two empty rows are as many as the classes and sum to 1; decision values are not."""
    import numpy as np

    given = {}
    for entry in session.get_inputs():
        width = _width(entry) or 1
        empty = np.zeros((2, width), _NUMBERS[entry.type]) if entry.type in _NUMBERS else np.full((2, width), "", dtype=object)
        given[entry.name] = empty
    try:
        scores = np.asarray(session.run([name], given)[0], dtype=float)
    except Exception:  # an odd input says nothing of the scores: they are looked at again when they are asked for
        return True
    if scores.shape != (2, classes) or not np.isfinite(scores).all():
        return False
    return bool((scores > -_SLACK).all() and (abs(scores.sum(axis=1) - 1) < _SLACK).all())
