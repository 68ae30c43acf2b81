"""The pages tell of everything there is, every link leads somewhere, and the worked example runs."""

import argparse
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rai_desktop.assessments.all import ALL
from rai_desktop.cli.arguments import parser
from rai_desktop.findings.measurement import Measurement
from rai_desktop.findings.policy import policies
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics import intervals
from rai_desktop.paths import resource
from rai_desktop.questionnaire.catalog import packs
from rai_desktop.settings import Settings
from tests.contract import test_assessments as owed

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md",
         *sorted((ROOT / "docs").glob("*.md"))]
SHOTS = ROOT / "docs" / "screenshots"
HELP = resource("help")
TOPICS = {"safety", "bundle", "keyboard"}
LINK = re.compile(r"\]\(([^)\s]+)\)")
GAP = re.compile(r"_(difference|ratio)$")
EXAMPLE = "add-an-assessment.md"


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def codes_in(*pages: Path) -> set[str]:
    """Every word that stands in code style, alone or within a line of code."""
    pieces = [piece for page in pages for piece in re.findall(r"`([^`\n]+)`", text_of(page))]
    return {word for piece in pieces for word in re.split(r"[\s|\\]+", piece)} | set(pieces)


def links(page: Path) -> Iterator[Path]:
    """Where the local links and pictures of a page lead."""
    for target in LINK.findall(re.sub(r"```.*?```", "", text_of(page), flags=re.S)):
        if "://" not in target and not target.startswith(("#", "mailto:")):
            yield (page.parent / target.partition("#")[0]).resolve()


def step_ids() -> list[str]:
    folder = ROOT / "rai_desktop" / "gui" / "steps"
    found = [name for path in sorted(folder.glob("*.py")) for name in re.findall(r'^    id = "(\w+)"', text_of(path), re.M)]
    assert len(found) >= 6
    return found


