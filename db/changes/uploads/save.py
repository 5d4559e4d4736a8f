"""Saving a file: every row of a Reading into the store, whole or not at all, and trying it first without saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.changes.uploads.already_saved.counted_overlap import refuse_counting_twice
from db.changes.uploads.already_saved.overlap_rules import OnOverlap
from db.changes.uploads.already_saved.same_days import same_days_notes
from db.changes.uploads.already_saved.settle_overlap import settle_overlap
from db.changes.uploads.answers import save_answers, save_held_back
from db.changes.uploads.closed_units import closed_unit_notes
from db.changes.uploads.conflict_rules import OnConflict
from db.changes.uploads.counted_results import save_counted
from db.changes.uploads.erase_person import erased_of
from db.changes.uploads.operations_and_benchmarks import save_benchmarks, save_operations
from db.changes.uploads.save_context import OverlapCounts, SaveContext, next_id
from db.changes.uploads.undo import remove_upload, upload_that_counts
from db.changes.uploads.visits import save_visits
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import Answer, BenchmarkLine, Block, CountedResult, Operation, Reading, Visit
from db.names import Names, Units, source_id, unit_key
from db.reports.scorecards import Report, report
from db.store.bulk_insert import gc_paused
from db.store.engine import Store, now, roll_back, today
from db.tables import ResponseRow, UploadRow
from db.time_limits import TimeLimits
from db.totals.newest_answers import all_answers, newest_notes
from db.totals.operations import Cell, keep_totals
from db.totals.tallies import TallyDelta, cells_upwards, write_changes
from metrics.errors import AlreadyImported, BadValue
from metrics.periods import Month
from metrics.vocabulary import Kind, Scope

Progress = Callable[[int], None]  # told how many rows have been read so far
REPLACE = "replace="


class NewUnits(StrEnum):
    """What to do with rows that name an unknown unit."""

    CREATE = "create"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class SaveRules:
    """How doubtful rows are treated; `replaces` is the upload that this one takes the place of.

    `creates_units` says what becomes of unknown units, `units` which unit each unknown name means.
    """

    on_conflict: OnConflict
    on_overlap: OnOverlap
    replaces: int | None
    creates_units: bool
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file. `upload` is None when nothing was saved. Counts are lines of data in the file.

    `new_units` are those that were made, `unknown_units` the names in the file without an answer yet;
    `conflicts` counts, of the refused lines, those that contradict saved answers. `overlap` says how many rows of a
    file without response ids were saved before; None where none was.
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
    overlap: OverlapCounts | None = None


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
    on_overlap: str = "new",
    keep: bool = True,
    progress: Progress | None = None,
) -> Receipt:
    """Save a file that was read, in one transaction; with `keep` false only say what would come of it.

    `on_conflict` is first, newest or correct; `new_units` is create or refuse. `units` maps unknown
    names of units to the path of the unit they mean, known or new, or to "" to leave their rows out; such a name is
    kept for the next file. `on_overlap` says what becomes of rows without a response id that are already saved: `new`
    leaves them out, `count` counts them again, and `replace=N` takes upload N back first. Raises AlreadyImported for a
    file whose content is already saved, BadValue for an unknown rule, NotFound for an upload that does not count.
    """
    rules = _rules(on_conflict, new_units, on_overlap, units)
    about: dict[str, Any] = {"file": reading.file}
    with store.changing("import", by=by, about=about, many_rows=True) as session:
        saving = _save(session, reading, rules, by, progress)
        about |= {"replaces": rules.replaces} if rules.replaces is not None else {}
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
    on_overlap: str = "new",
    progress: Progress | None = None,
) -> Preview:
    """Save a file and take it back at once, to see the figures of its newest month before and after."""
    rules = _rules(on_conflict, new_units, on_overlap, units)
    with store.reading() as untouched, store.changing("preview", by="", about={}, many_rows=True) as session:
        saving = _save(session, reading, rules, "", progress)
        newest = max(saving.months, default=today())
        after = report(session, Scope(Month.of(newest)))
        roll_back(session)
        before = report(untouched, after.scope)
    return Preview(replace(_receipt(saving, reading), upload=None), before, after)


def _rules(on_conflict: str, new_units: str, on_overlap: str, units: Mapping[str, str] | None) -> SaveRules:
    """The rules in force. Raises BadValue for an unknown one."""
    if on_conflict not in set(OnConflict) or new_units not in set(NewUnits):
        raise BadValue(
            f"“{on_conflict}” or “{new_units}” is not a rule. Rules for conflicts: first, newest, correct. "
            "Rules for new units: create, refuse."
        )
    number = on_overlap.removeprefix(REPLACE)
    replaces = int(number) if number != on_overlap and number.isascii() and number.isdigit() else None
    if replaces is None and on_overlap not in set(OnOverlap):
        raise BadValue(
            f"“{on_overlap}” is not a rule for rows that are already saved. Write new, count, or replace=N with the "
            "number of an upload."
        )
    overlap = OnOverlap.NEW if replaces is not None else OnOverlap(on_overlap)
    return SaveRules(OnConflict(on_conflict), overlap, replaces, new_units == NewUnits.CREATE, units or {})


def _save(session: Session, reading: Reading, rules: SaveRules, by: str, progress: Progress | None) -> SaveContext:
    with all_answers(session):
        if rules.replaces is not None:
            remove_upload(session, upload_that_counts(session, rules.replaces), by)
        _refuse_known_content(session, reading, rules)
        saving = _begin(session, reading, rules, by)
        with gc_paused():
            _save_blocks(saving, reading, progress)
    saving.notes += [*reading.notes, *unknown_overlaps(saving, reading.source), *closed_unit_notes(saving)]
    first, last = saving.first_response, saving.first_response + saving.responses - 1
    saving.notes += [*saving.weights.notes(session, first, last), *newest_notes(session, first, last)]
    saving.notes += same_days_notes(saving)
    _end(saving)
    return saving


def _refuse_known_content(session: Session, reading: Reading, rules: SaveRules) -> None:
    """Raises AlreadyImported for a file that was imported before, unless nothing of it counts or the rule is another.

    A first try that refused rows may so be followed by a second one that says which of two answers counts.
    """
    where = (UploadRow.sha256 == reading.sha256, UploadRow.undone_at.is_(None))
    for known in session.scalars(select(UploadRow).where(*where).order_by(UploadRow.id.desc())):
        says_otherwise = known.refused > 0 and known.on_conflict != rules.on_conflict
        if known.saved and not says_otherwise:
            raise AlreadyImported(
                f"{reading.file} was imported before, as upload {known.id} ({known.file}, {known.saved_at:%Y-%m-%d} by "
                f"{known.by or 'someone'}). Undo that upload first to import it again."
            )


def _begin(session: Session, reading: Reading, rules: SaveRules, by: str) -> SaveContext:
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
            on_conflict=rules.on_conflict.value,
            on_overlap=rules.on_overlap.value,
            same_answers_as=[],
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
        rule=rules.on_conflict,
        creates_units=rules.creates_units,
        said={unit_key(written): meant for written, meant in rules.units.items()},
        units=Units.of(session),
        names=Names.of(session),
        erased=frozenset() if is_new else erased_of(session, source),
        kept=TallyDelta(TimeLimits.of(session)),
        on_overlap=rules.on_overlap,
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
    save_held_back(saving)
    saving.weights.check()
    saving.units.write_down()
    _name_responses(saving)
    refuse_counting_twice(saving, reading.kind)
    settle_overlap(saving)
    saving.seen.clear()  # they need not lie beside the tallies
    with ThreadPoolExecutor(1) as meanwhile:  # SQLite lays an index without Python, which adds up meanwhile
        cells = meanwhile.submit(cells_upwards, saving.kept, saving.units)
        saving.lay_index_of_days()
    write_changes(saving.session, saving.kept, cells.result())
    keep_totals(saving.session, saving.units, figures)


def _save_block(saving: SaveContext, kind: Kind, block: Block) -> set[Cell]:
    rows = block.rows
    if kind is Kind.SURVEY:
        save_answers(saving, cast("Sequence[Answer]", rows))
    elif kind is Kind.COUNTED:
        save_counted(saving, cast("Sequence[CountedResult]", rows))
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
    saving.session.flush()


def _name_responses(saving: SaveContext) -> None:
    """Write down which responses are the upload's."""
    if saving.responses:
        row = saving.session.get_one(UploadRow, saving.upload)
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
        overlap=saving.overlap,
    )


