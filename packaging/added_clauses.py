"""Clauses that the reference catalogue lacks and a pack needs: ids are the source's, gists our own.

Known from memory unless said otherwise, and marked so; readers see it. An id the reference has is replaced.
"""

from typing import Any

MEMORY = "from memory, unverified"
ACT = "Reg. (EU) 2024/1689; paragraph numbers of the text in the Official Journal"
GDPR = "Reg. (EU) 2016/679"
REG_B = "12 CFR 1002"
UK = "Data (Use and Access) Act 2025 (c. 18), s. 80(1); in force 5 February 2026 by SI 2026/82, reg. 2(j)"
UK_FROM = {"applies_from": "2026-02-05"}
UK_READ = UK_FROM | {"verified": "source text"}
UK_TOLD = UK_FROM | {"verified": "secondary source"}
VERIFY = "aiverify-foundation/aiverify stock-plugins/aiverify.stock.process-checklist/inputs/config_*.ts (pid counts)"


def clause(title: str, kind: str, parent: str, source: str, **more: str) -> dict[str, Any]:
    known = {"title_gist": title, "kind": kind, "parent": parent, "source": source}
    return {"verified": MEMORY, **known, **more}


# The criteria of AI Verify: numbers are the first two parts of those of its processes, gists our own.
CRITERIA = {
    "1.1": "People know how their personal data are used",
    "1.2": "Those concerned are told what they need to know, at the right moments",
    "1.3": "Users are guided to proper use",
    "1.4": "Users and outsiders can report harm",
    "1.5": "Users are told of incidents",
    "2.1": "Models that can be explained come first",
    "3.1": "Where a model comes from is recorded",
    "3.2": "Quality of data over time",
    "3.3": "Lineage of data is known",
    "3.4": "Data behind a decision can be traced",
    "3.5": "Model or rules behind a decision can be traced",
    "3.6": "Decisions are logged",
    "3.7": "Training can be repeated",
    "3.8": "Same input, same output",
    "3.9": "Development follows a process that is itself evaluated",
    "3.10": "Training inputs can be had again",
    "3.11": "Assumptions are checked when a model is trained again",
    "3.12": "Outputs can be reproduced",
    "3.13": "A vendor's claims on accuracy are tested",
    "3.14": "Outputs in use are watched and fit what the system was made for",
    "4.1": "What matters to those concerned is assessed",
    "4.2": "Risks, measures and levels for each use",
    "4.3": "Risks are watched all the time, new ones too",
    "4.4": "How it might fail is assessed and told",
    "4.5": "Faults are planned for",
    "4.6": "Remaining risk is known and judged",
    "5.1": "The team knows security",
    "5.2": "Security risks at the start",
    "5.3": "Security when verifying and validating",
    "5.4": "Security in design and development",
    "5.5": "Security in deployment and monitoring",
    "5.6": "Security of what learns in use",
    "5.7": "Security at the end of its life",
    "6.1": "Quality of the data it is made with",
    "6.2": "What may lower accuracy, and what would follow",
    "6.3": "Use that makes its own data or assumptions wrong",
    "6.4": "Which change calls for a new look at robustness",
    "6.5": "Attacks on the live system are watched and countered",
    "7.1": "Like cases are treated alike",
    "7.2": "Bias is tested over the whole life",
    "7.3": "Measures of fairness fit the purpose",
    "7.4": "Sensitive features are defined by law and values",
    "7.5": "Groups to be compared are chosen by a process",
    "7.6": "Training data represent the people concerned",
    "7.7": "Bias and poor results can be flagged",
    "7.8": "Mechanisms keep the system fair",
    "7.9": "Gaps in the make-up of data are made good",
    "8.1": "Quality of data over time",
    "8.2": "Lineage of data is known",
    "8.3": "Data practice keeps to rules and standards",
    "8.4": "The team knows data governance",
    "9.1": "Roles and responsibilities are clear within",
    "9.2": "Built to be audited",
    "9.3": "Access follows roles",
    "9.4": "Independent oversight",
    "9.5": "Fitness and limits of bought models",
    "9.6": "Responsibilities along the supply chain",
    "9.7": "What is bought serves responsible use",
    "9.8": "Needs of users count",
    "10.1": "Those who oversee have training, tools and information",
    "10.2": "Oversight fits how far it learns or acts by itself",
    "10.3": "Deciders review a model before it goes live",
    "10.4": "Testing again, how and how often",
    "10.5": "Those accountable consider how it serves people who decide",
    "11.1": "Made to do good to people, society and environment",
    "12.1": "Inventory of AI systems, with enough means",
    "12.2": "Purpose, context and expectations are understood",
    "12.3": "Sound testing and science are documented",
    "12.4": "Those concerned are heard regularly",
    "12.5": "Risks that cannot be measured yet are tracked",
    "12.6": "Means and ways without AI are weighed",
    "12.7": "A policy on AI that fits the others",
}
# Of its processes those that a measurement speaks to, under their criteria.
CHECKS = {
    "7.1.1": "Counterfactual fairness assessment",
    "7.3.1": "Choose fairness metrics via a decision tree",
    "7.4.1": "Identify sensitive features and groups",
    "6.1.1": "Data current, complete, representative",
    "6.5.1": "Mitigate known adversarial attacks",
    "8.1.1": "Verify data quality",
    "8.2.1": "Provenance record",
    "5.3.1": "Integrity and chain of custody of data/models",
    "5.5.1": "Mitigate inference and extraction attacks",
    "10.2.1": "Define human oversight role",
    "10.2.2": "Flag/abstain when model is unsure",
    "10.2.3": "Detect out-of-distribution input",
    "2.1.1": "Document trade-offs of less explainable models",
}

