"""KoboToolbox: one heading row of question names or labels, then the tool's own columns that begin with “_”.

Source: KoboToolbox's export of submissions (CSV with “;”, or XLS), whose last columns are _id, _uuid, _submission_time,
_validation_status, _notes, _status, _submitted_by, __version__, _tags and _index; start, end and today come from the
form. `end` is when the answers were given, `_submission_time` when the telephone had a network again, so `end` counts
where the form has it. Names of groups stand before a slash. Choices may be written by the names the form's maker
gave them, so a number may be a code.
"""

from __future__ import annotations

import re

from db.formats.files.headings import Heading
from db.formats.tools.layout import ExportFormat, Sample, TableLayout

_OWN = frozenset(
    ("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__")
)
_FEWEST = 3
_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)*")


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by three of its own columns."""
    first = [cell.strip() for cell in sample[0]]
    if len(_OWN.intersection(first)) < _FEWEST:
        return None
    return TableLayout(1, tuple(_heading(cell) for cell in first))


def _heading(cell: str) -> Heading:
    """A name such as “visit/how_satisfied” asks “how satisfied”; a label is the question itself."""
    name = " ".join(cell.split())
    if cell in _OWN or not _NAME.fullmatch(name) or not ("_" in name or "/" in name):
        return Heading(name)
    return Heading(name, name.rpartition("/")[2].replace("_", " ").strip())


FORMAT = ExportFormat(
    "kobotoolbox",
    layout,
    {
        "id": "response_id",
        "uuid": "ignored",
        "end": "responded_at",
        "submission time": "responded_at",
        "start": "ignored",
        "today": "ignored",
        "deviceid": "personal",
        "username": "personal",
        "phonenumber": "personal",
        "submitted by": "personal",
        "validation status": "ignored",
        "notes": "ignored",
        "status": "ignored",
        "version": "ignored",
        "tags": "ignored",
        "index": "ignored",
    },
    writes_codes=True,
)
