"""What went wrong with a model, as one clear sentence and the way out."""

import re
import signal
from collections.abc import Mapping, Sequence
from typing import Any

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.i18n import N_, _
from rai_desktop.loading import isolation, printable, words
from rai_desktop.loading.coding import text_of
from rai_desktop.project.looks import ModelFacts

_CUT = 500
_OLDER_LIGHTGBM = ("0.", "1.", "2.", "3.")
# An object of a library that lacks what its own class asks for; a frame or a value that does is the data's doing.
_PART_ABSENT = re.compile(r"AttributeError: '(?!DataFrame|Series|Index|NoneType|Timestamp)[A-Z]\w+' object has no attribute '")


def class_text(value: Any) -> str:
    """A class value as the tables' text: 1.0 is "1"."""
    return text_of(value) or ""


def warning(told: str) -> str:
    """A host's warning as a plain sentence."""
    kind, *parts = told.split("|")
    if kind == "version" and len(parts) == 3:
        return _("The model was saved with {library} {saved} and is read by {running}: its answers may differ.").format(
            library=parts[0], saved=parts[1], running=parts[2]
        )
    if kind == "no_classes":
        return _("The model gives probabilities but does not say of which classes: only its answers are used.")
    if kind == "no_shares":
        return _("The model's scores of its classes are no probabilities that sum to 1: only its answers are used.")
    if kind == "held" and len(parts) > 1 and parts[1]:
        beside = _("The file holds several things; the model in it is “{name}”. What lies beside it, {others}, is not applied.")
        return beside.format(name=parts[0][:_CUT], others=parts[1][:_CUT])
    if kind == "held" and parts:
        return _("The file holds several things; the model in it is “{name}”.").format(name=parts[0][:_CUT])
    if kind == "onnx_label":
        return _("The model gives probabilities alone: the likeliest class is taken as its answer.")
    if kind == "clusters":
        return _("The model sorts rows into groups it found by itself; their numbers stand for no outcome.")
    if kind == "outliers":
        return _("The model looks for unusual rows: it answers -1 for them and 1 for others, and the label must be written so.")
    return told[:_CUT]


def refusal(header: dict[str, Any]) -> Refusal:
    """The host's own account of an error; the host waits for its next question."""
    details = header.get("details")
    known = {k: _short(v) for k, v in details.items()} if isinstance(details, dict) else {}
    told = _problem(str(header.get("error")), known, str(header.get("stage")))
    told.by_version = _hangs_on_version(header, known)  # type: ignore[attr-defined]
    told.running = _running(header)  # type: ignore[attr-defined]
    told.raised = header.get("error") == "raised"  # type: ignore[attr-defined]
    told.library = known.get("library", "") if header.get("error") == "missing_library" else ""  # type: ignore[attr-defined]
    told.in_step = not header.get("arrays")  # type: ignore[attr-defined]
    told.explained = header.get("error") == "not_fitted"  # type: ignore[attr-defined]
    return told


def with_versions(told: Refusal, versions: Mapping[str, str]) -> Refusal:
    """A refusal to load, with the version that wrote the file as the way out where another version could help."""
    if type(told) is not Refusal or not getattr(told, "by_version", False):
        return told
    running: dict[str, str] = getattr(told, "running", {})
    missing = getattr(told, "library", "").replace("sklearn", "scikit-learn")
    wrote = {name: saved for name, saved in _writers(versions).items() if missing in ("", name)}
    others = {name: saved for name, saved in wrote.items() if not _is_running(name, saved, running.get(name, ""))}
    raised = getattr(told, "raised", False)
    if not wrote or (raised and running and not others):
        return told
    wanted = _("The file was written with {wrote}: point to a Python that has it, or ask for ONNX or skops.")
    way_out = wanted.format(wrote=", ".join(f"{name} {saved}" for name, saved in (others or wrote).items()))
    known = next((name for name in others if name in running), "")
    return Refusal(_unread(known, others[known], running[known]) if raised and known else told.sentence, way_out)


def _unread(library: str, saved: str, running: str) -> str:
    """That the library of another version gave up on the file: what it said is for the log, not for reading."""
    told = _("{library} {saved} wrote the model, and {library} {running}, which is running, does not read it.")
    return told.format(library=library, saved=saved, running=running)


