"""From when each framework applies, or when it was published, and where that is written.

`applies_from` is the day a law, or a supervisor's guideline, takes effect; `published` the day of the edition (a month or a
year where no more is known). A framework's date holds for its clauses, unless a clause has its own below. Where no date can be
told, `undated` says why. "From memory" marks a date checked against nothing but memory.
"""

MEMORY = "date from memory, unverified"
OMNIBUS = "Reg. (EU) 2024/1689, Art. 113, as amended by Reg. (EU) 2026/1744"
RMF = {"published": "2023-01-26", "dates_source": "NIST AI 100-1, 26 January 2023"}
UK = "SI 2026/82, reg. 2(j)"
EDITION = "The edition bears no date in the source read."
DRAFT = "A draft of CEN-CENELEC JTC 21, not published as a standard in anything found."
EFFECTS = {"applies_from": "2026-07-21", "dates_source": "CFPB final rule, 91 FR, 22 April 2026, FR doc. 2026-07804"}
DECISION_TOOLS = {"applies_from": "2025-05-01", "dates_source": "45 CFR 92.210(b) and (c)"}
FEAT = {"published": "2018-11", "dates_source": f"MAS, FEAT principles; {MEMORY}", "applies_note": ""}
EXPLAINING = {"published": "2020-05-20", "dates_source": f"ICO and The Alan Turing Institute, Explaining decisions made with AI; {MEMORY}"}

