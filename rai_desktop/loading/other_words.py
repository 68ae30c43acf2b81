"""Words for files that are no models this program opens: what each is, and the way out."""

from rai_desktop.i18n import _


def titles() -> dict[str, str]:
    """A kind's name for people, as it follows "The file is"."""
    return {
        "gguf": _("a language model's weights (GGUF)"), "r_data": _("an R file (.rds or .RData)"),
        "spss": _("an SPSS data file"), "sas_data": _("a SAS data file"), "stata": _("a Stata data file"),
        "tflite": _("a TensorFlow Lite model"), "java": _("a Java object, as Weka and other Java programs save them"),
        "java_archive": _("an archive of Java code (JAR)"), "program": _("a program"), "image": _("a picture"),
        "document": _("a document"), "workbook": _("an Excel workbook"),
        "columns": _("a table of columns (Parquet, Arrow, ORC or Avro)"), "database": _("a database (SQLite)"),
        "matlab": _("a MATLAB file"), "lfs": _("a note of Git LFS that stands for a file which was not fetched"),
        "printout": _("a printout of a model's trees, which its library cannot read back"),
        "libsvm": _("a LIBSVM or LIBLINEAR model"), "torch_old": _("a PyTorch file of the older form"),
        "h2o": _("an H2O model (MOJO)"), "tf_saved": _("a TensorFlow SavedModel"), "spark": _("a Spark model"),
        "coreml": _("a Core ML model"), "zeros": _("filled with zeros where it should begin"),
        "protobuf": _("a protobuf file, as TensorFlow and Core ML write them, or an ONNX file that was cut short"),
        "notebook": _("a Jupyter notebook"), "json": _("JSON of no kind this program knows"), "r_code": _("R code"),
        "text": _("a text"),
    }  # fmt: skip


def ways() -> dict[str, str]:
    """What to do instead, by kind."""
    table = _("Choose it as the table of data, and as the model the file that holds it.")
    other = _("Choose the file that holds the model.")
    return {
        "gguf": _("Language models are not assessed here; give what it answers about each row as a column."),
        "r_data": command("R"), "r_code": command("R"), "java": command("Java"), "java_archive": command("Java"),
        "h2o": command("H2O"),
        "spark": command("Spark"), "matlab": command("MATLAB"), "libsvm": command("LIBSVM"), "pmml": command(_("a PMML engine")),
        "program": _("If it reads a table and writes predictions, give it as a command (--model-command), or give its "
                     "predictions as a column."),
        "spss": _exported("SPSS"), "sas_data": _exported("SAS"), "stata": _exported("Stata"),
        "columns": table,
        "database": _("A project of this program is opened as a project; a table in another database, as data."),
        "workbook": table, "image": other, "document": other, "text": other, "json": other,
        "lfs": _("Fetch the file itself (git lfs pull), and choose that."),
        "printout": _("Have it saved again in a form that can be read back: XGBoost's .ubj or LightGBM's text, by save_model."),
        "zeros": _("It was not copied or fetched to its end: ask for the file again."),
        "notebook": _("Have the trained model saved in it, by joblib.dump(model, 'model.joblib'), and choose that file."),
    }  # fmt: skip


def command(program: str) -> str:
    """The way out of a model that another program runs."""
    text = _("Have {program} run it as a command, which reads a table and writes predictions (--model-command), or give its "
             "predictions as a column.")
    return text.format(program=program)


def _exported(program: str) -> str:
    text = _("It holds data: have it saved as CSV or Parquet and choose that as the table. A model made with {program} is run as "
             "a command (--model-command), or give its predictions as a column.")
    return text.format(program=program)


def folder(kind: str, name: str) -> str:
    """That a folder is no model file; `kind` is what other_files says of what lies in it."""
    if kind not in titles():
        return _("{name} is a folder, not a model file.").format(name=name)
    return _("{name} is a folder that holds {kind}, which this program cannot open.").format(name=name, kind=titles()[kind])
