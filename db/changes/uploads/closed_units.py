"""Closed units that have later figures in a file: they count and are named, since one of both is wrong."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from sqlalchemy import select

from db.changes.uploads.save_context import SaveContext
from db.tables import OperationRow
from metrics.periods import Month

UNITS_NAMED = 10


def closed_unit_notes(saving: SaveContext) -> list[str]:
    """A sentence for each closed unit with rows of this upload from the month of its closing on, for ten at most."""
    if not saving.units.closed:
        return []
    newest: dict[int, dt.date] = defaultdict(lambda: dt.date.min)
    for unit, month in _places(saving):
        newest[unit] = max(newest[unit], month)
    late = {}
    for unit, month in newest.items():
        closed = saving.units.closed_since(unit)
        if closed is not None and month >= closed:
            late[saving.units.shown(unit)] = (closed, month)
    return [
        f"{path} is closed from {Month.of(closed)} on, but this file has figures of it up to {Month.of(month)}. They "
        "were saved and count. Check the unit in the file, or reopen it."
        for path, (closed, month) in sorted(late.items())[:UNITS_NAMED]
    ]


def _places(saving: SaveContext) -> Iterator[tuple[int, dt.date]]:
    """The units and months with something of this upload that counts; one place may come several times."""
    many = saving.kept.many.cells() if saving.kept.many is not None else ()
    yield from ((key[0], key[2]) for key, n in chain(saving.kept.tallies.items(), many) if n > 0)
    yield from ((key[0], key[2]) for key, sums in saving.kept.moments.items() if sums[0] > 0)
    yield from ((key[0], key[1]) for key, sums in saving.kept.visits.items() if sums[0] > 0)
    figures = select(OperationRow.unit_id, OperationRow.month).where(OperationRow.upload_id == saving.upload)
    yield from ((unit, month) for unit, month in saving.session.execute(figures.where(OperationRow.live).distinct()))
