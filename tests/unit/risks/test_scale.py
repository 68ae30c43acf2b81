"""The scale of risks: a harm that is worse or likelier is never rated lower, and a wrong file says where it is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.errors import Refusal
from rai_desktop.paths import resource
from rai_desktop.risks.scale import level_name, load_scale, read_scale, scale_in_use, scales

SHIPPED = (resource("risk_scales") / "default.toml").read_text(encoding="utf-8")
STEPS = st.integers(0, 4)


@given(STEPS, STEPS, STEPS, STEPS)
def test_a_worse_or_likelier_harm_is_never_rated_lower(severity, likelihood, more, again):
    scale = load_scale("default")
    worse, likelier = max(severity, more), max(likelihood, again)

    def rank(one, other):
        return scale.rank(scale.rating(scale.severity[one].id, scale.likelihood[other].id))

    assert 0 <= rank(severity, likelihood) <= rank(worse, likelihood) <= rank(worse, likelier)
    assert rank(severity, likelihood) <= rank(severity, likelier)


def test_the_corners_by_hand():
    scale = load_scale("default")
    assert scale.rating("negligible", "rare").id == "low"
    assert scale.rating("critical", "almost_certain").id == "very_high"
    assert scale.rating("serious", "possible").id == "medium"
    assert scale.must_be_accepted(scale.rating("major", "almost_certain"))
    assert not scale.must_be_accepted(scale.rating("major", "likely"))
    assert not scale.must_be_accepted(None)


@pytest.mark.parametrize(("severity", "likelihood"), [("", ""), ("major", ""), ("", "likely"), ("grave", "likely")])
def test_what_is_not_on_the_scale_is_not_rated(severity, likelihood):
    scale = load_scale("default")
    assert scale.rating(severity, likelihood) is None
    assert scale.rank(None) == -1


def test_a_level_of_another_scale_keeps_its_name():
    scale = load_scale("default")
    assert level_name(scale.severity, "major") == "Major"
    assert level_name(scale.severity, "") == ""
    assert "grave" in level_name(scale.severity, "grave")


@pytest.mark.parametrize(("old", "new", "said"), [
    ('id = "default"\ntitle', 'id = "other"\ntitle', "not the name of the file"),
    ('accept_from = "very_high"', 'accept_from = "grave"', "accept_from: “grave”"),
    ('accept_from = "very_high"', "", "accept_from"),
    ('minor = ["low", "low", "medium", "medium", "medium"]', "", "no row “minor”"),
    ('minor = ["low", "low", "medium", "medium", "medium"]', 'minor = ["low"]', "row “minor” has 1"),
    ('minor = ["low", "low", "medium"', 'minor = ["low", "mild", "medium"', "row “minor”: “mild”"),
    ('minor = ["low", "low", "medium"', 'minor = ["medium", "low", "medium"', "row “minor” falls"),
    ('major = ["medium", "medium", "high", "high", "very_high"]', 'major = ["low", "low", "low", "high", "very_high"]',
     "column “unlikely” falls"),
    ('id = "rare"', 'id = "unlikely"', "likelihood has “unlikely” twice"),
    ('title = "Rare"', 'title = " "', "without id or title"),
    ('tone = "worst"', 'tone = "pink"', "pink"),
    ("[matrix]", "[matrix]\nhuge = []", "“huge”, which is no severity"),
    ("[matrix]", "[matrix", "not a scale of risks"),
    ('version = "2026.1"', "version = 2026", "version"),
])
def test_a_wrong_file_says_where_and_what_to_do(tmp_path, old, new, said):
    assert SHIPPED.count(old) >= 1
    path = tmp_path / "default.toml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_scale(path)
    assert said in caught.value.sentence
    assert str(path) in caught.value.sentence
    assert caught.value.way_out


def test_binary_rubbish_and_a_missing_file_are_refused(tmp_path):
    path = tmp_path / "x.toml"
    with pytest.raises(Refusal, match="cannot be read"):
        read_scale(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refusal, match="not a scale of risks"):
        read_scale(path)


def test_a_site_replaces_the_scale_and_adds_others(tmp_path, monkeypatch):
    folder = tmp_path / "risk_scales"
    folder.mkdir()
    (folder / "default.toml").write_text(SHIPPED.replace('"Five by five"', '"Ours"'), encoding="utf-8")
    (folder / "bank.toml").write_text(SHIPPED.replace('id = "default"', 'id = "bank"'), encoding="utf-8")
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    assert load_scale("default").title == "Ours"
    assert {each.id for each in scales()} == {"default", "bank"}


@pytest.mark.expects_log
def test_a_broken_file_of_the_site_is_left_out_of_the_choice_and_named_when_it_is_used(tmp_path, monkeypatch):
    (tmp_path / "risk_scales").mkdir()
    (tmp_path / "risk_scales" / "bank.toml").write_text("id = 1", encoding="utf-8")
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    assert [each.id for each in scales()] == ["default"]
    scale, problem = scale_in_use("bank")
    assert scale is None
    assert "bank.toml" in problem


def test_a_scale_that_is_gone_says_so_and_what_to_do():
    scale, problem = scale_in_use("gone")
    assert scale is None
    assert "“gone” is not on this computer" in problem
    assert "gone.toml" in problem
    assert scale_in_use("default")[1] == ""
