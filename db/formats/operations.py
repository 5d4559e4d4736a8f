"""Operational figures: month, unit, metric, and a numerator over a denominator or a bare value."""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.figures import Places, Unreadable, today
from db.formats.mapping import FileMapping
from db.formats.numbers import written
from db.formats.paths import unit_path
from db.formats.records import Cells
from db.formats.roles import Role
from db.formats.rows import Operation, RowProblem
from db.formats.words import is_no_answer
from metrics.catalogue import Metric
from metrics.formulas import Share, WithinLimit


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
        self._places = Places.of(mapping, names, thousands)
        if value_and_month is not None:
            value, month = value_and_month
            by_role = self._places.by_role | {Role.VALUE: value, Role.MONTH: month}
            self._places = Places(by_role, [*names, "month"], mapping.date_order, thousands)
        self._prefix = mapping.unit
        self._channel = mapping.channel
        self._today = today()

    def read(self, line: int, cells: Cells) -> Operation | RowProblem | None:
        """What one record says."""
        try:
            return self._operation(line, cells)
        except Unreadable as trouble:
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
            raise Unreadable(
                Role.METRIC, f"{known.name} is answered by people or seen by shoppers; it takes no counts."
            )
        if numerator is not None or denominator is not None:
            _check_counts(known, numerator, denominator)
            value = None
        else:
            _check_value(known, value)
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
        raise Unreadable(Role.NUMERATOR, "There is a denominator but no numerator.")
    if denominator is None:
        raise Unreadable(Role.DENOMINATOR, "There is a numerator but no denominator.")
    if denominator <= 0:
        raise Unreadable(
            Role.DENOMINATOR, "The denominator must be more than 0; leave the line out where nothing was counted."
        )
    if isinstance(known.formula, Share | WithinLimit) and not 0 <= numerator <= denominator:
        raise Unreadable(
            Role.NUMERATOR,
            f"{known.name} is a share, so its numerator lies between 0 and its denominator ({written(denominator)}).",
        )
    if known.bounds[0] is not None and numerator < 0:
        raise Unreadable(Role.NUMERATOR, f"{known.name} cannot be below {written(known.bounds[0])}.")


def _check_value(known: Metric, value: float | None) -> None:
    low, high = known.bounds
    assert value is not None
    if (low is not None and value < low) or (high is not None and value > high):
        ends = f"from {written(low or 0)} to {written(high)}" if high is not None else f"at least {written(low or 0)}"
        raise Unreadable(Role.VALUE, f"{known.name} must be {ends}.")
