"""Ways round the list by what an object is given: keys that only look like none, states written in another way, attributes of the
wrong class, memory taken for objects. Each ran its payload, or could have, in a file that a look called loadable."""

import io
import json
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from sklearn.metrics import DistanceMetric

from rai_desktop.host import rules, skops_files, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.hostile_gadgets import node, transformer
from tests.unit.loading.opcodes import Raw, built, called, file, made, name, put, result_called
from tests.unit.loading.skops_writer import check_refused_by_both
from tests.unit.loading.test_ways_round import EVIL, LINEAR, kept, kept_as, partial, words

RULES = rules.Rules.read(str(rules_path()))
NORMAL, STACK = ("scipy.stats._continuous_distns", "norm_gen"), ("sklearn.ensemble._stacking", "StackingRegressor")
BUNCH, NEAREST = ("sklearn.utils._bunch", "Bunch"), ("scipy.interpolate._ndgriddata", "NearestNDInterpolator")
OBJECTS, COPY = called("numpy", "dtype", "O", False, True), "copyreg"


def path(marker: str) -> Raw:
    return called("pathlib", "PosixPath", marker)


def numpys(text: str) -> Raw:
    """A text of numpy's own kind: it names attributes as any other, and its type is another."""
    kind = built(called("numpy", "dtype", f"U{len(text)}", False, True), (3, "<", None, None, None, len(text) * 4, 4, 8))
    return called("numpy._core.multiarray", "scalar", kind, text.encode("utf-32-le"))


def mapped(*pairs: tuple[object, object]) -> Raw:
    return Raw(b"}(" + b"".join(put(*pair) for pair in pairs) + b"u")


def template(marker: str, key: object) -> Raw:
    return mapped((key, EVIL % marker), ("_random_state", None), ("numargs", 0), ("shapes", None), ("badvalue", None))


def texts_called(text: str) -> Raw:
    """A text that only calling gives, as a look does not."""
    return called("builtins", "str.lower", text.upper())


ADDRESS = {"data": (4096, False), "shape": (1,), "typestr": "|O8", "version": 3}


def remade(kind: tuple[str, str], pairs: object) -> Raw:
    """As the oldest protocols write what is a dict besides."""
    return called("copyreg", "_reconstructor", name(*kind), name("builtins", "dict"), pairs)


def called_with_buffer(kind: Raw, keyword: str) -> Raw:
    """A step that makes an array of objects in the shape it is given, and takes the file's bytes for their addresses."""
    step = made("sklearn.preprocessing._function_transformer", "FunctionTransformer")
    return built(step, {"func": kind, "validate": False, "kw_args": {"dtype": "O", keyword: b"A" * 80}})


def evaluated(marker: str) -> Raw:
    """An interpolator asks its tree, and a frame that is asked evaluates text."""
    code = numpys(f"@np.f2py.os.system('touch {marker}')")
    first = built(called("functools", "partial", name("builtins", "min")), (name("builtins", "min"), (code,), {"key": name("numpy", "size")}, None))
    return built(made(*NEAREST), {"points": None, "_scale_x": first, "tree": called("pandas", "DataFrame", {"a": [1]})})


