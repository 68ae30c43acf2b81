"""What people see above each field of a project: one caption for every field of everything in it."""

from collections.abc import Mapping

from rai_desktop.findings.finding import Response
from rai_desktop.i18n import N_, _
from rai_desktop.project.model import (
    Answer,
    Attachment,
    ColumnRole,
    FileRef,
    Inputs,
    Origin,
    Plan,
    Planned,
    Project,
    ResultRef,
    Run,
)
from rai_desktop.project.register import Acceptance, Action, Dismissal, Levels, Risk
from rai_desktop.project.reviewing import Comment, Decision, Merged, Reply, ReviewCopy, ReviewRequest, Signature

# "" is a field that people do not see: an id, or a key that only the program knows.
CAPTIONS: Mapping[type, Mapping[str, str]] = {
    Project: {
        "id": N_("Mark of the assessment"), "title": N_("Title"), "created": N_("Begun"), "analyst": N_("Analyst"),
        "packs": N_("Questionnaires chosen"), "answers": N_("Answers"), "inputs": N_("Data and model"), "plan": N_("Plan"),
        "runs": N_("Runs"), "responses": N_("Responses to findings"), "pack_versions": N_("Versions of the questionnaires"),
        "pack_editions": N_("Words of the questionnaires"), "risks": N_("Risks"), "risk_scale": N_("Scale of risks"),
        "actions": N_("Actions"), "dismissed": N_("Suggested risks that are none here"),
        "inapplicable": N_("Clauses that do not apply"), "comments": N_("Comments"), "requests": N_("Requests for review"),
        "signatures": N_("Signatures"), "merges": N_("Merged review copies"), "review_copy": N_("Review copy"),
        "origin": N_("Made from"),
    },
    Answer: {"value": N_("Answer"), "note": N_("Note"), "evidence": N_("Evidence"), "carried": N_("Carried over, not confirmed")},
    Attachment: {"note": N_("Note"), "file": N_("File")},
    FileRef: {"path": N_("File"), "sha256": N_("SHA-256"), "size": N_("Bytes"), "format": N_("Format"),
              "options": N_("Read with")},
    ColumnRole: {"role": N_("Role"), "guessed": N_("Guessed"), "bins": N_("Groups are cut at")},
    Inputs: {
        "data": N_("Data"), "model": N_("Model"), "reference": N_("Reference table"), "train": N_("Training table"),
        "roles": N_("Columns"), "task": N_("Task"), "positive": N_("Favourable outcome"), "threshold": N_("Threshold"),
        "python": N_("Interpreter"), "allowed_names": N_("Names accepted in the model"),
        "allowed_reason": N_("Accepted because"), "code": N_("Code"),
    },
    Plan: {"assessments": N_("Assessments"), "seed": N_("Seed"), "policy": N_("Policy")},
    Planned: {"assessment": N_("Assessment"), "parameters": N_("Parameters")},
    Run: {
        "id": "", "started": N_("Started"), "ended": N_("Ended"), "status": N_("State"), "seed": N_("Seed"),
        "inputs": N_("Data and model"), "versions": N_("Versions"), "facts": N_("Facts"), "isolation": N_("Confinement"),
        "results": N_("Results"), "plan": N_("Plan"), "policy_sha256": N_("Limits of the policy"),
    },
    ResultRef: {"sha256": N_("SHA-256"), "status": N_("State")},
    Response: {"comment": N_("Analyst's view"), "owner": N_("Owner"), "mitigation": N_("Mitigation"), "due": N_("Due"),
               "accepted_reason": N_("Accepted because")},
    Risk: {
        "title": N_("Risk"), "harm": N_("Harm"), "stakeholders": N_("Stakeholders"), "sources": N_("Why it is here"),
        "severity": N_("Severity"), "likelihood": N_("Likelihood"), "treatment": N_("Treatment"), "plan": N_("Plan"),
        "owner": N_("Owner"), "due": N_("Due"), "residual_severity": N_("Severity after"),
        "residual_likelihood": N_("Likelihood after"), "acceptance": N_("Acceptance"), "closed": N_("Closed"), "suggestion": "",
    },
    Acceptance: {"who": N_("Accepted by"), "reason": N_("Because"), "when": N_("On"),
                 "carried": N_("Carried over, not confirmed"), "levels": N_("Given for")},
    Levels: {"severity": N_("Severity"), "likelihood": N_("Likelihood"), "residual_severity": N_("Severity after"),
             "residual_likelihood": N_("Likelihood after")},
    Action: {"title": N_("Action"), "note": N_("Note"), "sources": N_("What it serves"), "owner": N_("Owner"), "due": N_("Due"),
             "done": N_("Done")},
    Dismissal: {"title": N_("Suggested"), "reason": N_("Because"), "who": N_("By"), "when": N_("When")},
    Comment: {"about": N_("About"), "who": N_("By"), "when": N_("When"), "text": N_("Comment"), "replies": N_("Replies"),
              "resolved_by": N_("Resolved by"), "resolved_when": N_("Resolved")},
    Reply: {"who": N_("By"), "when": N_("When"), "text": N_("Reply")},
    ReviewRequest: {"by": N_("Asked by"), "of": N_("Asked"), "when": N_("When"), "words": N_("Words"), "due": N_("Due"),
                    "answered": N_("Answered"), "outcome": N_("Outcome")},
    Signature: {"meaning": N_("Meaning"), "name": N_("Name"), "role": N_("Role"), "when": N_("When"), "entry": N_("Entry"),
                "head": "", "digest": N_("Digest"), "key": N_("Key"), "public_key": "", "value": ""},
    Merged: {"whom": N_("For"), "when": N_("When"), "entry": N_("Entry"), "base": "", "head": "", "rows": "",
             "decided": N_("Decided")},
    Decision: {"place": N_("Place"), "kept": N_("Kept"), "ours": N_("Here"), "theirs": N_("In the copy")},
    ReviewCopy: {"whom": N_("For"), "by": N_("By"), "when": N_("When"), "entry": N_("Entry"), "head": ""},
    Origin: {"title": N_("Title"), "when": N_("When"), "project": "", "head": ""},
}


def caption(kind: type, field: str) -> str:
    """The caption of a field in the chosen language; "" for what people do not see."""
    return _(CAPTIONS[kind][field])
