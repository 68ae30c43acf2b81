"""Titles that begin with what people call the clause, where the reference's gist does not: by framework and id."""

RETITLED: dict[str, dict[str, str]] = {
    "canada_aia": {
        "RS.businessDrivers": "Reasons for automation (raw risk: 4 scored questions, max 5)",
        "RS.riskProfile": "Risk profile (raw risk: 8 scored questions, max 15)",
        "RS.projectAuthority": "Project authority (raw risk: 1 scored question, max 2)",
        "RS.aboutSystem": "About the system (raw risk: 11 scored questions, max 17)",
        "RS.aboutAlgorithm": "About the algorithm (raw risk: 9 scored questions, max 15)",
        "RS.decisionSector": "About the decision (raw risk: 1 scored question, max 8)",
        "RS.impact": "Impact (raw risk: 18 scored questions, max 52)",
        "RS.aboutData": "About the data (raw risk: 18 scored questions, max 53)",
        "MS.consultation": "Consultation (mitigation: 7 questions, max 10)",
        "MS.dataQuality": "Data quality (mitigation: 9 questions, max 14)",
        "MS.fairness (procedural)": "Procedural fairness (mitigation: 23 questions, max 44)",
        "MS.privacy": "Privacy (mitigation: 6 questions, max 9)",
    },
    "canada_dadm": {
        "C.explanation": "Explanation: general (I); decision-specific on denial (II-IV)",
        "C.peer_review": "Peer review: none (I); one qualified expert, published (II-III); two (IV)",
        "C.human": "Human involvement: no direct human needed (I-II); human makes final decision (III-IV)",
        "C.approval": "Approval: ADM (I-II); Deputy Head (III); Treasury Board (IV)",
    },
    "hipaa_safe_harbor": {
        "expert": "Expert determination instead, 164.514(b)(1): very small risk",
    },
}
