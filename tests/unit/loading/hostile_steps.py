"""Hostile steps of pipelines: methods called by name that move a path's file, and functions that SciPy names by a call."""

from collections.abc import Iterator

from tests.unit.loading.hostile_gadgets import partial, transformer
from tests.unit.loading.opcodes import built, called, file, name, result_called

Samples = Iterator[tuple[str, bytes]]
FRAME = called("pandas", "DataFrame", {"a": [1]})
CALLER = name("operator", "methodcaller")


def steps(_shell: str, _code: str, marker: str) -> Samples:
    yield from named_methods(marker)
    yield from keyword_methods(marker)
    for module, function, bound in (("os", "system", None), ("scipy.fft._basic", "fft.__globals__", None), ("scipy.fft._basic", "fft", FRAME)):
        yield f"step-scipys-{module}-{function}-{bound is None}", file(called("scipy._lib._uarray._backend", "unpickle_function", module, function, bound))


def named_methods(marker: str) -> Samples:
    for method, given in (("replace", marker), ("rename", marker), ("copy", marker), ("get", name("pandas", "DataFrame")),
                          ("assign", [name("pandas", "DataFrame")])):
        yield f"step-method-{method}", file(transformer(called("operator", "methodcaller", method, given)))


def keyword_methods(marker: str) -> Samples:
    for method, keywords in (("replace", {"target": marker}), ("write_text", {"data": "x"}), ("to_dict", {"into": name("pandas", "DataFrame")})):
        yield f"step-keyword-{method}", file(transformer(result_called(built(partial(CALLER), (CALLER, (method,), keywords, None)))))
    later = built(partial(CALLER), (CALLER, ("rename",), {"index": None}, None))
    yield "step-keyword-later-argument", file(transformer(result_called(later, marker)))
    yield "step-keyword-of-other", file(built(partial(CALLER), (name("joblib.logger", "PrintTime"), ("x",), {}, None)))
