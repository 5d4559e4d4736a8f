"""Saying whose store this is."""

from __future__ import annotations

from sqlalchemy import update

from db.store import Store
from db.tables import StoreRow


def name_organisation(store: Store, name: str, *, by: str) -> None:
    """Set the organisation's name, as the pages and packs show it."""
    with store.changing("name organisation", by=by, about={"name": name}) as session:
        session.execute(update(StoreRow).values(organisation=name))
