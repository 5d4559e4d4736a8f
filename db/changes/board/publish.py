"""Publishing for the board: editions with their files, who gets them by mail, and what was sent to whom.

An edition never changes, and no edition goes to the same address twice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.names import Units
from db.queries import settings as settings_queries
from db.queries.editions import PUBLISHED, content_hash, editions, next_number, whole_hash, with_content
from db.store.engine import Store, now, roll_back
from db.tables import BoardMemberRow, EditionFileRow, EditionRow, SendingRow, UploadRow
from metrics.errors import BadValue, NotDone, NotFound
from metrics.periods import Month

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class FrozenPack:
    """A pack as edition `number` of its month and unit, made at `at` (UTC, without a zone) as plain values.

    Its files are name, kind (pdf, pptx, xlsx, zip) and bytes. They print the edition's number and seal, so both are
    known before they are made: the number is the next one, and the seal comes from the pack's content.
    """

    month: Month
    unit: str
    number: int
    at: dt.datetime
    pack: Mapping[str, Any]
    files: tuple[tuple[str, str, bytes], ...]


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """The id of the edition that says it; `is_new` is false where the same had been published before."""

    edition: int
    is_new: bool


def check_publisher(by: str) -> None:
    """Raise BadValue where `by` is no name of a person who publishes."""
    if not by.strip() or len(by) > LONGEST_NAME:
        raise BadValue(f"Say who publishes, in at most {LONGEST_NAME} letters.", not_done=NotDone.PUBLISHED)


def freeze(store: Store, frozen: FrozenPack, *, expected_revision: int, by: str) -> PublishedEdition | None:
    """Keep a pack and its files as an edition, if the store is still at the revision they were made from.

    None where it has moved on, or the number is no longer the next: nothing is kept, and the caller reads again. The
    transaction is short, because the files are made before it begins. A pack with the content of an edition stays
    that edition. Raises BadValue without a name, NotFound for an unknown unit.
    """
    check_publisher(by)
    content = content_hash(frozen.pack)
    about: dict[str, Any] = {"month": str(frozen.month), "unit": frozen.unit}
    with store.changing(PUBLISHED, by=by, about=about) as session:
        known = editions(session, frozen.month, frozen.unit)
        if settings_queries.revision(session) != expected_revision or next_number(known) != frozen.number:
            roll_back(session)
            return None
        same = with_content(known, content)
        if same is not None:
            roll_back(session)
            return PublishedEdition(same.id, is_new=False)
        row = EditionRow(
            month=frozen.month.first_day,
            unit_id=Units.of(session).found(frozen.unit),
            edition=frozen.number,
            published_by=by,
            published_at=frozen.at,
            revision=expected_revision,
            last_upload=session.scalars(select(func.max(UploadRow.id))).one() or 0,
            sha256=content,
            pack=dict(frozen.pack),
        )
        about |= {"edition": frozen.number, "sha256": content, "whole": whole_hash(frozen.pack)}
        about["files"] = _keep(session, row, frozen)
        about["id"] = row.id
        return PublishedEdition(row.id, is_new=True)


def _keep(session: Session, row: EditionRow, frozen: FrozenPack) -> dict[str, str]:
    """Keep the edition with its files; gives the files' hashes, which the audit line seals."""
    session.add(row)
    session.flush()
    hashes = {}
    for name, kind, content in frozen.files:
        hashes[name] = hashlib.sha256(content).hexdigest()
        session.add(EditionFileRow(edition_id=row.id, name=name, kind=kind, sha256=hashes[name], content=content))
    session.flush()
    return hashes


# Words joined by single dots, one @, and names of hosts. Without ? & and %, by which a link to an address would carry
# further receivers or headers; that the address exists only a mail can show.
WORD = r"[A-Za-z0-9!#$'*+/=^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){WORD}(?:\.{WORD})*@{LABEL}(?:\.{LABEL})*")
LONGEST_ADDRESS, LONGEST_MEMBER_NAME = 254, 200


def add_board_member(store: Store, name: str, address: str, *, by: str) -> None:
    """Send packs to somebody from now on; one who was on the list before comes back to it.

    Raises BadValue for a name or address that cannot be, or an address that is on the list.
    """
    name, address = " ".join(name.split()), address.strip()
    if not name or len(name) > LONGEST_MEMBER_NAME or not name.isprintable():
        raise BadValue(f"Give a name of at most {LONGEST_MEMBER_NAME} letters.")
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        raise BadValue(f"“{address[:80]}” is not an e-mail address; one looks like name@example.org.")
    with store.changing("add board member", by=by, about={"name": name}) as session:
        known = {row.address.casefold(): row for row in session.scalars(select(BoardMemberRow))}
        row = known.get(address.casefold())
        if row is not None and row.removed_at is None:
            raise BadValue(f"{row.address} is on the list already, as {row.name}.")
        if row is None:
            row = BoardMemberRow(address=address)
            session.add(row)
        row.name, row.added_by, row.added_at, row.removed_at = name, by, now(), None


def remove_board_member(store: Store, address: str, *, by: str) -> None:
    """Send no more packs to an address. Raises NotFound where it is not on the list."""
    with store.changing("remove board member", by=by, about={}) as session:
        living = session.scalars(select(BoardMemberRow).where(BoardMemberRow.removed_at.is_(None)))
        row = next((row for row in living if row.address.casefold() == address.strip().casefold()), None)
        if row is None:
            raise NotFound(f"There is no board member with the address “{address}”.")
        row.removed_at = now()


# The log entry while a mail is being sent. If it stays, it is unknown whether the mail arrived.
UNDER_WAY = "It is not known whether it arrived: sending began and its end was not noted."


def begin_sending(store: Store, edition: int, address: str, *, by: str) -> int | None:
    """Note that an edition is about to be sent to an address; gives the note's id.

    None where it went there before, or where it is not known whether it did: it is not sent again.
    """
    with store.changing("send edition", by=by, about={"edition": edition}) as session:
        made = session.scalars(select(SendingRow).where(SendingRow.edition_id == edition))
        before = [row.trouble for row in made if row.address.casefold() == address.casefold()]
        if any(trouble in ("", UNDER_WAY) for trouble in before):
            roll_back(session)
            return None
        row = SendingRow(edition_id=edition, address=address, at=now(), by=by, trouble=UNDER_WAY)
        session.add(row)
        session.flush()
        return row.id


def end_sending(store: Store, sending: int, trouble: str, *, by: str) -> None:
    """Note how an attempt ended; an empty `trouble` says that the server took the mail."""
    with store.changing("note sending", by=by, about={"sending": sending, "trouble": trouble}) as session:
        session.get_one(SendingRow, sending).trouble = trouble