PICKLES: dict[str, Callable[[str], Raw]] = {
    "numpy's text as a key": lambda m: built(made(*NORMAL), template(m, numpys("_parse_arg_template"))),
    "numpy's text as a key of slots": lambda m: built(made(*LINEAR), Raw(b"N" + mapped((numpys("__class__"), name(*NORMAL))).code + b"\x86")),
    "numpy's text as a method's key": lambda m: built(made(*STACK), mapped((numpys("stack_method_"), ["write_bytes"]), ("estimators_", [path(m)]))),
    "numpy's text as an answer": lambda m: built(made(*LINEAR), mapped((numpys("predict"), path(m)))),
    "text that is made": lambda m: built(made(*NORMAL), template(m, texts_called("_parse_arg_template"))),
    "number as a key": lambda m: built(made(*LINEAR), mapped((1, 2))),
    "state that is made": lambda m: built(made(*NORMAL), called("builtins", "dict", [("_parse_arg_template", EVIL % m), ("numargs", 0)])),
    "keyword that names a class": lambda m: partial(name("lightgbm.sklearn", "LGBMClassifier"), {"__class__": name(*NORMAL)}),
    "keyword that is run": lambda m: built(made(*LINEAR), {"kw_args": {"_parse_arg_template": EVIL % m}}),
    "grid that names a class": lambda m: built(made(*LINEAR), {"param_grid": {"__class__": [name(*NORMAL)]}}),
    "addresses answered for": lambda m: built(made(*LINEAR), {"x": Raw(made(*BUNCH).code + mapped(("__array_interface__", {
        "data": (4096, False), "shape": (1,), "typestr": "|O8", "version": 3})).code[1:])}),
    "addresses answered for, in pairs": lambda m: built(made(*LINEAR), {"x": remade(BUNCH, [["__array_interface__", ADDRESS]])}),
    "addresses answered for, in a set of pairs": lambda m: remade(BUNCH, Raw(b"(" + put(("__array_interface__", (1,))) + b"\x91")),
    "keywords in a set of pairs": lambda m: called("builtins", "dict", Raw(b"\x8f(" + put(("__class__", name(*NORMAL))) + b"\x90")),
    "keywords in a frozen set of pairs": lambda m: called("collections", "OrderedDict", Raw(b"(" + put(("__class__", name(*NORMAL))) + b"\x91")),
    "keywords in pairs": lambda m: built(made(*LINEAR), {"kw_args": remade(("builtins", "dict"), [["__class__", name(*NORMAL)]])}),
    "a namespace in pairs": lambda m: called("types", "SimpleNamespace", [["__array_interface__", ADDRESS]]),
    "table among steps": lambda m: built(made("sklearn.pipeline", "Pipeline"), {"steps": [("a", called("pandas", "DataFrame", {"a": [1]}))]}),
    "table among encoders": lambda m: built(made(*LINEAR), {"feature_encoders": {
        "a": made("pandas.core.frame", "DataFrame")}}),
    "table among steps later": lambda m: Raw(built(made("sklearn.pipeline", "Pipeline"), {"steps": Raw(b"]q\x07")}).code + b"h\x07" + put(
        ("a", called("pandas", "DataFrame", {"a": [1]}))) + b"a0"),
    "keywords from a table": lambda m: built(made("sklearn.neighbors._classification", "KNeighborsClassifier"), {
        "effective_metric_params_": called("pandas", "Series", [name(*NORMAL)], ["__class__"])}),
    "keywords from steps": lambda m: built(made("sklearn.pipeline", "Pipeline"), {
        "steps": [("__class__", name(*NORMAL))], "keys": called("functools", "partial", name("builtins", "list"), ["__class__"])}),
    "objects from bytes": lambda m: made("numpy", "ndarray", (1,), OBJECTS, b"A" * 8),
    "records from bytes": lambda m: made("numpy", "recarray", (1,), OBJECTS, b"A" * 8),
    "objects by name": lambda m: Raw(name("numpy", "ndarray").code + put(((1,),), {"dtype": OBJECTS, "buffer": b"A" * 8}) + b"\x92"),
    "objects by a helper": lambda m: called(COPY, "__newobj__", name("numpy", "ndarray"), (1,), OBJECTS, b"A" * 8),
    "objects later": lambda m: transformer(partial(name("numpy", "ndarray"), (1,), OBJECTS, b"A" * 8)),
    "objects when asked": lambda m: called_with_buffer(name("numpy", "ndarray"), "buffer"),
    "records when asked": lambda m: called_with_buffer(name("numpy", "recarray"), "buf"),
    "objects made by default": lambda m: built(made(*LINEAR), {"kinds": [name("numpy", "ndarray")]}),
    "masked by a class of another kind": lambda m: called("numpy.ma.core", "_mareconstruct", name("numpy", "ndarray"), name("pandas", "Series"), (0,), "b"),
    "frame that is asked": evaluated,
    "fit by a helper": lambda m: transformer(name("sklearn.ensemble._base", "_fit_single_estimator")),
    "query by a helper": lambda m: transformer(name("sklearn.neighbors._base", "_tree_query_parallel_helper")),
    "parameters by a helper": lambda m: transformer(name("sklearn.ensemble._base", "_set_random_states")),
    "copy by a helper": lambda m: transformer(name("sklearn.base", "_clone_parametrized")),
}  # fmt: skip


