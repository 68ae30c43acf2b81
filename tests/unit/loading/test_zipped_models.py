"""A ZIP archive with one model in it is looked at as that model; one that lies or holds several is refused in words."""

import hashlib
import io
import pickle
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.looks import ModelLook
from tests.unit.loading import hostile_corpus

MODEL = pickle.dumps({"a": [1.0, 2.0]})
LITTER = {"model/": b"", "__MACOSX/._m.pkl": b"\0\5\x16\7", "model/.DS_Store": b"x", "README.md": b"Made by the vendor.",
          "model/metadata.json": b'{"name": "m"}', "notes.txt": b"column one is the age",
          "NOTES": b"Model of our own\n"}  # fmt: skip
MARKER = Path("/nonexistent/marker")


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return room.getvalue()


def look(tmp_path: Path, content: bytes, name: str = "model.zip") -> ModelLook:
    (tmp_path / name).write_bytes(content)
    return inspect_model(tmp_path / name)


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_one_model_among_notes_is_looked_at_as_itself(tmp_path: Path, how: int) -> None:
    content = zipped(LITTER | {"model/m.pkl": MODEL}, how)
    seen = look(tmp_path, content)
    assert (seen.verdict, seen.format, seen.member, seen.anomalies) == ("loadable", "pickle", "model/m.pkl", [])
    assert seen.container == "zip"
    assert seen.sha256 == hashlib.sha256(content).hexdigest()
    assert seen.member_sha256 == hashlib.sha256(MODEL).hexdigest()
    assert seen.contents["File in the archive"] == "model/m.pkl"
    assert seen.size == len(content)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.zip"]


def test_a_member_that_is_packed_itself_says_so(tmp_path: Path) -> None:
    import gzip

    assert look(tmp_path, zipped({"m.pkl.gz": gzip.compress(MODEL)})).container == "zip, gzip"


def test_a_wrong_ending_inside_is_odd_and_no_more(tmp_path: Path) -> None:
    seen = look(tmp_path, zipped({"m.onnx": MODEL}))
    assert seen.verdict == "loadable"
    assert "ends in .onnx, but the content is a pickle" in seen.anomalies[0]


def test_several_models_are_named(tmp_path: Path) -> None:
    seen = look(tmp_path, zipped(LITTER | {"a.pkl": MODEL, "b.pkl": MODEL}))
    assert seen.verdict == "refused"
    assert "a.pkl, b.pkl" in seen.sentence
    assert "choose the one you mean" in seen.way_out


def test_a_model_under_any_ending_counts(tmp_path: Path) -> None:
    old = pickle.dumps({"a": [1.0]}, 0)
    assert "a.bin, b" in look(tmp_path, zipped({"a.bin": old, "b": old})).sentence
    assert "a.bin, b" in look(tmp_path, zipped({"a.bin": MODEL, "b": MODEL})).sentence


def test_archives_in_archives_are_not_opened(tmp_path: Path) -> None:
    seen = look(tmp_path, zipped({"inner.zip": zipped({"m.pkl": MODEL})}))
    assert seen.verdict == "refused"
    assert "inner.zip › m.pkl" in seen.sentence
    assert "no archive within one" in seen.way_out
    assert look(tmp_path, zipped({"inner.bin": zipped({"m.pkl": MODEL})})).verdict == "refused"


CORPUS = hostile_corpus.corpus(str(MARKER))


def test_hostile_members_are_judged_as_bare_ones(tmp_path: Path) -> None:
    """Every seventh sample of the corpus: the verdict of the bare file."""
    for name, content in list(CORPUS.items())[::7]:
        bare, packed = look(tmp_path, content, "model.pkl"), look(tmp_path, zipped({"model.pkl": content}))
        assert packed.verdict == bare.verdict, name
        if not bare.member:  # an archive in an archive is refused unread
            assert [use.name for use in packed.names] == [use.name for use in bare.names], name


def changed(content: bytes, at: bytes, offset: int, new: bytes) -> bytes:
    place = content.index(at) + offset
    return content[:place] + new + content[place + len(new) :]


