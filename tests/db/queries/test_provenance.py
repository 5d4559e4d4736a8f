"""What a figure stands on: the live uploads with rows of its month that feed its metric, at its unit and channel."""

from __future__ import annotations

import datetime as dt

from db.changes import save_upload, undo_upload
from db.queries.provenance import UploadBehind, uploads_behind
from db.store.engine import Store
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Scope
from tests.db.looks import OCTOBER, imported, in_month, scope
from tests.db.readings import answer, operation, reading, visit


def behind(store: Store, metric: str, at: Scope | None = None) -> list[UploadBehind]:
    with store.reading() as session:
        return uploads_behind(session, at or scope(), CATALOGUE[metric])


def told(store: Store, metric: str, at: Scope | None = None) -> list[tuple[str, int]]:
    return [(each.file, each.rows) for each in behind(store, metric, at)]


def test_a_figure_names_the_live_uploads_with_rows_of_its_month(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [9] * 3, unit="North/Leeds"), *in_month(OCTOBER.previous, [9]), name="a.csv")
    gone = imported(store, *in_month(OCTOBER, [9] * 4, unit="South"), name="b.csv").upload
    imported(store, *in_month(OCTOBER, [9] * 2, unit="South", channel="phone"), name="c.csv")
    imported(store, *in_month(OCTOBER.previous, [9] * 2), name="earlier.csv")
    assert told(store, "nps") == [("c.csv", 2), ("b.csv", 4), ("a.csv", 3)]
    assert told(store, "nps", scope("North")) == [("a.csv", 3)]
    assert told(store, "nps", scope(channel="phone")) == [("c.csv", 2)]
    assert gone is not None
    undo_upload(store, gone, by="Ann")
    assert told(store, "nps") == [("c.csv", 2), ("a.csv", 3)]
    assert [each.by for each in behind(store, "nps")] == ["Ann", "Ann"]


def test_uploads_of_other_metrics_are_not_named(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [9] * 3), name="nps.csv")
    imported(store, answer(2, csat=4), name="csat.csv")
    imported(store, visit(2, "V1", [10, 10]), name="visits.csv")
    imported(store, operation(2, "retention", 9, 10), name="operations.csv")
    assert told(store, "nps") == [("nps.csv", 3)]
    assert told(store, "csat") == [("csat.csv", 1)]
    assert told(store, "shopper_score") == [("visits.csv", 1)]
    assert told(store, "retention") == [("operations.csv", 1)]
    assert told(store, "resign_rate") == []


def test_answers_dated_by_their_month_alone_count_too(store: Store) -> None:

    rows = [answer(line, 9, day=None) for line in (2, 3)]
    save_upload(store, reading(rows, "month.csv", month=OCTOBER), by="Ann")
    assert told(store, "nps") == [("month.csv", 2)]
    assert behind(store, "nps")[0].saved_at.date() >= dt.date(2020, 1, 1)
