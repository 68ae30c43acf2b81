"""More hostile files: published gadgets by name, and crafted files whose every single name is on the list.

The second kind is the harder one: a listed class put where a library will call it, a listed object whose method is
named by a text in the file, a listed container filled without end.
"""

import itertools
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from tests.unit.loading.opcodes import Raw, built, called, file, made, name, put, result_called, text

IDS = itertools.count(1)
Samples = Iterator[tuple[str, bytes]]

# Functions that advisories on scanners name as not found by them, beyond those in hostile_corpus.py.
ADVISED = """
asyncio.unix_events:_UnixSubprocessTransport._start cProfile:runctx profile:Profile.runctx pdb:Pdb.run pdb:run bdb:Bdb.runctx
idlelib.pyshell:ModifiedInterpreter.runcode idlelib.run:Executive.runcode idlelib.autocomplete:AutoComplete.get_entity
idlelib.calltip:get_entity idlelib.debugobj:ObjectTreeItem.SetText lib2to3.pgen2.pgen:ParserGenerator.make_label
code:InteractiveInterpreter.runcode trace:Trace.runctx torch.utils._config_module:ConfigModule.load_config
torch.utils.bottleneck.__main__:run_cprofile torch.utils.bottleneck.__main__:run_autograd_prof torch.utils.collect_env:run
torch.utils.data.datapipes.utils.decoder:basichandlers torch.fx.experimental.symbolic_shapes:ShapeEnv.evaluate_guards_expression
numpy.f2py.crackfortran:_eval_length _interpreters:create _interpreters:run_string ssl:get_server_certificate linecache:getlines
http.client:HTTPSConnection smtplib:SMTP ftplib:FTP telnetlib:Telnet requests:get subprocess:getstatusoutput os:spawnl os:execv
os:fdopen os:remove os:rename os:symlink os:putenv site:main sysconfig:_main zipimport:zipimporter importlib:reload
importlib.machinery:SourceFileLoader importlib.util:spec_from_file_location runpy:run_module shelve:DbfilenameShelf
readline:read_init_file readline:write_history_file mmap:mmap logging.config:dictConfig logging.config:listen
_posixsubprocess:fork_exec concurrent.futures:ProcessPoolExecutor pickle:Unpickler copy:_reconstruct copyreg:pickle
copyreg:add_extension atexit:register sys:settrace sys:setprofile threading:Thread _thread:start_new_thread weakref:finalize
dataclasses:_create_fn collections:namedtuple typing:NamedTuple types:new_class string:Formatter.format timeit:Timer
functools:partialmethod functools:cached_property unittest.mock:patch enum:Enum fickling.hook:run_hook picklescan.scanner:scan_file_path
joblib._utils:eval_expr joblib.parallel:BatchedCalls joblib.memory:MemorizedFunc joblib.externals.cloudpickle:loads
sklearn.utils.parallel:_FuncWrapper sklearn.utils.metaestimators:available_if sklearn.utils.deprecation:deprecated
sklearn.datasets:load_svmlight_file sklearn.utils.validation:check_memory sklearn.metrics._scorer:_get_response_values
scipy.io.wavfile:write scipy._lib.decorator:FunctionMaker.create scipy._lib.decorator:decorate scipy.weave:inline
pandas.io.clipboard:copy pandas.io.sql:read_sql pandas.compat.pickle_compat:load pandas:DataFrame.query pandas:DataFrame.eval
numpy.lib.npyio:NpzFile numpy.testing:rundocs numpy.testing._private.extbuild:build_and_import_extension numpy:ndarray.dump
numpy.distutils.misc_util:exec_mod_from_location numpy.random:seed numpy.random:test lightgbm.basic:_load_lib
lightgbm.basic:_TempFile lightgbm.basic:Dataset xgboost.core:Booster.load_model xgboost.callback:TrainingCheckPoint
catboost.core:CatBoost.save_model catboost.utils:create_cd keras.models:load_model tensorflow.keras.utils:get_file
transformers:AutoModel.from_pretrained mlflow.pyfunc:load_model onnx:load h5py:File statsmodels.iolib.smpickle:load_pickle
skops.card:Card skops.io._persist:load threadpoolctl:_main cloudpickle:loads cloudpickle.cloudpickle:subimport dill:loads
jsonpickle:decode fairlearn.datasets:fetch_adult joblib.logger:PrintTime joblib.parallel:Parallel joblib.memory:MemorizedResult
lightgbm.basic:_LIB xgboost.core:_LIB numpy._pytesttester:PytestTester pyarrow.lib:PythonFile joblib.externals.loky:get_reusable_executor
_xxsubinterpreters:run_string _interpqueues:create _interpchannels:create aifc:open argparse:FileType
configparser:RawConfigParser.read importlib._bootstrap:_gcd_import _operator:attrgetter string:Template.substitute
concurrent.futures._base:Future.add_done_callback pip._vendor.distlib.scripts:ScriptMaker torch._inductor.codecache:compile_file
zipfile:ZipFile.extractall re:Scanner itertools:accumulate functools:singledispatchmethod pyclbr:readmodule compileall:compile_file
venv:main turtledemo.__main__:main xmlrpc.server:SimpleXMLRPCServer socketserver:TCPServer tkinter:Tk dbm:open shutil:unpack_archive
glob:glob fileinput:input crypt:crypt nntplib:NNTP poplib:POP3 doctest:testfile rlcompleter:Completer.complete email.generator:Generator
""".split()


