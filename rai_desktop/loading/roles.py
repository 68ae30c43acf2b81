"""Guesses what columns are for, by name and content, each with its reason; the analyst confirms."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from rai_desktop.i18n import N_, _
from rai_desktop.loading.naming import says_identifier, says_person
from rai_desktop.loading.settling import guess_positive
from rai_desktop.project.looks import ColumnLook
from rai_desktop.project.model import ColumnRole, Role, Task

FEW = 20
SENSITIVE_WORDS = {
    N_("sex"): "sex gender geschlecht sexe sexo sesso genre genero género kön kon gênero female male 性别",
    N_("race or ethnic origin"): "race ethnicity ethnic ethnie etnia raza raça raca rasse hispanic latino herkunft",
    N_("age"): "age alter âge edad idade età eta leeftijd dob birthdate birthday geburtsdatum geburtstag "
    "naissance nacimiento geburtsjahr",
    N_("religion"): "religion religión religiao religião religione religionszugehörigkeit confession faith",
    N_("disability"): "disability disabled handicap behinderung discapacidad deficiência invalidité",
    N_("nationality"): "nationality nationalité nationalität nacionalidad nacionalidade staatsangehörigkeit "
    "citizenship citizen immigrant migrant foreign foreigner",
    N_("marital or family status"): "marital married marriage familienstand civil divorced widowed",
    N_("sexual orientation"): "orientation lgbt",
    N_("pregnancy"): "pregnant pregnancy schwanger",
}
_PHRASES = {
    "national origin": "nationality",
    "native country": "nationality",
    "country of birth": "nationality",
    "date of birth": "age",
    "birth date": "age",
    "birth year": "age",
    "skin color": "race or ethnic origin",
    "personal status": "marital or family status",
    "relationship": "marital or family status",
}
_LABELS = (
    "label",
    "target",
    "outcome",
    "y_true",
    "ytrue",
    "ground_truth",
    "actual",
    "truth",
    "y",
    "class",
    "zielvariable",
    "ergebnis",
    "objetivo",
    "cible",
)
_LABEL_WORDS = {
    "label",
    "target",
    "outcome",
    "default",
    "approved",
    "hired",
    "admitted",
    "recid",
    "churn",
    "fraud",
    "decision",
    "income",
    "repaid",
    "readmitted",
    "survived",
    "ground",
    "response",
}
_PREDICTIONS = {
    "prediction",
    "predicted",
    "pred",
    "ypred",
    "yhat",
    "hat",
    "vorhersage",
    "predicción",
    "forecast",
}
_SCORES = {"score", "scores", "probability", "proba", "prob", "confidence", "logit", "likelihood"}
_DECISIONS = {"decision", "décision", "entscheidung", "decisión", "decisão", "decisione", "alert", "alerte", "alarm", "alarme",
              "flagged"}
_SURE = {"id", "uuid", "guid", "kennung", "identifier"}
_WEIGHTS = {
    "sample weight",
    "sampleweight",
    "weights",
    "fnlwgt",
    "survey weight",
    "case weight",
    "wgt",
    "sampling weight",
}
Guess: TypeAlias = tuple[Role, str]


def words_of(name: str) -> list[str]:
    """Words of a column name: applicantAge_years gives applicant, age, years."""
    apart = re.sub(r"([a-zà-ÿ0-9])([A-ZÀ-Þ])", r"\1 \2", name)
    return [word.casefold() for word in re.split(r"[\W_]+", apart) if word]


def guess(columns: Sequence[ColumnLook], rows: int) -> list[ColumnLook]:
    """The columns with a guessed role, the reason for it, and bins for a numeric sensitive
    column."""
    found = {column.name: _alone(column, rows) for column in columns}
    label = _label(columns, found)
    if label:
        found[label[0]] = (Role.LABEL, label[1])
        found |= _decided(columns, found, label[0])
    return [_with(column, *found[column.name]) for column in columns]


def _with(column: ColumnLook, role: Role, why: str) -> ColumnLook:
    bins = _bins(column) if role is Role.SENSITIVE else []
    return msgspec.structs.replace(column, role=str(role), why=why, bins=bins)


def _alone(column: ColumnLook, rows: int) -> Guess:
    """What a column says of itself."""
    for judge in (_useless, _weight, _model_output, _dates, _sensitive, _identifier):
        found = judge(column, rows)
        if found is not None:
            return found
    return Role.FEATURE, _("Nothing speaks for another role.")


def _useless(column: ColumnLook, _rows: int) -> Guess | None:
    if column.missing_share >= 1:
        return Role.IGNORE, _("It is empty in every row.")
    if column.distinct == 1 and column.missing_share == 0:
        return Role.IGNORE, _("It holds the same value in every row.")
    return None


def _weight(column: ColumnLook, _rows: int) -> Guess | None:
    if " ".join(words_of(column.name)) in _WEIGHTS and column.low is not None and column.low >= 0:
        return Role.WEIGHT, _("Its name says weight, and it holds numbers of zero or more.")
    return None


def _model_output(column: ColumnLook, _rows: int) -> Guess | None:
    words = set(words_of(column.name))
    within = (
        column.low is not None and column.high is not None and 0 <= column.low <= column.high <= 1
    )
    if words == {"risk"} and within and column.distinct > FEW:
        return Role.SCORE, _("Its name says risk, and it holds numbers from 0 to 1.")
    if (
        words & _SCORES
        and column.low is not None
        and ((within and column.distinct > 2) or _is_bare_score(words))
    ):
        return Role.SCORE, _("Its name says score or probability, and it holds numbers.")
    if words & _PREDICTIONS:
        return Role.PREDICTION, _("Its name says prediction.")
    return None


def _is_bare_score(words: set[str]) -> bool:
    return words <= _SCORES | _PREDICTIONS | {"y", "model", "risk"}


def _sensitive(column: ColumnLook, _rows: int) -> Guess | None:
    words = words_of(column.name)
    joined = " ".join(words)
    for phrase, meaning in _PHRASES.items():
        if phrase in joined:
            return _named_sensitive(meaning)
    for meaning, listed in SENSITIVE_WORDS.items():
        if set(words) & set(listed.split()):
            return _named_sensitive(meaning)
    return None


def _named_sensitive(meaning: str) -> Guess:
    return Role.SENSITIVE, _("Its name speaks of {meaning}.").format(meaning=_(meaning))


def _identifier(column: ColumnLook, rows: int) -> Guess | None:
    """Values of their own in nearly every row speak louder than a name, which alone is not enough."""
    words, there = words_of(column.name), rows * (1 - column.missing_share)
    own = column.distinct >= 0.98 * there
    if says_person(words) and not column.levels and column.distinct >= there / 2:
        return Role.IDENTIFIER, _("Its name says that it names people.")
    if says_identifier(words) and own and (rows > FEW or column.distinct >= there > 1):
        return Role.IDENTIFIER, _("Its name says identifier, and nearly every row has its own value.")
    if own and rows > FEW and column.type == _("text"):
        return Role.IDENTIFIER, _("It is text, and nearly every row has its own value.")
    if own and rows > FEW and _numbers_rows(column, rows):
        return Role.IDENTIFIER, _("It numbers the rows one by one.")
    if says_identifier(words) and set(words) & _SURE:
        return Role.FEATURE, _("Its name says identifier, but its values repeat. Give it the role Identifier if it names "
                               "people.")
    return None


def _numbers_rows(column: ColumnLook, rows: int) -> bool:
    """1, 2, 3 … to the last row, in whatever order."""
    return (column.type == _("whole numbers") and column.low is not None and column.high is not None
            and column.distinct == rows and column.high - column.low == rows - 1)


def _dates(column: ColumnLook, _rows: int) -> Guess | None:
    """Dates of birth are too many to compare; other dates are given as they stand."""
    if column.type != _("dates"):
        return None
    said = _sensitive(column, _rows)
    if said is None:
        return Role.FEATURE, _("It holds dates; they are given to a model as text, as they stand.")
    if column.levels:
        return said
    return Role.IGNORE, _("It holds dates, too many different ones to compare groups. A column with years, such as the age, can "
                          "be compared.")


def _label(columns: Sequence[ColumnLook], found: Mapping[str, Guess]) -> tuple[str, str] | None:
    """The most likely label among columns that have no other role."""
    free = [c for c in columns if found[c.name][0] is Role.FEATURE]
    few = [c for c in free if 2 <= c.distinct <= FEW]
    true = [c for c in few if not _decides(c) or not any(_same_outcomes(c, each) for each in few if not _decides(each))]
    tests: tuple[tuple[Sequence[ColumnLook], Callable[[ColumnLook], bool], str], ...] = (
        (free, lambda c: c.name.casefold() in _LABELS[:-4], _("Its name says label.")),
        (few, lambda c: c.name.casefold() in _LABELS, _("Its name says label.")),
        (
            few,
            lambda c: bool(set(words_of(c.name)) & _LABEL_WORDS),
            _("Its name speaks of an outcome, and it holds few different values."),
        ),
        (
            true,
            lambda c: c.name == columns[-1].name,
            _("It is the last column, and holds few different values."),
        ),
        (
            true,
            lambda c: c.distinct == 2 and c.name == true[-1].name,
            _("It holds just two different values."),
        ),
    )
    for candidates, fits, why in tests:
        fitting = [c for c in candidates if fits(c)]
        if fitting:
            return min(reversed(fitting), key=lambda c: c.distinct > 2).name, why
    return None


def _decided(columns: Sequence[ColumnLook], found: Mapping[str, Guess], label: str) -> dict[str, Guess]:
    """The one column beside the label with the same outcomes and the name of a decision: what the model said."""
    truth = next(c for c in columns if c.name == label)
    fitting = [c for c in columns if found[c.name][0] is Role.FEATURE and _decides(c) and _same_outcomes(c, truth)]
    if len(fitting) != 1 or any(role is Role.PREDICTION for role, _why in found.values()):
        return {}
    return {fitting[0].name: (Role.PREDICTION, _("Its name says decision, and it holds the outcomes of the label."))}


def _decides(column: ColumnLook) -> bool:
    return bool(set(words_of(column.name)) & _DECISIONS)


def _same_outcomes(column: ColumnLook, other: ColumnLook) -> bool:
    return bool(column.levels) and sorted(column.levels) == sorted(other.levels)


def _bins(column: ColumnLook) -> list[float]:
    """Edges for ages (or any sensitive number with many values); none where levels do."""
    if column.low is None or column.high is None or column.distinct <= 12:
        return []
    if 0 <= column.low <= column.high <= 125:
        edges = [edge for edge in (30.0, 40.0, 50.0, 60.0) if column.low < edge <= column.high]
        if edges:
            return edges
    step = (column.high - column.low) / 4
    return [round(column.low + step * i, 6) for i in (1, 2, 3)]


def guess_task(columns: Sequence[ColumnLook]) -> tuple[str, str]:
    """(task, favourable outcome) for guessed roles; ("", "") without a label or prediction."""
    chosen = outcome_column(columns)
    if chosen is None:
        return "", ""
    if chosen.distinct > FEW or not chosen.levels:
        return str(Task.REGRESSION), ""
    if chosen.distinct > 2:
        return str(Task.MULTICLASS), ""
    return str(Task.BINARY), chosen.levels[guess_positive(chosen.levels)]


def outcome_column(columns: Sequence[ColumnLook]) -> ColumnLook | None:
    """The column whose values are the outcomes: the label, or without one the prediction."""
    return next((c for r in (Role.LABEL, Role.PREDICTION) for c in columns if c.role == r), None)


def roles_of(columns: Sequence[ColumnLook]) -> dict[str, ColumnRole]:
    """The guesses as roles, marked as guesses."""
    return {c.name: ColumnRole(role=Role(c.role), guessed=True, bins=c.bins) for c in columns}


def roles_for_model(
    roles: Mapping[str, ColumnRole], feature_names: Sequence[str]
) -> dict[str, ColumnRole]:
    """Roles adjusted to the columns a model asks for: guessed features it does not use are ignored,
    and sensitive columns it does use become sensitive features. Confirmed roles stay, but for that
    last."""
    wanted = set(feature_names)
    return (
        {name: _for_model(role, name in wanted) for name, role in roles.items()}
        if wanted
        else dict(roles)
    )


def _for_model(role: ColumnRole, used: bool) -> ColumnRole:
    change = {
        (Role.SENSITIVE, True): Role.SENSITIVE_FEATURE,
        (Role.SENSITIVE_FEATURE, False): Role.SENSITIVE,
        (Role.FEATURE, False): Role.IGNORE,
        (Role.IGNORE, True): Role.FEATURE,
        (Role.IDENTIFIER, True): Role.FEATURE,
    }.get((role.role, used))
    if change is None or not (role.guessed or role.role is Role.SENSITIVE):
        return role
    return msgspec.structs.replace(role, role=change)
