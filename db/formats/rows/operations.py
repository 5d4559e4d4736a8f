"""Operational figures: month, unit, metric, and a numerator over a denominator or a bare value.

Also with months side by side: a column for each month, a line for each unit and metric.
"""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.columns.roles import Role
from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import Found, Operation, ReadMany, one_by_one
from db.formats.rows.cells import RolePlaces, UnreadableCell, check_bounds, today
from db.formats.rows.mapping import FileMapping, unit_path
from db.formats.values.answer_labels import is_no_answer
from db.formats.values.dates import month_named
from db.formats.values.numbers import write_number
from metrics.answers.formulas import Share, WithinLimit
from metrics.catalogue import Metric


def operations_read(mapping: FileMapping, names: Sequence[str], thousands: str = "") -> ReadMany:
    """How operational figures are read: one from each line, or one from each filled month of a line.

    `thousands` is the sign that separates them.
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
            if isinstance(cells, BrokenRecord):
                found += one_by_one(readers[0][2].read)([(line, cells)])
                continue
            filled = [(month, reader) for place, month, reader in readers if cells[place].strip()]
            found += [reader.read(line, [*cells, month]) for month, reader in filled] or [None]
        return found

    return read_many


class OperationsReader:
    """Makes an Operation of each record, a RowProblem where it cannot be read, or None where it holds no figure."""

    def __init__(
        self,
        mapping: FileMapping,
        names: Sequence[str],
        thousands: str = "",
        value_and_month: tuple[int, int] | None = None,
    ) -> None:
        """`value_and_month` are the places of these two where the file has several values, one for each month."""
        self._places = RolePlaces.of(mapping, names, thousands)
        if value_and_month is not None:
            value, month = value_and_month
            by_role = self._places.by_role | {Role.VALUE: value, Role.MONTH: month}
            self._places = RolePlaces(by_role, [*names, "month"], mapping.date_order, thousands)
        self._prefix = mapping.unit
        self._channel = mapping.channel
        self._today = today()

    def read(self, line: int, cells: Cells) -> Operation | RowProblem | None:
        """What one record says."""
        try:
            return self._operation(line, cells)
        except UnreadableCell as trouble:
            return self._places.problem(line, cells, trouble)

    def _operation(self, line: int, cells: Cells) -> Operation | None:
        places = self._places
        numerator = places.number(cells, Role.NUMERATOR)
        denominator = places.number(cells, Role.DENOMINATOR)
        if numerator is None and denominator is None and is_no_answer(places.text(cells, Role.VALUE)):
            return None
        known = places.metric(cells)
        value = places.value(cells, Role.VALUE, known)
        if not known.formula.takes_counts:
            raise UnreadableCell(
                Role.METRIC,
                f"{known.name} comes from answers or visits, not from counts. Upload it as a survey or shopper file.",
            )
        if numerator is not None or denominator is not None:
            _check_counts(known, numerator, denominator)
            value = None
        else:
            check_bounds(known, Role.VALUE, value)
        return Operation(
            line,
            places.month(cells, self._today),
            unit_path(self._prefix, places.text(cells, Role.UNIT)),
            places.text(cells, Role.CHANNEL) or self._channel,
            known.id,
            numerator,
            denominator,
            value,
        )


def _check_counts(known: Metric, numerator: float | None, denominator: float | None) -> None:
    if numerator is None:
        raise UnreadableCell(Role.NUMERATOR, "There is a denominator but no numerator. Fill in the numerator.")
    if denominator is None:
        raise UnreadableCell(Role.DENOMINATOR, "There is a numerator but no denominator. Fill in the denominator.")
    if denominator <= 0:
        raise UnreadableCell(
            Role.DENOMINATOR, "The denominator must be more than 0. Leave the row out if nothing was counted."
        )
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
