"""Export: the bundle of a project, whole or not at all, the same bytes each time."""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Result
from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.report import bag
from rai_desktop.report.material import Material, gather
from rai_desktop.report.payload import Progress, files
from rai_desktop.report.placeless import placeless
from rai_desktop.report.read_me import read_me
from rai_desktop.report.replacing import refuse_foreign


def export(project: Project, results: Mapping[str, Result], out: Path, *, key: Path | None = None,
           passphrase: str = "", progress: Progress | None = None) -> Path:
    """The bundle of a project without its history, which would tell how its signatures stand. As `write`."""
    return write(gather(project, results), out, key=key, passphrase=passphrase, progress=progress)


def write(gathered: Material, out: Path, *, key: Path | None = None, passphrase: str = "",
          progress: Progress | None = None) -> Path:
    """Write the bundle folder `out` and return it; an older bundle there is replaced, anything else is refused.

    `key` is an encrypted PKCS#8 Ed25519 key file that signs it. Raises Refusal when it cannot be written.
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow a link that is to be replaced
    refuse_foreign(out)
    material = placeless(gathered)
    content = _bagged(material, files(material, progress), key, passphrase)
    try:
        return _written(content, out)
    except OSError as error:
        why = _("the disk is full") if error.errno == errno.ENOSPC else error.strerror or str(error)
        raise Refusal(_("The bundle could not be written to {out}: {why}.").format(out=out, why=why),
                      _("Choose another folder, or make room and export again; nothing was left behind.")) from error


def _bagged(material: Material, payload: Mapping[str, bytes], key: Path | None, passphrase: str) -> dict[str, bytes]:
    data = {f"data/{name}": content for name, content in payload.items()}
    data["data/README.txt"] = read_me().encode()
    tags = {"bagit.txt": bag.BAGIT, "bag-info.txt": bag.bag_info(material.day, material.project.id, data),
            bag.MANIFEST: bag.manifest(data)}
    if key:
        from rai_desktop.report.signing import sign_bundle

        tags[bag.ATTESTATION] = sign_bundle({**data, **tags}, material, key, passphrase)
    tags[bag.TAG_MANIFEST] = bag.manifest(tags)
    return {**data, **tags}


def _written(content: Mapping[str, bytes], out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        made = beside / "bundle"
        for name, octets in content.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(octets)
                file.flush()
                os.fsync(file.fileno())
        if out.exists():
            out.rename(beside / "old")
        made.rename(out)
    except BaseException:
        if (beside / "old").exists() and not out.exists():
            (beside / "old").rename(out)
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return out
