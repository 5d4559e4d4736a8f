"""Removing the sample company: what it brought goes, what people brought themselves stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from db.bulk import uncollected
from db.changes.empty_units import drop_empty
from db.changes.undo import take_back_upload
from db.store import Store
from db.tables import (
    NOT_SAID,
    ActionRow,
    AuditRow,
    ChannelRow,
    CommentaryRow,
    InitiativeRow,
    InitiativeUnitRow,
    OperationRow,
    ResponseRow,
    StakeRow,
    StandardRow,
    StoreRow,
    UnitRow,
    UploadRow,
    VisitRow,
)
from metrics.errors import BadValue

LOADED = "load sample"
NEW_NAME = "Your organisation"  # what a new store is called
# What people decide and do, in an order in which it can go.
DECIDED: dict[str, type[ActionRow | InitiativeRow | StandardRow | StakeRow | CommentaryRow]] = {
    "actions": ActionRow,
    "initiatives": InitiativeRow,
    "standards": StandardRow,
    "stakes": StakeRow,
    "commentaries": CommentaryRow,
}
Ids = dict[str, list[int]]


def held(session: Session) -> Ids:
    """The ids of all uploads that count, and of all that people decided and do, by kind."""
    live = session.scalars(select(UploadRow.id).where(UploadRow.undone_at.is_(None)).order_by(UploadRow.id))
    found = {"uploads": list(live)}
    for kind, table in DECIDED.items():
        found[kind] = list(session.scalars(select(table.id).order_by(table.id)))
    return found


def mark_sample(store: Store, before: Ids, name: str, *, by: str) -> None:
    """Note that the store holds the sample company, called `name`: all but what it held `before`."""
    about: dict[str, Any] = {"name": name}
    with store.changing(LOADED, by=by, about=about) as session:
        brought = held(session)
        about |= {kind: [id_ for id_ in ids if id_ not in before[kind]] for kind, ids in brought.items()}
        session.execute(update(StoreRow).values(is_sample=True))


def remove_sample(store: Store, *, by: str) -> None:
    """Take everything back that the sample company brought, with its name and the units nothing else stands on.

    Uploads and decisions made since stay; the history keeps the sample's uploads, taken back. Raises BadValue where
    the store holds no sample company.
    """
    about: dict[str, Any] = {}
    with uncollected(), store.changing("remove sample", by=by, about=about, many_rows=True) as session:
        settings = session.scalars(select(StoreRow)).one()
        loaded = session.scalars(select(AuditRow).where(AuditRow.did == LOADED).order_by(AuditRow.id.desc())).first()
        if not settings.is_sample or loaded is None:
            raise BadValue("The store holds no sample company that could be removed. Nothing was changed.")
        uploads = select(UploadRow).where(UploadRow.id.in_(loaded.about["uploads"]), UploadRow.undone_at.is_(None))
        theirs = session.scalars(uploads).all()
        about["uploads"] = [upload.id for upload in theirs]
        units = _units_of(session, theirs)
        for upload in theirs:
            take_back_upload(session, upload, by)
        _forget_decided(session, loaded.about)
        drop_empty(session, units)
        _drop_unused_channels(session)
        if settings.organisation == loaded.about["name"]:
            settings.organisation = NEW_NAME
        settings.is_sample = False


def _units_of(session: Session, uploads: Sequence[UploadRow]) -> set[int]:
    """The units of which these uploads spoke, with all above them."""
    found: set[int] = set()
    for upload in uploads:
        spoken = [
            select(ResponseRow.unit_id).where(ResponseRow.id.between(upload.first_response, upload.last_response)),
            *(select(table.unit_id).where(table.upload_id == upload.id) for table in (VisitRow, OperationRow)),
        ]
        for units in spoken:
            found |= set(session.scalars(units.distinct()))
    above = {row.id: row.parent_id for row in session.scalars(select(UnitRow))}
    for unit in [*found]:
        at = above[unit]
        while at is not None:
            found.add(at)
            at = above[at]
    return found


def _forget_decided(session: Session, brought: Ids) -> None:
    """Take out what the sample's people decided; somebody else's action stays, without the initiative."""
    initiatives = brought["initiatives"]
    linked = update(ActionRow).where(ActionRow.initiative_id.in_(initiatives))
    session.execute(linked.values(initiative_id=None))
    session.execute(delete(InitiativeUnitRow).where(InitiativeUnitRow.initiative_id.in_(initiatives)))
    for kind, table in DECIDED.items():
        session.execute(delete(table).where(table.id.in_(brought.get(kind, []))))  # an older sample had fewer kinds


def _drop_unused_channels(session: Session) -> None:
    used = [exists().where(table.channel_id == ChannelRow.id) for table in (ResponseRow, VisitRow, OperationRow)]
    session.execute(
        delete(ChannelRow).where(ChannelRow.id != NOT_SAID, *(~each for each in used)),
        execution_options={"synchronize_session": False},
    )
