"""ONNX files run by onnxruntime: the label and the probabilities out of whatever outputs a converter wrote."""

from typing import Any, List, Optional

from . import onnx_graph, onnx_inputs, onnx_words
from .models import Model, Problem
from .onnx_inputs import width
from .rules import Blocked

_SLACK = 1e-3
_FLOATS = ("tensor(float)", "tensor(double)", "tensor(float16)")
_PAIR = 2


def load(path: str, threads: int) -> Model:
    """A session on the processor alone, its inputs by name. Raises Problem for several outputs or none, and
    for what is no table; Blocked, Unreadable."""
    graph = onnx_graph.read(path)
    for name in (*graph.external, *graph.strange()):
        raise Blocked(name, "outside")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except MemoryError:
        raise
    except Exception as error:  # a class of its own for each kind of fault
        raise onnx_words.not_taken(error, onnxruntime.__version__) from error
    onnx_words.refuse_odd(session)
    return _wrapped(session, graph)


class Outputs:
    """Which outputs hold what: a label or number, a matrix or map of scores, or a column of scores for each class."""

    def __init__(self, session: Any) -> None:
        outputs = [o for o in session.get_outputs() if onnx_words.is_read(o)]
        self.maps = [o for o in outputs if o.type.startswith("seq(map")]
        self.floats = [o for o in outputs if o.type in _FLOATS]
        self.labels = [o for o in outputs if o.type.startswith("tensor") and o.type not in _FLOATS]
        named = [o for o in self.labels if "label" in o.name.lower()]
        if len(self.labels) > 1 and len(named) == 1:  # others tell of paths through trees
            self.labels = named
        if len(self.labels) > 1 or (not self.labels and len(self.maps) + len(self.floats) != 1):
            raise Problem("multi_output", outputs=len(outputs))


def _wrapped(session: Any, graph: onnx_graph.Graph) -> Model:
    inputs, outputs = session.get_inputs(), Outputs(session)
    title = "ONNX model ({})".format(session.get_modelmeta().producer_name or "unknown producer")

    def run(frame: Any, name: str) -> Any:
        return onnx_inputs.run(session, name, onnx_inputs.fed(inputs, frame))

    only = (outputs.labels or outputs.floats or outputs.maps)[0].name
    model = Model("onnx", title, session, lambda frame: _flat(run(frame, only), len(frame)))
    if onnx_inputs.column_each(inputs):
        model.feature_names = [i.name for i in inputs]
    model.n_features = onnx_inputs.wanted_columns(inputs)
    scores = Scores(session, graph, outputs, run)
    if scores.of_classes:
        scores.give_to(model, has_label=bool(outputs.labels))
    elif scores.outputs_a_row > 1:
        raise Problem("multi_output", outputs=scores.outputs_a_row)
    elif outputs.labels and scores.tried is not None and scores.tried.shape[1] > 1:
        model.warnings.append("no_classes")
    return model


class Scores:
    """Scores of classes in the outputs, tried on two empty rows to see how many there are and whether they are shares."""

    def __init__(self, session: Any, graph: onnx_graph.Graph, outputs: Outputs, run: Any) -> None:
        self._run = run
        self.maps, self.columns = outputs.maps[:1], _score_outputs(outputs)
        self.classes, self.tried = self._tried(session, graph, outputs.labels[0].type if outputs.labels else None)
        self.outputs_a_row = 1 if self.tried is None or outputs.labels else self.tried.shape[1]
        known = self.classes is not None
        if not known and self.outputs_a_row > 1 and self._are_shares():
            self.classes = list(range(self.outputs_a_row))
        elif not known and not outputs.labels and not self.maps and graph.ends_in(self.columns[0].name, "Sigmoid"):
            self.classes = [0, 1]
        elif not known and _are_numbers(outputs.labels) and self.tried is not None and self.tried.shape[1] > 1:
            self.classes = list(range(self.tried.shape[1]))
        self.of_classes = self.classes is not None and bool(self.maps or self.columns)

    def _tried(self, session: Any, graph: onnx_graph.Graph, label: Optional[str]) -> Any:
        """(classes or None, the scores of two empty rows or None where an odd input or model says nothing of them)."""
        import numpy as np

        given = onnx_inputs.empty(session.get_inputs(), 2)
        try:
            if self.maps:
                rows = onnx_inputs.run(session, self.maps[0].name, given)
                classes: List[Any] = list(rows[0])
                classes = graph.classes if graph.classes and set(graph.classes) == set(classes) else classes
                return classes, np.asarray([[row[c] for c in classes] for row in rows], dtype=float)
            told = [_matrix(onnx_inputs.run(session, o.name, given)) for o in self.columns]
        except Exception:  # of a dimension the file does not tell: it is looked at again when rows are asked for
            if self.maps:
                return graph.classes, None
            return graph.classes_of(sum(width(o) or 1 for o in self.columns), label), None
        scores = np.hstack(told) if told else None
        return graph.classes_of(scores.shape[1] if scores is not None else 0, label), scores

    def _are_shares(self) -> bool:
        """Whether the scores are as many as the classes, or one for two classes, and shares of one; decision values are not."""
        import numpy as np

        if self.tried is None:
            return True
        scores = self.tried
        if scores.shape[1] == 1:
            scores = np.hstack([1 - scores, scores])
        if not np.isfinite(scores).all() or (self.classes is not None and scores.shape != (2, len(self.classes))):
            return False
        return bool((scores > -_SLACK).all() and (abs(scores.sum(axis=1) - 1) < _SLACK).all())

    def _matrix(self, frame: Any) -> Any:
        """(rows, classes) float64; one score a row is that of the second of two classes."""
        import numpy as np

        classes: List[Any] = self.classes or []
        if self.maps:
            rows = self._run(frame, self.maps[0].name)
            return np.array([[row[c] for c in classes] for row in rows], dtype=float).reshape(len(rows), len(classes))
        scores = np.hstack([_matrix(self._run(frame, o.name)) for o in self.columns])
        return np.hstack([1 - scores, scores]) if scores.shape[1] == 1 and len(classes) == _PAIR else scores

    def give_to(self, model: Model, has_label: bool) -> None:
        """Classes and probabilities; and labels, where the file holds none."""
        import numpy as np

        classes = model.classes = list(self.classes or [])
        if not has_label:
            model.predict = lambda frame: np.array(classes)[self._matrix(frame).argmax(axis=1)]
            model.warnings.append("onnx_label")
        if self._are_shares():
            model.predict_proba = self._matrix
        else:
            model.warnings.append("no_shares")


def _are_numbers(labels: List[Any]) -> bool:
    return any(o.type != "tensor(string)" for o in labels)


def _score_outputs(outputs: Outputs) -> List[Any]:
    """The outputs of scores beside a label: the one matrix, the one named so, or a column for each class."""
    if outputs.maps or not outputs.labels:
        return outputs.floats if not outputs.maps else []
    wide = [o for o in outputs.floats if width(o) not in (1, None)]
    named = [o for o in outputs.floats if "prob" in o.name.lower()]
    return next((found for found in (named, wide) if len(found) == 1), outputs.floats)


def _matrix(values: Any) -> Any:
    import numpy as np

    values = np.asarray(values, dtype=float)
    return values.reshape(len(values), -1)


def _flat(values: Any, rows: int) -> Any:
    """(rows, 1, 1) and the like as (rows,); (1, rows) too, as skl2onnx writes QDA's."""
    import numpy as np

    values = np.asarray(values)
    return values.reshape(rows) if values.ndim > 1 and values.size == rows else values
