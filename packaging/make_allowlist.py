"""Make resources/allowlist/names.json: which names of which libraries a model file may use, and how.

    python packaging/make_allowlist.py [--with PYTHON ...] [--keep]

Run again whenever a supported library changes, and read the difference like code. `--with` adds the names of
other environments (older or further libraries) by their own interpreters; `--keep` keeps what was there.
Grants: r may be referred to as a value, n may be made without its constructor, c may be called, s may be noted as
the class of an array that joblib wrote, m may be bound to an object of its own class.
"""

import argparse
import contextlib
import dataclasses
import importlib
import inspect
import json
import os
import pkgutil
import subprocess
import sys
import warnings
from pathlib import Path

from allowlist_by_hand import BY_HAND
from allowlist_functions import COMPUTING, EARLIER, RENAMED
from allowlist_tools import BY_VALUE, KNOWN, OLD_STANDARD, TOOLS
from allowlist_withheld import (
    ASKED,
    BAD_ARGUMENTS,
    BAD_CLASSES,
    BAD_FUNCTIONS,
    BOUND,
    CALLS_THE_GIVEN,
    COUNTED,
    HARMFUL,
    LEARNING,
    LEFT_OUT,
    NOT_CALLED,
    NUMPY_LEFT_OUT,
    ONLY_MADE,
    REFERRED,
)

OUT = Path(__file__).resolve().parent.parent / "resources" / "allowlist" / "names.json"


def collect():
    """Names of this interpreter's libraries."""
    warnings.simplefilter("ignore")
    names, homes = {}, {}
    for library in LEARNING:
        for module in modules(library):
            add_learning(names, module)
            add_misnamed(names, homes, module)
    add_numpy(names)
    add_scipy(names)
    add_pandas(names)
    add_computing(names)
    add_methods(names)
    return {"names": names, "homes": homes, "versions": versions()}


def modules(library):
    """Every importable module of a library but those left out."""
    try:
        root = importlib.import_module(library)
    except ImportError:
        return
    yield root
    for found in pkgutil.walk_packages(root.__path__, library + ".", onerror=lambda _name: None):
        if left_out(found.name):
            continue
        try:
            yield importlib.import_module(found.name)
        except BaseException:  # noqa: S112 - optional parts of libraries fail in many ways
            continue


def left_out(name):
    parts = name.split(".")
    return "tests" in parts or "conftest" in parts or any(name == p or name.startswith(p + ".") for p in LEFT_OUT)


def add_learning(names, module):
    """Classes may be made; Cython's own rebuilding functions called; harmless functions referred to."""
    home = module.__name__
    for name, thing in list(vars(module).items()):
        if getattr(thing, "__module__", None) not in (home, None) or left_out(str(getattr(thing, "__module__", home))):
            continue
        if inspect.isclass(thing) and thing.__module__ == home and f"{home}:{name}" not in BAD_CLASSES:
            if not issubclass(thing, (BaseException, type)):
                python = is_python(thing) or home.startswith(NOT_CALLED)
                grant(names, home, name, "n" if f"{home}:{name}" in ONLY_MADE else "rn" if python else "rnc")
        elif name.startswith("__pyx_unpickle_") or name in ("newObj",):
            grant(names, home, name, "c")
        elif callable(thing) and harmless(thing, home, name):
            grant(names, home, name, "r")


def add_misnamed(names, homes, module):
    """Cython classes that name only the last part of their module, as scikit-learn 1.5 to 1.7 build some."""
    home = module.__name__
    for name, thing in list(vars(module).items()):
        told = str(getattr(thing, "__module__", ""))
        if not told or "." in told or told == home or not home.endswith("." + told):
            continue
        cython = inspect.isclass(thing) and not is_python(thing) and not home.startswith(NOT_CALLED)
        if cython or name.startswith("__pyx_unpickle_"):
            grant(names, told, name, "rnc" if cython else "c")
            homes[told] = home


def is_python(kind):
    """Whether a class is written in Python rather than Cython or C."""
    return bool(kind.__flags__ & (1 << 9))  # Py_TPFLAGS_HEAPTYPE


def harmless(thing, home, name):
    if inspect.isclass(thing) or name.startswith("__") or not any(home == m or home.startswith(m + ".") for m in REFERRED):
        return False
    if getattr(thing, "__module__", None) != home or name in BAD_FUNCTIONS:
        return False
    try:
        return not BAD_ARGUMENTS & set(inspect.signature(thing).parameters)
    except (TypeError, ValueError):
        return "ufunc" in type(thing).__name__


