"""Files of neural networks and CatBoost's own: what they are, hold and hide is told, though not all are opened."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.looks import ModelLook
from tests.unit.loading.opcodes import called, file, name

DATA = Path(__file__).parents[2] / "data"
NETWORKS, MODELS = DATA / "networks", DATA / "models"


def look(path: Path, content: bytes) -> ModelLook:
    path.write_bytes(content)
    seen = inspect_model(path)
    assert seen.verdict == "refused"
    assert seen.way_out
    return seen


def test_a_keras_file_tells_its_layers_weights_and_version() -> None:
    seen = inspect_model(NETWORKS / "plain.keras")
    assert seen.verdict == "refused"
    assert seen.contents["Layers"] == "Dense × 2, InputLayer × 1, Dropout × 1"
    assert seen.contents["Weights"] == "15 KiB"
    assert seen.versions["keras"].startswith("3.")
    assert seen.anomalies == []


def test_code_in_a_keras_file_is_told() -> None:
    assert "Lambda layer, which is Python code" in inspect_model(NETWORKS / "lambda.keras").anomalies[0]
    assert "other packages: Own" in inspect_model(NETWORKS / "own.keras").anomalies[0]


def test_an_hdf5_file_tells_the_keras_model_in_it_and_whether_its_size_is_true(tmp_path: Path) -> None:
    whole = (NETWORKS / "plain.h5").read_bytes()
    seen = look(tmp_path / "m.h5", whole)
    assert seen.container == "a Keras model: Sequential"
    assert "Dense × 2" in seen.contents["Layers"]
    assert seen.anomalies == []
    assert "follows the end" in look(tmp_path / "m.h5", whole + b"x" * 9).anomalies[0]
    assert "shorter than it claims" in look(tmp_path / "m.h5", whole[:-9]).anomalies[0]


def test_safetensors_tell_arrays_types_and_notes() -> None:
    seen = inspect_model(NETWORKS / "weights.safetensors")
    assert seen.container == "2 arrays of weights"
    assert seen.contents == {"Weights": "16 numbers", "Types": "F16, F32", "Arrays": "w, b", "Notes in the file": "format = pt"}
    assert seen.anomalies == []


def weights(head: str, held: int) -> bytes:
    return struct.pack("<Q", len(head)) + head.encode() + bytes(held)


@pytest.mark.parametrize(("head", "held", "said"), [
    ('{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4, "not what its type and shape need"),
    ('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}', 6, "over one another"),
    ('{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8, "belong to no array"),
    ('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 3, "shorter than it claims"),
    ('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 40, "follows the end"),
    ('{"w":{"dtype":"Q9","shape":[1],"data_offsets":[0,4]}}', 4, "type that the format does not know"),
    ('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4, "named twice"),
    ('{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 4, "could not be read"),
    ('{"w":3}', 4, "could not be read"),
])  # fmt: skip
def test_lies_in_safetensors_are_told(tmp_path: Path, head: str, held: int, said: str) -> None:
    assert any(said in odd for odd in look(tmp_path / "m.safetensors", weights(head, held)).anomalies)


def torch(members: dict[str, bytes]) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        for title, content in members.items():
            archive.writestr("net/" + title, content)
    return room.getvalue()


def test_a_torch_file_tells_its_classes_code_and_weights(tmp_path: Path) -> None:
    pickled = b"\x80\x02" + name("torch._utils", "_rebuild_tensor_v2").code + b"(X\x01\x00\x00\x00xQtR."
    content = torch({"data.pkl": pickled, "version": b"3\n", "code/__torch__/net.py": b"x", "data/0": bytes(3000), "data/1": bytes(9)})
    seen = look(tmp_path / "m.pt", content)
    assert seen.format == "torchscript"
    assert [use.name for use in seen.names] == ["torch._utils._rebuild_tensor_v2"]
    assert seen.contents == {"Code in the file": "__torch__/net.py", "Weights": "2 arrays, 3 KiB"}
    assert seen.versions == {"torch format": "3"}
    assert "torch.onnx.export" in seen.way_out


def test_a_network_of_torchscript_is_said_to_be_in_the_file(tmp_path: Path) -> None:
    pickled = b"\x80\x02c__torch__\nNet\n)\x81."
    seen = look(tmp_path / "m.pt", torch({"data.pkl": pickled, "code/__torch__.py": b"x"}))
    assert [(use.name, use.why) for use in seen.names] == [
        ("__torch__.Net", "A part of the network, whose code is written into the file.")]


def test_a_torch_file_that_would_run_something_says_so(tmp_path: Path) -> None:
    seen = look(tmp_path / "m.pt", torch({"data.pkl": file(called("os", "system", "true"))}))
    assert "os.system" in seen.sentence


def test_a_catboost_file_tells_version_loss_classes_and_features() -> None:
    seen = inspect_model(MODELS / "catboost-1.2.10-native.cbm")
    assert (seen.verdict, seen.versions) == ("loadable", {"catboost": "1.2.10"})
    assert seen.contents == {"Loss": "Logloss", "Classes": "no, yes", "Features": "a, b, c, k", "Categorical features": "1",
                             "Trees": "2 with 8 leaves"}  # fmt: skip
    seen = inspect_model(MODELS / "catboost-1.2.10-native.json")
    assert (seen.verdict, seen.format, seen.versions) == ("loadable", "catboost_json", {"catboost": "1.2.10"})
    assert (seen.contents["Classes"], seen.contents["Features"]) == ("no, yes", "a, b, c")


@pytest.mark.parametrize("change", [
    lambda whole: whole[:40], lambda whole: whole[:-4000], lambda whole: b"CBM1" + struct.pack("<I", 2**31) + whole[8:],
    lambda whole: whole[:8] + struct.pack("<I", 2**30) + whole[12:], lambda whole: b"CBM1" + bytes(60),
    lambda whole: whole[:4] + struct.pack("<I", 20) + whole[8:],
], ids=["head", "cut", "size", "root", "zeros", "short"])  # fmt: skip
def test_a_damaged_catboost_file_is_refused_kindly(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    whole = (MODELS / "catboost-1.2.10-native.cbm").read_bytes()
    assert "not a well-formed model file" in look(tmp_path / "m.cbm", change(whole)).sentence


def test_catboost_json_of_the_wrong_form_is_refused_kindly(tmp_path: Path) -> None:
    content = json.dumps({"model_info": {}, "oblivious_trees": 3}).encode()
    assert "not a well-formed model file" in look(tmp_path / "m.json", content).sentence


def test_every_byte_of_a_catboost_file_may_be_wrong(tmp_path: Path) -> None:
    whole = bytearray((MODELS / "catboost-1.2.10-native.cbm").read_bytes())
    for at in [*range(4, 120), *range(5800, len(whole), 3)]:
        changed = bytes(whole[:at]) + bytes([whole[at] ^ 0xFF]) + bytes(whole[at + 1 :])
        (tmp_path / "m.cbm").write_bytes(changed)
        assert inspect_model(tmp_path / "m.cbm").sentence


def rebuilding(*names: str) -> bytes:
    """A pickle that calls functions of these modules without arguments, as PyTorch's rebuild a network."""
    return b"\x80\x04" + b"".join(f"c{name.rpartition('.')[0]}\n{name.rpartition('.')[2]}\n)R0".encode() for name in names) + b"N."


