"""Hostile model files with inert payloads: each would write a marker file if anything of it ran.

Built by hand from opcodes, so that building runs nothing. Classes as in the published bypasses of scanners:
direct calls, standard-library and machine-learning gadgets, tricks of the pickle machine, code by value,
joblib's nested streams, and containers.
"""


import bz2
import gzip
import io
import json
import lzma
import pickle
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.unit.loading.hostile_boosters import boosters
from tests.unit.loading.hostile_containers import containers_of_others
from tests.unit.loading.hostile_gadgets import gadgets
from tests.unit.loading.hostile_members import members
from tests.unit.loading.hostile_states import states
from tests.unit.loading.hostile_steps import steps
from tests.unit.loading.hostile_trees import trees
from tests.unit.loading.hostile_variants import variants
from tests.unit.loading.opcodes import Raw, built, called, file, made, name, put, result_called, text

SHELL = "echo ran > {marker}"
PYTHON = "open({marker!r}, 'w').close()"
Corpus = dict[str, bytes]


def corpus(marker: str) -> Corpus:
    """Every sample by name."""
    shell, code = SHELL.format(marker=marker), PYTHON.format(marker=marker)
    found: Corpus = {}
    for part in (direct, standard_library, learning_stack, machine_tricks, by_value, joblib_streams, containers, gadgets,
                 containers_of_others, boosters, steps, members, states,
                 variants, trees):
        for title, content in part(shell, code, marker):
            assert title not in found, title
            found[title] = content
    return found


Samples = Iterator[tuple[str, bytes]]


def direct(shell: str, code: str, _marker: str) -> Samples:
    for module, qualname, args in (
        ("os", "system", (shell,)),
        ("posix", "system", (shell,)),
        ("os", "popen", (shell,)),
        ("subprocess", "Popen", (["sh", "-c", shell],)),
        ("subprocess", "call", (["sh", "-c", shell],)),
        ("subprocess", "run", (["sh", "-c", shell],)),
        ("subprocess", "check_output", (["sh", "-c", shell],)),
        ("subprocess", "getoutput", (shell,)),
        ("builtins", "eval", (code,)),
        ("builtins", "exec", (code,)),
    ):
        yield f"direct-{module}.{qualname}", file(called(module, qualname, *args))


