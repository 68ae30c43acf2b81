"""Our own words for the questions of Canada's Algorithmic Impact Assessment, by official id."""



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

RAW, LESS = (
    "Counts towards raw impact.",
    "Counts towards mitigation; 80 % of its points take 15 % off the raw impact.",
)
SECTIONS = {
    "projectDetailsPanel-NS": (
        "The project",
        "The phase decides which of two sets of mitigation questions is asked.",
        "Only questions of the phase the project is in count.",
        "canada_aia:NS.projectDetails",
    ),
    "businessDriversPanel-RS": (
        "Reasons for automation",
        "Why automate at all.",
        f"A weak reason weighs against any risk. {RAW}",
        "canada_aia:RS.businessDrivers",
    ),
    "riskProfilePanel-RS": (
        "Risk profile",
        "Who is served, who is watching, who might attack.",
        f"The surroundings can make the same system riskier. {RAW}",
        "canada_aia:RS.riskProfile",
    ),
    "projectAuthorityPanel-RS": (
        "Authority",
        "The ground on which the project stands.",
        f"Without authority in law or policy there is nothing to automate. {RAW}",
        "canada_aia:RS.projectAuthority",
    ),
    "aboutSystemPanel-RS": (
        "The system",
        "What it is and who looks after it.",
        f"Distance from those who built it, and nobody in charge, add risk. {RAW}",
        "canada_aia:RS.aboutSystem",
    ),
    "aboutAlgorithmPanel-RS": (
        "The algorithm",
        "How it comes to its outputs.",
        f"What cannot be explained or keeps changing is harder to answer for. {RAW}",
        "canada_aia:RS.aboutAlgorithm",
    ),
    "decisionSectorPanel-RS": (
        "The decision",
        "What the decision is about.",
        f"Some fields touch lives more than others. {RAW}",
        "canada_aia:RS.decisionSector",
    ),
    "impactPanel-RS": (
        "Impact",
        "How hard, how long, and whom.",
        f"The heart of the assessment: what a decision does to people. {RAW}",
        "canada_aia:RS.impact",
    ),
    "aboutDataSourcePanel-RS": (
        "The data",
        "Where data come from and what they contain.",
        f"Personal, shared or unrepresentative data carry their risks into every decision. {RAW}",
        "canada_aia:RS.aboutData",
    ),
    "consultationDesignPanel-MS": (
        "Consultation",
        "Who is asked.",
        f"Those who are asked see what the team does not. {LESS}",
        "canada_aia:MS.consultation",
    ),
    "dataQualityDesignPanel-MS": (
        "Data quality",
        "What is done for the data.",
        f"Bias and error are met at the source. {LESS}",
        "canada_aia:MS.dataQuality",
    ),
    "fairnessDesignPanel-MS": (
        "Procedural fairness",
        "Records, reasons, recourse, review.",
        f"People must be able to see, question and mend a decision. {LESS}",
        "canada_aia:MS.fairness (procedural)",
    ),
    "privacyDesignPanel-MS": (
        "Privacy",
        "What protects personal information.",
        f"Protection is built in, or missing. {LESS}",
        "canada_aia:MS.privacy",
    ),
}

IMPACT = ["Little or none", "Moderate", "High", "Very high"]
MAKERS = [
    "Our own institution",
    "Another federal institution",
    "Another government",
    "Somebody outside government",
]
COLLECTORS = [
    "Our own institution",
    "Another federal institution",
    "Another level of government",
    "A foreign government or somebody outside government",
]

