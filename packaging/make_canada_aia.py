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
from canada_aia_words import HEAD, OPTIONS, SECTIONS, WORDS

OUT = Path(__file__).resolve().parent.parent / "resources" / "questionnaires" / "canada_aia.toml"
TOKEN = re.compile(
    r'(?P<mark>[()])|(?P<word>\band\b|\bor\b)|\{(?P<id>[\w-]+)\}\s*(?:=|contains)\s*\[?"(?P<value>[^"]*)"\]?'
)
PLAIN = {"Yes": "Yes", "No": "No", "Unsure": "Not sure", "Not applicable": "Does not apply"}
SCORES = {"raw": "raw", "mitigation": "mitigation", "none": ""}


def condition(text: str) -> str:
    """An official visibleIf as a condition in TOML; "and" binds closer than "or"."""
    tokens = list(TOKEN.finditer(text))
    found = either(tokens)
    if tokens:
        raise ValueError(f"left over in {text!r}")
    return found


def either(tokens: list[re.Match[str]]) -> str:
    parts = [both(tokens)]
    while tokens and tokens[0]["word"] == "or":
        tokens.pop(0)
        parts.append(both(tokens))
    return joined("any", parts)


def both(tokens: list[re.Match[str]]) -> str:
    parts = [one(tokens)]
    while tokens and tokens[0]["word"] == "and":
        tokens.pop(0)
        parts.append(one(tokens))
    return joined("all", parts)


def one(tokens: list[re.Match[str]]) -> str:
    token = tokens.pop(0)
    if token["mark"] == "(":
        inner = either(tokens)
        tokens.pop(0)
        return inner
    return f"{{ question = {quoted(token['id'])}, is = [{quoted(token['value'])}] }}"


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
    lines += (
        [f"show_if = {condition(official['page_visibleIf'])}"] if official["page_visibleIf"] else []
    )
    for each in questions:
        lines += question(each, why, ref, score)
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
        f"refs = [{quoted(ref)}]",
        f"source_id = {quoted(official['id'])}",
    ]
    lines += [f"score = {quoted(score)}"] if score != section_score else []
    lines += [f"show_if = {condition(official['visibleIf'])}"] if official.get("visibleIf") else []
    return [
        *lines,
        "options = [",
        *(option(official, place) for place in range(len(official["options"]))),
        "]",
    ]


def option(official: dict[str, Any], place: int) -> str:
    raw = official["options"][place]
    own = OPTIONS.get(twin(official["id"]))
    text = own[place] if own else PLAIN[raw["text"].strip()]
    points = f", points = {raw['points']}" if raw["points"] else ""
    return f"  {{ id = {quoted(raw['value'])}, text = {quoted(text)}{points} }},"


def main(reference: Path) -> None:
    official = json.loads(reference.read_text(encoding="utf-8"))
    lines = [HEAD.strip()]
    for panel in official["sections"]:
        asked = [
            each
            for each in official["questions"]
            if each["panel"] == panel["panel"] and "options" in each and twin(each["id"]) in WORDS
        ]
        scoring = [
            each
            for each in official["questions"]
            if each["panel"] == panel["panel"] and each["max_points"]
        ]
        if missing := [each["id"] for each in scoring if each not in asked]:
            raise ValueError(f"no words for {missing}")
        lines += section(panel, asked)
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