@pytest.mark.parametrize("told", PICKLES)
def test_refused_by_the_look_and_by_loading(told: str, tmp_path: Path) -> None:
    model, marker = tmp_path / "model.pkl", tmp_path / "ran"
    model.write_bytes(kept(PICKLES[told](str(marker))))
    assert inspect_model(model).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(model), RULES)
    assert not marker.exists()


LISTED = {  # of tools that write code into files, for what is no code: nobody is asked of these
    "array of dill's": called("dill._dill", "_create_array", name("numpy.core.multiarray", "_reconstruct"), (name("numpy", "ndarray"), (0,), b"b"),
                              (1, (1,), called("numpy", "dtype", "f8", False, True), False, b"x" * 8), None),
    "method of cloudpickle's": result_called(called("cloudpickle.cloudpickle", "_builtin_type", "MethodType"),
                                             name("scipy.stats._discrete_distns", "randint_gen._entropy"),
                                             made("scipy.stats._discrete_distns", "randint_gen")),
}  # fmt: skip


@pytest.mark.parametrize("before", LISTED)
@pytest.mark.parametrize("told", ["keyword that names a class", "keyword that is run", "grid that names a class", "addresses answered for"])
def test_what_a_tool_writes_beside_code_makes_nothing_pass(before: str, told: str, tmp_path: Path) -> None:
    model, marker = tmp_path / "model.pkl", tmp_path / "ran"
    model.write_bytes(kept(Raw(LISTED[before].code + b"0" + put("x"))))
    assert inspect_model(model).verdict == "loadable"
    model.write_bytes(kept(Raw(LISTED[before].code + b"0" + PICKLES[told](str(marker)).code)))
    assert inspect_model(model).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(model), RULES)
    assert not marker.exists()


def test_names_that_are_another_librarys_where_it_is_installed_are_not_listed(tmp_path: Path) -> None:
    model = tmp_path / "model.pkl"
    for module, kind in (("lightgbm.compat", "Client"), ("lightgbm.compat", "pa_compute"), ("catboost.core", "polars")):
        model.write_bytes(file(transformer(name(module, kind))))
        assert inspect_model(model).verdict in ("ask", "refused")
        with pytest.raises(rules.Blocked):
            unpickling.load(str(model), RULES)


def listed(*parts: dict[str, Any], loader: str = "ListNode", kind: str = "list") -> dict[str, Any]:
    return node(loader, "builtins", kind, content=list(parts))


def evil(marker: str) -> dict[str, Any]:
    return {"_parse_arg_template": EVIL % marker, "_random_state": None, "numargs": 0, "shapes": None, "badvalue": None}


def given(state: dict[str, Any]) -> dict[str, Any]:
    return node("ObjectNode", *NORMAL, content=state)


def as_nodes(marker: str) -> dict[str, Any]:
    content: dict[str, Any] = kept_as(LINEAR, **{key: words(value) for key, value in evil(marker).items()})["content"]
    return content


def cached(marker: str) -> dict[str, Any]:
    state = as_nodes(marker)
    return kept_as(LINEAR, first=state, then=given(node("CachedNode", "builtins", "dict") | {"__id__": state["__id__"]}))


def keyed_by(kind: dict[str, Any]) -> dict[str, Any]:
    return kept_as(LINEAR, x=node("DictNode", "builtins", "dict", content={"ran": words(1)}, key_types=listed(kind)))


