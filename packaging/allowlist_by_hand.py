"""What was judged by hand for the allowlist: names granted, names withheld and why, tools that are never a model's."""

from allowlist_functions import CALLING, CALLING_METHODS, MATHS, MEANS, TABLE_METHODS, TEXT_METHODS

LEARNING = ("sklearn", "imblearn", "category_encoders", "lightgbm", "xgboost", "catboost", "fairlearn")
COUNTED = (*LEARNING, "numpy", "scipy", "pandas", "pyarrow", "skops", "joblib")

# Modules that read, write, fetch, draw or test: nothing in them belongs in a trained model.
LEFT_OUT = (
    "sklearn.datasets", "sklearn.externals", "sklearn.conftest", "sklearn._build_utils", "sklearn.utils._testing",
    "sklearn.utils.estimator_checks", "sklearn.utils._show_versions", "sklearn.utils._mocking", "sklearn.setup",
    "sklearn.inspection", "sklearn.utils._test_common", "sklearn.__check_build", "sklearn.utils._estimator_html_repr",
    "sklearn.utils._repr_html", "sklearn.utils._openmp_helpers", "sklearn.utils.fixes", "sklearn.frozen.tests",
    "sklearn.utils.parallel", "sklearn.utils._joblib", "sklearn.utils._plotting", "sklearn._distributor_init",
    "sklearn.utils.deprecation", "sklearn.utils._array_api", "sklearn.utils.testing", "sklearn._config",
    "imblearn.utils.testing", "imblearn.utils.estimator_checks", "imblearn.datasets", "imblearn.keras",
    "imblearn.tensorflow", "imblearn.utils._show_versions", "imblearn.utils._test_common",
    "category_encoders.datasets", "lightgbm.libpath", "lightgbm.plotting", "lightgbm.dask", "lightgbm.compat",
    "xgboost.libpath", "xgboost.plotting", "xgboost.dask", "xgboost.spark", "xgboost.testing", "xgboost.tracker",
    "xgboost.collective", "xgboost.rabit", "xgboost.federated", "catboost.utils", "catboost.widget", "catboost.datasets",
    "catboost.dev_utils", "catboost.plot_helpers", "catboost.monoforest", "catboost.carry", "catboost.eval",
    "catboost.hnsw", "catboost.text_processing", "catboost.version", "fairlearn.datasets", "fairlearn.adversarial",
    "fairlearn.experimental", "sklearn._cyutility",
    # Compiled tools of fitting and predicting that no fitted model keeps: they read beyond a state that is too short.
    "sklearn.cluster._hdbscan._tree", "sklearn.cluster._hierarchical_fast", "sklearn.ensemble._hist_gradient_boosting.histogram",
    "sklearn.ensemble._hist_gradient_boosting.splitting", "sklearn.metrics._pairwise_distances_reduction",
    "sklearn.tree._partitioner", "sklearn.utils._fast_dict", "sklearn.utils._vector_sentinel",
)  # fmt: skip
# Classes of learning libraries that open files or run things when they are merely made or given state.
# Besides, what reads beyond a state that is too short and no fitted model keeps; squareform copies objects without counting them.
BAD_CLASSES = ("scipy.spatial.distance:squareform", "sklearn.tree._tree:TreeBuilder", "sklearn.tree._tree:__pyx_unpickle_TreeBuilder",
    "sklearn.tree._criterion:__pyx_unpickle_Criterion", "xgboost.core:DataIter", "xgboost.core:DMatrix",
    "catboost.core:Pool", "lightgbm.basic:_TempFile", "lightgbm.basic:Dataset", "lightgbm.basic:Sequence",
    "xgboost.core:ExtMemQuantileDMatrix", "xgboost.core:QuantileDMatrix", "xgboost.core:_ProxyDMatrix",
    "xgboost.core:DeviceQuantileDMatrix", "xgboost.data:SingleBatchInternalIter", "xgboost.training:CVPack",
    "xgboost.training:_PackedBooster", "xgboost.callback:TrainingCheckPoint", "lightgbm.engine:CVBooster",
    "catboost.core:pl", "catboost.core:polars",  # whatever other library is installed
    "xgboost._data_utils:Categories", "xgboost._data_utils:ArrowArray", "xgboost._data_utils:ArrowDeviceArray",
    "xgboost._data_utils:ArrowSchema",  # hold or call an address; no file can keep one
    "catboost.core:_StreamLikeWrapper", "catboost.core:_TrainCallbacksWrapper", "catboost.core:_CustomLoggersStack")
SCORERS = ("_BaseScorer", "_CurveScorer", "_MultimetricScorer", "_PassthroughScorer", "_PredictScorer", "_ProbaScorer", "_Scorer",
    "_ThresholdScorer")
