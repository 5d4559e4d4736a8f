"""Zendesk: tickets with their satisfaction score, good or bad; tickets that nobody rated are no answers.

Source: Zendesk's export of a view of tickets: Summation column, Id, Requester, Requester id, Requester external id,
Requester email, Requester domain, Submitter, Assignee, Group, Subject, Tags, Status, Priority, Via, Ticket type,
Created at, Updated at, Assigned at, Organization, Due date, Initially assigned at, Solved at, Resolution time,
Satisfaction Score and more; and the satisfaction rating of its documentation, which is offered, unoffered, good or bad.
Good is 1 and bad is 0, and nothing between them was offered, so the share of the upper one is Zendesk's own share of
good ratings, and no mean is made up. A rating is dated by the ticket's last update, the nearest that the export has.
"""

from __future__ import annotations

from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout

_SCORE = frozenset(("satisfaction score", "satisfaction rating"))
_OWN = frozenset(("requester", "requester id", "requester email", "assignee", "submitter", "summation column", "group"))
_FEWEST = 2


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by a satisfaction score beside two of a ticket's own columns."""
    first = {words(cell) for cell in sample[0]}
    if not first & _SCORE or len(first & _OWN) < _FEWEST:
        return None
    return TableLayout(1, tuple(Heading(" ".join(cell.split())) for cell in sample[0]))


FORMAT = ExportFormat(
    "zendesk",
    layout,
    {
        "id": "response_id",
        "ticket id": "response_id",
        **dict.fromkeys(_SCORE, "score:csat:0-1"),
        "satisfaction comment": "comment",
        "updated at": "responded_at",
        "via": "channel",
        "group": "unit",
        "created at": "ignored",
        "assigned at": "ignored",
        "initially assigned at": "ignored",
        "solved at": "ignored",
        "due date": "ignored",
        "resolution time": "ignored",
        "summation column": "ignored",
        "subject": "personal",
        "requester": "personal",
        "requester id": "personal",
        "requester external id": "personal",
        "requester email": "personal",
        "requester domain": "personal",
        "submitter": "personal",
        "assignee": "personal",
        "tags": "ignored",
        "status": "ignored",
        "priority": "ignored",
        "ticket type": "ignored",
    },
)