def standard_library(shell: str, code: str, marker: str) -> Samples:
    yield "std-open", file(called("builtins", "open", marker, "w"))
    for module, qualname, args in (
        ("io", "open", (marker, "w")),
        ("_io", "FileIO", (marker, "w")),
        ("io", "FileIO", (marker, "w")),
        ("codecs", "open", (marker, "w")),
        ("os", "mkdir", (marker,)),
        ("posix", "mkdir", (marker,)),
        ("os", "makedirs", (marker,)),
        ("shutil", "copyfile", ("/etc/hostname", marker)),
        ("shutil", "copytree", ("/etc/ld.so.conf.d", marker)),
        ("pty", "spawn", (["sh", "-c", shell],)),
        ("timeit", "timeit", (code, "pass", Raw(name("time", "time").code), 1)),
        ("timeit", "repeat", (code,)),
        ("cProfile", "run", (code,)),
        ("profile", "run", (code,)),
        ("code", "interact", ()),
        ("bdb", "Bdb.run", ()),
        ("pydoc", "pipepager", ("x", shell)),
        ("pydoc", "tempfilepager", ("x", shell + "; true")),
        ("uuid", "_get_command_stdout", ("sh", "-c", shell)),
        ("platform", "_syscmd_file", (marker,)),
        ("_osx_support", "_read_output", (shell,)),
        ("logging", "FileHandler", (marker,)),
        ("logging.handlers", "WatchedFileHandler", (marker,)),
        ("sqlite3", "connect", (marker,)),
        ("_sqlite3", "connect", (marker,)),
        ("dbm.dumb", "open", (marker, "n")),
        ("shelve", "open", (marker,)),
        ("zipfile", "ZipFile", (marker, "w")),
        ("tarfile", "open", (marker, "w")),
        ("gzip", "open", (marker, "w")),
        ("bz2", "open", (marker, "w")),
        ("lzma", "open", (marker, "w")),
        ("wave", "open", (marker, "wb")),
        ("tempfile", "mkstemp", ("", "", marker)),
        ("tempfile", "mkdtemp", ("x", marker, "/")),
        ("doctest", "debug_script", (code,)),
        ("ensurepip", "_run_pip", (["--version"],)),
        ("webbrowser", "open", ("file:///dev/null",)),
        ("ctypes", "CDLL", ("libc.so.6",)),
        ("importlib", "import_module", ("antigravity",)),
        ("runpy", "run_path", (marker,)),
        ("runpy", "_run_code", (code, {})),
        ("imaplib", "IMAP4_stream", (shell,)),
        ("distutils.file_util", "write_file", (marker, ["x"])),
        ("lib2to3.pgen2.grammar", "Grammar.loadgrammar", ()),
        ("multiprocessing.util", "spawnv_passfds", (b"/bin/sh", [b"sh", b"-c", shell.encode()], ())),
        ("multiprocessing.connection", "Listener", (marker,)),
        ("socketserver", "UnixStreamServer", (marker, None)),
        ("trace", "Trace.run", ()),
        ("types", "FunctionType", ()),
        ("pickle", "loads", (file(called("os", "system", shell)),)),
        ("_pickle", "loads", (file(called("os", "system", shell)),)),
        ("marshal", "loads", (b"N",)),
        ("pickletools", "dis", (b"N.",)),
        ("test.support.script_helper", "assert_python_ok", ("-c", code)),
        ("xmlrpc.client", "ServerProxy", ("http://127.0.0.1:9",)),
        ("urllib.request", "urlretrieve", ("file:///etc/hostname", marker)),
        ("socket", "create_connection", (("127.0.0.1", 9),)),
        ("venv", "create", (marker,)),
        ("compileall", "compile_dir", (marker,)),
        ("cgitb", "enable", (1, marker)),
        ("asyncio", "run", (None,)),
        ("signal", "raise_signal", (0,)),
        ("gc", "get_objects", ()),
        ("sys", "exit", (3,)),
        ("os", "_exit", (3,)),
        ("builtins", "__import__", ("antigravity",)),
        ("builtins", "compile", (code, "x", "exec")),
        ("builtins", "globals", ()),
        ("builtins", "setattr", (Raw(name("os", "environ").code), "x", 1)),
        ("unittest.mock", "_importer", ("os.system",)),
        ("functools", "reduce", (Raw(name("os", "system").code), [shell])),
        ("itertools", "starmap", (Raw(name("os", "system").code), [(shell,)])),
        ("builtins", "map", (Raw(name("os", "system").code), [shell])),
        ("_testcapi", "run_in_subinterp", (code,)),
        ("_xxsubinterpreters", "create", ()),
        ("nt", "system", (shell,)),
        ("winreg", "ConnectRegistry", (None, 1)),
        ("builtins", "breakpoint", ()),
        ("builtins", "input", ("x",)),
        ("builtins", "type", ("X", (), {})),
        ("builtins", "vars", ()),
        ("builtins", "delattr", (Raw(name("os", "environ").code), "x")),
        ("operator", "call", (Raw(name("os", "system").code), shell)),
    ):
        yield f"std-{module}.{qualname}", file(called(module, qualname, *args))
    resolve = called("pkgutil", "resolve_name", "os:system")
    yield "std-pkgutil.resolve_name", file(result_called(resolve, shell))
    yield "std-pydoc.locate", file(result_called(called("pydoc", "locate", "os.system"), shell))
    getter = called("operator", "attrgetter", "system")
    yield "std-attrgetter", file(result_called(result_called(getter, called("importlib", "import_module", "os")), shell))
    caller = called("operator", "methodcaller", "system", shell)
    yield "std-methodcaller", file(result_called(caller, called("builtins", "__import__", "os")))
    module = called("builtins", "__import__", "os")
    yield "std-getattr", file(result_called(called("builtins", "getattr", module, "system"), shell))
    partial = called("functools", "partial", name("os", "system"), shell)
    yield "std-partial", file(result_called(partial))
    yield "std-partial-exec", file(result_called(called("functools", "partial", name("builtins", "exec")), code))
    yield "std-path", file(called("pathlib", "Path.write_text", called("pathlib", "PosixPath", marker), "x"))
    yield "std-path-touch", file(called("pathlib", "Path.touch", called("pathlib", "PosixPath", marker)))


