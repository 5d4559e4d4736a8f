"""A note where a file's answers have the days and scores of answers that another upload brought: they may count twice.

So it is where answers come with ids that came without before, or without a time under other headings or columns.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select

from db.changes.uploads.save_context import SaveContext
from db.tables import ObservationRow, ResponseRow, UploadRow

# Fewer answers agree by chance; more are not compared, since that takes long.
FEWEST, MOST, MOST_THERE = 10, 20_000, 200_000
# So many of the smaller upload's answers have an equal one, and so many of the cells of days and scores are as large.
SAME_ANSWERS, SAME_CELLS = 0.9, 0.75
# Day, item and score.
Cell = tuple[dt.date, int, float]


def same_days_notes(saving: SaveContext) -> list[str]:
    """Which other uploads seem to hold the same answers by days and scores, as sentences."""
    if not FEWEST <= saving.responses <= MOST or not (saving.source_is_new or _is_by_day(saving)):
        return []
    mine = _mine(saving)
    if sum(mine.values()) < FEWEST or _there(saving, mine) > MOST_THERE:
        return []
    notes = []
    for upload, theirs in sorted(_theirs(saving, mine).items()):
        if (shared := _shared(mine, theirs)) is not None:
            file = saving.session.get_one(UploadRow, upload).file
            notes.append(
                f"{shared:,} scores have the same days as equal ones of upload {upload} ({file}). They were counted: "
                "if they are the same answers, undo one of the two uploads."
            )
    return notes


def _is_by_day(saving: SaveContext) -> bool:
    """Whether the upload has answers without an id of which only the day is known."""
    first, last = saving.first_response, saving.first_response + saving.responses - 1
    within = ResponseRow.id.between(first, last), ResponseRow.occasion < 0
    return saving.session.scalar(select(ResponseRow.id).where(*within).limit(1)) is not None


def _mine(saving: SaveContext) -> Counter[Cell]:
    cells = (ResponseRow.answered_on, ObservationRow.item_id, ObservationRow.score)
    first, last = saving.first_response, saving.first_response + saving.responses - 1
    counted = (
        select(*cells, func.count())
        .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
        .where(ResponseRow.id.between(first, last), ResponseRow.answered_on.is_not(None), ObservationRow.live)
        .group_by(*cells)
    )
    return Counter({(day, item, score): n for day, item, score, n in saving.session.execute(counted) if day})


def _there(saving: SaveContext, mine: Mapping[Cell, int]) -> int:
    days = ResponseRow.answered_on.between(min(cell[0] for cell in mine), max(cell[0] for cell in mine))
    return saving.session.scalar(select(func.count()).select_from(ResponseRow).where(days)) or 0


def _theirs(saving: SaveContext, mine: Mapping[Cell, int]) -> dict[int, Counter[Cell]]:
    """By upload, how many live answers of the same days and items others brought."""
    cells = (ResponseRow.answered_on, ObservationRow.item_id, ObservationRow.score)
    days = {cell[0] for cell in mine}
    counted = (
        select(ResponseRow.upload_id, *cells, func.count())
        .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
        .where(
            ResponseRow.answered_on.between(min(days), max(days)),
            ResponseRow.upload_id != saving.upload,
            ObservationRow.item_id.in_({cell[1] for cell in mine}),
            ObservationRow.live,
        )
        .group_by(ResponseRow.upload_id, *cells)
    )
    found: dict[int, Counter[Cell]] = defaultdict(Counter)
    for upload, day, item, score, n in saving.session.execute(counted):
        if day is not None:
            found[upload][day, item, score] = n
    return found


def _shared(mine: Counter[Cell], theirs: Counter[Cell]) -> int | None:
    """How many scores two uploads share by day, where these are nearly all of the smaller one; else None."""
    days = {cell[0] for cell in mine} & {cell[0] for cell in theirs}
    cells = {cell for cell in mine.keys() | theirs.keys() if cell[0] in days}
    shared = sum(min(mine[cell], theirs[cell]) for cell in cells)
    smaller = min(mine.total(), theirs.total())
    alike = sum(mine[cell] == theirs[cell] for cell in cells)
    is_same = shared >= max(FEWEST, SAME_ANSWERS * smaller) and alike >= SAME_CELLS * len(cells)
    return shared if is_same else None
