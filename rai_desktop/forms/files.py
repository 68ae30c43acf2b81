"""Form files by the ending of their name: .xlsx for people, .json for programs."""

from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.forms.form import Form
from rai_desktop.forms.returned import Returned
from rai_desktop.i18n import _

ENDINGS = (".xlsx", ".json")


def write_form(form: Form, path: Path) -> None:
    """Write a form, complete or not at all; a file of that name is replaced."""
    _check_ending(path)
    if not form.count:
        raise Refusal(_("There is no question to hand out."), _("Choose a questionnaire first."))
    part = path.with_name(f".~{path.name}.part{path.suffix}")
    try:
        if path.suffix.lower() == ".json":
            from rai_desktop.forms.json_form import write_json

            write_json(form, part)
        else:
            from rai_desktop.forms.workbook import write_workbook

            write_workbook(form, part)
        part.replace(path)
    except OSError as error:
        raise Refusal(_("{path} cannot be written: {why}.").format(path=path, why=error.strerror or error),
                      _("Close it in other programs, or choose another place.")) from error
    finally:
        part.unlink(missing_ok=True)


def read_form(path: Path) -> Returned:
    """What a form that came back says, without doing anything with it."""
    _check_ending(path)
    if path.suffix.lower() == ".json":
        from rai_desktop.forms.json_reading import read_json

        return read_json(path)
    from rai_desktop.forms.workbook_reading import read_workbook

    return read_workbook(path)


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise Refusal(_("{name} is neither .xlsx nor .json.").format(name=path.name),
                      _("Forms are Excel workbooks (.xlsx) or JSON files (.json)."))
