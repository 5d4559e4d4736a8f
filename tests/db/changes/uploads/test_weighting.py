"""Weighted answers in the store: beside others, by days, under corrections, and what cannot be meant."""

from __future__ import annotations

import datetime as dt

import pytest

from db.changes import erase_answers, save_upload, undo_upload
from db.changes.board.commentary import save_assumption
from db.changes.units.tree import move_unit
from db.reports.customers_at_risk import customers_at_risk
from db.reports.scorecards import report
from db.store.engine import Store
from db.tables import WeightSumsRow
from metrics.errors import FileRefused
from metrics.periods import PeriodKind
from metrics.statistics.customers_at_risk import Assumption
from tests.db.looks import OCTOBER, assert_adds_up, card, document, everything, figure, imported, scope
from tests.db.readings import answer, reading

# Scores with weights: 9 and 10 weigh 3.5 of 8, 0 to 6 weigh 2.
ROWS = [
    answer(2, 10, id_="a", weight=0.5, unit="North/Leeds"),
    answer(3, 9, id_="b", weight=3, unit="North/Leeds"),
    answer(4, 8, id_="c", weight=2, unit="North/York"),
    answer(5, 0, id_="d", weight=2, unit="North/York"),
    answer(6, 7, id_="e", weight=0.5, unit="South"),
]
N_EFF = 8**2 / (0.25 + 9 + 4 + 4 + 0.25)


def kept(store: Store) -> int:
    with store.reading() as session:
        return session.query(WeightSumsRow).count()


def test_a_unit_and_all_above_it_have_the_weighted_value(store: Store) -> None:
    receipt = imported(store, *ROWS)
    found = document(store, "nps")
    assert (found["value"], found["n"]) == (pytest.approx(100 * 1.5 / 8), 5)
    assert found["n_effective"] == pytest.approx(N_EFF)
    assert found["design_effect"] == pytest.approx(5 / N_EFF)
    assert found["series"][-1]["n_effective"] == pytest.approx(N_EFF)
    assert receipt.notes == (
        "Answers count by their weights: 5 weighted answers are worth 3.7 equal ones (design effect 1.37).",
    )
    assert_adds_up(store)


def test_answers_without_weights_weigh_one_beside_them(store: Store) -> None:
    imported(store, *ROWS)
    imported(store, *(answer(line, 10, id_=f"n{line}") for line in range(2, 6)), name="plain.csv")
    assert figure(store, "nps") == (pytest.approx(100 * (1.5 + 4) / 12), 9)
    found = document(store, "nps")
    assert found["n_effective"] == pytest.approx(12**2 / (17.5 + 4))
    assert_adds_up(store)


def test_a_store_without_weights_keeps_none_and_prints_none(store: Store) -> None:
    imported(store, *(row._replace(weight=None) for row in ROWS))
    assert kept(store) == 0
    assert "n_effective" not in document(store, "nps")
    assert figure(store, "nps") == (20, 5)


def test_some_days_are_weighted_as_whole_months_are(store: Store) -> None:
    early = [row._replace(day=dt.date(2026, 10, 2)) for row in ROWS]
    later = answer(7, 0, id_="f", weight=2, day=dt.date(2026, 10, 30))
    imported(store, *early, later)
    by_day = card(store, "nps", scope(to_day=dt.date(2026, 10, 5)))
    assert by_day.value.estimate == pytest.approx(100 * 1.5 / 8)
    assert by_day.value.n_effective == pytest.approx(N_EFF)
    assert figure(store, "nps") == (pytest.approx(100 * -0.5 / 10), 6)


def test_longer_periods_add_the_weights_of_their_months(store: Store) -> None:
    september = [row._replace(day=dt.date(2026, 9, 5), response_id=f"s{row.response_id}") for row in ROWS]
    imported(store, *ROWS, *september, answer(9, 0, id_="g", weight=4))
    quarter = card(store, "nps", scope(period=PeriodKind.QUARTER))
    months = card(store, "nps", scope(period=PeriodKind.ROLLING3))
    assert months.value.estimate == pytest.approx(100 * (3 - 4) / 20)
    assert months.value.n_effective == pytest.approx(20**2 / (2 * 17.5 + 16))
    assert quarter.value.n == 6