def subcommands(whole: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Each command as it is typed, nested ones too, with its own parser."""
    within = [action for action in whole._actions if isinstance(action, argparse._SubParsersAction)]
    if before and not within:
        yield before, whole
    for action in within:
        for name, one in action.choices.items():
            yield from subcommands(one, f"{before} {name}".strip())


# --- everything is told of ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["README.md", "docs/metrics.md"])
def test_assessments_are_told_of(page: str) -> None:
    assert {each.id for each in ALL} - codes_in(ROOT / page) == set()


@pytest.mark.parametrize("page", ["README.md", "docs/policies.md"])
def test_policies_are_told_of(page: str) -> None:
    assert {each.id for each in policies()} - codes_in(ROOT / page) == set()


def test_packs_are_told_of() -> None:
    readme = text_of(ROOT / "README.md")
    assert [each.id for each in packs() if f"| `{each.id}` |" not in readme] == []


def test_pages_name_only_packs_there_are() -> None:
    told = set(re.findall(r"^\| `(\w+)` \| ", text_of(ROOT / "README.md").partition("## What is asked")[2].partition("\n## ")[0], re.M))
    assert told == {each.id for each in packs()}


def test_commands_are_told_of_in_the_readme() -> None:
    readme = text_of(ROOT / "README.md")
    names = [name for name, _parser in subcommands(parser())]
    assert {"demo", "assess", "questionnaire score"} <= set(names)
    assert [name for name in names if not re.search(rf"^\| `{name}\b", readme, re.M)] == []


def test_options_are_told_of_in_the_readme() -> None:
    known = codes_in(ROOT / "README.md")
    options = {option for _name, one in subcommands(parser()) for action in one._actions
               for option in action.option_strings if option not in {"-h", "--help"}}
    assert "--sensitive" in options
    assert options - known == set()


def test_options_told_of_exist() -> None:
    words = codes_in(ROOT / "README.md", ROOT / "docs" / "model-files.md")
    told = {word for word in words if re.fullmatch(r"--[a-z-]+", word)}
    there = {option for _name, one in subcommands(parser()) for action in one._actions for option in action.option_strings}
    assert told - there == {"--version"}  # of the whole program


def test_settings_are_told_of() -> None:
    assert {field.name for field in msgspec.structs.fields(Settings)} - codes_in(ROOT / "docs" / "architecture.md") == set()


# --- every number is explained --------------------------------------------------------------------------------


def explained(metric: str, known: set[str]) -> bool:
    return metric in known or GAP.sub("", metric) in known


def test_metrics_of_policies_are_explained() -> None:
    known = codes_in(ROOT / "docs" / "metrics.md")
    asked = {rule.metric for each in policies() for rule in each.rules}
    assert len(asked) > 10
    assert sorted(metric for metric in asked if not explained(metric, known)) == []


def measured() -> list[Measurement]:
    """What the assessments that need no model find in a small table."""
    return [found for each in owed.COUNTED for found in owed.measurements(owed.run(each, owed.frame()))]


def test_metrics_measured_are_explained() -> None:
    known = codes_in(ROOT / "docs" / "metrics.md")
    assert sorted({each.metric for each in measured() if not explained(each.metric, known)}) == []


def test_metrics_named_in_the_explanations_are_explained() -> None:
    source = text_of(ROOT / "rai_desktop" / "assessments" / "explanations" / "__init__.py")
    named = set(re.findall(r'metric="(\w+)"', source))
    assert "additivity_error" in named
    assert named - codes_in(ROOT / "docs" / "metrics.md") == set()


def test_interval_methods_are_explained() -> None:
    page = text_of(ROOT / "docs" / "metrics.md")
    methods = {each.interval.method for each in measured() if each.interval} | {intervals.NORMAL, intervals.MOVER}
    assert len(methods) > 6
    assert sorted(method for method in methods if not re.search(rf"[|;] {re.escape(method)} ?[|;]", page)) == []


# --- links and pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert sorted(str(path) for path in links(page) if SHOTS not in path.parents and not path.exists()) == []


def test_pictures_are_made() -> None:
    """Lists the pictures that pages show and nobody has made yet."""
    shown = {path for page in PAGES for path in links(page) if SHOTS in path.parents}
    assert shown
    assert sorted(path.name for path in shown if not path.is_file()) == []


def test_paths_named_exist() -> None:
    """A path in code style that begins with one of our folders is there; one with a `<part>` to fill in is there at least once."""
    top = ("rai_desktop/", "resources/", "tests/", "docs/", "packaging/", "benchmarks/")
    made = {"rai_desktop/assessments/close_calls/", "resources/help/close_calls.md"}
    named = {code for code in codes_in(*PAGES) if code.startswith(top) and "*" not in code} - made
    assert len(named) > 10
    assert sorted(name for name in named if not there(name.split(":")[0])) == []


def there(path: str) -> bool:
    return any(ROOT.glob(re.sub(r"<[^<>/]+>", "*", path).rstrip("/")))


def test_paths_with_a_part_to_fill_in_must_match_something() -> None:
    assert there("resources/help/<language>")
    assert there("docs/")
    assert not there("resources/help/<language>/never.md")
    assert not there("resources/never/<language>")


def test_pages_are_plain() -> None:
    """No page speaks of a place on somebody's machine."""
    for page in [*PAGES, *HELP.glob("*.md")]:
        assert not re.search(r"/(?:home|root|work|Users|tmp)/", text_of(page)), page.name


# --- help in the window ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted({*step_ids(), *(each.id for each in ALL), *TOPICS}))
def test_help_is_there(name: str) -> None:
    page = text_of(HELP / f"{name}.md")
    assert page.startswith("# ")
    assert 300 < len(page) < 3000
    assert "](" not in page
    assert "://" not in page


def test_help_of_assessments_tells_its_limits() -> None:
    for each in ALL:
        assert "does not show" in text_of(HELP / f"{each.id}.md"), each.id


def test_no_help_is_left_over() -> None:
    known = {*step_ids(), *(each.id for each in ALL), *TOPICS}
    assert {path.stem for path in HELP.glob("*.md")} == known


def test_help_for_the_keyboard_names_every_key() -> None:
    actions = text_of(ROOT / "rai_desktop" / "gui" / "actions.py")
    keys = {key.replace(",", "comma") for key in re.findall(r'"((?:Ctrl|Shift|Alt)\+[^"{]+|F\d+)"', actions)}
    assert len(keys) > 10
    page = text_of(HELP / "keyboard.md")
    assert sorted(key for key in keys if key not in page) == []


# --- the worked example ---------------------------------------------------------------------------------------


def worked() -> dict[str, Any]:
    """What the code blocks of the page leave behind, run one after another."""
    blocks = re.findall(r"^```python\n(.*?)^```", text_of(ROOT / "docs" / EXAMPLE), re.S | re.M)
    assert len(blocks) == 2
    left: dict[str, Any] = {"__name__": "worked_example"}
    exec(compile("\n".join(blocks), EXAMPLE, "exec"), left)
    return left


def test_worked_example_runs() -> None:
    left = worked()
    kind = left["CLOSE_CALLS"]
    assert [each.value for each in left["found"]] == [0.5]
    assert all(field.metadata["title"] and field.metadata["help"] for field in fields(kind.parameters))


def test_worked_example_says_when_there_is_nothing() -> None:
    left = worked()
    frame = left["frame"].drop(columns="score")
    inputs = msgspec.structs.replace(left["inputs"], roles={n: r for n, r in left["inputs"].roles.items() if n in frame})
    found = [each for each in left["run"](Subject.from_frame(frame, inputs), left["Parameters"]())
             if isinstance(each, Measurement)]
    assert [(each.value, each.n, bool(each.note)) for each in found] == [(None, 0, True)]
