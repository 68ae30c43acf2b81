"""Ways round the list that were found by attacking it: each is refused by the look and again by the rules while loading, and
no payload runs. Also files made to keep the look busy for ever, or to fill the memory."""

import gzip
import json
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from rai_desktop.host import rules, skops_files, sources, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.hostile_gadgets import node
from tests.unit.loading.opcodes import Raw, built, called, file, made, name, put, text
from tests.unit.loading.skops_writer import check_refused_by_both

RULES = rules.Rules.read(str(rules_path()))
EVIL = "\nopen(%r,'w').close()\ndef _parse_args(self, loc=0, scale=1):\n    return (), loc, scale\n"
FIT = ("sklearn.model_selection._split", "KFold")
LINEAR = ("sklearn.linear_model._base", "LinearRegression")


def partial(function: Raw, *given: object) -> Raw:
    return called("functools", "partial", function, *given)


def calling_while_loading(function: Raw, **given: object) -> Raw:
    """pandas calls `from_arrays` of whatever it takes for a class."""
    return called("pandas.core.indexes.interval", "_new_IntervalIndex", built(made(*FIT), {"from_arrays": function}), given)


def kept(value: Raw) -> bytes:
    return file(built(made(*LINEAR), {"x": value}))


def attribute_of_anything(marker: str) -> bytes:
    reach = name("sklearn.feature_selection._from_model", "_get_feature_importances")
    touch = calling_while_loading(partial(reach, called("pathlib", "PosixPath", marker), "touch"))
    return kept(calling_while_loading(touch))


def method_by_name(marker: str) -> bytes:
    call = name("sklearn.metrics._scorer", "_cached_call")
    return kept(calling_while_loading(partial(call, None, called("pathlib", "PosixPath", marker), "touch")))


def _distribution(marker: str, mapping: Callable[[dict[str, object]], Raw]) -> bytes:
    state = {"_parse_arg_template": EVIL % marker, "_random_state": None, "numargs": 0, "shapes": None}
    split = built(made(*FIT), mapping(state))
    split = built(split, (None, mapping({"__class__": name("scipy.stats._continuous_distns", "norm_gen")})))
    return kept(built(split, {"badvalue": None}))


def state_with_items_of_its_own(marker: str) -> bytes:
    def mapping(pairs: dict[str, object]) -> Raw:
        items = partial(name("builtins", "list"), [tuple(pair) for pair in pairs.items()])
        return built(called("types", "SimpleNamespace"), {"items": items})
    return _distribution(marker, mapping)


def state_with_items_of_settings(marker: str) -> bytes:
    def mapping(pairs: dict[str, object]) -> Raw:
        items = partial(name("builtins", "list"), [tuple(pair) for pair in pairs.items()])
        return built(made("argparse", "Namespace"), {"items": items})
    return _distribution(marker, mapping)


def state_that_is_a_user_dict(marker: str) -> bytes:
    return _distribution(marker, lambda pairs: built(made("collections", "UserDict"), {"data": pairs}))


def predict_in_the_state(marker: str) -> bytes:
    writes = built(made("collections", "UserList"), {"data": [marker]})
    return file(built(made(*LINEAR), {"predict": writes, "n_features_in_": 3}))


def old_numpy_loads(_marker: str) -> bytes:
    return kept(calling_while_loading(partial(name("numpy", "loads"), b"cos\nsystem\n.")))


PICKLES = [attribute_of_anything, method_by_name, state_with_items_of_its_own, state_with_items_of_settings, state_that_is_a_user_dict,
           predict_in_the_state, old_numpy_loads]


@pytest.mark.parametrize("make", PICKLES, ids=lambda make: make.__name__)
def test_refused_by_the_look_and_by_loading(make: Callable[[str], bytes], tmp_path: Path) -> None:
    path, marker = tmp_path / "model.pkl", tmp_path / "ran"
    path.write_bytes(make(str(marker)))
    assert inspect_model(path).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)
    assert not marker.exists()


def words(value: object) -> dict[str, Any]:
    return node("JsonNode", "builtins", "str", content=json.dumps(value), is_json=True)


def kept_as(home: tuple[str, str], **state: object) -> dict[str, Any]:
    kinds = node("ListNode", "builtins", "list", content=[node("TypeNode", "builtins", "str") for _ in state])
    return node("ObjectNode", *home, content=node("DictNode", "builtins", "dict", content=state, key_types=kinds))


def skops_template(marker: str) -> dict[str, Any]:
    odd = kept_as(("scipy.stats._continuous_distns", "norm_gen"), _parse_arg_template=words(EVIL % marker), numargs=words(0))
    return kept_as(LINEAR, x=odd)


def skops_method(marker: str) -> dict[str, Any]:
    given = node("TupleNode", "builtins", "tuple", content=[words(marker)])
    place = node("ConstructorFromReduceNode", "pathlib", "PosixPath", content=given)
    return kept_as(("sklearn.ensemble._stacking", "StackingRegressor"),
                   estimators_=node("ListNode", "builtins", "list", content=[place]),
                   stack_method_=node("ListNode", "builtins", "list", content=[words("write_bytes")]))


