"""Counting only each person's newest answer of a month: what counts, and that undo, erasing and verify follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.changes import erase_answers, save_upload, undo_upload
from db.changes.settings import count_newest_only
from db.changes.units.tree import merge_units
from db.formats.rows.blocks import Reading
from db.maintenance.integrity import differences
from db.store.engine import Store
from db.tables import ObservationRow, SetAsideRow
from metrics.periods import Month
from metrics.vocabulary import COMMENT, Audience, Item
from tests.conftest import NewStore
from tests.db.looks import assert_adds_up, card, everything, figure, imported, scope
from tests.db.readings import answer, reading

DAY = dt.date(2026, 10, 5)
EARLIER = [
    answer(2, 0, id_="a1", respondent="Ada"),
    answer(3, 10, id_="b1", respondent="Bo"),
    answer(4, 10, id_="n1"),
    answer(5, 10, id_="n2"),
]
LATER = [
    answer(2, 10, id_="a2", respondent="ada", day=DAY.replace(day=20)),
    answer(3, 0, id_="b2", respondent="Bo", unit="North"),
    answer(4, 0, id_="a3", respondent="Ada", day=DAY.replace(month=11)),
]


def store_of_newest(store: Store) -> Store:
    count_newest_only(store, on=True, by="Ann")
    return store


def test_the_newest_of_a_person_counts_for_a_unit_and_month(store: Store) -> None:
    store_of_newest(store)
    imported(store, *EARLIER)
    receipt = imported(store, *LATER, name="later.csv")
    assert receipt.saved == 3
    assert figure(store, "nps") == (100 * 3 / 5, 5)  # Ada's 0 yields to her 10; Bo's answer at North is another one
    assert figure(store, "nps", scope("North"))[1] == 1
    assert figure(store, "nps", scope(month=Month(2026, 11)))[1] == 1
    assert card(store, "nps", scope(to_day=DAY.replace(day=25))).value.n == 5
    assert_adds_up(store)


def test_of_one_day_the_later_answer_counts_and_days_before_months(store: Store) -> None:
    store_of_newest(store)
    rows = [answer(2, 0, id_="x", respondent="Ada"), answer(3, 10, id_="y", respondent="Ada")]
    receipt = imported(store, *rows, *(answer(line, 8, id_=f"n{line}") for line in range(4, 9)))
    assert "1 answer does not count, since the same person gave a newer one in the month." in receipt.notes
    assert figure(store, "nps") == (pytest.approx(100 / 6), 6)
    undated = [answer(2, 0, day=None, respondent="Ada")]
    save_upload(store, reading(undated, "undated.csv", month=Month(2026, 10)), by="Ann")
    assert figure(store, "nps") == (pytest.approx(100 / 6), 6)
    assert_adds_up(store)


def test_comments_without_a_score_all_stay(store: Store) -> None:
    store_of_newest(store)
    alone = ((Item(COMMENT, None, Audience.CUSTOMERS), 1.0),)
    rows = [answer(line, id_=f"c{line}", respondent="Ada", comment=f"{line}")._replace(scores=alone) for line in (2, 3)]
    assert imported(store, *rows).notes == ()
    assert_adds_up(store)


def test_undoing_the_newer_upload_brings_the_older_answer_back(store: Store) -> None:
    store_of_newest(store)
    imported(store, *EARLIER)
    before = everything(store)
    upload = imported(store, *LATER, name="later.csv").upload
    assert upload is not None
    undo_upload(store, upload, by="Ann")
    assert everything(store) == before
    assert_adds_up(store)


def test_erasing_the_newer_answer_brings_the_older_one_back(store: Store) -> None:
    store_of_newest(store)
    imported(store, *EARLIER, *LATER)
    erase_answers(store, "a2", by="Ann")
    assert figure(store, "nps")[0] == 100 * (3 - 2) / 5
    assert_adds_up(store)


def test_switching_it_on_and_off_again_leaves_everything_as_it_was(store: Store) -> None:
    weighted = [row._replace(weight=15_000) for row in LATER]
    imported(store, *EARLIER)
    imported(store, *weighted, name="later.csv")
    all_count = everything(store)
    store_of_newest(store)
    assert everything(store) != all_count
    assert_adds_up(store)
    count_newest_only(store, on=False, by="Ann")
    assert everything(store) == all_count
    with store.reading() as session:
        assert session.query(SetAsideRow).count() == 0
    assert_adds_up(store)


def test_the_only_weight_comes_back_with_the_answer_that_has_it(store: Store) -> None:
    imported(store, *(answer(line, 0, id_=f"n{line}") for line in range(2, 7)))
    imported(store, answer(2, 10, id_="old", respondent="Ada", weight=3), name="weighted.csv")
    imported(store, answer(2, 0, id_="new", respondent="Ada", day=DAY.replace(day=20)), name="later.csv")
    all_count = everything(store)
    store_of_newest(store)
    assert_adds_up(store)
    count_newest_only(store, on=False, by="Ann")
    assert everything(store) == all_count
    assert_adds_up(store)


def test_merged_units_keep_what_was_answered_at_each(store: Store) -> None:
    store_of_newest(store)
    imported(store, *EARLIER, *LATER, answer(9, 10, id_="s", unit="South"))
    merge_units(store, "North", "South", by="Ann")
    assert figure(store, "nps", scope("South"))[1] == 2
    assert_adds_up(store)


def test_verify_finds_an_answer_that_should_not_count(store: Store) -> None:
    store_of_newest(store)
    imported(store, *EARLIER, *LATER)
    with store.changing("spoil", by="", about={}) as session:
        session.query(SetAsideRow).delete()
    with store.reading() as session:
        assert any("against the setting" in each for each in differences(session))


one_answer = st.builds(
    lambda id_, score, day, unit, who, weight: answer(
        0, score, id_=id_, day=DAY + dt.timedelta(days=day), unit=unit, respondent=who, weight=weight
    ),
    st.sampled_from(["a", "b", "c", "d", None]),
    st.sampled_from([0, 8, 10]),
    st.sampled_from([0, 1, 30]),
    st.sampled_from(["", "North"]),
    st.sampled_from(["Ada", "Bo", ""]),
    st.sampled_from([None, 0.5, 2]),
)
one_file = st.tuples(st.lists(one_answer, min_size=1, max_size=6), st.sampled_from(["first", "newest", "correct"]))
histories = st.lists(st.one_of(one_file, one_file, st.integers(0, 4), st.booleans()), min_size=2, max_size=7)


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=histories)
def test_any_history_ends_as_if_only_the_live_uploads_had_come(new_store: NewStore, history: list[Any]) -> None:
    tried, fresh = store_of_newest(new_store()), store_of_newest(new_store())
    live: list[tuple[int, Reading, str]] = []
    for step in history:
        if isinstance(step, bool):
            count_newest_only(tried, on=step, by="Ann")
        elif isinstance(step, int):
            if live:
                undo_upload(tried, live.pop(step % len(live))[0], by="Ann")
        else:
            rows = [row._replace(line=line) for line, row in enumerate(step[0], 2)]
            file = reading(rows, f"file{len(live)}-{id(step)}.csv")
            upload = save_upload(tried, file, by="Ann", on_conflict=step[1]).upload
            assert upload is not None
            live.append((upload, file, step[1]))
        assert_adds_up(tried)
    count_newest_only(tried, on=True, by="Ann")
    for _, file, rule in live:
        save_upload(fresh, file, by="Ann", on_conflict=rule)
    assert_adds_up(fresh)
    for month in (Month(2026, 10), Month(2026, 11)):
        assert everything(tried, scope(month=month)) == everything(fresh, scope(month=month))


def test_live_marks_are_those_of_the_one_law(store: Store) -> None:
    store_of_newest(store)
    imported(store, *EARLIER, *LATER)
    with store.reading() as session:
        assert session.query(ObservationRow).filter(~ObservationRow.live).count() == 0
