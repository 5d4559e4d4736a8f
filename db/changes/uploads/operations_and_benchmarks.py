"""Saving operational figures and benchmarks: one live figure for each name, settled by the one law."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes.uploads.conflict_rules import Fact, OnConflict, Standing, settle_fact
from db.changes.uploads.save_context import SaveContext, next_id
from db.formats.rows.blocks import BenchmarkLine, Operation
from db.tables import NOT_SAID, BenchmarkRow, OperationRow, UploadRow
from db.totals.operations import Cell
from metrics.catalogue import CATALOGUE

THE_FIGURE = "figure"
Name = tuple[Hashable, ...]
Figure = TypeVar("Figure", OperationRow, BenchmarkRow)


def save_operations(saving: SaveContext, rows: Sequence[Operation]) -> set[Cell]:
    """Save operational figures; gives the metrics and months whose totals must be recalculated."""
    standing = _standing(
        saving.session, OperationRow, {row.metric for row in rows}, {row.month.first_day for row in rows}
    )
    id_ = next_id(saving.session, OperationRow.id)
    for row in rows:
        unit = saving.unit(row.line, row.unit, row.lines)
        if unit is None:
            continue
        kept = OperationRow(
            id=id_,
            upload_id=saving.upload,
            line=row.line,
            metric=row.metric,
            month=row.month.first_day,
            unit_id=unit,
            channel_id=saving.channel(row.channel) if row.channel else NOT_SAID,
            numerator=row.numerator,
            denominator=row.denominator,
            value=row.value,
        )
        called = f"{CATALOGUE[row.metric].name} of {row.unit or 'the whole organisation'} in {row.month}"
        _settle(saving, kept, standing, called, row.lines)
        id_ += 1
    return {(row.metric, row.month.first_day) for row in rows}


def save_benchmarks(saving: SaveContext, rows: Sequence[BenchmarkLine]) -> None:
    """Save published benchmarks."""
    standing = _standing(
        saving.session, BenchmarkRow, {row.metric for row in rows}, {row.month.first_day for row in rows}
    )
    for id_, row in enumerate(rows, next_id(saving.session, BenchmarkRow.id)):
        kept = BenchmarkRow(
            id=id_,
            upload_id=saving.upload,
            line=row.line,
            metric=row.metric,
            month=row.month.first_day,
            source=row.source,
            peers=row.peers,
            value=row.value,
            percentiles={str(percent): value for percent, value in row.percentiles.items()},
            n=row.n,
        )
        _settle(saving, kept, standing, f"{CATALOGUE[row.metric].name} of {row.source} in {row.month}")


def _settle(
    saving: SaveContext,
    row: OperationRow | BenchmarkRow,
    standing: dict[Name, dict[Hashable, Fact]],
    called: str,
    lines: int = 1,
) -> None:
    fact = _fact(row, saving.rule)
    settlement = settle_fact(standing[_name(row)], fact)
    for old in settlement.replaced.values():
        _row(saving.session, row, old.id).live = False
    says, said = _words(row), _words_of(settlement.rival)
    row.live = saving.count(settlement, fact, called, says, said, lines)
    saving.session.add(row)
    saving.facts += 1
    if row.live:
        saving.dated(None, row.month)


def _row(session: Session, like: OperationRow | BenchmarkRow, id_: int) -> OperationRow | BenchmarkRow:
    if isinstance(like, OperationRow):
        return session.get_one(OperationRow, id_)
    return session.get_one(BenchmarkRow, id_)


def _name(row: OperationRow | BenchmarkRow) -> Name:
    """Under which name a figure stands; two live ones cannot share it."""
    if isinstance(row, OperationRow):
        return (row.metric, row.month, row.unit_id, row.channel_id)
    return (row.metric, row.month, row.source, row.peers)


def _content(row: OperationRow | BenchmarkRow) -> tuple[Hashable, ...]:
    if isinstance(row, OperationRow):
        return (row.numerator, row.denominator, row.value)
    return (row.value, tuple(sorted(row.percentiles.items())), row.n)


def _fact(row: OperationRow | BenchmarkRow, rule: OnConflict) -> Fact:
    return Fact(row.id, row.upload_id, row.line, row.month, rule, {THE_FIGURE: _content(row)})


def _words(row: OperationRow | BenchmarkRow) -> str:
    return _say(_content(row))


def _words_of(fact: Fact | None) -> str:
    return _say(fact.parts[THE_FIGURE]) if fact else ""


def _say(content: tuple[Hashable, ...]) -> str:
    numbers = [f"{part:g}" for part in content if isinstance(part, int | float)]
    return " of ".join(numbers) or "other percentiles"


def _all_named(
    session: Session, table: type[Figure], metrics: Iterable[str], months: Iterable[dt.date]
) -> list[tuple[Figure, OnConflict]]:
    question = (
        select(table, UploadRow.on_conflict)
        .join(UploadRow, UploadRow.id == table.upload_id)
        .where(table.metric.in_(list(metrics)), table.month.in_(list(months)))
        .order_by(table.id)
    )
    return [(row, OnConflict(rule)) for row, rule in session.execute(question)]


def _standing(
    session: Session, table: type[Figure], metrics: Iterable[str], months: Iterable[dt.date]
) -> dict[Name, Standing]:
    standing: dict[Name, Standing] = defaultdict(dict)
    for row, rule in _all_named(session, table, metrics, months):
        if row.live:
            standing[_name(row)][THE_FIGURE] = _fact(row, rule)
    return standing


def settle_figures_without(session: Session, table: type[Figure], upload: int) -> set[Cell]:
    """Mark the figures that stand when `upload` is taken away; gives the metrics and months it spoke of."""
    spoken = session.execute(select(table.metric, table.month).where(table.upload_id == upload).distinct())
    cells = {(metric, month) for metric, month in spoken}
    by_name: dict[Name, list[tuple[Figure, OnConflict]]] = defaultdict(list)
    for row, rule in _all_named(session, table, {metric for metric, _ in cells}, {month for _, month in cells}):
        if row.upload_id != upload:
            by_name[_name(row)].append((row, rule))
    for rows in by_name.values():
        for row, live in _settled(rows):
            row.live = live
    return cells


def _settled(rows: Sequence[tuple[Figure, OnConflict]]) -> list[tuple[Figure, bool]]:
    """The figures of one name, in the order they came, each with whether it stands."""
    standing: Standing = {}
    for row, rule in rows:
        settle_fact(standing, _fact(row, rule))
    return [(row, standing[THE_FIGURE].id == row.id) for row, _ in rows]


def wrongly_marked_figures(session: Session, table: type[Figure]) -> int:
    """How many figures count though they should not, or the other way round; 0 when all is well."""
    by_name: dict[Name, list[tuple[Figure, OnConflict]]] = defaultdict(list)
    question = select(table, UploadRow.on_conflict).join(UploadRow, UploadRow.id == table.upload_id)
    for row, rule in session.execute(question.order_by(table.id)):
        by_name[_name(row)].append((row, OnConflict(rule)))
    return sum(row.live != live for rows in by_name.values() for row, live in _settled(rows))