def _writers(versions: Mapping[str, str]) -> dict[str, str]:
    """The libraries that wrote a file, with their versions; LightGBM tells its format alone."""
    found = {name: versions[name] for name in ("scikit-learn", "xgboost", "catboost") if versions.get(name)}
    return found | ({"lightgbm": versions["lightgbm format"]} if versions.get("lightgbm format") else {})


def _is_running(library: str, saved: str, running: str) -> bool:
    """Whether what wrote a file is what runs; of LightGBM it is only known whether it was older than 4.0."""
    if library != "lightgbm" or not running:
        return running == saved
    return ("<" in saved) == running.startswith(_OLDER_LIGHTGBM)


def _running(header: dict[str, Any]) -> dict[str, str]:
    told = header.get("versions")
    return {_short(k): _short(v) for k, v in told.items()} if isinstance(told, dict) else {}


def while_answering(told: Refusal, facts: ModelFacts) -> Refusal:
    """A refusal while predicting, with what was odd when the model was loaded: often the cause; so is another version."""
    warnings = facts.warnings
    if not getattr(told, "raised", False):
        return _with_warning(told, warnings)
    told.running = facts.versions  # type: ignore[attr-defined]
    unread = with_versions(told, facts.saved_with)
    if unread is told:
        return _with_warning(told, warnings)
    return unread if _PART_ABSENT.search(told.sentence) else Refusal(told.sentence, f"{unread.way_out} {told.way_out}")


def _with_warning(told: Refusal, warnings: Sequence[str]) -> Refusal:
    if not warnings or getattr(told, "explained", False):
        return told
    return Refusal(told.sentence, " ".join([*warnings[:1], told.way_out]).strip())


def _hangs_on_version(header: dict[str, Any], known: Mapping[str, str]) -> bool:
    """Whether scikit-learn of another version may do better: not with several outputs, nor where another library is absent."""
    if header.get("error") == "missing_library":
        return known.get("library") in ("sklearn", "xgboost", "catboost", "lightgbm")
    return header.get("error") in ("raised", "gone")


def _short(value: Any) -> str:
    return printable.plain(words.listed(map(str, value)) if isinstance(value, list) else str(value)[:600])


def _problem(code: str, known: dict[str, str], stage: str) -> Refusal:
    if code == "blocked":
        return UnsafeFile(words.breach(known.get("name", "?"), known.get("why", "")), words.way_out(known.get("why", "")))
    if code == "not_confined":
        known = known | {"open": isolation.doors_in_words(known.get("open", ""))}
    if code == "unreadable":
        return Refusal(*words.damage(known.get("why", ""), ""))
    text = _SENTENCES.get(code)
    if text is None:
        code, text = "raised", _SENTENCES["raised"]
    if code == "raised" and stage == "load":
        text = _LOAD_RAISED
        known = known | {"text": _tidied(known.get("text", ""))}
    sentence, way_out = text
    return Refusal(_(sentence).format_map(_Blank(known)), _(way_out))


def _tidied(text: str) -> str:
    """An error of a library without what only its makers read: times, places in its code, lists of what would have been right."""
    text = re.sub(r"\s*Stack trace:.*|\s*Objective candidate:.*|\s+- expected:.*", "", text, flags=re.DOTALL)
    return re.sub(r"(\[\d\d:\d\d:\d\d\] )?\S+\.(cc|cpp|h|cu):\d+:\s*", "", text)[:_CUT]


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