def test_undo_and_erasing_take_the_weights_back(store: Store) -> None:
    imported(store, answer(2, 10, id_="x", weight=1.5), name="first.csv")
    before = everything(store)
    upload = imported(store, *ROWS).upload
    assert upload is not None
    undo_upload(store, upload, by="Ann")
    assert everything(store) == before
    erase_answers(store, "x", by="Ann")
    assert kept(store) == 0
    assert_adds_up(store)


def test_another_weight_is_another_answer(store: Store) -> None:
    imported(store, *ROWS)
    again = [row._replace(weight=20_000) for row in ROWS]
    receipt = imported(store, *again, name="again.csv")
    assert (receipt.saved, receipt.duplicates, receipt.refused) == (0, 2, 3)
    assert "Response a says 10 with a weight of 2 here and 10 with a weight of 0.5 in line 2" in (
        receipt.problems[0].message
    )
    upload = imported(store, *again, name="corrected.csv", on_conflict="correct").upload
    assert figure(store, "nps") == (20, 5)
    assert_adds_up(store)
    assert upload is not None
    undo_upload(store, upload, by="Ann")
    assert figure(store, "nps") == (pytest.approx(100 * 1.5 / 8), 5)
    assert_adds_up(store)


def test_rows_without_ids_are_told_apart_by_their_weights_too(store: Store) -> None:
    nameless = [row._replace(response_id=None, clock=f"09:15:0{row.line}") for row in ROWS]
    imported(store, *nameless)
    again = imported(store, *nameless, answer(9, 10, clock="11:00:00", weight=1), name="all again.csv")
    assert (again.saved, again.duplicates) == (1, 5)
    other = [row._replace(weight=10_000) for row in nameless]
    assert imported(store, *other, name="other weights.csv").refused == 5
    assert_adds_up(store)


def test_the_weights_move_with_a_unit(store: Store) -> None:
    imported(store, *ROWS, answer(7, 10, id_="h", weight=2, unit="South/Bath"))
    move_unit(store, "North/Leeds", "South", "Leeds", by="Ann")
    assert figure(store, "nps", scope("South"))[1] == 4
    with store.reading() as session:
        assert session.query(WeightSumsRow).count() > 0
    assert_adds_up(store)


def test_a_weight_of_0_leaves_its_answer_out_with_a_note(store: Store) -> None:
    receipt = imported(store, *ROWS, answer(7, 0, id_="z", weight=0))
    assert (receipt.saved, receipt.blank) == (5, 1)
    assert "1 answer has a weight of 0 and was left out." in receipt.notes
    assert figure(store, "nps")[1] == 5


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ((0, 0), "Every weight in the file is 0"),
        ((1_523.4, 980), "The weights average 1,252"),
        ((0.0004, 0.0006), "The weights average 0.0005"),
        ((*[1.0] * 400, 900), "One weight is 900"),
    ],
)
def test_weights_that_cannot_be_meant_are_refused_with_nothing_saved(
    store: Store, weights: tuple[float, ...], said: str
) -> None:
    rows = [answer(line, 9, id_=f"r{line}", weight=weight) for line, weight in enumerate(weights, 2)]
    with pytest.raises(FileRefused, match=said):
        save_upload(store, reading(rows), by="Ann")
    assert everything(store)["scorecards"] == []


def test_customers_at_risk_are_the_weighted_share(store: Store) -> None:
    save_assumption(store, OCTOBER, Assumption(50, customers=1_000), by="Ann")
    imported(store, *ROWS)
    with store.reading() as session:
        found = customers_at_risk(session, report(session, scope()))
    assert found is not None
    assert found.estimate is not None
    assert found.estimate.unhappy == 1
    assert found.estimate.share.estimate == pytest.approx(100 * 2 / 8)
    assert found.estimate.leaving.estimate == pytest.approx(1_000 * 0.25 / 2)
