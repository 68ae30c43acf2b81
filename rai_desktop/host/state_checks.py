"""What an object's state, or any dict that may become one, may hold: no attribute that replaces how an object behaves."""

import re
from typing import Any, Dict, Iterator, List, Tuple

from .arrays import Thing, are_bytes, is_scalar
from .rules import Name

_METHODS = frozenset(
    ["predict", "predict_proba", "predict_log_proba", "decision_function", "score_samples", "transform",
        "auto", "default", "deprecated", "threshold"]
)  # fmt: skip


def names_a_method(value: Any) -> bool:
    """Whether a value names methods that models answer with, and no other method of whatever object."""
    waiting, known = [value], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, (list, tuple)):
            if id(part) not in known:  # one list may be in itself many times over
                known.add(id(part))
                waiting.extend(part)
        elif not (part is None or (type(part) is str and part in _METHODS)):
            return False
    return True


TEMPLATE = """
def _parse_args(self, %(shapes)s %(given)s):
    return (%(shapes)s), %(kept)s

def _parse_args_rvs(self, %(shapes)s %(given)s, size=None):
    return self._argcheck_rvs(%(shapes)s %(kept)s, size=size)

def _parse_args_stats(self, %(shapes)s %(given)s, moments='mv'):
    return (%(shapes)s), %(kept)s, moments
"""
_FIRST_LINE = re.compile(r"^\ndef _parse_args\(self, ((?:[A-Za-z_][A-Za-z0-9_]*, )*) (loc=0(?:, scale=1)?)\):\n")


def is_honest_template(text: Any) -> bool:
    """scipy runs the text in `_parse_arg_template` of a distribution: it must be scipy's own, names apart."""
    match = _FIRST_LINE.match(text) if isinstance(text, str) else None
    if not match:
        return False
    shapes, given = match.groups()
    kept = "loc, scale" if "scale" in given else "loc, 1"
    return bool(text == TEMPLATE % {"shapes": shapes, "given": given, "kept": kept})


METHOD_NAMES = frozenset(["stack_method", "stack_method_", "predict_method", "_predict_method", "response_method",
    "_response_method", "chain_method", "chain_method_"])  # fmt: skip
"""Attributes by which libraries call a method of whatever object."""
# Methods the host calls on a model: an attribute of that name would be called in their place.
_ANSWERS = frozenset(
    ["predict", "predict_proba", "predict_log_proba", "decision_function", "score_samples", "transform", "inplace_predict"]
)  # fmt: skip
_REQUESTS = "sklearn.utils._metadata_requests"  # keeps, under the names of methods, what metadata they ask for
_OF_DISTANCE, _OF_FUNCTION = 3, 5  # its power, weights and matrix; besides, a function and what it is given
_DESCRIBING = ("__doc__", "__name__", "__qualname__")
_TEMPLATE = "_parse_arg_template"
# Keys that act in any dict, for it may become a state, keywords, or the attributes of a mapping that answers for them.
_REPLACING = frozenset(["__array__", "__array_interface__", "__array_struct__", "__class__", "__dict__", "__getattr__",
    "__reduce__", "__reduce_ex__", "__setstate__"])  # fmt: skip
# Attributes of which a library calls a method that other listed classes have as well, where it evaluates text.
_QUERIED = ("scipy.interpolate._ndgriddata:NearestNDInterpolator", "tree")
# Addresses that a library frees when the object goes; none is ever written to a file.
_ADDRESSES = ("lightgbm.basic:_InnerPredictor", ("handle", "_handle"))
_TREES = ("scipy.spatial._ckdtree:cKDTree", "scipy.spatial._kdtree:cKDTree", "scipy.spatial._kdtree:KDTree")
# Attributes whose `transform` a library calls: a table's own calls the method, or the function, that it is given.
_TRANSFORMING = frozenset(["best_estimator_", "estimator", "estimator_", "base_estimator", "base_estimator_", "fitted_estimator",
    "transformer_", "transform_", "initial_imputer_", "indicator_", "kernel_pca_", "one_hot_encoder_", "ordinal_encoder",
    "feature_encoder", "categorical_encoder_", "label_encoder", "lab_encoder_", "le_", "label_binarizer_", "_label_binarizer",
    "_label_encoder", "_encoder", "_preprocessor", "_scaler", "_centerer", "_bin_mapper", "_tfidf", "_sf_transform",
    "_y_transform"])  # fmt: skip