_LOAD_RAISED = (
    N_("The model could not be loaded: {text}"),
    N_("It may need other library versions: point to the Python it was trained with, or ask for ONNX."),
)
_SENTENCES = {
    "raised": (
        N_("The model stopped with an error: {text}"),
        N_("Check that the data are what the model was trained on: columns, types and categories."),
    ),
    "out_of_memory": (
        N_("The model ran out of the memory it is allowed."),
        N_("Use a smaller model, or a computer with more memory."),
    ),
    "no_predict": (
        N_("The file holds “{type}”, which has no predict: it gives no answer for each row of a table."),
        N_("Choose the file that holds the trained model itself, or give its answers as a column."),
    ),
    "none_inside": (
        N_("The file holds “{type}” with {names}; none of them has a predict."),
        N_("Choose the file that holds the trained model itself."),
    ),
    "several_models": (
        N_("The file holds several models: {names}."),
        N_("Have the one that you mean saved by itself."),
    ),
    "transformer": (
        N_("The file holds “{type}”, which changes data and predicts nothing."),
        N_("Choose the file of the model itself; if this prepares its data, have both saved as one pipeline."),
    ),
    "own_rows": (
        N_("The file holds “{type}”, which sorts the rows it was given and cannot answer for others."),
        N_("Give its answers as a column."),
    ),
    "survival": (
        N_("The model is “{type}”: it predicts how a risk runs over time, which no assessment here can judge."),
        N_("Give as a column what it says of one point in time, such as the probability of the event within a year, with a label "
           "that says whether it had come by then."),
    ),
    "forecaster": (
        N_("The model is “{type}”: it forecasts how a series goes on, and has no answer for a row by itself."),
        N_("Give its forecasts as a column beside what came."),
    ),
    "recommender": (
        N_("The model is “{type}”: it ranks items for users, and has no answer for a row of a table."),
        N_("Give as a column what it says of each user and item."),
    ),
    "mlflow": (
        N_("The file holds “{type}”, code that MLflow puts around a model and asks in its own way."),
        N_("Choose the model that it wraps, in the folder artifacts, or give a Python file with predict(df) that does the same."),
    ),
    "no_answers": (
        N_("The model answered with “{type}”, which is not one value for each row."),
        N_("Have its predict give back a list or column with as many answers as the table has rows."),
    ),
    "odd_answers": (
        N_("The model answers with values of the kind {kind}, which are neither numbers nor text nor truth values."),
        N_("Have its predict give back a number or a text for each row."),
    ),
    "kept_from": (
        N_("The model tried what it is kept from while it answered: {text}"),
        N_("It is shut in without files, network and other programs: ask for a model that only computes, or give its answers as "
           "a column."),
    ),
    "kept_from_file": (
        N_("The model could not be loaded, since it was kept from a file: {text}"),
        N_("It is shut in: it reads only the folders of the Python that holds it, and writes nowhere else than in its own. If "
           "this is a file of a library, have that installed within them, not linked from elsewhere; else ask for a model that "
           "needs no file."),
    ),
    "no_groups": (
        N_("The model is “{type}”: it predicts from {names} and from each row's sensitive features, and was not "
           "given both."),
        N_("Give these columns the role of a feature and the sensitive ones that of a sensitive feature, and no other column "
           "either; or give a Python file with predict(df) that passes them on."),
    ),
    "no_groups_counted": (
        N_("The model is “{type}”: it predicts from {count} columns without names and from each row's sensitive features, and "
           "was not given both."),
        N_("Give the role of a feature to exactly the columns it was trained on, in the same order, and that of a sensitive "
           "feature to the sensitive ones; or give a Python file with predict(df) that passes them on."),
    ),
    "groups_unnamed": (
        N_("The model is “{type}”: it asks for each row's sensitive features when it predicts, and no column has that role."),
        N_("Give the role of a sensitive feature to the columns it was trained with."),
    ),
    "groups_new": (
        N_("The model is “{type}”: it predicts from each row's sensitive features, and {count} of {rows} rows are of groups that "
           "it does not know: {groups}."),
        N_("Leave these rows out of the table, or write the groups as the model knows them."),
    ),
    "groups_strange": (
        N_("The model is “{type}”: it predicts from each row's sensitive features and knows the groups {groups}, which no "
           "sensitive column holds; the sensitive columns are {names}."),
        N_("Give the role of a sensitive feature to the column it was trained with, its groups written in the same way."),
    ),
    "groups_unclear": (
        N_("The model is “{type}”: it predicts from each row's sensitive features, and {names} could each be meant, as they "
           "hold the same values."),
        N_("Give the role of a sensitive feature only to the columns it was trained with; or, where their order is not clear, "
           "give a Python file with predict(df) that passes them on."),
    ),
    "groups_untold": (
        N_("The model is “{type}”: it asks for each row's sensitive features when it predicts, and does not tell which other "
           "columns it knows."),
        N_("Give a Python file with predict(df) that passes them on, or give its predictions as a column."),
    ),
    "not_fitted": (
        N_("The model has not been trained: {text}"),
        N_("Ask for the file that was saved after its training."),
    ),
    "multi_output": (
        N_("The model gives {outputs} answers for each row; models with several outputs cannot be assessed."),
        N_("Assess one output at a time: give its predictions as a column."),
    ),
    "onnx_input": (
        N_("The model takes its input “{name}” as {kind}, which is no table of columns."),
        N_("Ask for it exported with plain columns or one matrix as its input, or give its predictions as a column."),
    ),
    "onnx_output": (
        N_("The model gives its answers “{name}” as {kind}, which are no values of which each row has one."),
        N_("Ask for it exported with a plain table of numbers or texts as its output, or give its predictions as a column."),
    ),
    "onnx_nothing": (
        N_("The model gives no answers: its file names no output."),
        N_("Ask for it exported again with its predictions as an output."),
    ),
    "onnx_unread": (
        N_("The ONNX file cannot be run by ONNX Runtime {version}: {text}."),
        N_("Ask for it exported again, with an opset and operators that this version knows."),
    ),
    "missing_library": (
        N_("The model needs the library {library}, which this Python does not have."),
        N_("Point to the Python of the environment it was trained in; if it is the author's own file, add it as code."),
    ),
    "broken_library": (
        N_("A library that the model needs cannot be used in this Python: {text}"),
        N_("Its version may not go with another's there, or a part of the system that it needs may be missing: point to the "
           "Python that the model was trained in, or repair this one."),
    ),
    "no_pandas": (
        N_("The Python that was chosen for the model, {python}, lacks pandas, in which every model here is given its table."),
        N_("Install pandas there, or choose another Python."),
    ),
    "unknown_format": (
        N_("Files of the kind {format} cannot be opened as a model."),
        N_("Use joblib, skops, ONNX, XGBoost or LightGBM files, or give predictions as a column."),
    ),
    "gone": (
        N_("The model needs {name}, which the {library} that is running does not have."),
        N_("Point to the Python it was trained with, or ask for the model as ONNX or skops."),
    ),
    "not_confined": (
        N_("The file holds code that is not on the list, and this system cannot shut it in ({open})."),
        N_("Open it on a system that offers full isolation, or ask for the model as ONNX or skops."),
    ),
    "no_classes_in_code": (
        N_("The file defines predict_proba but does not say of which classes."),
        N_("Write a line like classes = ['no', 'yes'] in it, in the order of the columns."),
    ),
    "no_classes": (
        N_("The model gives probabilities but does not say of which classes."),
        N_("Export it again with its class labels, or give its predictions as a column."),
    ),
}