WORDS = {
    "projectDetailsPhase": "Which phase is the project in?",
    "businessDrivers1": "What moves you to automate this decision?",
    "businessDrivers5": "How well will the system probably meet what clients need?",
    "businessDrivers9": "Were ways without automation considered?",
    "businessDrivers11": "What would happen without the system?",
    "riskProfile1": "Is the field closely watched by the public, or often taken to court?",
    "riskProfile2": "Are people served who belong to groups that are denied equal treatment?",
    "riskProfile3": "Are there groups of people that the system should not be used on?",
    "riskProfile4": "Was it assessed whether the system puts up barriers for people with disabilities, and is something done about them?",
    "riskProfile7": "Would the system be a likely target for fraud or other attacks?",
    "riskProfile8": "Have clients, their representatives, the media, auditors or parliament complained about the service as it is?",
    "riskProfile9": "Will the concept be submitted to the Treasury Board Secretariat and presented to the architecture review board?",
    "riskProfile10": "Was the concept submitted to the Treasury Board Secretariat and presented to the architecture review board?",
    "projectAuthority1": "Does the project need new authority in policy or law?",
    "aboutSystem1": "What can the system do?",
    "aboutSystem3": "Who developed it?",
    "aboutSystem4": "Who configured it?",
    "aboutSystem5": "What kind of software is it?",
    "aboutSystem5B": "Was it changed to do more than the product does as bought?",
    "aboutSystem6": "Is somebody in your institution accountable for designing, developing and maintaining it?",
    "aboutSystem7": "Does a group in your institution look for improvements and make them?",
    "aboutSystem8": "Does it meet the clauses of the accessibility standard CAN/ASC EN 301 549:2024 that concern it?",
    "aboutSystem9": "Is there a way to carry on without automation if the system fails for long?",
    "aboutSystem10A": "Is there a process to grant, watch and withdraw access to the system?",
    "aboutSystem11": "How strongly may building and running the system affect an ecosystem in the long run?",
    "aboutAlgorithm1": "Will the algorithm be secret?",
    "aboutAlgorithm2": "Will it be hard to interpret or explain?",
    "aboutAlgorithm3": "What does the algorithm rest on?",
    "aboutAlgorithm4": "If there is a model, how does it infer?",
    "aboutAlgorithm5": "What kind of model is it?",
    "aboutAlgorithm8": "Will it go on learning while in use?",
    "aboutAlgorithm8A": "Are such changes watched?",
    "aboutAlgorithm9": "Does it use protected characteristics for its decisions or recommendations?",
    "aboutAlgorithm11": "Did you examine whether its inputs could stand in for protected characteristics?",
    "decisionSector1": "Which of these fields does the decision touch?",
    "impact30": "How far is the decision automated?",
    "impact3": "Does the system make decisions or assessments that call for judgement or discretion?",
    "impact4A": "Will it change the number or the roles of staff considerably?",
    "impact22": "Does it perform an assessment or operation that no person performs today?",
    "impact5": "Is it used by another part of the organisation than the one that developed it?",
    "impact6": "Can the effects of the decision be undone?",
    "impact7": "How long may its effects last?",
    "impact9": "How strongly may the decision affect people's rights or freedoms?",
    "impact24": "How strongly may it affect people's equality, dignity, privacy and autonomy?",
    "impact11": "How strongly may it affect people's health and well-being?",
    "impact13": "How strongly may it affect people's economic interests?",
    "impact15": "How strongly may it affect an ecosystem in the long run?",
    "impact18": "Was performance assessed for clients of different backgrounds (gender, age, race, language, disability and their combinations), to see that results are fair?",
    "impact19I": "Was performance tested for clients with different disabilities?",
    "impact23": "Are there clients or groups on whom the worst effects will fall?",
    "impact26": "What share of clients will it handle?",
    "impact27": "Could not being handled by the system be a disadvantage for somebody?",
    "impact28": "How strongly may it affect people to be wrongly included or passed over?",
    "aboutDataSource1": "Does the system take personal information as input?",
    "aboutDataSource9": "Did you check that only personal information directly related to your programme is collected?",
    "aboutDataSource10": "Is personal information used to decide about the very people it is about?",
    "aboutDataSource11": "Did you check that its use agrees with your personal information banks and privacy impact assessments, present or planned?",
    "aboutDataSource14": "With whom will personal information be shared?",
    "aboutDataSource15": "Do the training and test data represent the clients served?",
    "aboutDataSource16": "Do the training data hold biases that make discrimination, or other effects on human rights, more likely?",
    "aboutDataSource2": "Which security classification do the input data carry, at the highest?",
    "aboutDataSource17": "Is something done to keep personal information accurate?",
    "aboutDataSource3": "Who controls the data?",
    "aboutDataSource4": "Does the system use data from several sources?",
    "aboutDataSource5": "Does it need input from devices on a network, such as sensors?",
    "aboutDataSource6": "Does it exchange data with other systems?",
    "aboutDataSource7": "Who collected the training data?",
    "aboutDataSource8": "Who collected the input data?",
    "aboutDataSourceType1": "Must it analyse unstructured data to reach its result?",
    "aboutDataSourceType2": "Which kinds of unstructured data?",
    "aboutDataSourceType3": "Was it decided to leave certain data out?",
    "consultationDesign1": "Are partners inside the federal government consulted?",
    "consultationDesign2": "Which of them?",
    "consultationDesign3": "Are partners outside the federal government consulted?",
    "consultationDesign4": "Which of them?",
    "consultationDesign6": "Are the clients consulted on whom the system acts most?",
    "consultationDesign7": "Are clients or communities consulted whom it may harm?",
    "consultationDesign8": "On which subjects did those consulted raise serious concerns?",
    "dataQualityDesign1": "Is there a documented process to test data sets for bias, discrimination and other surprises?",
    "dataQualityDesign2": "Is that process public?",
    "dataQualityDesign3": "Is it documented how problems of data quality were solved during design?",
    "dataQualityDesign4": "Is that process public?",
    "dataQualityDesign5": "Is a Gender-based Analysis Plus of the data made?",
    "dataQualityDesign7": "Are its findings public?",
    "dataQualityDesign8": "Is there a documented process against decisions from poor, outdated or unreliable data?",
    "dataQualityDesign9": "Is that process public?",
    "dataQualityDesign10": "Are the data published on the open-government portal?",
    "fairnessDesign1": "Does the audit trail show the legal authority behind the decision and its key points?",
    "fairnessDesign1A": "Is every key decision point of the logic linked to the law, policy or procedure it follows?",
    "fairnessDesign2": "Does the audit trail keep every recommendation and decision the system makes?",
    "fairnessDesign3": "Can every key decision point be found in the audit trail?",
    "fairnessDesign4": "Are overrides logged?",
    "fairnessDesign5": "Is there a current log of changes to the model and the system?",
    "fairnessDesign7": "Does the audit trail keep what an explanation of the decision would need?",
    "fairnessDesign10": "Can the system give reasons for what it decides or recommends, when somebody asks?",
    "fairnessDesign8": "Does the audit trail name the exact version behind each decision?",
    "fairnessDesign9": "Does the audit trail name the authorised decision-maker?",
    "fairnessDesign12": "Can users give feedback on the system?",
    "fairnessDesign13": "Can clients challenge the decision by an established process?",
    "fairnessDesign16": "Does the audit trail record changes to how the system runs or performs?",
    "fairnessDesign17": "Does it base its result on everything the client provided?",
    "fairnessDesign18": "Is bias mitigated while the algorithm is developed and the model tested?",
    "fairnessDesign19": "Does it consider only data relevant to the decision?",
    "fairnessDesign20": "Are its rules directly relevant to the decision?",
    "fairnessDesign21": "Which further protections of fair procedure are in place?",
    "fairnessDesign22": "Is it ensured that decision-makers use the system and its outputs impartially and ethically?",
    "fairnessDesign22A": "Is there training in proper use and in the risk of trusting the system too much?",
    "fairnessDesign23": "Is the model retrained, or are the rules reviewed, regularly?",
    "fairnessDesign24": "Is it monitored whether performance changes over time?",
    "fairnessDesign24A": "Is there a process to update the system by what monitoring shows?",
    "privacyDesign1": "If personal information is used or created, is a privacy impact assessment made or updated before launch?",
    "privacyDesign2": "Is security designed and built in from the concept on?",
    "privacyDesign9": "Is privacy designed and built in from the concept on?",
    "privacyDesign3": "Does the information stay in a closed system, with no connection to any other?",
    "privacyDesign4": "If personal information is disclosed, is there an agreement with suitable safeguards?",
    "privacyDesign7": "Is personal information de-identified at some point of its life?",
}

