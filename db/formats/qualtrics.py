"""Qualtrics: codes, question texts and import ids in three heading rows, or the two rows of the legacy export."""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.headings import Heading, words
from db.formats.layout import Format, Layout, Sample

# 1 and “Survey Preview”, 2 and “Survey Test” are the tool's own marks of answers that are no customer's.
_TESTS = frozenset(
    ("1", "2", "9", "17", "survey preview", "survey test", "umfragevorschau", "umfragetest", "offline survey preview")
)


def layout(sample: Sample) -> Layout | None:
    """Recognised by the import ids of its third row, or by the legacy export's V1 over ResponseID."""
    if len(sample) >= 3 and sum("importid" in cell.lower() for cell in sample[2]) > 0.5 * len(sample[2]):
        return Layout(3, _headings(sample[0], sample[1]))
    if (
        len(sample) >= 2
        and len(sample[0]) > 1
        and sample[0][:2] == ["V1", "V2"]
        and words(sample[1][0]) == "responseid"
    ):
        return Layout(2, tuple(Heading(text.strip() or code.strip()) for code, text in zip(*sample[:2], strict=False)))
    return None


def _headings(codes: Sequence[str], questions: Sequence[str]) -> tuple[Heading, ...]:
    texts = [*questions, *[""] * (len(codes) - len(questions))]
    return tuple(
        Heading(" ".join(code.split()), " ".join(text.split())) for code, text in zip(codes, texts, strict=False)
    )


FORMAT = Format(
    "qualtrics",
    layout,
    {
        "startdate": "ignored",
        "enddate": "responded_at",
        "recordeddate": "ignored",
        "status": "ignored",
        "ipaddress": "personal",
        "progress": "ignored",
        "duration in seconds": "ignored",
        "finished": "ignored",
        "responseid": "response_id",
        "responseset": "ignored",
        "recipientlastname": "personal",
        "recipientfirstname": "personal",
        "recipientemail": "personal",
        "externalreference": "personal",
        "externaldatareference": "personal",
        "locationlatitude": "personal",
        "locationlongitude": "personal",
        "locationaccuracy": "ignored",
        "distributionchannel": "channel",
    },
    left_out=("status", _TESTS),
    writes_codes=True,
)
