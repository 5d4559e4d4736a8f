"""Qualtrics: codes, question texts and import ids in three heading rows, or fewer of them.

Without import ids come workbooks and files that a person tidied up, with the codes alone those exported without extra
headings; the legacy export has V1 and so on over its own columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout
from db.formats.values.dates import date_evidence
from db.formats.values.lexicon import QUALTRICS_TEST

_OWN = frozenset(
    ("startdate", "enddate", "status", "ipaddress", "progress", "finished", "recordeddate", "responseid", "responseset")
)
_FEWEST = 5


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by the import ids of its third row, by five of its own codes, or by the legacy export's V1."""
    if len(sample) >= 3 and sum("importid" in cell.lower() for cell in sample[2]) > 0.5 * len(sample[2]):
        return TableLayout(3, _headings(sample[0], sample[1]))
    if len(_OWN.intersection(map(words, sample[0]))) >= _FEWEST:
        return _without_import_ids(sample)
    if (
        len(sample) >= 2
        and len(sample[0]) > 1
        and sample[0][:2] == ["V1", "V2"]
        and words(sample[1][0]) == "responseid"
    ):
        return TableLayout(
            2, tuple(Heading(text.strip() or code.strip()) for code, text in zip(*sample[:2], strict=False))
        )
    return None


def _without_import_ids(sample: Sample) -> TableLayout:
    """Texts stand under the codes unless the second row already holds the dates of an answer."""
    dated = [place for place, code in enumerate(sample[0]) if words(code) in ("startdate", "enddate", "recordeddate")]
    below = [sample[1][place] for place in dated if place < len(sample[1])] if len(sample) > 1 else []
    found = date_evidence(below)
    if not below or found.dates or found.serial or not any(text.strip() for text in below):
        return TableLayout(1, _headings(sample[0], ()))
    return TableLayout(2, _headings(sample[0], sample[1]))


def _headings(codes: Sequence[str], questions: Sequence[str]) -> tuple[Heading, ...]:
    texts = [*questions, *[""] * (len(codes) - len(questions))]
    return tuple(
        Heading(" ".join(code.split()), " ".join(text.split())) for code, text in zip(codes, texts, strict=False)
    )


FORMAT = ExportFormat(
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
    left_out=("status", QUALTRICS_TEST),
    writes_codes=True,
)
