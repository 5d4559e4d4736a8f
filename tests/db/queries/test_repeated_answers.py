"""People who answer several times, from file to margin: kept sums, days, undo, merged units, channels."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from db.changes import erase_answers, undo_upload
from db.changes.settings import count_newest_only, hide_below
from db.changes.units.tree import merge_units, move_unit, part_again
from db.changes.uploads.conflict_rules import OnConflict
from db.formats.rows.blocks import Answer
from db.store.engine import Store
from db.tables import RepeatSumsRow
from metrics.answers.evidence import NetCounts
from metrics.answers.respondents import Repeats
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import ChangeWord
from tests.conftest import NewStore
from tests.db.looks import assert_adds_up, card, imported, scope
from tests.db.readings import answer

DAY = dt.date(2026, 10, 5)
# Ada 10 and 10 at North in two channels, Bo 0 and 10 at two units, Cy once, two who are not known.
ANSWERS = [
    answer(2, 10, id_="a1", respondent="Ada", unit="North", channel="web"),
    answer(3, 10, id_="a2", respondent="Ada", unit="North", channel="phone"),
    answer(4, 0, id_="b1", respondent="Bo", unit="North", channel="web"),
    answer(5, 10, id_="b2", respondent="Bo", unit="South", channel="web"),
    answer(6, 0, id_="c1", respondent="Cy", unit="North", channel="web"),
    answer(7, 10, id_="n1", unit="North", channel="web"),
    answer(8, 0, id_="n2", unit="North", channel="web"),
    answer(9, 10, id_="n3", unit="South", channel="web"),
]


@pytest.fixture
def store(store: Store) -> Store:
    """A store that shows figures of a single answer."""
    hide_below(store, 1, 30, by="Ann")
    return store


def repeats(store: Store, unit: str = "", **more: object) -> Repeats | None:
    evidence = card(store, "nps", scope(unit, **more)).evidence  # type: ignore[arg-type]
    assert isinstance(evidence, NetCounts)
    return evidence.repeats


def kept(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as session:
        row = RepeatSumsRow
        columns = (row.unit_id, row.channel_id, row.month, row.fewer, row.pairs, row.products, row.squares)
        return sorted(tuple(each) for each in session.execute(select(*columns)))


def test_a_person_counts_once_in_each_unit_above_and_for_all_channels_together(store: Store) -> None:
    imported(store, *ANSWERS)
    # Ada: n 2, t 2: 1, 2, 2, 4 - 2; Bo: n 2, t 0: 1, 2, 0, 0 - 2.
    assert repeats(store) == Repeats(2, 4, 2, 0)
    assert repeats(store, "North") == Repeats(1, 2, 2, 2)
    assert repeats(store, "North", channel="web") is None
    assert repeats(store, channel="web") == Repeats(1, 2, 0, -2)
    assert_adds_up(store)


def test_days_know_it_as_months_do(store: Store) -> None:
    imported(store, *ANSWERS)
    for unit, channel in (("", None), ("North", None), ("", "web")):
        of_days = repeats(store, unit, channel=channel, to_day=DAY.replace(day=20))
        assert of_days == repeats(store, unit, channel=channel)


def test_a_longer_period_adds_its_months_as_if_of_different_people(store: Store) -> None:
    imported(store, *ANSWERS)
    imported(store, *(answer(at, 10, id_=f"d{at}", respondent="Ada", day=DAY.replace(month=9)) for at in (2, 3, 4)))
    assert repeats(store, period=PeriodKind.QUARTER, month=Month(2026, 12)) == Repeats(2, 4, 2, 0)
    assert repeats(store, period=PeriodKind.ROLLING3) == Repeats(2 + 2, 4 + 6, 2 + 6, 0 + 6)


def test_margin_n_effective_and_change_follow(store: Store) -> None:
    """Twenty people who always say the same, five times each, are worth twenty answers in both months."""
    for month, promoters in ((9, 10), (10, 14)):
        rows = [
            answer(
                2 + 5 * who + at,
                10 if who < promoters else 0,
                id_=f"{month}-{who}-{at}",
                respondent=f"p{who}",
                day=DAY.replace(month=month),
            )
            for who in range(20)
            for at in range(5)
        ]
        imported(store, *rows, name=f"{month}.csv")
    found = card(store, "nps")
    assert found.value.n == 100
    assert found.value.n_effective == pytest.approx(17.5, abs=2)
    assert found.month_on_month.word is ChangeWord.NO_REAL_CHANGE
    assert found.month_on_month.before.n_effective == pytest.approx(17.5, abs=2)


def test_an_undo_leaves_what_was_there(store: Store) -> None:
    imported(store, *ANSWERS)
    before = kept(store)
    receipt = imported(store, answer(2, 10, id_="z1", respondent="ada", unit="South"), name="more.csv")
    assert kept(store) != before
    assert receipt.upload is not None
    undo_upload(store, receipt.upload, by="Ann")
    assert kept(store) == before
    erase_answers(store, "b2", by="Ann")
    assert repeats(store) == Repeats(1, 2, 2, 2)
    assert_adds_up(store)


def test_merged_and_moved_units_are_counted_again(store: Store) -> None:
    imported(store, *ANSWERS)
    before = kept(store)
    merge_units(store, "South", "North", by="Ann")
    assert repeats(store, "North") == repeats(store)
    assert_adds_up(store)
    part_again(store, "South", by="Ann")
    assert kept(store) == before
    move_unit(store, "South", "North", "South", by="Ann")
    assert repeats(store, "North") == repeats(store)
    assert_adds_up(store)


def test_where_only_the_newest_counts_nobody_answers_twice_at_a_unit(store: Store) -> None:
    imported(store, *ANSWERS)
    count_newest_only(store, on=True, by="Ann")
    assert repeats(store, "North") is None
    assert repeats(store) == Repeats(1, 2, 0, -2)
    assert_adds_up(store)
    count_newest_only(store, on=False, by="Ann")
    assert repeats(store, "North") == Repeats(1, 2, 2, 2)


def test_a_store_of_an_older_layout_counts_all_of_it_with_its_next_change(store: Store) -> None:
    imported(store, *ANSWERS)
    before = kept(store)
    with store.changing("forget", by="Ann", about={}) as session:
        session.execute(delete(RepeatSumsRow))
    imported(store, answer(2, 10, id_="later", day=DAY.replace(month=11)), name="later.csv")
    assert kept(store) == before
    assert_adds_up(store)


def test_without_respondents_nothing_is_kept(store: Store) -> None:
    imported(store, *(answer(2 + at, 10, id_=f"n{at}") for at in range(6)))
    assert kept(store) == []
    assert card(store, "nps").value.n_effective is None


def people() -> st.SearchStrategy[list[Answer]]:
    who, unit, score, month = (
        st.sampled_from(["", "A", "B"]),
        st.sampled_from(["North", "South/East"]),
        st.integers(0, 10),
        st.integers(9, 10),
    )
    one = st.tuples(who, unit, score, month)
    return st.lists(one, min_size=1, max_size=12).map(
        lambda rows: [
            answer(
                2 + at,
                score,
                id_=f"r{at}-{score}-{who}-{unit}",
                respondent=who,
                unit=unit,
                day=DAY.replace(month=month),
            )
            for at, (who, unit, score, month) in enumerate(rows)
        ]
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(first=people(), second=people())
def test_after_imports_and_an_undo_the_sums_are_those_of_what_is_left(
    new_store: NewStore, first: list[Answer], second: list[Answer]
) -> None:
    store, alone = new_store(), new_store()
    receipt = imported(store, *first, name="first.csv")
    imported(store, *second, name="second.csv")
    imported(alone, *second, name="second.csv")
    assert receipt.upload is not None
    undo_upload(store, receipt.upload, by="Ann")
    of_units = [[row[2:] for row in kept(each)] for each in (store, alone)]
    assert sorted(of_units[0], key=repr) == sorted(of_units[1], key=repr)
    assert_adds_up(store)


def test_an_answer_that_comes_back_as_another_persons_with_the_same_score_is_counted_as_theirs(store: Store) -> None:
    """The tally of scores stays as it is, so that nothing in it shows that people changed."""
    imported(store, answer(2, 10, id_="0", respondent="Ada"), name="0.csv")
    alone = kept(store)
    receipt = imported(store, answer(2, 10, id_="1", respondent="Ada"), name="1.csv")
    assert repeats(store) == Repeats(1, 2, 2, 2)
    imported(store, answer(2, 10, id_="1", respondent="Bo"), answer(3, 5, id_="2", respondent="Cy"), name="2.csv")
    assert receipt.upload is not None
    undo_upload(store, receipt.upload, by="Ann")
    assert kept(store) == alone == []
    assert_adds_up(store)


def corrections() -> st.SearchStrategy[list[Answer]]:
    """Answers of few people to few questions with few scores, so that corrected ones are often of the same score."""
    one = st.tuples(st.integers(1, 3), st.sampled_from(["A", "B"]), st.sampled_from([0, 10]), st.integers(1, 5))
    return st.lists(one, min_size=1, max_size=6, unique_by=lambda row: row[0]).map(
        lambda rows: [
            answer(2 + at, score, id_=f"r{id_}", respondent=who, unit="North", csat=other)
            for at, (id_, who, score, other) in enumerate(rows)
        ]
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(
    files=st.lists(corrections(), min_size=2, max_size=4),
    undone=st.sets(st.integers(0, 3), min_size=1),
    rule=st.sampled_from(OnConflict),
)
def test_after_corrections_and_undos_the_sums_are_those_of_the_live_uploads(
    new_store: NewStore, files: list[list[Answer]], undone: set[int], rule: OnConflict
) -> None:
    store, alone = new_store(), new_store()
    receipts = [imported(store, *rows, name=f"{at}.csv", on_conflict=rule) for at, rows in enumerate(files)]
    for at, receipt in enumerate(receipts):
        if at in undone and receipt.upload is not None:
            undo_upload(store, receipt.upload, by="Ann")
    for at, rows in enumerate(files):
        if at not in undone:
            imported(alone, *rows, name=f"{at}.csv", on_conflict=rule)
    of_units = [[row[2:] for row in kept(each)] for each in (store, alone)]
    assert sorted(of_units[0], key=repr) == sorted(of_units[1], key=repr)
    assert_adds_up(store)
