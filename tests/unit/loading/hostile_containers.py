"""Hostile files that are no pickles: data kept elsewhere, numbers that readers cut short, lengths that lie, texts that no
program can keep, archives that unpack for ever. Written byte by byte, for no library writes them.
"""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator

Samples = Iterator[tuple[str, bytes]]
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def containers_of_others(_shell: str, _code: str, marker: str) -> Samples:
    """Every sample by its name."""
    for title, content in onnx(marker):
        yield "onnx-" + title, content
    for title, content in numbers():
        yield title, content
    for title, content in archives():
        yield title, content


# protobuf, by hand


def number(value: int) -> bytes:
    """A number as protobuf writes it."""
    made = b""
    while value > 127:
        made += bytes([value & 127 | 128])
        value >>= 7
    return made + bytes([value])


def part(field: int, content: bytes) -> bytes:
    """A field that holds bytes."""
    return number(field << 3 | 2) + number(len(content)) + content


def long_part(field: int, content: bytes) -> bytes:
    """The same under a number of more than 32 bits, of which protobuf keeps the lower 32."""
    key = field << 3 | 2
    return bytes([key | 128, 128, 128, 128, 16]) + number(len(content)) + content


def whole(field: int, value: int) -> bytes:
    """A field that holds a whole number."""
    return number(field << 3) + number(value)


def model(graph: bytes, more: bytes = b"") -> bytes:
    """An ONNX file of one graph."""
    return whole(1, 8) + part(7, graph) + part(8, whole(2, 13)) + more


def node(operator: str, domain: str = "", attribute: bytes = b"") -> bytes:
    """One operator of a graph."""
    return part(4, operator.encode()) + part(2, b"y") + part(7, domain.encode()) + (part(5, attribute) if attribute else b"")


def _elsewhere(path: str) -> bytes:
    return part(13, part(1, b"location") + part(2, path.encode()))


def onnx(path: str) -> Samples:
    """Every place where a tensor may say that its numbers are in another file, and operators that reach out of it."""
    plain = whole(1, 2) + whole(2, 1) + part(8, b"w")
    tensor = plain + _elsewhere(path) + whole(14, 1)
    sparse = part(1, tensor) + part(2, plain) + whole(3, 2)
    start = part(1, node("Identity"))
    yield "sparse-values", model(start + part(15, sparse))
    yield "sparse-places", model(start + part(15, part(1, plain) + part(2, tensor)))
    for field, held in ((5, tensor), (10, tensor), (22, sparse), (23, sparse)):
        yield f"attribute-{field}", model(part(1, node("Constant", attribute=part(1, b"v") + part(field, held))))
    inner = part(1, node("Constant", attribute=part(1, b"v") + part(22, sparse)))
    yield "subgraph", model(part(1, node("If", attribute=part(1, b"then_branch") + part(6, inner))))
    yield "subgraphs", model(part(1, node("If", attribute=part(1, b"branches") + part(11, inner))))
    yield "training", model(start, part(20, part(1, part(5, tensor))))
    yield "training-algorithm", model(start, part(20, part(2, part(5, tensor))))
    yield "function-node", model(start, part(25, part(1, b"f") + part(7, node("Constant", attribute=part(5, tensor)))))
    yield "function-default", model(start, part(25, part(1, b"f") + part(11, part(1, b"v") + part(5, tensor))))
    yield "cut-short-mark", model(start + part(5, plain + _elsewhere(path) + whole(14, 2**32 + 1)))
    yield "cut-short-field", model(start + part(5, plain + long_part(13, _elsewhere(path)[2:]) + whole(14, 2**32 + 1)))
    yield "cut-short-tensor", model(start + long_part(5, tensor))
    for domain, operator in (("com.microsoft", "PythonOp"), ("com.microsoft", "EPContext"), (":ai.onnx", "Run"),
                             ("ai.onnx:x", "Run"), ("ai.onnx\0", "Run"), ("org.pytorch.aten", "ATen")):
        yield f"operator-{ascii(domain)[1:-1]}-{operator}", model(part(1, node(operator, domain)))


# numbers and texts that lie


def safetensors(head: bytes, body: bytes = b"") -> bytes:
    """A file with this head."""
    return struct.pack("<Q", len(head)) + head + body