ADDED: dict[str, dict[str, dict[str, Any]]] = {
    "eu_ai_act": {
        "Art.21": clause("Provider shows conformity to authorities that ask, and gives access to logs", "obligation", "Ch.III.S3", ACT),
        "Art.22": clause("Authorised representative of a provider outside the Union: mandate and tasks", "obligation", "Ch.III.S3", ACT),
        "Art.23": clause("Importer: check before offering, name on the product, storage, documents kept ten years", "obligation", "Ch.III.S3", ACT),
        "Art.24": clause("Distributor: check marking and documents, storage, corrective action", "obligation", "Ch.III.S3", ACT),
        "Art.48": clause("CE marking", "article", "Ch.III", ACT),
        "Art.52": clause("Provider tells the Commission within two weeks that a model reaches the threshold of systemic risk", "obligation", "Ch.V", ACT),
        "AnnexX": clause("Large information systems of the Union for freedom, security and justice; those there before 2 August 2027 have until the end of 2030", "annex", "", ACT, applies_from="2030-12-31"),
        "Art.73(2)": clause("Report a serious incident at the latest 15 days after becoming aware", "obligation", "Art.73", ACT),
        "Art.73(3)": clause("At the latest 2 days when it is widespread or disrupts critical infrastructure", "obligation", "Art.73", ACT),
        "Art.73(4)": clause("At the latest 10 days after a death", "obligation", "Art.73", ACT),
        "Art.73(5)": clause("A first, incomplete report may come before the full one", "obligation", "Art.73", ACT),
        "Art.73(6)": clause("Investigate at once, assess the risk, correct, and change nothing before telling the authority", "obligation", "Art.73", ACT),
    },
    "canada_aia": {
        "NS.projectDetails": clause("Project details: who answers, department, phase, description; no points", "section", "", "canada-ca/aia-eia-js src/survey-enfr.json, panel projectDetailsPanel-NS", verified="source text"),
    },
    "ecoa_reg_b": {
        "1002.9(c)": clause("Incomplete applications: notice of what is missing, or of action taken", "obligation", "", REG_B),
        "1002.12(b)": clause("Keep applications and what was used to judge them for 25 months", "obligation", "", REG_B),
    },
    "eu_ccd2": {
        "18(3)": clause("Data for judging creditworthiness: relevant and accurate; no special categories, no social networks", "obligation", "", "Dir. (EU) 2023/2225"),
    },
    "uk_gdpr_duaa": {
        "22A": clause("What counts as a significant decision, and as one based solely on automated processing", "article", "", UK, **UK_READ),
        "22A(1)(a)": clause("Solely automated: nobody takes a meaningful part in the decision", "definition", "22A", UK, **UK_READ),
        "22A(1)(b)": clause("Significant: legal effect for a person, or an effect of similar weight", "definition", "22A", UK, **UK_READ),
        "22A(2)": clause("How far the decision is reached by profiling is weighed when involvement is judged", "definition", "22A", UK, **UK_READ),
        "22B": clause("When significant decisions may not be automated alone", "article", "", UK, **UK_READ),
        "22B(1)": clause("Not where special-category data are used, wholly or partly, unless a condition holds", "restriction", "22B", UK, **UK_READ),
        "22B(2)": clause("First condition: explicit consent to all the data used", "condition", "22B", UK, **UK_READ),
        "22B(3)": clause("Second condition: contract or law, and substantial public interest", "condition", "22B", UK, **UK_READ),
        "22B(4)": clause("Not where the processing relies, wholly or partly, on recognised legitimate interests", "restriction", "22B", UK, **UK_READ),
        "22C": clause("Safeguards for significant decisions that are automated alone", "article", "", UK, **UK_TOLD),
        "22C(1)": clause("The controller ensures that safeguards are in place", "obligation", "22C", UK, **UK_READ),
        "22C(2)(a)": clause("People are given information about such decisions", "safeguard", "22C", UK, **UK_TOLD),
        "22C(2)(b)": clause("They may make representations", "safeguard", "22C", UK, **UK_TOLD),
        "22C(2)(c)": clause("They may have a person of the controller step in", "safeguard", "22C", UK, **UK_TOLD),
        "22C(2)(d)": clause("They may contest the decision", "safeguard", "22C", UK, **UK_TOLD),
        "22D": clause("Regulations may say more", "article", "", UK, **UK_TOLD),
        "22D(1)": clause("On when human involvement is, or is not, meaningful", "power", "22D", UK, **UK_TOLD),
        "22D(2)": clause("On which decisions have, or have not, an effect of similar weight", "power", "22D", UK, **UK_TOLD),
        "22D(3)": clause("On the safeguards", "power", "22D", UK, **UK_TOLD),
    },
    "sg_ai_verify": {
        # The reference counts it with the principles; the framework has eleven, and this beside them.
        "12": clause("Organisational considerations (7)", "organisation", "", VERIFY, verified="source text"),
        **{id_: clause(title, "criterion", id_.split(".")[0], VERIFY, verified="source text") for id_, title in CRITERIA.items()},
        **{id_: clause(title, "process_check", id_.rpartition(".")[0], VERIFY, verified="source text") for id_, title in CHECKS.items()},
    },
    "gdpr": {
        "33": clause("Notify a personal data breach to the authority within 72 hours", "article", "", GDPR),
        "34": clause("Tell the people concerned of a breach likely to bring them high risk", "article", "", GDPR),
    },
}

