"""Broken pack files are refused with the file, the place and the remedy; a site's own packs are
found."""

from pathlib import Path

import pytest

from rai_desktop import i18n
from rai_desktop.errors import Refusal
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.sharing import links_of

HEAD = 'id = "mine"\ntitle = "Mine"\nversion = "1"\nas_of = 2026-01-01\n'
SECTION = '[[sections]]\nid = "s"\ntitle = "S"\n'
QUESTION = '[[sections.questions]]\nid = "a"\ntype = "yesno"\ntext = "A?"\n'
GOOD = HEAD + SECTION + QUESTION
TIER = '{ id = "T", title = "T", severity = 1, sentence = "T.", when = {} }'
TIERS = f"[classification]\ntiers = [{TIER}]\n"


def read(tmp_path: Path, text: str):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return catalog.read_pack(path)


def test_a_small_pack_is_read(tmp_path):
    assert read(tmp_path, GOOD).question("a").text == "A?"
    assert read(tmp_path, "\ufeff" + GOOD).id == "mine"


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("id = ", "not valid TOML", "Mend that line"),
        (
            GOOD.replace('text = "A?"\n', ""),
            "sections “s”, questions “a”: the field “text” is missing",
            "Add that field",
        ),
        (
            GOOD + 'colour = "red"\n',
            "questions “a”: there is no field “colour”",
            "spelling",
        ),
        (
            GOOD.replace("yesno", "slider"),
            "questions “a”, type: “slider” is none of the words",
            "Use one of single",
        ),
        (GOOD.replace("2026-01-01", '"soon"'), "as_of", "2026-11-23, without quotes"),
        (GOOD.replace('id = "mine"', "id = 3"), "id: expected `str`, got `int`", "docs/packs.md"),
        (HEAD + "sections = []\n", "there is no question", "Add a section"),
        (GOOD + QUESTION, "question “a”: the id is used twice", "id of its own"),
        (
            GOOD.replace("yesno", "single"),
            "question “a”: there is nothing to choose",
            "Add options",
        ),
        (GOOD.replace("yesno", "table"), "question “a”: the table has no columns", "Add columns"),
        (
            GOOD + 'says = { maybe = "full" }\n',
            "question “a”: says names the choice “maybe”, which it does not have",
            "ids of its options",
        ),
        (
            GOOD.replace("yesno", "text") + 'says = { no = "full" }\n',
            "question “a”: what a text says is not told by its choices",
            "Remove says",
        ),
        (
            GOOD + 'refs = ["gdpr:22(1)"]\nsays_of = { "gdpr:22(1)" = { maybe = "full" } }\n',
            "question “a”: says names the choice “maybe”, which it does not have",
            "ids of its options",
        ),
        (
            GOOD + 'says_of = { "gdpr:22(1)" = { no = "full" } }\n',
            "question “a”: says_of names the clause “gdpr:22(1)”, which is none of its refs",
            "Add it to refs",
        ),
        (
            GOOD.replace("as_of", 'modules = ["fairnes"]\nas_of'),
            "modules: there is no topic or module “fairnes” in the crosswalk",
            "fairness",
        ),
        (
            GOOD + 'measured = ["performance", "farness/impact_ratio"]\n',
            "question “a”: there is no assessment “farness” to be measured",
            "Use one of data_profile",
        ),
        (GOOD + 'says = { no = "good" }\n', "says", "Use one of full, partly, against, nothing"),
        (
            GOOD + 'refs = ["eu_ai_act:Art.999"]\n',
            "there is no clause “eu_ai_act:Art.999”",
            "framework:id",
        ),
        (GOOD + 'refs = ["nonsense"]\n', "there is no clause “nonsense”", "framework:id"),
        (
            GOOD + 'show_if = { question = "z", is = ["yes"] }\n',
            "there is no question “z”",
            "Correct the id",
        ),
        (
            GOOD
            + QUESTION.replace('"a"', '"b"')
            + 'show_if = { question = "a", is = ["maybe"] }\n',
            "“a” has no option “maybe”",
            "options",
        ),
        (GOOD + 'show_if = { fact = "f" }\n', "there is no fact “f”", "[facts]"),
        (GOOD + 'show_if = { is = ["yes"] }\n', "names no question", "question ="),
        (
            GOOD + 'show_if = { question = "a", is = ["yes"] }\n',
            "go in a circle: mine/a → mine/a",
            "Break the circle",
        ),
        (
            GOOD + '[facts]\nf = { fact = "g" }\ng = { fact = "f" }\n',
            "go in a circle",
            "Break the circle",
        ),
        (GOOD.replace('"A?"', '" "'), "question “a”: something in it has no text", "Write what is to be read"),
        (
            GOOD.replace("yesno", "single") + 'options = [{ id = "", text = "A" }]\n',
            "question “a”: something in it has an empty id",
            "id of its own",
        ),
        (GOOD + "low = nan\n", "sections “s”, questions “a”, low: the number is none", "an ordinary number"),
        (GOOD + "high = inf\n", "sections “s”, questions “a”, high: the number is none", "an ordinary number"),
        (GOOD + f"high = {'9' * 5000}\n", "the file: the number is none", "an ordinary number"),
        (GOOD + f"high = {10**30}\n", "sections “s”, questions “a”, high: the number is none", "an ordinary number"),
        (
            GOOD + "show_if = " + "{ any = [" * 70 + "{}" + "] }" * 70 + "\n",
            "stand within each other more than 60 times",
            "[facts]",
        ),
        (
            GOOD + "show_if = " + "{ any = [" * 900 + "{}" + "] }" * 900 + "\n",
            "the file: lists and conditions stand within each other",
            "[facts]",
        ),
        (
            GOOD
            + '[scoring]\ntotal = "r"\nscores = { r = { title = "R" } }\ndeduction = { score = "r", reach = 80, share = 15 }\n',
            "scoring, deduction: reach and share are parts of one",
            "0.15 for 15 %",
        ),
        (GOOD + 'valid_from = "next year"\n', "valid_from", "2026-11-23, without quotes"),
        (GOOD + 'low = "two"\n', "low", "a number, without quotes"),
        (GOOD + 'score = "raw"\n', "the score “raw” is used and not defined", "[scoring.scores]"),
        (
            GOOD + TIERS.replace("{} }]", '{ question = "a", is = ["yes"] } }]'),
            "the last tier does not always hold",
            "End with a tier",
        ),
        (
            GOOD
            + TIERS
            + '[[classification.duties]]\nid = "d"\ntext = "D"\nclauses = []\n'
            + 'schedule = "now"\nwhen = {}\n',
            "there is no schedule “now”",
            "schedules",
        ),
        (
            GOOD
            + TIERS
            + '[[classification.flags]]\nid = "F"\ntitle = "F"\nwhen = { from = 2027-01-01 }\n',
            "2027-01-01 is the start of a condition",
            "Add that day",
        ),
    ],
)
def test_a_broken_pack_is_refused_with_file_place_and_remedy(tmp_path, text, place, remedy):
    with pytest.raises(Refusal) as refusal:
        read(tmp_path, text)
    assert str(tmp_path / "mine.toml") in refusal.value.sentence
    assert place in refusal.value.sentence
    assert remedy in refusal.value.way_out


