"""Attempts to misuse what may stand beside estimators: each is refused by the look and again by the rules while loading, and no
payload runs. The honest uses of the same names are in test_inspection_honest_parts.py."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle
import pytest

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.hostile_gadgets import node, words
from tests.unit.loading.opcodes import Raw, built, called, file, made, name, result_called
from tests.unit.loading.skops_writer import check_refused_by_both, written
from tests.unit.loading.test_ways_round import EVIL, LINEAR, kept, kept_as

RULES = rules.Rules.read(str(rules_path()))
TEXTS = ("numpy._core._internal", "_convert_to_stringdtype_kwargs")
LIB, ZONES, PICKLE = "pyarrow.lib", "dateutil.tz._tzfile", "cloudpickle.cloudpickle"
EMPTY = called("numpy._core.multiarray", "_reconstruct", name("numpy", "ndarray"), (0,), b"b")
WHOLE = called(LIB, "type_for_alias", "int64")
BYTES = called(LIB, "py_buffer", b"x" * 8)


def path(marker: str) -> Raw:
    return called("pathlib", "PosixPath", marker)


def arrow(kind: object = WHOLE, length: object = 1, buffers: object = (None, BYTES), children: object = ()) -> Raw:
    return called(LIB, "_restore_array", (kind, length, 0, 0, buffers, children, None))


def field(*more: object) -> Raw:
    return called(LIB, "field", "a", WHOLE, True, *more)


def runs_text(module: str, kind: str) -> Callable[[str], Raw]:
    return lambda marker: built(made(module, kind), {"_parse_arg_template": EVIL % marker, "numargs": 0})


def bound(function: Raw, value: object) -> Raw:
    return result_called(called(PICKLE, "_builtin_type", "MethodType"), function, value)


ENTROPY = name("scipy.stats._discrete_distns", "randint_gen._entropy")
SAMPLE = name("scipy.stats._distn_infrastructure", "rv_sample._entropy")
TURN = ("scipy.spatial.transform._rotation", "Rotation")
ATTEMPTS: dict[str, Callable[[str], Raw]] = {
    "texts for a path": lambda m: called(*TEXTS, False, path(m)),
    "texts for a class": lambda m: called(*TEXTS, False, name("sklearn.linear_model._base", "LinearRegression")),
    "texts without end": lambda m: called(*TEXTS, path(m)),
    "texts given a state": lambda m: built(called(*TEXTS, True), (3, "|", None, None, None, 16, 8, 63)),
    "texts from addresses": lambda m: built(EMPTY, (1, (1,), called(*TEXTS, True), False, b"A" * 16)),
    "texts cut short": lambda m: built(EMPTY, (1, (9,), called(*TEXTS, True), False, ["a"])),
    "objects from addresses": lambda m: built(EMPTY, (1, (1,), called("numpy", "dtype", "O", False, True), False, b"A" * 8)),
    "arrow of a path": lambda m: arrow(path(m)),
    "arrow without a type": lambda m: arrow(None),
    "arrow of a length below nothing": lambda m: arrow(length=-5),
    "arrow of other buffers": lambda m: arrow(buffers=(None, path(m))),
    "arrow of plain bytes": lambda m: arrow(buffers=(None, b"x" * 8)),
    "arrow with odd children": lambda m: arrow(children=(path(m),)),
    "buffer of a path": lambda m: called(LIB, "py_buffer", path(m)),
    "buffer of an address": lambda m: called(LIB, "foreign_buffer", 4096, 8, None),
    "file as a buffer": lambda m: called(LIB, "memory_map", m, "w"),
    "file to write": lambda m: called(LIB, "OSFile", m, "w"),
    "alias of a path": lambda m: called(LIB, "type_for_alias", path(m)),
    "list of a path": lambda m: called(LIB, "list_", path(m)),
    "struct of paths": lambda m: called(LIB, "struct", [path(m)]),
    "schema of a path": lambda m: called(LIB, "schema", path(m)),
    "field named by a path": lambda m: called(LIB, "field", path(m), WHOLE, True, None),
    "field of an extension": lambda m: field({b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": b"cos\nsystem\n."}),
    "field with odd metadata": lambda m: field(path(m)),
    "zone of a path": lambda m: called(LIB, "timestamp", "us", path(m)),
    "decimal of a path": lambda m: called(LIB, "decimal128", path(m), 1),
    "codes of a path": lambda m: called(LIB, "dictionary", path(m), WHOLE, False),
    "chunks of a path": lambda m: called(LIB, "chunked_array", [path(m)], WHOLE),
    "table of a path": lambda m: called(LIB, "_reconstruct_table", [path(m)], called(LIB, "schema", [field()], None)),
    "batch of a path": lambda m: called(LIB, "_reconstruct_record_batch", path(m), path(m)),
    "own extension": lambda m: called(LIB, "ExtensionType.__arrow_ext_deserialize__", WHOLE, b"x"),
    "zone file": lambda m: called("dateutil.tz.tz", "tzfile", "/etc/passwd"),
    "zone file by name": lambda m: called("dateutil.tz.tz", "tzfile", "/etc/passwd", "x"),
    "zone from a path": lambda m: called("dateutil.tz.tz", "tzfile", path(m), "x"),
    "zone looked for": lambda m: called("dateutil.tz.tz", "gettz", "/etc/passwd"),
    "zone of another class": lambda m: called(ZONES, "_unpickle", name(*LINEAR), m, m, ((), (), (), (), (), "")),
    "zone of a named file": lambda m: called(ZONES, "_unpickle", name(ZONES, "tzfile"), None, path(m), ((), (), (), (), (), "")),
    "zone of odd times": lambda m: called(ZONES, "_unpickle", name(ZONES, "tzfile"), None, m, ((path(m),), (), (), (), (), "")),
    "zone opened": lambda m: called(ZONES, "tzfile", "/etc/passwd"),
    "zone's calendar": lambda m: called("dateutil.tz.tz", "tzical", "/etc/passwd"),
    "offset of a path": lambda m: called("dateutil.tz.tz", "tzoffset", "x", path(m)),
    "zone by text": lambda m: called("dateutil.tz.tz", "tzstr", "EST5EDT"),
    "difference with a constructor": lambda m: called("dateutil.relativedelta", "relativedelta", path(m), path(m)),
    "zone above": lambda m: called("zoneinfo", "ZoneInfo", "../../etc/passwd"),
    "zone from the root": lambda m: called("zoneinfo", "ZoneInfo._unpickle", "/etc/passwd", True),
    "zone from a file": lambda m: called("zoneinfo", "ZoneInfo.from_file", path(m)),
    "zone by a path": lambda m: called("zoneinfo", "ZoneInfo", path(m)),
    "zone of pytz above": lambda m: called("pytz", "_p", "../../etc/passwd"),
    "minutes of a path": lambda m: called("pytz", "FixedOffset", path(m)),
    "resource of pytz": lambda m: called("pytz", "open_resource", "../../etc/passwd"),
    "histogram that runs text": runs_text("scipy.stats._continuous_distns", "rv_histogram"),
    "list that runs text": runs_text("scipy.stats._distn_infrastructure", "rv_sample"),
    "many that run text": runs_text("scipy.stats._multivariate", "dirichlet_gen"),
    "histogram with a constructor": lambda m: called("scipy.stats._continuous_distns", "rv_histogram", path(m)),
    "frozen with a constructor": lambda m: called("scipy.stats._multivariate", "wishart_frozen", 3, path(m)),
    "endpoints that are called": lambda m: called("scipy.stats._distribution_infrastructure", "_RealInterval", (path(m), path(m))),
    "class of its own": lambda m: called("builtins", "type", "Own", (name("builtins", "object"),), {}),
    "type of a path": lambda m: called("builtins", "type", path(m)),
    "type of a class": lambda m: called("builtins", "type", name("builtins", "int")),
    "type by keeping it": lambda m: built(made(*LINEAR), {"kind": name("builtins", "type")}),
    "nothing called": lambda m: result_called(called("builtins", "type", None)),
    "nothing changed": lambda m: built(called("builtins", "type", None), {"x": 1}),
    "print called": lambda m: called("xgboost.collective", "communicator_print", m),
    "print's neighbour": lambda m: called("xgboost.collective", "init", m),
    "print made whenever missing": lambda m: called("collections", "defaultdict", name("xgboost.collective", "communicator_print")),
    "grid with a constructor": lambda m: called("scipy.interpolate._rgi", "RegularGridInterpolator", path(m), path(m)),
    "spline that predicts": lambda m: built(made("scipy.interpolate._ndbspline", "NdBSpline"), {"predict": path(m)}),
    "plane from a class of its own": lambda m: built(made("scipy.interpolate._fitpack2", "RectBivariateSpline"), {"__class__": name(*LINEAR)}),
    "turn with a constructor": lambda m: called(*TURN, path(m)),
    "history with a constructor": lambda m: called("scipy.optimize._lbfgsb_py", "LbfgsInvHessProduct", path(m), path(m)),
    "result with a constructor": lambda m: called("scipy.stats._stats_py", "TtestResult", 1, 2),
    "result by its maker": lambda m: called("scipy.stats._stats_py", "KstestResult._make", [1, 2]),
    "maker of results": lambda m: called("scipy._lib._bunch", "_make_tuple_bunch", "Own", ["a"]),
    "bounds that predict": lambda m: built(made("scipy.optimize._constraints", "Bounds"), {"transform": path(m)}),
    "minimiser": lambda m: called("scipy.optimize._optimize", "minimize", path(m), 1),
    "method of a path": lambda m: bound(name("pathlib", "PurePath.joinpath"), path(m)),
    "method of another object": lambda m: bound(ENTROPY, path(m)),
    "method of a class": lambda m: bound(ENTROPY, name("numpy", "ndarray")),
    "method that is a function": lambda m: bound(name("numpy", "log1p"), made(*LINEAR)),
    "method called": lambda m: result_called(bound(SAMPLE, made("scipy.stats._distn_infrastructure", "rv_sample"))),
    "method called by itself": lambda m: called("scipy.stats._discrete_distns", "randint_gen._entropy", path(m)),
    "method kept unbound": lambda m: built(made(*LINEAR), {"x": ENTROPY}),
    "method without cloudpickle": lambda m: called("types", "MethodType", name("numpy", "load"), path(m)),
    "log on disk": lambda m: built(made("joblib.logger", "PrintTime"), {"logfile": m}),
    "listener": lambda m: built(made("sklearn.callback._scoring_monitor", "ScoringMonitor"), {"_log": [], "_listener_handle": None}),
}  # fmt: skip


@pytest.mark.parametrize("told", ATTEMPTS)
def test_refused_by_the_look_and_by_loading(told: str, tmp_path: Path) -> None:
    model, marker = tmp_path / "model.pkl", tmp_path / "ran"
    model.write_bytes(kept(ATTEMPTS[told](str(marker))))
    assert inspect_model(model).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(model), RULES)
    assert not marker.exists()


LIES: dict[str, Raw] = {
    "a length beyond the buffer": arrow(length=2**40), "texts beyond the buffer": arrow(called(LIB, "type_for_alias", "string"), 1,
                                                                                        (None, called(LIB, "py_buffer", b"\0" * 4 + b"\xff" * 4), BYTES)),
    "a turn of three numbers": built(made(*TURN), (called("numpy._core.numeric", "_frombuffer", b"x" * 24, called("numpy", "dtype", "f8", False, True),
                                                          (3,), "C"), True)),
    "a turn by a class of its own": built(made(*TURN), (made(*LINEAR), True)),
    "a turn from a mapping": built(made(*TURN), called("builtins", "list", [1, 2])),
}  # fmt: skip


@pytest.mark.parametrize("told", LIES)
def test_numbers_that_lie_are_found_when_they_are_read(told: str, tmp_path: Path) -> None:
    model = tmp_path / "model.pkl"
    model.write_bytes(kept(LIES[told]))
    inspect_model(model)
    with pytest.raises(rules.Blocked):
        unpickling.load(str(model), RULES)


@pytest.mark.parametrize("code", [called(PICKLE, "_builtin_type", "CodeType"), called(PICKLE, "_builtin_type", "FunctionType"),
                                  bound(called(PICKLE, "_make_function", None), 1)], ids=["code", "function", "its method"])  # fmt: skip
def test_code_in_the_file_stays_a_question(code: Raw, tmp_path: Path) -> None:
    model = tmp_path / "model.pkl"
    model.write_bytes(kept(code))
    assert inspect_model(model).verdict == "ask"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(model), RULES)


def test_classes_in_the_file_are_rebuilt_by_the_real_type_once_allowed(tmp_path: Path) -> None:
    """A class by value is made by `type`, and one that knows `type(None)` besides calls it: the list grants only the latter."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    exec("class Own:\n    nothing = type(None)\n    kinds = [type(None), type]\n    def answer(self): return self.nothing", namespace)
    model = tmp_path / "model.pkl"
    model.write_bytes(cloudpickle.dumps(namespace["Own"]()))
    look = inspect_model(model)
    assert look.verdict == "ask"
    unknown = [use.name for use in look.names if use.judgement == "unknown"]
    assert "builtins.type" in unknown
    loaded = unpickling.load(str(model), rules.Rules.read(str(rules_path()), unknown))
    assert loaded.answer() is type(None) and loaded.kinds[1] is type