# Classes whose constructor reads a file: their objects may be in a model, but they may not stand where they could be called.
# That of LightGBM's continued training frees an address when it goes, which no honest file gives: rai_desktop/host/state_checks.py.
# A scorer and its like call a method by its name: their attributes are looked at, what they would be given when a model is asked is not.
_NAMING = {"sklearn.metrics._scorer": SCORERS, "sklearn.metrics.scorer": SCORERS,
    "sklearn.model_selection._classification_threshold": ("BaseThresholdClassifier", "FixedThresholdClassifier",
        "TunedThresholdClassifierCV", "_CurveScorer"),
    "sklearn.ensemble._stacking": ("StackingClassifier", "StackingRegressor", "_BaseStacking"),
    "sklearn.multioutput": ("ClassifierChain", "RegressorChain", "_BaseChain"),
    "fairlearn.postprocessing._threshold_optimizer": ("ThresholdOptimizer",),
    "fairlearn.postprocessing._interpolated_thresholder": ("InterpolatedThresholder",)}  # fmt: skip
# numpy's arrays take bytes for addresses of objects when their class is called with a buffer.
ONLY_MADE = ("numpy:ndarray", "numpy:recarray", "numpy.rec:recarray", "lightgbm.basic:Booster", "lightgbm.basic:_InnerPredictor", "xgboost.core:Booster",
    *(f"{module}:{name}" for module, names in _NAMING.items() for name in names))
# Classes that write files or open connections as soon as they are made or given state. They look like classes of a newer version, of
# which an analyst could be asked; they are refused.
# LazyLoader, of imbalanced-learn and of earlier XGBoost, imports any module by name and hands out what is in it. Parallel calls functions
# in processes that it starts; what Memory keeps calls a function, or unpickles what lies in a folder; _LIB is compiled code whose
# functions are had by name; PytestTester runs the tests of any package; PythonFile calls the methods of what it holds.
HARMFUL = ("joblib.logger:PrintTime", "sklearn.callback._scoring_monitor:ScoringMonitor", "sklearn.callback:ScoringMonitor",
           "imblearn:LazyLoader", "imblearn._lazy_loader:LazyLoader", "xgboost.compat:LazyLoader",
           *(f"{home}:{name}" for homes, names in (
               ("pyarrow pyarrow.lib", "OSFile"), ("numpy.lib._datasource", "DataSource Repository"), ("h5py h5py._hl.files", "File"),
               ("numpy numpy.lib.npyio numpy.lib._npyio_impl", "DataSource"), ("pandas pandas.io.pytables", "HDFStore"),
               ("scipy.io scipy.io._fortran", "FortranFile"), ("scipy.io scipy.io._netcdf", "netcdf_file"), ("pandas.io.parsers.readers", "TextFileReader"),
               ("pandas pandas.io.excel._base", "ExcelFile ExcelWriter"),
               ("joblib.compressor joblib.numpy_pickle_utils", "BinaryGzipFile BinaryZlibFile"),
               ("joblib joblib.parallel", "Parallel"), ("joblib", "MemorizedResult"),
               ("joblib.memory", "AsyncMemorizedFunc MemorizedFunc MemorizedResult"), ("pyarrow pyarrow.lib", "PythonFile"),
               ("lightgbm.basic lightgbm.libpath", "_LIB"), ("numpy._pytesttester scipy._lib._testutils", "PytestTester"),
               ("xgboost.collective xgboost.config xgboost.core xgboost.data xgboost.federated xgboost.tracker", "_LIB"))
             for home in homes.split() for name in names.split()))  # fmt: skip
# Functions that write, read or fetch when given such an argument by name.
BAD_ARGUMENTS = {
    "out_file", "filename", "file", "path", "fname", "filepath", "memory", "dirname", "url", "cache_dir", "out_path",
    "cachedir", "location", "model_file", "fmap", "directory", "response_method", "predict_method", "getter", "delegate",
}  # fmt: skip
BAD_FUNCTIONS = {"cross_validate", "learning_curve", "validation_curve", "get_model_categories"}
REFERRED = (
    "sklearn.metrics", "sklearn.feature_selection", "sklearn.preprocessing", "sklearn.gaussian_process",
    "sklearn.feature_extraction", "sklearn.utils.extmath", "sklearn.utils.validation", "sklearn.utils.multiclass",
    "sklearn.impute", "sklearn.linear_model", "sklearn.cluster", "sklearn.neighbors", "sklearn.decomposition",
    "sklearn.covariance", "sklearn.ensemble", "sklearn.svm", "sklearn.manifold", "sklearn.neural_network",
    "sklearn.compose", "sklearn.kernel_approximation", "sklearn.utils._encode", "sklearn.base", "sklearn._loss",
    "imblearn.metrics", "lightgbm.sklearn", "xgboost.sklearn", "fairlearn.metrics", "fairlearn.reductions",
)  # fmt: skip
# Cython classes here are tools of fitting, never part of a fitted model.
NOT_CALLED = (
    "sklearn.metrics._pairwise_distances_reduction", "sklearn.utils._seq_dataset", "sklearn.utils._vector_sentinel",
    "sklearn.utils._fast_dict", "sklearn.cluster._hierarchical_fast", "sklearn.cluster._hdbscan", "catboost",
)  # fmt: skip

