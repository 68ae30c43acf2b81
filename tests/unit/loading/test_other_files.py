"""Files that are no models are told by their content in one sentence, each with its way out."""

import bz2
import gzip
import io
import json
import lzma
import pickle
import zipfile
from pathlib import Path

import pytest

from rai_desktop.errors import Refusal
from rai_desktop.loading import formats
from rai_desktop.loading.inspection import inspect_model

R_DATA = b"X\n\0\0\0\3\0\4\2\1\0\3\5\0\0\0\0\5UTF-8" + b"\0" * 50
SAS = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011") + b"\0" * 200


def zipped(*names: str) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        for name in names:
            archive.writestr(name, b"[info]\n")
    return room.getvalue()


FILES: dict[str, tuple[bytes, str, str]] = {
    "gguf": (b"GGUF\3\0\0\0" + b"\0" * 90, "a language model's weights (GGUF)", "as a column"),
    "rds": (R_DATA, "an R file (.rds or .RData)", "Have R run it"), "packed rds": (gzip.compress(R_DATA), "an R file (.rds or .RData)", "--model-command"),
    "bz2 RData": (bz2.compress(b"RDX2\nX\n\0\0\0\2"), "an R file (.rds or .RData)", "Have R run it"), "xz rds": (lzma.compress(R_DATA), "an R file (.rds or .RData)", "R run"),
    "text rds": (b"A\n3\n262657\n197888\n", "an R file (.rds or .RData)", "Have R run it"), "R": (b"library(caret)\nm <- readRDS('m.rds')\n", "R code", "Have R run it"),
    "sav": (b"$FL2@(#) SPSS DATA FILE" + b" " * 90, "an SPSS data file", "saved as CSV"), "sas7bdat": (SAS, "a SAS data file", "made with SAS is run as a command"),
    "xpt": (b"HEADER RECORD*******LIBRARY HEADER" + b" " * 90, "a SAS data file", "saved as CSV"), "dta": (b"<stata_dta><header>", "a Stata data file", "CSV"),
    "pmml": (b'<?xml version="1.0"?><PMML xmlns="http://www.dmg.org/PMML-4_4"/>', "a PMML file", "Have a PMML engine run it"),
    "mojo": (zipped("model.ini", "trees/t00_000.bin"), "an H2O model (MOJO)", "Have H2O run it"), "spark": (zipped("metadata/part-00000", "stages/0/x"), "a Spark model", "Have Spark run it"),
    "saved model": (zipped("saved_model.pb", "variables/variables.index"), "a TensorFlow SavedModel", "tf2onnx"), "tflite": (b"\x1c\0\0\0TFL3\0", "a TensorFlow Lite model", "ONNX"),
    "mlmodel": (b"\x08\x05\x12\x10\x0a\x0e\x0a\x05input\x12\x05hello", "a protobuf file, as TensorFlow and Core ML write them, or an ONNX file that was cut short", "ONNX"),
    "mlpackage": (zipped("Manifest.json", "Data/com.apple.CoreML/model.mlmodel"), "a Core ML model", "its author must export"),
    "java": (b"\xac\xed\0\5sr\0\4weka", "a Java object, as Weka and other Java programs save them", "Have Java run it"), "jar": (zipped("META-INF/MANIFEST.MF"), "an archive of Java code (JAR)", "Java"),
    "old torch": (pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2), "a PyTorch file of the older form", "torch.onnx.export"),
    "png": (b"\x89PNG\r\n\x1a\n\0", "a picture", "Choose the file that holds the model"), "gif": (b"GIF89a\0\0", "a picture", "Choose"), "svg": (b"<?xml version='1.0'?>\n<svg/>", "a picture", "Choose"),
    "pdf": (b"%PDF-1.7\n", "a document", "Choose"), "docx": (zipped("[Content_Types].xml", "word/document.xml"), "a document", "Choose"), "xlsx": (zipped("xl/workbook.xml"), "an Excel workbook", "as the table of data"),
    "parquet": (b"PAR1\0\0PAR1", "a table of columns (Parquet, Arrow, ORC or Avro)", "as the table"), "csv": (b"a,b\n1,2\n", "a table in text (CSV)", "as the table"),
    "packed csv": (gzip.compress(b"a,b\n1,2\n"), "a table in text (CSV)", "as the table"), "sqlite": (b"SQLite format 3\0", "a database (SQLite)", "opened as a project"),
    "mat": (b"MATLAB 5.0 MAT-file", "a MATLAB file", "Have MATLAB run it"), "notebook": (json.dumps({"cells": [], "nbformat": 4}).encode(), "a Jupyter notebook", "joblib.dump"),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", "a note of Git LFS that stands for a file which was not fetched", "git lfs pull"),
    "dump": (b"booster[0]:\n0:[f0<0.5] yes=1,no=2\n", "a printout of a model's trees, which its library cannot read back", ".ubj"), "libsvm": (b"svm_type c_svc\n", "a LIBSVM or LIBLINEAR model", "LIBSVM"),
    "program": (b"\x7fELF\2\1\1\0", "a program", "--model-command"), "script": (b"#!/bin/sh\necho 1\n", "a program", "--model-command"), "zeros": (bytes(900), "filled with zeros where it should begin", "ask for the file again"),
    "note": (b"This is a note about the model.\n", "a text", "Choose"), "text of an old pickle's letters": (b"SELECT 1;\n", "a text", "Choose"), "utf-16": ("a note".encode("utf-16"), "a text", "Choose"),
    "json": (b'{"a": 1}', "JSON of no kind this program knows", "Choose"), "empty": (b"", "empty", "Choose another file"), "unknown": (b"\xfe\xfa\xfb\1\2\3" * 20, "of no kind this program knows", "run it where it lives as a command"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_it_is_named_with_its_way_out(name: str, tmp_path: Path) -> None:
    content, title, way_out = FILES[name]
    (path := tmp_path / "model").write_bytes(content)
    look = inspect_model(path)
    assert (look.verdict, look.sentence) == ("refused", f"The file is {title}, not a model this program can open.")
    assert way_out in look.way_out


@pytest.mark.parametrize("first", [b"GIF89a", b"GGUF", b"MZ..", b"II*\0", b"SQLite format 3\0", b"X\n\0\0\0\3\0"])
def test_a_pickle_behind_the_sign_of_another_kind_is_not_opened(first: bytes, tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(first + b"cos\nsystem\n(S'true'\ntR.")
    assert inspect_model(path).verdict == "refused"


def test_a_script_with_predict_stays_a_model_whatever_its_first_line(tmp_path: Path) -> None:
    (path := tmp_path / "model.py").write_bytes(b"#!/usr/bin/env python3\ndef predict(df):\n    return [1] * len(df)\n")
    assert inspect_model(path).format == "python"


def test_a_picture_beside_a_model_in_an_archive_is_none(tmp_path: Path) -> None:
    with zipfile.ZipFile(path := tmp_path / "mailed.zip", "w") as archive:
        archive.writestr("model.pkl", pickle.dumps({1: 2}))
        archive.writestr("logo", b"\x89PNG\r\n\x1a\n\0")
        archive.writestr("run", b"#!/bin/sh\n")
    assert inspect_model(path).member == "model.pkl"


def refused(path: Path) -> tuple[str, str]:
    with pytest.raises(Refusal) as told:
        inspect_model(path)
    return told.value.sentence, told.value.way_out


def test_folders_say_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    assert refused(tmp_path / "plain") == ("plain is a folder, not a model file.", "Choose the model file in it.")
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "saved_model.pb").write_bytes(b"\x08\x01")
    sentence, way_out = refused(tmp_path / "net")
    assert sentence == "net is a folder that holds a TensorFlow SavedModel, which this program cannot open."
    assert "tf2onnx" in way_out
    (tmp_path / "net" / "saved_model.pb").rename(tmp_path / "plain" / "model.ini")
    assert "an H2O model" in refused(tmp_path / "plain")[0]


def test_links_and_files_that_are_gone(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.pkl") == (f"There is no model file gone.pkl in {tmp_path}.", "Check its name, or choose it again: it may have been moved or renamed.")
    (tmp_path / "a.pkl").symlink_to(tmp_path / "b.pkl")
    assert refused(tmp_path / "a.pkl")[0] == "a.pkl is a link that leads to no file."
    (tmp_path / "b.pkl").symlink_to(tmp_path / "a.pkl")
    assert refused(tmp_path / "b.pkl")[0] == "b.pkl is a link that leads to no file."


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path := tmp_path / "model.pkl").write_bytes(b"x")

    def denied(_path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(formats, "sniff", denied)
    assert refused(path) == ("You may not read the model file model.pkl.", "Ask whoever owns it for the right to read it, or copy it to a folder of your own.")
