"""Dates and times that no calendar of Python holds: Arrow stores years in the millions, and a zone may shift one out of it."""

import pyarrow as pa
import pyarrow.compute as pc

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _


def refuse_far(batch: pa.RecordBatch) -> None:
    """Raises Refusal for a column with a date before the year 1 or after 9999, where it is kept or in its own zone, with a span
    of more than 2.7 million years, or in a zone that nobody knows."""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        held = column.dictionary if pa.types.is_dictionary(column.type) else column
        if pa.types.is_temporal(held.type) and not pa.types.is_interval(held.type):
            _refuse(name, held)


def _refuse(name: str, held: pa.Array) -> None:
    try:
        _ends(held)
    except (OverflowError, ValueError) as error:
        zone = getattr(held.type, "tz", None)
        if isinstance(error, pa.ArrowInvalid) and zone:
            raise Refusal(_("The times in the column “{name}” are told in the time zone “{zone}”, which is not known.").format(
                name=name, zone=zone), _("Export the table again with times in UTC.")) from None
        raise Refusal(
            _("The column “{name}” holds a date before the year 1 or after 9999, or one that its time zone puts there.").format(
                name=name),
            _("Leave such cells empty, or write the column as text, and export the table again.")) from None


def _ends(held: pa.Array) -> None:
    """The least and the greatest in Python, which is where OverflowError comes from. Arrow compares no spans, but numbers."""
    if pa.types.is_duration(held.type):
        ends = pc.min_max(held.view(pa.int64())).as_py()
        pa.array([ends["min"], ends["max"]], pa.int64()).view(held.type).to_pylist()
    else:
        pc.min_max(held).as_py()
