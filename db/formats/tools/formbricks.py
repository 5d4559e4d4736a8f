"""Formbricks: one heading row with the response's own columns first, then what the browser said, then the questions.

Source: Formbricks' own code for the download of responses (apps/web/lib/response): No., Response ID, Timestamp,
Finished, Quotas, Survey ID, Formbricks ID (internal), User ID, Notes, Tags, the browser's details such as
“userAgent - os”, then the questions numbered as “1. How satisfied are you?”.
"""

from __future__ import annotations

from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout

_OWN = frozenset(("response id", "timestamp", "finished", "survey id"))


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by the four columns that every version of the download has."""
    first = sample[0]
    if not _OWN.issubset(words(cell) for cell in first):
        return None
    return TableLayout(1, tuple(Heading(" ".join(cell.split())) for cell in first))


FORMAT = ExportFormat(
    "formbricks",
    layout,
    {
        "no": "ignored",
        "response id": "response_id",
        "timestamp": "responded_at",
        "finished": "ignored",
        "quotas": "ignored",
        "survey id": "ignored",
        "formbricks id internal": "personal",
        "formbricks user id": "personal",
        "user id": "personal",
        "notes": "ignored",
        "tags": "ignored",
        "source": "ignored",
        "url": "ignored",
        "action": "ignored",
        "country": "ignored",
        "useragent browser": "ignored",
        "useragent os": "ignored",
        "useragent device": "ignored",
        "verified email": "personal",
    },
)
