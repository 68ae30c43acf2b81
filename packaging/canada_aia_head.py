"""Our own words for Canada's Algorithmic Impact Assessment as a whole: what it is, its levels and what each asks for."""

HEAD = """
# Canada's Algorithmic Impact Assessment, version 1.0.1 (2025-10-03): official ids, points and conditions; our own words.
# Facts: github.com/canada-ca/aia-eia-js, MIT licence. Written by packaging/make_canada_aia.py; change the words there.
# This is not the Government of Canada's tool: publish results from the official one.
id = "canada_aia"
title = "Canada: Algorithmic Impact Assessment"
version = "1.0.1"
as_of = 2025-10-03
source = "Algorithmic Impact Assessment tool 1.0.1, Treasury Board of Canada Secretariat; questions in our own words"
licence = "Facts from an MIT-licensed source; wording ours"
summary = "All questions of the official tool: raw impact and mitigation by points, the impact level from I to IV, and what each level asks for."
order = 30
group = "Law and regulation"

[scoring]
total = "raw"
scores = { raw = { title = "Raw impact" }, mitigation = { title = "Mitigation", maximum = 77 } }
deduction = { score = "mitigation", reach = 0.8, share = 0.15 }
obligation_titles = { notice = "Notice", explanation = "Explanation", peer_review = "Peer review", gba_plus = "Gender-based Analysis Plus", training = "Training", human_involvement = "Human involvement", approval = "Approval" }

[[scoring.levels]]
id = "I"
title = "Level I: little to no impact"
up_to = 0.25
[scoring.levels.obligations]
notice = "Publish a notice in plain words on every channel of the service: web, in person, mail, telephone."
explanation = "Beyond what law already asks for, publish in plain words, on a departmental site that is easy to find and linked in the assessment, how the system works in general: its role in the decision, input data, where they come from and how they are collected, the criteria and operations applied to them, results of reviews and audits, outputs and how to read them, the main factors behind a decision, and, where fitting, the ways to contest it."
peer_review = "None asked at this level."
gba_plus = "None asked at this level."
training = "Train users, by role, in how to use and explain the system in outline."
human_involvement = "The system may decide without a person; people assure its quality and can step in."
approval = "Assistant deputy minister responsible for the programme."

[[scoring.levels]]
id = "II"
title = "Level II: moderate impact"
up_to = 0.5
[scoring.levels.obligations]
notice = "Publish a notice in plain words on every channel of the service: web, in person, mail, telephone."
explanation = "Publish the general explanation that level I asks for. With every refusal of a benefit or service, and every regulatory action, also give the client a more detailed explanation in plain words: the reasons for the decision, the main factors that led to the output (where fitting with the decision tree, scores or weights), how officers used it, and the link to the general explanation."
peer_review = "Consult at least one qualified expert: from a federal, provincial, territorial or municipal institution, a university or college, a relevant organisation outside government, a specialised contractor, or an advisory board named by the Secretariat. Publish the review, or a summary in plain words, on a Government of Canada site."
gba_plus = "Analyse the effects on different groups of people (Gender-based Analysis Plus) with the department's own diversity and inclusion specialists: effects of the system, its data and the final decision, with figures by sex and other traits or the gaps in them, and the measures taken or planned."
training = "Train users, by role, in how to use and explain the system in outline."
human_involvement = "The system may decide without a person; people assure its quality and can step in."
approval = "Assistant deputy minister responsible for the programme."

[[scoring.levels]]
id = "III"
title = "Level III: high impact"
up_to = 0.75
[scoring.levels.obligations]
notice = "Publish a notice in plain words on every channel of the service: web, in person, mail, telephone. The notice points clients to the published explanation."
explanation = "Publish the general explanation that level I asks for. With every refusal of a benefit or service, and every regulatory action, also give the client a more detailed explanation in plain words: the reasons for the decision, the main factors that led to the output (where fitting with the decision tree, scores or weights), how officers used it, and the link to the general explanation."
peer_review = "Consult at least one qualified expert: from a federal, provincial, territorial or municipal institution, a university or college, a relevant organisation outside government, a specialised contractor, or an advisory board named by the Secretariat. Publish the review, or a summary in plain words, on a Government of Canada site."
gba_plus = "Analyse the effects on different groups of people (Gender-based Analysis Plus) with the department's own diversity and inclusion specialists: effects of the system, its data and the final decision, with figures by sex and other traits or the gaps in them, and the measures taken or planned."
training = "Train users, by role and again and again, in managing, securing, using and explaining the system: how it works now, how to detect effects on privacy, fairness and rights, and how to judge and override decisions."
human_involvement = "A person makes the final decision, and human involvement is defined for the whole process. People review outputs for accuracy and fitness, assure quality all the time, and can step in."
approval = "Deputy head."

[[scoring.levels]]
id = "IV"
title = "Level IV: very high impact"
[scoring.levels.obligations]
notice = "Publish a notice in plain words on every channel of the service: web, in person, mail, telephone. The notice points clients to the published explanation."
explanation = "Publish the general explanation that level I asks for. With every refusal of a benefit or service, and every regulatory action, also give the client a more detailed explanation in plain words: the reasons for the decision, the main factors that led to the output (where fitting with the decision tree, scores or weights), how officers used it, and the link to the general explanation."
peer_review = "Consult at least two qualified experts: from Statistics Canada, Shared Services Canada, the National Research Council or the Communications Security Establishment, from a university or college, a relevant organisation outside government, a specialised contractor, or an advisory board named by the Secretariat. Publish the reviews, or a summary in plain words, on a Government of Canada site."
gba_plus = "Analyse the effects on different groups of people (Gender-based Analysis Plus) with the department's own diversity and inclusion specialists: effects of the system, its data and the final decision, with figures by sex and other traits or the gaps in them, and the measures taken or planned."
training = "Train users, by role and again and again, in managing, securing, using and explaining the system: how it works now, how to detect effects on privacy, fairness and rights, and how to judge and override decisions."
human_involvement = "A person makes the final decision, and human involvement is defined for the whole process. People review outputs for accuracy and fitness, assure quality all the time, and can step in."
approval = "Treasury Board."
"""

# Questions that also speak to a requirement of the Directive's Appendix C, by the id in the design branch.
DIRECTIVE = {
    "dataQualityDesign5": "canada_dadm:C.gba",
    "fairnessDesign7": "canada_dadm:C.explanation",
    "fairnessDesign10": "canada_dadm:C.explanation",
    "fairnessDesign22A": "canada_dadm:C.training",
}
