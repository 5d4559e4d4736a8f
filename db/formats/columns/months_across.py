"""Whether headings name months, as in operational figures with a column for each month."""

from __future__ import annotations

from collections.abc import Iterable

from db.formats.columns.roles import Role
from db.formats.files.headings import Heading
from db.formats.values.dates import month_named

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
