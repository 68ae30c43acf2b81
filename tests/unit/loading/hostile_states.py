"""Hostile states that a call makes: dicts of another kind, lists of pairs, halves of a state; what they set a look cannot read."""

from collections.abc import Iterator

from tests.unit.loading.opcodes import Raw, built, called, file, made, name, put

Samples = Iterator[tuple[str, bytes]]
LINEAR, NORMAL = ("sklearn.linear_model._base", "LinearRegression"), ("scipy.stats._continuous_distns", "norm_gen")
BUNCH, STACK = ("sklearn.utils._bunch", "Bunch"), ("sklearn.ensemble._stacking", "StackingClassifier")
NEAREST = ("scipy.interpolate._ndgriddata", "NearestNDInterpolator")


def states(_shell: str, code: str, _marker: str) -> Samples:
    """Pickles by name."""
    for title, kind, key, value in harmful(code):
        for how, state in ways(key, value):
            yield f"state-{title}-{how}", file(built(made(*kind), state))
    booster = called("collections", "OrderedDict", [("handle", b"binf" + b"\xff" * 60)])
    yield "state-booster-ordered", file(built(made("xgboost.core", "Booster"), booster))
    new = Raw(called("copyreg", "__newobj__", name("xgboost.core", "Booster")).code)
    yield "state-booster-of-helper", file(built(new, {"handle": b"binf" + b"\xff" * 60}))
    yield "state-frame", file(built(made(*LINEAR), called("pandas", "DataFrame", {"a": [1]})))
    for title, shared in (("flag", called("re", "RegexFlag", 2)), ("enumeration", called("uuid", "SafeUUID", 0)),
                          ("missing", called("pandas._libs.missing", "NAType"))):  # fmt: skip
        yield f"state-shared-{title}", file(built(shared, {"_value_": name("builtins", "len")}))
    for module, kind in (("pyarrow.lib", "OSFile"), ("numpy.lib.npyio", "DataSource"), ("numpy.lib._datasource", "Repository"),
                         ("pandas.io.pytables", "HDFStore"), ("scipy.io._fortran", "FortranFile"),
                         ("scipy.io", "netcdf_file"), ("pandas.io.parsers.readers", "TextFileReader"), ("pandas.io.excel._base", "ExcelWriter"), ("h5py._hl.files", "File"),
                         ("joblib.compressor", "BinaryZlibFile")):  # fmt: skip
        step = {"func": name(module, kind), "kw_args": {"mode": "w"}}
        yield f"state-opens-{module}.{kind}", file(built(made("sklearn.preprocessing._function_transformer", "FunctionTransformer"), step))
    hidden = called("builtins", "list", [("stack_method_", ["to_pickle"])])
    yield "state-kept-of-list", file(built(made(*LINEAR), {"x": called("collections", "OrderedDict", hidden)}))
    yield "state-kept-of-pairs", file(built(made(*LINEAR), {"x": called("builtins", "dict", [("_parse_arg_template", code)])}))


def harmful(code: str) -> list[tuple[str, tuple[str, str], str, object]]:
    return [
        ("text", NORMAL, "_parse_arg_template", code), ("class", LINEAR, "__class__", name("builtins", "object")),
        ("method", STACK, "stack_method_", ["to_pickle"]), ("dict", BUNCH, "__dict__", 1),
        ("tree", NEAREST, "tree", called("pandas", "DataFrame", {"a": [1]})),
    ]  # fmt: skip


def ways(key: str, value: object) -> Iterator[tuple[str, object]]:
    """A state that holds one key, written in every way that is no plain dict."""
    item = Raw(b"(" + put(key, value) + b"u")
    for title, kind, given in (("ordered", "OrderedDict", [(key, value)]), ("counter", "Counter", {key: value})):
        yield f"{title}-call", called("collections", kind, given)
        yield f"{title}-items", Raw(called("collections", kind).code + item.code)
        yield f"{title}-half", (None, called("collections", kind, given))
    default = called("collections", "defaultdict", name("builtins", "int"), [(key, value)])
    yield "default-call", default
    yield "bunch-items", Raw(made(*BUNCH).code + item.code)
    yield "bunch-of-helper", Raw(called("copyreg", "__newobj__", name(*BUNCH)).code + item.code)
    yield "list-call", called("builtins", "list", [(key, value)])
    yield "tuple-call", called("builtins", "tuple", [{key: value}, None])
