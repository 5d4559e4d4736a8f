"""Erasing one person's answers by their response id: every copy of them, and no later file brings them back.

The audit line says that it was done and how much there was, never the answers or the person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, true
from sqlalchemy.orm import Session

from db.names import Units
from db.store.engine import Store, now
from db.store.seals import altered
from db.tables import CommentRow, ErasureRow, ItemRow, ObservationRow, ResponseRow, SourceRow
from db.time_limits import TimeLimits
from db.totals.newest_answers import all_answers
from db.totals.tallies import TallyDelta, add_scores
from metrics.errors import BadValue, NotFound
from metrics.vocabulary import COMMENT

NO_LONGER_LOOKED_AT = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class ErasedCounts:
    """How much of one person was erased: responses (each time a file brought them), scores and comments."""

    responses: int
    scores: int
    comments: int


def erase_answers(
    store: Store, response_id: str, *, by: str, source: str = "", everywhere: bool = False
) -> ErasedCounts:
    """Erase all that was answered under a response id: in `source` (a name), or in each with `everywhere`.

    Raises NotFound for an unknown id, BadValue where several sources do and neither is said. Backups and
    published packs are not touched; packs hold no answers.
    """
    name, about = response_id.strip(), dict[str, Any]()
    with store.changing("erase answers", by=by, about=about) as session:
        _leave_no_trace(session, on=True)
        sources = _sources(session, name, source.strip(), everywhere)
        with all_answers(session):
            erased = _erase(session, name, sources)
        about |= {"responses": erased.responses, "scores": erased.scores, "comments": erased.comments}
        _leave_no_trace(session, on=False)
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:  # what was written before may still stand in the write-ahead log
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    return erased


def erased_of(session: Session, source: int) -> frozenset[str]:
    """The hashes of the response ids of a source that must not come back."""
    return frozenset(session.scalars(select(ErasureRow.name_sha256).where(ErasureRow.source_id == source)))


def previously_erased(erased: frozenset[str], names: Iterable[str | None]) -> set[str | None]:
    """Those of the response ids that must not come back."""
    return {name for name in names if name and _digest(name) in erased} if erased else set()


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _sources(session: Session, name: str, wanted: str, everywhere: bool) -> Sequence[int]:
    """The ids of the sources in which the response is erased."""
    known = select(SourceRow.id, SourceRow.name).join(ResponseRow, ResponseRow.source_id == SourceRow.id)
    found = session.execute(known.where(ResponseRow.external_id == name).distinct().order_by(SourceRow.name)).all()
    chosen = [(id_, called) for id_, called in found if not wanted or called == wanted]
    if not name or not chosen:
        where = f" from the source “{wanted}”" if wanted else ""
        raise NotFound(f"There are no answers with this response id{where}.")
    if len(chosen) > 1 and not everywhere:
        names = ", ".join(f"“{called}”" for _, called in chosen)
        raise BadValue(
            f"Several sources know this response id, perhaps for different people: {names}. "
            "Say which of them, or that all are meant."
        )
    return [id_ for id_, _ in chosen]


def _erase(session: Session, name: str, sources: Sequence[int]) -> ErasedCounts:
    where = ResponseRow.external_id == name, ResponseRow.source_id.in_(sources)
    ids = list(session.scalars(select(ResponseRow.id).where(*where)))
    altered(session, session.scalars(select(ResponseRow.upload_id).where(*where).distinct()).all())
    kept = TallyDelta(TimeLimits.of(session))
    add_scores(session, kept, ResponseRow.id.in_(ids), -1)
    kept.carry_out(session, Units.of(session))
    # A comment alone is an answer, but no score.
    scored = ObservationRow.item_id.in_(select(ItemRow.id).where(ItemRow.metric != COMMENT))
    columns = (ObservationRow.response_id, CommentRow.response_id, ResponseRow.id)
    counts = []
    for column, counted in zip(columns, (scored, true(), true()), strict=True):
        counts.append(session.scalar(select(func.count()).where(column.in_(ids), counted)) or 0)
        session.execute(delete(column.class_).where(column.in_(ids)), execution_options=NO_LONGER_LOOKED_AT)
    for source in sources:
        if session.get(ErasureRow, (source, _digest(name))) is None:
            session.add(ErasureRow(source_id=source, name_sha256=_digest(name), erased_at=now()))
    scores, comments, responses = counts
    return ErasedCounts(responses, scores, comments)


def _leave_no_trace(session: Session, *, on: bool) -> None:
    """Let SQLite overwrite what it deletes, instead of only forgetting where it lay."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql(f"PRAGMA secure_delete={'ON' if on else 'OFF'}").close()