NUMPY_LEFT_OUT = {
    "save", "savez", "savez_compressed", "savetxt", "load", "loadtxt", "genfromtxt", "fromfile", "fromregex",
        "memmap",
    "DataSource", "info", "source", "show_config", "show_runtime", "test", "frompyfunc", "get_include", "vectorize",
    "set_printoptions", "seterr", "seterrcall", "setbufsize", "set_string_function", "set_numeric_ops", "lookfor",
    "deprecate", "deprecate_with_doc", "compat", "disp", "safe_eval", "recfromcsv", "recfromtxt", "mafromtxt",
    "ndfromtxt", "open_memmap", "who", "byte_bounds", "errstate", "printoptions", "fromstring", "getbufsize",
        "require",
    "add_docstring", "add_newdoc", "add_newdoc_ufunc", "tracemalloc_domain", "nested_iters", "nditer", "poly1d",
    "get_array_wrap", "asfarray", "geterrcall", "iterable", "alltrue", "ndenumerate", "ndindex", "broadcast",
    "fromiter", "frombuffer", "from_dlpack", "fromfunction", "apply_along_axis", "apply_over_axes", "piecewise",
    "select_backend", "bytes", "str", "object", "int", "float", "bool", "complex", "long", "unicode",
}  # fmt: skip

# Functions that call what they are given, reach any attribute of it or load it, and classes that open sockets when made: whoever
# may refer to one may do anything. No fitted model holds them.
CALLS_THE_GIVEN = {
    "fairlearn.metrics._plot_model_comparison": ("plot_model_comparison",),
    "fairlearn.metrics._plotter": ("_build_legend", "_plot_df", "plot_metric_frame",),
    "fairlearn.metrics._roc_auc": ("plot_roc_curve_by_group",),
    "numpy": ("loads", "mask_indices",),
    "sklearn.base": ("clone", "_clone_parametrized",),
    "sklearn.callback._scoring_monitor": ("ScoringMonitor", "ScoringMonitorLog",),
    "sklearn.cluster._agglomerative": ("linkage_tree",),
    "sklearn.covariance._robust_covariance": ("_c_step",),
    "sklearn.decomposition._dict_learning": ("_dict_learning",),
    "sklearn.decomposition._fastica": ("_ica_def", "_ica_par",),
    "sklearn.ensemble._bagging": ("_estimator_has", "_parallel_build_estimators",),
    "sklearn.ensemble._base": ("_fit_single_estimator", "_parallel_fit_estimator", "_set_random_states",),
    "sklearn.ensemble._forest": ("_accumulate_prediction", "_parallel_build_trees",),
    "sklearn.ensemble.partial_dependence": ("partial_dependence", "plot_partial_dependence",),
    "sklearn.ensemble._stacking": ("_estimator_has",),
    "sklearn.feature_extraction._hash": ("_iteritems",),
    "sklearn.feature_extraction.image": ("_to_graph",),
    "sklearn.feature_selection._from_model": ("_estimator_has", "_get_feature_importances",),
    "sklearn.feature_selection._rfe": ("_estimator_has", "_rfe_single_fit",),
    "sklearn.gaussian_process.kernels": ("_approx_fprime",),
    "sklearn.linear_model._stochastic_gradient": ("fit_binary",),
    "sklearn.linear_model._logistic": ("_log_reg_scoring_path",),
    "sklearn.manifold._t_sne": ("_gradient_descent",),
    "sklearn.metrics._plot.confusion_matrix": ("plot_confusion_matrix",),
    "sklearn.metrics._base": ("_average_binary_score", "_average_multiclass_ovo_score",),
    "sklearn.metrics._ranking": ("metric_at_thresholds",),
    "sklearn.metrics._scorer": ("_cached_call", "make_scorer",),
    "sklearn.metrics.scorer": ("make_scorer",),
    "sklearn.metrics.cluster._bicluster": ("_pairwise_similarity",),
    "sklearn.metrics.pairwise": ("_dist_wrapper", "_pairwise_callable", "_parallel_pairwise", "_transposed_dist_wrapper", "paired_distances", "pairwise_distances_chunked",),
    "sklearn.neighbors._base": ("_get_weights", "_tree_query_parallel_helper", "_tree_query_radius_parallel_helper",),
    **{f"sklearn.{part}.setup": ("configuration",) for part in ("_loss", "cluster", "decomposition", "ensemble", "feature_extraction",
        "linear_model", "manifold", "metrics", "metrics.cluster", "neighbors", "preprocessing", "svm")},
    "sklearn.utils.extmath": ("_safe_accumulator_op",),
    "sklearn.utils.validation": ("_check_large_sparse", "_estimator_has", "_is_fitted",),
    "xgboost.sklearn": ("_cls_predict_proba", "_metric_decorator", "_wrap_evaluation_matrices", "ltr_metric_decorator",),
}  # fmt: skip

# Methods that honest objects keep bound to themselves, as rai_desktop/host/checks.py allows them; cloudpickle writes them by name.
BOUND = {
    "scipy.stats": ("_entropy", "_nonzero", "generic_moment", "_munp", "_mom1_sc", "_ppf_single", "_cdf_single", "scotts_factor",
        "silverman_factor", "cdf", "logcdf", "sf", "logsf", "ppf", "isf", "pdf", "logpdf", "pmf", "logpmf", "evaluate"),
    "sklearn.ensemble._hist_gradient_boosting": ("_raw_predict",),
    "sklearn.feature_extraction.text": ("_word_ngrams", "_char_ngrams", "_char_wb_ngrams", "decode"),
}  # fmt: skip

