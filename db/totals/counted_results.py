"""Counted results in the stored sums: how many gave each score, or the sums behind a mean, added up like answers."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.names import item_of
from db.tables import CountedResultRow, ItemRow
from db.totals.tallies import TallyDelta
from metrics.vocabulary import Item


def count_result(changes: TallyDelta, row: CountedResultRow, item: Item, times: int) -> None:
    """Count the answers of one result in (`times` above 0) or out (below)."""
    cell = row.unit_id, row.item_id, row.month, row.channel_id
    for score, n in row.counts.items():
        changes.score((*cell, int(score)), item, times * n)
    if row.total is not None and row.squares is not None:
        changes.sums(cell, row.n, row.total, row.squares, times)


def add_counted(session: Session, changes: TallyDelta, where: ColumnElement[bool], times: int) -> None:
    """Count the live results for which `where` holds in or out."""
    items = {row.id: item_of(row) for row in session.scalars(select(ItemRow))}
    for row in session.scalars(select(CountedResultRow).where(CountedResultRow.live, where)):
        count_result(changes, row, items[row.item_id], times)
