"""Shopper visits, one line an item: gathered by visit. One bad line refuses its whole visit but no other visit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from db.formats.columns.roles import Role
from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import LINES_IN_A_BLOCK, Block, ChecklistLine, Visit, problem
from db.formats.rows.cells import RolePlaces, UnreadableCell
from db.formats.rows.mapping import FileMapping, unit_path
from db.formats.rows.visit_points import applies, points_of, possible_of, unmapped_places
from db.formats.values.dates import DateReader
from db.formats.values.personal_data import masked
from metrics.errors import quoted

_AGREED = (Role.VISITED_AT, Role.UNIT, Role.FORM, Role.CHANNEL)


@dataclass(slots=True)
class _GatheredVisit:
    """The lines of one visit so far, the cells that must agree over them, and what is wrong."""

    line: int
    day: dt.date | None = None
    agreed: tuple[str, ...] = ()
    lines: int = 0
    checklist: list[ChecklistLine] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


class VisitsReader:
    """Gathers visits over the lines of a file. The records are read twice: once to know where each visit ends."""

    def __init__(self, mapping: FileMapping, names: Sequence[str], records: Callable[[], Iterator[Record]]) -> None:
        self._places = RolePlaces.of(mapping, names)
        self._dates = DateReader(mapping.date_order, zone=mapping.time_zone)
        self._prefix = mapping.unit
        self._channel = mapping.channel
        self._unmapped = unmapped_places(mapping, names)
        self._records = records

    def blocks(self) -> Iterator[Block]:
        """Whole visits in the order in which they end, in blocks of bounded size."""
        left = self._line_counts()
        open_visits: dict[str, _GatheredVisit] = {}
        visits: list[Visit] = []
        block = Block(visits)
        for line, cells in self._records():
            name = "" if isinstance(cells, BrokenRecord) else self._places.text(cells, Role.VISIT_ID)
            if isinstance(cells, BrokenRecord) or not name:
                _refuse(block, [self._nameless(line, cells)], 1)
            else:
                gathered = open_visits.setdefault(name, _GatheredVisit(line))
                self._add(gathered, line, cells)
                left[name] -= 1
                if not left[name]:
                    self._close(name, open_visits.pop(name), block, visits)
            if block.read >= LINES_IN_A_BLOCK:
                yield block
                visits = []
                block = Block(visits)
        if block.read:
            yield block

    def _line_counts(self) -> Counter[str]:
        return Counter(
            self._places.text(cells, Role.VISIT_ID)
            for _, cells in self._records()
            if not isinstance(cells, BrokenRecord)
        )

    def _nameless(self, line: int, cells: Cells | BrokenRecord) -> RowProblem:
        if isinstance(cells, BrokenRecord):
            return problem(line, "", "", cells.message)
        return self._places.problem(line, cells, UnreadableCell(Role.VISIT_ID, "This row has no visit id. Fill it in."))

    def _add(self, gathered: _GatheredVisit, line: int, cells: Cells) -> None:
        gathered.lines += 1
        try:
            self._check_agreement(gathered, cells)
            gathered.checklist.append(self._checklist_line(line, cells))
        except UnreadableCell as trouble:
            gathered.problems.append(self._places.problem(line, cells, trouble))

    def _check_agreement(self, gathered: _GatheredVisit, cells: Cells) -> None:
        """The first line sets the visit's date, unit, form and channel; later lines must say the same."""
        agreed = tuple(self._places.text(cells, role) for role in _AGREED)
        if gathered.lines == 1:
            gathered.agreed = agreed
            day = self._dates.read(self._places.needed(cells, Role.VISITED_AT))
            if isinstance(day, str):
                raise UnreadableCell(Role.VISITED_AT, day)
            gathered.day = day
            return
        for role, first, here in zip(_AGREED, gathered.agreed, agreed, strict=True):
            if first != here:
                raise UnreadableCell(
                    role,
                    f"Line {gathered.line} of the same visit says “{first[:60]}” here. Make the visit's rows agree.",
                )

    def _checklist_line(self, line: int, cells: Cells) -> ChecklistLine:
        places = self._places
        applicable = applies(places, cells, self._unmapped)
        earned, possible = points_of(places, cells) if applicable else (0.0, possible_of(places, cells))
        weight = places.number(cells, Role.WEIGHT)
        if weight is not None and weight < 0:
            raise UnreadableCell(Role.WEIGHT, "A weight cannot be below 0. Correct it, or leave the cell empty.")
        return ChecklistLine(
            line,
            places.text(cells, Role.SECTION),
            places.needed(cells, Role.ITEM) if applicable else places.text(cells, Role.ITEM),
            earned,
            possible,
            1.0 if weight is None else weight,
            applicable,
            places.yes(cells, Role.CRITICAL, otherwise=False),
            masked(places.text(cells, Role.COMMENT)),
        )

    def _close(self, name: str, gathered: _GatheredVisit, block: Block, visits: list[Visit]) -> None:
        """Add the whole visit to the block, or count all its lines as refused."""
        gathered.checklist = _without_repeated(gathered.checklist)
        if not gathered.problems and (trouble := _trouble_of_visit(name, gathered.checklist)):
            gathered.problems.append(trouble)
        if gathered.problems:
            _refuse(block, gathered.problems, gathered.lines)
            return
        assert gathered.day is not None
        block.read += gathered.lines
        visits.append(
            Visit(
                gathered.line,
                name,
                gathered.day,
                unit_path(self._prefix, gathered.agreed[1]),
                gathered.agreed[3] or self._channel,
                gathered.agreed[2],
                tuple(gathered.checklist),
                gathered.lines,
            )
        )


def _without_repeated(checklist: list[ChecklistLine]) -> list[ChecklistLine]:
    """The lines without those that did not apply and are nameless or named like another one: they say nothing."""
    applied = {(one.section, one.item) for one in checklist if one.applicable}
    kept: dict[tuple[str, str], ChecklistLine] = {}
    for one in checklist:
        name = (one.section, one.item)
        if not one.applicable and one.item and name not in applied:
            kept.setdefault(name, one)
    return [one for one in checklist if one.applicable or kept.get((one.section, one.item)) is one]


def _trouble_of_visit(name: str, checklist: Sequence[ChecklistLine]) -> RowProblem | None:
    """What is wrong with a visit as a whole: an item twice, or nothing that counts."""
    seen: set[tuple[str, str]] = set()
    for one in checklist:
        if (one.section, one.item) in seen:
            return problem(
                one.line, "item", one.item, f"Visit “{quoted(name)}” has this item twice. Keep one of the two rows."
            )
        seen.add((one.section, one.item))
    if not any(one.applicable and one.weight > 0 for one in checklist):
        return problem(
            checklist[0].line,
            "applicable",
            "",
            f"Visit “{quoted(name)}” has no item that applied, so it has no score. Check “applicable” and “weight”.",
        )
    return None


def _refuse(block: Block, problems: list[RowProblem], lines: int) -> None:
    block.read += lines
    block.refused += lines
    block.problems += problems
