"""Hostile files by further variants of published classes: other doors of the library, of the machine, of listed steps, of skops and joblib."""

import io
import json
import struct
import tarfile
import zlib
from collections.abc import Iterator

from tests.unit.loading.hostile_gadgets import keyed, node, partial, transformer, words, zipped
from tests.unit.loading.opcodes import built, called, file, made, name, put, result_called, text

Samples = Iterator[tuple[str, bytes]]
# Functions and classes of Python's library, of tools and of learning libraries that start, write, fetch, import or evaluate.
DOORS = """
_aix_support:_read_cmd_output _pyrepl.pager:pipe_pager _pyrepl.pager:tempfile_pager _pyrepl.main:interactive_console pydoc:locate pydoc:safeimport
pkgutil:resolve_name pkgutil:get_data asyncio.subprocess:create_subprocess_shell distutils.spawn:spawn numpy.distutils.exec_command:exec_command
ctypes.util:find_library ctypes:CFUNCTYPE ctypes:string_at rlcompleter:Completer.attr_matches zipapp:create_archive fileinput:FileInput
pstats:Stats tracemalloc:Snapshot.load faulthandler:dump_traceback site:addsitedir site:execsitecustomize py_compile:compile tabnanny:check
modulefinder:ModuleFinder.run_script netrc:netrc xml.sax:parse xml.etree.ElementTree:parse plistlib:load configparser:ConfigParser.read
multiprocessing.popen_fork:Popen multiprocessing.managers:BaseManager multiprocessing.reduction:DupFd multiprocessing.context:reduce_connection
concurrent.futures.process:_process_worker ensurepip:_bootstrap ensurepip._uninstall:_main mailcap:findmatch mimetypes:init turtle:write_docstringdict
inspect:getattr_static gettext:c2py gettext:translation string.templatelib:Template cmd:Cmd.onecmd curses:wrapper tkinter:Tcl nturl2path:url2pathname
wsgiref.simple_server:make_server http.server:test smtpd:DebuggingServer select:epoll pwd:getpwnam resource:setrlimit fcntl:ioctl
importlib.metadata:entry_points importlib.resources:files importlib.abc:InspectLoader.exec_module _frozen_importlib_external:SourceFileLoader
_imp:create_dynamic _ctypes:dlopen _osx_support:_find_build_tool opcode:stack_effect symtable:symtable ast:literal_eval
test.support.os_helper:unlink idlelib.textview:view_file antigravity:geohash this:s venv.__main__:main timeit:main
numpy.f2py:compile numpy.f2py.diagnose:run_command numpy.lib._datasource:open numpy.lib.format:open_memmap numpy.ctypeslib:load_library
numpy._core.records:fromfile numpy.rec:fromfile numpy.lib._npyio_impl:fromregex numpy.testing:measure numpy.testing._private.utils:runstring
scipy.io:loadmat scipy.io:savemat scipy.io.arff:loadarff scipy.io.matlab._mio:savemat scipy.sparse:save_npz scipy.sparse:load_npz scipy.datasets:face
scipy._lib._ccallback:LowLevelCallable.from_cython scipy.optimize:minimize scipy.integrate:quad scipy.LowLevelCallable:__new__
pandas.io.pickle:read_pickle pandas.io.parsers.readers:read_csv pandas.io.common:get_handle pandas.core.computation.eval:eval
pandas.core.computation.expr:Expr pandas:read_sql_query pandas:set_option pandas._testing:ensure_clean pandas.util._print_versions:show_versions
joblib:load joblib:dump joblib:Memory.cache joblib.numpy_pickle_utils:_read_fileobject joblib.func_inspect:get_func_code joblib._parallel_backends:LokyBackend
sklearn.datasets:fetch_openml sklearn.datasets:load_files sklearn.utils.fixes:_open_text sklearn.externals._arff:load sklearn.utils._testing:ignore_warnings
sklearn.tree:export_graphviz sklearn.inspection:partial_dependence sklearn.experimental:enable_halving_search_cv
lightgbm:Dataset.save_binary lightgbm.basic:_Booster.save_model xgboost:DMatrix xgboost.compat:LazyLoader xgboost.core:_load_lib xgboost.tracker:RabitTracker
catboost:Pool catboost.utils:read_cd catboost.datasets:titanic skops.io:get_untrusted_types skops.utils.importutils:import_or_raise
matplotlib:use matplotlib.pyplot:savefig matplotlib.image:imread matplotlib.cbook:get_sample_data matplotlib.animation:FFMpegWriter
torch:load torch.hub:load torch.jit:load torch.utils.cpp_extension:load_inline torch.storage:_load_from_bytes torch.serialization:load
tensorflow:io.read_file tensorflow.saved_model:load keras:saving.load_model keras.src.saving.serialization_lib:deserialize_keras_object
transformers.utils.hub:cached_file huggingface_hub:hf_hub_download onnxruntime:InferenceSession dask.utils:import_required ray:init
pip._internal.cli.main:main setuptools.sandbox:run_setup pytest:main IPython:start_ipython numexpr:evaluate numba:jit sympy:sympify yaml:unsafe_load
""".split()