_KEYWORDS = re.compile("params|kw|args")  # attributes whose parts are given by name to what is called
_TABLES = ("pandas:DataFrame", "pandas:Series", "pandas.core.frame:DataFrame", "pandas.core.series:Series")
_STEPS = frozenset(["steps", "transformer_list", "transformers_", "feature_encoders"])
"""Attributes whose parts have their `transform` called, one after the other."""
WATCHED = METHOD_NAMES | _REPLACING | {_TEMPLATE}
_ACTING = _ANSWERS | METHOD_NAMES | _TRANSFORMING | {_QUERIED[1], *_ADDRESSES[1]}  # and names that begin with a stroke
_NUMBERS = (int, float, bool, type(None))
_WORD = 10  # characters; the trees of a booster take more bytes than so many can be


_MAPS = ("types:SimpleNamespace", "argparse:Namespace", "collections:UserDict", "collections:ChainMap", "builtins:dict")
# Containers that a call makes or a class stands for: what they hold is not known to a look, and no honest state is one.
_GATHERED = frozenset([
    "builtins:list", "builtins:tuple", "builtins:set", "builtins:frozenset", "collections:OrderedDict", "collections:Counter",
    "collections:defaultdict", "collections:deque", "collections:UserList", "sklearn.utils:Bunch", "sklearn.utils._bunch:Bunch",
    "sklearn.utils._encode:_nandict", "sklearn.utils._encode:_NaNCounter", "scipy.optimize.optimize:OptimizeResult",
    "scipy.optimize._optimize:OptimizeResult",
])  # fmt: skip
MAPPINGS = frozenset(_MAPS) | (_GATHERED - {f"builtins:{kind}" for kind in ("list", "tuple", "set", "frozenset")}
                               - {"collections:deque", "collections:UserList"})  # fmt: skip
"""Classes that would take pairs for keys and values."""
DICT_STATES = ("sklearn", "scipy", "imblearn", "category_encoders", "fairlearn", "lightgbm", "xgboost", "catboost")
"""Libraries whose classes in Python take a plain dict as their state, and nothing else."""


def hides_what_it_sets(owner: Any, state: Any) -> bool:
    """Whether a look cannot tell what a state sets because a call made it: loading would refuse it, or look at what is in it."""
    parts = (state, *state) if isinstance(state, tuple) else (state,)
    kinds = [part.kind for part in parts if type(part) is Thing]
    halved = len(parts) in (1, 3)  # the state itself, or that with its two halves
    if any(kind in _MAPS or (halved and kind in _GATHERED) for kind in kinds):
        return True
    library = kind_of(owner).partition(":")[0].partition(".")[0]
    return type(state) is Thing and library in DICT_STATES and not are_bytes(state)


def is_cut_short(owner: Any, state: Any) -> bool:
    """Whether a measure of distance of scikit-learn's is given less than its compiled code reads, which asks for no length and
    takes what lies behind in memory for objects."""
    module, _colon, name = kind_of(owner).partition(":")
    if not module.endswith("dist_metrics") or not module.startswith("sklearn."):
        return False
    return type(state) is not tuple or len(state) < (_OF_FUNCTION if name.startswith("PyFunc") else _OF_DISTANCE)


def is_gathered(value: Any) -> bool:
    """Whether a look met a container that a call made."""
    return type(value) is Thing and (value.kind in _GATHERED or value.kind in _MAPS)


def attributes(state: Any) -> List[Dict[Any, Any]]:
    """The dicts of a state that hold attributes: itself, or its two halves."""
    return [part for part in (state if isinstance(state, tuple) and len(state) == 2 else (state,)) if isinstance(part, dict)]


def pairs(state: Any) -> Iterator[Tuple[Any, Any]]:
    """Keys and values that a state sets, however it is written: a dict, a tuple of dicts, or pairs."""
    for part in (state, *state) if isinstance(state, (tuple, list)) else (state,):
        if isinstance(part, dict):
            yield from part.items()
        elif isinstance(part, (tuple, list)) and len(part) == 2:
            yield part[0], part[1]


