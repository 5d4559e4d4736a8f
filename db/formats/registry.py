"""Every export format, registered once, and which of them a table is."""

from __future__ import annotations

import itertools

from db.formats import google_forms, limesurvey, ms_forms, nhs_fft, plain, qualtrics, surveymonkey, typeform
from db.formats.layout import Format, Layout, Sample, is_filled, title_rows
from db.formats.records import Broken
from db.formats.tables import Table

FORMATS: tuple[Format, ...] = (
    qualtrics.FORMAT,
    surveymonkey.FORMAT,
    typeform.FORMAT,
    google_forms.FORMAT,
    ms_forms.FORMAT,
    limesurvey.FORMAT,
    nhs_fft.FORMAT,
    plain.FORMAT,
)
_RECORDS_LOOKED_AT = 300


def sample(table: Table) -> Sample:
    """The first few hundred filled records of a table."""
    whole = (cells for _, cells in table.records() if not isinstance(cells, Broken) and is_filled(cells))
    return list(itertools.islice(whole, _RECORDS_LOOKED_AT))


def recognised(rows: Sample) -> tuple[Format, Layout]:
    """The format that claims `rows`, with or without titles above its headings; the plain one where none does."""
    above = title_rows(rows)
    for form in FORMATS[:-1]:
        for skipped in {0, above}:
            if rows[skipped:] and (found := form.layout(rows[skipped:])):
                return form, Layout(found.header_rows, found.headings, skipped)
    found = FORMATS[-1].layout(rows)
    assert found is not None
    return FORMATS[-1], found
