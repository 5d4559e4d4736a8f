"""What is decided of visits and figures once a person has said something: columns that go together, and notes."""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.columns.profile import TableProfile
from db.formats.columns.roles import Role
from db.formats.mapping.overrides import ColumnOverride
from db.formats.rows.mapping import ColumnRole
from db.formats.values.dates import DateOrder, DateReader
from db.formats.values.periods import month_of_part
from metrics.errors import BadValue, NotDone
from metrics.periods import Month


def one_way_of_points(columns: Sequence[ColumnRole], wanted: Sequence[ColumnOverride]) -> list[ColumnRole]:
    """The columns without those suggested as points that cannot stand beside what a person said.

    A column of items or of points possible goes with one column of points earned: the one that a person names, or the
    only one there is. Raises BadValue where a person names several.
    """
    held = {column.role for column in columns}
    earned = [column for column in columns if column.role is Role.EARNED]
    if len(earned) < 2 or not held & {Role.ITEM, Role.POSSIBLE}:
        return list(columns)
    said = {index for wish in wanted if wish.role is Role.EARNED for index in wish.indices}
    if len(said) > 1:
        beside = "item" if Role.ITEM in held else "possible"
        raise BadValue(
            f"Several columns hold points earned, but a column of “{beside}” goes with one of them only. Map one of "
            "them, or leave the other column out.",
            not_done=NotDone.SAVED,
        )
    return [column for column in columns if column.role is not Role.EARNED or column.index in said]


def day_notes(columns: Sequence[ColumnRole], found: TableProfile, order: DateOrder | None) -> list[str]:
    """That rows of days or weeks will be added up to their month; nothing where the rows are of months."""
    days = DateReader(order)
    first: dict[Month, str] = {}
    for column in columns:
        for text in found.columns[column.index - 1].texts if column.role is Role.MONTH else ():
            month = month_of_part(text, days)
            if month is not None and first.setdefault(month, text.strip()) != text.strip():
                return ["The rows are of days or weeks. Their numerators and denominators are added up to the month."]
    return []
