"""Writing many rows at once: statements that SQLAlchemy words for the database, rows that go to its driver as tuples.

Handing tuples to the driver inside SQLAlchemy's transaction is about three times as fast as handing dictionaries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from db.tables import Base


def insert_rows(session: Session, table: type[Base], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert `rows` (values in the order of `columns`; dates as ISO text or dates)."""
    if rows:
        session.connection().exec_driver_sql(_insert(session, table, columns), list(rows))


def add_rows(
    session: Session, table: type[Base], keys: Sequence[str], sums: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Add the `sums` of each row to the row with the same `keys`, which is made when there is none."""
    if not rows:
        return
    name = table.__tablename__
    added = ", ".join(f"{column} = {name}.{column} + excluded.{column}" for column in sums)
    statement = f"{_insert(session, table, [*keys, *sums])} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}"
    session.connection().exec_driver_sql(statement, list(rows))


def _insert(session: Session, table: type[Base], columns: Sequence[str]) -> str:
    """Columns come from our own tables, never from a file, so the statement holds nothing a user wrote."""
    mark = "?" if session.get_bind().dialect.name == "sqlite" else "%s"
    known = [table.__table__.c[column].name for column in columns]
    quoted = ", ".join(f'"{column}"' for column in known)
    values = ", ".join([mark] * len(known))
    return f"INSERT INTO {table.__tablename__} ({quoted}) VALUES ({values})"  # noqa: S608  # see above