ASKED = [f"{home}:{kind}.{method}" for home, kinds in (("pandas", ("DataFrame", "Series")), ("pandas.core.frame", ("DataFrame",)),
    ("pandas.core.series", ("Series",)), ("pandas.core.generic", ("NDFrame",))) for kind in kinds for method in CALLING_METHODS]
ASKED += [f"{home}:{name}" for home, names in CALLING.items() for name in names.split()]

# Functions of scipy.stats that compute from numbers alone; others of it take functions, or resample by what they are given.
STATISTICS = ("gmean", "hmean", "pmean", "mode", "tmean", "tvar", "tmin", "tmax", "tstd", "tsem", "moment", "skew", "kurtosis", "sem", "zscore",
    "gzscore", "zmap", "iqr", "median_abs_deviation", "scoreatpercentile", "percentileofscore", "sigmaclip", "trimboth", "trim1",
    "trim_mean", "rankdata", "f_oneway", "kruskal", "wasserstein_distance", "energy_distance")
# Fourier transforms, which SciPy lets others replace and names by a call.
TRANSFORMS = {"_realtransforms": ("dct", "idct", "dst", "idst", "dctn", "idctn", "dstn", "idstn"),
    "_basic": ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft", "fft2", "ifft2", "fftn", "ifftn", "rfft2", "irfft2", "rfftn", "irfftn")}
# The functions of `operator` that compute; they are pickled as of `_operator`, the module that defines them.
OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "neg", "pos", "abs", "eq", "ne", "lt", "le", "gt", "ge", "and_", "or_", "xor",
    "not_", "invert", "matmul", "pow", "truth", "inv", "concat", "contains", "getitem", "is_", "is_not")

