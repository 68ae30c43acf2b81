"""Trims the reference catalogue of frameworks into resources/frameworks/*.json.

Run from the root of the repository: python packaging/make_frameworks.py PATH/TO/frameworks.json
Same input, same files. Gists are our own words; how each id was checked stays beside it.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from added_clauses import ADDED, ms_rai
from clause_titles import RETITLED
from framework_dates import CLAUSE_DATES, FRAMEWORK_DATES

OUT = Path(__file__).resolve().parent.parent / "resources" / "frameworks"
AS_OF = "2026-09-30"
SHORT = {
    "eu_ai_act": "EU AI Act",
    "ms_rai_2022": "Microsoft 2022",
    "nist_ai_rmf": "NIST AI RMF",
    "nist_ai_600_1": "NIST AI 600-1",
    "iso_42001": "ISO/IEC 42001",
    "nist_ai_100_2": "NIST AI 100-2",
    "iso_42005": "ISO/IEC 42005",
    "iso_23894": "ISO/IEC 23894",
    "iso_tr_24027": "ISO/IEC TR 24027",
    "sr_26_2": "SR 26-2",
    "sr_11_7": "SR 11-7",
    "uk_pra_ss1_23": "PRA SS1/23",
    "osfi_e23": "OSFI E-23",
    "ecoa_reg_b": "Reg B, 12 CFR",
    "fcra": "FCRA",
    "eeoc_ugesp": "29 CFR",
    "nyc_ll144": "NYC LL144",
    "colorado_sb26_189": "Colorado SB 26-189",
    "colorado_sb24_205": "Colorado SB 24-205",
    "nydfs_cl7_2024": "NYDFS CL 7",
    "gdpr": "GDPR Art.",
    "wp248": "WP248 criterion",
    "uk_gdpr_duaa": "UK GDPR Art.",
    "uk_ico_ai": "ICO AI guidance",
    "hipaa_safe_harbor": "HIPAA Safe Harbor",
    "imdrf_gmlp": "GMLP principle",
    "sg_ai_verify": "AI Verify",
    "canada_dadm": "Canada ADM Directive",
    "canada_aia": "Canada AIA",
    "omb_m_25_21": "OMB M-25-21",
    "korea_ai_act": "Korea AI Act",
    "eu_altai": "ALTAI",
    "eu_ccd2": "EU Consumer Credit Directive Art.",
    "mitre_atlas": "MITRE ATLAS",
    "mit_ai_risk": "MIT AI Risk",
    "nist_trustworthiness": "NIST AI RMF s.3",
}
ENDED = {"sr_11_7": "2026-04-17", "colorado_sb24_205": "2026-05-14", "owasp_llm_2025": "2026-08-01"}
GENERAL, ANNEX_III, ANNEX_I = "2026-08-02", "2027-12-02", "2028-08-02"
DEFERRED = f"{ANNEX_III} for Annex III systems, {ANNEX_I} for Annex I systems (Art. 113(c))"


def eu_date(id_: str) -> tuple[str, str]:
    """(date, note) from which a clause of the EU AI Act applies, read from Art. 113 as amended in
    2026."""
    article = re.match(r"Art\.(\d+)", id_)
    if id_ == "Art.4a" or id_.startswith("Art.4a("):
        return "2026-07-27", "inserted by Reg. (EU) 2026/1744; our reading of its entry into force"
    if article:
        return eu_article_date(int(article[1]))
    if id_.startswith(("Ch.III", "AnnexIV")):
        return ANNEX_III, DEFERRED
    starts = {
        "Ch.IV": GENERAL,
        "Ch.V": "2025-08-02",
        "Ch.II": "2025-02-02",
        "Ch.I": "2025-02-02",
        "AnnexVIII": GENERAL,
        "AnnexIII": ANNEX_III,
        "AnnexV": GENERAL,
        "AnnexI": ANNEX_I,
        "AnnexX": "2025-08-02",
    }
    if id_ in {"Ch.I", "Ch.II", "Ch.IV", "Ch.V"}:
        return starts[id_], ""
    if id_ == "AnnexXIV":
        return "2026-07-27", "inserted by Reg. (EU) 2026/1744"
    for name in ("AnnexVIII", "AnnexIII", "AnnexV", "AnnexX", "AnnexI"):
        if id_.startswith(name):
            return starts[name], ""
    return "", ""


def eu_article_date(number: int) -> tuple[str, str]:
    if number <= 5:
        return "2025-02-02", ""
    if number <= 27:
        return ANNEX_III, DEFERRED
    if 51 <= number <= 55 or number == 99:
        return "2025-08-02", ""
    if number in (43, 47, 48, 49, 72, 73, 86):
        return (
            GENERAL,
            "general date; for high-risk systems there is little to act on before Art. 6 applies",
        )
    return GENERAL, ""


def cited(source: str) -> str:
    """A source without the numbers of the index it was found through."""
    return re.sub(r"\s*\((?:[^()]*\bids? )\d[\d, ]*\)", "", source)


def trimmed_clause(home: str, id_: str, raw: dict[str, Any], source: str) -> dict[str, Any]:
    """One clause with what readers need; the source only where it differs from its framework's."""
    known, note = raw.get("applies_from") or "", ""
    if home == "eu_ai_act" and not re.fullmatch(r"\d{4}-\d\d-\d\d", known):
        known, note = eu_date(id_)
    found = {
        "id": id_,
        "title": RETITLED.get(home, {}).get(id_) or raw["title_gist"],
        "kind": raw.get("kind") or "",
        "parent": raw.get("parent") or "",
        "applies_from": known,
        "applies_note": note,
        "source": "" if raw["source"] == source else cited(raw["source"]),
        "verified": raw["verified"],
        "note": raw.get("note") or "",
    } | CLAUSE_DATES.get(home, {}).get(id_, {})
    return {
        key: value for key, value in found.items() if value or key in {"id", "title", "verified"}
    }


def trimmed_framework(
    id_: str, raw: dict[str, Any], timeline: list[dict[str, str]]
) -> dict[str, Any]:
    info = raw["_info"]
    note = " ".join(text for text in (info.get("note"), info.get("caution")) if text)
    return {
        "id": id_,
        "name": info["name"],
        "short": SHORT.get(id_, ""),
        "version": info.get("version", ""),
        "jurisdiction": info["jurisdiction"],
        "binding": info["binding"],
        **FRAMEWORK_DATES[id_],
        "ended": ENDED.get(id_, ""),
        "source": cited(info["source"]),
        "note": note,
        "as_of": AS_OF,
        "timeline": timeline,
        "clauses": {
            each: trimmed_clause(id_, each, clause, info["source"])
            for each, clause in raw.items()
            if each != "_info"
        },
    }


def write(name: str, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (OUT / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


def main(reference: Path) -> None:
    everything = json.loads(reference.read_text(encoding="utf-8"))
    everything["ms_rai_2022"] = ms_rai
    for home, clauses in ADDED.items():
        everything[home] |= clauses
    OUT.mkdir(parents=True, exist_ok=True)
    for id_, raw in everything.items():
        if not id_.startswith("_"):
            timeline = everything["_timeline_eu_ai_act"] if id_ == "eu_ai_act" else []
            write(id_, trimmed_framework(id_, raw, timeline))
    modules = {
        name: {"direct": by_home}
        for name, by_home in everything["_crosswalk_question_modules"].items()
    }
    topics = {
        name: {"caveat" if key == "note" else key: said for key, said in raw.items()}
        for name, raw in everything["_crosswalk_assessments"].items()
    }
    write("crosswalk", {"assessments": topics, "modules": modules})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
