"""Readings made by hand, so that the store can be tested without a file."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from db.formats.rows.blocks import (
    Answer,
    BenchmarkLine,
    Block,
    ChecklistLine,
    CountedResult,
    Operation,
    Reading,
    Row,
    Visit,
)
from metrics.answers.weights import STEPS_PER_WEIGHT
from metrics.periods import Month
from metrics.vocabulary import Audience, Item, Kind, Scale

NPS = Item("nps", Scale(0, 10), Audience.CUSTOMERS)
CSAT = Item("csat", Scale(1, 5), Audience.CUSTOMERS)
HOLD = Item("hold_time", None, Audience.CUSTOMERS)
KINDS = {
    Answer: Kind.SURVEY,
    CountedResult: Kind.COUNTED,
    Visit: Kind.SHOPPER,
    Operation: Kind.OPERATIONS,
    BenchmarkLine: Kind.BENCHMARKS,
}


def reading(
    rows: Sequence[Row],
    name: str = "file.csv",
    *,
    source: str = "survey",
    block: int = 1000,
    month: Month | None = None,
) -> Reading:
    """A file that holds just these rows."""

    def lines(row: Row) -> int:
        return len(row.checklist) if isinstance(row, Visit) else 1

    def blocks() -> list[Block]:
        parts = [rows[at : at + block] for at in range(0, len(rows), block)]
        return [Block(rows=part, read=sum(lines(row) for row in part)) for part in parts]

    kind = KINDS[type(rows[0])] if rows else Kind.SURVEY
    content = hashlib.sha256(repr((name, tuple(rows))).encode()).hexdigest()
    return Reading(name, content, kind, "plain", {}, source, month, (), lambda: iter(blocks()))


def answer(
    line: int,
    score: int | None = None,
    *,
    id_: str | None = None,
    day: dt.date | None = dt.date(2026, 10, 5),
    unit: str = "",
    channel: str = "",
    csat: int | None = None,
    comment: str = "",
    clock: str = "",
    respondent: str = "",
    weight: float | None = None,
) -> Answer:
    """A survey answer: `score` to the recommend question, `csat` to the satisfaction question."""
    scores = [(NPS, float(score))] if score is not None else []
    scores += [(CSAT, float(csat))] if csat is not None else []
    steps = None if weight is None else round(weight * STEPS_PER_WEIGHT)
    return Answer(line, id_, day, tuple(scores), unit, channel, comment, clock, respondent, steps)


def visit(
    line: int, id_: str, earned: Sequence[float], *, day: dt.date = dt.date(2026, 10, 5), unit: str = ""
) -> Visit:
    """A visit whose items are worth 10 points each; the last one is critical."""
    last = len(earned) - 1
    checklist = tuple(
        ChecklistLine(line + at, "Welcome", f"item {at}", points, 10, 1, True, at == last, "")
        for at, points in enumerate(earned)
    )
    return Visit(line, id_, day, unit, "", "branch visit", checklist, len(checklist))


def operation(
    line: int, metric: str, top: float, bottom: float, *, unit: str = "", channel: str = "", month: str = "2026-10"
) -> Operation:
    """An operational figure with its counts."""
    return Operation(line, Month.parse(month), unit, channel, metric, top, bottom, None)