def variants(shell: str, code: str, marker: str) -> Samples:
    """Every sample of this module."""
    for each in DOORS:
        module, qualname = each.split(":")
        yield f"variant-call-{module}.{qualname}", file(called(module, qualname, marker))
    yield from of_the_machine(shell, code)
    yield from of_partials(shell, marker)
    yield from of_listed_methods(marker)
    yield from of_an_author(shell)
    yield from of_arrays(shell)
    yield from of_skops(shell, marker)
    yield from of_archives(shell)


def of_the_machine(shell: str, code: str) -> Samples:
    act = called("os", "system", shell).code
    for protocol in (6, 127, 255):
        yield f"variant-protocol-{protocol}", b"\x80" + bytes([protocol]) + act + b"."
    yield "variant-dotted-old-protocol", b"\x80\x03cpickle\nio.os.system\n" + put((shell,)) + b"R."
    yield "variant-global-escape", b"\x80\x02cos\n\\u0073ystem\n" + put((shell,)) + b"R."
    yield "variant-carriage-return", b"\x80\x02cos\r\nsystem\r\n" + put((shell,)) + b"R."
    yield "variant-inst-many", b"((S'x'\n(S'" + shell.encode() + b"'\nios\nsystem\nt."
    yield "variant-obj-of-getattr", b"\x80\x04(" + name("builtins", "getattr").code + name("os", "environ").code + text("putenv") + b"o."
    yield "variant-setitem-of-result", b"\x80\x04" + called("builtins", "vars", name("os", "path")).code + put("x", 1) + b"s."
    yield "variant-append-to-result", b"\x80\x04" + called("builtins", "getattr", name("sys", "x"), "path").code + text("/tmp") + b"a."
    yield "variant-additems", b"\x80\x04" + name("sys", "builtin_module_names").code + b"(" + text("x") + b"\x90."
    yield "variant-in-frozenset", b"\x80\x04(" + act + b"\x91."
    yield "variant-in-set", b"\x80\x04\x8f(" + act + b"\x90."
    yield "variant-memo-binget-long", b"\x80\x04" + name("os", "system").code + b"r\xff\xff\x00\x000j\xff\xff\x00\x00" + put((shell,)) + b"R."
    yield "variant-long-memo-text", b"\x80\x02cos\nsystem\np999999\n0g999999\n" + put((shell,)) + b"R."
    yield "variant-behind-bytes-that-look-whole", b"\x80\x04" + put(file(called("builtins", "len", "x"))) + b"0" + act + b"."
    yield "variant-tuple-of-args-by-call", b"\x80\x04" + name("os", "system").code + called("builtins", "tuple", [shell]).code + b"R."
    yield "variant-newobj-args-by-call", b"\x80\x04" + name("subprocess", "Popen").code + called("builtins", "tuple", [["sh", "-c", shell]]).code + b"\x81."
    yield "variant-newobj-ex-helper", file(called("copyreg", "__newobj_ex__", name("subprocess", "Popen"), (["sh", "-c", shell],), {}))
    yield "variant-build-of-partial-by-pairs", file(result_called(built(partial(name("numpy", "log1p")), [name("os", "system"), (shell,), {}, None])))
    yield "variant-exec-in-dict-state", file(built(made("sklearn.tree._classes", "DecisionTreeClassifier"), {"tree_": called("builtins", "exec", code)}))
    yield "variant-state-by-ordered-dict", file(built(made("sklearn.tree._classes", "DecisionTreeClassifier"),
                                                      called("collections", "OrderedDict", [("__class__", name("subprocess", "Popen"))])))
    yield "variant-code-in-key", b"\x80\x04}" + called("builtins", "eval", code).code + b"Ns."