OPTIONS = {
    "projectDetailsPhase": ["Design", "Implementation"],
    "businessDrivers1": [
        "Work down a backlog",
        "Better decisions",
        "Lower cost of an existing programme",
        "Tasks people could not do in reasonable time",
        "New approaches",
        "Something else",
    ],
    "businessDrivers5": ["Slightly", "Moderately", "Very well"],
    "businessDrivers11": [
        "The service could not be given at all",
        "It could not be given in time or efficiently",
        "It would cost too much",
        "Its quality would be lower",
        "Targets could not be met",
        "Something else",
    ],
    "riskProfile4": [
        "Assessed: no barriers found",
        "Assessed: barriers found, and measures in place or planned",
        "Assessed: barriers found, and no measures",
        "Not assessed",
    ],
    "aboutSystem1": [
        "Recognise images and objects",
        "Analyse text and speech",
        "Assess risk",
        "Generate content",
        "Improve processes and automate workflow",
        "Something else",
    ],
    "aboutSystem3": MAKERS,
    "aboutSystem4": MAKERS,
    "aboutSystem5": ["Open source", "Made to order", "Bought off the shelf"],
    "aboutSystem11": IMPACT,
    "aboutAlgorithm3": [
        "On rules from law, policy or experts",
        "On patterns that a model found in data",
    ],
    "aboutAlgorithm4": ["Deterministically", "Probabilistically"],
    "aboutAlgorithm5": [
        "Discriminative (such as regression or decision trees)",
        "Generative (such as linear discriminant analysis or naive Bayes)",
    ],
    "decisionSector1": [
        "Health",
        "Economic interests: grants, taxes, debts",
        "Social assistance",
        "Access and mobility: clearances, borders, immigration",
        "Licences and permits",
        "Employment",
        "Public safety and law enforcement",
        "Something else",
    ],
    "impact30": ["Fully: the system makes the decision", "Partly: it contributes to the decision"],
    "impact6": ["Yes", "Probably", "With difficulty", "No"],
    "impact7": ["Briefly", "Months, some longer", "Years", "For good, mostly"],
    "impact9": IMPACT,
    "impact24": IMPACT,
    "impact11": IMPACT,
    "impact13": IMPACT,
    "impact15": IMPACT,
    "impact28": IMPACT,
    "impact26": ["Up to 25 %", "26 to 50 %", "51 to 75 %", "76 to 99 %", "All", "Not known"],
}
OPTIONS |= {
    "impact18": [
        "Not assessed",
        "Assessed: no differences found",
        "Assessed: differences found that are justified; what follows from them was not considered",
        "Assessed: differences found that are not justified; what follows from them was dealt with",
        "Assessed: differences found that are justified; what follows from them was dealt with",
        "Assessed: differences found that are not justified; what follows from them was not dealt with",
    ],
    "aboutDataSource14": [
        "With nobody",
        "Within the department",
        "With another federal department",
        "With a government of another jurisdiction",
        "With a third party outside government",
        "With somebody else",
    ],
    "aboutDataSource2": [
        "None",
        "Protected A",
        "Protected B",
        "Protected C",
        "Confidential",
        "Secret",
        "Top Secret",
        "Another",
    ],
    "aboutDataSource3": [
        "The federal government",
        "Another Canadian government",
        "The private sector, an NGO or academia",
    ],
    "aboutDataSource7": COLLECTORS,
    "aboutDataSource8": COLLECTORS,
    "aboutDataSourceType2": ["Sound and text", "Images and video"],
    "consultationDesign2": [
        "Strategic policy and planning",
        "Data governance",
        "Programme policy",
        "Legal services",
        "Access to information and privacy",
        "Communications",
        "Client experience",
        "Digital policy",
        "Human resources",
        "Chief Human Resources Officer (Treasury Board)",
        "Chief Information Officer (Treasury Board)",
        "Privacy Commissioner",
        "Networks of equity-seeking employees",
        "Accessibility working groups",
        "2SLGBTQI+ Secretariat",
        "Others",
    ],
    "consultationDesign4": [
        "The general public",
        "Academia",
        "Industry",
        "Unions",
        "Governments elsewhere",
        "International organisations",
        "Clients or their representatives",
        "Indigenous organisations, elders and leadership",
        "Non-governmental organisations",
        "Professional associations",
        "Others",
    ],
    "consultationDesign8": [
        "Fairness of outputs",
        "Transparency",
        "Barriers to access",
        "Surveillance",
        "Personal information and privacy",
        "Human rights",
        "Accessibility",
        "Accuracy",
        "Others",
    ],
    "fairnessDesign21": [
        "Clear time limits or service standards",
        "Clients are told enough about the process to take part in it",
        "Clients receive the documents and information the decision rests on",
        "Clients' feedback is assessed and answered",
        "Others",
    ],
}

# Questions that also speak to a requirement of the Directive's Appendix C, by the id in the design branch.
DIRECTIVE = {
    "dataQualityDesign5": "canada_dadm:C.gba",
    "fairnessDesign7": "canada_dadm:C.explanation",
    "fairnessDesign10": "canada_dadm:C.explanation",
    "fairnessDesign22A": "canada_dadm:C.training",
}