FRAMEWORK_DATES: dict[str, dict[str, str]] = {
    "eu_ai_act": {"applies_from": "2024-08-01", "dates_source": OMNIBUS},
    "gdpr": {"applies_from": "2018-05-25", "dates_source": "Reg. (EU) 2016/679, Art. 99(2)"},
    "eu_ccd2": {"applies_from": "2026-11-20", "dates_source": "Dir. (EU) 2023/2225, Art. 48; told by several sources"},
    "uk_gdpr_duaa": {"applies_from": "2026-02-05", "dates_source": UK},
    "wp248": {
        "published": "2017-10-04",
        "applies_note": "Revision 01; first adopted on 2017-04-04.",
        "dates_source": "Article 29 Working Party, WP 248 rev.01, title page",
    },
    "uk_ico_ai": {
        "published": "2023-03-15",
        "applies_note": "The last large revision; first published on 2020-07-30.",
        "dates_source": f"ICO, Guidance on AI and data protection; {MEMORY}",
    },
    "eu_altai": {"published": "2020-07-17", "dates_source": "High-Level Expert Group on AI, ALTAI, 17 July 2020"},
    "nist_ai_rmf": RMF,
    "nist_trustworthiness": RMF,
    "nist_ai_600_1": {"published": "2024-07-26", "dates_source": "NIST AI 600-1, 26 July 2024"},
    "nist_ai_100_2": {"published": "2025-03", "dates_source": f"NIST AI 100-2 E2025; {MEMORY}"},
    "iso_42001": {"published": "2023-12", "dates_source": "ISO/IEC 42001:2023, first edition 2023-12"},
    "iso_42005": {"published": "2025-05", "dates_source": "ISO/IEC 42005:2025, first edition 2025-05"},
    "iso_23894": {"published": "2023-02", "dates_source": f"ISO/IEC 23894:2023; {MEMORY}"},
    "iso_tr_24027": {"published": "2021-11", "dates_source": f"ISO/IEC TR 24027:2021; {MEMORY}"},
    "iso_related": {"undated": DRAFT},
    "sr_26_2": {"published": "2026-04-17", "dates_source": "SR 26-2 / OCC Bulletin 2026-13, 17 April 2026"},
    "sr_11_7": {"published": "2011-04-04", "dates_source": "SR 11-7, 4 April 2011"},
    "uk_pra_ss1_23": {
        "applies_from": "2024-05-17",
        "published": "2023-05-17",
        "dates_source": f"PRA SS1/23 and PS6/23; {MEMORY}",
    },
    "osfi_e23": {
        "applies_from": "2027-05-01",
        "published": "2025-09-11",
        "dates_source": "OSFI, Guideline E-23 (2027), issued 11 September 2025",
    },
    "ecoa_reg_b": {
        "applies_from": "2011-12-30",
        "applies_note": "The day it was restated as 12 CFR 1002; the Federal Reserve's Regulation B (12 CFR 202) said the same before.",
        "dates_source": "CFPB interim final rule, 76 FR 79442, 21 December 2011",
    },
    "fcra": {
        "applies_from": "1971-04-25",
        "applies_note": "The Act; the score and its key factors are told since 2011-07-21 (Dodd-Frank Act, s. 1100F).",
        "dates_source": f"Pub. L. 91-508, s. 602; {MEMORY}",
    },
    "eeoc_ugesp": {
        "published": "1978-08-25",
        "applies_note": "In effect from 1978-09-25.",
        "dates_source": f"43 FR 38290, 25 August 1978; {MEMORY}",
    },
    "nyc_ll144": {
        "applies_from": "2023-07-05",
        "applies_note": "The day enforcement began; the law itself took effect on 2023-01-01.",
        "dates_source": "NYC Department of Consumer and Worker Protection, notice of adoption of 6 RCNY 5-300 to 5-304",
    },
    "nydfs_cl7_2024": {"published": "2024-07-11", "dates_source": "NYDFS Insurance Circular Letter No. 7 (2024), 11 July 2024"},
    "colorado_sb26_189": {"applies_from": "2027-01-01", "dates_source": "SB 26-189, signed 14 May 2026"},
    "colorado_sb24_205": {"undated": "It was repealed on 2026-05-14, before it applied."},
    "us_state_other": {"undated": "Each of these laws has a date of its own."},
    "us_health_other": {"undated": "Each of these rules has a date of its own."},
    "hipaa_safe_harbor": {
        "applies_from": "2003-04-14",
        "applies_note": "The day by which the Privacy Rule was to be complied with; small health plans had until 2004-04-14.",
        "dates_source": "45 CFR 164.534",
    },
    "imdrf_gmlp": {
        "published": "2025-01",
        "applies_note": "FDA, Health Canada and MHRA first published the ten principles on 2021-10-27.",
        "dates_source": "IMDRF/AIML WG/N88 FINAL:2025",
    },
    "mas": {
        "published": "2025-11-13",
        "applies_note": "A draft for consultation until 2026-01-31; no final text was found.",
        "dates_source": "MAS, consultation on Guidelines on AI Risk Management",
    },
    "sg_ai_verify": {
        "published": "2022-05-25",
        "applies_note": "First published then; the checklist read here is a later edition that bears no date.",
        "dates_source": "IMDA, launch of AI Verify, 25 May 2022",
    },
    "canada_dadm": {
        "applies_from": "2020-04-01",
        "published": "2025-06-24",
        "applies_note": "In effect since 2019-04-01, to be complied with from 2020-04-01; the text is that of 2025-06-24.",
        "dates_source": "Directive on Automated Decision-Making, s. 1.1",
    },
    "canada_aia": {
        "applies_from": "2020-04-01",
        "published": "2025-10-03",
        "applies_note": "The duty to complete it; the tool is version 1.0.1 of 2025-10-03.",
        "dates_source": "Directive on Automated Decision-Making, s. 1.1 and 6.1; github.com/canada-ca/aia-eia-js",
    },
    "omb_m_25_21": {
        "applies_from": "2026-04-03",
        "published": "2025-04-03",
        "dates_source": "OMB M-25-21, s. 4(b), of 3 April 2025",
    },
    "korea_ai_act": {"applies_from": "2026-01-22", "dates_source": f"Act No. 20676; {MEMORY}"},
    "ms_rai_2022": {"published": "2022-06", "dates_source": "Template and Standard v2, June 2022"},
    "ms_harms": {"undated": "A page of Microsoft's online guide that bears no date of publication."},
    "mit_ai_risk": {"published": "2024-08", "dates_source": f"arXiv 2408.12622; {MEMORY}"},
    "mitre_atlas": {"published": "2026-05", "dates_source": "ATLAS data 5.6.0, May 2026"},
    "aiid_cset_v1": {"undated": EDITION},
    "sociotechnical_harms": {"published": "2022-10", "dates_source": "arXiv 2210.05791"},
    "owasp_ml_2023": {"published": "2023", "applies_note": "A draft.", "dates_source": "OWASP Machine Learning Security Top 10 (2023)"},
    "owasp_llm_2025": {"published": "2024-11", "dates_source": f"OWASP Top 10 for LLM Applications 2025; {MEMORY}"},
    "owasp_llm_2026": {"published": "2026-08", "dates_source": "OWASP GenAI LLM Top 10, 2026 edition"},
    "owasp_asi_2026": {"published": "2025-12-09", "dates_source": "OWASP Top 10 for Agentic Applications 2026"},
}

