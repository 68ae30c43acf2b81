"""What a look at a table or a model file shows before it is used: plain data for the window."""

import msgspec


class ColumnLook(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A column as seen: type in plain words, missing share, distinct values, examples; role is a
    guess and `why` its reason."""

    name: str
    type: str
    missing_share: float
    distinct: int
    distinct_exact: bool = True
    examples: list[str] = []
    levels: list[str] = []
    low: float | None = None
    high: float | None = None
    role: str = "feature"
    why: str = ""
    bins: list[float] = []


class TableLook(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A table as seen. `options` is how it was read; `warnings` are sentences for the user; `positive` is the likely
    favourable outcome, `positive_said` whether its word or the other's tells so."""

    path: str
    format: str
    sha256: str
    size: int
    rows: int
    columns: list[ColumnLook]
    options: dict[str, str] = {}
    warnings: list[str] = []
    first_rows: list[list[str]] = []
    random_rows: list[list[str]] = []
    random_positions: list[int] = []
    task: str = ""
    positive: str = ""
    positive_said: bool = False


class NameUse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A class or function a model file wants: how it is used, and allowed, unknown or dangerous."""

    name: str
    use: str
    judgement: str
    why: str = ""


class ModelLook(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is inside a model file. `verdict`: loadable, ask or refused; `sentence` says it. `title` is the format in
    words, `claim` what the file's name says of it; `contents` are words and what they say, such as layers or weights.
    `member` and `member_sha256` are of the one model file in a ZIP archive, `sha256` and `size` the archive's."""

    path: str
    format: str
    sha256: str
    size: int
    verdict: str
    sentence: str
    way_out: str = ""
    container: str = ""
    names: list[NameUse] = []
    anomalies: list[str] = []
    versions: dict[str, str] = {}
    contents: dict[str, str] = {}
    title: str = ""
    claim: str = ""
    member: str = ""
    member_sha256: str = ""


class CodeLook(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A Python file beside a model as read, never run: what it defines and imports, its whole text to be shown."""

    path: str
    module: str
    sha256: str
    size: int
    lines: int
    text: str
    defines: list[str] = []
    imports: list[str] = []


class Interpreter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A Python on this computer: its program, its version, and the libraries of models it holds, by version. `packages`:
    whether it has each package that a file wants and this program does not know; one it could not tell of is not there."""

    path: str
    version: str
    libraries: dict[str, str] = {}
    packages: dict[str, bool] = {}


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """How an interpreter fits a model file: exact, close, other (versions differ) or lacking; `sentence` says why."""

    interpreter: Interpreter
    level: str
    sentence: str


class ModelFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the loaded model says of itself; `isolation` is {layer: state in words}. `versions` are of the libraries that
    run it, `saved_with` those its file names; `doors_open` which of the `doors_tried` ways out of its confinement it found.
    `groups` are the columns that it is given as each row's sensitive features."""

    kind: str = ""
    estimator: str = ""
    feature_names: list[str] = []
    classes: list[str] = []
    has_scores: bool = False
    has_decision: bool = False
    n_features: int | None = None
    versions: dict[str, str] = {}
    isolation: dict[str, str] = {}
    warnings: list[str] = []
    saved_with: dict[str, str] = {}
    doors_tried: int = 0
    doors_open: list[str] = []
    groups: list[str] = []
