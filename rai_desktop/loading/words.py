"""Words for what a look into a model file found: uses, reasons, damage, formats."""

import re
from collections.abc import Iterable

from rai_desktop.i18n import _
from rai_desktop.loading import other_words, tree_words
from rai_desktop.log import log

_SHOWN, _LOGGED = 6, 300
EXTENSIONS = {
    "pickle": {".joblib", ".pkl", ".pickle", ".p", ".gz", ".z", ".bz2", ".xz", ".lzma", ".lz4", ".zst", ".sav", ".model",
               ".bin", ".dat"},
    "skops": {".skops"}, "onnx": {".onnx"}, "xgboost_json": {".json", ".model", ".bin"},
    "xgboost_ubj": {".ubj", ".model", ".bin"}, "xgboost_binary": {".model", ".bin"}, "lightgbm": {".txt", ".model", ".lgb"},
    "catboost": {".cbm", ".model", ".bin"}, "catboost_json": {".json"},
    "keras": {".keras"}, "hdf5": {".h5", ".hdf5"},
    "safetensors": {".safetensors"}, "torch": {".pt", ".pth"}, "torchscript": {".pt", ".pth"},
}  # fmt: skip
ALL_EXTENSIONS = frozenset().union(*EXTENSIONS.values())


def listed(names: Iterable[str]) -> str:
    """The first few names, and how many more there are."""
    known = list(names)
    more = len(known) - _SHOWN
    text = ", ".join(name if len(name) <= 80 else name[:79] + "…" for name in known[:_SHOWN])
    return _("{names} and {more} more").format(names=text, more=more) if more > 0 else text


def safer() -> str:
    """The way out of a file that may not be loaded."""
    return _("Ask for the model as ONNX, as skops or in its library's own format, or give predictions as a column.")


def chart(name: str) -> tuple[str, str]:
    """What keeps a model from being opened that lies beside a chart."""
    sentence = _("The file keeps a chart or a picture beside the model ({name}): what draws may also run programs, and is not "
                 "opened.")
    return sentence.format(name=name), _("Have the model saved by itself, without the chart.")


def ask(of_version: bool) -> str:
    """What an analyst may do about names that the rules do not know; `of_version`: all are classes of a known library."""
    if of_version:
        return _("They may be of another version of the library: point to a Python that has it. Allow them only for a reason you "
                 "can defend.")
    return _("Loading it runs its author's code: allow that only for a reason you can defend.")


def way_out(code: str) -> str:
    """The way out of a rule that the file breaks."""
    return tree_words.way_out() if code.startswith("trees_") else safer()


def use(letter: str) -> str:
    """How a name is used."""
    return {"r": _("referred to"), "n": _("made"), "c": _("called"), "s": _("the class of an array"),
            "m": _("bound as a method"), "?": _("used in an unknown way")}[letter]


def why(code: str) -> str:
    """Why a name is thought of as it is."""
    return {
        "": "",
        "asked": _("You allowed it for this file."),
        "odd_name": _("No honest file writes a name like this."),
        "by_value": _("Code of the author's own is written into the file."),
        "by_value_part": _("Code that is written into the file is rebuilt from it."),
        "standard_library": _("Python's own library can start programs and change files; models do not need this."),
        "tool": _("This is a tool for running code, not a part of models."),
        "chart": _("It is part of a chart or a picture, which is no part of a model."),
        "other_use": _("It may be part of a model, but not used in this way."),
        "calls_given": _("It calls the functions that the file gives it."),
        "harmful": _("It writes files, opens connections, starts programs, or imports or calls whatever it is told to."),
        "dotted": _("It is part of another thing, and not on the list; ways round checks are written like this."),
        "notebook": _("It was written in the author's notebook or script; the file does not hold its code."),
        "newer_library": _("A class of a known library that is not on the list; perhaps a newer version."),
        "library": _("A class of a package that the list does not cover."),
        "network": _("A part of PyTorch, which rebuilds the network; it is not loaded here."),
        "torchscript": _("A part of the network, whose code is written into the file."),
        "library_function": _("A function of a known library that is not on the list; some of those could do harm."),
    }.get(code, code)


def of_package(package: str, held: bool) -> str:
    """Where a name would come from that is no known library's; `held`: whether this program's own Python has that package."""
    told = {True: _("It would come from {package}, a package this program does not know; this program's own Python has it."),
            False: _("It would come from {package}, a package this program does not know; this program's own Python lacks it.")}
    return told[held].format(package=package)