def ended(op: str, why: str, limit_s: float, exit_code: int | None, error: Exception) -> Refusal:
    """The process is no more, or had to be ended, for `why`: "time", "folder", "threads", or "" where it ended otherwise."""
    doing = {"load": _("being loaded"), "explain": _("being explained")}.get(op, _("predicting"))
    if why == "folder":
        return Refusal(
            _("The model filled its folder while {doing} and was stopped.").format(doing=doing),
            _("Do not trust this model file; give its predictions as a column."),
        )
    if why == "threads":
        return Refusal(
            _("The model started too many threads while {doing} and was stopped.").format(doing=doing),
            _("Do not trust this model file; give its predictions as a column."),
        )
    if why == "time":
        return Refusal(
            _("The model took longer than {seconds} seconds while {doing} and was stopped.").format(
                seconds=round(limit_s), doing=doing
            ),
            _("Try a table with fewer rows, or give the predictions as a column."),
        )
    if exit_code is None:
        return Refusal(
            _("The model's process answered nonsense while {doing} ({why}) and was stopped.").format(
                doing=doing, why=error
            ),
            _("Do not trust this model file; give its predictions as a column."),
        )
    return Refusal(
        _("The model's process died while {doing} ({how}).").format(doing=doing, how=_how(exit_code)),
        _("Have its author look into it, or give the predictions as a column; the log holds its last lines."),
    )


def _how(exit_code: int) -> str:
    if exit_code < 0:
        try:
            return signal.Signals(-exit_code).name
        except ValueError:
            pass
    return _("exit code {code}").format(code=exit_code)