def add_numpy(names):
    import numpy

    homes = ["numpy"]
    for core in ("numpy.core", "numpy._core"):
        homes += [core + end for end in ("", ".umath", "._multiarray_umath", ".numeric", ".fromnumeric", ".numerictypes")]
    for home in homes:
        try:
            module = importlib.import_module(home)
        except ImportError:
            continue
        for name in dir(module):
            thing = getattr(module, name, None)
            number = inspect.isclass(thing) and issubclass(thing, numpy.generic)
            if (name in NUMPY_LEFT_OUT and not number) or name.startswith("_"):
                continue
            function = home == "numpy" and callable(thing) and not inspect.isclass(thing) and thing_is_numpys(thing)
            if isinstance(thing, numpy.ufunc) or number or function:
                grant(names, home, name, "r")
    for name in dir(numpy.random):
        if name in ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"):
            grant(names, getattr(numpy.random, name).__module__, name, "rn")


def thing_is_numpys(thing):
    home = str(getattr(thing, "__module__", ""))
    try:
        bad = BAD_ARGUMENTS & set(inspect.signature(thing).parameters)
    except (TypeError, ValueError):
        bad = set()
    return home.startswith("numpy") and not home.startswith(("numpy.lib.npyio", "numpy.lib.format", "numpy.testing")) and not bad


def add_scipy(names):
    import numpy
    import scipy.interpolate
    import scipy.sparse
    import scipy.special
    import scipy.stats

    for module in [scipy.sparse, *walk("scipy.sparse", ("linalg", "csgraph", "tests"))]:
        for name, thing in list(vars(module).items()):
            if inspect.isclass(thing) and thing.__module__.startswith("scipy.sparse") and is_sparse(thing):
                grant(names, thing.__module__, thing.__name__, "rn")
                grant(names, module.__name__, name, "rn")
    for module in [scipy.special, *walk("scipy.special", ("tests", "_precompute"))]:
        for name, thing in list(vars(module).items()):
            if isinstance(thing, numpy.ufunc) or (name in ("softmax", "logsumexp", "log_softmax") and callable(thing)):
                grant(names, module.__name__, name, "r")
    for thing in vars(scipy.stats).values():
        if isinstance(thing, (scipy.stats.rv_continuous, scipy.stats.rv_discrete)) or is_multivariate(thing):
            grant(names, type(thing).__module__, type(thing).__name__, "rn")
    for module in walk("scipy.stats", ("tests", "_fit", "_mgc", "_sensitivity_analysis")):
        add_results(names, module)


def is_multivariate(thing):
    return type(thing).__module__ == "scipy.stats._multivariate" and type(thing).__name__.endswith("_gen")


def add_results(names, module):
    """What tests and summaries give back: tuples and records of numbers, which call nothing."""
    for name, thing in list(vars(module).items()):
        if not inspect.isclass(thing) or thing.__module__ != module.__name__ or thing.__qualname__ != name:
            continue
        if issubclass(thing, tuple) or (dataclasses.is_dataclass(thing) and name.endswith("Result")):
            grant(names, module.__name__, name, "rn")


def walk(root, without):
    package = importlib.import_module(root)
    for found in pkgutil.iter_modules(package.__path__, root + "."):
        if found.name.rsplit(".", 1)[1] in without:
            continue
        try:
            yield importlib.import_module(found.name)
        except BaseException:  # noqa: S112
            continue


def is_sparse(kind):
    bases = {base.__name__ for base in kind.__mro__}
    return bool(bases & {"spmatrix", "sparray", "_spbase"})


def add_pandas(names):
    """Offsets, and the functions of pandas that may be referred to, by the modules they really live in."""
    try:
        import pandas
        from pandas._libs import tslibs
        from pandas._libs.tslibs import offsets
    except ImportError:
        return
    for name, letters in BY_HAND["pandas"].items():
        thing = getattr(pandas, name, None)
        if letters == "r" and inspect.isfunction(thing):
            grant(names, thing.__module__, name, "r")
    for module in walk(tslibs.__name__, ()):
        for name in [n for n in vars(module) if n.startswith("__pyx_unpickle_")]:
            grant(names, module.__name__, name, "c")
    add_offsets(names, offsets)


def add_offsets(names, offsets):
    for name, thing in vars(offsets).items():
        if inspect.isclass(thing) and issubclass(thing, offsets.BaseOffset):
            grant(names, "pandas._libs.tslibs.offsets", name, "rnc")
    for name in vars(offsets):
        if name.startswith(("_get_offset", "__pyx_unpickle_")):
            grant(names, "pandas._libs.tslibs.offsets", name, "c")