def learning_stack(shell: str, code: str, marker: str) -> Samples:
    for module, qualname, args in (
        ("numpy.testing._private.utils", "runstring", (code, {})),
        ("numpy", "load", (marker,)),
        ("numpy", "savetxt", (marker, [1])),
        ("numpy", "save", (marker, [1])),
        ("numpy.lib.npyio", "savetxt", (marker, [1])),
        ("numpy", "fromfile", (marker,)),
        ("numpy", "memmap", (marker, "u1", "w+", 0, (4,))),
        ("numpy.lib._datasource", "open", (marker, "w")),
        ("numpy.lib.format", "open_memmap", (marker, "w+", None, (4,))),
        ("numpy.f2py.crackfortran", "getlincoef", (f"__import__('os').system({shell!r})", {})),
        ("numpy.f2py.crackfortran", "myeval", (code,)),
        ("numpy.f2py.diagnose", "run_command", (shell,)),
        ("numpy.distutils.exec_command", "exec_command", (shell,)),
        ("numpy.ctypeslib", "load_library", ("x", marker)),
        ("numpy.lib.utils", "safe_eval", (code,)),
        ("numpy.core.multiarray", "fromfile", (marker,)),
        ("numpy.ma.core", "MaskedArray.tofile", ()),
        ("numpy", "ndarray.tofile", ()),
        ("numpy", "frompyfunc", (Raw(name("os", "system").code), 1, 1)),
        ("numpy", "vectorize", (Raw(name("os", "system").code),)),
        ("numpy", "fromfunction", (Raw(name("os", "system").code), (1,))),
        ("numpy", "apply_along_axis", (Raw(name("os", "system").code), 0, [shell])),
        ("joblib", "load", (marker,)),
        ("joblib", "dump", ([1], marker)),
        ("joblib.numpy_pickle", "dump", ([1], marker)),
        ("joblib.memory", "Memory", (marker,)),
        ("joblib.parallel", "Parallel", (1,)),
        ("joblib.externals.loky.backend.spawn", "main", ()),
        ("sklearn.datasets._base", "os.system", (shell,)),
        ("sklearn.datasets._base", "load_files", (marker,)),
        ("sklearn.tree._export", "export_graphviz", (None, marker)),
        ("sklearn.utils._testing", "TempMemmap", ([1],)),
        ("sklearn.utils", "os.system", (shell,)),
        ("sklearn.externals._arff", "dump", ({}, None)),
        ("pandas", "read_pickle", (marker,)),
        ("pandas.io.pickle", "to_pickle", ([1], marker)),
        ("pandas", "eval", (code,)),
        ("pandas", "DataFrame.to_csv", ()),
        ("pandas.core.frame", "DataFrame.to_pickle", ()),
        ("pandas", "read_csv", (marker,)),
        ("pandas", "HDFStore", (marker,)),
        ("pandas", "ExcelWriter", (marker,)),
        ("pandas.io.common", "os.system", (shell,)),
        ("pandas.core.computation.eval", "eval", (code,)),
        ("scipy.io", "savemat", (marker, {})),
        ("scipy.io", "loadmat", (marker,)),
        ("scipy.sparse._matrix_io", "load_npz", (marker,)),
        ("scipy._lib.uarray", "os.system", (shell,)),
        ("lightgbm.basic", "Booster", (None, None, marker)),
        ("xgboost.core", "Booster.save_model", ()),
        ("skops.io", "load", (marker,)),
        ("torch", "load", (marker,)),
        ("torch.jit.unsupported_tensor_ops", "execWrapper", (code, {}, {})),
        ("torch.serialization", "load", (marker,)),
        ("torch._dynamo.guards", "GuardBuilder.get", ()),
        ("tensorflow", "io.write_file", (marker, "x")),
        ("pip", "main", (["--version"],)),
        ("pip._internal", "main", (["--version"],)),
        ("setuptools._distutils.spawn", "spawn", (["sh", "-c", shell],)),
        ("pkg_resources", "run_script", ("x", "y")),
        ("IPython", "start_ipython", ()),
        ("matplotlib", "cbook.os.system", (shell,)),
        ("numba.pycc", "main", ()),
        ("llvmlite.binding", "load_library_permanently", (marker,)),
        ("pyarrow", "OSFile", (marker, "w")),
        ("pyarrow.parquet", "write_table", (None, marker)),
        ("onnxruntime", "InferenceSession", (marker,)),
        ("cffi", "FFI", ()),
        ("psutil", "Popen", (["sh", "-c", shell],)),
        ("yaml", "unsafe_load", (code,)),
        ("jinja2", "Template", ("x",)),
        ("rai_host.sources", "open_source", (marker,)),
        ("rai_desktop.loading.launching", "HostProgram", ("", 1)),
        ("rai_desktop.host.unpickling", "load", (marker,)),
    ):
        yield f"ml-{module}.{qualname}", file(called(module, qualname, *args))
    template = "\ndef _parse_args(self,  loc=0, scale=1):\n    return (), loc, scale\n" + code + "\n"
    distribution = made("scipy.stats._continuous_distns", "uniform_gen")
    yield "ml-distribution-template", file(built(distribution, {"_parse_arg_template": template}))
    pairs = (("_parse_arg_template", template), ("name", "x"))
    yield "ml-distribution-pairs", file(built(distribution, pairs))
    yield "ml-memmap-made", file(made("numpy", "memmap", marker, "u1", "w+", 0, (4,)))
    ufunc = called("numpy._core", "_ufunc_reconstruct", "os", "system")
    yield "ml-ufunc-reconstruct", file(result_called(ufunc, shell))
    seeded = called("numpy.random._pickle", "__randomstate_ctor", shell, name("os", "system"))
    yield "ml-randomstate-ctor", file(seeded)
    index = called("pandas.core.indexes.base", "_new_Index", name("os", "system"), {"command": shell})
    yield "ml-new-index", file(index)
    mapped = made("sklearn.preprocessing._function_transformer", "FunctionTransformer")
    yield "ml-transformer-function", file(built(mapped, {"func": name("os", "system"), "kw_args": None}))


