"""What was judged by hand and withheld from the allowlist, and why; and what an analyst is asked of."""

from allowlist_functions import CALLING, CALLING_METHODS

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
