"""Operational figures with the months across: a column for each month, a line for each unit and metric."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.formats.blocks import Found, ReadMany, one_by_one
from db.formats.headings import Heading
from db.formats.mapping import FileMapping
from db.formats.months_named import month_named
from db.formats.operations import OperationsReader
from db.formats.records import Broken, Record
from db.formats.roles import Role

FEWEST_MONTHS = 2


def are_across(headings: Iterable[Heading]) -> bool:
    """Whether at least two headings name months."""
    return sum(month_named(heading.name) is not None for heading in headings) >= FEWEST_MONTHS


def held_roles(columns: Iterable[tuple[Role, Heading]]) -> set[Role]:
    """The roles that columns hold; a value under the name of a month says the month as well."""
    held: set[Role] = set()
    for role, heading in columns:
        held.add(role)
        if role is Role.VALUE and month_named(heading.name) is not None:
            held.add(Role.MONTH)
    return held


def operations_read(mapping: FileMapping, names: Sequence[str], thousands: str = "") -> ReadMany:
    """How operational figures are read: one from each line, or one from each filled month of a line.

    `thousands` is the sign that parts them.
    """
    months = [
        (one.index - 1, month) for one in mapping.with_role(Role.VALUE) if (month := month_named(names[one.index - 1]))
    ]
    if mapping.with_role(Role.MONTH) or not months:
        return one_by_one(OperationsReader(mapping, names, thousands).read)
    readers = [
        (place, str(month), OperationsReader(mapping, names, thousands, (place, len(names)))) for place, month in months
    ]

    def read_many(records: Sequence[Record]) -> list[Found]:
        found: list[Found] = []
        for line, cells in records:
            if isinstance(cells, Broken):
                found += one_by_one(readers[0][2].read)([(line, cells)])
                continue
            filled = [(month, reader) for place, month, reader in readers if cells[place].strip()]
            found += [reader.read(line, [*cells, month]) for month, reader in filled] or [None]
        return found

    return read_many
