"""What the board received: commentaries, frozen editions with their files, board members, and what was sent.

Knows packs as plain dictionaries, not how they are calculated or drawn.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.names import Units
from db.tables import AuditRow, BoardMemberRow, CommentaryRow, EditionFileRow, EditionRow, SendingRow, UnitRow
from metrics.errors import NotFound
from metrics.periods import Month

PUBLISHED = "publish edition"
SEAL_LETTERS = 8  # enough that no two packs of a month ever share them
Plain = Mapping[str, Any]
# The circumstances of a pack, not its content: two packs that differ in nothing else are the same.
AROUND = (
    "cut_off",
    "cut_off_words",
    "revision",
    "edition",
    "commentary_by",
    "since_last_pack",
    "restated",
    "stands_on",
)


class BoardText(StrEnum):
    """Which part of a pack the leader writes."""

    COMMENTARY = "commentary"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Commentary:
    """What was written in a part of a month's pack, by whom and when (UTC)."""

    text: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A file of an edition without its bytes; `sha256` is their hash."""

    name: str
    kind: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A published pack without its content. `sha256` is the hash of the content; moments are in UTC.

    `revision` is that of the store when its numbers were read, `last_upload` the newest upload then (0: none).
    """

    id: int
    month: Month
    unit: str
    number: int
    by: str
    at: dt.datetime
    revision: int
    last_upload: int
    sha256: str

    @property
    def seal(self) -> str:
        """Distinguishes it from every other edition, even one with the same number after a backup was restored."""
        return seal(self.sha256)


@dataclass(frozen=True, slots=True)
class BoardMember:
    """A person who receives packs."""

    id: int
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class SendAttempt:
    """An attempt to send an edition; `trouble` is empty if it succeeded. The moment is in UTC."""

    edition: Edition
    address: str
    at: dt.datetime
    by: str
    trouble: str


def content_hash(pack: Plain) -> str:
    """The hash of a pack's content: its numbers, its words and the commentary.

    It leaves out the fields in AROUND, the number of uploads behind a figure, and how late an action is, so that
    publishing again on another day, or after a change that moved nothing, gives the same hash.
    """
    content = {name: value for name, value in pack.items() if name not in AROUND}
    content["definitions"] = [
        {name: value for name, value in own.items() if name != "uploads"} for own in pack.get("definitions", ())
    ]
    content["actions"] = [
        {**own, "state": "", "late": False} if own.get("late") else dict(own) for own in pack.get("actions", ())
    ]
    return whole_hash(content)


def seal(sha256: str) -> str:
    """The first characters of a content's hash, as printed on paper, in file names and in links."""
    return sha256[:SEAL_LETTERS]


