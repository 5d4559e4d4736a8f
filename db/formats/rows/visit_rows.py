"""Shopper visits, one line a visit: a total out of a maximum, or a column for each item of the checklist."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from db.formats.columns.roles import Role
from db.formats.files.delimited import Cells
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import ChecklistLine, Visit
from db.formats.rows.cells import RolePlaces, UnreadableCell, sums_up
from db.formats.rows.mapping import FileMapping, unit_path
from db.formats.rows.visit_points import applies, checked_points, points_of
from db.formats.values.dates import DateReader
from db.formats.values.personal_data import masked
from db.formats.values.points import Points, did_not_apply, is_ticked, points


class VisitRowsReader:
    """Makes a Visit of each record, a RowProblem where it cannot be read, or None where it has no points at all.

    Visits without an id are named by their day, unit and form, and numbered where that stands more than once.
    """

    def __init__(self, mapping: FileMapping, names: Sequence[str]) -> None:
        self._places = RolePlaces.of(mapping, names)
        self._names = names
        self._items = [
            replace(self._places, by_role={**self._places.by_role, Role.EARNED: column.index - 1})
            for column in mapping.with_role(Role.EARNED)
        ]
        self._dates = DateReader(mapping.date_order, zone=mapping.time_zone)
        self._prefix = mapping.unit
        self._channel = mapping.channel
        self._named: Counter[str] = Counter()

    def read(self, line: int, cells: Cells) -> Visit | RowProblem | None:
        """What one record says."""
        try:
            return self._visit(line, cells)
        except UnreadableCell as trouble:
            return self._places.problem(line, cells, trouble)

    def _visit(self, line: int, cells: Cells) -> Visit | RowProblem | None:
        places = self._places
        if sums_up(places.text(cells, Role.UNIT)):
            return None
        if not self._has_id(cells) and all(did_not_apply(item.text(cells, Role.EARNED)) for item in self._items):
            return None
        day = self._dates.read(places.needed(cells, Role.VISITED_AT))
        if isinstance(day, str):
            raise UnreadableCell(Role.VISITED_AT, day)
        checklist = self._checklist(line, cells)
        if isinstance(checklist, RowProblem):
            return checklist
        unit, form = unit_path(self._prefix, places.text(cells, Role.UNIT)), places.text(cells, Role.FORM)
        channel = places.text(cells, Role.CHANNEL) or self._channel
        return Visit(line, self._name(cells, day, unit, form), day, unit, channel, form, checklist)

    def _has_id(self, cells: Cells) -> bool:
        return Role.VISIT_ID in self._places.by_role and bool(self._places.text(cells, Role.VISIT_ID))

    def _name(self, cells: Cells, day: dt.date, unit: str, form: str) -> str:
        if Role.VISIT_ID in self._places.by_role:
            return self._places.needed(cells, Role.VISIT_ID)
        name = " ".join(part for part in (str(day), unit, form) if part)
        self._named[name] += 1
        return name if self._named[name] == 1 else f"{name} ({self._named[name]})"

    def _checklist(self, line: int, cells: Cells) -> tuple[ChecklistLine, ...] | RowProblem:
        """The items of the visit, or its total as the only one. A problem where none of them applied."""
        comment = masked(self._places.text(cells, Role.COMMENT))
        made: list[ChecklistLine] = []
        for item in self._items:
            try:
                made.append(self._item(line, cells, item))
            except UnreadableCell as trouble:
                return item.problem(line, cells, trouble)
        if not any(one.applicable for one in made):
            none = UnreadableCell(Role.EARNED, "This visit has no item that applied, so it has no score.")
            return self._items[0].problem(line, cells, none)
        return (made[0]._replace(comment=comment), *made[1:])

    def _item(self, line: int, cells: Cells, item: RolePlaces) -> ChecklistLine:
        name = self._names[item.by_role[Role.EARNED]]
        if not applies(item, cells):
            return ChecklistLine(line, "", name, 0.0, 1.0, 1.0, False, False, "")
        earned, possible = points_of(item, cells) if Role.POSSIBLE in item.by_role else _alone(item, cells)
        return ChecklistLine(line, "", name, earned, possible, 1.0, True, False, "")


def _alone(item: RolePlaces, cells: Cells) -> Points:
    """The points of an item whose cell must itself say the points possible."""
    text = item.text(cells, Role.EARNED)
    told = (float(text), 1.0) if is_ticked(text) else points(text)
    if told is None:
        raise UnreadableCell(
            Role.EARNED, f"“{text[:60]}” does not say out of how many. Write it like 3/5, yes, no or N/A."
        )
    return checked_points(*told)
