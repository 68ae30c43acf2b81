"""Which clauses a result or a module of questions is evidence for, by topic."""

from functools import cache

import msgspec

from rai_desktop.errors import Refusal, reason
from rai_desktop.frameworks.catalog import CROSSWALK
from rai_desktop.i18n import _
from rai_desktop.paths import data_files
from rai_desktop.site_bytes import site_bytes


class Mapping(msgspec.Struct, frozen=True, omit_defaults=True):
    """Clauses of one topic by framework: `direct` ones the result speaks to itself, `supporting`
    ones it adds to."""

    direct: dict[str, list[str]] = {}
    supporting: dict[str, list[str]] = {}
    caveat: str = ""


class Crosswalk(msgspec.Struct, frozen=True):
    """Topics of technical assessments, and modules of questions."""

    assessments: dict[str, Mapping]
    modules: dict[str, Mapping]


@cache
def _crosswalk() -> Crosswalk:
    path = next(each for each in data_files("frameworks", ".json") if each.name == CROSSWALK)
    try:
        return msgspec.json.decode(site_bytes(path), type=Crosswalk)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(
            _("The crosswalk file {file} cannot be read: {why}.").format(file=path, why=reason(error)),
            _("Mend or remove that file."),
        ) from None


def topics() -> list[str]:
    """Topics of assessments, in the order of the crosswalk."""
    return list(_crosswalk().assessments)


def topic_words(topic: str) -> str:
    """What a topic is called."""
    known = {
        "performance": _("performance"), "data_quality": _("data quality"), "representativeness": _("representativeness"),
        "fairness": _("fairness"), "explainability": _("explainability"), "error_analysis": _("error analysis"),
        "robustness": _("robustness"), "privacy_membership_inference": _("membership inference (privacy)"),
        "privacy_k_anonymity": _("k-anonymity (privacy)"), "model_file_security": _("security of the model file"),
        "drift": _("drift"), "calibration_uncertainty": _("calibration and uncertainty"),
        "human_oversight_deferral": _("handing over to people"), "sustainability_energy": _("energy"),
    }
    return known.get(topic, topic.replace("_", " "))


def modules() -> list[str]:
    """Modules of questions."""
    return list(_crosswalk().modules)


def mapping(topic: str) -> Mapping:
    """Everything known of a topic or module; an unknown one has no clauses."""
    known = _crosswalk()
    return known.assessments.get(topic) or known.modules.get(topic) or Mapping()


def clauses_for(topic: str) -> list[tuple[str, str, str]]:
    """(framework, clause id, "direct" or "supporting") for a topic or module; direct ones first."""
    found = mapping(topic)
    strengths = (("direct", found.direct), ("supporting", found.supporting))
    return [
        (home, id_, strength)
        for strength, by_home in strengths
        for home, ids in by_home.items()
        for id_ in ids
    ]


def topics_for(framework: str, id_: str) -> list[tuple[str, str]]:
    """(topic, strength) of the assessments that give evidence for a clause: the crosswalk read
    backwards."""
    return [
        (topic, strength)
        for topic in topics()
        for home, found, strength in clauses_for(topic)
        if (home, found) == (framework, id_)
    ]


def forget() -> None:
    """Read the file again when next asked."""
    _crosswalk.cache_clear()
