"""Effects of initiatives: which months are compared, what was there before, how many looks, what may be said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import CompleteCounts, Evidence, ShareCounts, total
from metrics.catalogue import CATALOGUE
from metrics.periods import Month, months_between
from metrics.statistics.difference_in_differences import (
    CLAIM,
    FIRST_LOOK,
    LEAD,
    LONGEST,
    LOOKS_FACTOR,
    Compared,
    Effect,
    EffectWord,
    Look,
    Windows,
    effect,
    first_said,
    looks,
    windows,
    year_earlier,
)
from metrics.statistics.unit_changes import Unit

CSAT, TRANSFERS = (CATALOGUE[name] for name in ("csat", "transfers"))
FIRST, MARCH, AUGUST = Month(2024, 6), Month(2026, 3), Month(2026, 8)
SIX = windows(MARCH.first_day, AUGUST, FIRST)


def unit(before: int = 800, after: int | None = None, lead: dict[int, int] | None = None, n: int = 1000) -> Unit:
    """A unit with `before` hits a month in n, and `after` (None: as before) from March; `lead` by months before it."""
    rates = dict.fromkeys(months_between(FIRST, MARCH.previous), before)
    rates |= {MARCH.plus(-back): hits for back, hits in (lead or {}).items()}
    rates |= dict.fromkeys(months_between(MARCH, Month(2027, 2)), before if after is None else after)
    # Units differ a little from month to month, so that there is a scatter to go by.
    return [{month: ShareCounts(hits + (month.number % 3) - 1, n) for month, hits in rates.items()}]


OTHERS = [unit(rate, rate + step) for rate, step in ((700, 4), (750, -3), (800, 2), (850, -4), (720, 1), (780, 0))]


def judged(treated: Unit, others: list[Unit] = OTHERS, found: Windows = SIX, **named: bool) -> Effect:
    compared = Compared([treated], others, not others)
    if not others:
        found = year_earlier(found, FIRST)
    (said,) = first_said([looks(CSAT, found, compared, **named)])
    return effect(CSAT, found, compared, said, **named)


# --- windows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("began", "ended", "first", "before", "lead", "after"),
    [
        ("2026-03-01", None, "2023-01", "2024-12 2025-11", "2025-12 2026-02", "2026-03 2026-08"),
        ("2026-03-02", None, "2023-01", "2024-12 2025-11", "2025-12 2026-02", "2026-04 2026-08"),
        ("2026-03-01", "2026-05-30", "2023-01", "2024-12 2025-11", "2025-12 2026-02", "2026-03 2026-04"),
        ("2026-03-01", "2026-05-31", "2023-01", "2024-12 2025-11", "2025-12 2026-02", "2026-03 2026-05"),
        ("2024-05-01", None, "2023-01", "2023-02 2024-01", "2024-02 2024-04", "2024-05 2025-04"),
        ("2026-03-01", None, "2025-09", "2025-09 2025-11", "2025-12 2026-02", "2026-03 2026-08"),
        ("2026-03-01", None, "2025-12", "2025-12 2026-01", "2026-02 2026-02", "2026-03 2026-08"),
    ],
)
def test_what_came_before_is_a_year_without_the_months_that_led_to_it(
    began: str, ended: str | None, first: str, before: str, lead: str, after: str
) -> None:
    last = None if ended is None else dt.date.fromisoformat(ended)
    found = windows(dt.date.fromisoformat(began), AUGUST, Month.parse(first), last)
    assert [f"{side[0]} {side[-1]}" for side in (found.before, found.lead, found.after)] == [before, lead, after]


def test_where_all_take_part_the_same_months_a_year_earlier_come_before() -> None:
    found = year_earlier(SIX, FIRST)
    assert found.before == tuple(month.a_year_earlier for month in SIX.after)
    short = year_earlier(SIX, Month(2025, 5))
    assert [str(month) for month in short.after] == ["2026-05", "2026-06", "2026-07", "2026-08"]
    long = year_earlier(windows(MARCH.first_day, Month(2027, 2), FIRST), FIRST)
    assert long.before[-1] < long.lead[0]


@given(st.dates(dt.date(2020, 1, 1), dt.date(2026, 10, 1)), st.integers(0, 60))
def test_no_month_is_in_two_of_the_windows_and_none_is_too_old(began: dt.date, known: int) -> None:
    found = windows(began, Month(2026, 10), Month.of(began).plus(-known))
    every = [*found.before, *found.lead, *found.after]
    assert len(every) == len(set(every))
    assert len(found.before) == min(LONGEST, known - len(found.lead))
    assert len(found.lead) == min(LEAD, known // 2)
    assert all(month.last_day < began for month in (*found.before, *found.lead))


# --- what is said ----------------------------------------------------------------------------------------------------


def test_an_effect_is_what_a_unit_changed_beyond_the_untouched_ones() -> None:
    found = judged(unit(800, 900))
    assert found.size.estimate == pytest.approx(10, abs=0.1)
    assert (found.word, found.good, found.first_said) == (EffectWord.ROSE, True, FIRST_LOOK)
    assert (found.treated, found.untouched, found.cases) == (1, 6, 6000)


def test_who_answers_more_changes_nothing() -> None:
    """A poor untouched unit that sends nine times the answers moved the pooled sum by far; here it moves nothing."""
    (history,) = unit(200, 200)
    louder = {month: total([each] * 9 if month >= MARCH else [each]) for month, each in history.items()}
    loud = {month: each for month, each in louder.items() if each is not None}
    plain, found = (judged(unit(), [*OTHERS, [other]]) for other in (history, loud))
    assert plain.word is found.word is EffectWord.NO_EFFECT_SEEN
    assert found.size.estimate == pytest.approx(plain.size.estimate, abs=0.1)


def test_units_that_open_or_close_are_left_out() -> None:
    opened = [{month: each for month, each in unit(100)[0].items() if month >= MARCH}]
    closed = [{month: each for month, each in unit(900)[0].items() if month < MARCH}]
    assert judged(unit(), [*OTHERS, opened, closed]).size == judged(unit()).size


def test_a_change_that_all_units_share_is_no_effect() -> None:
    raised = [unit(rate, rate + 90) for rate in (700, 750, 805)]
    found = judged(unit(800, 890), raised)
    assert found.word is EffectWord.NO_EFFECT_SEEN
    assert found.good is None


def test_the_months_that_led_to_it_are_no_part_of_what_came_before() -> None:
    """The unit was low just before the start, which is why it was chosen; it is as before now."""
    found = judged(unit(800, 800, {1: 650, 2: 650, 3: 650}))
    assert found.word is EffectWord.NO_EFFECT_SEEN
    assert found.at_start is not None
    assert found.at_start.high is not None
    assert found.at_start.high < 0


@pytest.mark.parametrize("since", [1, 2, 3])
def test_a_fall_before_the_start_does_not_count_against_the_remedy(since: int) -> None:
    fell = unit(800, 650, dict.fromkeys(range(1, since + 1), 650))
    assert judged(fell).word is EffectWord.NO_EFFECT_SEEN
    assert judged(unit(800, 500, dict.fromkeys(range(1, since + 1), 650))).word is EffectWord.FELL


def test_a_rise_before_the_start_is_no_effect_either() -> None:
    assert judged(unit(700, 800, dict.fromkeys((1, 2, 3), 800))).word is EffectWord.NO_EFFECT_SEEN
    assert judged(unit(700, 900, dict.fromkeys((1, 2, 3), 800))).word is EffectWord.ROSE


def test_units_that_were_on_their_way_are_known() -> None:
    climbing = unit(800, 800, {back: 1000 - 10 * back for back in range(4, 16)})
    assert judged(climbing).trend is not None
    trend = judged(climbing).trend
    assert trend is not None
    assert (trend.low or 0) > 0


def test_a_season_that_all_share_is_no_effect_of_what_all_did() -> None:
    seasonal = [
        [{month: ShareCounts(800 + 20 * month.number + step, 1000) for month in months_between(FIRST, AUGUST)}]
        for step in (-3, 0, 3)
    ]
    found = year_earlier(SIX, FIRST)
    compared = Compared(seasonal, [], True)
    shown = effect(CSAT, found, compared, {True: 3, False: 3})
    assert shown.size.estimate == pytest.approx(0)
    assert shown.word in (EffectWord.NO_MARGIN, EffectWord.NO_EFFECT_SEEN)
    assert not shown.beside_others


def test_without_a_year_before_nothing_is_said_of_what_all_did() -> None:
    found = year_earlier(windows(MARCH.first_day, AUGUST, Month(2025, 11)), Month(2025, 11))
    assert effect(CSAT, found, Compared([unit()], [], True), {}).word is EffectWord.NOTHING_TO_COMPARE


def test_before_three_whole_months_nothing_is_said_unless_it_is_over() -> None:
    two = windows(MARCH.first_day, MARCH.plus(1), FIRST)
    assert judged(unit(800, 950), found=two).word is EffectWord.NOT_YET
    assert judged(unit(800, 950), found=two, is_over=True).word is EffectWord.ROSE
    none = windows(MARCH.first_day, MARCH.previous, FIRST)
    assert judged(unit(800, 950), found=none).word is EffectWord.TOO_EARLY


def test_few_cases_on_any_side_show_nothing() -> None:
    for treated, others in ((unit(1, n=2), OTHERS), (unit(), [unit(1, n=1), unit(1, n=1)])):
        found = judged(treated, others)
        assert found.word is EffectWord.TOO_FEW_ANSWERS
        assert found.size.estimate is None


def test_nothing_is_shown_of_a_few_cases_just_before_the_start() -> None:
    (history,) = unit(800, 800)
    few = {month: ShareCounts(2, 3) if SIX.lead[0] <= month < MARCH else each for month, each in history.items()}
    found = judged([few])
    assert found.at_start is None
    assert found.size.estimate is not None


def test_one_other_unit_gives_a_difference_without_a_margin() -> None:
    found = judged(unit(800, 900), [unit()])
    assert (found.word, found.size.low, found.untouched) == (EffectWord.NO_MARGIN, None, 1)
    assert found.size.estimate == pytest.approx(10)


def test_nothing_before_or_nobody_beside_is_nothing_to_compare() -> None:
    assert judged([{AUGUST: ShareCounts(80, 100)}]).word is EffectWord.NOTHING_TO_COMPARE
    alone = effect(CSAT, SIX, Compared([unit()], []), {})
    assert alone.word is EffectWord.NOTHING_TO_COMPARE


def test_complete_counts_have_an_effect_beside_other_units() -> None:
    def counted(before: int, after: int) -> Unit:
        months: dict[Month, Evidence] = {
            month: CompleteCounts(after if month >= MARCH else before, 1000) for month in months_between(FIRST, AUGUST)
        }
        return [months]

    compared = Compared([counted(400, 200)], [counted(400, 400 + step) for step in (-4, -1, 0, 2, 6)])
    (said,) = first_said([looks(TRANSFERS, SIX, compared)])
    found = effect(TRANSFERS, SIX, compared, said)
    assert (found.word, found.good) == (EffectWord.FELL, True)


# --- several metrics and repeated looks ------------------------------------------------------------------------------


def look(months: int, chance: float | None, rises: bool = True) -> Look:
    return Look(months, MARCH.plus(months - 1), rises, chance)


def test_a_look_counts_for_more_than_one_and_the_first_that_says_something_is_kept() -> None:
    just = CLAIM / LOOKS_FACTOR
    assert first_said([[look(3, just * 1.01), look(4, just), look(5, just / 2), look(6, 0.9)]]) == [{True: 4}]
    assert first_said([[look(3, None), look(4, 0.2)]]) == [{}]


def test_among_several_metrics_only_what_survives_among_all_is_said() -> None:
    """Benjamini and Hochberg's step-up procedure over what was known in that month."""
    just = CLAIM / LOOKS_FACTOR
    assert first_said([[look(3, just)], [look(3, 0.5)]]) == [{}, {}]
    assert first_said([[look(3, just / 2)], [look(3, 0.5)]]) == [{True: 3}, {}]
    assert first_said([[look(3, just)], [look(3, just, rises=False)]]) == [{True: 3}, {False: 3}]
    assert first_said([[look(3, just)], [look(4, 0.5)]]) == [{True: 3}, {}]


def test_what_was_said_is_taken_back_once_zero_is_possible_again() -> None:
    compared = Compared([unit(800, 800)], OTHERS)
    assert effect(CSAT, SIX, compared, {True: 3, False: 3}).word is EffectWord.NO_EFFECT_SEEN
    risen = Compared([unit(800, 900)], OTHERS)
    assert effect(CSAT, SIX, risen, {False: 3}).word is EffectWord.NO_EFFECT_SEEN
    assert effect(CSAT, SIX, risen, {True: 4}).first_said == 4


def test_a_metric_that_should_fall_gets_better_by_falling() -> None:
    lower = replace(judged(unit(800, 900)), metric=CATALOGUE["critical_failures"])
    assert lower.good is False
