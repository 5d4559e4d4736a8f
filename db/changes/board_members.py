"""Who gets the board's packs: adding somebody, and taking somebody off the list."""

from __future__ import annotations

import re

from sqlalchemy import select

from db.store import Store, now
from db.tables import BoardMemberRow
from metrics.errors import BadValue, NotFound

# One @, no blanks or signs that mail programs read as something else; that it exists only a mail can show.
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)*")
LONGEST_ADDRESS, LONGEST_NAME = 320, 200


def add_board_member(store: Store, name: str, address: str, *, by: str) -> None:
    """Send packs to somebody from now on; one who was on the list before comes back to it.

    Raises BadValue for a name or address that cannot be, or an address that is on the list.
    """
    name, address = " ".join(name.split()), address.strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadValue(f"Give a name of at most {LONGEST_NAME} letters. Nobody was added.")
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address) or not address.isascii():
        raise BadValue(f"“{address}” is not an e-mail address; one looks like name@example.org. Nobody was added.")
    with store.changing("add board member", by=by, about={"name": name}) as session:
        known = {row.address.casefold(): row for row in session.scalars(select(BoardMemberRow))}
        row = known.get(address.casefold())
        if row is not None and row.removed_at is None:
            raise BadValue(f"{row.address} is on the list already, as {row.name}. Nobody was added.")
        if row is None:
            row = BoardMemberRow(address=address)
            session.add(row)
        row.name, row.added_by, row.added_at, row.removed_at = name, by, now(), None


def remove_board_member(store: Store, address: str, *, by: str) -> None:
    """Send no more packs to an address. Raises NotFound where nobody on the list has it."""
    with store.changing("remove board member", by=by, about={}) as session:
        living = session.scalars(select(BoardMemberRow).where(BoardMemberRow.removed_at.is_(None)))
        row = next((row for row in living if row.address.casefold() == address.strip().casefold()), None)
        if row is None:
            raise NotFound(f"Nobody on the list has the address “{address}”. Nothing was changed.")
        row.removed_at = now()