def skops_old_function(_marker: str) -> dict[str, Any]:
    """The first skops took the function from elsewhere than the class it names."""
    return kept_as(LINEAR, x=node("FunctionNode", "numpy", "log1p", content={"module_path": "os", "function": "system"}))


@pytest.mark.parametrize(("make", "protocol"), [(skops_template, 2), (skops_method, 2), (skops_old_function, 0)])
def test_skops_states_are_held_to_the_same(make: Callable[[str], dict[str, Any]], protocol: int, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    check_refused_by_both(make(str(marker)), tmp_path, protocol)
    assert not marker.exists()


def tuples_of_tuples(deep: int) -> bytes:
    """Each holds the one before twice: looking at all of them one by one would never end."""
    held = text("predict")
    for _ in range(deep):
        held += b"2\x86"
    return file(built(made("sklearn.ensemble._stacking", "StackingClassifier"), {"stack_method_": Raw(held)}))


def long_shape() -> bytes:
    empty = called("numpy._core.multiarray", "_reconstruct", name("numpy", "ndarray"), (0,), b"b")
    shape = Raw(b"(" + put(2**31 - 1) * 100_000 + b"t")
    return file(built(empty, (1, shape, called("numpy", "dtype", "f8", False, True), False, b"x")))


def empty_sets() -> bytes:
    return gzip.compress(b"\x80\x04" + b"\x8f" * 20_000_000 + b".", 9)


def marks() -> bytes:
    return gzip.compress(b"\x80\x04" + b"(" * 20_000_000 + b".", 9)


@pytest.mark.parametrize("content", [tuples_of_tuples(60), long_shape(), empty_sets(), marks()],
                         ids=["tuples of tuples", "long shape", "empty sets", "marks"])
def test_the_look_comes_to_an_end(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    path.write_bytes(content)
    began = time.process_time()
    inspect_model(path)
    assert time.process_time() - began < 30  # for ever, before


def test_a_schema_of_hundreds_of_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", b'{"a":[{}' + b",{}" * 30_000_000 + b"]}")
    with pytest.raises(sources.Unreadable):
        skops_files.names(str(path))


def _field(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = BytesIO()
    while value > 0x7F:
        out.write(struct.pack("B", value & 0x7F | 0x80))
        value >>= 7
    out.write(struct.pack("B", value))
    return out.getvalue()


def test_an_onnx_number_in_place_of_a_text_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    node_ = _varint(4 << 3) + _varint(2**42)  # an operator of four terabytes, were it a length
    path.write_bytes(b"\x08\x08" + _field(7, _field(1, node_)) + _field(8, b"\x10\x0d"))
    tracemalloc.start()
    try:
        look = inspect_model(path)
        assert tracemalloc.get_traced_memory()[1] < 2**26
    finally:
        tracemalloc.stop()
    assert look.format == "onnx"


def test_honest_files_like_them_still_open(tmp_path: Path) -> None:
    import joblib
    import pandas as pd
    from scipy.interpolate import interp1d
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import TunedThresholdClassifierCV

    model = TunedThresholdClassifierCV(LogisticRegression(), cv=2).fit([[0.0], [1.0], [0.2], [0.9]] * 5, [0, 1, 0, 1] * 5)
    for each in (model, interp1d([1, 2, 3], [1, 2, 3]), pd.interval_range(0, 3), pd.to_timedelta([1, 2], unit="D")):
        joblib.dump({"model": model, "kept": each}, path := tmp_path / "honest.joblib")
        assert inspect_model(path).verdict == "loadable"
        unpickling.load(str(path), RULES)


@pytest.mark.parametrize("protocol", [0, 2, 5])
@pytest.mark.parametrize("unused", [b"cnumpy\nmemmap\n", b"cnumpy\nmemmap\n0", b"cos\nsystem\n"])
def test_what_is_only_named_is_judged_alike_by_look_and_load(unused: bytes, protocol: int, tmp_path: Path) -> None:
    """Found by fuzzing: a name that stands for an array's class alone, left unused, passed the load though not the look."""
    import pickle

    start = pickle.PROTO + bytes([protocol]) if protocol >= 2 else b""
    path = tmp_path / "named.pkl"
    path.write_bytes(start + unused + pickle.dumps({"a": 1}, protocol).removeprefix(start))
    assert inspect_model(path).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), rules.Rules.read(str(rules_path())))


@pytest.mark.parametrize(("module", "qualname"), [
    ("cloudpickle.cloudpickle", "os.system"), ("cloudpickle.cloudpickle", "builtins.exec"), ("cloudpickle", "loads"),
    ("cloudpickle.cloudpickle", "pickle.loads"), ("joblib.externals.cloudpickle", "loads"), ("dill._dill", "os.system"),
    ("dill._dill", "_getattribute"),
])  # fmt: skip
def test_what_rebuilds_code_is_no_way_to_what_it_imports(module: str, qualname: str, tmp_path: Path) -> None:
    path = tmp_path / "m.pkl"
    path.write_bytes(file(called(module, qualname, f"touch {tmp_path / 'marker'}")))
    assert inspect_model(path).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)
    assert not (tmp_path / "marker").exists()