def of_partials(shell: str, marker: str) -> Samples:
    """A partial may now hold what an analyst is asked of: never what is refused by itself."""
    for module, qualname in (("os", "system"), ("builtins", "eval"), ("builtins", "getattr"), ("pip", "main"), ("numpy", "save"), ("pandas", "read_pickle"),
                             ("pandas.core.frame", "DataFrame.eval"), ("pandas.core.generic", "NDFrame.to_pickle"), ("functools", "reduce"),
                             ("xgboost.core", "Booster"), ("numpy", "ndarray"), ("imblearn", "LazyLoader"), ("joblib.logger", "PrintTime")):
        kept = partial(name(module, qualname), marker)
        yield f"variant-partial-{module}.{qualname}", file(transformer(kept))
        yield f"variant-partial-of-partial-{module}.{qualname}", file(transformer(partial(kept, shell)))
        yield f"variant-partial-built-{module}.{qualname}", file(transformer(built(partial(name("numpy", "log1p")), (name(module, qualname), (marker,), {}, None))))
    yield "variant-partial-called", file(result_called(partial(name("acme.steps", "run"), shell)))
    yield "variant-partial-of-result", file(transformer(partial(called("operator", "methodcaller", "write_text"), "x")))


def of_listed_methods(marker: str) -> Samples:
    """Methods that are listed for being referred to are never called by a file, nor with a path for a table."""
    path = called("pathlib", "PosixPath", marker)
    for owner, method, given in (("str", "zfill", ("x", 10**6)), ("str", "replace", ("", "", "x")), ("str", "format", ("{0.__class__}", "x")),
                                 ("str", "encode", ("x", "rot13")), ("str", "join", ("", ["x"]))):
        yield f"variant-called-{owner}.{method}", file(result_called(called("builtins", "getattr", name("builtins", owner), method), *given))
    for method in ("copy", "replace", "to_dict", "merge", "join", "head"):
        yield f"variant-called-frame-{method}", file(result_called(name("pandas.core.generic", "NDFrame." + method), path, marker))
    for method, given in (("touch", ()), ("write_bytes", (b"x",)), ("unlink", ()), ("mkdir", ()), ("symlink_to", ("/etc",)), ("to_csv", (marker,)),
                          ("query", ("x",)), ("save_model", (marker,)), ("tofile", (marker,)), ("dump", (marker,)), ("agg", ("to_pickle", marker)),
                          ("apply", ("to_pickle",)), ("transform", ("eval",)), ("pipe", (name("os", "system"),)), ("__reduce__", ())):
        yield f"variant-caller-{method}", file(transformer(called("operator", "methodcaller", method, *given)))
    for given in (("replace", path), ("add", name("joblib.logger", "PrintTime")), ("sum", called("operator", "attrgetter", "values"))):
        yield f"variant-caller-of-object-{given[0]}", file(transformer(called("operator", "methodcaller", *given)))
    kernel = made("scipy.stats._kde", "gaussian_kde")
    for method in ("__init__", "resample", "set_bandwidth", "__class__", "_compute_covariance"):
        yield f"variant-bound-{method}", file(transformer(called("builtins", "getattr", kernel, method)))


