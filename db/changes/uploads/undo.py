"""Taking an upload back, exactly: its facts go, and what they had pushed aside comes back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session, aliased

from db.changes.units.remove_unused import drop_units_of
from db.changes.uploads.already_saved.overlap import settle, shared_occasions
from db.changes.uploads.competing_facts import IDS_AT_ONCE, candidates, set_live
from db.changes.uploads.conflict_rules import settle_all
from db.changes.uploads.counted_results import remove_counted
from db.changes.uploads.operations_and_benchmarks import settle_figures_without
from db.changes.uploads.visits import settle_visits_without
from db.names import Names, Units
from db.store.bulk_insert import gc_paused
from db.store.engine import Store, now
from db.store.seals import taken_back
from db.tables import (
    BenchmarkRow,
    ChecklistAnswerRow,
    CommentRow,
    ObservationRow,
    OperationRow,
    ResponseRow,
    UploadRow,
    VisitRow,
)
from db.time_limits import TimeLimits
from db.totals.newest_answers import all_answers
from db.totals.operations import keep_totals
from db.totals.tallies import TallyDelta, add_scores, add_visits
from metrics.errors import NotFound

# Rows are taken out where they lie; nothing of them is held here that would have to be forgotten too.
WITHOUT_LOOKING = {"synchronize_session": False}


def undo_upload(store: Store, upload: int, *, by: str) -> None:
    """Take one upload back, so that every figure is as if it had never been imported.

    Raises NotFound when there is no such upload or it is already undone; the store is then unchanged.
    """
    about: dict[str, Any] = {"upload": upload}
    with gc_paused(), store.changing("undo", by=by, about=about, many_rows=True) as session:
        row = upload_that_counts(session, upload)
        about["file"] = row.file
        with all_answers(session):
            remove_upload(session, row, by)


def upload_that_counts(session: Session, upload: int) -> UploadRow:
    """The upload with this number. Raises NotFound when there is none or it is undone."""
    row = session.get(UploadRow, upload)
    if row is None:
        raise NotFound(f"There is no upload {upload}. The history lists all uploads.")
    if row.undone_at is not None:
        raise NotFound(f"Upload {upload} was already undone on {row.undone_at:%Y-%m-%d}.")
    return row


def remove_upload(session: Session, upload: UploadRow, by: str) -> None:
    """Take an upload that counts back, inside a change of many rows."""
    units, kept = Units.of(session), TallyDelta(TimeLimits.of(session))
    taken_back(session, upload.id)
    _remove_answers(session, upload, kept)
    _remove_visits(session, upload.id, kept)
    remove_counted(session, upload.id, kept)
    kept.carry_out(session, units)
    cells = settle_figures_without(session, OperationRow, upload.id)
    settle_figures_without(session, BenchmarkRow, upload.id)
    for table in (OperationRow, BenchmarkRow):
        session.execute(delete(table).where(table.upload_id == upload.id))
    keep_totals(session, units, cells)
    drop_units_of(session, upload.id)
    upload.undone_at, upload.undone_by = now(), by


def _remove_answers(session: Session, upload: UploadRow, kept: TallyDelta) -> None:
    if upload.first_response is None or upload.last_response is None:
        return
    first, last = upload.first_response, upload.last_response
    add_scores(session, kept, ResponseRow.id.between(first, last), -1)
    settle(session, shared_occasions(session, first, last), kept, without=upload.id).write(session)
    if _has_other_uploads(session, upload):
        for source, names in _with_competing_facts(session, first, last).items():
            for begin in range(0, len(names), IDS_AT_ONCE):
                _settle_without(session, upload.id, source, names[begin : begin + IDS_AT_ONCE], kept)
    for table, id_ in (
        (CommentRow, CommentRow.response_id),
        (ObservationRow, ObservationRow.response_id),
        (ResponseRow, ResponseRow.id),
    ):
        session.execute(delete(table).where(id_.between(first, last)), execution_options=WITHOUT_LOOKING)
    upload.first_response = upload.last_response = None


def _has_other_uploads(session: Session, upload: UploadRow) -> bool:
    """Whether another live upload is of the same source; without one no response id can stand in two."""
    others = (UploadRow.source == upload.source, UploadRow.id != upload.id, UploadRow.first_response.is_not(None))
    return session.scalar(select(UploadRow.id).where(*others).limit(1)) is not None


def _with_competing_facts(session: Session, first: int, last: int) -> dict[int, list[str]]:
    """The response ids of an upload (its responses from `first` to `last`) that others know too, by source."""
    other = aliased(ResponseRow)
    same = (other.source_id == ResponseRow.source_id, other.external_id == ResponseRow.external_id)
    shared = (
        select(ResponseRow.source_id, ResponseRow.external_id)
        .where(ResponseRow.id.between(first, last), ResponseRow.external_id.is_not(None))
        .where(exists().where(*same, ~other.id.between(first, last)))
        .distinct()
    )
    names: dict[int, list[str]] = defaultdict(list)
    for source, name in session.execute(shared):
        names[source].append(name or "")
    return names


def _settle_without(session: Session, upload: int, source: int, names: list[str], kept: TallyDelta) -> None:
    """Settle what the others said under these ids as if `upload` had never come."""
    items = Names.of(session).by_id
    live_now = _live(session, source, names, upload)
    marks: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for facts in candidates(session, source, names, only_live=False, without=upload).values():
        standing = settle_all(facts)
        for fact in facts:
            for item, content in fact.parts.items():
                was, is_ = (fact.id, item) in live_now, standing.get(item) is fact
                if was == is_:
                    continue
                key = (content.unit, item, content.month, content.channel, content.score)
                kept.score(key, items[item], 1 if is_ else -1, content.weight)
                marks[is_].append((fact.id, item))
    for live, changed in marks.items():
        set_live(session, changed, live=live)


def _live(session: Session, source: int, names: list[str], upload: int) -> set[tuple[int, int]]:
    facts = candidates(session, source, names, only_live=True, without=upload)
    return {(fact.id, item) for found in facts.values() for fact in found for item in fact.parts}


def _remove_visits(session: Session, upload: int, kept: TallyDelta) -> None:
    add_visits(session, kept, VisitRow.upload_id == upload, -1)
    for visit, live in settle_visits_without(session, upload):
        visit.live = live
        key = (visit.unit_id, visit.month, visit.channel_id)
        kept.visit(key, visit.earned, visit.possible, visit.critical_failed, 1 if live else -1)
    session.flush()
    taken = select(VisitRow.id).where(VisitRow.upload_id == upload)
    session.execute(delete(ChecklistAnswerRow).where(ChecklistAnswerRow.visit_id.in_(taken)))
    session.execute(delete(VisitRow).where(VisitRow.upload_id == upload))
