"""Shared texts of a workbook are what openpyxl reads of them, in a time that millions of them leave short."""

import io
import time
from xml.parsers import expat

import pytest
from openpyxl.reader.strings import read_string_table

from rai_desktop.project.shared_texts import shared_texts

MAIN = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
TEXTS = [
    b"<si><t>plain</t></si>", b"<si/>", b"<si><t/></si>", b"<si><t xml:space='preserve'> a &lt;b&gt; &amp;\n c </t></si>",
    b"<si><r><rPr><b/></rPr><t>bold</t></r><r><t> and not</t></r></si>", b"<si><t>told</t><rPh sb='0' eb='1'><t>spoken</t></rPh></si>",
    b"<si><t>_x005F_x0041_</t></si>", "<si><t>é€𝄞</t></si>".encode(), b"<si><t><![CDATA[<b>]]></t></si>",
]  # fmt: skip


@pytest.mark.parametrize("texts", [TEXTS, TEXTS * 40_000], ids=["each", "many pieces"])
def test_they_are_what_openpyxl_reads(texts: list[bytes]) -> None:
    expected = read_string_table(io.BytesIO(MAIN + b"".join(TEXTS) + b"</sst>"))
    assert shared_texts(io.BytesIO(MAIN + b"".join(texts) + b"</sst>")) == expected * (len(texts) // len(TEXTS))


def test_it_takes_a_fraction_of_the_time() -> None:
    content = MAIN + b"<si><t>aaaaaaaaaa</t></si>" * 30_000 + b"</sst>"
    began = time.process_time()
    shared_texts(io.BytesIO(content))
    ours = time.process_time() - began
    read_string_table(io.BytesIO(content))
    assert ours < (time.process_time() - began - ours) / 3


@pytest.mark.parametrize("content", [MAIN + b"<si><t>a</t>", MAIN + b"<si></t></sst>", b""])
def test_what_is_cut_or_no_xml_is_damage(content: bytes) -> None:
    with pytest.raises(expat.ExpatError):
        shared_texts(io.BytesIO(content))


def test_a_number_below_0_is_no_text() -> None:
    texts = shared_texts(io.BytesIO(MAIN + TEXTS[0] + b"</sst>"))
    assert texts[0] == "plain"
    with pytest.raises(IndexError):
        texts[-1]