def test_every_fault_is_named_at_once(tmp_path):
    with pytest.raises(Refusal) as refusal:
        read(tmp_path, GOOD.replace("yesno", "single") + 'refs = ["x:1", "x:2"]\n')
    said = str(refusal.value)
    assert all(each in said for each in ("nothing to choose", "x:1", "x:2"))
    assert "Add options." in said and said.count("Write framework:id") == 2  # each with its remedy


def test_what_is_not_text_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refusal, match="not UTF-8"):
        catalog.read_pack(path)
    with pytest.raises(Refusal, match="cannot be read"):
        catalog.read_pack(tmp_path / "absent.toml")


def other(id_, question):
    return GOOD.replace("mine", id_) + f'show_if = {{ question = "{question}", is = ["yes"] }}\n'


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    (tmp_path / "questionnaires").mkdir()
    catalog.forget()
    yield tmp_path / "questionnaires"
    catalog.forget()


@pytest.mark.expects_log
def test_a_site_drops_in_its_own_pack_and_a_broken_one_hurts_no_other(site):
    (site / "mine.toml").write_text(GOOD, encoding="utf-8")
    (site / "broken.toml").write_text("id =", encoding="utf-8")
    (site / "huge.toml").write_text(GOOD.replace("mine", "huge") + f"low = {10**30}\n", encoding="utf-8")
    (site / "deep.toml").write_text(GOOD.replace("mine", "deep") + "x = " + "[" * 5000 + "]" * 5000, encoding="utf-8")
    (site / "astray.toml").write_text(other("astray", "mine/zz"), encoding="utf-8")
    (site / "circle.toml").write_text(other("circle", "round/a"), encoding="utf-8")
    (site / "round.toml").write_text(other("round", "circle/a"), encoding="utf-8")
    catalog.forget()
    assert {"mine", "eu_ai_act", "circle"} <= {each.id for each in catalog.packs()}
    said = [str(each) for each in catalog.broken()]
    assert len(said) == 5
    assert any("there is no question “mine/zz”" in each for each in said)
    assert any(
        "circle/a → round/a → circle/a" in each or "round/a → circle/a → round/a" in each
        for each in said
    )
    with pytest.raises(Refusal, match=r"broken\.toml is not valid TOML"):
        catalog.pack("broken")


def test_a_pack_that_is_not_there_is_said_with_those_that_are():
    with pytest.raises(Refusal) as refusal:
        catalog.pack("nothing")
    assert "eu_ai_act" in refusal.value.way_out
    assert catalog.pack("eu-ai-act").id == "eu_ai_act"


@pytest.mark.expects_log
def test_two_files_with_one_id_are_told(site):
    (site / "a.toml").write_text(GOOD, encoding="utf-8")
    (site / "b.toml").write_text(GOOD, encoding="utf-8")
    catalog.forget()
    assert "already" in str(catalog.broken()[0])


def test_what_is_wrong_with_a_file_is_told_in_the_chosen_language(tmp_path):
    i18n.choose("fr")
    try:
        with pytest.raises(Refusal) as unlike:
            read(tmp_path, GOOD.replace('text = "A?"\n', ""))
        with pytest.raises(Refusal) as strange:
            read(tmp_path, GOOD + 'refs = ["eu_ai_act:Art.999"]\n')
    finally:
        i18n.choose("en")
    assert "le champ «\u00a0text\u00a0» manque" in unlike.value.sentence
    assert unlike.value.way_out == "Ajoutez ce champ."
    assert "question «\u00a0a\u00a0»\u00a0: il n’y a pas d’article «\u00a0eu_ai_act:Art.999\u00a0»" in strange.value.sentence


def test_what_all_packs_share_is_worked_out_once_for_all_checks(site, monkeypatch):
    """Anew for each pack took half the time of reading them."""
    asked = []

    def counted(packs):
        given = list(packs)
        asked.append(len(given))
        return links_of(given)

    monkeypatch.setattr("rai_desktop.questionnaire.dependence.links_of", counted)
    (site / "mine.toml").write_text(GOOD, encoding="utf-8")
    catalog.forget()
    there = len(catalog.packs())
    assert [each for each in asked if each > 1] == [there]