def catboost_json(index: str) -> bytes:
    """A CatBoost file whose one feature has this place."""
    return b'{"model_info":{},"features_info":{"float_features":[{"flat_feature_index":' + index.encode() + b'}]},"trees":[]}'


def numbers() -> Samples:
    """Shapes, lengths and letters that no honest file holds."""
    array = b'{"a":{"dtype":"F32","shape":%s,"data_offsets":[0,4]}}'
    yield "safetensors-shape", safetensors(array % json.dumps([2**59] * 100_000).encode(), bytes(4))
    yield "safetensors-half-letters", safetensors(b'{"__metadata__":{"\\ud800":"\\udfff\\u202e"}}')
    yield "safetensors-twice", safetensors(b'{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},' * 2 + b'"b":0}', b"x")
    yield "hdf5-half-letters", b"\x89HDF\r\n\x1a\n" + bytes(100) + b'{"class_name": "\\ud800", "config": {}}'
    yield "hdf5-descriptions", b"\x89HDF\r\n\x1a\n" + bytes(100) + b'{"name": ' * 400_000
    yield "hdf5-digits", b"\x89HDF\r\n\x1a\n" + bytes(100) + (b"keras_version" + b"1" * 50_000) * 200
    for title, index in (("text", '"x"'), ("none", "null"), ("list", "[]"), ("endless", "1e999")):
        yield "catboost-" + title, catboost_json(index)
    yield "packed-zeros", zlib.compress(bytes(400 * 2**20), 9)


# archives


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An honest archive."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return room.getvalue()


def repeated(archive: bytes, count: int) -> bytes:
    """One member named again and again by the directory, its bytes there once."""
    end, start = archive.rindex(_END), archive.index(_CENTRAL)
    entries = archive[start:end] * count
    return archive[:start] + entries + _END + struct.pack("<4H2LH", 0, 0, count, count, len(entries), start, 0)


def told(archive: bytes, local: int, central: int, value: int) -> bytes:
    """The same 16 bits set in the first member's own header and in the directory."""
    room = bytearray(archive)
    struct.pack_into("<H", room, archive.index(_LOCAL) + local, value)
    struct.pack_into("<H", room, archive.index(_CENTRAL) + central, value)
    return bytes(room)


def spoiled(archive: bytes) -> bytes:
    """The first member's bytes overwritten."""
    at = archive.index(_LOCAL)
    start = at + 30 + sum(struct.unpack_from("<2H", archive, at + 26))
    return archive[:start] + b"\xff" * 8 + archive[start + 8 :]


def archives() -> Samples:
    """Models in ZIP that are locked, damaged, packed in odd ways, or archives without end."""
    node_ = {"__loader__": "ObjectNode", "__module__": "sklearn.dummy", "__class__": "DummyClassifier", "__id__": 1}
    skops = zipped({"schema.json": json.dumps(node_).encode()})
    keras = zipped({"config.json": b'{"class_name": "\\ud800", "registered_name": "\\u202e"}', "metadata.json":
                    b'{"keras_version": "\\ud800"}', "model.weights.h5": b"x"})
    torch = zipped({"m/data.pkl": b"\x80\x02}.", "m/version": b"3"})
    for kind, archive in (("skops", skops), ("keras", keras), ("torch", torch)):
        yield kind + "-locked", told(archive, 6, 8, 1)
        yield kind + "-patched", told(archive, 6, 8, 0x20)
        yield kind + "-spoiled", spoiled(archive)
        for how in (1, 9, 12, 14, 93, 99):
            yield f"{kind}-method-{how}", told(archive, 8, 10, how)
    yield "keras-half-letters", keras
    yield "keras-deep", zipped({"config.json": b'{"a":' * 100_000, "model.weights.h5": b"x"})
    yield "zip-flat-archives", repeated(zipped({"i.zip": bytes(63 * 2**20)}), 1999)
    inner = zipped({"k.zip": bytes(10**6)})
    yield "zip-deep-archives", repeated(zipped({"i.zip": repeated(zipped({"j.zip": repeated(inner, 1900)}), 1900)}), 1900)
    yield "zip-directory", repeated(zipped({"a" * 60_000: b""}), 600)
