"""Saving a file: every row of a Reading into the store, whole or not at all, and trying it first without saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.changes.uploads.answers import save_answers
from db.changes.uploads.conflict_rules import OnConflict
from db.changes.uploads.erase_person import erased_of
from db.changes.uploads.operations_and_benchmarks import save_benchmarks, save_operations
from db.changes.uploads.save_context import SaveContext, next_id
from db.changes.uploads.visits import save_visits
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import Answer, BenchmarkLine, Block, Operation, Reading, Visit
from db.names import Names, Units, source_id, unit_key
from db.reports.scorecards import Report, report
from db.store.bulk_insert import gc_paused
from db.store.engine import Store, now, roll_back, today
from db.tables import ResponseRow, UploadRow
from db.time_limits import TimeLimits
from db.totals.operations import Cell, keep_totals
from db.totals.tallies import TallyDelta, cells_upwards, write_cells
from metrics.errors import AlreadyImported, BadValue
from metrics.periods import Month
from metrics.vocabulary import Kind, Scope

Progress = Callable[[int], None]  # told how many rows have been read so far
Unknown = tuple[bool, Mapping[str, str]]  # whether unknown units are created, and which unit each unknown name means


class NewUnits(StrEnum):
    """What to do with rows that name an unknown unit."""

    CREATE = "create"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file. `upload` is None when nothing was saved. Counts are lines of data in the file.

    `new_units` are those that were made, `unknown_units` the names in the file without an answer yet;
    `conflicts` counts, of the refused lines, those that contradict saved answers.
    """

    file: str
    upload: int | None
    kind: Kind
    format: str
    read: int
    saved: int
    duplicates: int
    refused: int
    blank: int
    months: tuple[Month, ...]
    problems: tuple[RowProblem, ...]
    new_units: tuple[str, ...]
    notes: tuple[str, ...]
    unknown_units: tuple[str, ...] = ()
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving a file would do: its receipt, and the figures of its newest month before and after."""

    receipt: Receipt
    before: Report
    after: Report


def save_upload(
    store: Store,
    reading: Reading,
    *,
    by: str,
    on_conflict: str = "first",
    new_units: str = "create",
    units: Mapping[str, str] | None = None,
    keep: bool = True,
    progress: Progress | None = None,
) -> Receipt:
    """Save a file that was read, in one transaction; with `keep` false only say what would come of it.

    `on_conflict` is first, newest or correct; `new_units` is create or refuse. `units` maps unknown
    names of units to the path of the unit they mean, known or new, or to "" to leave their rows out; such a name is
    kept for the next file. Raises AlreadyImported for a file whose content is already saved,
    BadValue for an unknown rule.
    """
    rule = _rule(on_conflict, new_units)
    about: dict[str, Any] = {"file": reading.file}
    with store.changing("import", by=by, about=about, many_rows=True) as session:
        saving = _save(session, reading, rule, (new_units == "create", units or {}), by, progress)
        about |= {"upload": saving.upload, "sha256": reading.sha256, "saved": saving.saved, "refused": saving.refused}
        kept = keep and saving.facts > 0
        if not kept:
            roll_back(session)
    receipt = _receipt(saving, reading)
    return receipt if kept else replace(receipt, upload=None)


def preview_upload(
    store: Store,
    reading: Reading,
    *,
    on_conflict: str = "first",
    new_units: str = "create",
    units: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Save a file and take it back at once, to see the figures of its newest month before and after."""
    rule = _rule(on_conflict, new_units)
    with store.reading() as untouched, store.changing("preview", by="", about={}, many_rows=True) as session:
        saving = _save(session, reading, rule, (new_units == "create", units or {}), "", progress)
        newest = max(saving.months, default=today())
        after = report(session, Scope(Month.of(newest)))
        roll_back(session)
        before = report(untouched, after.scope)
    return Preview(replace(_receipt(saving, reading), upload=None), before, after)


def _rule(on_conflict: str, new_units: str) -> OnConflict:
    if on_conflict not in set(OnConflict) or new_units not in set(NewUnits):
        raise BadValue(
            f"“{on_conflict}” or “{new_units}” is not a rule. Rules for conflicts: first, newest, correct. "
            "Rules for new units: create, refuse."
        )
    return OnConflict(on_conflict)


def _save(
    session: Session, reading: Reading, rule: OnConflict, new_units: Unknown, by: str, progress: Progress | None
) -> SaveContext:
    _refuse_known_content(session, reading)
    saving = _begin(session, reading, rule, new_units, by)
    with gc_paused():
        _save_blocks(saving, reading, progress)
    saving.notes += [*reading.notes, *overlaps(saving, reading.source)]
    _end(saving)
    return saving


def _refuse_known_content(session: Session, reading: Reading) -> None:
    where = (UploadRow.sha256 == reading.sha256, UploadRow.undone_at.is_(None))
    known = session.scalars(select(UploadRow).where(*where)).first()
    if known is not None:
        raise AlreadyImported(
            f"{reading.file} was imported before, as upload {known.id} ({known.file}, {known.saved_at:%Y-%m-%d} by "
            f"{known.by or 'someone'}). Undo that upload first to import it again."
        )


