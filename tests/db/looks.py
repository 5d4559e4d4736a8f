"""Short ways to fill a store and to look at it from a test: one card, one value, one metric's document."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from db.changes import Receipt, save_upload, set_standard
from db.formats.rows.blocks import Answer, Row
from db.maintenance.integrity import differences
from db.reports.breakdowns import By, breakdowns
from db.reports.scorecards import report
from db.store.engine import Store
from db.tables import Base
from metrics.catalogue import metric as metric_called
from metrics.periods import Month
from metrics.scorecard import Scorecard
from metrics.vocabulary import Item, Scope, Standard
from pages.command_line.report_documents import breakdown_document, report_document
from tests.db.readings import answer, reading

OCTOBER = Month(2026, 10)
_lines = itertools.count(2)


def imported(store: Store, *rows: Row, name: str = "file.csv", **options: Any) -> Receipt:
    """Save these rows as one file."""
    return save_upload(store, reading(rows, name), by="Ann", **options)


def scope(unit: str = "", month: Month = OCTOBER, **more: Any) -> Scope:
    """October 2026 of the whole organisation unless said otherwise."""
    return Scope(month, unit, **more)


def card(store: Store, metric: str, at: Scope | None = None) -> Scorecard:
    """One metric's scorecard."""
    with store.reading() as session:
        (found,) = report(session, at or scope(), [metric]).scorecards
    return found


def figure(store: Store, metric: str, at: Scope | None = None) -> tuple[Any, Any]:
    """A metric's value and n."""
    value = card(store, metric, at).value
    return value.estimate, value.n


def document(store: Store, metric: str, at: Scope | None = None, months: int = 36) -> dict[str, Any]:
    """One metric's scorecard as `report --json` prints it."""
    with store.reading() as session:
        (found,) = report_document(report(session, at or scope(), [metric]), months)["scorecards"]
    return dict(found)


def everything(store: Store, at: Scope | None = None) -> dict[str, Any]:
    """The whole report but for its revision."""
    with store.reading() as session:
        found = dict(report_document(report(session, at or scope()), 36))
    del found["revision"]
    return found


def taken_apart(store: Store, metric: str, by: By, at: Scope | None = None) -> dict[str, Any]:
    """A metric's mix and compared as `report --by --json` prints them."""
    with store.reading() as session:
        found = breakdowns(session, at or scope(), [metric_called(metric)], by)
    return dict(breakdown_document(found[metric]))


def standard(store: Store, metric: str, value: float, since: Month = OCTOBER, unit: str = "") -> None:
    """Set a standard."""
    set_standard(store, Standard(metric, value, since, unit), by="Ann")


def all_rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, by table, in a fixed order."""
    with store.reading() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in Base.metadata.tables.values()
        }


def assert_adds_up(store: Store) -> None:
    """The store verifies clean."""
    with store.reading() as session:
        assert differences(session) == []


def in_month(month: Month, scores: Sequence[int], **where: Any) -> list[Answer]:
    """Answers to the recommend question in one month, each of another person at a time of their own."""
    return [_answered(month, score, **where) for score in scores]


def _answered(month: Month, score: int | None, **where: Any) -> Answer:
    line = next(_lines)
    moment = 1 + line % 86_000
    clock = f"{moment // 3600:02}:{moment // 60 % 60:02}:{moment % 60:02}"
    return answer(line, score, day=month.day(15), **{"clock": "" if "id_" in where else clock, **where})


def asked(item: Item, scores: Sequence[int], month: Month = OCTOBER, **where: Any) -> list[Answer]:
    """Answers to one item in one month."""
    rows = [_answered(month, None, **where) for _ in scores]
    return [row._replace(scores=((item, float(score)),)) for row, score in zip(rows, scores, strict=True)]


def net(promoters: int, detractors: int, n: int) -> list[int]:
    """Scores with so many promoters and detractors among n."""
    return [10] * promoters + [0] * detractors + [8] * (n - promoters - detractors)
