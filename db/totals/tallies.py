"""Stored sums over live facts, for each unit and all above it, so that a page costs the same at any size.

A change to facts collects what it adds and removes (`TallyDelta`) and applies it once, in its own transaction.
Whole numbers only: an undo removes exactly what the upload added.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, case, delete, func, select
from sqlalchemy.orm import Session

from db.names import Units, item_of
from db.store.bulk_insert import add_rows, listed
from db.tables import ItemRow, MomentsRow, ObservationRow, ResponseRow, TallyRow, VisitRow, VisitSumsRow, WeightSumsRow
from db.time_limits import TimeLimits
from db.totals.repeats import note_answers
from db.totals.set_aside import counting
from db.totals.weights import WEIGHT_SUMS, ScoreKey, WeightDelta, has_weights, weighted_answers
from metrics.answers.formulas import STEPS_PER_POINT
from metrics.periods import Month
from metrics.vocabulary import Item

if TYPE_CHECKING:
    from db.totals.counted_cells import CountedCells

CellKey = tuple[int, int, dt.date, int]  # unit, item, month, channel
AnswerKey = tuple[int, int, dt.date, int, float]  # the same, and the score
VisitKey = tuple[int, dt.date, int]  # unit, month, channel
Row = tuple[Any, ...]
Cells = tuple[
    Iterable[Row], Iterable[Row], Iterable[Row], Iterable[Row]
]  # of tallies, moments, visit sums and weight sums
MANY = 5_000  # answers that are counted as arrays; for fewer it is not worth loading what does it
CELLS_AT_ONCE = 50_000
TALLY = ("unit_id", "item_id", "month", "channel_id", "score"), ("n",)
MOMENTS = ("unit_id", "item_id", "month", "channel_id"), ("n", "total", "squares", "within")
SumsTable = type[TallyRow] | type[MomentsRow] | type[VisitSumsRow] | type[WeightSumsRow]
VISIT_SUMS = (
    ("unit_id", "month", "channel_id"),
    ("n", "earned", "possible", "earned_squares", "products", "possible_squares", "critical_failures"),
)
Shape = tuple[tuple[str, ...], tuple[str, ...]]  # what tells the rows of a table apart, and what is summed
# The tables of sums in the order of Cells.
SUMS_TABLES: tuple[tuple[SumsTable, Shape], ...] = (
    (TallyRow, TALLY),
    (MomentsRow, MOMENTS),
    (VisitSumsRow, VISIT_SUMS),
    (WeightSumsRow, WEIGHT_SUMS),
)


def steps(score: float) -> int:
    """A measured score in whole hundredths."""
    return round(score * STEPS_PER_POINT)


def limit_in_steps(limits: TimeLimits, metric: str, month: dt.date) -> int | None:
    """The limit of a within-limit metric in the month of a day, in hundredths; None for metrics without one."""
    limit = limits.at(metric, Month.of(month))
    return None if limit is None else steps(limit)


@dataclass(slots=True)
class TallyDelta:
    """What a change adds to and removes from the stored sums, at the units where the facts were recorded.

    `limits` say which measured answers are in time. `many` holds answers that were counted many at once.
    """

    limits: TimeLimits
    many: CountedCells | None = None
    tallies: Counter[AnswerKey] = field(default_factory=Counter)
    moments: dict[CellKey, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    visits: dict[VisitKey, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * 7))
    weights: WeightDelta = field(default_factory=WeightDelta)
    _in_time: dict[tuple[int, dt.date], int | None] = field(default_factory=dict)

    def count_by(self, limits: TimeLimits) -> None:
        """Use other limits for what is counted next."""
        self.limits = limits
        self._in_time.clear()

    def scores(self, answers: Iterable[AnswerKey], items: Mapping[int, Item]) -> None:
        """Count many answers in; `items` names the items by their ids."""
        measured = {id_ for id_, item in items.items() if item.scale is None}
        if measured:
            answers = list(answers)
            for key in answers:
                if key[1] in measured:
                    self.score(key, items[key[1]], 1)
            answers = [key for key in answers if key[1] not in measured]
        self.tallies.update(answers)

    def columns(
        self, columns: Sequence[Sequence[Any]], items: Mapping[int, Item], counts: Sequence[int] | None = None
    ) -> None:
        """Count answers in, given as columns in the order of an AnswerKey; `counts` say how many a row stands for.

        `items` has just the items of the answers.
        """
        if len(columns[0]) >= MANY and all(item.scale is not None for item in items.values()):
            from db.totals.counted_cells import CountedCells  # a small change does without the library for arrays

            self.many = self.many or CountedCells()
            if self.many.add(columns, counts):
                return
        columns = list(map(listed, columns))
        if counts is None:
            self.scores(zip(*columns, strict=True), items)
            return
        for key, n in zip(zip(*columns, strict=True), counts, strict=True):
            self.score(key, items[key[1]], n)

    def weighted(self, answers: Iterable[AnswerKey], weights: Iterable[int | None], items: Mapping[int, Item]) -> None:
        """Add the weights of answers that are counted in; those on a scale have one, or None."""
        for key, weight in zip(answers, weights, strict=True):
            if weight is not None and items[key[1]].scale is not None:
                self.weights.add(key, 1, weight, weight * weight, 1)

    def score(self, key: AnswerKey, item: Item, times: int, weight: int | None = None) -> None:
        """Count an answer in (`times` above 0) or out (below), with its weight if it has one."""
        if item.scale is not None:
            self.tallies[key] += times
            if weight is not None:
                self.weights.add(key, 1, weight, weight * weight, times)
            return
        at = key[1], key[2]
        if at not in self._in_time:
            self._in_time[at] = limit_in_steps(self.limits, item.metric, key[2])
        limit, in_steps = self._in_time[at], steps(key[4])
        added = (1, in_steps, in_steps**2, limit is not None and in_steps <= limit)
        _add(self.moments[key[:4]], added, times)

    def sums(self, cell: CellKey, n: int, total: int, squares: int, times: int) -> None:
        """Count n answers whose sums alone are known in or out; the sums are in hundredths and their squares."""
        _add(self.moments[cell], (n, total, squares, 0), times)

    def visit(self, key: VisitKey, earned: int, possible: int, critical_failed: bool, times: int) -> None:
        """Count one visit in or out."""
        added = (1, earned, possible, earned * earned, earned * possible, possible * possible, int(critical_failed))
        _add(self.visits[key], added, times)

    def touched(self) -> set[tuple[int, str]]:
        """The items and first days of months of the answers on a scale that are counted in or out."""
        few = {(item, month) for _, item, month, *_ in self.tallies}
        return {(item, month.isoformat()) for item, month in few} | (self.many.touched() if self.many else set())

    def carry_out(self, session: Session, units: Units) -> None:
        """Apply everything to the store, for the units and all above them."""
        write_changes(session, self, cells_upwards(self, units))


def _add(sums: list[int], values: Iterable[int], times: int = 1) -> None:
    for place, value in enumerate(values):
        sums[place] += times * value


def cells_upwards(changes: TallyDelta, units: Units) -> Cells:
    """Rows of tallies, moments, visit and weight sums for the units and all above them, without rows of zeros."""
    weights: dict[ScoreKey, list[int]] = {(*key[:4], int(key[4])): sums for key, sums in changes.weights.items()}
    sums = _upwards(changes.moments, units), _upwards(changes.visits, units), _upwards(weights, units)
    return _tallies_upwards(changes, units), *sums


def _tallies_upwards(changes: TallyDelta, units: Units) -> Iterable[Row]:
    """The tallies in the order of their key, which is the fastest to write."""
    if changes.many is not None:
        few = list(changes.tallies.items())
        if not few or changes.many.add(list(zip(*[key for key, _ in few], strict=True)), [n for _, n in few]):
            return changes.many.upwards(units)
        for key, n in changes.many.cells():
            changes.tallies[key] += n
    within: dict[int, Counter[tuple[int, str, int, int]]] = defaultdict(Counter)
    months = {month: month.isoformat() for month in {key[2] for key in changes.tallies}}
    for (unit, item, month, channel, score), n in changes.tallies.items():
        within[units.counted_at(unit)][item, months[month], channel, int(score)] += n
    for unit in sorted(units.parents, key=lambda unit: len(units.upwards(unit)), reverse=True):
        above = units.parents[unit]
        if above is not None and unit in within:
            within[above].update(within[unit])
    return [(unit, *cell, n) for unit in sorted(within) for cell, n in sorted(within[unit].items()) if n]


def _upwards(
    changed: Mapping[CellKey, list[int]] | Mapping[VisitKey, list[int]] | Mapping[ScoreKey, list[int]], units: Units
) -> list[Row]:
    sums: dict[tuple[object, ...], list[int]] = {}
    for (unit, *rest), values in changed.items():
        for above in units.upwards(unit):
            _add(sums.setdefault((above, *rest), [0] * len(values)), values)
    return [
        (*(part.isoformat() if isinstance(part, dt.date) else part for part in key), *values)
        for key, values in sums.items()
        if any(values)
    ]


def write_changes(session: Session, changes: TallyDelta, cells: Cells) -> None:
    """Add the rows that `cells_upwards` makes of the changes to the stored sums."""
    note_answers(session, changes.touched())
    for (table, shape), rows in zip(SUMS_TABLES, cells, strict=True):
        add_to(session, table, shape, rows)


def add_to(
    session: Session,
    table: SumsTable,
    shape: tuple[tuple[str, ...], tuple[str, ...]],
    rows: Iterable[Row],
) -> None:
    """Add rows (keys, then sums) to the stored ones; rows that become zero are deleted."""
    keys, sums = shape
    places: dict[str, set[Any]] = {key: set() for key in keys}
    for columns in _in_parts(rows):
        add_rows(session, table, keys, sums, columns)
        n = columns[len(keys)]  # the first sum is a count
        if min(n) < 0:
            marks = None if max(n) < 0 else [one < 0 for one in n]
            for key, column in zip(keys, columns, strict=False):
                places[key].update(column if marks is None else compress(column, marks))
    if places["month"]:
        touched = [getattr(table, name).in_(places[name]) for name in ("unit_id", "item_id") if name in places]
        months = [dt.date.fromisoformat(month) for month in places["month"]]
        session.execute(delete(table).where(table.n == 0, table.month.in_(months), *touched))


def _in_parts(rows: Iterable[Row]) -> Iterator[Sequence[Sequence[Any]]]:
    """Rows column by column, some at once."""
    many: Callable[[], Iterator[list[list[Any]]]] | None = getattr(rows, "in_columns", None)
    if many is not None:
        yield from many()
        return
    left = iter(rows)
    while part := list(islice(left, CELLS_AT_ONCE)):
        yield list(zip(*part, strict=True))


def add_scores(
    session: Session,
    changes: TallyDelta,
    where: ColumnElement[bool],
    times: int,
    *,
    weighted: bool | None = None,
    also_set_aside: bool = False,
) -> None:
    """Count the answers that count and for which `where` holds in or out, grouped by the database.

    Their weights are looked at where any are kept, or as `weighted` says.
    """
    counts = (*counting(session, also_set_aside=also_set_aside), where)
    if has_weights(session) if weighted is None else weighted:
        for key, n, weight, squares in weighted_answers(session, *counts):
            changes.weights.add(key, n, weight, squares, times)
    items = {row.id: item_of(row) for row in session.scalars(select(ItemRow))}
    cell = (ResponseRow.unit_id, ObservationRow.item_id, ResponseRow.month, ResponseRow.channel_id)
    counted = (
        select(*cell, ObservationRow.score, func.count())
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .where(*counts)
        .group_by(*cell, ObservationRow.score)
    )
    found = session.connection().execute(counted).all()  # as many rows as cells, too many for the mapper
    if on_scales := [row for row in found if items[row[1]].scale is not None]:
        *columns, counts = zip(*on_scales, strict=True)
        asked = {id_: items[id_] for id_ in set(columns[1])}
        changes.columns(columns, asked, [times * n for n in counts])
    for unit, item, month, channel, score, n in found:
        if items[item].scale is None:
            changes.score((unit, item, month, channel, score), items[item], times * n)


def add_visits(session: Session, changes: TallyDelta, where: ColumnElement[bool], times: int) -> None:
    """Count the live visits for which `where` holds in or out."""
    failed = case((VisitRow.critical_failed, 1), else_=0)
    found = select(
        VisitRow.unit_id, VisitRow.month, VisitRow.channel_id, VisitRow.earned, VisitRow.possible, failed
    ).where(VisitRow.live, where)
    for unit, month, channel, earned, possible, critical in session.execute(found):
        changes.visit((unit, month, channel), earned, possible, bool(critical), times)
