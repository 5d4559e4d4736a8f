"""Saving and taking back: the same bodies on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db.changes import preview_upload, save_upload, undo_upload
from db.formats.rows.blocks import BenchmarkLine, Reading, Row
from db.maintenance.integrity import differences
from db.queries.settings import units
from db.queries.uploads import uploads
from db.reports.scorecards import report
from db.store.engine import Store
from db.tables import AuditRow, Base, CommentRow, ObservationRow, ResponseRow, TallyRow, UnitRow
from metrics.errors import AlreadyImported, BadValue, NotFound
from metrics.periods import Month
from metrics.vocabulary import Scope
from pages.command_line.report_documents import report_document
from tests.conftest import NewStore
from tests.db.readings import HOLD, answer, operation, reading, visit

OCTOBER = Scope(Month(2026, 10))
DAY = dt.date(2026, 10, 5)


def figures(store: Store, scope: Scope = OCTOBER) -> dict[str, Any]:
    """A report but for its revision."""
    with store.reading() as session:
        document = dict(report_document(report(session, scope), 36))
    del document["revision"]
    return document


def value(store: Store, metric: str, scope: Scope = OCTOBER) -> tuple[Any, Any]:
    with store.reading() as session:
        (card,) = report(session, scope, [metric]).scorecards
    return card.value.estimate, card.value.n


def saved(store: Store, *rows: Row, name: str = "file.csv", **options: Any) -> int:
    receipt = save_upload(store, reading(rows, name), by="Ann", **options)
    assert receipt.upload is not None
    return receipt.upload


def count(store: Store, table: type[Base]) -> int:
    with store.reading() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def assert_adds_up(store: Store) -> None:
    with store.reading() as session:
        assert differences(session) == []


def test_answers_become_the_value_of_their_month(store: Store) -> None:
    saved(store, *(answer(line, 10) for line in range(6)), *(answer(line, 0) for line in range(6, 10)))
    assert value(store, "nps") == (20.0, 10)
    assert_adds_up(store)


def test_a_unit_counts_for_every_unit_above_it(store: Store) -> None:
    saved(store, *(answer(line, 10, unit="North/Leeds") for line in range(5)))
    saved(store, *(answer(line, 0, unit="North/York") for line in range(5)), name="york.csv")
    assert value(store, "nps", Scope(Month(2026, 10), "north / LEEDS")) == (100.0, 5)
    assert value(store, "nps", Scope(Month(2026, 10), "North")) == (0.0, 10)
    assert value(store, "nps") == (0.0, 10)
    with store.reading() as session:
        assert [unit.path for unit in units(session)] == ["North", "North/Leeds", "North/York"]


def test_the_same_content_is_refused_and_nothing_changes(store: Store) -> None:
    rows = [answer(1, 10)]
    saved(store, *rows)
    before = figures(store), count(store, AuditRow)
    with pytest.raises(AlreadyImported, match=r"file\.csv was imported before, as upload 1 .* Nothing was changed\."):
        save_upload(store, reading(rows), by="Ann")
    assert (figures(store), count(store, AuditRow)) == before


def test_an_upload_taken_back_may_be_imported_again(store: Store) -> None:
    rows = [answer(1, 10)]
    undo_upload(store, saved(store, *rows), by="Ann")
    again = saved(store, *rows)
    assert value(store, "nps")[1] == 1
    with store.reading() as session:
        history = uploads(session)
    assert [(upload.id, upload.undone_by) for upload in history] == [(again, None), (1, "Ann")]


def test_undo_leaves_nothing_behind_but_the_history(store: Store) -> None:
    empty = figures(store)
    upload = saved(store, answer(1, 9, id_="a", unit="North/Leeds", comment="Fine."), answer(2, 3, id_="b"))
    undo_upload(store, upload, by="Ann")
    assert figures(store) == empty
    for table in (ResponseRow, ObservationRow, CommentRow, TallyRow):
        assert count(store, table) == 0
    assert count(store, UnitRow) == 1
    assert_adds_up(store)


def test_an_unknown_upload_cannot_be_undone_nor_one_twice(store: Store) -> None:
    with pytest.raises(NotFound, match="There is no upload 7"):
        undo_upload(store, 7, by="Ann")
    upload = saved(store, answer(1, 9))
    undo_upload(store, upload, by="Ann")
    with pytest.raises(NotFound, match="already undone"):
        undo_upload(store, upload, by="Ann")


def test_a_duplicate_in_the_file_is_counted_once(store: Store) -> None:
    receipt = save_upload(store, reading([answer(2, 9, id_="a"), answer(3, 9, id_="a")]), by="Ann")
    assert (receipt.saved, receipt.duplicates, receipt.refused) == (1, 1, 0)
    assert value(store, "nps")[1] == 1


def test_a_conflict_names_both_and_keeps_the_first(store: Store) -> None:
    first = saved(store, answer(2, 9, id_="R1"))
    receipt = save_upload(store, reading([answer(5, 2, id_="R1")], "late.csv"), by="Ann")
    assert (receipt.saved, receipt.refused) == (0, 1)
    (problem,) = receipt.problems
    assert problem.line == 5
    assert f"says 2 here and 9 in line 2 of upload {first}" in problem.message


def test_the_same_score_on_another_day_is_a_conflict(store: Store) -> None:
    saved(store, answer(2, 9, id_="R1", day=dt.date(2026, 9, 30)))
    receipt = save_upload(store, reading([answer(3, 9, id_="R1")], "late.csv"), by="Ann")
    assert receipt.refused == 1
    assert "9 on 2026-10-05 here and 9 on 2026-09-30" in receipt.problems[0].message


def test_ids_of_another_source_are_other_responses(store: Store) -> None:
    saved(store, answer(2, 9, id_="1"))
    other = save_upload(store, reading([answer(2, 0, id_="1")], "other.csv", source="other"), by="Ann")
    assert other.saved == 1
    assert value(store, "nps")[1] == 2


def test_undoing_the_first_brings_the_refused_one_back(store: Store) -> None:
    first = saved(store, *(answer(line, 10, id_=f"R{line}") for line in range(6)))
    saved(store, *(answer(line, 0, id_=f"R{line}") for line in range(6)), name="second.csv")
    assert value(store, "nps") == (100.0, 6)
    undo_upload(store, first, by="Ann")
    assert value(store, "nps") == (-100.0, 6)
    assert_adds_up(store)


def test_undoing_a_correction_restores_what_it_had_replaced(store: Store) -> None:
    saved(store, *(answer(line, 10, id_=f"R{line}", csat=5) for line in range(6)))
    before = figures(store)
    rows = [answer(line, 0, id_=f"R{line}") for line in range(6)]
    correction = saved(store, *rows, name="mended.csv", on_conflict="correct")
    assert value(store, "nps") == (-100.0, 6)
    assert value(store, "csat") == (100.0, 6)
    assert_adds_up(store)
    undo_upload(store, correction, by="Ann")
    assert figures(store) == before
    assert_adds_up(store)


def test_an_unknown_unit_is_refused_by_row_when_asked(store: Store) -> None:
    saved(store, answer(1, 9, unit="North"))
    rows = [answer(2, 8, unit="North"), answer(3, 9, unit="Nroth")]
    receipt = save_upload(store, reading(rows, "more.csv"), by="Ann", new_units="refuse")
    assert (receipt.saved, receipt.refused) == (1, 1)
    assert receipt.problems[0][:3] == (3, "unit", "Nroth")


def test_a_rule_nobody_knows_is_refused(store: Store) -> None:
    with pytest.raises(BadValue, match="“last”"):
        save_upload(store, reading([answer(1, 9)]), by="Ann", on_conflict="last")


def test_trying_a_file_changes_nothing(store: Store) -> None:
    saved(store, *(answer(line, 10) for line in range(5)))
    before = figures(store), count(store, AuditRow), count(store, UnitRow)
    rows = [answer(line, 0, unit="North") for line in range(5)]
    preview = preview_upload(store, reading(rows, "more.csv"))
    assert (preview.receipt.upload, preview.receipt.saved, preview.receipt.new_units) == (None, 5, ("North",))
    nps_before, nps_after = (look.scorecards[0].value.estimate for look in (preview.before, preview.after))
    assert (nps_before, nps_after) == (100.0, 0.0)
    assert (figures(store), count(store, AuditRow), count(store, UnitRow)) == before


def test_a_file_without_a_row_to_save_leaves_no_upload(store: Store) -> None:
    receipt = save_upload(store, reading([]), by="Ann")
    assert receipt.upload is None
    with store.reading() as session:
        assert uploads(session) == []


def test_measured_answers_are_judged_against_the_limit_of_their_metric(store: Store) -> None:
    waits = [10.0, 60.0, 60.01, 200.0, 30.0]
    rows = [answer(line)._replace(scores=((HOLD, wait),)) for line, wait in enumerate(waits)]
    saved(store, *rows)
    assert value(store, "hold_time") == (60.0, 5)
    assert_adds_up(store)


def test_visits_give_a_weighted_score_and_their_critical_failures(store: Store) -> None:
    saved(store, visit(2, "v1", [10, 10]), visit(4, "v2", [10, 0]), visit(6, "v3", [10, 10]))
    assert value(store, "shopper_score") == (pytest.approx(250 / 3), 3)
    assert value(store, "critical_failures") == (pytest.approx(100 / 3), 3)
    assert_adds_up(store)


def test_a_visit_corrected_and_undone_is_as_before(store: Store) -> None:
    saved(store, visit(2, "v1", [10, 10]), visit(4, "v2", [10, 0]))
    before = figures(store)
    upload = saved(store, visit(2, "v2", [10, 10]), name="mended.csv", on_conflict="correct")
    assert value(store, "critical_failures") == (0.0, 2)
    undo_upload(store, upload, by="Ann")
    assert figures(store) == before
    assert_adds_up(store)


def test_a_units_own_operations_replace_the_sum_of_its_childrens(store: Store) -> None:
    saved(
        store, operation(2, "retention", 90, 100, unit="North/Leeds"), operation(3, "retention", 10, 100, unit="South")
    )
    assert value(store, "retention") == (50.0, 200)
    own = saved(store, operation(2, "retention", 30, 40, unit="North"), name="own.csv")
    assert value(store, "retention", Scope(Month(2026, 10), "North")) == (75.0, 40)
    assert value(store, "retention", Scope(Month(2026, 10), "North/Leeds")) == (90.0, 100)
    assert value(store, "retention") == (pytest.approx(100 * 40 / 140), 140)
    undo_upload(store, own, by="Ann")
    assert value(store, "retention") == (50.0, 200)
    assert_adds_up(store)


def test_a_bare_value_stands_only_for_the_unit_it_names(store: Store) -> None:
    bare = operation(2, "retention", 0, 0, unit="North/Leeds")._replace(numerator=None, denominator=None, value=97.5)
    saved(store, bare)
    assert value(store, "retention", Scope(Month(2026, 10), "North/Leeds")) == (97.5, None)
    assert value(store, "retention", Scope(Month(2026, 10), "North"))[0] is None


def test_benchmarks_follow_the_same_law(store: Store) -> None:
    line = BenchmarkLine(2, "nps", Month(2026, 9), "Institute", "service chains", 38.0, {50: 38.0, 75: 52.0}, 12)
    saved(store, *(answer(at, 10) for at in range(5)))
    first = saved(store, line, name="peers.csv")
    receipt = save_upload(store, reading([line._replace(value=40.0)], "peers2.csv"), by="Ann")
    assert receipt.refused == 1
    assert figures(store)["scorecards"][0]["benchmark"]["value"] == 38.0
    undo_upload(store, first, by="Ann")
    assert figures(store)["scorecards"][0]["benchmark"]["value"] == 40.0


one_row = st.builds(
    lambda id_, score, csat, day, unit, clock, weight: answer(
        0,
        score,
        id_=id_,
        csat=csat,
        day=DAY + dt.timedelta(days=day),
        unit=unit,
        clock="" if id_ else clock,
        weight=weight,
    ),
    st.sampled_from(["a", "b", "c", None, None]),
    st.sampled_from([0, 10]),
    st.sampled_from([None, 1, 5]),
    st.sampled_from([0, -10]),
    st.sampled_from(["", "North", "North/Leeds"]),
    st.sampled_from(["", "13:09:25", "13:09:40", "13:09"]),
    st.sampled_from([None, None, 0.5, 2.25]),
)
nameless_row = st.builds(
    lambda score, csat, unit, clock, comment, weight: answer(
        0, score, csat=csat, unit=unit, clock=clock, comment=comment, weight=weight
    ),
    st.sampled_from([0, 10]),
    st.sampled_from([None, 1]),
    st.sampled_from(["", "North", "North"]),
    st.sampled_from(["", "13:09:25", "13:09:40", "13:09"]),
    st.sampled_from(["", "", "Slow."]),
    st.sampled_from([None, None, None, 0.5]),
)
one_file = st.tuples(
    st.one_of(st.lists(one_row, min_size=1, max_size=5), st.lists(nameless_row, min_size=1, max_size=6)),
    st.sampled_from(["first", "newest", "correct"]),
    st.sampled_from(["new", "new", "count", "replace"]),
    st.sampled_from(["survey", "survey", "other headings"]),
)
steps = st.lists(st.one_of(one_file, one_file, st.integers(0, 5)), min_size=1, max_size=7)


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=steps, block=st.sampled_from([1, 2, 1000]))
def test_any_imports_and_undos_equal_importing_only_what_lives(
    new_store: NewStore, steps: list[Any], block: int
) -> None:
    """The one law: every figure equals that of a store that only saw the live uploads, in their order."""
    tried, fresh = new_store(), new_store()
    live: list[tuple[int, Reading, dict[str, Any]]] = []
    for step in steps:
        if isinstance(step, int):
            if live:
                upload, _, _ = live.pop(step % len(live))
                undo_upload(tried, upload, by="Ann")
            continue
        rows, rule, overlap, source = step
        file = reading(_numbered(rows), f"file{len(live)}-{id(rows)}.csv", block=block, source=source)
        said: dict[str, Any] = {"on_conflict": rule, "on_overlap": overlap}
        if overlap == "replace":
            said["on_overlap"] = f"replace={live.pop()[0]}" if live else "new"
        receipt = save_upload(tried, file, by="Ann", **said)
        assert receipt.read == receipt.saved + receipt.duplicates + receipt.refused + receipt.blank
        assert receipt.upload is not None
        live.append((receipt.upload, file, said | {"on_overlap": "count" if overlap == "count" else "new"}))
        assert_adds_up(tried)
    for _, file, said in live:
        save_upload(fresh, file, by="Ann", **said)
    assert_adds_up(tried)
    for scope in (OCTOBER, Scope(Month(2026, 9))):
        assert figures(tried, scope) == figures(fresh, scope)


def _numbered(rows: Sequence[Any]) -> list[Any]:
    return [row._replace(line=line) for line, row in enumerate(rows, 2)]
