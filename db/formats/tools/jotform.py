"""Jotform: one heading row that begins with the submission date; a matrix question stands before “>>” over its rows.

Source: Jotform's download of submissions as CSV or Excel, whose own columns are Submission Date, Submission ID,
Submission IP, Last Update Date and Flow Status; the questions stand between them as their texts.
"""

from __future__ import annotations

from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout

_DATE = "submission date"


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by the submission date over its first column."""
    first = sample[0]
    if len(first) < 2 or words(first[0]) != _DATE:
        return None
    return TableLayout(1, tuple(_heading(cell) for cell in first))


def _heading(cell: str) -> Heading:
    name = " ".join(cell.split())
    return Heading(name, name.replace(" >> ", " ") if ">>" in name else "")


FORMAT = ExportFormat(
    "jotform",
    layout,
    {
        _DATE: "responded_at",
        "submission id": "response_id",
        "submission ip": "personal",
        "ip": "personal",
        "last update date": "ignored",
        "flow status": "ignored",
        "submission url": "personal",
        "edit link": "personal",
        "product id": "ignored",
    },
)
