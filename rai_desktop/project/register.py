"""Risk and action: what may go wrong, how bad, what is done about it, by whom and until when."""

from enum import StrEnum

import msgspec

from rai_desktop.i18n import N_


class Treatment(StrEnum):
    """What is done about a risk (ISO 31000:2018, 6.5.2, in our words)."""

    AVOID = N_("avoid")
    REDUCE = N_("reduce")
    SHARE = N_("share")
    ACCEPT = N_("accept")


class Levels(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a risk is rated: level ids before treatment and of what is left, "" where it is not rated."""

    severity: str = ""
    likelihood: str = ""
    residual_severity: str = ""
    residual_likelihood: str = ""


class Acceptance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who took a risk as it is, why, and when (ISO date). `carried` names the assessment it was taken over from, until
    somebody confirms it. `levels` are those it was given for; None in a draft, and in files from before they were kept."""

    reason: str
    who: str
    when: str
    carried: str = ""
    levels: Levels | None = None


class Risk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One harm that may come about.

    `sources` are links (see links.py) to the answers and findings it came from. `severity` and
    `likelihood` are level ids of the project's scale, "" while not rated; the residual ones are what
    is left after treatment. `due` and `closed` are ISO dates. `suggestion` is the key of the suggestion
    it was taken from, so that it is not suggested again.
    """

    title: str
    harm: str = ""
    stakeholders: list[str] = []
    sources: list[str] = []
    severity: str = ""
    likelihood: str = ""
    treatment: Treatment | None = None
    plan: str = ""
    owner: str = ""
    due: str = ""
    residual_severity: str = ""
    residual_likelihood: str = ""
    acceptance: Acceptance | None = None
    closed: str = ""
    suggestion: str = ""


class Dismissal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A suggested risk that is none here: its title, why not, who said so, and when (ISO date)."""

    title: str
    reason: str
    who: str = ""
    when: str = ""


class Action(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something to do. `sources` are links to the risks, findings, answers and clauses it serves; `due`
    and `done` are ISO dates."""

    title: str
    note: str = ""
    sources: list[str] = []
    owner: str = ""
    due: str = ""
    done: str = ""