def place(marker: str) -> dict[str, Any]:
    return node("ConstructorFromReduceNode", "pathlib", "PosixPath", content=listed(words(marker), loader="TupleNode", kind="tuple"))


def attribute(marker: str, method: str) -> dict[str, Any]:
    return node("ConstructorFromReduceNode", "builtins", "getattr", content=listed(place(marker), words(method), loader="TupleNode", kind="tuple"))


def partly(function: dict[str, Any], **named: dict[str, Any]) -> dict[str, Any]:
    empty = listed(loader="TupleNode", kind="tuple")
    return node("PartialNode", "builtins", "str", content={"func": function, "args": empty, "kwds": kept_as(LINEAR, **named)["content"], "namespace": words(None)})


def by_default(factory: dict[str, Any]) -> dict[str, Any]:
    return node("DefaultDictNode", "collections", "defaultdict", content={"main": kept_as(LINEAR)["content"], "default_factory": factory})


SKOPS: dict[str, Callable[[str], dict[str, Any]]] = {
    "state as text": lambda m: kept_as(LINEAR, x=given(words(evil(m)))),
    "state of another node": cached,
    "state that makes what is missing": lambda m: kept_as(LINEAR, x=given(node("DefaultDictNode", "collections", "defaultdict", content={
        "main": as_nodes(m), "default_factory": words(None)}))),
    "state in pairs": lambda m: kept_as(LINEAR, x=given(listed(*(listed(words(k), words(v)) for k, v in evil(m).items())))),
    "state as pairs of text": lambda m: kept_as(LINEAR, x=given(words(list(map(list, evil(m).items()))))),
    "state in halves": lambda m: kept_as(LINEAR, x=given(listed(words(None), as_nodes(m), loader="TupleNode", kind="tuple"))),
    "state that is an object": lambda m: kept_as(LINEAR, x=given(kept_as(("types", "SimpleNamespace"), items=words(1)))),
    "state that is of settings": lambda m: kept_as(LINEAR, x=given(kept_as(("argparse", "Namespace"), items=words(1)))),
    "method as text": lambda m: kept_as(LINEAR, x=node("ObjectNode", *STACK, content=words({"stack_method_": ["write_bytes"]}))),
    "attribute of whatever": lambda m: kept_as(LINEAR, x=attribute(m, "touch")),
    "key that is called": lambda m: keyed_by(attribute(m, "write_text")),
    "key that is a partial": lambda m: keyed_by(partly(node("FunctionNode", "numpy", "log1p"))),
    "keys elsewhere": lambda m: kept_as(LINEAR, x=node("DictNode", "builtins", "dict", content={"ran": words(1)},
                                                      key_types=node("CachedNode", "builtins", "list") | {"__id__": 1})),
    "factory that is a partial": lambda m: kept_as(LINEAR, x=by_default(partly(node("TypeNode", "lightgbm.sklearn", "LGBMClassifier")))),
    "keyword that names a class": lambda m: kept_as(LINEAR, x=partly(node("TypeNode", "lightgbm.sklearn", "LGBMClassifier"),
                                                                    __class__=node("TypeNode", *NORMAL))),
    "type that is called": lambda m: kept_as(LINEAR, x=node("ConstructorFromReduceNode", "builtins", "type", content=listed(words(1)))),
    "partial that is called": lambda m: kept_as(LINEAR, x=node("ConstructorFromReduceNode", "functools", "partial", content=listed(attribute(m, "touch")))),
    "list of what is only made": lambda m: kept_as(LINEAR, x=node("ListNode", "xgboost.core", "Booster", content=[words(m)])),
    "table among steps": lambda m: kept_as(LINEAR, x=kept_as(("sklearn.compose._column_transformer", "ColumnTransformer"), transformers_=listed(
        listed(words("a"), kept_as(("pandas.core.frame", "DataFrame"), a=words(1)), words(0), loader="TupleNode", kind="tuple")))),
    "table of parts among steps": lambda m: kept_as(LINEAR, x=kept_as(("sklearn.pipeline", "Pipeline"), steps=listed(
        listed(words("a"), node("ListNode", "pandas", "DataFrame", content=[words("x")]), loader="TupleNode", kind="tuple")))),
    **{f"pairs that become {kind[1]}": lambda m, kind=kind: kept_as(LINEAR, x=node("ListNode", *kind, content=[listed(
        words("__array_interface__"), words([1]))])) for kind in (BUNCH, ("builtins", "dict"), ("collections", "OrderedDict"))},
    "frame that is asked": lambda m: kept_as(LINEAR, x=kept_as(NEAREST, tree=kept_as(("pandas.core.frame", "DataFrame"), a=words(1)))),
    "partial for an answer": lambda m: kept_as(LINEAR, predict=partly(node("FunctionNode", "numpy", "log1p")) | {
        "__module__": "sklearn.utils._metadata_requests", "__class__": "MethodMetadataRequest"}),
}  # fmt: skip


