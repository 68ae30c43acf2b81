"""Functions that compute from numbers, texts and tables alone, by the public module that people import them from, and why they may stay.

Whoever refers to a function may have it called with any values of the file. So each was read for what it does with them: it makes an array
or a table of what it is given, or counts and compares it, and gives a new one. None reads or writes a file, evaluates a text, looks a name up
outside a table of its own, takes an address, or calls what it is given; `out` and `output` take arrays alone. `make_allowlist.py` finds the
module in which each installed version defines them, which is what a pickle names.
"""

from __future__ import annotations  # the script runs on old Pythons too

COMPUTING: dict[str, str] = {
    # each begins with numpy's asarray and ends in LAPACK, which is told the array's own sizes
    "numpy.linalg": """cholesky cond det eig eigh eigvals eigvalsh inv lstsq matrix_norm matrix_power matrix_rank matrix_transpose multi_dot
        norm outer pinv qr slogdet solve svd svdvals tensordot trace vecdot vector_norm""",
    "numpy.fft": "fftshift ifftshift fftfreq rfftfreq",  # roll an array, or count
    # pass arrays of text to the method of that very name, and refuse what is no text; `encode` and `decode`, which look a codec up, are left out
    "numpy.char": """capitalize center count endswith equal expandtabs find index isalnum isalpha isdecimal isdigit islower isnumeric isspace
        istitle isupper ljust lower lstrip not_equal partition replace rfind rindex rjust rpartition rstrip startswith str_len strip swapcase
        title upper zfill""",
    "numpy.strings": """capitalize center count endswith expandtabs find index isalnum isalpha isdecimal isdigit islower isnumeric isspace
        istitle isupper ljust lower lstrip partition replace rfind rindex rjust rpartition rstrip slice startswith str_len strip swapcase title
        upper zfill""",
    # filters with given coefficients and windows named by a word; `resample`, `welch` and their like, which call a window or a trend, are asked of
    "scipy.signal": """argrelmax argrelmin butter cheby1 cheby2 chirp convolve convolve2d correlate correlate2d decimate detrend ellip envelope
        fftconvolve filtfilt find_peaks firwin get_window hilbert hilbert2 lfilter lfilter_zi lombscargle medfilt medfilt2d oaconvolve
        order_filter peak_prominences peak_widths resample_poly savgol_coeffs savgol_filter sosfilt sosfiltfilt upfirdn wiener""",
    "scipy.fft": """fftfreq fftshift fht hfft2 hfftn ifftshift ifht ihfft2 ihfftn next_fast_len rfftfreq""",
    "scipy.fftpack": "dct dctn diff dst dstn fft fft2 fftfreq fftn fftshift hilbert idct idctn idst idstn ifft ifft2 ifftn ifftshift irfft rfft shift",
    # neighbourhoods of an array by weights, sizes or masks; those that call what they are given are asked of
    "scipy.ndimage": """affine_transform binary_closing binary_dilation binary_erosion binary_fill_holes binary_hit_or_miss binary_opening
        binary_propagation black_tophat center_of_mass convolve convolve1d correlate correlate1d distance_transform_bf distance_transform_cdt
        distance_transform_edt extrema find_objects fourier_ellipsoid fourier_gaussian fourier_shift fourier_uniform gaussian_filter
        gaussian_filter1d gaussian_gradient_magnitude gaussian_laplace generate_binary_structure grey_closing grey_dilation grey_erosion
        grey_opening histogram label laplace map_coordinates maximum maximum_filter maximum_filter1d maximum_position mean median median_filter
        minimum minimum_filter minimum_filter1d minimum_position morphological_gradient morphological_laplace percentile_filter prewitt
        rank_filter rotate shift sobel spline_filter spline_filter1d standard_deviation sum sum_labels uniform_filter uniform_filter1d variance
        white_tophat zoom""",
    # LAPACK once more, its drivers chosen from a list; `funm`, `schur` and `qz`, which call a function or a sorting, are left out
    "scipy.linalg": """block_diag cholesky circulant cosm det dft eig eigh eigvals eigvalsh expm hadamard hankel helmert inv logm lstsq lu
        norm null_space orth pinv pinvh polar qr sinm solve sqrtm svd svdvals toeplitz""",
    "scipy.integrate": "cumulative_simpson cumulative_trapezoid romb simpson trapezoid cumtrapz simps trapz",  # sums of arrays
    # formulas on arrays that are no ufuncs by chance of how they are written
    "scipy.special": """assoc_laguerre comb diric h1vp h2vp ivp jvp kvp lambertw multigammaln perm polygamma softplus spherical_in spherical_jn
        spherical_kn spherical_yn stirling2 yvp zeta logsumexp softmax log_softmax""",
    # statistics of arrays; those that resample, take an optimiser, a weigher or a method are left out or asked of
    "scipy.stats": """boxcox_llf chatterjeexi circmean circstd circvar cumfreq describe differential_entropy directional_stats entropy
        epps_singleton_2samp expectile gstd jarque_bera kendalltau kstat kstatvar ks_2samp linregress lmoment pointbiserialr ranksums relfreq
        somersd spearmanr spearmanrho theilslopes siegelslopes variation wasserstein_distance_nd yeojohnson yeojohnson_llf""",
    "scipy.stats.mstats": "hdmedian hdquantiles mquantiles trim trimboth trimmed_mean trimmed_std trimmed_var trimr trimtail winsorize",
    # pairs of rows by a measure that is named or listed, as scikit-learn's pairwise_distances
    "scipy.spatial.distance": "cdist directed_hausdorff pdist",
    # tables from tables, by columns that are named; `crosstab` and `pivot_table`, which call an aggregation, are asked of
    "pandas": "date_range from_dummies lreshape melt merge merge_asof merge_ordered pivot timedelta_range unique wide_to_long",
    # weights and rows by position, from a seed
    "sklearn.utils": "compute_class_weight compute_sample_weight resample shuffle safe_mask",
}
# As versions before those that are run name the modules in which they define these.
EARLIER: dict[str, str] = {
    "scipy.signal.signaltools": """convolve convolve2d correlate correlate2d decimate detrend fftconvolve filtfilt hilbert hilbert2 lfilter
        lfilter_zi medfilt medfilt2d oaconvolve order_filter sosfilt sosfiltfilt wiener""",
    "scipy.ndimage.filters": """convolve convolve1d correlate correlate1d gaussian_filter gaussian_filter1d gaussian_gradient_magnitude
        gaussian_laplace laplace maximum_filter maximum_filter1d median_filter minimum_filter minimum_filter1d percentile_filter prewitt
        rank_filter sobel uniform_filter uniform_filter1d""",
    "scipy.ndimage.interpolation": "affine_transform map_coordinates rotate shift spline_filter spline_filter1d zoom",
    "scipy.stats.stats": "describe kendalltau linregress pointbiserialr ranksums spearmanr variation",
    "scipy.stats.morestats": "circmean circstd circvar yeojohnson",
    "scipy.stats.mstats_basic": "mquantiles trim trimboth trimmed_mean trimr trimtail winsorize",
    "scipy.integrate.quadrature": "cumtrapz cumulative_trapezoid romb simps simpson trapezoid trapz",
    "scipy.linalg.basic": "det inv lstsq pinv pinvh solve", "scipy.linalg.decomp": "eig eigh eigvals eigvalsh",
    "scipy.linalg.decomp_svd": "null_space orth svd svdvals", "scipy.linalg.misc": "norm",
    "scipy.linalg.matfuncs": "cosm expm logm sinm sqrtm",
}
# scikit-learn's modules up to 0.21 whose names are those of today without the first underscore, or differ as told: a file of that time is
# opened by its own Python, and ours says which version wrote it.
RENAMED = {
    **{old: f"{old.split('.')[0]}._{old.split('.')[1].strip('_')}" for old in ["cluster.dbscan_", "cluster.birch", "cluster.mean_shift_", "cluster.optics_", "cluster.affinity_propagation_", "cluster.spectral", "cluster.bicluster", "covariance.empirical_covariance_", "covariance.shrunk_covariance_", "covariance.robust_covariance", "covariance.elliptic_envelope", "cross_decomposition.pls_", "decomposition.pca", "decomposition.truncated_svd", "decomposition.nmf", "decomposition.kernel_pca", "decomposition.factor_analysis", "decomposition.fastica_", "decomposition.incremental_pca", "decomposition.sparse_pca", "decomposition.dict_learning", "ensemble.forest", "ensemble.bagging", "ensemble.voting", "ensemble.iforest", "ensemble.weight_boosting", "ensemble.base", "feature_extraction.dict_vectorizer", "feature_selection.univariate_selection", "feature_selection.from_model", "feature_selection.rfe", "feature_selection.variance_threshold", "feature_selection.mutual_info_", "gaussian_process.gpc", "gaussian_process.gpr", "linear_model.logistic", "linear_model.base", "linear_model.ridge", "linear_model.coordinate_descent", "linear_model.stochastic_gradient", "linear_model.bayes", "linear_model.huber", "linear_model.least_angle", "linear_model.omp", "linear_model.passive_aggressive", "linear_model.perceptron", "linear_model.ransac", "linear_model.theil_sen", "linear_model.sgd_fast", "manifold.isomap", "manifold.locally_linear", "manifold.mds", "manifold.spectral_embedding_", "manifold.t_sne", "metrics.scorer", "mixture.gaussian_mixture", "mixture.bayesian_mixture", "mixture.base", "neighbors.classification", "neighbors.regression", "neighbors.nearest_centroid", "neighbors.kde", "neighbors.lof", "neighbors.unsupervised", "neighbors.base", "neighbors.kd_tree", "neighbors.ball_tree", "neighbors.dist_metrics", "neighbors.nca", "neural_network.multilayer_perceptron", "neural_network.rbm", "preprocessing.data", "preprocessing.label", "semi_supervised.label_propagation", "svm.classes", "svm.base"]},
    "cluster.k_means_": "cluster._kmeans", "cluster.hierarchical": "cluster._agglomerative", "covariance.graph_lasso_": "covariance._graph_lasso",
    "cross_decomposition.cca_": "cross_decomposition._pls", "decomposition.online_lda": "decomposition._lda", "tree.tree": "tree._classes",
    "ensemble.gradient_boosting": "ensemble._gb", "feature_extraction.hashing": "feature_extraction._hash",
}  # fmt: skip
# Functions that call the functions they are given: an analyst is asked, and they run only where a model is shut in.
CALLING: dict[str, str] = {
    "numpy": "apply_along_axis apply_over_axes piecewise",
    "scipy.signal._signaltools": "resample", "scipy.signal.signaltools": "resample",
    "scipy.signal._spectral_py": "coherence csd periodogram spectrogram stft welch", "scipy.signal.spectral": "coherence csd periodogram spectrogram stft welch",
    "scipy.ndimage._filters": "generic_filter generic_filter1d vectorized_filter", "scipy.ndimage.filters": "generic_filter generic_filter1d",
    "scipy.ndimage._interpolation": "geometric_transform", "scipy.ndimage.interpolation": "geometric_transform",
    "scipy.stats._morestats": "boxcox", "scipy.stats.morestats": "boxcox",
    "pandas": "crosstab pivot_table", "pandas.core.reshape.pivot": "crosstab pivot_table",
}
# The same, of texts and of numbers in Python itself.
TEXT_METHODS = ["split", "rsplit", "splitlines", "lower", "upper", "strip", "lstrip", "rstrip", "casefold", "title", "capitalize", "swapcase", "isdigit", "isalpha", "isalnum", "isdecimal", "isnumeric", "isspace", "islower", "isupper", "istitle", "startswith", "endswith", "replace", "removeprefix", "removesuffix", "partition", "rpartition", "zfill", "ljust", "rjust", "center", "find", "count"]
MATHS = ["acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "copysign", "cos", "cosh", "degrees", "dist", "erf", "erfc", "exp", "exp2", "expm1", "fabs", "floor", "fmod", "fsum", "gamma", "hypot", "isclose", "isfinite", "isinf", "isnan", "lgamma", "log", "log10", "log1p", "log2", "pow", "radians", "remainder", "sin", "sinh", "sqrt", "tan", "tanh", "trunc"]
MEANS = ["fmean", "geometric_mean", "harmonic_mean", "mean", "median", "median_high", "median_low", "mode", "pstdev", "pvariance", "stdev", "variance"]
# Methods of tables that only compute: none of them calls, writes or evaluates what it is given.
TABLE_METHODS = ["abs", "add", "add_prefix", "add_suffix", "align", "all", "any", "astype", "bfill", "between", "clip", "combine_first", "compare", "convert_dtypes", "copy", "count", "cov", "cummax", "cummin", "cumprod", "cumsum", "describe", "diff", "dot", "drop", "drop_duplicates", "dropna", "droplevel", "duplicated", "eq", "equals", "explode", "factorize", "ffill", "fillna", "filter", "floordiv", "ge", "gt", "head", "idxmax", "idxmin", "infer_objects", "interpolate", "isin", "isna", "isnull", "join", "kurt", "le", "lt", "max", "mean", "median", "melt", "merge", "min", "mod", "mode", "mul", "ne", "nlargest", "notna", "notnull", "nsmallest", "nunique", "pct_change", "pivot", "pow", "prod", "quantile", "radd", "rank", "reindex", "reindex_like", "reorder_levels", "repeat", "replace", "reset_index", "rfloordiv", "rmod", "rmul", "round", "rpow", "rsub", "rtruediv", "select_dtypes", "sem", "set_axis", "set_index", "shift", "skew", "squeeze", "stack", "std", "sub", "sum", "swaplevel", "tail", "take", "to_dict", "to_frame", "to_list", "to_numpy", "tolist", "transpose", "truediv", "truncate", "unique", "unstack", "value_counts", "var", "xs"]
CALLING_METHODS = ["agg", "aggregate", "apply", "applymap", "assign", "combine", "corr", "corrwith", "get", "groupby", "map", "mask", "pipe", "pivot_table", "rename", "rename_axis", "sort_index", "sort_values", "transform", "where"]
