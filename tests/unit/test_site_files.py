"""Files of a site with mistakes in them: each is told and left out, hurts no other, and opens no door."""

import logging
import os
import time
from pathlib import Path

import pytest

from rai_desktop import toml_files
from rai_desktop.clauses import standing
from rai_desktop.errors import Refusal
from rai_desktop.findings.policy import load_policy, policies
from rai_desktop.frameworks import catalog, crosswalk
from rai_desktop.questionnaire import suggestions
from rai_desktop.questionnaire.catalog import read_pack
from rai_desktop.questionnaire.question import Kind, Option, Question
from rai_desktop.review.keys import known_signers
from rai_desktop.risks import rules
from rai_desktop.risks.rules import read_rules
from rai_desktop.risks.scale import read_scale
from rai_desktop.settings import load_settings
from rai_desktop.toml_files import LARGEST, MOST_PARTS

DEEP = "a = " + "[" * 50_000
MISTAKES = {"no-toml": "allow_unknown_classes = nein", "deep": DEEP, "not-utf8": b"\xff\xfe\x00"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    return tmp_path


def put(site: Path, name: str, content: str | bytes) -> Path:
    path = site / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("mistake", MISTAKES)
def test_settings_that_cannot_be_read_are_the_strictest(mistake: str, site: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(site, "settings.toml", MISTAKES[mistake])
    with caplog.at_level(logging.WARNING):
        settings = load_settings()
    assert (settings.allow_unknown_classes, settings.signatures_need_key) == (False, True)
    assert "strictest" in caplog.text
    caplog.clear()


@pytest.mark.parametrize(("said", "held"), [("true", True), ("false", False), ('"false"', False), ("0", False), ('"yes"', False)])
def test_a_setting_that_is_neither_true_nor_false_is_the_strictest(said: str, held: bool, site: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(site, "settings.toml", f"allow_unknown_classes = {said}\n")
    assert load_settings().allow_unknown_classes is held
    assert not load_settings().signatures_need_key
    caplog.clear()


def test_what_a_site_forbids_does_not_outlive_it(site: Path) -> None:
    rule = put(site, "settings.toml", "allow_unknown_classes = false\nsignatures_need_key = true\n")
    load_settings().remember(analyst="Ada")
    rule.unlink()
    settings = load_settings()
    assert (settings.analyst, settings.allow_unknown_classes, settings.signatures_need_key) == ("Ada", True, False)


@pytest.mark.parametrize("name", ["own.toml", "scales.toml"])
def test_scales_that_cannot_be_read_are_told_and_left_out(name: str, site: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(site, f"scales/{name}", DEEP)
    standing.forget()
    try:
        maturity = Question(id="m", kind=Kind.SINGLE, text="How mature?", options=[
            Option(id=each, text=each) for each in ("none", "partly", "mostly", "fully", "na", "unknown")])
        assert standing.standing(maturity, "partly")[0] is standing.Standing.PARTLY  # the shipped scale still counts
        assert [name in str(each) and "nested too deeply" in str(each) for each in standing.broken()] == [True]
    finally:
        standing.forget()
    caplog.clear()


def test_one_policy_with_a_mistake_hides_no_other(site: Path) -> None:
    shipped = {each.id for each in policies()}
    put(site, "policies/own.toml", DEEP)
    assert {each.id for each in policies()} == shipped
    with pytest.raises(Refusal, match="nested too deeply"):
        load_policy("own")


def test_brackets_without_end_are_told(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    for read, folder in ((read_rules, "risks"), (read_scale, "risk_scales")):
        with pytest.raises(Refusal, match="nested too deeply"):
            read(put(site, f"{folder}/own.toml", DEEP))
    put(site, "suggestions/own.toml", DEEP)
    suggestions.forget()
    try:
        assert suggestions.rules()
    finally:
        suggestions.forget()
    caplog.clear()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
@pytest.mark.parametrize("what", ["pipe", "device"])
def test_what_would_be_read_without_end_is_told_and_not_read(what: str, site: Path) -> None:
    folder = {"own.toml": ("risk_scales", read_scale), "risks.toml": ("risks", read_rules), "pack.toml": ("questionnaires", read_pack),
              "policy.toml": ("policies", load_policy)}
    for name, (home, read) in folder.items():
        path = site / home / name
        path.parent.mkdir(exist_ok=True)
        os.mkfifo(path) if what == "pipe" else path.symlink_to("/dev/zero")
        with pytest.raises(Refusal, match=r"it is no file, but a folder, a pipe or a device|is no file but a pipe or a device"):
            read(path)


def test_a_site_file_larger_than_any_is_told_and_not_read(site: Path) -> None:
    path = put(site, "questionnaires/large.toml", "")
    with path.open("r+b") as file:
        file.truncate(LARGEST + 1)  # a hole: nothing is written
    with pytest.raises(Refusal, match="it has 3 MB, and 2 MB is the most"):
        read_pack(path)


NO_FILE = "cannot be read: it is no file, but a folder, a pipe or a device."


@pytest.mark.parametrize("name", ["own.json", "crosswalk.json"])
def test_a_folder_in_place_of_a_file_of_frameworks_is_told_in_words(name: str, site: Path) -> None:
    (site / "frameworks" / name).mkdir(parents=True)
    catalog.forget(), crosswalk.forget()
    try:
        with pytest.raises(Refusal) as told:
            crosswalk.topics() if name == "crosswalk.json" else catalog.framework("own")
        assert told.value.sentence.endswith(f"{name} {NO_FILE}")
    finally:
        catalog.forget(), crosswalk.forget()


@pytest.mark.parametrize("content", [DEEP.removeprefix("a = "), b'{"assessments": "\xff"}'], ids=["deep", "not-utf8"])
def test_a_crosswalk_that_cannot_be_read_is_told(content: str | bytes, site: Path) -> None:
    put(site, "frameworks/crosswalk.json", content)
    crosswalk.forget()
    try:
        with pytest.raises(Refusal, match=r"The crosswalk file .* cannot be read"):
            crosswalk.topics()
    finally:
        crosswalk.forget()


def test_no_file_of_a_site_is_told_by_the_number_of_an_error(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    for folder in ("scales", "risks", "suggestions"):
        (site / folder / "own.toml").mkdir(parents=True)
    for read in (standing, suggestions, rules):
        read.forget()
    try:
        told = [str(each) for each in (*standing.broken(), *suggestions.broken(), *rules.broken())]
        assert len(told) == 3
        assert all("it is no file, but a folder" in each and "Errno" not in each for each in told)
    finally:
        for read in (standing, suggestions, rules):
            read.forget()
        caplog.clear()


def test_signers_keys_are_not_waited_for(site: Path) -> None:
    path = site / "signers" / "pipe.pem"
    path.mkdir(parents=True)
    with pytest.raises(Refusal, match="is not a public key"):
        known_signers()
    if hasattr(os, "mkfifo"):
        path.rmdir()
        os.mkfifo(path)
        with pytest.raises(Refusal, match="is not a public key"):
            known_signers()


@pytest.mark.parametrize("key", ["a{}", "[a{}]", '"a"{}', "x = {{ a{} = 1 }}"], ids=["key", "heading", "quoted", "inline"])
@pytest.mark.parametrize("point", [".a", " . a", ".'a'", '\t."a"'])
def test_a_key_of_a_hundred_thousand_points_is_told_at_once(key: str, point: str, site: Path) -> None:
    """Python takes minutes for one: its time grows with the square."""
    end = "" if key.startswith(("[", "x")) else " = 1"
    started = time.monotonic()
    for folder, read in (("risks", read_rules), ("risk_scales", read_scale), ("questionnaires", read_pack), ("policies", load_policy)):
        path = put(site, f"{folder}/own.toml", key.format(point * 100_000) + end)
        with pytest.raises(Refusal, match=f"a key has more than {MOST_PARTS} parts"):
            read(path)
    assert time.monotonic() - started < 5


def test_a_key_of_many_parts_and_points_in_texts_are_read(site: Path) -> None:
    lines = "One. Two. Three.\n" * 500
    path = put(site, "own.toml", f"""a{".a" * 50} = 1
b = '{"." * 5000}'
c = '''{lines}'''
d = '{"1." * 55}1'
e = {"[" * 50}{"]" * 50}
""")
    assert set(toml_files.read(path, dict)) == {"a", "b", "c", "d", "e"}


@pytest.mark.parametrize("piece", ["a", '"', "'", '"a" ', "a ", ".", "a.b\n", "'\"", "-_", ". "])
def test_looking_for_long_keys_takes_no_longer_than_reading(piece: str) -> None:
    """Whatever the file is made of: the search never begins again within what it has passed."""
    started = time.monotonic()
    toml_files._ENDLESS.search(piece * (LARGEST // len(piece)))
    assert time.monotonic() - started < 5
