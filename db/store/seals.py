"""Seals: the hashes of what each change wrote, kept beside the rows, and their own hash in the change's audit line.

Which tables a change wrote is seen from its statements, so that no change has to say so.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, event, func, select
from sqlalchemy.orm import Session

from db.store import row_hashes
from db.store.row_hashes import FACTS, Hashes
from db.tables import AuditRow, Base, SealRow, UploadRow

_STATEMENT = re.compile(r'\s*(INSERT|UPDATE|DELETE)(?: INTO| FROM)? "?(\w+)"?')
_ONLY_THE_MARK = re.compile(r"\s*UPDATE \w+ SET live=\S+ WHERE ")
_TOUCHED = "tables a change wrote"  # in a connection's notes: table → kinds of statement
_WRITTEN = "hashes of rows on their way"  # in a session's notes, by table
_GONE, _ALTERED = "undone uploads", "uploads altered"
WHOLE = 0  # the part of a table that is hashed whole; facts have one part for each upload
Seals = dict[str, str | None]  # “standards”, “responses/3” → the hash of its hashes; None: no rows any more


def watch(engine: Engine) -> None:
    """Note from now on which tables are written through this engine."""

    @event.listens_for(engine, "before_cursor_execute")
    def _note(connection: Connection, _cursor: object, statement: str, *_others: object) -> None:
        found = _STATEMENT.match(statement)
        if found and not _ONLY_THE_MARK.match(statement):
            touched = connection.info.setdefault(_TOUCHED, {})
            touched.setdefault(found[2], set()).add(found[1])


def begin_watching(session: Session) -> None:
    """Forget what the connection wrote before: a change begins."""
    session.connection().info[_TOUCHED] = {}


def written(session: Session, table: type[Base], columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any]) -> None:
    """Hash rows of facts while they are at hand, which costs a tenth of reading them again."""
    known = Base.metadata.tables[table.__tablename__]
    if known.name not in FACTS:
        return
    columns = _in_key_order(known, columns)
    found = row_hashes.hashes_of_columns(known, columns, same)
    session.info.setdefault(_WRITTEN, {}).setdefault(known.name, {}).update(found)


def taken_back(session: Session, upload: int) -> None:
    """Every fact of an upload is gone."""
    session.info.setdefault(_GONE, set()).add(upload)


def altered(session: Session, uploads: Sequence[int]) -> None:
    """Facts of these uploads are gone or changed, and of no others."""
    session.info.setdefault(_ALTERED, set()).update(uploads)


def seal_change(session: Session) -> Seals:
    """Bring the seals up to what the change wrote; gives those that are new, for its audit line."""
    session.flush()
    connection = session.connection()
    touched: dict[str, set[str]] = connection.info.get(_TOUCHED, {})
    # What a new store holds was written without a change, except for what its first one wrote, which is at hand.
    is_first = session.scalar(select(AuditRow.id).limit(1)) is None
    if not is_first and never_sealed(session):
        session.execute(delete(SealRow))
        return _seal_everything(session)
    found: Seals = {}
    for table in row_hashes.hashed_tables():
        verbs = touched.get(table.name, set())
        if table.name in FACTS:
            found |= _seal_facts(session, table, verbs)
        elif verbs or is_first:
            found |= _keep(session, table.name, WHOLE, row_hashes.whole_table(connection, table))
    session.flush()
    return found


def never_sealed(session: Session) -> bool:
    """Whether no change was sealed yet: the store is new, or an older version made it."""
    return session.scalar(select(AuditRow.id).where(AuditRow.content.is_not(None)).limit(1)) is None


def name_of(table: str, part: int) -> str:
    """A part of a table as audit lines name it."""
    return f"{table}/{part}" if part else table


def last_id(table: str, hashes: Hashes) -> int:
    """The highest id of the facts behind these hashes; 0 for other tables."""
    return max(row_hashes.range_of(key)[1] for key in hashes) if table in FACTS else 0


def _seal_everything(session: Session) -> Seals:
    """Seal everything there is."""
    connection, found = session.connection(), Seals()
    ranges: dict[str, list[tuple[int, int, int]]] = {}
    for table in row_hashes.hashed_tables():
        if table.name not in FACTS:
            found |= _keep(session, table.name, WHOLE, row_hashes.whole_table(connection, table))
            continue
        ranges[table.name] = []
        for part, rows in _by_upload(connection, table, ranges):
            found |= _keep(session, table.name, part, row_hashes.hashes_of_rows(table, rows))
            ranges[table.name].append((rows[0][0], rows[-1][0], part))
    session.flush()
    return found


def _by_upload(
    connection: Connection, table: Table, ranges: Mapping[str, Sequence[tuple[int, int, int]]]
) -> Iterator[tuple[int, Sequence[row_hashes.Row]]]:
    """The rows of each upload: by their own column, or by the row of facts that they belong to."""
    names, every = row_hashes.hashed_columns(table), row_hashes.rows(connection, table)
    if "upload_id" in names:
        at = names.index("upload_id")
        for upload, rows in groupby(every, key=lambda row: int(row[at])):
            yield upload, list(rows)
        return
    (parent,) = table.primary_key.columns[0].foreign_keys
    places = iter(ranges[parent.column.table.name])
    first, last, part = next(places, (0, 0, WHOLE))

    def upload_of(row: row_hashes.Row) -> int:
        nonlocal first, last, part
        while part and row[0] > last:
            first, last, part = next(places, (0, 0, WHOLE))
        return part

    for upload, rows in groupby(every, key=upload_of):
        yield upload, list(rows)


def _seal_facts(session: Session, table: Table, verbs: set[str]) -> Seals:
    found: Seals = {}
    if verbs & {"DELETE", "UPDATE"}:
        found |= _seal_the_rest(session, table)
    on_their_way: Hashes = session.info.get(_WRITTEN, {}).pop(table.name, {})
    if not verbs & {"INSERT"} and not on_their_way:
        return found
    last = session.scalar(select(func.max(SealRow.last)).where(SealRow.table_name == table.name)) or 0
    if on_their_way:
        last = max(last, max(row_hashes.range_of(key)[1] for key in on_their_way))
    more = list(row_hashes.rows(session.connection(), table, first=last + 1))
    hashes = on_their_way | row_hashes.hashes_of_rows(table, more)
    if not hashes:
        return found
    upload = session.scalar(select(func.max(UploadRow.id))) or WHOLE
    kept = session.get(SealRow, (table.name, upload))
    return found | _keep(session, table.name, upload, (kept.hashes if kept else {}) | hashes)


def _seal_the_rest(session: Session, table: Table) -> Seals:
    """What is left of parts from which rows were taken; all parts where the change did not say which."""
    gone: set[int] = session.info.get(_GONE, set())
    some: set[int] = session.info.get(_ALTERED, set())
    parts = select(SealRow).where(SealRow.table_name == table.name)
    if gone or some:
        parts = parts.where(SealRow.part.in_(gone | some))
    found: Seals = {}
    for seal in list(session.scalars(parts)):
        first = min(row_hashes.range_of(key)[0] for key in seal.hashes)
        rows = [] if seal.part in gone else list(row_hashes.rows(session.connection(), table, first, seal.last))
        found |= _keep(session, table.name, seal.part, row_hashes.hashes_of_rows(table, rows))
    session.flush()
    return found


def _keep(session: Session, table: str, part: int, hashes: Hashes) -> Seals:
    """Keep the hashes of a part; gives its new seal, or nothing where it is as it was."""
    kept = session.get(SealRow, (table, part))
    if hashes == (kept.hashes if kept else {}):
        return {}
    if not hashes:
        session.delete(kept)
        return {name_of(table, part): None}
    last = last_id(table, hashes)
    if kept is None:
        session.add(SealRow(table_name=table, part=part, last=last, hashes=hashes))
    else:
        kept.hashes, kept.last = hashes, last
    return {name_of(table, part): row_hashes.hash_of_hashes(hashes)}


def _in_key_order(table: Table, columns: Mapping[str, Sequence[Any]]) -> Mapping[str, Sequence[Any]]:
    """The rows in the order of their key, in which they are read again. Most come so."""
    names = [column.name for column in table.primary_key.columns]
    ids = columns[names[0]]
    if isinstance(ids, range):
        return columns
    keys = list(ids) if len(names) == 1 else list(zip(*(columns[name] for name in names), strict=True))
    if all(map(operator.lt, keys, keys[1:])):
        return columns
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return {name: [column[at] for at in order] for name, column in columns.items()}
