"""The points in a row of a visit, and whether there are any: an item that did not apply leaves both sums."""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.columns.roles import Role
from db.formats.files.delimited import Cells
from db.formats.rows.cells import RolePlaces, UnreadableCell
from db.formats.rows.mapping import FileMapping
from db.formats.values.points import Points, did_not_apply, is_met, points

_FILL_IN = "Fill them in, or write N/A if the item did not apply."


def unmapped_places(mapping: FileMapping, names: Sequence[str]) -> tuple[int, ...]:
    """The columns that nothing is read from, where a checklist may say in words that an item did not apply."""
    mapped = {column.index - 1 for column in mapping.columns}
    return tuple(place for place in range(len(names)) if place not in mapped)


def applies(places: RolePlaces, cells: Cells, unmapped: Sequence[int] = ()) -> bool:
    """Whether the item of this row applied.

    It did not where the row says no or “N/A” under applicable; “N/A” or nothing for the points, with nothing or 0
    possible; or nothing for the points and “N/A” in a column of words.
    """
    said = places.text(cells, Role.APPLICABLE)
    if said:
        return not did_not_apply(said) and places.yes(cells, Role.APPLICABLE, otherwise=True)
    earned, possible = places.text(cells, Role.EARNED), places.text(cells, Role.POSSIBLE)
    if earned and did_not_apply(earned):
        return False
    if Role.POSSIBLE not in places.by_role:
        return bool(earned)
    nothing_possible = did_not_apply(possible) or places.number(cells, Role.POSSIBLE) == 0
    if not earned:
        return not (nothing_possible or any(_is_not_applicable(cells[place]) for place in unmapped))
    return not (nothing_possible and possible and _is_zero(places, cells))


def points_of(places: RolePlaces, cells: Cells) -> Points:
    """The points earned and possible of an item that applied. Raises UnreadableCell where they cannot be."""
    text = places.text(cells, Role.EARNED)
    if not places.text(cells, Role.POSSIBLE) and (told := points(text)):
        return checked_points(*told)
    if (met := is_met(text)) is not None:
        possible = places.number(cells, Role.POSSIBLE)
        return checked_points((possible or 0.0) if met else 0.0, possible)
    return checked_points(places.number(cells, Role.EARNED), places.number(cells, Role.POSSIBLE))


def possible_of(places: RolePlaces, cells: Cells) -> float:
    """The points that an item that did not apply could have given, for they are part of the form; 0 where unknown."""
    try:
        return places.number(cells, Role.POSSIBLE) or 0.0
    except UnreadableCell:
        return 0.0


def checked_points(earned: float | None, possible: float | None) -> Points:
    """The two as they are. Raises UnreadableCell where one is missing or the first is not within the second."""
    if earned is None:
        raise UnreadableCell(Role.EARNED, f"The item applied but has no points earned. {_FILL_IN}")
    if possible is None or possible <= 0:
        raise UnreadableCell(Role.POSSIBLE, f"An item that applied needs points possible above 0. {_FILL_IN}")
    if not 0 <= earned <= possible:
        raise UnreadableCell(
            Role.EARNED, f"The points earned must be from 0 to the points possible ({possible:g}). Correct one of them."
        )
    return earned, possible


def _is_not_applicable(cell: str) -> bool:
    return bool(cell.strip()) and did_not_apply(cell)


def _is_zero(places: RolePlaces, cells: Cells) -> bool:
    return places.number(cells, Role.EARNED) == 0
