"""Any history of imports, undos and changes of the tree leaves the figures of a store imported under the last tree."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from db.changes import save_upload, undo_upload
from db.changes.units.tree import add_unit, close_unit, merge_units, move_unit, name_unit, part_again
from db.formats.rows.blocks import Reading, Row
from db.names import Units
from db.queries.settings import units
from db.reports.scorecards import reports
from db.store.engine import Store
from db.tables import WHOLE_ORGANISATION, UnitNameRow, UnitRow
from metrics.errors import PlumblineError
from pages.command_line.report_documents import report_document
from tests.conftest import NewStore
from tests.db.looks import OCTOBER, assert_adds_up, scope
from tests.db.readings import HOLD, answer, operation, reading, visit

NAMES = ["A", "B", "C"]
written = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join)
some_unit = st.integers(0, 30)  # which of those that stand, counted round

answers = st.builds(
    lambda id_, score, unit, weight: answer(0, score, id_=id_, unit=unit, weight=weight),
    st.sampled_from(["r1", "r2", None]),
    st.sampled_from([0, 10]),
    written,
    st.sampled_from([None, None, 0.5, 2]),
)
waits = st.builds(
    lambda wait, unit: answer(0, unit=unit)._replace(scores=((HOLD, wait),)), st.sampled_from([10.0, 90.0]), written
)
visits = st.builds(
    lambda id_, earned, unit: visit(0, id_, [10, earned], unit=unit),
    st.sampled_from(["v1", "v2"]),
    st.integers(0, 10),
    written,
)
counts = st.builds(
    lambda top, unit, channel: operation(0, "retention", top, 10, unit=unit, channel=channel),
    st.integers(0, 10),
    written,
    st.sampled_from(["", "phone"]),
)
bare = counts.map(lambda row: row._replace(numerator=None, denominator=None, value=row.numerator))
kinds: list[st.SearchStrategy[Any]] = [answers | waits, visits, counts | bare]
imports = st.tuples(
    st.just("import"),
    st.one_of(*(st.lists(kind, min_size=1, max_size=5) for kind in kinds)),
    st.sampled_from(["first", "newest", "correct"]),
)
changes = st.one_of(
    imports,
    imports,
    st.tuples(st.just("undo"), st.integers(0, 9)),
    st.tuples(st.just("move"), some_unit, some_unit, st.sampled_from(NAMES)),
    st.tuples(st.just("merge"), some_unit, some_unit),
    st.tuples(st.just("part"), some_unit),
    st.tuples(st.just("close"), some_unit),
    st.tuples(st.just("add"), some_unit, st.sampled_from(NAMES)),
    st.tuples(st.just("name"), some_unit, written),
)
histories = st.lists(changes, min_size=2, max_size=9)
Live = list[tuple[int, Reading, str]]


def _path(store: Store, place: int, *, merged: bool = False) -> str:
    with store.reading() as session:
        tree = Units.of(session)
        known = sorted(tree.merged if merged else tree.parents)
        return tree.paths[known[place % len(known)]] if known else "nowhere"


def _numbered(rows: list[Any]) -> list[Row]:
    return [row._replace(line=2 + 10 * at) for at, row in enumerate(rows)]


def _step(store: Store, live: Live, number: int, step: tuple[Any, ...]) -> None:
    kind, *about = step
    if kind == "import":
        file = reading(_numbered(about[0]), f"file{number}.csv")
        upload = save_upload(store, file, by="Ann", on_conflict=about[1]).upload
        live += [(upload, file, about[1])] if upload else []
    elif kind == "undo":
        if live:
            undo_upload(store, live.pop(about[0] % len(live))[0], by="Ann")
    else:
        _change(store, kind, about)


def _change(store: Store, kind: str, about: list[Any]) -> None:
    path = _path(store, about[0], merged=kind == "part")
    if kind == "move":
        move_unit(store, path, _path(store, about[1]), about[2], by="Ann")
    elif kind == "merge":
        merge_units(store, path, _path(store, about[1]), by="Ann")
    elif kind == "part":
        part_again(store, path, by="Ann")
    elif kind == "close":
        close_unit(store, path, OCTOBER, by="Ann")
    elif kind == "add":
        add_unit(store, path, about[1], by="Ann")
    else:
        name_unit(store, about[1], path, by="Ann")


def _under_the_same_tree(tried: Store, fresh: Store) -> None:
    """Give an empty store the units of another one, with all their names."""
    with tried.reading() as session, fresh.changing("copy", by="Ann", about={}) as copy:
        for table in (UnitRow, UnitNameRow):
            columns = list(table.__table__.c)
            rows = [dict(row._mapping) for row in session.execute(select(*columns))]
            rows = [{**row, "upload_id": None} if table is UnitRow else row for row in rows]
            rows = [row for row in rows if row.get("id") != WHOLE_ORGANISATION]
            rows.sort(key=lambda row: row["path"].count("/"))  # each after the one above it
            if rows:
                copy.execute(insert(table), rows)


def _figures(store: Store) -> dict[str, Any]:
    with store.reading() as session:
        paths = ["", *(unit.path for unit in units(session))]
        found = reports(session, scope(), paths)
        return {path: report_document(each, 36)["scorecards"] for path, each in found.items()}


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=histories)
def test_any_history_of_the_tree_gives_the_figures_of_the_last_tree(
    new_store: NewStore, steps: list[tuple[Any, ...]]
) -> None:
    tried, fresh = new_store(), new_store()
    live: Live = []
    for number, step in enumerate(steps):
        with suppress(PlumblineError):  # what cannot be done is refused and changes nothing
            _step(tried, live, number, step)
        assert_adds_up(tried)
    _under_the_same_tree(tried, fresh)
    for _, file, rule in live:
        save_upload(fresh, file, by="Ann", on_conflict=rule)
    assert _figures(tried) == _figures(fresh)
