"""How answers are spread: by months and by days, on one scale, and not where a score could be told to a person."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest

from db.formats.rows.blocks import Answer
from db.reports.score_distribution import ScoreDistribution, score_distribution
from db.store.engine import Store
from metrics.catalogue import metric as metric_called
from metrics.periods import PeriodKind
from metrics.vocabulary import Audience, Item, Scale, Scope
from tests.db.looks import OCTOBER, imported, scope
from tests.db.readings import answer

_ids = itertools.count(1)


def answers(*given: int, day: dt.date = dt.date(2026, 10, 5), unit: str = "", channel: str = "") -> list[Answer]:
    return [answer(next(_ids), score, day=day, unit=unit, channel=channel) for score in given]


def found(store: Store, at: Scope | None = None, metric: str = "nps") -> ScoreDistribution | None:
    with store.reading() as session:
        return score_distribution(session, at or scope(), metric_called(metric))


def tallies(store: Store, at: Scope | None = None) -> tuple[dict[int, int], dict[int, int] | None]:
    own = found(store, at)
    assert own is not None
    return dict(own.now), None if own.year_ago is None else dict(own.year_ago)


def test_each_score_is_counted_now_and_a_year_ago(store: Store) -> None:
    a_year_ago = answers(10, 10, 9, 9, 0, day=dt.date(2025, 10, 31))
    imported(store, *answers(10, 10, 9, 3, 3, 3), *a_year_ago, *answers(5, 5, 5, 5, 5, day=dt.date(2026, 9, 30)))
    assert tallies(store) == ({10: 2, 9: 1, 3: 3}, {10: 2, 9: 2, 0: 1})


def test_it_is_that_of_the_unit_with_all_below_it_and_of_the_channel(store: Store) -> None:
    north = answers(10, 9, 8, 7, 6, unit="North/Leeds", channel="phone")
    south = answers(5, 5, 5, 5, 5, unit="South", channel="online")
    imported(store, *north, *answers(0, 0, 0, 0, 0, unit="North", channel="online"), *south)
    assert tallies(store, scope("North", channel="Phone"))[0] == {10: 1, 9: 1, 8: 1, 7: 1, 6: 1}
    assert tallies(store, scope("North"))[0] == {10: 1, 9: 1, 8: 1, 7: 1, 6: 1, 0: 5}


@pytest.mark.parametrize(("n", "shown"), [(0, False), (4, False), (5, True)])
def test_fewer_than_five_answers_show_no_score(store: Store, n: int, shown: bool) -> None:
    imported(store, *answers(*[9] * n), *answers(7, unit="x", day=dt.date(2026, 1, 1)))
    assert (found(store) is not None) is shown


def test_of_a_year_ago_fewer_than_five_answers_are_left_out(store: Store) -> None:
    imported(store, *answers(9, 9, 9, 9, 9), *answers(1, 1, 1, 1, day=dt.date(2025, 10, 3)))
    assert tallies(store) == ({9: 5}, None)


def test_a_month_so_far_is_compared_with_the_same_days(store: Store) -> None:
    early, late = dt.date(2025, 10, 12), dt.date(2025, 10, 13)
    imported(store, *answers(9, 9, 9, 9, 9), *answers(8, 8, 8, 8, 8, day=early), *answers(1, 1, day=late))
    so_far = replace(scope(), to_day=dt.date(2026, 10, 12))
    assert tallies(store, so_far) == ({9: 5}, {8: 5})
    assert tallies(store, replace(scope("", OCTOBER), to_day=OCTOBER.last_day)) == ({9: 5}, {8: 5, 1: 2})


def test_a_longer_period_adds_its_months_up(store: Store) -> None:
    imported(store, *(row for back in range(4) for row in answers(*[9] * 5, day=OCTOBER.plus(-back).first_day)))
    assert tallies(store, scope(period=PeriodKind.ROLLING3))[0] == {9: 15}


def test_a_longer_period_leaves_out_a_month_with_too_few_answers(store: Store) -> None:
    few = answers(1, 1, day=OCTOBER.previous.first_day)
    imported(store, *answers(*[9] * 5), *few, *answers(*[8] * 5, day=OCTOBER.plus(-2).first_day))
    assert tallies(store, scope(period=PeriodKind.ROLLING3))[0] == {9: 5, 8: 5}


def test_of_two_scales_the_one_with_more_answers_is_drawn_and_the_rest_counted(store: Store) -> None:
    other = Item("nps", Scale(1, 10), Audience.CUSTOMERS)
    odd = [answer(next(_ids))._replace(scores=((other, 7.0),)) for _ in range(5)]
    imported(store, *answers(9, 9, 9, 9, 9, 9), *odd)
    own = found(store)
    assert own is not None
    assert (own.scale, own.n, own.elsewhere) == (Scale(0, 10), 6, 5)


def test_a_few_answers_on_another_scale_are_not_what_the_figure_has_more_than_the_drawn_ones(store: Store) -> None:
    other = Item("nps", Scale(1, 10), Audience.CUSTOMERS)
    odd = [answer(next(_ids))._replace(scores=((other, 7.0),)) for _ in range(4)]
    imported(store, *answers(9, 9, 9, 9, 9, 9), *odd)
    assert found(store) is None
