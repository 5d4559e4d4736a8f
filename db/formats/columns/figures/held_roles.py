"""Which roles a file's columns hold, those among them that a column says along with its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from db.formats.columns.figures.checklist_columns import shows_possible
from db.formats.columns.profile import ColumnProfile
from db.formats.columns.roles import PERCENTILES, Role
from db.formats.files.headings import Heading
from db.formats.values.dates import month_named

_OF_A_METRIC = frozenset({Role.VALUE, Role.NUMERATOR, *PERCENTILES})


class WithRole(Protocol):
    """A suggestion, or a column's role in a mapping."""

    @property
    def role(self) -> Role: ...

    @property
    def metric(self) -> str | None: ...


def held_roles(columns: Iterable[tuple[WithRole, Heading, ColumnProfile]]) -> set[Role]:
    """The roles that columns hold.

    A value under the name of a month says the month as well; one of a metric of its own, the metric; points that say
    out of how many, the points possible.
    """
    held: set[Role] = set()
    points: list[ColumnProfile] = []
    metrics: list[str | None] = []
    for one, heading, column in columns:
        held.add(one.role)
        if one.role is Role.VALUE and month_named(heading.name) is not None:
            held.add(Role.MONTH)
        if one.role in _OF_A_METRIC:
            metrics.append(one.metric)
        if one.role is Role.EARNED:
            points.append(column)
    if metrics and all(metrics):
        held.add(Role.METRIC)
    is_item = Role.ITEM not in held
    says_possible = bool(points) and all(shows_possible(column, is_item=is_item) for column in points)
    return held | {Role.POSSIBLE} if says_possible else held
