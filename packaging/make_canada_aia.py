"""Writes resources/questionnaires/canada_aia.toml: the facts of Canada's tool, asked in our own
words.

Run from the root of the repository: python packaging/make_canada_aia.py PATH/TO/canada_aia.json
Ids, option values, points and conditions are the official ones (github.com/canada-ca/aia-eia-js,
MIT); wording is ours.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from canada_aia_explanations import EXPLAINED, SAME, WHY, WHY_PROJECT
from canada_aia_head import DIRECTIVE, HEAD
from canada_aia_options import OPTIONS
from canada_aia_words import SECTIONS, WORDS

OUT = Path(__file__).resolve().parent.parent / "resources" / "questionnaires" / "canada_aia.toml"
TOKEN = re.compile(
    r"(?P<mark>[()])|(?P<word>\band\b|\bor\b)|"
    r'\{(?P<id>[\w-]+)\}\s*(?P<how>=|contains)\s*\[?"(?P<value>[^"]*)"\]?'
)
PLAIN = {"Yes": "Yes", "No": "No", "Unsure": "Not sure", "Not applicable": "Does not apply"}
SCORES = {"raw": "raw", "mitigation": "mitigation", "none": ""}


Singles = dict[str, list[str]]


def condition(text: str, singles: Singles) -> str:
    """An official visibleIf as a condition in TOML; "and" binds closer than "or".

    `singles` are the option values of questions with one choice: there "contains" looks inside the
    value, so that "item2" finds "item2-1".
    """
    tokens = list(TOKEN.finditer(text))
    found = either(tokens, singles)
    if tokens:
        raise ValueError(f"left over in {text!r}")
    return found


def either(tokens: list[re.Match[str]], singles: Singles) -> str:
    parts = [both(tokens, singles)]
    while tokens and tokens[0]["word"] == "or":
        tokens.pop(0)
        parts.append(both(tokens, singles))
    return joined("any", parts)


def both(tokens: list[re.Match[str]], singles: Singles) -> str:
    parts = [one(tokens, singles)]
    while tokens and tokens[0]["word"] == "and":
        tokens.pop(0)
        parts.append(one(tokens, singles))
    return joined("all", parts)


def one(tokens: list[re.Match[str]], singles: Singles) -> str:
    token = tokens.pop(0)
    if token["mark"] == "(":
        inner = either(tokens, singles)
        tokens.pop(0)
        return inner
    values = [token["value"]]
    if token["how"] == "contains" and token["id"] in singles:
        values = [each for each in singles[token["id"]] if token["value"] in each]
    chosen = ", ".join(quoted(each) for each in values)
    return f"{{ question = {quoted(token['id'])}, is = [{chosen}] }}"


def joined(word: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{{ {word} = [{', '.join(parts)}] }}"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def twin(id_: str) -> str:
    """Questions of both branches share their words: those of the design branch."""
    return id_.replace("Implementation", "Design")


def section(official: dict[str, Any], questions: list[dict[str, Any]]) -> list[str]:
    title, intro, why, ref = SECTIONS[twin(official["panel"])]
    score = SCORES[official["score_type"] or "none"]
    lines = [
        "",
        "[[sections]]",
        f"id = {quoted(official['panel'])}",
        f"title = {quoted(title)}",
        f"intro = {quoted(intro)}",
    ]
    lines += [f"score = {quoted(score)}"] if score else []
    lines += [f"show_if = {official['page_visibleIf']}"] if official["page_visibleIf"] else []
    for each in questions:
        lines += question(each, why, ref, score) if "options" in each else explanation(each, ref)
    return lines


def explanation(official: dict[str, Any], ref: str) -> list[str]:
    """An open question: text without points, which may stay empty as in the official tool."""
    project = official["page"] == "projectDetails"
    lines = [
        "",
        "[[sections.questions]]",
        f"id = {quoted(official['id'])}",
        'type = "text"',
        f"text = {quoted(EXPLAINED[twin(official['id'])])}",
        f"why = {quoted(WHY_PROJECT if project else WHY)}",
        f"refs = [{quoted(ref)}]",
        f"source_id = {quoted(official['id'])}",
        "required = false",
    ]
    lines += ["long = true"] if official["type"] == "comment" else []
    lines += [f"show_if = {official['visibleIf']}"] if official.get("visibleIf") else []
    return lines


def question(official: dict[str, Any], why: str, ref: str, section_score: str) -> list[str]:
    kind = "multiple" if official["type"] == "checkbox" else "single"
    score = SCORES[official["score_type"]]
    lines = [
        "",
        "[[sections.questions]]",
        f"id = {quoted(official['id'])}",
        f"type = {quoted(kind)}",
        f"text = {quoted(WORDS[twin(official['id'])])}",
        f"why = {quoted(why)}",
        f"refs = [{', '.join(map(quoted, filter(None, [ref, DIRECTIVE.get(twin(official['id']))])))}]",
        f"source_id = {quoted(official['id'])}",
    ]
    lines += [f"score = {quoted(score)}"] if score != section_score else []
    lines += [f"show_if = {official['visibleIf']}"] if official.get("visibleIf") else []
    lines += [f"says = {{ {said} }}"] if score == "mitigation" and (said := undone(official)) else []
    return [
        *lines,
        "options = [",
        *(option(official, place) for place in range(len(official["options"]))),
        "]",
        *([f"same = {SAME[official['id']]}"] if official["id"] in SAME else []),
    ]


def undone(official: dict[str, Any]) -> str:
    """What choices about a measure say that do not tell it is taken: “No” that it is not, any other nothing."""
    if official["type"] == "checkbox" or not any(each["points"] for each in official["options"]):
        return ""
    said = {each["value"]: PLAIN[each["text"].strip()] for each in official["options"]}
    poor = [each["value"] for each in official["options"] if not each["points"] or said[each["value"]] == "Does not apply"]
    return ", ".join(f'{quoted(id_)} = "{"against" if said[id_] == "No" else "nothing"}"' for id_ in poor)


def option(official: dict[str, Any], place: int) -> str:
    raw = official["options"][place]
    own = OPTIONS.get(twin(official["id"]))
    text = own[place] if own else PLAIN[raw["text"].strip()]
    points = f", points = {raw['points']}" if raw["points"] else ""
    return f"  {{ id = {quoted(raw['value'])}, text = {quoted(text)}{points} }},"


def translated(each: dict[str, Any], singles: Singles) -> dict[str, Any]:
    """A section or question with its conditions in TOML."""
    keys = [key for key in ("visibleIf", "page_visibleIf") if each.get(key)]
    return each | {key: condition(each[key], singles) for key in keys}


def main(reference: Path) -> None:
    official = json.loads(reference.read_text(encoding="utf-8"))
    singles = {
        each["id"]: [option["value"] for option in each["options"]]
        for each in official["questions"]
        if each["type"] in ("radiogroup", "dropdown") and "options" in each
    }
    lines = [HEAD.strip()]
    for panel in official["sections"]:
        asked = [
            translated(each, singles)
            for each in official["questions"]
            if each["panel"] == panel["panel"] and each["type"] != "html"
        ]
        if missing := [each["id"] for each in asked if twin(each["id"]) not in WORDS | EXPLAINED]:
            raise ValueError(f"no words for {missing}")
        lines += section(translated(panel, singles), asked)
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