CLAUSE_DATES: dict[str, dict[str, dict[str, str]]] = {
    "ecoa_reg_b": {"1002.4(b)": EFFECTS, "1002.6(a)": EFFECTS, "1002.8": EFFECTS},
    "eeoc_ugesp": {"QA18-24": {"published": "1979-03-02", "dates_source": f"44 FR 11996; {MEMORY}"}},
    "uk_ico_ai": {
        f"explain.{each}": EXPLAINING
        for each in ("rationale", "responsibility", "data", "fairness", "safety", "impact")
    },
    "mas": dict.fromkeys(("FEAT.F", "FEAT.E", "FEAT.A", "FEAT.T"), FEAT),
    "canada_dadm": {
        "C.approval": {
            "applies_from": "2025-06-24",
            "applies_note": "Approval at levels I and II is new in this text; levels III and IV were asked before.",
            "dates_source": "Directive on Automated Decision-Making, texts of 2023-04-25 and 2025-06-24",
        },
    },
    "us_health_other": {
        "1557-92.210(b)": DECISION_TOOLS,
        "1557-92.210(c)": DECISION_TOOLS,
        "ONC-170.315(b)(11)": {
            "applies_from": "2025-01-01",
            "applies_note": "From then the Base EHR includes it.",
            "dates_source": "45 CFR 170.102 as amended by HTI-1, 89 FR 1192, 9 January 2024",
        },
    },
    "us_state_other": {
        "IL-HB3773": {"applies_from": "2026-01-01", "dates_source": "Illinois HB 3773; told by secondary sources"},
        "CA-FEHA-ADS": {"applies_from": "2025-10-01", "dates_source": "California Civil Rights Council regulations; told by secondary sources"},
        "CA-CCPA-ADMT": {
            "applies_from": "2026-01-01",
            "applies_note": "Risk assessments; notice, opt-out and access by 2027-01-01.",
            "dates_source": "CCPA regulations on ADMT; told by secondary sources",
        },
        "TX-TRAIGA": {"applies_from": "2026-01-01", "dates_source": "Texas HB 149; told by secondary sources"},
    },
    "iso_related": {
        "ISO/IEC TS 12791": {"published": "2024", "dates_source": f"ISO/IEC TS 12791:2024; {MEMORY}"},
        "ISO/IEC 25059": {"published": "2023", "dates_source": f"ISO/IEC 25059:2023; {MEMORY}"},
        "ISO/IEC 5259": {"published": "2024", "applies_note": "Parts 1 to 4; part 5 followed in 2025.", "dates_source": f"ISO/IEC 5259-1:2024; {MEMORY}"},
        "ISO/IEC TR 24029-1": {"published": "2021", "dates_source": f"ISO/IEC TR 24029-1:2021; {MEMORY}"},
        "ISO/IEC 42006:2025": {"published": "2025", "dates_source": "ISO/IEC 42006:2025"},
        "ISO/IEC TS 4213": {"published": "2022", "dates_source": f"ISO/IEC TS 4213:2022; {MEMORY}"},
        "ISO/IEC TR 20226": {"published": "2025", "dates_source": f"ISO/IEC TR 20226:2025; {MEMORY}"},
    },
}