def machine_tricks(shell: str, code: str, marker: str) -> Samples:
    line = shell.encode()
    yield "vm-protocol0", b"cos\nsystem\n(S'" + line + b"'\ntR."
    yield "vm-inst", b"(S'" + line + b"'\nios\nsystem\n."
    yield "vm-obj", b"(cos\nsystem\nS'" + line + b"'\no."
    yield "vm-python2-builtin", b"\x80\x02c__builtin__\neval\nX" + struct.pack("<I", len(code)) + code.encode() + b"\x85R."
    yield "vm-python2-commands", b"\x80\x02ccommands\ngetoutput\n" + text(shell) + b"\x85R."
    yield "vm-python2-cpickle", b"\x80\x02ccPickle\nloads\n" + put(file(called("os", "system", shell))) + b"\x85R."
    memo = text("os") + b"q\x00" + b"0" + text("system") + b"q\x01" + b"0"
    yield "vm-memo-names", b"\x80\x04" + memo + b"h\x00h\x01\x93" + put((shell,)) + b"R."
    yield "vm-memo-overwritten", b"\x80\x04" + text("json") + b"q\x000" + text("os") + b"q\x000h\x00" + text("system") + b"\x93" + put((shell,)) + b"R."
    yield "vm-proto-repeated", b"\x80\x02\x80\x04\x80\x00" + called("os", "system", shell).code + b"."
    yield "vm-obj-popped", b"\x80\x04(" + name("os", "system").code + text(shell) + b"o0N."
    yield "vm-reduce-popped", b"\x80\x04" + called("os", "system", shell).code + b"0" + text("harmless") + b"."
    yield "vm-pop-mark", b"\x80\x04(" + called("os", "system", shell).code + b"1N."
    yield "vm-broken-tail", b"\x80\x04" + called("os", "system", shell).code + b"\xff\xff\xff"
    yield "vm-no-stop", b"\x80\x04" + called("os", "system", shell).code
    yield "vm-second-pickle", b"\x80\x04N." + file(called("os", "system", shell))
    yield "vm-dup", b"\x80\x04" + name("os", "system").code + b"2" + put((shell,)) + b"R."
    yield "vm-dotted", b"\x80\x04" + name("pathlib", "os.system").code + put((shell,)) + b"R."
    yield "vm-dotted-module", b"\x80\x04" + name("logging", "os.system").code + put((shell,)) + b"R."
    yield "vm-newobj", file(made("subprocess", "Popen", ["sh", "-c", shell]))
    yield "vm-newobj-ex", b"\x80\x04" + name("subprocess", "Popen").code + put((["sh", "-c", shell],), {}) + b"\x92."
    yield "vm-newobj-helper", file(called("copyreg", "__newobj__", name("subprocess", "Popen"), ["sh", "-c", shell]))
    yield "vm-reconstructor", file(called("copyreg", "_reconstructor", name("subprocess", "Popen"), name("builtins", "object"), None))
    bunch = made("sklearn.linear_model._base", "LinearRegression")
    poisoned = built(bunch, {"__setstate__": name("os", "system")})
    yield "vm-setstate-injected", file(built(poisoned, shell))
    yield "vm-class-injected", file(built(bunch, {"__class__": name("subprocess", "Popen")}))
    yield "vm-setstate-slots", file(built(bunch, (None, {"__setstate__": name("os", "system")})))
    yield "vm-setstate-pairs", file(built(bunch, (("__setstate__", name("os", "system")), ("a", 1))))
    yield "vm-build-on-class", file(built(name("sklearn.linear_model._base", "LinearRegression"), {"predict": name("os", "system")}))
    yield "vm-build-on-function", file(built(name("sklearn.metrics._classification", "accuracy_score"), {"__code__": 1}))
    yield "vm-build-on-module", file(built(called("builtins", "__import__", "os"), {"x": 1}))
    yield "vm-append-to-syspath", b"\x80\x04" + name("sys", "path").code + text("/tmp") + b"a."
    yield "vm-setitem-environ", b"\x80\x04" + name("os", "environ").code + put("LD_PRELOAD", marker) + b"s."
    yield "vm-setitem-modules", b"\x80\x04" + name("sys", "modules").code + put("json", None) + b"s."
    yield "vm-persistent-id", b"\x80\x04" + text("x") + b"Q."
    yield "vm-persistent-id-text", b"Pos.system\n."
    for code_ in (b"\x82\x01", b"\x83\x01\x00", b"\x84\x01\x00\x00\x00"):
        yield f"vm-extension-{code_[0]:x}", b"\x80\x02" + code_ + b"."
    yield "vm-out-of-band", b"\x80\x05\x97."
    yield "vm-homoglyph", file(called("оs", "system", shell))
    yield "vm-empty-name", file(called("os", "", shell))
    yield "vm-name-with-space", file(called("os ", "system", shell))
    yield "vm-relative-module", file(called("..os", "system", shell))
    yield "vm-dunder-main", file(called("__main__", "__builtins__.exec", code))
    partial = called("functools", "partial", name("numpy", "log1p"))
    swapped = built(partial, (name("os", "system"), (shell,), {}, {}))
    yield "vm-partial-swapped", file(result_called(swapped))
    yield "vm-partial-of-call", file(result_called(called("functools", "partial", called("builtins", "getattr", name("os", "path"), "os"))))
    factory = called("collections", "defaultdict", name("os", "getcwd"))
    yield "vm-default-factory", file(factory)
    yield "vm-getattr-listed", file(result_called(called("builtins", "getattr", name("numpy", "ndarray"), "tofile"), marker))
    yield "vm-getattr-of-made", file(result_called(called("builtins", "getattr", bunch, "__init_subclass__")))
    yield "vm-result-called", file(result_called(called("operator", "itemgetter", 0), [1]))
    frame = b"\x80\x04\x95" + struct.pack("<Q", 3) + b"N0N" + called("os", "system", shell).code + b"."
    yield "vm-frame-short", frame
    yield "vm-frame-long", b"\x80\x04\x95" + struct.pack("<Q", 2**40) + called("os", "system", shell).code + b"."
    yield "vm-huge-bytearray", b"\x80\x05\x96" + struct.pack("<Q", 2**50) + b"."
    yield "vm-huge-bytes", b"\x80\x04\x8e" + struct.pack("<Q", 2**62) + b"."
    yield "vm-huge-text", b"\x80\x04\x8d" + struct.pack("<Q", 2**45) + b"."
    yield "vm-in-dict-key", b"\x80\x04}(" + called("os", "system", shell).code + text("v") + b"us."[:1] + b"."
    yield "vm-regex-call", file(called("re", "_compile", called("os", "system", shell), 0))
    yield "vm-encode-codec", file(called("_codecs", "encode", "x", "punycode"))
    yield "vm-encode-decode", file(called("_codecs", "decode", b"x", "zlib"))
    yield "vm-dtype-object", file(called("numpy", "dtype", [("a", name("os", "system"))]))
    dtype = called("numpy", "dtype", "O8", False, True)
    yield "vm-dtype-flags", file(built(dtype, (3, "|", None, None, None, -1, -1, 0)))
    void = called("numpy", "dtype", "V8", False, True)
    fields = {"a": (called("numpy", "dtype", "f8", False, True), 4096)}
    yield "vm-dtype-offset", file(built(void, (3, "|", None, ("a",), fields, 8, 1, 16)))
    yield "vm-logger-argument", file(called("logging", "getLogger", called("os", "system", shell)))
    yield "vm-generator-callable", file(called("numpy.random._pickle", "__bit_generator_ctor", name("os", "system")))
    yield "vm-itertools-count", file(called("operator", "itemgetter", called("os", "system", shell)))