def test_a_formula_that_statsmodels_would_evaluate_is_not_opened_without_a_question(tmp_path: Path) -> None:
    """Its data evaluate the formula in the file as soon as they get their state, so their classes are not on the list."""
    model, marker = tmp_path / "model.pkl", tmp_path / "ran"
    text = f"y ~ open({str(marker)!r}, 'w')"
    model.write_bytes(kept(built(made("statsmodels.base.data", "PandasData"), {"restore_model_spec": True, "formula": text, "frame": {}})))
    assert inspect_model(model).verdict == "ask"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(model), RULES)
    assert not marker.exists()


def test_what_does_harm_by_being_there_cannot_be_allowed(tmp_path: Path) -> None:
    model, marker = tmp_path / "model.pkl", tmp_path / "ran"
    model.write_bytes(kept(called("joblib.logger", "PrintTime", str(marker))))
    with pytest.raises(rules.Blocked):
        unpickling.load(str(model), rules.Rules.read(str(rules_path()), ["joblib.logger.PrintTime"]))
    assert not marker.exists()


HARM = ("joblib.Parallel", "joblib.parallel.Parallel", "joblib.memory.MemorizedFunc", "joblib.memory.AsyncMemorizedFunc",
        "joblib.memory.MemorizedResult", "lightgbm.basic._LIB", "lightgbm.libpath._LIB", "xgboost.core._LIB", "pyarrow.PythonFile",
        "pyarrow.lib.PythonFile", "numpy._pytesttester.PytestTester", "joblib.externals.loky.process_executor.ProcessPoolExecutor")


