"""Benchmarks: someone else's published value of a metric, and where its peers stand."""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.columns.roles import PERCENTILES, Role
from db.formats.files.delimited import Cells
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import BenchmarkLine
from db.formats.rows.cells import RolePlaces, UnreadableCell, check_bounds, today
from db.formats.rows.mapping import FileMapping
from db.formats.values.answer_labels import is_no_answer


class BenchmarksReader:
    """Makes a BenchmarkLine of each record, a RowProblem where it cannot be read, or None where it holds no figure."""

    def __init__(self, mapping: FileMapping, names: Sequence[str], thousands: str = "") -> None:
        self._places = RolePlaces.of(mapping, names, thousands)
        self._today = today()

    def read(self, line: int, cells: Cells) -> BenchmarkLine | RowProblem | None:
        """What one record says."""
        try:
            return self._benchmark(line, cells)
        except UnreadableCell as trouble:
            return self._places.problem(line, cells, trouble)

    def _benchmark(self, line: int, cells: Cells) -> BenchmarkLine | None:
        places = self._places
        if all(is_no_answer(places.text(cells, role)) for role in (Role.VALUE, *PERCENTILES)):
            return None
        known = places.metric(cells)
        value = places.value(cells, Role.VALUE, known)
        percentiles = {
            percent: found
            for role, percent in PERCENTILES.items()
            if (found := places.value(cells, role, known)) is not None
        }
        for role, figure in ((Role.VALUE, value), *((role, percentiles.get(p)) for role, p in PERCENTILES.items())):
            check_bounds(known, role, figure)
        if list(percentiles.values()) != sorted(percentiles.values()):
            raise UnreadableCell(Role.MEDIAN, "The percentiles do not rise from p10 to p90. Check their order.")
        return BenchmarkLine(
            line,
            known.id,
            places.month(cells, self._today),
            places.needed(cells, Role.SOURCE),
            places.text(cells, Role.PEERS),
            value,
            percentiles,
            self._count(cells),
        )

    def _count(self, cells: Cells) -> int | None:
        found = self._places.number(cells, Role.N)
        if found is None:
            return None
        if found < 0 or not found.is_integer():
            raise UnreadableCell(
                Role.N,
                "n counts peers or answers, so it must be a whole number from 0 up. Correct it, or leave it empty.",
            )
        return int(found)