BY_HAND = {
    "builtins": {
        **dict.fromkeys(["object", "dict", "list", "tuple", "set", "frozenset", "str"], "rnc"),
        **dict.fromkeys(["int", "float", "bool", "complex", "bytes", "bytearray", "range", "slice"], "rc"),
        **dict.fromkeys(["NotImplementedError", "ValueError", "Ellipsis", "NotImplemented"], "r"),
        **dict.fromkeys(["len", "abs", "min", "max", "sum", "round", "sorted", "any", "all", "pow", "divmod"], "r"),
        "getattr": "c", "NoneType": "r", "type": "c",
        **{f"str.{method}": "rc" for method in TEXT_METHODS},
    },
    "copyreg": {"_reconstructor": "c", "__newobj__": "c", "__newobj_ex__": "c"},
    "_codecs": {"encode": "c"},
    "argparse": {"Namespace": "n"},  # a training script's settings, kept beside its model
    "array": {"array": "rc", "_array_reconstructor": "c"},
    "collections": {"OrderedDict": "rnc", "defaultdict": "rnc", "deque": "rnc", "Counter": "rnc", "ChainMap": "n", "UserDict": "n",
        "UserList": "n"},
    "datetime": dict.fromkeys(("date", "datetime", "time", "timedelta", "timezone"), "rnc"),
    "decimal": {"Decimal": "rnc"},
    "fractions": {"Fraction": "rnc"},
    "functools": {"partial": "rc"},
    "itertools": {"count": "c"},
    "logging": {"getLogger": "c"},
    "math": dict.fromkeys(MATHS, "r"),
    "statistics": {**dict.fromkeys(MEANS, "r"), "NormalDist": "n"},
    "ipaddress": {"IPv4Address": "c", "IPv6Address": "c"},
    "_operator": dict.fromkeys(OPERATORS, "r"),
    "operator": {**dict.fromkeys(OPERATORS, "r"), "itemgetter": "c", "attrgetter": "c", "methodcaller": "c"},
    "pathlib": dict.fromkeys(("PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath", "Path",
        "PurePath"), "nc"),
    "pathlib._local": dict.fromkeys(("PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath"), "nc"),
    "random": {"Random": "nc"},
    "re": {"_compile": "c", "RegexFlag": "c"},
    "string": {},
    "time": {"struct_time": "c"},  # when a model was trained, kept beside it
    "types": {"SimpleNamespace": "nc", "MethodType": "c"},
    "cloudpickle.cloudpickle": {"_builtin_type": "c"},
    # which the machine does itself, see host/gate.py and bound_checks.py
    "dill._dill": dict.fromkeys(("_create_array", "_load_type", "_getattr", "_create_namedtuple"), "c"),
    "joblib.externals.cloudpickle.cloudpickle": {"_builtin_type": "c"},
    "uuid": {"UUID": "n", "SafeUUID": "c"},
    "zoneinfo": {"ZoneInfo": "rc", "ZoneInfo._unpickle": "c"},
    "pytz": {"_UTC": "c", "_p": "c", "FixedOffset": "c"},
    "pytz.lazy": {},
    "dateutil.tz.tz": {"tzutc": "nc", "tzlocal": "nc", "tzoffset": "nc", "tzrange": "n", "tzstr": "n", "tzfile": "c", "_ttinfo": "n"},
    "dateutil.tz._tzfile": {"_unpickle": "c", "tzfile": "n"},
    "dateutil.relativedelta": {"relativedelta": "n"},
    "dateutil._common": {"weekday": "n"},
    "joblib.numpy_pickle": {"NumpyArrayWrapper": "n"},
    "xgboost.compat": {"XGBoostLabelEncoder": "n"},  # of XGBoost before 1.6: scikit-learn's, with its state as JSON
    "sklearn.externals.joblib.numpy_pickle": {"NumpyArrayWrapper": "n"},
    "sklearn.model_selection._search_successive_halving": {"_refit_callable": "r"},  # of 0.24: the best row of the last round
    "joblib.memory": {"Memory": "n"},
    "joblib.logger": {"Logger": "n"},
    "joblib._store_backends": {"FileSystemStoreBackend": "n"},
    "numpy": {"ndarray": "n", "matrix": "rn", "recarray": "n", "dtype": "rnc", "vectorize": "n", "poly1d": "rn",
              "memmap": "s", "nan": "r", "inf": "r", "bool_": "rc"},
    "numpy.matrixlib.defmatrix": {"matrix": "rn"},
    "numpy.rec": {"recarray": "n", "record": "rn"},
    **{home: {"chararray": "rn"} for home in ("numpy.char", "numpy.core.defchararray", "numpy._core.defchararray")},
    "numpy.ma": {"MaskedArray": "rn"},
    "numpy.ma.core": {"_mareconstruct": "c", "MaskedArray": "rn", "MaskedConstant": "rnc"},
    **{f"{home}.multiarray": {"_reconstruct": "c", "scalar": "c"} for home in ("numpy.core", "numpy._core")},
    **{f"{home}.numeric": {"_frombuffer": "c"} for home in ("numpy.core", "numpy._core")},
    "numpy._core._internal": {"_convert_to_stringdtype_kwargs": "c"},
    **{home: {"_ufunc_reconstruct": "c"} for home in ("numpy.core", "numpy._core")},
    "numpy.random._pickle": dict.fromkeys(("__randomstate_ctor", "__generator_ctor", "__bit_generator_ctor"), "c"),
    "numpy.random": {"__RandomState_ctor": "c", "RandomState": "rn", "Generator": "rn"},
    "numpy.random.mtrand": {"RandomState": "rn"},
    **{f"numpy.random._{m}": {c: "rn"} for m, c in (("mt19937", "MT19937"), ("pcg64", "PCG64"), ("philox", "Philox"),
                                                   ("sfc64", "SFC64"))},
    "numpy.random.bit_generator": {"SeedSequence": "rn", "__pyx_unpickle_SeedSequence": "c"},
    "numpy.random._bit_generator": {"SeedSequence": "rn", "__pyx_unpickle_SeedSequence": "c"},
    **{f"scipy.{home}.array_api_compat.numpy{end}": {"asarray": "r"}
       for home in ("_lib", "_external") for end in ("", "._aliases")},
    "scipy.sparse._matrix": {"spmatrix": "rn", "spmatrix.todense": "rc"},
    **{f"scipy.sparse.{home}": {kind: "rn", f"{kind}.toarray": "rc", f"{kind}.todense": "rc"} for home, kind in (
        ("base", "spmatrix"), ("_base", "spmatrix"), ("_base", "_spbase"), ("compressed", "_cs_matrix"), ("_compressed", "_cs_matrix"))},
    "scipy.spatial.distance": dict.fromkeys(("cosine", "euclidean", "sqeuclidean", "seuclidean", "cityblock", "correlation", "jaccard",
        "hamming", "chebyshev", "canberra", "braycurtis", "minkowski", "mahalanobis", "jensenshannon", "dice", "yule",
        "rogerstanimoto", "russellrao", "sokalsneath", "sokalmichener"), "r"),
    **{f"scipy.stats.{home}": {"gaussian_kde": "rn"} for home in ("kde", "_kde")},
    "scipy.stats._continuous_distns": {"rv_histogram": "rn"},
    "scipy.stats._multivariate": dict.fromkeys(("multivariate_normal_frozen", "_PSD", "dirichlet_frozen", "multivariate_t_frozen",
        "wishart_frozen", "invwishart_frozen", "matrix_normal_frozen", "multivariate_hypergeom_frozen", "vonmises_fisher_frozen",
        "uniform_direction_frozen", "random_table_frozen", "special_ortho_group_frozen", "ortho_group_frozen", "unitary_group_frozen",
        "dirichlet_multinomial_frozen", "random_correlation_frozen"), "rn"),
    "scipy.stats._survival": {"EmpiricalDistributionFunction": "rn"},
    # as scipy named its results up to 1.10
    "scipy.stats.stats": {**dict.fromkeys(STATISTICS, "r"), **dict.fromkeys(("Ttest_1sampResult", "Ttest_indResult", "Ttest_relResult", "KstestResult", "Ks_2sampResult",
        "MannwhitneyuResult", "SpearmanrResult", "KendalltauResult", "F_onewayResult", "Power_divergenceResult", "DescribeResult",
        "NormaltestResult", "KruskalResult", "ModeResult", "SkewtestResult", "KurtosistestResult", "RanksumsResult"), "rn")},
    "scipy.stats._stats_py": {**dict.fromkeys(STATISTICS, "r"), **dict.fromkeys(("Ttest_1sampResult", "Ttest_relResult", "Ks_2sampResult", "SpearmanrResult", "KendalltauResult",
        "RepeatedResults", "Jarque_beraResult", "PointbiserialrResult", "WeightedTauResult", "Epps_Singleton_2sampResult"), "rn")},
    "scipy.stats._stats_mstats_common": {"LinregressResult": "rn"},
    "scipy.stats._hypotests": dict.fromkeys(("CramerVonMisesResult", "Epps_Singleton_2sampResult", "SomersDResult", "TukeyHSDResult"), "rn"),
    "scipy.stats._odds_ratio": {"OddsRatioResult": "rn"},
    "scipy.stats._binomtest": {"BinomTestResult": "rn"},
    "scipy.stats._covariance": dict.fromkeys(("Covariance", "CovViaPSD", "CovViaDiagonal", "CovViaPrecision", "CovViaCholesky",
        "CovViaEigendecomposition"), "rn"),
    **{f"numpy.polynomial.{home}": {kind: "rn"} for home, kind in (("polynomial", "Polynomial"), ("chebyshev", "Chebyshev"),
        ("legendre", "Legendre"), ("hermite", "Hermite"), ("hermite_e", "HermiteE"), ("laguerre", "Laguerre"))},
    **{f"scipy.fft.{home}": dict.fromkeys(names, "r") for home, names in TRANSFORMS.items()},
    "scipy._lib._uarray._backend": {"unpickle_function": "c"},  # which the machine does itself, see host/gate.py
    "numpy.fft": dict.fromkeys(TRANSFORMS["_basic"], "r"),
    "scipy.interpolate._bsplines": {"BSpline": "rn", "_BSpline": "rn"},
    "scipy.interpolate._interpolate": {"interp1d": "rn", "PPoly": "rn", "BPoly": "rn", "NdPPoly": "rn",
        **{f"interp1d._call_{way}": "rc" for way in ("linear_np", "linear", "nearest", "previousnext", "spline")}},
    "scipy.interpolate.interpolate": {"interp1d": "rn", "PPoly": "rn", "BPoly": "rn"},
    "scipy.interpolate._cubic": dict.fromkeys(("CubicSpline", "PchipInterpolator", "Akima1DInterpolator", "CubicHermiteSpline"), "rn"),
    "scipy.interpolate._rgi": {"RegularGridInterpolator": "rn"},
    "scipy.interpolate._ndbspline": {"NdBSpline": "rn"},
    "scipy.interpolate._ndgriddata": {"NearestNDInterpolator": "rn"},
    "scipy.interpolate._polyint": dict.fromkeys(("BarycentricInterpolator", "KroghInterpolator",
        "_Interpolator1D"), "rn"),
    "scipy.interpolate._fitpack2": dict.fromkeys(("UnivariateSpline", "InterpolatedUnivariateSpline",
        "LSQUnivariateSpline", "RectBivariateSpline", "SmoothBivariateSpline", "LSQBivariateSpline", "BivariateSpline"), "rn"),
    **{f"scipy.spatial.transform.{home}": {"Rotation": "rn"} for home in ("_rotation", "rotation")},
    "scipy.stats._distn_infrastructure": {"rv_continuous_frozen": "rn", "rv_discrete_frozen": "rn",
        "rv_frozen": "rn", "rv_sample": "rn"},
    "scipy.spatial._ckdtree": {"cKDTree": "rnc"},
    "scipy.spatial._kdtree": {"KDTree": "rnc"},
    "scipy.optimize._optimize": {"OptimizeResult": "rn", "_status_message": "r"},
    "scipy.optimize._zeros_py": {"RootResults": "rn"},
    "scipy.optimize.zeros": {"RootResults": "rn"},
    "scipy.optimize._constraints": {"Bounds": "rn", "LinearConstraint": "rn"},
    "scipy.optimize._lbfgsb_py": {"LbfgsInvHessProduct": "rn"},
    "scipy.optimize.lbfgsb": {"LbfgsInvHessProduct": "rn"},
    "scipy.optimize.optimize": {"OptimizeResult": "rn"},
    "pandas": {**dict.fromkeys(("DataFrame", "Series", "Index", "RangeIndex", "MultiIndex",
        "CategoricalIndex", "DatetimeIndex", "TimedeltaIndex", "PeriodIndex", "IntervalIndex", "Categorical",
        "CategoricalDtype", "Interval", "Period", "Timestamp", "Timedelta", "DatetimeTZDtype", "IntervalDtype",
        "PeriodDtype", "StringDtype", "BooleanDtype", "Int8Dtype", "Int16Dtype", "Int32Dtype", "Int64Dtype",
        "UInt8Dtype", "UInt16Dtype", "UInt32Dtype", "UInt64Dtype", "Float32Dtype", "Float64Dtype", "SparseDtype",
        "ArrowDtype", "Int64Index", "Float64Index", "UInt64Index", "DateOffset"), "rnc"),
               **{f"{kind}.{method}": "rc" for kind in ("DataFrame", "Series") for method in TABLE_METHODS},
               "NA": "r", "NaT": "r", "isna": "r", "isnull": "r", "notna": "r", "notnull": "r", "to_numeric": "r",
               "to_datetime": "r", "to_timedelta": "r", "get_dummies": "r", "cut": "r", "qcut": "r",
               "concat": "r", "factorize": "r"},
    "pandas.core.algorithms": {"factorize": "r"},
    "pandas.core.reshape.concat": {"concat": "r"},
    "pandas.core.base": {f"IndexOpsMixin.{method}": "rc" for method in ("factorize", "nunique", "to_numpy", "tolist", "transpose",
        "value_counts")},
    "pandas.core.generic": {"NDFrame": "rn", **{f"NDFrame.{method}": "rc" for method in TABLE_METHODS}},
    "pandas.arrays": dict.fromkeys(("ArrowStringArray", "DatetimeArray", "TimedeltaArray", "PeriodArray",
        "IntegerArray", "FloatingArray", "BooleanArray", "StringArray", "IntervalArray", "SparseArray",
        "NumpyExtensionArray", "ArrowExtensionArray", "PandasArray"), "rn"),
    "pandas.api.types": {"CategoricalDtype": "rnc"},
    "pandas.core.dtypes.dtypes": dict.fromkeys(("CategoricalDtype", "DatetimeTZDtype", "IntervalDtype",
        "PeriodDtype", "SparseDtype", "ArrowDtype", "CategoricalDtypeType", "NumpyEADtype"), "rnc"),
    "pandas.core.internals.managers": dict.fromkeys(("BlockManager", "SingleBlockManager"), "rnc"),
    "pandas.core.internals.blocks": {"new_block": "c", "Block": "n", "NumpyBlock": "n", "ExtensionBlock": "n"},
    "pandas._libs.internals": {"_unpickle_block": "c", "BlockPlacement": "rnc", "BlockManager": "n"},
    "pandas.core.indexes.base": {"_new_Index": "c", "Index": "rn"},
    "pandas.core.indexes.range": {"RangeIndex": "rn"},
    "pandas.core.indexes.numeric": dict.fromkeys(("Int64Index", "Float64Index", "UInt64Index"), "rn"),
    "pandas.core.indexes.multi": {"MultiIndex": "rn"},
    "pandas.core.indexes.category": {"CategoricalIndex": "rn"},
    "pandas.core.indexes.datetimes": {"_new_DatetimeIndex": "c", "DatetimeIndex": "rn"},
    "pandas.core.indexes.period": {"_new_PeriodIndex": "c", "PeriodIndex": "rn"},
    "pandas.core.indexes.timedeltas": {"TimedeltaIndex": "rn", "_new_TimedeltaIndex": "c"},
    "pandas.core.indexes.interval": {"_new_IntervalIndex": "c", "IntervalIndex": "rn"},
    "pandas.core.indexes.frozen": {"FrozenList": "rn"},
    "pandas.core.frame": {"DataFrame": "rn", **{f"DataFrame.{method}": "rc" for method in TABLE_METHODS}},
    "pandas.core.series": {"Series": "rn", **{f"Series.{method}": "rc" for method in TABLE_METHODS}},
    "pandas.core.flags": {"Flags": "n"},
    "pandas.core.arrays.categorical": {"Categorical": "rn"},
    "pandas.core.arrays.string_": {"StringDtype": "rnc", "StringArray": "rn"},
    "pandas.core.arrays.string_arrow": {"ArrowStringArray": "rn", "ArrowStringArrayNumpySemantics": "rn"},
    "pandas.core.arrays.arrow.array": {"ArrowExtensionArray": "rn"},
    "pandas.core.arrays.arrow.dtype": {"ArrowDtype": "rnc"},
    "pandas.core.arrays.integer": {**{f"{s}Int{b}Dtype": "rnc" for s in ("", "U") for b in (8, 16, 32, 64)},
                                   "IntegerArray": "rn"},
    "pandas.core.arrays.floating": {"Float32Dtype": "rnc", "Float64Dtype": "rnc", "FloatingArray": "rn"},
    "pandas.core.arrays.boolean": {"BooleanDtype": "rnc", "BooleanArray": "rn"},
    "pandas.core.arrays.datetimes": {"DatetimeArray": "rn"},
    "pandas.core.arrays.timedeltas": {"TimedeltaArray": "rn"},
    "pandas.core.arrays.interval": {"IntervalArray": "rn"},
    "pandas.core.arrays.period": {"PeriodArray": "rn"},
    "pandas.core.arrays.numpy_": {"PandasArray": "rn", "NumpyExtensionArray": "rn"},
    "pandas.core.arrays.sparse.array": {"SparseArray": "rn"},
    "pandas.core.arrays.sparse.dtype": {"SparseDtype": "rn"},
    "pandas._libs.arrays": {"__pyx_unpickle_NDArrayBacked": "c"},
    "pandas._libs.interval": {"Interval": "rnc", "__pyx_unpickle_IntervalMixin": "c"},
    "pandas._libs.sparse": {"IntIndex": "rnc", "BlockIndex": "rnc"},
    "pandas._libs.missing": {"NAType": "nc", "NA": "r"},
    "pandas._libs.tslibs.nattype": {"_nat_unpickle": "c", "__nat_unpickle": "c", "NaTType": "n"},
    "pandas._libs.tslibs.timestamps": {"_unpickle_timestamp": "c", "Timestamp": "rnc"},
    "pandas._libs.tslibs.timedeltas": {"_timedelta_unpickle": "c", "Timedelta": "rnc"},
    "pandas._libs.tslibs.period": {"Period": "rnc"},
    "pandas._libs.tslibs.offsets": {},
    "pandas._libs.index": dict.fromkeys(("ObjectEngine", "Int64Engine"), "n"),
    "pyarrow.lib": dict.fromkeys(("type_for_alias", "py_buffer", "_restore_array", "chunked_array", "list_", "large_list", "list_view",
        "large_list_view", "map_", "struct", "field", "schema", "dictionary", "timestamp", "binary", "decimal32", "decimal64", "decimal128",
        "decimal256", "run_end_encoded", "_reconstruct_table", "_reconstruct_record_batch"), "c"),
    "pyarrow": {"NA": "r"},
    "cycler": {},
    "xgboost.collective": {"communicator_print": "r"},  # prints its text
}  # fmt: skip

