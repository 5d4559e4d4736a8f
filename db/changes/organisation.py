"""Saying whose store this is, and when its years begin."""

from __future__ import annotations

from sqlalchemy import update

from db.store import Store
from db.tables import StoreRow
from metrics.errors import BadValue

DECEMBER = 12


def name_organisation(store: Store, name: str, *, by: str) -> None:
    """Set the organisation's name, as the pages and packs show it."""
    with store.changing("name organisation", by=by, about={"name": name}) as session:
        session.execute(update(StoreRow).values(organisation=name))


def begin_fiscal_years(store: Store, month: int, *, by: str) -> None:
    """Let quarters and years to date begin as fiscal years do that start in `month` (1-12). Raises BadValue."""
    if not 1 <= month <= DECEMBER:
        raise BadValue(f"Fiscal years begin in a month from 1 to 12, not in {month}. Nothing was changed.")
    with store.changing("begin fiscal years", by=by, about={"month": month}) as session:
        session.execute(update(StoreRow).values(fiscal_year_start=month))