def add_computing(names):
    """Functions that were read one by one, by the module that defines them here, which is what a pickle names."""
    for public, wanted in COMPUTING.items():
        try:
            module = importlib.import_module(public)
        except ImportError:
            continue
        for name in wanted.split():
            thing = getattr(module, name, None)
            home = getattr(thing, "__module__", None) or public
            if callable(thing) and not inspect.isclass(thing) and getattr(sys.modules.get(home), name, None) is thing:
                grant(names, home, name, "r")


def add_methods(names):
    """The methods of listed classes that their objects keep bound to themselves, by the classes that define them."""
    listed = [(module, known) for each in (names, BY_HAND) for module, known in each.items()]
    for module, known in listed:
        methods = [m for home, each in BOUND.items() if module == home or module.startswith(home + ".") for m in each]
        for kind in [getattr(sys.modules.get(module), name, None) for name in list(known)]:
            for method in [getattr(kind, method, None) for method in methods] if inspect.isclass(kind) else ():
                if inspect.isfunction(method):
                    grant(names, method.__module__, method.__qualname__, "m")


def grant(names, module, name, letters):
    known = names.setdefault(module, {})
    known[name] = "".join(letter for letter in "rncsm" if letter in letters or letter in known.get(name, ""))


def versions():
    with contextlib.suppress(ImportError):
        importlib.import_module("skops")  # its names are those of what it saves
    found = {"python": "{}.{}.{}".format(*sys.version_info[:3])}
    for library in COUNTED:
        module = sys.modules.get(library)
        if module is not None and hasattr(module, "__version__"):
            found[library] = module.__version__
    return found


def merge(into, more):
    for module, names in more.items():
        for name, letters in names.items():
            grant(into, module, name, letters)


def withdraw(names):
    """What was judged by hand is taken away from every source, what `--keep` kept included: it cannot come back by a new run."""
    for module in [module for module in names if left_out(module)]:
        del names[module]
    for module, withdrawn in CALLS_THE_GIVEN.items():
        for name in withdrawn:
            names.get(module, {}).pop(name, None)
    for module, _colon, name in (full.partition(":") for full in (*BAD_CLASSES, *HARMFUL)):
        names.get(module, {}).pop(name, None)
    for module, _colon, name in (full.partition(":") for full in ONLY_MADE):
        if name in names.get(module, {}):
            names[module][name] = "n"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--with", dest="others", action="append", default=[])
    options.add_argument("--keep", action="store_true")
    options.add_argument("--collect", action="store_true", help="print this interpreter's names as JSON and end")
    asked = options.parse_args()
    if asked.collect:
        sys.stdout.write(json.dumps(collect()))
        return
    found = [collect()]
    for python in asked.others:
        told = subprocess.run(
            [python, __file__, "--collect"], capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
        )
        found.append(json.loads(told.stdout[told.stdout.index('{"names"'):]))
    write(found, json.loads(OUT.read_text("utf-8")) if asked.keep else {})


def write(found, before):
    names = {}
    merge(names, before.get("names", {}))
    for each in found:
        merge(names, each["names"])
    withdraw(names)
    merge(names, BY_HAND)
    merge(names, {module: dict.fromkeys(earlier.split(), "r") for module, earlier in EARLIER.items()})
    merge(names, {f"sklearn.{old}": names.get(f"sklearn.{new}", {}) for old, new in RENAMED.items()})
    made_with = before.get("made_with", []) + [each["versions"] for each in found]
    data = {
        "made_with": [json.loads(text) for text in sorted({json.dumps(v, sort_keys=True) for v in made_with})],
        "standard_library": sorted({*sys.stdlib_module_names, *OLD_STANDARD}),
        "known_libraries": sorted(KNOWN),
        "tools": sorted(TOOLS),
        "by_value": sorted(BY_VALUE),
        "harmful": sorted(HARMFUL),
        "asked": sorted(ASKED),
        "homes": before.get("homes", {}) | {told: home for each in found for told, home in sorted(each["homes"].items())},
        "names": {m: dict(sorted(names[m].items())) for m in sorted(names) if names[m]},
    }
    OUT.write_text(json.dumps(data, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{OUT.name}: {sum(map(len, names.values()))} names in {len(names)} modules, {len(data['made_with'])} environments")


if __name__ == "__main__":
    main()
