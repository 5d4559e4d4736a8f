"""Settling an upload's rows without response ids against those saved before, and counting those already saved."""

from __future__ import annotations

from sqlalchemy import func, select

from db.changes.uploads.already_saved.overlap import (
    MINUTES_IN_A_DAY,
    SAME_ANSWERS,
    SOME_ANSWERS,
    MarkChanges,
    Settled,
    met_elsewhere,
    settle,
    shared_occasions,
)
from db.changes.uploads.already_saved.overlap_rules import OnOverlap
from db.changes.uploads.already_saved.shifted_clocks import refuse_shifted
from db.changes.uploads.competing_facts import clash
from db.changes.uploads.conflict_rules import ConflictOutcome
from db.changes.uploads.save_context import OverlapCounts, SaveContext
from db.tables import ObservationRow, ResponseRow, UploadRow


def settle_overlap(saving: SaveContext) -> None:
    """Decide which of the upload's rows without an id count, once all are saved; fills `saving.overlap`.

    Raises CountedTwice where they are another upload's under another time zone, unless all are to count.
    """
    first, last = saving.first_response, saving.first_response + saving.responses - 1
    if not saving.with_occasion or first == 1:
        return
    _settle_shared(saving, first, last)
    if saving.on_overlap is not OnOverlap.COUNT:
        refuse_shifted(saving)


def _settle_shared(saving: SaveContext, first: int, last: int) -> None:
    shared = shared_occasions(saving.session, first, last)
    if not shared:
        return
    _find_other_sources(saving, first, last)
    if saving.on_overlap is OnOverlap.COUNT:
        return
    changes = settle(saving.session, shared, saving.kept, of=saving.upload)
    changes.write(saving.session)
    for found in changes.became:
        _count(saving, found)
    saving.saved -= changes.repeated.total()
    saving.duplicates += changes.repeated.total()
    if changes.repeated or any(found.met is not None for found in changes.became):
        saving.overlap = _counts(saving, changes)
        saving.notes.append(overlap_note(saving.overlap))
        _date_again(saving, first, last)


def overlap_note(found: OverlapCounts) -> str:
    """How much of a file was already saved, and where, as a sentence."""
    where = " and ".join(f"upload {id_} ({file})" for id_, file in found.uploads[:3])
    rows, saved = ("row is", "row") if found.rows == 1 else ("rows are", "rows")
    differs = f"{found.differing:,} {'differs' if found.differing == 1 else 'differ'}"
    new = f"{found.new:,} {'is' if found.new == 1 else 'are'} new"
    return f"{found.known:,} of {found.rows:,} {rows} already saved, {differs}, {new}. The saved {saved}: {where}."


def _find_other_sources(saving: SaveContext, first: int, last: int) -> None:
    """Note the uploads of other sources that hold the same answers, and warn of those that hold some."""
    session, row = saving.session, saving.session.get_one(UploadRow, saving.upload)
    met = met_elsewhere(session, saving.upload, first, last)
    row.same_answers_as = sorted(id_ for id_, share in met.items() if share >= SAME_ANSWERS)
    session.flush()
    some = sorted(id_ for id_, share in met.items() if SOME_ANSWERS <= share < SAME_ANSWERS)
    for id_ in some:
        other = session.get_one(UploadRow, id_)
        saving.notes.append(
            f"{met[id_]:.0%} of the answers have the same moment and scores as answers of upload {id_} ({other.file}), "
            "which has other headings. They were counted: if they are the same answers, undo one of the two."
        )


def _count(saving: SaveContext, found: Settled) -> None:
    """Count what became of a row; every row without an id was counted as saved while the file was read."""
    fact, settlement = found.row.fact, found.settlement
    says, said = "", ""
    if settlement.rival is not None:
        says, said = clash(fact.parts, settlement.rival.parts)
    saving.saved -= 1
    saving.count(settlement, fact, f"The answer of {fact.day}{_clock(found.row.occasion)}", says, said)


def _clock(occasion: int) -> str:
    hour, minute = divmod(occasion % MINUTES_IN_A_DAY, 60)
    return f" at {hour:02}:{minute:02}" if occasion > 0 else ""


def _counts(saving: SaveContext, changes: MarkChanges) -> OverlapCounts:
    uploads = changes.repeated.copy()
    known, differing = uploads.total(), 0
    for found in changes.became:
        if found.met is not None:
            uploads[found.met] += 1
            known += found.settlement.outcome is ConflictOutcome.DUPLICATE
            differing += found.settlement.rival is not None
    files = {id_: saving.session.get_one(UploadRow, id_).file for id_ in uploads}
    named = tuple((id_, files[id_]) for id_, _ in sorted(uploads.items(), key=lambda one: (-one[1], one[0])))
    rows = saving.with_occasion
    return OverlapCounts(rows, known, differing, rows - known - differing, named)


def _date_again(saving: SaveContext, first: int, last: int) -> None:
    """The months and the newest day of what counts of the upload."""
    live = select(ResponseRow.month, func.max(ResponseRow.answered_on)).join(ObservationRow)
    live = live.where(ResponseRow.id.between(first, last), ObservationRow.live).group_by(ResponseRow.month)
    saving.months, saving.newest_day = set(), None
    for month, newest in saving.session.execute(live):
        saving.dated(newest, month)
