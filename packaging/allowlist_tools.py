"""Names of modules that are known: tools that are never a model's, libraries, what rebuilds code, Python's own of any version."""

from allowlist_withheld import COUNTED

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