def of_an_author(shell: str) -> Samples:
    """What reaches out of an author's object or class to the interpreter."""
    own = made("acme.steps", "Encoder")
    for attribute in ("__class__", "__init__", "__globals__", "__reduce__", "__getattribute__", "__dict__", "a.b", "", "a b"):
        yield f"variant-own-{attribute or 'nothing'}", file(transformer(called("builtins", "getattr", own, attribute)))
    reached = called("builtins", "getattr", called("builtins", "getattr", own, "run"), "__globals__")
    yield "variant-own-twice", file(transformer(reached))
    yield "variant-own-called", file(result_called(called("builtins", "getattr", own, "run"), shell))
    for title in ("Encoder.__init__.__globals__", "encoder.os.system", "Os.path.os.system", "os.system", "Encoder.run.__code__", "Encoder..run"):
        yield f"variant-own-name-{title}", file(transformer(name("acme.steps", title)))
    for module, title in (("sklearn.base", "BaseEstimator.set_params"), ("numpy", "F2py.run"), ("pip", "Main.run"), ("os", "Path.system"),
                          ("pandas", "DataFrame.to_pickle"), ("rai_desktop.host", "Loader.call")):
        yield f"variant-class-of-{module}.{title}", file(transformer(name(module, title)))


def of_arrays(shell: str) -> Samples:
    act = called("os", "system", shell)
    wrapper = made("joblib.numpy_pickle", "NumpyArrayWrapper")
    plain = called("numpy", "dtype", "f8", False, True)

    def wrapped(**changes: object) -> bytes:
        state = {"subclass": name("numpy", "ndarray"), "shape": (1,), "order": "C", "dtype": plain, "allow_mmap": False} | changes
        return b"\x80\x04" + built(wrapper, state).code

    yield "variant-joblib-subclass", wrapped(subclass=name("os", "system")) + bytes(8) + b"."
    yield "variant-joblib-shape", wrapped(shape=(-1,)) + bytes(8) + b"."
    yield "variant-joblib-shape-endless", wrapped(shape=(2**31 - 1, 2**31 - 1)) + b"."
    yield "variant-joblib-shape-by-call", wrapped(shape=act) + bytes(8) + b"."
    yield "variant-joblib-mapped", wrapped(allow_mmap=True, numpy_array_alignment_bytes=16, dtype=called("numpy", "dtype", "O8", False, True)) + file(act) + b"."
    yield "variant-joblib-order", wrapped(order=name("os", "system")) + bytes(8) + b"."
    yield "variant-joblib-two-deep", wrapped(dtype=called("numpy", "dtype", "O8", False, True)) + wrapped(dtype=called("numpy", "dtype", "O8", False, True)) + file(act) + b".."
    yield "variant-joblib-zlib-behind", zlib.compress(wrapped() + bytes(8) + b".") + file(act)
    empty = called("numpy._core.multiarray", "_reconstruct", name("numpy", "ndarray"), (0,), b"b")
    yield "variant-array-of-objects", file(built(empty, (1, (1,), called("numpy", "dtype", "O8", False, True), False, [act])))
    yield "variant-array-subclass", file(called("numpy._core.multiarray", "_reconstruct", name("multiprocessing.shared_memory", "ShareableList"), (0,), b"b"))
    yield "variant-ufunc-of-os", file(called("numpy._core", "_ufunc_reconstruct", "os", "system"))
    yield "variant-frombuffer-object", file(called("numpy._core.numeric", "_frombuffer", bytes(8), called("numpy", "dtype", "O8", False, True), (1,), "C"))
    yield "variant-scalar-object", file(called("numpy._core.multiarray", "scalar", called("numpy", "dtype", "O8", False, True), act))
    yield "variant-random-by-name", file(called("numpy.random._pickle", "__bit_generator_ctor", "os.system"))