def gadgets(shell: str, code: str, marker: str) -> Samples:
    """Every sample of this module."""
    for each in ADVISED:
        module, qualname = each.split(":")
        yield f"advised-{module}.{qualname}", file(called(module, qualname, marker))
    yield from listed_but_crafted(marker)
    yield from chained(shell, code)
    yield from archives(shell, marker)


def transformer(function: Raw) -> Raw:
    return built(made("sklearn.preprocessing._function_transformer", "FunctionTransformer"), {"func": function, "kw_args": None})


def partial(function: Raw, *args: object) -> Raw:
    return called("functools", "partial", function, *args)


def listed_but_crafted(marker: str) -> Samples:
    """Files that hold only names models do use, in places where a library would make them act."""
    printing, path = name("joblib.logger", "PrintTime"), called("pathlib", "PosixPath", marker)
    regression = made("sklearn.linear_model._base", "LinearRegression")
    yield "crafted-factory-writes", file(built(regression, called("collections", "defaultdict", partial(printing, marker))))
    yield "crafted-factory-class", file(called("collections", "defaultdict", printing))
    for module, qualname in (("joblib.logger", "PrintTime"), ("joblib.memory", "Memory"), ("lightgbm.basic", "Booster"),
                             ("xgboost.core", "Booster"), ("pathlib", "PosixPath"), ("numpy", "vectorize"),
                             ("joblib._store_backends", "FileSystemStoreBackend")):  # fmt: skip
        yield f"crafted-function-{module}.{qualname}", file(transformer(name(module, qualname)))
        yield f"crafted-partial-{module}.{qualname}", file(transformer(partial(name(module, qualname), marker)))
    stack = made("sklearn.ensemble._stacking", "StackingClassifier")
    frame = called("pandas", "DataFrame", {"a": [1]})
    for title, owner, method in (("path", path, "write_text"), ("frame", frame, "eval"), ("frame-file", frame, "to_pickle")):
        yield f"crafted-stack-{title}", file(built(stack, {"estimators_": [owner], "stack_method_": [method]}))
    late = name("sklearn.ensemble._stacking", "StackingClassifier").code + b")\x81}(" + text("stack_method_") + b"]q\x05ub"
    yield "crafted-stack-filled-later", b"\x80\x04" + late + b"h\x05" + text("eval") + b"a0."
    state = b"}q\x07b" + b"h\x07" + text("stack_method_") + text("eval") + b"s0."
    yield "crafted-stack-set-later", b"\x80\x04" + name("sklearn.ensemble._stacking", "StackingClassifier").code + b")\x81" + state
    optimizer = made("fairlearn.postprocessing._threshold_optimizer", "ThresholdOptimizer")
    yield "crafted-thresholder", file(built(optimizer, {"estimator_": path, "predict_method": "write_text"}))
    scorer = made("sklearn.metrics._scorer", "_Scorer")
    yield "crafted-scorer", file(built(scorer, {"_response_method": ("write_text",), "_kwargs": {}, "_sign": 1}))
    yield "crafted-logger", file(built(called("logging", "getLogger", "x"), {"handlers": [path]}))
    yield "crafted-bound-method", file(built(called("builtins", "getattr", name("zoneinfo", "ZoneInfo"), "_unpickle"), {"x": 1}))
    for container in ("list", "tuple", "set", "frozenset", "bytes", "bytearray"):
        yield f"crafted-endless-{container}", file(called("builtins", container, called("builtins", "range", 2**40)))
    yield "crafted-endless-count", file(called("builtins", "list", called("itertools", "count", 1)))
    yield "crafted-endless-deque", file(called("collections", "deque", called("itertools", "count", 1)))
    boosting = made("sklearn.ensemble._hist_gradient_boosting.gradient_boosting", "HistGradientBoostingClassifier")
    for title, owner, method in (("boosting", boosting, "__init__"), ("class", boosting, "__class__"), ("score", boosting, "set_params"),
                                 ("pattern", called("re", "_compile", "a", 0), "__reduce__"), ("frame", frame, "to_pickle"),
                                 ("frame-class", name("pandas.core.frame", "DataFrame"), "eval"),
                                 ("sparse-class", name("scipy.sparse._compressed", "_cs_matrix"), "__init__")):  # fmt: skip
        yield f"crafted-bound-{title}", file(called("builtins", "getattr", owner, method))
    for method, *given in (("to_pickle", marker), ("eval", "x"), ("tofile", marker), ("astype", name("joblib.logger", "PrintTime")), ("__class__",)):
        yield f"crafted-methodcaller-{method}", file(transformer(called("operator", "methodcaller", method, *given)))
    for attribute in ("__class__", "values.tofile", "to_pickle", "__reduce__"):
        yield f"crafted-attrgetter-{attribute}", file(transformer(called("operator", "attrgetter", attribute)))
    yield "crafted-frame-method", file(name("pandas.core.frame", "DataFrame.to_pickle"))
    yield "crafted-frame-method-deeper", file(name("pandas.core.frame", "DataFrame.astype.__globals__"))
    yield "crafted-numbers-of-class", file(called("array", "_array_reconstructor", name("joblib.logger", "PrintTime"), "d", 1, b""))
    yield "crafted-numbers-endless", file(called("array", "array", "d", called("builtins", "range", 2**40)))
    for reached in ("os.system", "sys.modules", "types.FunctionType", "_serve.__globals__", "os.path.os.system"):
        yield f"crafted-main-{reached}", file(called("__main__", reached, marker))
    yield "crafted-main-builtins", file(name("__main__", "__builtins__.exec"))
    yield "crafted-main-loader", file(called("__main__", "__loader__.get_data", marker))
    yield "crafted-class-of-author", file(name("acme.models", "Scorer.__init__.__globals__"))
    yield "crafted-blocks-of-other", file(built(partial(name("pandas.core.internals.blocks", "new_block")), (printing, (), {"ndim": 1}, None)))
    yield "crafted-blocks-called-early", file(result_called(partial(name("pandas.core.internals.blocks", "new_block")), [1], 0))
    yield "crafted-dtype-of-class", file(called("numpy", "dtype", name("pathlib", "PosixPath"), False, True))
    size = (1, (2**40,), called("numpy", "dtype", "f8", False, True), False, b"short")
    empty = called("numpy._core.multiarray", "_reconstruct", name("numpy", "ndarray"), (0,), b"b")
    yield "crafted-array-size", file(built(empty, size))
    yield "crafted-split-called", file(called("builtins", "getattr", name("builtins", "str"), "format"))


