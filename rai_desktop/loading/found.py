"""What a look at a model file gathers before it is judged as a whole."""

import msgspec

from rai_desktop.project.looks import NameUse


class Found(msgspec.Struct):
    """What a look gathers before it is judged as a whole."""

    names: list[NameUse] = []
    anomalies: list[str] = []
    versions: dict[str, str] = {}
    contents: dict[str, str] = {}
    container: str = ""
    refused: tuple[str, str] = ("", "")
    asked: str = ""
    chart: str = ""
    kind: str = ""
    member: str = ""
    member_sha256: str = ""
