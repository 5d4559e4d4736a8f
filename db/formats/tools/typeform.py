"""Typeform: “#” first, the submit date last; an older export has each question over its choices in two rows."""

from __future__ import annotations

from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout
from db.formats.tools.surveymonkey import joined_headings

_OWN = frozenset(("network id", "submit date utc", "start date utc", "stage date utc", "response type"))


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by “#” over the first column, together with its own columns or under a row of questions."""
    first = sample[0]
    if first and first[0].strip() == "#" and any(words(cell) in _OWN for cell in first):
        return TableLayout(1, tuple(Heading(cell.strip()) for cell in first))
    grouped = len(sample) > 1 and bool(first) and not first[0].strip() and bool(sample[1])
    if grouped and sample[1][0].strip() == "#":
        return TableLayout(2, joined_headings(first, sample[1], frozenset()))
    return None


FORMAT = ExportFormat(
    "typeform",
    layout,
    {
        "#": "response_id",
        "token": "response_id",
        "submit date utc": "responded_at",
        "submitted at": "responded_at",
        "start date utc": "ignored",
        "stage date utc": "ignored",
        "response type": "ignored",
        "network id": "personal",
        "tags": "ignored",
        "ending": "ignored",
    },
)