def chained(shell: str, code: str) -> Samples:
    """Steps that look harmless by themselves, as in advisories on what decompilers overlook."""
    module = called("importlib", "import_module", "os")
    yield "chain-import-getattr", file(result_called(called("builtins", "getattr", module, "system"), shell))
    loader = called("importlib.util", "find_spec", "os")
    yield "chain-find-spec", file(result_called(called("importlib.util", "module_from_spec", loader)))
    body = called("marshal", "loads", b"\xe3")
    yield "chain-marshal-function", file(result_called(called("types", "FunctionType", body, {})))
    yield "chain-interpreter-setstate", file(built(called("_interpreters", "create"), {"x": shell}))
    yield "chain-build-after-reduce", file(built(called("os", "system", shell), {}))
    yield "chain-in-tuple-of-state", file(built(made("sklearn.linear_model._base", "LinearRegression"), (None, {"a": called("os", "system", shell)})))
    yield "chain-in-list-of-bytes", file(called("cloudpickle", "loads", file(called("os", "system", shell))))
    yield "chain-apply", b"\x80\x02c__builtin__\napply\ncos\nsystem\n" + put((shell,)) + b"\x86R."
    yield "chain-copy-reg", b"ccopy_reg\n_reconstructor\n(csubprocess\nPopen\nc__builtin__\nobject\nNtR."
    yield "chain-bytes-names", b"\x80\x04" + put(b"os", b"system") + b"\x93" + put((shell,)) + b"R."
    yield "chain-name-with-newline", file(called("os\n", "system", shell))
    yield "chain-name-of-digits", b"\x80\x04" + text("o") + b"I1\n" + b"\x93."
    yield "chain-memo-never-put", b"\x80\x04h\x63" + put((shell,)) + b"R."
    yield "chain-mark-left", b"\x80\x04((" + called("os", "system", shell).code + b"."
    yield "chain-stop-early", b"\x80\x04" + called("os", "system", shell).code + b"0N." + called("builtins", "exec", code).code + b"."
    yield "chain-null-frame", b"\x80\x04\x95" + bytes(8) + called("os", "system", shell).code + b"."
    yield "chain-frame-in-frame", b"\x80\x04\x95" + struct.pack("<Q", 60) + b"\x95" + struct.pack("<Q", 8) + called("os", "system", shell).code + b"."
    yield "chain-text-protocol-unicode", b"Vos\np0\n0Vsystem\np1\n0\x80\x04g0\ng1\n\x93" + put((shell,)) + b"R."
    yield "chain-long-names", file(called("os." + "x" * 5000, "system", shell))