def breach(name: str, code: str) -> str:
    """A rule the file breaks, as a sentence."""
    if code.startswith("trees_"):
        return tree_words.breach(name, code)
    text = {
        "calls_result": _("The file calls something that an earlier call gave back ({name})."),
        "malformed": _("The file is malformed: {name}."),
        "changes_library": _("The file tries to change parts of the running program ({name})."),
        "dunder_state": _("The file sets {name}, which would replace how an object behaves."),
        "size_lie": _("The file says that an array has another size than the data it holds ({name})."),
        "other_method": _("The file names a method to be called that is none of a model's ({name})."),
        "runs_text": _("The file holds text that a library would run as code ({name})."),
        "arguments": _("The file gives {name} arguments that it may not be given."),
        "neighbour_file": _("The file reads other files beside it, as very old joblib files do ({name})."),
        "outside": _("The file refers to something outside itself."),
        "nesting": _("The file nests streams in streams without end."),
        "odd_dtype": _("The file describes an array type that no honest file holds ({name})."),
        "unlisted": _("The file uses {name}, which is not on the list of what models may use."),
        "elsewhere": _("The file uses {name}, which a library only borrows from Python itself; no library names it so."),
        "trailing": _("Something follows the end of the model in the file."),
        "absent_part": _("The file names a part that it does not hold ({name})."),
        "pickled_part": _("A part of the file is a pickle where only numbers may be ({name})."),
    }.get(code, _("The file breaks a rule ({name})."))
    return text.format(name=name)


def kept_pickle(names: Iterable[str]) -> str:
    """A pickle that is kept as data in a pickle."""
    told = _("The file keeps another pickle as plain data. It is not opened; whoever opened it would have it use {names}.")
    return told.format(names=listed(names))


def damage(code: str, detail: str = "") -> tuple[str, str]:
    """Why a file could not be read to its end, and the way out; `detail` is a program's word and goes to the log alone."""
    if detail:
        log.info("a model file could not be read: %s (%s)", code, ascii(detail)[:_LOGGED])
    again = _("Ask for the file again.")
    known = {
        "cut": (_("The file is cut short."), again),
        "damaged": (_("The file is damaged: it cannot be unpacked."), again),
        "bomb": (_("The file unpacks to far more than its size allows and was not read further."), safer()),
        "parts": (_("The file begins more parts than any model has, and was not read further."), safer()),
        "python2": (_("The file was written by Python 2, which cannot be read any more."), safer()),
        "trailing": (_("Something follows the end of the model in the file."), safer()),
        "malformed": (_("The file is not a well-formed model file."), again),
        "twice": (_("The file holds two parts of one name."), safer()),
        "skops_protocol": (_("The file does not say in which form skops wrote it: its number of the form (protocol) is absent or "
                             "impossible."), again),
        "no_pickle": (_("The file is packed, but what it unpacks to is no model: it does not begin as a pickle."), again),
    }  # fmt: skip
    return known.get(code, known["malformed"])


def format_title(kind: str) -> str:
    """A format's name for people."""
    return {
        "pickle": _("a pickle or joblib file"), "skops": _("a skops file"), "onnx": _("an ONNX file"),
        "xgboost_json": _("an XGBoost JSON file"), "xgboost_ubj": _("an XGBoost UBJSON file"),
        "xgboost_binary": _("an old XGBoost binary file"), "lightgbm": _("a LightGBM text file"),
        "catboost": _("a CatBoost file"), "catboost_json": _("a CatBoost JSON file"), "keras": _("a Keras file"),
        "hdf5": _("an HDF5 file"), "npy": _("a numpy array"),
        "npy_objects": _("a numpy array of Python objects"), "npz": _("a file of numpy arrays"),
        "safetensors": _("a safetensors file"), "torch": _("a PyTorch file"),
        "torchscript": _("a TorchScript program"), "torch_pickle": _("a PyTorch network kept as a pickle"),
        "zip": _("a ZIP archive"),
        "zip_broken": _("a damaged ZIP archive"), "7z": _("a 7z archive"), "rar": _("a RAR archive"),
        "tar": _("a TAR archive"), "joblib_old": _("a joblib file older than joblib 0.10"), "pmml": _("a PMML file"),
        "python": _("Python code"), "python_other": _("a Python file that defines no function predict(df)"),
        "python_broken": _("a .py file that Python itself cannot read"),
        "xml": _("an XML or HTML file"), "empty": _("empty"), "delimited": _("a table in text (CSV)"),
        **other_words.titles(),
    }.get(kind, _("of no kind this program knows"))  # fmt: skip


def claim(suffix: str, kind: str) -> str:
    """What a file's name says of it, held against what it is."""
    if suffix in EXTENSIONS.get(kind, set()) or (suffix == ".py" and kind.startswith("python")):
        return _("Its name ends in {suffix}, as such files do.").format(suffix=suffix)
    if suffix in ALL_EXTENSIONS:
        return _("Its name ends in {suffix}, which is the ending of other files.").format(suffix=suffix)
    if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix):
        return _("Its name ends in {suffix}.").format(suffix=suffix)
    return _("Its name does not say what it is.")