@pytest.mark.parametrize("full", HARM)
@pytest.mark.parametrize("how", ["named", "made", "given state", "kept in a model"])
def test_what_calls_or_starts_what_it_is_told_is_refused_and_no_question(full: str, how: str, tmp_path: Path) -> None:
    module, kind = rules.split(full)
    thing = {"named": name(module, kind), "made": made(module, kind), "given state": built(made(module, kind), {"func": LINEAR[1]}),
             "kept in a model": built(made(*LINEAR), {"coef_": name(module, kind)})}[how]
    (model := tmp_path / "model.pkl").write_bytes(file(thing))
    look = inspect_model(model)
    assert (look.verdict, [use.judgement for use in look.names if use.name == full]) == ("refused", ["dangerous"])
    for allowed in ((), (full,)):
        if allowed and full.startswith("joblib.externals"):
            continue  # a tool: the look's refusal is what keeps it from being allowed
        with pytest.raises(rules.Blocked):
            unpickling.load(str(model), rules.Rules.read(str(rules_path()), allowed))


@pytest.mark.parametrize("full", ["joblib.pool.Pool", "threadpoolctl.Lock", "pandas.core.common.partial", "numpy.lib._npyio_impl.os",
                                  "numpy.ctypeslib._ctypeslib.ctypes", "scipy.special._precompute.hyp2f1_data.Pool"])
