"""Changes made behind the product's back: every column of every table, rows taken and added, the audit chain rewritten.

The columns come from the tables themselves, so a new one is tried without being thought of.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Table

from db.maintenance.integrity import differences
from db.maintenance.sealed_content import audit_findings, content_findings
from db.store.engine import Store, audit_line, open_store, seal
from db.store.row_hashes import hash_of_hashes, hash_of_rows, rows
from db.store.seals import name_of
from db.tables import AuditRow, Base, SealRow, StandardRow
from tests.reliability.everything import fill
from tests.reliability.outcomes import Outcome
from tests.reliability.stores import scratch_stores

# Not hashed and not recounted, each with its reason; empty, and meant to stay so.
NOT_SEEN: Mapping[tuple[str, str], str] = {}
OWN_MISTAKE = "because something they need is damaged"
PROOF = "`verify` names it"


def outcomes(database: str, short: bool) -> list[Outcome]:
    """Each forgery on a filled store of its own, and whether `verify` sees it."""
    with _filled(database) as store:
        columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
        chosen = columns[::9] if short else columns
        tables = Base.metadata.sorted_tables[:: 6 if short else 1]
        return [
            _counted("one value changed", database, [changed_value_is_seen(store, column) for column in chosen]),
            _counted("one row taken out", database, [missing_row_is_seen(store, table) for table in tables]),
            _counted("one row added", database, [added_row_is_seen(store, table) for table in tables]),
            _counted("chain sealed again without the key", database, [resealed_chain_is_seen(store)]),
        ]


def _counted(harm: str, database: str, found: list[list[str]]) -> Outcome:
    silent = sum(not each for each in found)
    unexplained = sum(any(OWN_MISTAKE in sentence for sentence in each) and len(each) == 1 for each in found)
    return Outcome(harm, database, len(found), 0, silent, unexplained, PROOF)


@contextmanager
def _filled(database: str) -> Iterator[Store]:
    with scratch_stores(database) as new_address, closing(open_store(new_address())) as store:
        fill(store)
        yield store


def changed_value_is_seen(store: Store, column: Column[Any], whole: bool = True) -> list[str]:
    """What `verify` says after one value of the column was changed; the value is put back."""
    with _behind_its_back(store) as connection:
        (row,) = [dict(each) for each in connection.execute(sa.select(column.table).limit(1)).mappings()]
        forged = {column.name: _another(column, row[column.name])}
        connection.execute(_at(column.table.update(), row).values(forged))
    found = _verified(store, whole)
    with _behind_its_back(store) as connection:
        connection.execute(_at(column.table.update(), row | forged).values({column.name: row[column.name]}))
    return found


def missing_row_is_seen(store: Store, table: Table, whole: bool = True) -> list[str]:
    """What `verify` says after a row was taken out; it is put back."""
    key = table.primary_key.columns.values()[0]
    with _behind_its_back(store) as connection:
        row = dict(connection.execute(sa.select(table).order_by(key.desc()).limit(1)).mappings().one())
        connection.execute(_at(table.delete(), row))
    found = _verified(store, whole)
    with _behind_its_back(store) as connection:
        connection.execute(table.insert().values(row))
    return found


def added_row_is_seen(store: Store, table: Table, whole: bool = True) -> list[str]:
    """What `verify` says after a row was added like the last one; it is taken out again."""
    key = table.primary_key.columns.values()[0]
    unique = [column for column in table.columns if column.primary_key or _is_unique(column)]
    with _behind_its_back(store) as connection:
        row = dict(connection.execute(sa.select(table).order_by(key.desc()).limit(1)).mappings().one())
        row |= {column.name: _another(column, row[column.name]) for column in unique}
        connection.execute(table.insert().values(row))
    found = _verified(store, whole)
    with _behind_its_back(store) as connection:
        connection.execute(_at(table.delete(), row))
    return found


def resealed_chain_is_seen(store: Store) -> list[str]:
    """What `verify` says after a standard was changed and everything sealed again, but without the key."""
    with _behind_its_back(store) as connection:
        connection.execute(sa.update(StandardRow).values(value=1.0))
    with store.reading() as session:
        standards = Base.metadata.tables["standards"]
        row = next(rows(session.connection(), standards))
        kept = session.get_one(SealRow, ("standards", 0))
        hashes = {**kept.hashes, str(row[0]): hash_of_rows(standards, [row])}
        lines = list(session.scalars(sa.select(AuditRow).order_by(AuditRow.id)))
    with _behind_its_back(store) as connection:
        connection.execute(sa.update(SealRow).filter_by(table_name="standards").values(hashes=hashes))
        previous = ""
        for line in lines:
            name = name_of("standards", 0)
            if line.content and name in line.content:
                line.content = {**line.content, name: hash_of_hashes(hashes)}
            previous = seal(previous, audit_line(line))
            changed = sa.update(AuditRow).where(AuditRow.id == line.id)
            connection.execute(changed.values(content=line.content, seal=previous))
    return _verified(store)


def _verified(store: Store, whole: bool = True) -> list[str]:
    with store.reading() as session:
        quick = [] if whole else audit_findings(session) + content_findings(session)
        return quick or differences(session)


@contextmanager
def _behind_its_back(store: Store) -> Iterator[Connection]:
    with store.engine.execution_options(writes=True, many_rows=True).begin() as connection:
        if store.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # references are not checked
        yield connection


def _at(statement: Any, row: Mapping[str, Any]) -> Any:
    for column in statement.table.primary_key.columns:
        statement = statement.where(column == row[column.name])
    return statement


def _is_unique(column: Column[Any]) -> bool:
    constraints = [each for each in column.table.constraints if isinstance(each, sa.UniqueConstraint)]
    return bool(column.unique) or any(column.name in each.columns for each in constraints)


def _another(column: Column[Any], value: Any) -> Any:
    """A value of the same type that is not this one."""
    kind = column.type
    if isinstance(kind, sa.JSON):
        return [*value, "forged"] if isinstance(value, list) else {**(value or {}), "forged": 1}
    if isinstance(kind, sa.Boolean):
        return not value
    if isinstance(kind, (sa.Integer, sa.Float)):
        return (value or 0) + 977
    if isinstance(kind, sa.DateTime):
        return (value or dt.datetime(2026, 1, 1)) + dt.timedelta(days=3)  # noqa: DTZ001 - kept without a zone
    if isinstance(kind, sa.Date):
        return (value or dt.date(2026, 1, 1)) + dt.timedelta(days=31)
    if isinstance(kind, sa.LargeBinary):
        return value + b"?"
    return f"{json.dumps(value)[:20]}?" if value is None else f"{value[:-1]}?"
