"""Publishing: a month's pack is frozen with its files, under a number nobody else gets, and never changed again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import queries
from db.editions import PUBLISHED, content_hash, seal, whole_hash
from db.store import Store, now, take_back
from db.tables import EditionFileRow, EditionRow, UploadRow
from db.telling import Material, material
from db.units import Units
from metrics.errors import BadValue
from metrics.periods import Month

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Frozen:
    """A pack as it is kept, and its files: name, kind (pdf, pptx, xlsx, zip) and bytes."""

    pack: Mapping[str, Any]
    files: tuple[tuple[str, str, bytes], ...]


class Draft(Protocol):
    """A pack before it is an edition."""

    def told(self) -> Mapping[str, Any]:
        """What it tells, as plain values."""

    def frozen(self, number: int, at: dt.datetime, seal: str) -> Frozen:
        """The same as the edition of that number and seal, published at that moment (UTC)."""


@dataclass(frozen=True, slots=True)
class Published:
    """Which edition tells it; `is_new` is false where the same had been published before."""

    edition: int
    is_new: bool


def publish_edition(store: Store, month: Month, unit: str, write: Callable[[Material], Draft], *, by: str) -> Published:
    """Freeze what `write` makes of what there is to tell of a month as its next edition.

    Numbers, words and files come from one state of the store, since nobody else writes meanwhile. What was published
    before with the same content stays the only edition of it. Raises BadValue without a name, NotFound for a unit
    nobody knows or a month of which there is nothing to tell.
    """
    if not by.strip() or len(by) > LONGEST_NAME:
        raise BadValue(f"Say who publishes, in at most {LONGEST_NAME} letters. Nothing was published.")
    about: dict[str, Any] = {"month": str(month), "unit": unit}
    with store.changing(PUBLISHED, by=by, about=about) as session:
        unit_id = Units.of(session).found(unit)
        draft = write(material(session, month, unit))
        content = content_hash(draft.told())
        where = (EditionRow.month == month.first_day, EditionRow.unit_id == unit_id)
        same = session.scalars(
            select(EditionRow.id).where(*where, EditionRow.sha256 == content).order_by(EditionRow.id.desc())
        ).first()
        if same is not None:
            take_back(session)
            return Published(same, is_new=False)
        number = 1 + (session.scalars(select(func.max(EditionRow.edition)).where(*where)).one() or 0)
        row = EditionRow(
            month=month.first_day,
            unit_id=unit_id,
            edition=number,
            published_by=by,
            published_at=now(),
            revision=queries.revision(session),
            last_upload=session.scalars(select(func.max(UploadRow.id))).one() or 0,
            sha256=content,
        )
        frozen = draft.frozen(number, row.published_at, seal(content))
        row.pack = dict(frozen.pack)
        about |= {"edition": number, "sha256": content, "whole": whole_hash(frozen.pack)}
        about["files"] = _keep(session, row, frozen)
        about["id"] = row.id
        return Published(row.id, is_new=True)


def _keep(session: Session, row: EditionRow, frozen: Frozen) -> dict[str, str]:
    """Keep the edition with its files; gives the files' hashes, which the audit line seals."""
    session.add(row)
    session.flush()
    hashes = {}
    for name, kind, content in frozen.files:
        hashes[name] = hashlib.sha256(content).hexdigest()
        session.add(EditionFileRow(edition_id=row.id, name=name, kind=kind, sha256=hashes[name], content=content))
    session.flush()
    return hashes