def is_setting(key: Any, value: Any) -> bool:
    """Whether it is a number or a short word under a name that nothing acts on: none of the checks below can mind it, and
    most attributes are such."""
    if type(key) is not str or key[:1] == "_" or key in _ACTING:
        return False
    return type(value) in _NUMBERS or (type(value) is str and len(value) < _WORD)


def odd_state(key: Any, value: Any) -> str:
    """Why no honest object keeps this under this key; "" where it may be."""
    if not isinstance(key, str):  # numpy's texts name attributes as well
        return ""
    if key.startswith("__") and key.endswith("__"):
        return "" if key in _DESCRIBING and isinstance(value, (str, type(None))) else "dunder_state"
    if key == _TEMPLATE and not is_honest_template(value):
        return "runs_text"
    if key == "keys" and _is_called(value):  # an object would pass for a dict whose keys nobody looked at
        return "other_method"
    plain = isinstance(value, (str, bool, type(None))) or _module_of(value).startswith(_REQUESTS)
    return "other_method" if key in _ANSWERS and not plain else ""


def _is_called(value: Any) -> bool:
    """Whether a value, or what a look has in its place, is something to call; a node of a skops file may be."""
    if isinstance(value, Thing):
        return value.kind == "functools:partial"
    node = type(value) is dict and value.get("__loader__") in ("FunctionNode", "TypeNode", "PartialNode", "CachedNode")
    return node or type(value) is Name or callable(value)


def odd_item(key: str, value: Any) -> str:
    """The same for a watched key in any dict: words that a text was split into may be keys there, with their numbers."""
    if key == _TEMPLATE:
        return "" if is_honest_template(value) else "runs_text"
    harmless = isinstance(value, (str, bytes, int, float, type(None))) or is_scalar(value)
    return "dunder_state" if key in _REPLACING and not harmless else ""


def is_mistaken(owner: Any, key: Any, value: Any) -> bool:
    """Whether an attribute is of a class whose method would be called in place of the right one, or an address."""
    if kind_of(owner) == _ADDRESSES[0] and key in _ADDRESSES[1]:
        return True
    if isinstance(key, str) and (key in _TRANSFORMING or _KEYWORDS.search(key)) and kind_of(value) in _TABLES:
        return kind_of(owner).partition(":")[0].partition(".")[0] in DICT_STATES
    asked = isinstance(key, str) and key == _QUERIED[1] and kind_of(owner) == _QUERIED[0]
    return asked and kind_of(value) not in _TREES


def has_steps(owner: Any, key: Any) -> bool:
    """Whether an attribute holds steps of a library's own; what an author's class keeps so is for an analyst to know."""
    return isinstance(key, str) and key in _STEPS and kind_of(owner).partition(":")[0].partition(".")[0] in DICT_STATES


def is_wrong_at_last(key: str, value: Any) -> bool:
    """Whether an attribute that may have been filled later names another method, or has a table among its steps."""
    if key in METHOD_NAMES:
        return not names_a_method(value)
    steps = value.values() if type(value) is dict else value if isinstance(value, (list, tuple)) else ()
    return any(kind_of(part) in _TABLES for step in steps for part in (step if isinstance(step, (list, tuple)) else (step,)))


def kind_of(value: Any) -> str:
    """The class of a value, a stand-in or a node of a skops file, as module:name."""
    if isinstance(value, Thing):
        return value.kind
    if type(value) is dict and "__loader__" in value:  # of no other: a matrix kept as one cannot be asked before it has its state
        return "{}:{}".format(value.get("__module__"), value.get("__class__"))
    return type(value).__module__ + ":" + type(value).__qualname__


def _module_of(value: Any) -> str:
    """The module that the class of a value, a stand-in or a node of a skops file is from."""
    if isinstance(value, Thing):
        return value.kind
    if type(value) is dict:
        return str(value.get("__module__")) if value.get("__loader__") == "ObjectNode" else ""
    return type(value).__module__