TOOLS = [
    "_distutils_hack", "pip", "setuptools", "pkg_resources", "wheel", "IPython", "ipykernel", "jupyter",
    "jupyter_client", "jupyter_core", "notebook", "nbformat", "nbconvert", "traitlets", "dill", "cloudpickle",
    "cffi", "pycparser", "numba", "llvmlite", "pexpect", "ptyprocess", "psutil", "requests", "urllib3", "httpx",
    "aiohttp", "paramiko", "fabric", "invoke", "plumbum", "sh", "docker", "boto3", "botocore", "s3fs", "fsspec",
    "gcsfs", "azure", "google", "distributed", "dask", "ray", "celery", "click", "jinja2", "django", "flask",
    "tornado", "twisted", "gevent", "eventlet", "yaml", "ruamel", "pytest", "_pytest", "py", "nose",
    "hypothesis", "matplotlib", "mpl_toolkits", "PIL", "cv2", "mlflow", "gradio", "streamlit", "win32api",
    "win32com", "pythoncom", "comtypes", "wmi", "numexpr", "sympy", "tables", "zmq", "sqlalchemy", "typer",
    "attr", "attrs", "cython", "Cython", "pyximport", "mypy", "pylint", "black", "git", "GitPython",
    "sklearn_genetic", "execnet", "asttokens", "bdb", "code", "jedi", "parso", "prompt_toolkit", "pygments",
    "rich", "tqdm", "uvicorn", "fastapi", "pydantic", "msgpack", "nltk", "spacy", "doctest", "gunicorn",
    "werkzeug", "lxml", "bs4", "selenium", "playwright", "pyautogui", "pynput", "keyboard", "asyncssh",
    "websockets", "huggingface_hub", "modal", "lib2to3", "pydevd", "debugpy", "ptvsd", "PyInstaller",
    "pyinstaller", "virtualenv", "conda", "mamba", "poetry", "hatchling", "rai_desktop", "rai_host",
    "joblib.externals",
]  # fmt: skip
KNOWN = [*COUNTED, "torch", "tensorflow", "keras", "statsmodels", "shap", "onnxruntime", "onnx", "h5py",
    "jax", "pytz",
         "dateutil", "threadpoolctl", "transformers", "skorch"]  # fmt: skip
