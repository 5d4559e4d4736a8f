"""Noting what was sent to whom: an attempt is noted before it is made, so that no two processes send the same twice."""

from __future__ import annotations

from sqlalchemy import select

from db.store import Store, now, take_back
from db.tables import SendingRow

# What stands in the log while a mail is under way. Where it stays, nobody knows whether the mail arrived.
UNDER_WAY = "It is not known whether it arrived: sending began and its end was not noted."


def begin_sending(store: Store, edition: int, address: str, *, by: str) -> int | None:
    """Note that an edition is about to be sent to an address; gives the note's id.

    None where it went there before, or where it is not known whether it did: it is not sent again.
    """
    with store.changing("send edition", by=by, about={"edition": edition}) as session:
        made = session.scalars(select(SendingRow).where(SendingRow.edition_id == edition))
        before = [row.trouble for row in made if row.address.casefold() == address.casefold()]
        if any(trouble in ("", UNDER_WAY) for trouble in before):
            take_back(session)
            return None
        row = SendingRow(edition_id=edition, address=address, at=now(), by=by, trouble=UNDER_WAY)
        session.add(row)
        session.flush()
        return row.id


def end_sending(store: Store, sending: int, trouble: str, *, by: str) -> None:
    """Note how an attempt ended; an empty `trouble` says that the server took the mail."""
    with store.changing("note sending", by=by, about={"sending": sending, "trouble": trouble}) as session:
        session.get_one(SendingRow, sending).trouble = trouble