@pytest.mark.parametrize("told", SKOPS)
def test_skops_files_are_held_to_the_same(told: str, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    check_refused_by_both(SKOPS[told](str(marker)), tmp_path)
    assert not marker.exists()


@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_honest_files_like_them_still_open(protocol: int, tmp_path: Path) -> None:
    import pickle

    from scipy.interpolate import NearestNDInterpolator
    from sklearn.feature_extraction.text import CountVectorizer

    words_of_code = CountVectorizer(vocabulary={"__class__": np.int64(0), "__reduce__": 1, "x": 2}).fit(["x"])
    nearest = NearestNDInterpolator(np.arange(8.0).reshape(4, 2), np.arange(4.0))
    held = {"model": words_of_code, "nearest": nearest, np.str_("a"): 1, 3: np.str_("b"), (1, 2): np.float64(1)}
    model = tmp_path / "model.pkl"
    model.write_bytes(pickle.dumps(held, protocol))
    assert inspect_model(model).verdict == "loadable"
    assert unpickling.load(str(model), RULES)["nearest"]([[6.0, 7.0]]) == [3.0]


def test_the_payloads_are_live_where_nobody_looks(tmp_path: Path) -> None:
    """A corpus that could not fire would prove nothing; the error is the distribution's own, after its text has run."""
    import pickle

    marker = tmp_path / "ran"
    state = built(made(*NORMAL), template(str(marker), numpys("_parse_arg_template")))
    with pytest.raises((KeyError, struct.error)):
        pickle.loads(kept(state))
    assert marker.exists()


@pytest.mark.parametrize("kind", ["EuclideanDistance64", "HammingDistance32", "DistanceMetric64", "PyFuncDistance64"])
@pytest.mark.parametrize("state", [(), (1,), (2, None), []], ids=repr)
@pytest.mark.parametrize("how", ["made", "newObj"])
def test_a_distance_is_given_all_that_its_compiled_code_reads(kind: str, state: object, how: str, tmp_path: Path) -> None:
    """It asks for no length: what lay behind a shorter tuple in memory was taken for objects."""
    home = "sklearn.metrics._dist_metrics"
    thing = made(home, kind) if how == "made" else called(home, "newObj", name(home, kind))
    (model := tmp_path / "model.pkl").write_bytes(kept(built(thing, state)))
    assert inspect_model(model).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(model), RULES)


@pytest.mark.parametrize("metric", [{"metric": "euclidean"}, {"metric": "minkowski", "p": 3}, {"metric": "seuclidean", "V": np.ones(2)},
                                    {"metric": "mahalanobis", "VI": np.eye(2)}, {"metric": "haversine"}])
def test_an_honest_distance_opens(metric: dict[str, Any], tmp_path: Path) -> None:
    (model := tmp_path / "model.pkl").write_bytes(pickle.dumps(DistanceMetric.get_metric(**metric)))
    assert inspect_model(model).verdict == "loadable"
    unpickling.load(str(model), RULES).pairwise([[0.0, 1.0]])