def test_a_network_kept_as_a_pickle_is_named_as_that_and_a_payload_beside_it_is_not_hidden(tmp_path: Path) -> None:
    parts = ("torch._utils._rebuild_tensor_v2", "torch.storage._load_from_bytes")
    path = tmp_path / "m.pkl"
    path.write_bytes(rebuilding(*parts))
    seen = inspect_model(path)
    assert (seen.verdict, {name.judgement for name in seen.names}) == ("refused", {"unknown"})
    assert "a PyTorch network kept as a pickle" in seen.sentence
    assert "torch.onnx.export" in seen.way_out
    for payload in ("os.system", "torch.hub.load", "torch.load"):
        path.write_bytes(rebuilding(*parts, payload))
        seen = inspect_model(path)
        assert (seen.verdict, "dangerous" in {name.judgement for name in seen.names}) == ("refused", True)
        assert "PyTorch network" not in seen.sentence


@pytest.mark.parametrize("member", ["constants.pkl", "attributes.pkl", "bytecode.pkl", "extra/notes.pkl"])
def test_every_pickle_in_a_torch_file_is_looked_into(member: str, tmp_path: Path) -> None:
    plain = b"\x80\x02}."
    seen = look(tmp_path / "m.pt", torch({"data.pkl": plain, "code/__torch__.py": b"x", member: file(called("os", "system", "true"))}))
    assert "os.system" in seen.sentence
    seen = look(tmp_path / "m.pt", torch({"data.pkl": plain, member: plain + file(called("os", "system", "true"))}))
    assert "os.system" in seen.sentence