def twice(first: str, second: str) -> bytes:
    room = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(room, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(first, b"notes")
        archive.writestr(second, MODEL)
    return room.getvalue()


def linked(mode: int) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        archive.writestr("m.pkl", MODEL)
        link = zipfile.ZipInfo("data.txt")
        link.external_attr = mode << 16
        archive.writestr(link, "/etc/passwd")
    return room.getvalue()


PLAIN = zipped({"m.pkl": MODEL}, zipfile.ZIP_STORED)
LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


@pytest.mark.parametrize(("content", "said"), [
    (zipped({"../m.pkl": MODEL}), "outside the folder"),
    (zipped({"..\\m.pkl": MODEL}), "outside the folder"),
    (zipped({"C:/m.pkl": MODEL}), "outside the folder"),
    (zipped({"m.pkl": MODEL, "/etc/notes.txt": b"x"}), "outside the folder"),
    (linked(0o120777), "outside the folder"),
    (linked(0o060666), "outside the folder"),
    (changed(PLAIN, CENTRAL, 8, b"\x01"), "locked"),
    (changed(changed(PLAIN, CENTRAL, 8, b"\x01"), LOCAL, 6, b"\x01"), "locked"),
    (twice("m.pkl", "m.pkl"), "contradicts itself"),
    (twice("M.pkl", "m.pkl"), "contradicts itself"),
    (changed(PLAIN, LOCAL, 30, b"n.pkl"), "contradicts itself"),
    (changed(PLAIN, LOCAL, 22, struct.pack("<L", 3)), "contradicts itself"),
    (changed(PLAIN, LOCAL, 8, struct.pack("<H", 8)), "contradicts itself"),
    (changed(PLAIN, LOCAL, 14, b"\1\2\3\4"), "contradicts itself"),
    (changed(PLAIN, CENTRAL, 24, struct.pack("<L", 2**31)), "contradicts itself"),
    (zipped({"m.pkl": bytes(64 * 2**20)}), "far more than its size"),
    (zipped({"m.pkl": MODEL, "pad.txt": bytes(64 * 2**20)}), "far more than its size"),
], ids=["dots", "back-slashes", "drive", "root", "link", "device", "locked", "locked-both", "twice", "twice-by-case", "local-name",
        "local-size", "local-method", "local-check", "directory-size", "bomb", "bomb-beside"])  # fmt: skip
def test_an_archive_that_lies_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    seen = look(tmp_path, content)
    assert seen.verdict == "refused"
    assert any(said in anomaly for anomaly in seen.anomalies)
    assert seen.way_out
    assert seen.member == ""


def test_members_that_lie_over_one_another_are_refused(tmp_path: Path) -> None:
    """Two entries of the directory for one run of bytes, as the flat bombs have."""
    content = zipped({"a.pkl": MODEL, "b.pkl": MODEL}, zipfile.ZIP_STORED)
    at = content.rindex(CENTRAL)
    content = content[: at + 42] + struct.pack("<L", 0) + content[at + 46 :]
    assert any("contradicts itself" in odd for odd in look(tmp_path, content).anomalies)


def test_a_member_cut_or_damaged_is_refused(tmp_path: Path) -> None:
    content = zipped({"m.pkl": MODEL}, zipfile.ZIP_STORED)
    seen = look(tmp_path, content.replace(MODEL, MODEL[:-3] + b"abc"))
    assert (seen.verdict, "damaged" in seen.sentence) == ("refused", True)


@pytest.mark.parametrize(("content", "told"), [
    (PLAIN + b"x", ["Something follows the end of the archive in the file."]),
    (PLAIN + bytes(60_000), ["Something follows the end of the archive in the file."]),
    (zipped({"other.pkl": b"x"}) + PLAIN, ["Something stands in the file before the archive begins."]),
    (zipped({"other.pkl": b"x"}) + PLAIN + b"x", ["Something stands in the file before the archive begins.",
                                                 "Something follows the end of the archive in the file."]),
])  # fmt: skip
def test_what_lies_around_an_archive_is_told(tmp_path: Path, content: bytes, told: list[str]) -> None:
    seen = look(tmp_path, content)
    assert (seen.verdict, seen.member, seen.anomalies) == ("loadable", "m.pkl", told)


def test_a_comment_of_an_archive_is_part_of_it_and_more_is_not(tmp_path: Path) -> None:
    with zipfile.ZipFile(room := io.BytesIO(PLAIN), "a") as archive:
        archive.comment = b"made by the vendor"
    assert look(tmp_path, room.getvalue()).anomalies == []
    assert look(tmp_path, room.getvalue() + b"x").anomalies == ["Something follows the end of the archive in the file."]


@pytest.mark.parametrize("name", ["m.skops", "m.keras", "m.pt"])
def test_that_holds_of_formats_that_are_archives_too(tmp_path: Path, name: str) -> None:
    members = {"m.skops": {"schema.json": b"{}"}, "m.keras": {"config.json": b"{}", "model.weights.h5": b"x"},
               "m.pt": {"m/data.pkl": MODEL}}  # fmt: skip
    plain = zipped(members[name])
    told = "Something follows the end of the archive in the file."
    assert told not in look(tmp_path, plain, name).anomalies
    assert told in look(tmp_path, plain + b"x", name).anomalies


def test_an_archive_of_many_small_members_is_opened_a_few_times_and_not_once_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "m.zip").write_bytes(zipped({f"note{place}.txt": b"a note" for place in range(300)} | {"m.pkl": MODEL}))
    opened = []
    whole = zipfile.ZipFile.__init__
    monkeypatch.setattr(zipfile.ZipFile, "__init__", lambda *given, **more: opened.append(1) or whole(*given, **more))
    assert inspect_model(tmp_path / "m.zip").contents["File in the archive"] == "m.pkl"
    assert len(opened) < 10


def test_members_that_unpack_to_far_more_together_are_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them is one by itself."""
    monkeypatch.setattr("rai_desktop.loading.zipped_models._ALL_OTHERS", 2**20)
    zeros = {f"note{place}.txt": bytes(2**20) for place in range(4)}
    (tmp_path / "m.zip").write_bytes(zipped({"m.pkl": MODEL} | zeros))
    look = inspect_model(tmp_path / "m.zip")
    assert look.verdict == "refused"
    assert look.anomalies == ["A file in it unpacks to far more than its size allows."]


def test_a_packing_that_is_not_known_is_told_to_be_that_and_not_damage(tmp_path: Path) -> None:
    content = bytearray(zipped({"m.pkl": MODEL}))
    struct.pack_into("<H", content, 8, 9)  # Deflate64, as Windows packs large files
    struct.pack_into("<H", content, content.rfind(b"PK\1\2") + 10, 9)
    (tmp_path / "m.zip").write_bytes(content)
    look = inspect_model(tmp_path / "m.zip")
    assert look.sentence == "The file is a ZIP archive packed in a way that this program does not unpack."
    assert look.way_out == "Unpack it and choose the model file inside."


def test_a_name_without_end_is_told_by_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "m.zip").write_bytes(zipped({"n" * 60_000 + ".pkl": MODEL}))
    look = inspect_model(tmp_path / "m.zip")
    assert look.verdict == "loadable"
    assert len(look.contents["File in the archive"]) < 300