def unknown_overlaps(saving: SaveContext, source: str) -> list[str]:
    """A sentence for each upload of the same source and months that may hold the same answers, but cannot be compared.

    Either its answers or this file's have no id and no day, or it was saved before days and moments were compared.
    """
    if not saving.has_nameless:
        return []
    unknown = exists().where(
        ResponseRow.id.between(UploadRow.first_response, UploadRow.last_response),
        ResponseRow.external_id.is_(None),
        *([ResponseRow.occasion.is_(None)] if saving.with_occasion else []),
    )
    others = select(UploadRow).where(
        UploadRow.id != saving.upload,
        UploadRow.kind == Kind.SURVEY.value,
        UploadRow.source == source,
        UploadRow.undone_at.is_(None),
    )
    mine = {f"{month:%Y-%m}" for month in saving.months}
    meeting = {row.id: sorted(mine & set(row.months)) for row in saving.session.scalars(others)}
    in_question = others.where(UploadRow.id.in_([id_ for id_, months in meeting.items() if months]), unknown)
    return [
        f"This file has no response ids, and upload {row.id} ({row.file}) of the same source holds answers of "
        f"{', '.join(meeting[row.id])} as well, which cannot be compared with these. "
        "If they are the same answers, they now count twice: undo one of the two, and upload only mended rows again."
        for row in saving.session.scalars(in_question.order_by(UploadRow.id))
    ]
