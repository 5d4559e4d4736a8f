"""What happened to the store since an edition was published: uploads added, uploads undone, decisions made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.queries.editions import Edition
from db.queries.uploads import Upload, uploads
from db.tables import AuditRow

STORE_SEAL_LETTERS = 16  # of the seal of the newest audit line, as packs print it
# Uploads are listed on their own; the other changes move no figure.
TOLD_BY_ITSELF = ("import", "undo")
MOVES_NOTHING = (
    "add board member",
    "add unit",
    "ask for decisions",
    "assume what is at stake",
    "begin sealing",
    "change action",
    "change initiative",
    "choose for board",
    "close action",
    "enter action",
    "enter initiative",
    "forget unit name",
    "note sending",
    "publish edition",
    "remove board member",
    "save mapping",
    "send edition",
    "withdraw initiative",
    "write commentary",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """A change by a person other than an upload: when (UTC), who, what, and the subject."""

    at: dt.datetime
    by: str
    did: str
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoreChanges:
    """Uploads that count now but did not then, uploads that counted then but were undone, and decisions."""

    came_in: tuple[Upload, ...]
    taken_back: tuple[Upload, ...]
    decided: tuple[Decision, ...]


def changes_since(session: Session, edition: Edition) -> StoreChanges:
    """What happened after the numbers of an edition were read, oldest first."""
    known = sorted(uploads(session), key=lambda upload: upload.id)
    question = select(AuditRow).where(AuditRow.revision > edition.revision).order_by(AuditRow.id)
    lines = list(session.scalars(question))
    undone = {line.about.get("upload") for line in lines if line.did == "undo"}
    return StoreChanges(
        tuple(upload for upload in known if upload.id > edition.last_upload and upload.undone_at is None),
        tuple(upload for upload in known if upload.id <= edition.last_upload and upload.id in undone),
        tuple(
            Decision(line.at, line.by, line.did, line.about)
            for line in lines
            if line.did not in TOLD_BY_ITSELF and line.did not in MOVES_NOTHING
        ),
    )


def newest_seal(session: Session) -> str:
    """The beginning of the last audit line's seal, which stands for all lines up to it; empty in an unused store."""
    return (session.scalars(select(AuditRow.seal).order_by(AuditRow.id.desc()).limit(1)).first() or "")[
        :STORE_SEAL_LETTERS
    ]


def has_seal(session: Session, begins: str) -> bool:
    """Whether a seal that begins so is, or was, the store's newest one."""
    where = AuditRow.seal.startswith(begins, autoescape=True)
    return session.scalar(select(AuditRow.id).where(where).limit(1)) is not None
