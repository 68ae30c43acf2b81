"""Shapley values of any model by its predictions alone, over columns recombined as codes."""

from __future__ import annotations

from typing import Any, Callable

from .reasons import Asked, How, Reasons, load_shap, pack

_PAIR = 2
WALKS = 6  # permutations a row at most, each walked there and back
Ask = Callable[[Any], Any]


def explain_outside(model: Any, frame: Any, background: Any, asked: Asked) -> Reasons:
    """Reasons by shap's exact explainer where columns are few, else by its permutation explainer."""
    import numpy as np

    codes = Codes(frame, background)
    rows, seen = codes.coded(frame), codes.coded(background)
    ask, space = _function(model, asked)

    def output(matrix: Any) -> Any:
        return _finite(np.asarray(ask(codes.decoded(np.asarray(matrix))), dtype=float))

    def found(output: Ask) -> Any:
        base = output(seen).mean(axis=0)
        return base, _ask_shap(output, rows, seen, asked), output(rows)

    ask_for = _together(found, output, asked) if asked.options.get("together") else output
    base, (explanation, exact, advised), said = found(ask_for)
    how = How(space, "exact" if exact else "permutation", exact, advised)
    return pack(explanation.values, base, said, asked, how)


def _together(found: Callable[[Ask], Any], output: Ask, asked: Asked) -> Ask:
    """A stand-in that has all answers: what will be asked does not hang on answers, so it is noted first and asked in one go."""
    import numpy as np

    noted: list[Any] = []
    shape = (len(asked.classes),) if len(asked.classes) > _PAIR else ()

    def note(matrix: Any) -> Any:
        noted.append(np.array(matrix))
        return np.zeros((len(noted[-1]), *shape))

    found(note)
    answers = np.split(output(np.concatenate(noted)), np.cumsum([len(each) for each in noted])[:-1])
    turn = iter(zip(noted, answers))

    def answer(matrix: Any) -> Any:
        wanted, given = next(turn, (None, None))
        return given if wanted is not None and np.array_equal(wanted, matrix) else output(matrix)

    return answer


def _finite(answer: Any) -> Any:
    import numpy as np

    bad = ~np.isfinite(answer.reshape(len(answer), -1)).all(axis=1)
    if bad.any():
        sentence = "The model returned values that are not numbers for {} of {} rows."
        raise ValueError(sentence.format(int(bad.sum()), len(answer)))
    return answer


def _function(model: Any, asked: Asked) -> tuple[Ask, str]:
    """The numbers to explain: probabilities, else margins, else whether the class is predicted."""
    if not asked.classes:
        return (lambda frame: _flat(asked.predict(frame))), "prediction"
    if asked.predict_proba is not None:
        ask = asked.predict_proba
        return (lambda frame: _second(ask(frame))), "probability"
    margin = getattr(model, "decision_function", None)
    if callable(margin) and getattr(model, "decision_function_shape", "ovr") == "ovr":
        return margin, "margin"
    return (lambda frame: _second(_indicators(asked.predict(frame), asked.classes))), "probability"


class TextAnswers(ValueError):
    """The answers are texts though no classes were told."""


def own_classes(asked: Asked, *frames: Any) -> list[str]:
    """The classes of a model that tells none and answers with texts: those it gives for these rows."""
    return sorted({_text(value) for frame in frames for value in _said(asked.predict(frame))})


def _said(values: Any) -> Any:
    import numpy as np

    return np.asarray(values, dtype=object).reshape(-1)


def _flat(values: Any) -> Any:
    import numpy as np

    if any(isinstance(value, str) for value in _said(values)[:1]):
        raise TextAnswers
    return np.asarray(values, dtype=float).reshape(-1)


def _second(columns: Any) -> Any:
    import numpy as np

    columns = np.asarray(columns, dtype=float)
    return columns[:, 1] if columns.ndim == 2 and columns.shape[1] == 2 else columns


def _indicators(said: Any, classes: list[str]) -> Any:
    """(n, k): 1 where a class is predicted."""
    import numpy as np

    texts = np.asarray([_text(v) for v in _said(said)])
    return np.stack([texts == c for c in classes], axis=1)


def _text(value: Any) -> str:
    whole = isinstance(value, float) and value == value // 1
    return str(int(value)) if whole else str(value)


def _ask_shap(output: Ask, rows: Any, seen: Any, asked: Asked) -> tuple[Any, bool, int]:
    """shap's explanation, whether it is exact, and how many rows the budget allows."""
    shap = load_shap()
    features, budget = rows.shape[1], asked.budget()
    total = max(len(rows), int(asked.options.get("rows") or 0))
    masker = shap.maskers.Independent(seen, max_samples=len(seen))
    if 2.0**features * len(seen) * total <= budget:
        explainer = shap.explainers.Exact(output, masker)
        return explainer(rows, max_evals=2**features + 2, silent=True), True, total
    walk = 2 * features + 1
    walks = max(1, min(WALKS, int(budget // (walk * len(seen) * total))))
    seed = int(asked.options.get("seed") or 0)
    explainer = shap.explainers.Permutation(output, masker, seed=seed)
    explanation = explainer(rows, max_evals=walks * walk, batch_size=walk, silent=True)
    return explanation, False, max(1, int(budget // (walks * walk * len(seen))))


class Codes:
    """Every column as whole-number codes: text, dates and missing values recombine exactly."""

    def __init__(self, frame: Any, background: Any) -> None:
        import pandas as pd

        self.columns = list(frame.columns)
        both = pd.concat([frame, background[self.columns]], ignore_index=True)
        columns = [both.iloc[:, i].astype(frame.iloc[:, i].dtype) for i in range(both.shape[1])]
        self.levels = [pd.Index(c.unique()) for c in columns]

    def coded(self, frame: Any) -> Any:
        """(n, f) float codes of a frame's values."""
        import numpy as np
        import pandas as pd

        where = [pd.Index(v).get_indexer_for(frame.iloc[:, i]) for i, v in enumerate(self.levels)]
        return np.stack(where, axis=1).astype(float)

    def decoded(self, matrix: Any) -> Any:
        """The frame that the codes stand for, in the original types."""
        import pandas as pd

        codes = matrix.astype("int64")
        frame = pd.DataFrame({i: v.take(codes[:, i]) for i, v in enumerate(self.levels)})
        frame.columns = self.columns
        return frame
