"""Delighted: one heading row with the score, the comment and the tool's own columns about the survey and the person.

Source: the survey response of Delighted's documentation (id, person, survey_type, score, comment, permalink,
created_at, updated_at, tags, notes and the person's properties), whose names the CSV writes as headings. Its CES and
CSAT may be asked on other scales than ours, so only a survey type of NPS or eNPS says what a score counts for.
"""

from __future__ import annotations

from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout

_NEEDED = frozenset(("score", "comment"))
_OWN = frozenset(
    ("survey type", "permalink", "person id", "delighted source", "delighted device type", "delighted browser")
)
_FEWEST = 2


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by a score and a comment beside two of its own columns."""
    first = {words(cell) for cell in sample[0]}
    if not first >= _NEEDED or len(first & _OWN) < _FEWEST:
        return None
    return TableLayout(1, tuple(Heading(" ".join(cell.split())) for cell in sample[0]))


FORMAT = ExportFormat(
    "delighted",
    layout,
    {
        "id": "response_id",
        "response id": "response_id",
        "created at": "responded_at",
        "updated at": "ignored",
        "person": "personal",
        "person id": "personal",
        "person name": "personal",
        "person email": "personal",
        "permalink": "personal",
        "comment": "comment",
        "tags": "ignored",
        "notes": "ignored",
        "delighted source": "ignored",
        "delighted device type": "ignored",
        "delighted browser": "ignored",
        "delighted operating system": "ignored",
        "delighted page url": "ignored",
    },
)
