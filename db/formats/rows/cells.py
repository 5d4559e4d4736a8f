"""Reading the cells of a file whose columns are named by their roles: text, numbers, months, yes or no, by role."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from db.formats.columns.figures.counted_columns import METRIC_NAMES
from db.formats.columns.roles import PERCENTILES, RESULTS, Role
from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.headings import words
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import problem
from db.formats.rows.mapping import ColumnRole, FileMapping
from db.formats.values.answer_labels import is_no_answer, yes_or_no
from db.formats.values.dates import FIRST_DAY, DateOrder, DateReader, month_named
from db.formats.values.lexicon import COUNTED_TOTAL
from db.formats.values.numbers import both_readings, figure, thousands_sign, write_number
from db.formats.values.periods import period_named, week_named
from metrics.catalogue import CATALOGUE, Metric, metric
from metrics.errors import BadValue, NotFound, quoted
from metrics.periods import Month
from metrics.vocabulary import MeasuredIn

_MONEY = "£$€ \u00a0"
_SIGNS = _MONEY + "%"
_FIGURES = (Role.NUMERATOR, Role.DENOMINATOR, Role.VALUE, *sorted(RESULTS), *PERCENTILES)
_ROWS_LOOKED_AT = 50_000


class UnreadableCell(ValueError):
    """A cell that cannot be read; the row's reader turns it into a RowProblem."""

    def __init__(self, role: Role, message: str) -> None:
        super().__init__(message)
        self.role = role
        self.message = message


@dataclass(frozen=True, slots=True)
class RolePlaces:
    """Where each role stands in a record. `thousands` is the sign that separates them in the file's figures, if any."""

    by_role: dict[Role, int]
    names: Sequence[str]
    order: DateOrder | None = None
    thousands: str = ""
    months: dict[str, Month] = field(default_factory=dict)

    @classmethod
    def of(cls, mapping: FileMapping, names: Sequence[str], thousands: str = "") -> RolePlaces:
        by_role = {column.role: column.index - 1 for column in mapping.columns}
        return cls(by_role, names, mapping.date_order, thousands)

    def text(self, cells: Cells, role: Role) -> str:
        """The trimmed cell, "" where the file has no such column."""
        place = self.by_role.get(role)
        return cells[place].strip() if place is not None else ""

    def needed(self, cells: Cells, role: Role) -> str:
        """The trimmed cell. Raises UnreadableCell where it is blank."""
        text = self.text(cells, role)
        if not text:
            raise UnreadableCell(role, f"This row has no {role.value.replace('_', ' ')}. Fill it in.")
        return text

    def number(self, cells: Cells, role: Role) -> float | None:
        """The number in the cell, without a sign of money; None where it is blank. Raises UnreadableCell otherwise."""
        return self._plain(role, self.text(cells, role), _MONEY)

    def weight(self, text: str) -> float | None:
        """The number of cases by which a value is weighted; None where it is none."""
        found = figure(text.strip(), self.thousands)
        return found if found is not None and 0 <= found <= 1e15 else None

    def value(self, cells: Cells, role: Role, known: Metric) -> float | None:
        """The value of `known` in the cell, None where it is blank. Raises UnreadableCell for what cannot be one.

        A percentage may carry its sign. A fraction below 1 stands for one in workbooks, so it is no value of a share.
        """
        if known.measured_in is not MeasuredIn.PERCENT:
            return self.number(cells, role)
        text = self.text(cells, role)
        found = self._plain(role, text, "% \u00a0")
        if found is not None and 0 < found < 1 and "%" not in text:
            percent, said = write_number(round(100 * found, 6)), quoted(text)
            raise UnreadableCell(
                role,
                f"“{said}” would mean {said} % for {known.name}. Write {percent} if you mean {percent} %, or “{said}%” "
                f"if you mean {said} %.",
            )
        return found

    def _plain(self, role: Role, text: str, signs: str) -> float | None:
        if is_no_answer(text):
            return None
        found = figure(text.strip(signs), self.thousands)
        if found is None and (ways := both_readings(text.strip(signs))):
            raise UnreadableCell(
                role, f"“{quoted(text)}” could be {ways}. Write it without the comma, or with a decimal point."
            )
        if found is None or abs(found) > 1e15:
            raise UnreadableCell(role, f"“{quoted(text)}” is not a plain number. Write it like 1234.5.")
        return found

    def yes(self, cells: Cells, role: Role, *, otherwise: bool) -> bool:
        """Whether the cell says yes, `otherwise` where it is blank. Raises UnreadableCell for any other text."""
        text = self.text(cells, role)
        if not text:
            return otherwise
        if text in ("1", "0"):
            return text == "1"
        answer = yes_or_no(text)
        if answer is None:
            raise UnreadableCell(role, f"“{quoted(text)}” is neither yes nor no. Write one of them.")
        return bool(answer)

    def month(self, cells: Cells, today: dt.date, *, periods: bool = False) -> Month:
        """The month in the cell; with `periods` the first month of a year or quarter too.

        Raises UnreadableCell for anything but a month from 1990 up to the running one.
        """
        text = self.needed(cells, Role.MONTH)
        if text not in self.months:
            self.months[text] = self._month(text, today, period_named(text) if periods else None)
        return self.months[text]

    def _month(self, text: str, today: dt.date, period: Month | None) -> Month:
        found = period or month_named(text) or self._month_of_day(text)
        if found is None:
            if period_named(text):
                raise UnreadableCell(
                    Role.MONTH,
                    f"“{quoted(text)}” is a quarter or a year, and figures are kept by the month. Give a month.",
                )
            try:
                found = Month.parse(text.partition(" ")[0])
            except BadValue as bad:
                raise UnreadableCell(Role.MONTH, bad.message) from bad
        if not Month.of(FIRST_DAY) <= found <= Month.of(today):
            side = "in the future" if found > Month.of(today) else f"before {FIRST_DAY.year}"
            raise UnreadableCell(Role.MONTH, f"“{quoted(text)}” is {side}. Check the month.")
        return found

    def _month_of_day(self, text: str) -> Month | None:
        """The month of a day or week, days in the order of dates that the column or a person gives."""
        day = week_named(text) or DateReader(self.order).read(text)
        return Month.of(day) if isinstance(day, dt.date) else None

    def metric(self, cells: Cells) -> Metric:
        """The metric that the cell names. Raises UnreadableCell for an unknown one."""
        try:
            name = self.needed(cells, Role.METRIC)
            return metric(METRIC_NAMES.get(words(name), name))
        except NotFound as unknown:
            raise UnreadableCell(Role.METRIC, unknown.message) from unknown

    def problem(self, line: int, cells: Cells, trouble: UnreadableCell) -> RowProblem:
        """The row problem that an unreadable cell makes."""
        place = self.by_role.get(trouble.role)
        name = self.names[place] if place is not None else trouble.role.value
        return problem(line, name, cells[place] if place is not None else "", trouble.message)