def by_value(shell: str, _code: str, marker: str) -> Samples:
    import cloudpickle

    def run(_self: object = None, marker: str = marker) -> None:
        with open(marker, "w"):
            pass

    class Local:
        def __init__(self) -> None:
            self.marker = marker

        def predict(self, rows: object) -> object:
            run()
            return rows

        def __setstate__(self, state: dict[str, object]) -> None:
            self.__dict__.update(state)
            with open(marker, "w"):
                pass

    Local.__module__ = "__main__"
    yield "value-function", cloudpickle.dumps(run)
    yield "value-object", cloudpickle.dumps(Local())
    yield "value-called", cloudpickle.dumps(run)[:-1] + b")R."
    yield "value-notebook-class", file(made("__main__", "MyModel"))
    yield "value-code-object", file(called("types", "CodeType", 0, 0, 0, 0, 0, 0, b"", (), (), (), "x", "x", 1, b""))
    yield "value-dill", file(called("dill._dill", "_create_function", None))
    yield "value-shell-class", file(built(made("__main__", "MyModel"), {"run": called("os", "system", shell)}))


def joblib_stream(inner: bytes, head: bytes = b"") -> bytes:
    """A joblib file: an object array whose nested stream is `inner`."""
    dtype = called("numpy", "dtype", "O8", False, True)
    dtype = built(dtype, (3, "|", None, None, None, -1, -1, 63))
    state = {
        "subclass": name("numpy", "ndarray"), "shape": (1,), "order": "C", "dtype": dtype, "allow_mmap": False,
        "numpy_array_alignment_bytes": 16,
    }  # fmt: skip
    wrapper = built(made("joblib.numpy_pickle", "NumpyArrayWrapper"), state)
    return b"\x80\x04" + head + wrapper.code + inner + b"."


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "zlib": zlib.compress, "gzip": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
}  # fmt: skip


