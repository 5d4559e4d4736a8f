"""Google Forms: one heading row whose first column is the timestamp, in any of the languages Google writes it in."""

from __future__ import annotations

import re

from db.formats.files.headings import Heading, alternatives, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout, filled

_TIMESTAMP = alternatives(
    """timestamp|zeitstempel|marca temporal|marca de tiempo|horodateur|horodatage|carimbo de data hora|tijdstempel
    |informazioni cronologiche|tidsstämpel|tidsstempel|tidspunkt|sygnatura czasowa|aikaleima|časové razítko
    |zaman damgası|طابع زمني|タイムスタンプ|时间戳记|時間戳記|отметка времени"""
)
# The CSV download writes dates in a way of its own, whatever the form's language.
_DOWNLOADED = re.compile(r"\d{4}/\d\d/\d\d \d{1,2}:\d\d:\d\d [AP]M [A-Z]{2,4}[+-]?[\d:]*")


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by the timestamp's heading, or by its way of writing dates where there are no headings."""
    first = sample[0]
    if len(first) < 2:
        return None
    if _DOWNLOADED.fullmatch(first[0].strip()):
        return TableLayout(0, tuple(Heading("") for _ in first))
    dated = len(sample) > 1 and bool(sample[1]) and _DOWNLOADED.fullmatch(sample[1][0].strip()) is not None
    if words(first[0]) in _TIMESTAMP or (dated and filled(first)):
        return TableLayout(1, tuple(Heading(cell.strip()) for cell in first))
    return None


FORMAT = ExportFormat("google_forms", layout, dict.fromkeys(_TIMESTAMP, "responded_at") | {"email address": "personal"})
