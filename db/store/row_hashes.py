"""Hashes of the rows of a table: the same on both databases, and from the values a driver gives or takes.

Every column of every table is hashed except those listed here with what guards them instead.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Float, Integer, Table

from db.tables import Base

_RECOUNTED = "recounted from the facts"
_SETTLED = "settled again from the facts, and recounted in the sums"
_IN_THE_LINE = "its hash is in the audit line that published it"

# Tables and columns without hashes of their own, and what guards them.
TABLES_LEFT_OUT: Mapping[str, str] = {
    "tallies": _RECOUNTED,
    "moments": _RECOUNTED,
    "weight_sums": _RECOUNTED,
    "repeat_sums": _RECOUNTED,
    "set_aside": _RECOUNTED,
    "visit_sums": _RECOUNTED,
    "operation_totals": _RECOUNTED,
    "audit": "each line is sealed, and the next one with it",
    "seals": "the hash of each of its rows is in an audit line",
}
COLUMNS_LEFT_OUT: Mapping[tuple[str, str], str] = {
    ("observations", "live"): _SETTLED,
    ("shopper_visits", "live"): _SETTLED,
    ("operations", "live"): _SETTLED,
    ("counted_results", "live"): _SETTLED,
    ("benchmarks", "live"): _SETTLED,
    ("editions", "pack"): _IN_THE_LINE,
    ("edition_files", "content"): _IN_THE_LINE,
}
# Facts come by the million, so only those that a change writes are hashed. Other tables are hashed whole.
FACTS = (
    "responses",
    "observations",
    "comments",
    "shopper_visits",
    "checklist_answers",
    "operations",
    "counted_results",
    "benchmarks",
)
FEW_ROWS = 1_000  # up to here each row has a hash of its own
ROWS_TOGETHER = 256  # beyond, these share one, which takes a small part of the time of one each
ROWS_AT_ONCE = 20_000
_BETWEEN = "\x1f"

Columns = Mapping[str, Sequence[Any]]
Hashes = dict[str, str]  # a row's key, or the first and last id of several (“65-128”) → its hash
Row = Sequence[Any]


def hashed_tables() -> list[Table]:
    """The tables that are hashed; each after those it refers to."""
    return [table for table in Base.metadata.sorted_tables if table.name not in TABLES_LEFT_OUT]


@cache
def hashed_columns(table: Table) -> tuple[str, ...]:
    """The columns that are hashed, the key first."""
    key = [column.name for column in table.primary_key.columns]
    others = [column.name for column in table.columns if column.name not in key]
    return tuple(name for name in (*key, *others) if (table.name, name) not in COLUMNS_LEFT_OUT)


def whole_table(connection: Connection, table: Table) -> Hashes:
    """The hash of each row by its key."""
    width = len(table.primary_key.columns)
    found: Hashes = {}
    for row in rows(connection, table):
        found["/".join(map(str, row[:width]))] = hash_of_rows(table, [row])
    return found


def rows(connection: Connection, table: Table, first: int | None = None, last: int | None = None) -> Iterator[Row]:
    """The rows in the order of their keys (of `first` to `last`), as their columns are hashed."""
    names = ", ".join(f'"{name}"' for name in hashed_columns(table))
    key = [f'"{column.name}"' for column in table.primary_key.columns]
    limits = [f"{key[0]} >= {int(first)}"] if first is not None else []
    limits += [f"{key[0]} <= {int(last)}"] if last is not None else []
    where = f" WHERE {' AND '.join(limits)}" if limits else ""
    # Names of our own tables and whole numbers only. The driver's own values: a spoiled date must not end the reading.
    statement = f'SELECT {names} FROM "{table.name}"{where} ORDER BY {", ".join(key)}'  # noqa: S608
    result = connection.exec_driver_sql(statement, execution_options={"yield_per": ROWS_AT_ONCE})
    for several in result.partitions():
        yield from several


def hash_of_rows(table: Table, several: Sequence[Row]) -> str:
    """The hash of rows as `rows` gives them."""
    return _hash(
        [
            encode(_plain(list(column)))
            for encode, column in zip(_encoders(table), zip(*several, strict=True), strict=True)
        ]
    )


def hashes_of_columns(table: Table, columns: Columns, same: Mapping[str, Any]) -> Hashes:
    """The hashes of rows given column by column in the order of their keys (dates as ISO text)."""
    names, key = hashed_columns(table), table.primary_key.columns[0].name
    ids = columns[key]
    given = [(encode, columns.get(name), same.get(name)) for encode, name in zip(_encoders(table), names, strict=True)]
    unchanging: dict[int, list[bytes]] = {}
    found: Hashes = {}
    for begin, end in _groups(ids, 1 if len(ids) <= FEW_ROWS else ROWS_TOGETHER):
        n = end - begin
        if n not in unchanging:
            unchanging[n] = [b"" if column is not None else encode([value] * n) for encode, column, value in given]
        parts = [
            known if column is None else encode(column[begin:end])
            for known, (encode, column, _) in zip(unchanging[n], given, strict=True)
        ]
        found[range_key(ids[begin], ids[end - 1])] = _hash(parts)
    return found


def hashes_of_rows(table: Table, several: Sequence[Row]) -> Hashes:
    """The hashes of rows in the order of their keys, as `rows` gives them, by ids from and to."""
    if not several:
        return {}
    columns = [_plain(list(column)) for column in zip(*several, strict=True)]
    return hashes_of_columns(table, dict(zip(hashed_columns(table), columns, strict=True)), {})


def range_key(first: int, last: int) -> str:
    """The name of rows from one id to another."""
    return str(first) if first == last else f"{first}-{last}"


def range_of(key: str) -> tuple[int, int]:
    """The first and the last id behind such a name. Raises ValueError for another text."""
    first, _, last = key.partition("-")
    return int(first), int(last or first)


def hash_of_hashes(hashes: Hashes) -> str:
    """The hash over all hashes of a part of a table."""
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()[:32]


def _groups(ids: Sequence[int], together: int) -> Iterator[tuple[int, int]]:
    """Where each group of rows begins and ends; rows with the same id stay together."""
    begin = 0
    while begin < len(ids):
        end = min(begin + together, len(ids))
        while end < len(ids) and ids[end] == ids[end - 1]:
            end += 1
        yield begin, end
        begin = end


def _hash(parts: Sequence[bytes]) -> str:
    """One hash over the columns; their lengths come first, so that nothing can move from one to the next."""
    lengths = array("q", map(len, parts)).tobytes()
    return hashlib.blake2b(lengths + b"".join(parts), digest_size=8).hexdigest()


@cache
def _encoders(table: Table) -> tuple[Callable[[Sequence[Any]], bytes], ...]:
    return tuple(_encoder(table.columns[name].type) for name in hashed_columns(table))


def _encoder(kind: object) -> Callable[[Sequence[Any]], bytes]:
    if isinstance(kind, (Integer, Boolean)):
        return _whole_numbers
    if isinstance(kind, Float):
        return _numbers
    return _json if isinstance(kind, JSON) else _texts


def _whole_numbers(values: Sequence[Any]) -> bytes:
    try:
        return b"q" + array("q", values).tobytes()
    except (TypeError, OverflowError):  # an empty one among them, or something that does not belong here
        return _mixed([int(value) if isinstance(value, bool) else value for value in values])


def _numbers(values: Sequence[Any]) -> bytes:
    try:
        return b"d" + array("d", values).tobytes()
    except (TypeError, OverflowError):
        return _mixed([float(value) if isinstance(value, int) else value for value in values])


def _texts(values: Sequence[Any]) -> bytes:
    try:
        joined = _BETWEEN.join(values)
    except TypeError:
        return _mixed(values)
    if joined.count(_BETWEEN) != len(values) - 1:
        return _mixed(values)
    return b"t" + joined.encode("utf-8", "surrogatepass")


def _json(values: Sequence[Any]) -> bytes:
    return _mixed([_canonical(value) for value in values])


def _canonical(value: object) -> object:
    """JSON as one text: a driver gives it as text or as what it says."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:  # spoiled: it stays the text it is
            return value
    return json.dumps(value, sort_keys=True, default=str)


def _mixed(values: Sequence[Any]) -> bytes:
    return b"j" + json.dumps(list(values), default=str).encode()


def _plain(column: list[Any]) -> list[Any]:
    """Dates and moments as the text in which SQLite keeps them."""
    if not any(isinstance(value, dt.date) for value in column):
        return column
    return [_iso(value) if isinstance(value, dt.date) else value for value in column]


def _iso(day: dt.date) -> str:
    return day.isoformat(" ", "microseconds") if isinstance(day, dt.datetime) else day.isoformat()