def network_way(how: str) -> str:
    """What to ask for instead of a neural network's own file."""
    return _("Ask for the model as ONNX ({how}), run it where it lives as a command, or give its predictions as a "
             "column.").format(how=how)


def archive(models: list[str], odd: list[str]) -> tuple[str, str]:
    """What lies in a ZIP archive, and what to do with it."""
    if {"bomb", "path", "many", "twofold"} & set(odd):
        return _("The file is a ZIP archive that no honest sender makes."), safer()
    if "locked" in odd:
        return _("The file is a ZIP archive that is locked with a password."), _("Unpack it and choose the model file inside.")
    if "packing" in odd:
        return (_("The file is a ZIP archive packed in a way that this program does not unpack."),
                _("Unpack it and choose the model file inside."))
    if not models:
        return not_loadable("zip")
    sentence = _("The file is a ZIP archive that holds {names}.").format(names=listed(models))
    return sentence, _("Unpack it and choose the one you mean: only a single model is opened in an archive, and no archive "
                       "within one.")


def tar(models: list[str], odd: str) -> tuple[str, str]:
    """What lies in a TAR archive, and what to do with it."""
    if odd:
        return _("The file is a TAR archive that no honest sender makes."), safer()
    if not models:
        return not_loadable("tar")
    sentence = _("The file is a TAR archive that holds {names}.").format(names=listed(models))
    return sentence, _("Unpack it and choose the one you mean: only a single model is opened in an archive, and no archive "
                       "within one.")


def odd_archive(code: str) -> str:
    """What is odd about an archive."""
    return {
        "depth": _("Archives lie in archives in archives; the innermost were not looked into."),
        "many": _("It holds thousands of files; not all were looked at."),
        "bomb": _("A file in it unpacks to far more than its size allows."),
        "path": _("A file in it would be unpacked outside the folder it is unpacked in."),
        "twofold": _("It contradicts itself: what it says before a file and in its directory differ, or a name is there "
                     "twice."),
        "name": _("A name in it holds characters that cannot be shown."),
        "link": _("It holds links or devices, not only files and folders."),
        "sparse": _("It holds a file with holes, which programs fill in different ways."),
        "locked": _("A file in it is locked with a password and was not looked into."),
        "packing": _("A file in it is packed in a way that is not known here, and was not looked into."),
        "damaged": _("A part of it is damaged."),
        "leading": _("Something stands in the file before the archive begins."),
        "trailing": _("Something follows the end of the archive in the file."),
    }[code]


def odd_weights(code: str) -> str:
    """What is odd about a safetensors file."""
    return {
        "size": _("An array's size is not what its type and shape need."),
        "type": _("An array has a type that the format does not know."),
        "overlap": _("Arrays in it lie over one another."),
        "hole": _("There are bytes in it that belong to no array."),
        "cut": _("The file is shorter than it claims to be."),
        "trailing": _("Something follows the end that the file claims to have."),
        "twice": _("An array is named twice."),
    }[code]


def not_loadable(kind: str) -> tuple[str, str]:
    """Why a file of this kind is not opened, and the way out."""
    sentence = _("The file is {kind}, not a model this program can open.").format(kind=format_title(kind))
    ways = {
        "empty": _("Choose another file."),
        "zip": _("Unpack it and choose the model file inside."),
        "keras": network_way(_("tf2onnx in the environment it was made in does it")),
        "hdf5": network_way(_("if it is a Keras model, tf2onnx in the environment it was made in does it")),
        "torch": network_way(_("torch.onnx.export in the environment it was made in does it")),
        "torch_pickle": network_way(_("torch.onnx.export in the environment it was made in does it")),
        "torchscript": network_way(_("torch.onnx.export of the original network does it")),
        "7z": _("Unpack it and choose the model file inside."),
        "rar": _("Unpack it and choose the model file inside."),
        "tar": _("Unpack it and choose the model file inside."),
        "safetensors": network_way(_("it holds weights without the model around them, so its author must do it")),
        "python_broken": _("Run Python on it once: it names the line that is wrong."),
        "python_other": _("Define predict(df) in it, which answers one value for each row of a pandas table."),
        "delimited": _("Choose it as the table of data, and as the model the file that holds it."),
        "npy": _("It holds numbers, not a model."),
        "npy_objects": _("If the model is in it, have it saved by joblib or pickle instead."),
        "npz": _("It holds numbers, not a model."),
        "torch_old": network_way(_("torch.onnx.export in the environment it was made in does it")),
        "tf_saved": network_way(_("tf2onnx in the environment it was made in does it")),
        "tflite": network_way(_("tf2onnx in the environment it was made in does it")),
        "coreml": network_way(_("its author must export the network it was made from")),
        "protobuf": network_way(_("tf2onnx in the environment it was made in does it")),
        **other_words.ways(),
    }
    unknown = _("Export it as ONNX, run it where it lives as a command, or give its predictions as a column.")
    return sentence, ways.get(kind, unknown)