def whole_hash(pack: Plain) -> str:
    """The hash of everything in a pack."""
    written = json.dumps(pack, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def commentaries(
    session: Session, month: Month, unit: str = "", part: BoardText = BoardText.COMMENTARY
) -> list[Commentary]:
    """What was written in a part of a month's pack, newest first; the first one counts."""
    where = (CommentaryRow.month == month.first_day, CommentaryRow.unit_id == Units.of(session).found(unit))
    rows = session.scalars(
        select(CommentaryRow).where(*where, CommentaryRow.part == part).order_by(CommentaryRow.id.desc())
    )
    return [Commentary(row.text, row.written_by, row.written_at) for row in rows]


def commentaries_by_unit(session: Session, month: Month) -> dict[str, Commentary]:
    """The commentary that counts at each unit, by its path."""
    question = select(CommentaryRow, UnitRow.path).join(UnitRow, UnitRow.id == CommentaryRow.unit_id)
    where = (CommentaryRow.month == month.first_day, CommentaryRow.part == BoardText.COMMENTARY)
    rows = session.execute(question.where(*where).order_by(CommentaryRow.id))
    return {path: Commentary(row.text, row.written_by, row.written_at) for row, path in rows}


def editions(session: Session, month: Month, unit: str = "") -> list[Edition]:
    """The editions of a month, newest first."""
    where = (EditionRow.month == month.first_day, EditionRow.unit_id == Units.of(session).found(unit))
    return _found(session, _all().where(*where).order_by(EditionRow.edition.desc()))


def next_number(known: Sequence[Edition]) -> int:
    """The number of the month's next edition."""
    return 1 + max((own.number for own in known), default=0)


def with_content(known: Sequence[Edition], sha256: str) -> Edition | None:
    """The newest of these editions whose content has that hash; None where there is none."""
    return max((own for own in known if own.sha256 == sha256), key=lambda own: own.number, default=None)


def every_edition(session: Session) -> list[Edition]:
    """Every edition, the newest month first, in it the newest edition."""
    return _found(session, _all().order_by(EditionRow.month.desc(), UnitRow.path, EditionRow.edition.desc()))


def edition(session: Session, id_: int) -> Edition:
    """One edition. Raises NotFound."""
    found = _found(session, _all().where(EditionRow.id == id_))
    if not found:
        raise NotFound(f"There is no edition {id_}. The board page lists all editions.", not_done=None)
    return found[0]


def last_before(session: Session, month: Month, unit: str = "") -> Edition | None:
    """The newest edition of the newest earlier month that was published; None where there is none."""
    where = (EditionRow.month < month.first_day, EditionRow.unit_id == Units.of(session).found(unit))
    ordered = _all().where(*where).order_by(EditionRow.month.desc(), EditionRow.edition.desc()).limit(1)
    return next(iter(_found(session, ordered)), None)


def _all() -> Select[EditionRow, str]:
    return select(EditionRow, UnitRow.path).join(UnitRow, UnitRow.id == EditionRow.unit_id)


def _found(session: Session, question: Select[EditionRow, str]) -> list[Edition]:
    return [
        Edition(
            id=row.id,
            month=Month.of(row.month),
            unit=path,
            number=row.edition,
            by=row.published_by,
            at=row.published_at,
            revision=row.revision,
            last_upload=row.last_upload,
            sha256=row.sha256,
        )
        for row, path in session.execute(question)
    ]


def pack_of(session: Session, id_: int) -> dict[str, Any]:
    """The pack of an edition as it was published. Raises NotFound."""
    return dict(session.get_one(EditionRow, edition(session, id_).id).pack)


def files_of(session: Session, id_: int) -> list[EditionFile]:
    """The files of an edition by name, without their bytes."""
    size = func.length(EditionFileRow.content)
    question = select(EditionFileRow.name, EditionFileRow.kind, size, EditionFileRow.sha256)
    rows = session.execute(question.where(EditionFileRow.edition_id == id_).order_by(EditionFileRow.name))
    return [EditionFile(*row) for row in rows]


def content_of(session: Session, id_: int, name: str) -> bytes:
    """A file of an edition, byte by byte as it was published. Raises NotFound."""
    found = session.get(EditionFileRow, (id_, name))
    if found is None:
        raise NotFound(f"The edition has no file called “{name}”.", not_done=None)
    return found.content


def board_members(session: Session) -> list[BoardMember]:
    """The people who receive packs, by name."""
    where = BoardMemberRow.removed_at.is_(None)
    rows = session.scalars(select(BoardMemberRow).where(where).order_by(BoardMemberRow.name, BoardMemberRow.id))
    return [BoardMember(row.id, row.name, row.address) for row in rows]


def send_attempts(session: Session, edition_id: int | None = None) -> list[SendAttempt]:
    """The attempts to send an edition, or any, newest first."""
    known = {own.id: own for own in every_edition(session)}
    question = select(SendingRow).order_by(SendingRow.id.desc())
    if edition_id is not None:
        question = question.where(SendingRow.edition_id == edition_id)
    return [
        SendAttempt(known[row.edition_id], row.address, row.at, row.by, row.trouble)
        for row in session.scalars(question)
    ]


def broken_editions(session: Session) -> list[str]:
    """A sentence for each edition that differs from what was published, by its hashes and those in its audit line."""
    lines = session.scalars(select(AuditRow).where(AuditRow.did == PUBLISHED))
    sealed = {line.about.get("id"): line.about for line in lines}
    found = []
    for own in every_edition(session):
        about, at = sealed.get(own.id, {}), f" at {own.unit}" if own.unit else ""
        pack, name = (
            pack_of(session, own.id),
            f"Edition {own.number} of {own.month}{at}",
        )
        if content_hash(pack) != own.sha256 or whole_hash(pack) != about.get("whole"):
            found.append(f"{name} differs from what was published.")
        hashes = {}
        for file in files_of(session, own.id):
            hashes[file.name] = hashlib.sha256(content_of(session, own.id, file.name)).hexdigest()
        if hashes != about.get("files"):
            found.append(f"The files of {name} differ from those that were published.")
    return found