def node(loader: str, module: str, title: str, **more: object) -> dict[str, object]:
    return {"__loader__": loader, "__module__": module, "__class__": title, "__id__": next(IDS), **more}


def words(told: str) -> dict[str, object]:
    return node("JsonNode", "builtins", "str", content=json.dumps(told), is_json=True)


def keyed(kind: dict[str, object], key: str) -> dict[str, object]:
    return node("DictNode", "builtins", "dict", content={key: words("x")}, key_types=node("ListNode", "builtins", "list", content=[kind]))


def archives(shell: str, marker: str) -> Samples:
    """skops files that hide a call in a key's type or an array's class, and ZIP files that lie about themselves."""
    plain = node("TypeNode", "builtins", "str")
    none = node("ListNode", "builtins", "list", content=[])
    arguments = node("TupleNode", "builtins", "tuple", content=[words(marker)])
    bits = keyed(plain, "x") | {"content": {"bit_generator": words("test")}}
    written = {
        "key-memory": keyed(node("TypeNode", "joblib.memory", "Memory"), marker),
        "key-writes": keyed(node("TypeNode", "joblib.logger", "PrintTime"), marker),
        "key-path": keyed(node("TypeNode", "pathlib", "Path"), marker),
        "dict-of-function": node("DictNode", "numpy", "test", content={}, key_types=none),
        "list-of-exec": node("ListNode", "builtins", "exec", content=[words(shell)]),
        "set-of-eval": node("SetNode", "builtins", "eval", content=[words(shell)]),
        "array-of-save": node("NdArrayNode", "numpy", "save", type="numpy", file="x.npy"),
        "state-of-function": node("RandomStateNode", "numpy", "test", content=keyed(plain, "x")),
        "bits-of-function": node("RandomGeneratorNode", "numpy.random._generator", "Generator", content={"bit_generator": bits, "seed_seq": keyed(plain, "x")}),
        "partial-writes": node("PartialNode", "functools", "partial", content={"func": node("FunctionNode", "joblib.logger", "PrintTime"), "args": arguments, "kwds": keyed(plain, "x"), "namespace": words("x")}),
        "made-by-call": node("ConstructorFromReduceNode", "joblib.memory", "Memory", content=arguments),
        "method-of-path": node("MethodNode", "pathlib", "PosixPath", content={"obj": node("ConstructorFromReduceNode", "pathlib", "PosixPath", content=arguments), "func": "touch"}),
        "attrgetter": node("OperatorFuncNode", "operator", "attrgetter", attrs=arguments),
    }
    for title, each in written.items():
        yield f"skops-{title}", zipped({"schema.json": json.dumps(each | {"_skops_version": "0.16", "protocol": 2}).encode()})
    good, bad = json.dumps(words("x")).encode(), json.dumps(node("FunctionNode", "os", "system")).encode()
    yield "skops-schema-twice", zipped([("schema.json", good), ("schema.json", bad)])
    yield "skops-bomb", zipped({"schema.json": good, "a.npy": bytes(300 * 2**20)})
    payload = file(called("os", "system", shell))
    whole = zipped({"archive/data.pkl": payload})
    yield "zip-wrong-crc", whole.replace(struct.pack("<I", zlib.crc32(payload)), b"\1\2\3\4")
    yield "zip-locked-flag", whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    yield "zip-other-local-name", whole.replace(b"archive/data.pkl", b"archive/data.txt", 1)
    yield "zip-cut", whole[:-30]
    yield "zip-after-pickle-name", zipped({"model.pkl\x00.txt": payload})


def zipped(members: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    import warnings

    room = BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for title, content in members.items() if isinstance(members, dict) else members:
            opened.writestr(title, content)
    return room.getvalue()