@pytest.mark.parametrize("full", [
    "sklearn.cluster._hierarchical_fast.UnionFind", "sklearn.cluster._hdbscan._tree.TreeUnionFind", "sklearn.utils._fast_dict.IntFloatDict",
    "sklearn.ensemble._hist_gradient_boosting.histogram.HistogramBuilder", "sklearn.ensemble._hist_gradient_boosting.splitting.Splitter",
    "sklearn.metrics._pairwise_distances_reduction._datasets_pair.DatasetsPair64", "sklearn.tree._partitioner.DensePartitioner",
    "sklearn.tree._tree.TreeBuilder", "sklearn.utils._vector_sentinel.StdVectorSentinelInt64"])
def test_compiled_tools_that_read_beyond_a_short_state_are_off_the_list(full: str, tmp_path: Path) -> None:
    module, kind = rules.split(full)
    again = called(module, "__pyx_unpickle_" + kind, name(module, kind), 0, ())
    for thing, verdict in ((built(made(module, kind), ()), "ask"), (again, "refused")):
        (model := tmp_path / "model.pkl").write_bytes(kept(thing))
        assert inspect_model(model).verdict == verdict
        with pytest.raises(rules.Blocked):
            unpickling.load(str(model), RULES)


def test_a_function_that_copies_objects_without_counting_them_is_no_step(tmp_path: Path) -> None:
    """SciPy's squareform takes an array of objects; they were freed while its copy still held them."""
    for module, function, verdict in (("scipy.spatial.distance", "squareform", "refused"), ("scipy.spatial.distance", "pdist", "loadable")):
        (model := tmp_path / "model.pkl").write_bytes(kept(transformer(name(module, function))))
        assert inspect_model(model).verdict == verdict


@pytest.mark.parametrize(("kept_parts", "verdict"), [(3, "loadable"), (2, "refused"), (1, "refused"), (0, "refused")])
def test_a_distance_in_a_skops_file_is_given_all_that_its_compiled_code_reads(kept_parts: int, verdict: str, tmp_path: Path) -> None:
    honest = zipfile.ZipFile(io.BytesIO(skops.io.dumps(DistanceMetric.get_metric("euclidean"))))
    schema = json.loads(honest.read("schema.json"))
    del schema["content"]["content"][kept_parts:]
    parts = {str(part["file"]) for part in schema["content"]["content"] if "file" in part}
    with zipfile.ZipFile(tmp_path / "model.skops", "w") as file_:
        for part in parts:
            file_.writestr(part, honest.read(part))
        file_.writestr("schema.json", json.dumps(schema))
    assert inspect_model(tmp_path / "model.skops").verdict == verdict
    if verdict == "refused":
        with pytest.raises(rules.Blocked):
            skops_files.load(str(tmp_path / "model.skops"), RULES)


@pytest.mark.parametrize("kind", ["m8", "M8"])
@pytest.mark.parametrize("state", [
    (3, "<", None, None, None, -1, -1, 0), (4, "<", None, None, None, -1, -1, 0, None),
    (4, "<", None, None, None, -1, -1, 0, (None, (b"D", 1, 0, 1)))], ids=["no unit", "nothing in its place", "an odd one"])
def test_a_kind_of_time_without_its_unit_is_refused_before_numpy_reads_it(tmp_path, kind, state):
    """A state of eight parts ended the process."""
    path = tmp_path / "m.pkl"
    path.write_bytes(file(built(called("numpy", "dtype", kind, False, True), state)))
    assert inspect_model(path).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)


@pytest.mark.parametrize("protocol", range(6))
def test_kinds_of_time_open(tmp_path, protocol):
    kinds = [np.dtype(each) for each in ("m8", "M8", "M8[ns]", "m8[25s]", ">M8[D]")]
    (tmp_path / "m.pkl").write_bytes(pickle.dumps(kinds, protocol))
    assert inspect_model(tmp_path / "m.pkl").verdict == "loadable"
    assert unpickling.load(str(tmp_path / "m.pkl"), RULES) == kinds
