"""Operational figures: month, unit, metric, and a numerator over a denominator or a bare value.

Also with metrics or months side by side: a column or two for each metric, or a column for each month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from db.formats.columns.roles import FIGURES, Role
from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import Found, Operation, ReadMany, one_by_one
from db.formats.rows.cells import RolePlaces, UnreadableCell, check_bounds, sums_up, today
from db.formats.rows.mapping import FileMapping, unit_path
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.dates import month_named
from db.formats.values.numbers import write_number
from metrics.answers.formulas import Ratio, Share, WithinLimit
from metrics.catalogue import CATALOGUE, Metric

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class FigurePlaces:
    """Where one figure of a record stands: its value, numerator and denominator.

    `metric` and `month` are those of all rows, where the rows do not name them.
    """

    places: Mapping[Role, int]
    metric: str | None = None
    month: str = ""

    def is_filled(self, cells: Cells) -> bool:
        return any(not is_no_answer(cells[place]) for place in self.places.values())


def figures_of(mapping: FileMapping, names: Sequence[str]) -> list[FigurePlaces]:
    """The figures that a record can hold: one, or one for each metric or month that has columns of its own.

    A denominator without a metric is that of every numerator without a denominator of its own.
    """
    columns = [column for column in mapping.columns if column.role in FIGURES]
    if not mapping.with_role(Role.MONTH) and not mapping.month:
        across = [(one, named) for one in columns if (named := month_named(names[one.index - 1]))]
        if across:
            return [FigurePlaces({Role.VALUE: one.index - 1}, one.metric, str(named)) for one, named in across]
    month = str(mapping.month) if mapping.month and not mapping.with_role(Role.MONTH) else ""
    shared = {one.role: one.index - 1 for one in columns if one.metric is None}
    metrics = list(dict.fromkeys(one.metric for one in columns if one.metric is not None))
    if not metrics:
        return [FigurePlaces(shared, None, month)]
    own = {known: {one.role: one.index - 1 for one in columns if one.metric == known} for known in metrics}
    return [FigurePlaces(_with_shared(places, shared), known, month) for known, places in own.items()]


def _with_shared(places: dict[Role, int], shared: Mapping[Role, int]) -> dict[Role, int]:
    if Role.NUMERATOR in places and Role.DENOMINATOR in shared:
        return {Role.DENOMINATOR: shared[Role.DENOMINATOR], **places}
    return places


def operations_read(
    mapping: FileMapping,
    names: Sequence[str],
    thousands: str = "",
    *,
    are_daily: bool = False,
    has_channels: bool = False,
) -> ReadMany:
    """How operational figures are read: one from each line, or one for each metric or month that a line has filled.

    `thousands` is the sign that separates them. `are_daily` says that the rows are of days or weeks,
    `has_channels` that some are of single channels, so that those of all channels are left out.
    """
    figures = figures_of(mapping, names)
    readers = [
        OperationsReader(mapping, names, thousands, figure, are_daily=are_daily, has_channels=has_channels)
        for figure in figures
    ]
    if len(readers) == 1 and not figures[0].month:
        return one_by_one(readers[0].read)

    def read_many(records: Sequence[Record]) -> list[Found]:
        found: list[Found] = []
        for line, cells in records:
            if isinstance(cells, BrokenRecord):
                found += one_by_one(readers[0].read)([(line, cells)])
                continue
            filled = [reader for reader, figure in zip(readers, figures, strict=True) if figure.is_filled(cells)]
            found += [reader.read(line, cells) for reader in filled] or [None]
        return found

    return read_many


def names_channels(mapping: FileMapping, records: Iterable[Record]) -> bool:
    """Whether rows are of single channels, not all of every channel together."""
    places = [column.index - 1 for column in mapping.with_role(Role.CHANNEL)]
    rows = (cells for _, cells in records if not isinstance(cells, BrokenRecord)) if places else ()
    return any(cells[place].strip() and not sums_up(cells[place]) for cells in rows for place in places)


class OperationsReader:
    """Makes an Operation of each record, a RowProblem where it cannot be read, or None where it holds no figure."""

    def __init__(
        self,
        mapping: FileMapping,
        names: Sequence[str],
        thousands: str,
        figure: FigurePlaces,
        *,
        are_daily: bool = False,
        has_channels: bool = False,
    ) -> None:
        places = RolePlaces.of(mapping, names, thousands)
        by_role = {role: place for role, place in places.by_role.items() if role not in FIGURES}
        if figure.month:  # stands in a cell that is put behind those of each record
            by_role[Role.MONTH] = len(names)
        self._places = replace(places, by_role=by_role | dict(figure.places), names=[*names, "month"])
        self._metric = CATALOGUE[figure.metric] if figure.metric else None
        self._month = figure.month
        self._prefix = mapping.unit
        self._channel = mapping.channel
        self._today = today()
        self._are_daily, self._has_channels = are_daily, has_channels

    def read(self, line: int, cells: Cells) -> Operation | RowProblem | None:
        """What one record says."""
        cells = [*cells, self._month] if self._month else cells
        try:
            return self._operation(line, cells)
        except UnreadableCell as trouble:
            return self._places.problem(line, cells, trouble)

    def _operation(self, line: int, cells: Cells) -> Operation | None:
        places = self._places
        numerator = places.number(cells, Role.NUMERATOR)
        denominator = places.number(cells, Role.DENOMINATOR)
        is_of_all = self._has_channels and sums_up(places.text(cells, Role.CHANNEL))
        if is_of_all or sums_up(places.text(cells, Role.MONTH)):
            return None
        is_bare = numerator is None and denominator is None
        if is_bare and (is_no_answer(places.text(cells, Role.VALUE)) or self._counts_nobody(cells)):
            return None
        known = self._metric or places.metric(cells)
        if denominator == 0 and not (numerator and self._are_daily and isinstance(known.formula, Ratio)):
            return None  # nothing was due, so there is nothing to divide; within a month the rest of it may be
        value = places.value(cells, Role.VALUE, known)
        if not known.formula.takes_counts:
            raise UnreadableCell(
                Role.METRIC,
                f"{known.name} comes from answers or visits, not from counts. Upload it as a survey or shopper file.",
            )
        if not is_bare:
            _check_counts(known, numerator, denominator)
            value = None
        else:
            check_bounds(known, Role.VALUE, value)
            numerator, denominator = self._cases(cells, known, value)
            if denominator is not None:
                value = None
        return Operation(
            line,
            places.month(cells, self._today),
            unit_path(self._prefix, "" if sums_up(unit := places.text(cells, Role.UNIT)) else unit),
            places.text(cells, Role.CHANNEL) or self._channel,
            known.id,
            numerator,
            denominator,
            value,
        )

    def _counts_nobody(self, cells: Cells) -> bool:
        return Role.N in self._places.by_role and self._places.weight(self._places.text(cells, Role.N)) == 0

    def _cases(self, cells: Cells, known: Metric, value: float | None) -> tuple[float | None, float | None]:
        """Numerator and denominator of a value beside its number of cases, so that units and days add up; else None.

        Raises UnreadableCell where the number of cases is none.
        """
        if value is None or Role.N not in self._places.by_role or (self._are_daily and not known.adds_up):
            return None, None
        n = self._places.weight(self._places.text(cells, Role.N))
        if n is None:
            raise UnreadableCell(
                Role.N, "This value is weighted by a number of cases, which is missing or no number from 0 up."
            )
        times = known.formula.times if isinstance(known.formula, Ratio) else 1
        return value * n / (_PERCENT if isinstance(known.formula, Share | WithinLimit) else times), n


def _check_counts(known: Metric, numerator: float | None, denominator: float | None) -> None:
    if numerator is None:
        raise UnreadableCell(Role.NUMERATOR, "There is a denominator but no numerator. Fill in the numerator.")
    if denominator is None:
        raise UnreadableCell(Role.DENOMINATOR, "There is a numerator but no denominator. Fill in the denominator.")
    if denominator < 0:
        raise UnreadableCell(Role.DENOMINATOR, "The denominator must not be less than 0. Correct it.")
    if isinstance(known.formula, Share | WithinLimit) and not 0 <= numerator <= denominator:
        raise UnreadableCell(
            Role.NUMERATOR,
            f"{known.name} is a share, so its numerator must be from 0 to its denominator "
            f"({write_number(denominator)}). Correct one of them.",
        )
    if known.bounds[0] is not None and numerator < 0:
        raise UnreadableCell(
            Role.NUMERATOR, f"{known.name} cannot be below {write_number(known.bounds[0])}. Correct the numerator."
        )