def joblib_streams(shell: str, code: str, marker: str) -> Samples:
    payload = file(called("os", "system", shell), 5)
    nested = joblib_stream(payload)
    yield "joblib-nested", nested
    yield "joblib-nested-twice", joblib_stream(joblib_stream(payload))
    for title, pack in PACKERS.items():
        yield f"joblib-nested-{title}", pack(nested)
        yield f"joblib-direct-{title}", pack(file(called("builtins", "exec", code)))
    yield "joblib-old-zfile", b"ZF0x10                " + zlib.compress(payload)
    yield "joblib-neighbour", file(built(made("joblib.numpy_pickle_compat", "NDArrayWrapper"), {"filename": marker, "subclass": None, "allow_mmap": False}))
    yield "joblib-neighbour-2", file(built(made("joblib.numpy_pickle", "NDArrayWrapper"), {"filename": marker}))
    yield "joblib-z-neighbour", file(built(made("joblib.numpy_pickle", "ZNDArrayWrapper"), {"filename": marker}))
    yield "joblib-after-array", joblib_stream(pickle.dumps(None, 5), called("os", "system", shell).code + b"0")
    yield "joblib-wrapper-called", file(called("joblib.numpy_pickle", "NumpyArrayWrapper", name("os", "system"), (1,), "C", "f8"))