# The parts and goals of Microsoft's template, June 2022: numbers are theirs, gists our own.
TEMPLATE = "Responsible AI Impact Assessment Template and Guide (June 2022), through open re-implementations"
STANDARD = "Responsible AI Standard v2 (June 2022)"
PARTS = {
    "1": ("System information", ""),
    "1.1": ("System profile, authors, history, reviewers", "1"),
    "1.2": ("Stages of its life, with dates", "1"),
    "1.3": ("Description, and where to read more", "1"),
    "1.4": ("Purpose", "1"),
    "1.5": ("Features, now and coming, and links to other systems", "1"),
    "1.6": ("Places and languages", "1"),
    "1.7": ("How it is deployed", "1"),
    "1.8": ("Intended uses", "1"),
    "2": ("Each intended use", ""),
    "2.1": ("Fitness for purpose", "2"),
    "2.2": ("Stakeholders, benefits, harms", "2"),
    "2.3": ("Stakeholders that the goals on oversight and transparency ask for", "2"),
    "2.4": ("Fairness: quality, allocation, stereotypes", "2"),
    "2.5": ("Readiness of the technology, five degrees", "2"),
    "2.6": ("Complexity of the task, three degrees", "2"),
    "2.7": ("Role of people, five degrees", "2"),
    "2.8": ("Complexity of the setting, three degrees", "2"),
    "3": ("Adverse impact", ""),
    "3.1": ("Restricted uses", "3"),
    "3.2": ("Unsupported uses", "3"),
    "3.3": ("Known limits", "3"),
    "3.4": ("What failure does to stakeholders", "3"),
    "3.5": ("What misuse does to stakeholders", "3"),
    "3.6": ("Sensitive uses: three triggers", "3"),
    "4": ("Data requirements", ""),
    "4.1": ("Data needed", "4"),
    "4.2": ("Data at hand", "4"),
    "5": ("Summary of impact", ""),
    "5.1": ("Harms, goals and first measures", "5"),
    "5.2": ("Which goals apply, with a reason for every no", "5"),
    "5.3": ("Reviewers' sign-off", "5"),
}
GOALS = {
    "A1": "Impact assessment",
    "A2": "Oversight of significant adverse impacts",
    "A3": "Fit for purpose",
    "A4": "Data governance and management",
    "A5": "Human oversight and control",
    "T1": "System intelligibility for decisions about people",
    "T2": "Communication to stakeholders",
    "T3": "Disclosure of AI interaction",
    "F1": "Quality of service",
    "F2": "Allocation of resources and opportunities",
    "F3": "Stereotyping, demeaning and erasing outputs",
    "RS1": "Reliability and safety guidance",
    "RS2": "Failures and remediations",
    "RS3": "Monitoring, feedback and evaluation",
    "PS1": "Privacy",
    "PS2": "Security",
    "I1": "Accessibility",
}
FROM_MEMORY = {"1.8", "4.1", "4.2", "5.3"}


def standing(id_: str) -> str:
    return MEMORY if id_ in FROM_MEMORY else "secondary source"


ms_rai: dict[str, Any] = {
    "_info": {
        "name": "Microsoft Responsible AI Impact Assessment Template and Standard v2 (2022)",
        "version": "June 2022",
        "jurisdiction": "company practice",
        "binding": False,
        "source": TEMPLATE,
        "note": "A public model of practice; binding for nobody outside its maker.",
    },
    **{
        id_: clause(title, "part", parent, TEMPLATE, verified=standing(id_))
        for id_, (title, parent) in PARTS.items()
    },
    **{
        id_: clause(title, "goal", "", STANDARD, verified="secondary source")
        for id_, title in GOALS.items()
    },
}