def test_a_torch_file_of_the_older_form_is_looked_into_to_its_end(tmp_path: Path) -> None:
    head = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." + b"\x80\x02M\xe9\x03." + b"\x80\x02}q\0."
    honest = head + b"\x80\x02ccollections\nOrderedDict\n)R." + b"\x80\x02]."
    assert look(tmp_path / "m.pt", honest + bytes(40)).sentence.startswith("The file is a PyTorch file of the older form")
    assert "os.system" in look(tmp_path / "m.pt", head + file(called("os", "system", "true"))).sentence


def keras(**part: object) -> bytes:
    room = io.BytesIO()
    layer = {"class_name": "Dense", "module": "keras.layers", "config": {"activation": part}}
    with zipfile.ZipFile(room, "w") as archive:
        archive.writestr("config.json", json.dumps({"class_name": "Sequential", "module": "keras", "config": {"layers": [layer]}}))
        archive.writestr("model.weights.h5", b"")
    return room.getvalue()


FETCHING: list[tuple[dict[str, object], str]] = [
    ({"module": "keras.utils", "class_name": "function", "config": "get_file"}, "Keras call functions that build no layer: keras.utils.get_file"),
    ({"module": "keras.src.utils.file_utils", "class_name": "get_file", "config": {}}, "keras.src.utils.file_utils.get_file"),
    ({"module": "builtins", "class_name": "eval", "config": "1"}, "builtins.eval"), ({"module": "builtins", "class_name": "function", "config": "exec"}, "builtins.exec"),
    ({"module": "tensorflow.io", "class_name": "function", "config": "read_file"}, "tensorflow.io.read_file"), ({"module": "os", "class_name": "function", "config": "system"}, "other packages: os.function"),
    ({"module": "keras.saving", "class_name": "function", "config": "load_model"}, "keras.saving.load_model"),
    ({"module": "keras.lossesx", "class_name": "function", "config": "get_file"}, "keras.lossesx.get_file"),
    ({"class_name": "__lambda__", "config": {"code": "4wEA"}}, "__lambda__ layer, which is Python code"), ({"module": "keras.layers", "class_name": "Lambda", "config": {}}, "Lambda layer"),
    ({"module": "keras.layers", "class_name": "StringLookup", "config": {"vocabulary": "/etc/passwd"}}, "would read or fetch /etc/passwd"),
    ({"module": "keras.layers", "class_name": "TextVectorization", "config": {"vocabulary": "http://x.example/v"}}, "would read or fetch http://x.example/v"),
    ({"module": "keras.layers", "class_name": "TFSMLayer", "config": {"filepath": "../net"}}, "would read or fetch ../net"),
    ({"module": "acme.layers", "class_name": "Own", "config": {}}, "other packages: acme.layers.Own"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "said"), FETCHING, ids=lambda part: str(part)[:60])
def test_what_a_keras_file_would_call_fetch_or_evaluate_is_told(part: dict[str, object], said: str, tmp_path: Path) -> None:
    assert any(said in odd for odd in look(tmp_path / "m.keras", keras(**part)).anomalies)


@pytest.mark.parametrize("part", [{"module": "keras.losses", "class_name": "function", "config": "mse"}, {"module": "keras", "class_name": "DTypePolicy", "config": {}},
                                  {"module": "keras.layers", "class_name": "StringLookup", "config": {"vocabulary": ["a", "b"]}}, {"class_name": "__tuple__", "items": [1]},
                                  {"module": "keras.src.ops.numpy", "class_name": "Add", "config": {}}])  # fmt: skip
def test_honest_parts_of_a_keras_file_raise_no_word(part: dict[str, object], tmp_path: Path) -> None:
    assert look(tmp_path / "m.keras", keras(**part)).anomalies == []