def test_what_a_library_only_borrows_of_python_cannot_be_allowed_under_its_name(full: str, tmp_path: Path) -> None:
    """A look imports nothing, so it takes such a name for a class of the library that is not on the list."""
    (model := tmp_path / "model.pkl").write_bytes(file(name(*rules.split(full))))
    with pytest.raises(rules.Blocked):
        unpickling.load(str(model), rules.Rules.read(str(rules_path()), [full]))


def test_what_is_a_library_s_own_can_be_allowed(tmp_path: Path) -> None:
    for full in ("sklearn.inspection._partial_dependence.partial_dependence", "scipy.signal._spectral_py.welch", "joblib.logger.Logger"):
        (model := tmp_path / "model.pkl").write_bytes(file(name(*rules.split(full))))
        assert callable(unpickling.load(str(model), rules.Rules.read(str(rules_path()), [full])))


def getter(kind: str, *given: str) -> dict[str, Any]:
    return node("OperatorFuncNode", "operator", kind, attrs=node("TupleNode", "builtins", "tuple", content=[words(each) for each in given]))


def listed(*parts: dict[str, Any]) -> dict[str, Any]:
    return node("ListNode", "builtins", "list", content=list(parts))


def node_for_another(marker: str) -> dict[str, Any]:
    """skops takes the first node of an id for all later ones: an honest name, looked at, for another that is taken."""
    taken = listed(words("write_bytes"))
    shown = listed(words("predict")) | {"__id__": taken["__id__"]}
    place = node("ConstructorFromReduceNode", "pathlib", "PosixPath", content=node("TupleNode", "builtins", "tuple", content=[words(marker)]))
    return kept_as(("sklearn.ensemble._stacking", "StackingRegressor"), other=taken, estimators_=listed(place), stack_method_=shown)


