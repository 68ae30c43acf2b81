"""Files that are no models this program opens, told by the bytes they begin with, so that each can be named with its way out."""

import codecs
import re

_SIGNS: tuple[tuple[bytes, str], ...] = (
    (rb"GGUF|lmgg|ggml|tjgg", "gguf"),
    (rb"X\n\x00\x00\x00[\x02\x03]\x00|RD[AX][23]\n[XAB]\n|A\n[23]\n\d{6}\n|B\n[\x02\x03]\x00\x00\x00", "r_data"),
    (rb"\$FL[23]@\(#\)", "spss"),
    (rb"\x00{12}\xc2\xea\x81\x60\xb3\x14\x11\xcf|HEADER RECORD\*{7}LIB", "sas_data"),
    (rb"<stata_dta>|[\x69\x6c\x6e\x71-\x73][\x01\x02]\x01\x00", "stata"),
    (rb"....TFL3", "tflite"),
    (rb"\xac\xed\x00\x05", "java"),
    (rb"\xca\xfe\xba\xbe\x00\x00\x00|\x7fELF|MZ..|[\xce\xcf]\xfa\xed\xfe", "program"),
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF....WEBP|BM....\x00\x00\x00\x00", "image"),
    (rb"\s*(<\?xml[^>]*>\s*)?<svg", "image"),
    (rb"%PDF-|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document"),
    (rb"PAR1|ARROW1\x00\x00|Obj\x01|ORC", "columns"),
    (rb"SQLite format 3\x00", "database"),
    (rb"MATLAB [57]\.", "matlab"),
    (rb"version https://git-lfs\.github\.com/spec/", "lfs"),
    (rb"booster\[0\]:\n|digraph \{", "printout"),
    (rb"svm_type |solver_type ", "libsvm"),
    (rb"\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19\.|\x80.\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19\.", "torch_old"),
)
_BEGINS = tuple((re.compile(sign, re.DOTALL), kind) for sign, kind in _SIGNS)
_PROTOBUF = re.compile(rb"\x08[\x01-\x10]\x12")
_R_CODE = re.compile(rb"\b(library|readRDS|require)\s*\(|<- function\(")
# Members that say what an archive is of; looked for among names alone.
_ARCHIVES: tuple[tuple[str, str], ...] = (
    (r"(.*/)?model\.ini", "h2o"), (r"(.*/)?saved_model\.pb(txt)?", "tf_saved"), (r"(.*/)?metadata/part-0+", "spark"),
    (r"(.*/)?(Manifest\.json|.*\.mlmodel)", "coreml"), (r"xl/workbook\..*", "workbook"),
    (r"(word|ppt)/.*\.xml|mimetype", "document"),
    (r"META-INF/MANIFEST\.MF", "java_archive"),
)  # fmt: skip
_SURE = {
    "h2o": r"(.*/)?(trees/.*\.bin|domains/.*|experimental/.*|word2vec.*|model\.ini)",
    "coreml": r"(.*/)?.*\.mlmodel",
    "spark": r"(.*/)?(stages/.*|data/.*|metadata/_SUCCESS)",
}  # fmt: skip
NO_MODELS = ("unknown", "text", "json", "zeros", "image", "document", "workbook", "columns", "database", "notebook", "spss",
    "sas_data", "stata", "r_code", "lfs", "program")  # fmt: skip
"""Kinds that do not count as a model beside one in an archive."""


def of_sign(head: bytes) -> str:
    """The kind of a file whose first bytes say it; "" for none of these."""
    return next((kind for sign, kind in _BEGINS if sign.match(head)), "")


def of_members(names: list[str]) -> str:
    """The kind of an archive by the names in it; "" for none of these."""
    for sign, kind in _ARCHIVES:
        if _any(sign, names) and _any(_SURE.get(kind, sign), names):
            return kind
    return ""


def _any(sign: str, names: list[str]) -> bool:
    fits = re.compile(sign).fullmatch
    return any(fits(name) for name in names)


def of_rest(head: bytes) -> str:
    """What is left when nothing else fits: text of some kind, zeros, or "unknown"."""
    if not head.strip(b"\0"):
        return "zeros"
    if _PROTOBUF.match(head):
        return "protobuf"
    return _of_text(head) if is_text(head) else "unknown"


def _of_text(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{") and (b'"nbformat"' in head or b'"cells"' in head):
        return "notebook"
    if start.startswith(b"{") and b'"tree_info"' in head:
        return "printout"
    if start.startswith((b"{", b"[")):
        return "json"
    if start.startswith(b"#!"):
        return "program"
    return "r_code" if _R_CODE.search(head) else "text"


def is_text(head: bytes) -> bool:
    """Whether the first bytes are text as people write it, in UTF-8 or UTF-16."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)  # which may end within a character
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)
