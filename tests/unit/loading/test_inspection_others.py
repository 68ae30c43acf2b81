"""Archives and neural networks' files are recognised and told kindly: what it is, why not here, what instead."""

import gzip
import io
import json
import pickle
import struct
import zipfile
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.looks import ModelLook


def archive(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", how) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return room.getvalue()


def look(tmp_path: Path, content: bytes, name: str = "model.bin") -> ModelLook:
    (tmp_path / name).write_bytes(content)
    seen = inspect_model(tmp_path / name)
    assert seen.verdict == "refused"
    assert seen.way_out
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]
    return seen


def keras(layers: list[str]) -> bytes:
    config = {"class_name": "Sequential", "config": {"layers": [{"class_name": name} for name in layers]}}
    return archive({"config.json": json.dumps(config).encode(), "metadata.json": b'{"keras_version": "3.11.3"}',
                    "model.weights.h5": b"x"})


def test_models_in_archives_in_archives_are_named(tmp_path: Path) -> None:
    inner = archive({"deep/forest.joblib": b"x", "readme.md": b"x"})
    seen = look(tmp_path, archive({"net.onnx": b"x", "more.zip": inner}))
    assert seen.format == "zip"
    assert "net.onnx, more.zip › deep/forest.joblib" in seen.sentence
    assert "Unpack" in seen.way_out
    assert seen.anomalies == []


def test_an_archive_without_a_model_says_no_more_than_that(tmp_path: Path) -> None:
    assert "ZIP archive, not a model" in look(tmp_path, archive({"a.png": b"x"})).sentence


@pytest.mark.parametrize(("content", "said", "honest"), [
    (archive({"../../evil.pkl": b"x"}), "outside the folder", False), (archive({"/etc/evil.pkl": b"x"}), "outside the folder", False),
    (archive({"m.pkl": bytes(64 * 2**20)}), "far more than its size", False),
    (archive({"a.zip": archive({"b.zip": archive({"c.zip": archive({"d.pkl": b"x"})})})}), "innermost", True),
    (archive({"a.zip": b"PK no zip"}), "damaged", True), (archive({f"{i}.txt": b"" for i in range(2100)}), "thousands", False),
], ids=["dots", "root", "bomb", "deep", "broken", "many"])
def test_what_is_odd_about_an_archive_is_told(tmp_path: Path, content: bytes, said: str, honest: bool) -> None:
    seen = look(tmp_path, content)
    assert any(said in anomaly for anomaly in seen.anomalies)
    assert ("no honest sender" in seen.sentence) is not honest


def test_a_link_in_an_archive_is_odd(tmp_path: Path) -> None:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as opened:
        link = zipfile.ZipInfo("model.pkl")
        link.external_attr = 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
    assert "outside the folder" in look(tmp_path, room.getvalue()).anomalies[0]


def test_a_keras_file_is_told_with_its_version_and_its_way_out(tmp_path: Path) -> None:
    seen = look(tmp_path, keras(["Dense"]), "m.keras")
    assert (seen.format, seen.versions, seen.anomalies) == ("keras", {"keras": "3.11.3"}, [])
    assert "a Keras file" in seen.sentence
    assert "tf2onnx" in seen.way_out
    assert "Lambda" in look(tmp_path, keras(["Dense", "Lambda"]), "m.keras").anomalies[0]


@pytest.mark.parametrize(("content", "format_", "said"), [
    (archive({"m/data.pkl": b"x", "m/version": b"3"}), "torch", "torch.onnx.export"),
    (archive({"m/data.pkl": b"x", "m/code/__torch__.py": b"x"}), "torchscript", "original network"),
    (b"\x89HDF\r\n\x1a\n" + bytes(50), "hdf5", "if it is a Keras model"),
])
def test_other_networks_say_what_to_ask_for(tmp_path: Path, content: bytes, format_: str, said: str) -> None:
    seen = look(tmp_path, content)
    assert seen.format == format_
    assert said in seen.way_out
    assert "command" in seen.way_out


def test_safetensors_tell_how_much_they_hold(tmp_path: Path) -> None:
    head = json.dumps({"__metadata__": {}, "w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    seen = look(tmp_path, struct.pack("<Q", len(head)) + head + bytes(4))
    assert (seen.format, seen.container) == ("safetensors", "1 array of weights")
    assert "weights without the model" in seen.way_out
    broken = look(tmp_path, struct.pack("<Q", 40) + b"{" + b" " * 60)
    assert "could not be read" in broken.anomalies[0]


def test_a_gzip_of_a_model_is_still_a_model(tmp_path: Path) -> None:
    room = io.BytesIO()
    joblib.dump(LinearRegression().fit(np.eye(2), [0, 1]), room)
    (tmp_path / "m.gz").write_bytes(gzip.compress(room.getvalue()))
    assert inspect_model(tmp_path / "m.gz").verdict == "loadable"


def test_an_array_of_objects_is_not_said_to_hold_numbers(tmp_path: Path) -> None:
    np.save(tmp_path / "m.npy", np.array({"model": 1}, dtype=object))
    seen = inspect_model(tmp_path / "m.npy")
    assert (seen.verdict, seen.format) == ("refused", "npy_objects")
    assert "joblib or pickle" in seen.way_out
    np.save(tmp_path / "n.npy", np.arange(3))
    assert "numbers, not a model" in inspect_model(tmp_path / "n.npy").way_out


@pytest.mark.parametrize("text", ["Kunde Nr.,Alter\n1,20\n", "Xylo;b\n1;2\n", "Id\tb\n1\t2\n"])
def test_a_table_chosen_as_the_model_is_told_to_be_one(tmp_path, text):
    """Its first letter may be one that an old pickle may begin with."""
    (tmp_path / "table.csv").write_text(text)
    look = inspect_model(tmp_path / "table.csv")
    assert look.verdict == "refused"
    assert look.sentence == "The file is a table in text (CSV), not a model this program can open."
    assert "table of data" in look.way_out


def test_a_pickle_of_letters_is_still_read_as_one(tmp_path):
    (tmp_path / "m.pkl").write_bytes(pickle.dumps({"a,b": [1, 2]}, protocol=0))
    assert inspect_model(tmp_path / "m.pkl").format == "pickle"


@pytest.mark.parametrize("protocol", [2, 5])
def test_a_chart_beside_the_model_is_named_with_the_way_out(protocol: int, tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().plot([1, 2])
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps({"model": LinearRegression().fit([[0], [1]], [0, 1]), "plot": figure}, protocol))
    look = inspect_model(path)
    assert look.verdict == "refused"
    assert look.sentence == ("The file keeps a chart or a picture beside the model (matplotlib.figure.Figure): what draws may also run programs, "
                             "and is not opened.")
    assert look.way_out == "Have the model saved by itself, without the chart."
    assert {name.why for name in look.names if name.judgement == "dangerous"} == {"It is part of a chart or a picture, which is no part of a model."}


def test_a_way_round_through_what_draws_is_called_no_chart(tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(b"cmatplotlib\ncbook.os.system\n.")
    assert "chart" not in inspect_model(path).sentence