SKOPS: dict[str, Callable[[str], dict[str, Any]]] = {
    "method of whatever": lambda m: kept_as(LINEAR, x=getter("methodcaller", "write_bytes")),
    "attribute of whatever": lambda m: kept_as(LINEAR, x=getter("attrgetter", "__class__")),
    "no arguments": lambda m: kept_as(LINEAR, x=getter("methodcaller")),
    "another function": lambda m: kept_as(LINEAR, x=getter("add", "a", "b")),
    "node for another": node_for_another,
    "id that is a list": lambda m: kept_as(LINEAR, x=words("a") | {"__id__": [1]}),
    "zone of a file": lambda m: kept_as(LINEAR, x=node("ConstructorFromReduceNode", "dateutil.tz._tzfile", "tzfile",
                                                      content=node("TupleNode", "builtins", "tuple", content=[words("/etc/passwd")]))),
}  # fmt: skip


@pytest.mark.parametrize("told", SKOPS)
def test_skops_files_are_held_to_the_same(told: str, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    check_refused_by_both(SKOPS[told](str(marker)), tmp_path)
    assert not marker.exists()


def test_a_zone_above_the_database_is_refused(tmp_path: Path) -> None:
    """The one argument that skops gives is looked at as a pickle's is, before Python's own class refuses a way out."""
    place = node("ConstructorFromReduceNode", "zoneinfo", "ZoneInfo", content=node("TupleNode", "builtins", "tuple", content=[words("../../../etc/passwd")]))
    check_refused_by_both(kept_as(LINEAR, x=place), tmp_path)


def test_the_same_node_of_every_id_is_compared_in_bounded_time(tmp_path: Path) -> None:
    """Nodes in nodes, each there twice: comparing all of them with all would never end."""
    inner: dict[str, Any] = words("a")
    for _ in range(16):
        inner = node("ListNode", "builtins", "list", content=[inner, inner])
    assert inspect_model(written(kept_as(LINEAR, x=inner), tmp_path)).verdict == "loadable"


def test_what_prints_is_harmless_with_whatever_it_is_given(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    marker = tmp_path / "ran"
    printing = called("functools", "partial", name("xgboost.collective", "communicator_print"), path(str(marker)))
    model = tmp_path / "model.pkl"
    model.write_bytes(file(printing))
    if inspect_model(model).verdict == "loadable":
        unpickling.load(str(model), RULES)()
    assert str(marker) in capfd.readouterr().out
    assert not marker.exists()