def _begin(session: Session, reading: Reading, rule: OnConflict, new_units: Unknown, by: str) -> SaveContext:
    upload = next_id(session, UploadRow.id)
    session.add(
        UploadRow(
            id=upload,
            file=reading.file,
            sha256=reading.sha256,
            kind=reading.kind.value,
            format=reading.format,
            source=reading.source,
            mapping=dict(reading.mapping),
            on_conflict=rule.value,
            by=by,
            saved_at=now(),
            read=0,
            saved=0,
            duplicates=0,
            refused=0,
            blank=0,
            months=[],
            notes=[],
        )
    )
    session.flush()
    source, is_new = source_id(session, reading.source)
    return SaveContext(
        session=session,
        upload=upload,
        file=reading.file,
        source=source,
        source_is_new=is_new,
        month=reading.month,
        rule=rule,
        creates_units=new_units[0],
        said={unit_key(written): meant for written, meant in new_units[1].items()},
        units=Units.of(session),
        names=Names.of(session),
        erased=frozenset() if is_new else erased_of(session, source),
        kept=TallyDelta(TimeLimits.of(session)),
    )


def _save_blocks(saving: SaveContext, reading: Reading, progress: Progress | None) -> None:
    figures: set[Cell] = set()
    for block in reading.blocks():
        saving.read += block.read
        saving.refused += block.refused
        saving.blank += block.blank
        saving.problems += block.problems
        figures |= _save_block(saving, reading.kind, block)
        saving.session.flush()
        if progress is not None:
            progress(saving.read)
    saving.units.write_down()
    saving.seen.clear()  # a million names need not lie beside the tallies
    with ThreadPoolExecutor(1) as meanwhile:  # SQLite lays an index without Python, which adds up meanwhile
        cells = meanwhile.submit(cells_upwards, saving.kept, saving.units)
        saving.lay_indexes()
    write_cells(saving.session, cells.result())
    keep_totals(saving.session, saving.units, figures)


def _save_block(saving: SaveContext, kind: Kind, block: Block) -> set[Cell]:
    rows = block.rows
    if kind is Kind.SURVEY:
        save_answers(saving, cast("Sequence[Answer]", rows))
    elif kind is Kind.SHOPPER:
        save_visits(saving, cast("Sequence[Visit]", rows))
    elif kind is Kind.BENCHMARKS:
        save_benchmarks(saving, cast("Sequence[BenchmarkLine]", rows))
    else:
        return save_operations(saving, cast("Sequence[Operation]", rows))
    return set()


def _end(saving: SaveContext) -> None:
    row = saving.session.get_one(UploadRow, saving.upload)
    row.read, row.saved, row.duplicates = saving.read, saving.saved, saving.duplicates
    row.refused, row.blank = saving.refused, saving.blank
    row.months = [f"{month:%Y-%m}" for month in sorted(saving.months)]
    row.newest_day, row.notes = saving.newest_day, saving.notes
    if saving.responses:
        row.first_response, row.last_response = saving.first_response, saving.first_response + saving.responses - 1
    saving.session.flush()


def _receipt(saving: SaveContext, reading: Reading) -> Receipt:
    return Receipt(
        file=reading.file,
        upload=saving.upload,
        kind=reading.kind,
        format=reading.format,
        read=saving.read,
        saved=saving.saved,
        duplicates=saving.duplicates,
        refused=saving.refused,
        blank=saving.blank,
        months=tuple(Month.of(month) for month in sorted(saving.months)),
        problems=tuple(sorted(saving.problems)),
        new_units=tuple(saving.units.made),
        notes=tuple(saving.notes),
        unknown_units=tuple(saving.unknown),
        conflicts=saving.conflicts,
    )


def overlaps(saving: SaveContext, source: str) -> list[str]:
    """A sentence for each live upload of the same source that has, without ids too, answers of the same months."""
    if not saving.has_nameless:
        return []
    nameless = exists().where(
        ResponseRow.id.between(UploadRow.first_response, UploadRow.last_response), ResponseRow.external_id.is_(None)
    )
    others = select(UploadRow).where(
        UploadRow.id != saving.upload,
        UploadRow.kind == Kind.SURVEY.value,
        UploadRow.source == source,
        UploadRow.undone_at.is_(None),
    )
    mine = {f"{month:%Y-%m}" for month in saving.months}
    meeting = {row.id: sorted(mine & set(row.months)) for row in saving.session.scalars(others)}
    in_question = others.where(UploadRow.id.in_([id_ for id_, months in meeting.items() if months]), nameless)
    return [
        f"This file has no response ids, and upload {row.id} ({row.file}) of the same source holds answers of "
        f"{', '.join(meeting[row.id])} as well. If they are the same answers, they now count twice: undo one of the "
        "two, and upload only mended rows again."
        for row in saving.session.scalars(in_question.order_by(UploadRow.id))
    ]
