"""Requests for review: asking somebody, and what came of it; pure changes for `Document.apply`."""

import datetime as dt

import msgspec

from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Meaning, ReviewRequest, Signature
from rai_desktop.questionnaire.answers import date


def with_request(project: Project, request: ReviewRequest) -> Project:
    """The project with one more request."""
    return msgspec.structs.replace(project, requests=[*project.requests, request])


def with_request_closed(project: Project, request: ReviewRequest, when: str, outcome: str) -> Project:
    """The project with a request closed: declined, withdrawn, or answered in another way; `outcome` says which."""
    closed = msgspec.structs.replace(request, answered=when, outcome=outcome)
    return msgspec.structs.replace(project, requests=[closed if each == request else each for each in project.requests])


def with_requests_answered(project: Project, signature: Signature) -> Project:
    """The project with the open requests to whoever signs answered, if they signed as reviewer or approver."""
    if signature.meaning is Meaning.AUTHORED:
        return project
    for request in open_requests(project):
        if same_person(request.of, signature.name):
            project = with_request_closed(project, request, signature.when, signature.meaning.value)
    return project


def open_requests(project: Project) -> list[ReviewRequest]:
    """Those that nobody has answered yet."""
    return [each for each in project.requests if not each.answered]


def is_late(request: ReviewRequest, day: dt.date) -> bool:
    """Whether it waits for an answer although the day until which it was asked for has passed."""
    due = date(request.due)
    return not request.answered and due is not None and due < day


def likely_meaning(project: Project, person: str) -> Meaning:
    """What a person most likely signs as: a reviewer in a review copy, and where they were asked for a review."""
    asked = any(same_person(each.of, person) for each in open_requests(project))
    return Meaning.REVIEWED if project.review_copy or asked else Meaning.AUTHORED


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same, capitals and spaces aside."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