BY_VALUE = [
    "cloudpickle.cloudpickle", "cloudpickle.cloudpickle_fast", "cloudpickle",
        "joblib.externals.cloudpickle.cloudpickle",
    "joblib.externals.cloudpickle.cloudpickle_fast", "joblib.externals.cloudpickle", "dill._dill", "dill.dill",
    "types:CodeType",
]  # fmt: skip
# Standard modules of Python 3.8 to 3.14, for judging files on any of them.
OLD_STANDARD = [
    "_bootlocale", "_posixsubprocess", "asynchat", "asyncore", "binhex", "distutils", "formatter", "imp",
    "macpath", "macurl2path", "msilib", "nis", "nt", "ossaudiodev", "parser", "pipes", "smtpd", "sndhdr",
    "spwd", "symbol", "symtable", "telnetlib", "uu", "xdrlib", "aifc", "audioop", "cgi", "cgitb", "chunk",
    "crypt", "imghdr", "mailcap", "nntplib", "sunau", "lib2to3", "test", "idlelib", "turtledemo", "this",
    "antigravity", "posix", "_posixshmem", "_winapi", "winreg", "compression", "annotationlib", "_testcapi",
    "_testlimitedcapi", "_testbuffer", "_testclinic", "_testconsole", "_testimportmultiple",
    "_testinternalcapi", "_testmultiphase", "_testsinglephase", "_xxsubinterpreters", "_xxinterpchannels",
    "_xxtestfuzz", "_interpreters", "_interpchannels", "_interpqueues", "_ctypes_test", "xxlimited",
    "xxlimited_35", "xxsubtype", "_remote_debugging", "_pyrepl", "_colorize", "concurrent.interpreters",
    "pathlib", "string", "commands", "os2", "ce", "riscos", "java", "org", "__builtin__", "__builtins__",
]  # fmt: skip
