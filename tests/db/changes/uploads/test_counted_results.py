"""Counted results in the store: the same arithmetic as single answers, the one law, and nobody counted twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from db.changes import save_upload, undo_upload
from db.changes.units.tree import merge_units, move_unit
from db.formats.rows.blocks import Answer, CountedResult, Reading, Sums
from db.maintenance.integrity import differences
from db.queries.missing_units import missing_inputs
from db.queries.provenance import uploads_behind
from db.reports.score_distribution import score_distribution
from db.store.engine import Store
from metrics.answers.formulas import NPS_GROUPS
from metrics.catalogue import CATALOGUE
from metrics.errors import BadValue, CountedTwice
from metrics.periods import Month
from metrics.vocabulary import Audience, Item, Scale
from tests.conftest import NewStore
from tests.db.looks import (
    OCTOBER,
    asked,
    assert_adds_up,
    card,
    document,
    everything,
    figure,
    imported,
    in_month,
    net,
    scope,
)
from tests.db.readings import CSAT, NPS, answer, reading

SEPTEMBER = OCTOBER.previous
EASE = Item("ces", Scale(1, 7), Audience.CUSTOMERS)
GROUPS = Item("nps", NPS_GROUPS, Audience.CUSTOMERS)
TOP_BOX = Item("csat", Scale(0, 1), Audience.CUSTOMERS)


def counted(item: Item, counts: dict[int, int], *, month: Month = OCTOBER, **where: Any) -> CountedResult:
    """A result that came as counts."""
    return CountedResult(
        where.get("line", 2), month, where.get("unit", ""), where.get("channel", ""), item, tuple(counts.items())
    )


def groups(promoters: int, detractors: int, n: int, **where: Any) -> CountedResult:
    """A Net Promoter Score that came as groups."""
    return counted(GROUPS, {1: promoters, 0: n - promoters - detractors, -1: detractors}, **where)


def mean(n: int, total: float, squares: float, *, item: Item = EASE, **where: Any) -> CountedResult:
    """A mean that came with its standard deviation, as the sums behind both."""
    sums = Sums(n, round(100 * total), round(10_000 * squares))
    return counted(item, {}, **where)._replace(sums=sums)


def without_revision(store: Store, metric: str) -> dict[str, Any]:
    return document(store, metric, months=3)


# --- the same arithmetic ---------------------------------------------------------------------------------------------


def test_groups_give_what_their_single_answers_would(new_store: NewStore) -> None:
    one_by_one, in_groups = new_store(), new_store()
    for month, (promoters, detractors, n) in ((SEPTEMBER, (53, 16, 94)), (OCTOBER, (52, 12, 87))):
        imported(one_by_one, *in_month(month, net(promoters, detractors, n)), name=f"{month}.csv")
        imported(in_groups, groups(promoters, detractors, n, month=month), name=f"{month}.csv")
    assert without_revision(in_groups, "nps") == without_revision(one_by_one, "nps")
    assert figure(in_groups, "nps") == (pytest.approx(45.977011), 87)
    assert_adds_up(in_groups)


def test_counts_of_scores_and_of_the_top_box_give_what_their_single_answers_would(new_store: NewStore) -> None:
    one_by_one, by_score, in_box = new_store(), new_store(), new_store()
    scores = [5] * 30 + [4] * 20 + [3] * 7 + [1] * 3
    imported(one_by_one, *asked(CSAT, scores))
    imported(by_score, counted(CSAT, {5: 30, 4: 20, 3: 7, 1: 3}))
    imported(in_box, counted(TOP_BOX, {1: 50, 0: 10}))
    assert without_revision(by_score, "csat") == without_revision(in_box, "csat")
    assert without_revision(by_score, "csat") == without_revision(one_by_one, "csat")
    with by_score.reading() as session:
        found = score_distribution(session, scope(), CATALOGUE["csat"])
    assert found is not None
    assert found.now == {1: 3, 3: 7, 4: 20, 5: 30}


def test_a_mean_with_its_deviation_gives_what_its_single_answers_would(new_store: NewStore) -> None:
    one_by_one, as_sums = new_store(), new_store()
    scores = [7] * 11 + [6] * 9 + [4] * 5 + [1] * 2
    imported(one_by_one, *asked(EASE, scores))
    imported(as_sums, mean(len(scores), sum(scores), sum(score * score for score in scores)))
    (first, second) = (card(store, "ces").value for store in (one_by_one, as_sums))
    assert second.n == first.n
    assert second.estimate == pytest.approx(first.estimate)
    assert second.low == pytest.approx(first.low)
    assert second.high == pytest.approx(first.high)
    with as_sums.reading() as session:
        assert score_distribution(session, scope(), CATALOGUE["ces"]) is None


def test_a_mean_on_another_scale_is_stretched_as_its_answers_would_be(new_store: NewStore) -> None:
    one_by_one, as_sums = new_store(), new_store()
    of_five, scores = Item("ces", Scale(1, 5), Audience.CUSTOMERS), [5] * 11 + [4] * 9 + [2] * 5
    imported(one_by_one, *asked(of_five, scores))
    imported(as_sums, mean(len(scores), sum(scores), sum(score * score for score in scores), item=of_five))
    (first, second) = (card(store, "ces").value for store in (one_by_one, as_sums))
    assert second.estimate == pytest.approx(first.estimate)
    assert second.low == pytest.approx(first.low)


def test_results_add_up_over_units_and_channels_and_with_answers_of_other_months(store: Store) -> None:
    imported(
        store,
        groups(10, 0, 20, unit="North/Leeds", channel="phone"),
        groups(0, 10, 20, unit="North/York", line=3),
        groups(40, 0, 40, unit="South", line=4),
        mean(10, 60, 370, unit="North", line=5),
    )
    imported(store, *in_month(SEPTEMBER, net(5, 5, 10), unit="North/Leeds"), name="answers.csv")
    assert figure(store, "nps", scope("North")) == (0, 40)
    assert figure(store, "nps") == (50, 80)
    assert figure(store, "nps", scope(channel="phone")) == (50, 20)
    assert figure(store, "ces") == (6, 10)
    assert card(store, "nps").month_on_month.before.n == 10
    assert_adds_up(store)


def test_few_counted_answers_are_hidden_like_single_ones(store: Store) -> None:
    imported(store, groups(3, 1, 4, unit="North"), groups(30, 10, 60, unit="South", line=3))
    assert figure(store, "nps", scope("North")) == (None, 4)


def test_a_figure_names_the_upload_of_its_results(store: Store) -> None:
    imported(store, groups(10, 0, 20, unit="North"), groups(10, 0, 20, unit="South", line=3), name="agency.csv")
    with store.reading() as session:
        (behind,) = uploads_behind(session, scope("North"), CATALOGUE["nps"])
    assert (behind.file, behind.rows) == ("agency.csv", 1)


def test_results_follow_their_unit_when_it_moves_or_is_merged(store: Store) -> None:
    imported(store, groups(10, 0, 20, unit="North/Leeds"), groups(0, 10, 20, unit="South/Dover", line=3))
    move_unit(store, "North/Leeds", "South", "Leeds", by="Ann")
    assert figure(store, "nps", scope("South")) == (0, 40)
    merge_units(store, "South/Dover", "South/Leeds", by="Ann")
    assert figure(store, "nps", scope("South/Leeds")) == (0, 40)
    assert_adds_up(store)


# --- the one law -----------------------------------------------------------------------------------------------------


def test_the_same_result_sent_again_is_a_duplicate_and_another_one_is_refused(store: Store) -> None:
    imported(store, groups(52, 12, 87, unit="Leeds"), name="january.csv")
    again = imported(
        store, groups(52, 12, 87, unit="Leeds"), groups(5, 1, 9, month=SEPTEMBER, unit="Leeds", line=3), name="more.csv"
    )
    assert (again.saved, again.duplicates, again.refused) == (1, 1, 0)
    other = imported(store, groups(60, 12, 87, unit="Leeds"), name="other.csv")
    assert (other.saved, other.conflicts) == (0, 1)
    (problem,) = other.problems
    assert "Net Promoter Score of Leeds in 2026-10" in problem.message
    assert figure(store, "nps")[1] == 87


def test_a_corrected_result_takes_its_place_and_gives_it_back(store: Store) -> None:
    imported(store, groups(52, 12, 87), counted(CSAT, {5: 9, 1: 1}, line=3))
    before = everything(store)
    corrected = imported(store, groups(60, 12, 90), name="corrected.csv", on_conflict="correct").upload
    assert figure(store, "nps") == (pytest.approx(53.333333), 90)
    assert_adds_up(store)
    assert corrected is not None
    undo_upload(store, corrected, by="Ann")
    assert everything(store) == before
    assert_adds_up(store)


def test_groups_and_single_scores_of_one_month_are_the_same_people(store: Store) -> None:
    imported(store, groups(5, 0, 10))
    receipt = imported(store, counted(NPS, {10: 5, 8: 5}), name="scores.csv")
    assert (receipt.saved, receipt.conflicts) == (0, 1)


def test_verify_finds_a_changed_count_and_a_wrong_mark(store: Store) -> None:
    imported(store, groups(5, 0, 10))
    imported(store, groups(6, 0, 10), name="b.csv")
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE counted_results SET live = NOT live"))
    with store.reading() as session:
        found = " ".join(differences(session))
    assert "2 counted results have the wrong live mark for the order of their uploads." in found
    assert "tallies" in found


# --- nobody counts twice ---------------------------------------------------------------------------------------------


def test_single_answers_of_a_counted_month_and_unit_are_refused_and_may_replace_it(store: Store) -> None:
    first = imported(store, groups(5, 0, 10, unit="North/Leeds"), name="agency.csv").upload
    answers = in_month(OCTOBER, net(9, 0, 20), unit="North/Leeds")
    with pytest.raises(CountedTwice, match=r"Upload 1 \(agency.csv\) already holds counted results.*Leeds.*2026-10"):
        imported(store, *answers, name="answers.csv")
    assert figure(store, "nps") == (50, 10)
    imported(store, *answers, name="answers.csv", on_overlap=f"replace={first}")
    assert figure(store, "nps") == (45, 20)
    assert_adds_up(store)


@pytest.mark.parametrize("unit", ["North/Leeds", "North", "", "North/Leeds/Counter"])
def test_counted_results_of_a_month_with_single_answers_there_above_or_below_are_refused(
    store: Store, unit: str
) -> None:
    imported(store, *in_month(OCTOBER, net(9, 0, 20), unit="North/Leeds"), name="answers.csv")
    with pytest.raises(CountedTwice, match=r"Upload 1 \(answers.csv\) already holds single answers") as refused:
        imported(store, groups(5, 0, 10, unit=unit), name="agency.csv")
    assert refused.value.uploads == ((1, "answers.csv"),)
    imported(store, groups(5, 0, 10, unit=unit), name="agency.csv", on_overlap="count")
    assert figure(store, "nps")[1] == 30


def test_other_months_units_metrics_and_audiences_do_not_meet(store: Store) -> None:
    imported(store, *in_month(OCTOBER, net(9, 0, 20), unit="North"), name="answers.csv")
    staff = Item("nps", NPS_GROUPS, Audience.STAFF)
    imported(
        store,
        groups(5, 0, 10, unit="South"),
        groups(5, 0, 10, unit="North", month=SEPTEMBER, line=3),
        counted(TOP_BOX, {1: 5, 0: 5}, unit="North", line=4),
        counted(staff, {1: 5, -1: 5}, unit="North", line=5),
        name="agency.csv",
    )
    assert figure(store, "nps")[1] == 30


@pytest.mark.parametrize(
    ("larger", "smaller"),
    [({"unit": "North"}, {"unit": "North/Leeds"}), ({"unit": "North"}, {"unit": "North", "channel": "phone"})],
)
def test_a_total_beside_its_parts_is_refused_in_one_file_and_in_two(
    store: Store, larger: dict[str, str], smaller: dict[str, str]
) -> None:
    with pytest.raises(CountedTwice, match="one holds the other"):
        imported(store, groups(5, 0, 10, **larger), groups(5, 0, 10, line=3, **smaller))
    imported(store, groups(5, 0, 10, **smaller))
    with pytest.raises(CountedTwice, match="counted results"):
        imported(store, groups(5, 0, 10, **larger), name="totals.csv")


# --- the law over histories ------------------------------------------------------------------------------------------

one_result = st.builds(
    lambda item, count, unit, channel, month: (
        mean(5 + count, 5 * (5 + count), 26 * (5 + count), unit=unit, channel=channel, month=month)
        if item is EASE
        else counted(item, {item.scale.high: 5, item.scale.low: count}, unit=unit, channel=channel, month=month)
    ),
    st.sampled_from([GROUPS, NPS, EASE, CSAT]),
    st.sampled_from([1, 5]),
    st.sampled_from(["North", "North/Leeds", "South"]),
    st.sampled_from(["", "", "phone"]),
    st.sampled_from([OCTOBER, OCTOBER, SEPTEMBER]),
)
one_answer = st.builds(
    lambda score, unit, id_: answer(2, score, unit=unit, id_=id_),
    st.sampled_from([0, 10]),
    st.sampled_from(["", "North/Leeds", "South"]),
    st.sampled_from([None, "a", "b"]),
)
one_file = st.tuples(
    st.one_of(st.lists(one_result, min_size=1, max_size=4), st.lists(one_answer, min_size=1, max_size=3)),
    st.sampled_from(["first", "newest", "correct"]),
    st.sampled_from(["new", "new", "count"]),
)
steps = st.lists(st.one_of(one_file, one_file, st.integers(0, 5)), min_size=2, max_size=7)


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=steps)
def test_any_imports_and_undos_of_results_and_answers_equal_importing_only_what_lives(
    new_store: NewStore, steps: list[Any]
) -> None:
    """The one law, for counted results beside single answers; a file that would count twice is as if it never came."""
    tried, fresh = new_store(), new_store()
    live: list[tuple[int, Reading, dict[str, Any]]] = []
    for at, step in enumerate(steps):
        if isinstance(step, int):
            if live:
                undo_upload(tried, live.pop(step % len(live))[0], by="Ann")
            continue
        rows, rule, overlap = step
        numbered: list[CountedResult | Answer] = [row._replace(line=line) for line, row in enumerate(rows, 2)]
        file, said = reading(numbered, f"file{at}.csv"), {"on_conflict": rule, "on_overlap": overlap}
        try:
            receipt = save_upload(tried, file, by="Ann", **said)
        except CountedTwice:
            assert overlap == "new"
            continue
        assert receipt.read == receipt.saved + receipt.duplicates + receipt.refused + receipt.blank
        assert receipt.upload is not None
        live.append((receipt.upload, file, said))
        assert_adds_up(tried)
    for _, file, said in live:
        save_upload(fresh, file, by="Ann", **said)
    assert_adds_up(tried)
    for month in (OCTOBER, SEPTEMBER):
        assert everything(tried, scope(month=month)) == everything(fresh, scope(month=month))


def test_a_unit_whose_results_come_as_means_is_not_missed(store: Store) -> None:
    for month in (OCTOBER.plus(-3), OCTOBER.plus(-2), SEPTEMBER):
        for unit in ("North", "South"):
            imported(store, counted(EASE, {4: 10}, month=month, unit=unit), name=f"{month} {unit}.csv")
    imported(store, counted(EASE, {4: 10}, unit="North"), mean(20, 80, 330, unit="South", line=3), name="october.csv")
    with store.reading() as session:
        assert missing_inputs(session, OCTOBER).missing == ()


def test_a_unit_is_not_moved_where_its_results_would_count_twice(store: Store) -> None:
    imported(store, groups(52, 12, 87, unit="Leeds"), groups(80, 20, 150, unit="North", line=3), name="a.csv")
    imported(store, groups(5, 1, 9, unit="Hull", month=OCTOBER.previous), name="b.csv")
    imported(store, groups(9, 1, 12, unit="York"), name="c.csv")
    imported(store, *in_month(OCTOBER, net(9, 0, 20), unit="Bath"), name="d.csv")
    for unit, uploads in (("Leeds", "1"), ("York", "1 or 3"), ("Bath", "1 or 4")):
        with pytest.raises(BadValue, match=f"these people would count twice. Undo upload {uploads} first"):
            move_unit(store, unit, "North", unit, by="Ann")
    move_unit(store, "Hull", "North", "Hull", by="Ann")  # of another month
    merge_units(store, "York", "Leeds", by="Ann")  # other people
    assert figure(store, "nps", scope("Leeds")) == (pytest.approx(100 * 48 / 99), 99)
    with pytest.raises(BadValue, match="Undo upload 1 or 4 first"):
        merge_units(store, "Bath", "Leeds", by="Ann")
    assert_adds_up(store)
