"""Benchmarks: someone else's published value of a metric, and where its peers stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.formats.columns.roles import PERCENTILES, Role
from db.formats.files.delimited import Cells
from db.formats.files.headings import words
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import BenchmarkLine
from db.formats.rows.cells import RolePlaces, UnreadableCell, check_bounds, today
from db.formats.rows.mapping import FileMapping
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.lexicon import BEST_OF_PEERS
from metrics.catalogue import CATALOGUE, Metric
from metrics.vocabulary import Better

_ENDS = (Role.P75, Role.P90)


class BenchmarksReader:
    """Makes a BenchmarkLine of each record, a RowProblem where it cannot be read, or None where it holds no figure."""

    def __init__(self, mapping: FileMapping, names: Sequence[str], thousands: str = "") -> None:
        places = RolePlaces.of(mapping, names, thousands)
        self._metric = next((CATALOGUE[one.metric] for one in mapping.columns if one.metric), None)
        self._source = "" if Role.SOURCE in places.by_role else mapping.source
        self._month = str(mapping.month) if mapping.month and Role.MONTH not in places.by_role else ""
        if self._month:  # stands in a cell that is put behind those of each record
            places = replace(places, by_role={**places.by_role, Role.MONTH: len(names)}, names=[*names, "month"])
        self._places = places
        self._best = {
            role for role in _ENDS if role in places.by_role and BEST_OF_PEERS.match(words(names[places.by_role[role]]))
        }
        self._today = today()

    def read(self, line: int, cells: Cells) -> BenchmarkLine | RowProblem | None:
        """What one record says."""
        cells = [*cells, self._month] if self._month else cells
        try:
            return self._benchmark(line, cells)
        except UnreadableCell as trouble:
            return self._places.problem(line, cells, trouble)

    def _benchmark(self, line: int, cells: Cells) -> BenchmarkLine | None:
        places = self._places
        if all(is_no_answer(places.text(cells, role)) for role in (Role.VALUE, *PERCENTILES)):
            return None
        known = self._metric or places.metric(cells)
        value = places.value(cells, Role.VALUE, known)
        percentiles = {
            self._percent(role, percent, known): found
            for role, percent in PERCENTILES.items()
            if (found := places.value(cells, role, known)) is not None
        }
        for role, figure in ((Role.VALUE, value), *((role, percentiles.get(p)) for role, p in PERCENTILES.items())):
            check_bounds(known, role, figure)
        if [percentiles[percent] for percent in sorted(percentiles)] != sorted(percentiles.values()):
            raise UnreadableCell(Role.MEDIAN, "The percentiles do not rise from p10 to p90. Check their order.")
        return BenchmarkLine(
            line,
            known.id,
            places.month(cells, self._today, periods=True),
            self._source or places.needed(cells, Role.SOURCE),
            places.text(cells, Role.PEERS),
            value,
            percentiles,
            self._count(cells),
        )

    def _percent(self, role: Role, percent: int, known: Metric) -> int:
        """The percentile that a column holds: the top quartile of what is better low is the 25th."""
        is_low = role in self._best and known.better is Better.LOWER
        return 100 - percent if is_low else percent

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