def containers(shell: str, code: str, marker: str) -> Samples:
    payload = file(called("os", "system", shell))
    yield "zip-of-pickle", _zipped({"model.pkl": payload})
    yield "zip-torch", _zipped({"archive/data.pkl": payload, "archive/version": b"3"})
    yield "zip-npz", _zipped({"a.npy": b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }" + payload})
    yield "npy-object", b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }" + payload
    yield "zip-keras", _zipped({"config.json": json.dumps({"class_name": "Lambda", "config": code}).encode(), "model.weights.h5": b""})
    yield "7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + payload
    yield "trailing", file(Raw(b"N")) + payload
    yield "packed-trailing", zlib.compress(file(Raw(b"N"))) + payload
    yield "packed-twice", gzip.compress(zlib.compress(payload))
    yield "bomb-gzip", _bomb()
    yield "bomb-array", _array_bomb()
    yield "polyglot-pickle-zip", payload + _zipped({"schema.json": b"{}"})
    for title, node in _skops_nodes(shell).items():
        yield f"skops-{title}", _zipped({"schema.json": json.dumps(node | {"_skops_version": "0.16", "protocol": 2}).encode()})
    yield "onnx-external", _onnx(external=marker)
    yield "onnx-custom-operator", _onnx(domain="com.evil.ops")


def _zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for title, content in members.items():
            archive.writestr(title, content)
    return buffer.getvalue()


def _bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    parts = [packer.compress(b"\x80\x04\x8e" + struct.pack("<Q", 3 * 2**30))]
    parts += [packer.compress(bytes(2**20)) for _ in range(300)]
    return b"".join([*parts, packer.flush()])


def _array_bomb() -> bytes:
    dtype = built(called("numpy", "dtype", "f8", False, True), (3, "<", None, None, None, -1, -1, 0))
    state = {"subclass": name("numpy", "ndarray"), "shape": (2**40,), "order": "C", "dtype": dtype, "allow_mmap": False}
    return b"\x80\x04" + built(made("joblib.numpy_pickle", "NumpyArrayWrapper"), state).code + b"." + bytes(100)


def _skops_nodes(shell: str) -> dict[str, dict[str, object]]:
    def node(loader: str, module: str, title: str, **more: object) -> dict[str, object]:
        return {"__loader__": loader, "__module__": module, "__class__": title, "__id__": 1, **more}

    words = node("JsonNode", "builtins", "str", content=json.dumps(shell), is_json=True)
    args = node("TupleNode", "builtins", "tuple", content=[words])
    attrs = node("DictNode", "builtins", "dict", content={}, key_types=node("ListNode", "builtins", "list", content=[]))
    return {
        "function": node("FunctionNode", "os", "system"),
        "type": node("TypeNode", "subprocess", "Popen"),
        "object": node("ObjectNode", "subprocess", "Popen", content=attrs),
        "operator": node("OperatorFuncNode", "operator", "methodcaller", attrs=args),
        "operator-system": node("OperatorFuncNode", "os", "system", attrs=args),
        "method": node("MethodNode", "builtins", "function", content={"obj": args, "func": "__class__"}),
        "reduce": node("ReduceNode", "os", "system", __reduce__={"args": args}, content=attrs),
        "tree-other": node("TreeNode", "os", "system", __reduce__={"args": args}, content=attrs),
        "partial": node("PartialNode", "functools", "partial", content={"func": node("FunctionNode", "os", "system"), "args": args, "kwds": attrs, "namespace": attrs}),
        "unknown-loader": node("NoSuchNode", "os", "system"),
        "nested": node("ListNode", "builtins", "list", content=[node("FunctionNode", "builtins", "exec")]),
    }


def _onnx(external: str = "", domain: str = "") -> bytes:
    def field(number: int, content: bytes) -> bytes:
        length = len(content)
        prefix = b""
        while length > 127:
            prefix += bytes([length & 127 | 128])
            length >>= 7
        return bytes([number << 3 | 2]) + prefix + bytes([length]) + content

    tensor = b""
    if external:
        pair = field(1, b"location") + field(2, external.encode())
        tensor = field(5, field(8, b"w") + field(13, pair) + b"\x70\x01")
    node = field(1, field(1, b"x") + field(2, b"y") + field(4, b"Run") + (field(7, domain.encode()) if domain else b""))
    return b"\x08\x08" + field(2, b"evil") + field(7, node + tensor) + field(8, b"\x10\x0d")