def of_skops(shell: str, marker: str) -> Samples:
    arguments = node("TupleNode", "builtins", "tuple", content=[words(shell)])
    reached = {
        "function-path": node("FunctionNode", "builtins", "function", content={"module_path": "os", "function": "system"}),
        "function-dotted": node("FunctionNode", "sklearn.base", "os.system"),
        "function-of-author-path": node("FunctionNode", "numpy", "log1p", content={"module_path": "subprocess", "function": "Popen"}),
        "type-of-os": node("TypeNode", "os", "_wrap_close"), "method-of-function": node("MethodNode", "os", "path", content={"obj": words("x"), "func": "system"}),
        "method-dunder": node("MethodNode", "sklearn.tree._classes", "DecisionTreeClassifier", content={"obj": words("x"), "func": "__init__"}),
        "caller-writes": node("OperatorFuncNode", "operator", "methodcaller", attrs=node("TupleNode", "builtins", "tuple", content=[words("write_text"), words("x")])),
        "caller-of-other": node("OperatorFuncNode", "os", "system", attrs=arguments), "getter-of-result": node("OperatorFuncNode", "operator", "itemgetter", attrs=node("TupleNode", "builtins", "tuple", content=[node("TypeNode", "os", "system")])),
        "reduce-of-call": node("ReduceNode", "subprocess", "Popen", reduce={"args": arguments, "constructor": node("TypeNode", "subprocess", "Popen")}, content=None),
        "object-popen": node("ObjectNode", "subprocess", "Popen", content=words("x")), "object-harmful": node("ObjectNode", "joblib.logger", "PrintTime", content=words("x")),
        "loader-unknown": node("EvalNode", "builtins", "eval", content=shell), "loader-dunder": node("__class__", "builtins", "eval", content=shell),
        "array-elsewhere": node("NdArrayNode", "numpy", "ndarray", type="numpy", file="../../etc/passwd"), "array-absolute": node("NdArrayNode", "numpy", "ndarray", type="numpy", file="/etc/hostname"),
        "key-of-os": keyed(node("TypeNode", "os", "system"), "x"), "partial-of-os": node("PartialNode", "functools", "partial", content={"func": node("FunctionNode", "os", "system"), "args": arguments, "kwds": keyed(node("TypeNode", "builtins", "str"), "x"), "namespace": words("x")}),
        "state-dunder": node("ObjectNode", "sklearn.tree._classes", "DecisionTreeClassifier", content=node("DictNode", "builtins", "dict", content={"__class__": node("TypeNode", "subprocess", "Popen")}, key_types=node("ListNode", "builtins", "list", content=[]))),
        "cached-nothing": node("CachedNode", "builtins", "eval"), "default-factory": node("DefaultDictNode", "collections", "defaultdict", content={"main": keyed(node("TypeNode", "builtins", "str"), "x"), "default_factory": node("FunctionNode", "os", "getcwd")}),
    }  # fmt: skip
    for title, each in reached.items():
        yield f"skops-variant-{title}", zipped({"schema.json": json.dumps(each | {"_skops_version": "0.16", "protocol": 2}).encode(), "x.npy": marker.encode()})


def of_archives(shell: str) -> Samples:
    payload = file(called("os", "system", shell))
    room = io.BytesIO()
    with tarfile.open(fileobj=room, mode="w") as archive:
        member = tarfile.TarInfo("model.pkl")
        member.size = len(payload)
        archive.addfile(member, io.BytesIO(payload))
    yield "zip-variant-tar", room.getvalue()
    yield "zip-variant-model", zipped({"model/model.pkl": payload, "README.md": b"x"})
    yield "zip-variant-torch-constants", zipped({"net/data.pkl": b"\x80\x02}.", "net/constants.pkl": payload, "net/code/x.py": b"x"})
    yield "zip-variant-torch-attributes", zipped({"net/data.pkl": b"\x80\x02}.", "net/attributes.pkl": payload})
    yield "zip-variant-torch-old", b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." + b"\x80\x02M\xe9\x03." + payload
    for title, sign in (("gguf", b"GGUF"), ("picture", b"GIF89a"), ("rds", b"X\n\0\0\0\3\0"), ("database", b"SQLite format 3\0"), ("program", b"MZ\0\0")):
        yield f"zip-variant-behind-{title}", sign + payload
    yield "zip-variant-size-lie", struct.pack("<Q", 2) + b"{}" + payload