def sums_up(name: str) -> bool:
    """Whether a row of this unit or channel sums up the others: “Total”, “All branches”."""
    return words(name) in COUNTED_TOTAL


def check_bounds(known: Metric, role: Role, value: float | None) -> None:
    """Raises UnreadableCell where `value` is outside what the metric can be."""
    low, high = known.bounds
    if value is None or not ((low is not None and value < low) or (high is not None and value > high)):
        return
    least, most = write_number(low or 0), "" if high is None else write_number(high)
    raise UnreadableCell(
        role, f"{known.name} must be {f'from {least} to {most}' if most else f'at least {least}'}. Correct the value."
    )


def thousands_of(mapping: FileMapping, records: Iterable[Record]) -> str:
    """The sign that separates thousands in a file's figures, proved by its first 50,000 rows; "" for none."""
    places = [column.index - 1 for column in mapping.columns if column.role in _FIGURES]
    counts = [column.index - 1 for column in mapping.columns if _has_no_thousandths(column)]
    first = itertools.islice(records, _ROWS_LOOKED_AT)
    rows = [cells for _, cells in first if not isinstance(cells, BrokenRecord)]
    return thousands_sign(_figures(rows, places)) or thousands_sign(_figures(rows, counts), are_counts=True)


def _has_no_thousandths(column: ColumnRole) -> bool:
    """Whether a column counts things, or holds amounts of money."""
    known = CATALOGUE.get(column.metric or "")
    is_money = known is not None and known.measured_in is MeasuredIn.MONEY
    return column.role in (Role.DENOMINATOR, Role.N) or (is_money and column.role in (Role.NUMERATOR, Role.VALUE))


def _figures(rows: Iterable[Cells], places: Sequence[int]) -> set[str]:
    return {cells[place].strip().strip(_SIGNS) for cells in rows for place in places}


def today() -> dt.date:
    """The date where the program runs."""
    return dt.datetime.now().astimezone().date()
