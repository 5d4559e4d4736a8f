"""Every export format, registered once, and which of them a table is."""

from __future__ import annotations

import itertools

from db.formats.files.delimited import BrokenRecord
from db.formats.files.table import Table
from db.formats.recognise import plain
from db.formats.tools import limesurvey, qualtrics
from db.formats.tools.layout import ExportFormat, Sample, TableLayout, is_filled, title_rows
from db.formats.tools.simple_exports import GOOGLE_FORMS, KNOWN_BY_HEADINGS, MS_FORMS, NHS_FFT
from db.formats.tools.surveymonkey_typeform import SURVEYMONKEY, TYPEFORM
from metrics.errors import FileRefused

# Asked in this order; the plain one takes what is left.
FORMATS: tuple[ExportFormat, ...] = (
    qualtrics.FORMAT,
    SURVEYMONKEY,
    TYPEFORM,
    GOOGLE_FORMS,
    MS_FORMS,
    limesurvey.FORMAT,
    *KNOWN_BY_HEADINGS,
    NHS_FFT,
    plain.FORMAT,
)
# As many as a spreadsheet can hold.
MOST_COLUMNS = 16_384
_RECORDS_LOOKED_AT = 300


def sample(table: Table) -> Sample:
    """The first few hundred filled records of a table. Raises FileRefused where they have too many columns."""
    whole = (cells for _, cells in table.records() if not isinstance(cells, BrokenRecord) and is_filled(cells))
    rows = list(itertools.islice(whole, _RECORDS_LOOKED_AT))
    if not rows:
        broken = next((cells for _, cells in table.records() if isinstance(cells, BrokenRecord)), None)
        if broken is not None:
            raise FileRefused(f"{broken.message}")
    widest = max(map(len, rows), default=0)
    if widest > MOST_COLUMNS:
        raise FileRefused(
            f"The file has {widest:,} columns, more than any export of answers; look whether its lines end where they "
            f"should."
        )
    return rows


def recognised(rows: Sample) -> tuple[ExportFormat, TableLayout]:
    """The format that claims `rows`, with or without titles above its headings; the plain one where none does."""
    above = title_rows(rows)
    for form in FORMATS[:-1]:
        for skipped in {0, above}:
            if rows[skipped:] and (found := form.layout(rows[skipped:])):
                return form, TableLayout(found.header_rows, found.headings, skipped)
    found = FORMATS[-1].layout(rows)
    assert found is not None
    return FORMATS[-1], found
