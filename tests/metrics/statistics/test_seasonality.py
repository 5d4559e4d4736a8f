"""Whether a step from month to month is what that month does every year."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import Month, months_between
from metrics.statistics.seasonality import Season, SeasonalStep, calendar_season, seasonal, sentence

OCTOBER = Month(2026, 10)
THREE_YEARS = months_between(Month(2023, 11), OCTOBER)


def _history(
    seed: int, autumn: float = 0.0, this_autumn: float | None = None, scatter: float = 1.0
) -> dict[Month, float | None]:
    """Three years about 80 with a step `autumn` in October that is gone again in November."""
    chance = Random(seed)
    history: dict[Month, float | None] = {}
    for month in THREE_YEARS:
        step = autumn if month != OCTOBER or this_autumn is None else this_autumn
        history[month] = 80 + (step if month.number == 10 else 0) + chance.gauss(0, scatter)
    return history


def _found(history: dict[Month, float | None], month: Month = OCTOBER) -> SeasonalStep:
    found = seasonal(history, month)
    assert found is not None
    return found


def test_36_months_are_enough_to_speak_of_the_last_step() -> None:
    history: dict[Month, float | None] = {month: 80.0 - 6.0 * (month.number == 10) for month in THREE_YEARS}
    found = _found(history)
    assert found.season is Season.EVERY_YEAR
    assert (found.step, found.typical, found.same_direction) == (-6, -6, 2)
    assert found.earlier == {2024: -6, 2025: -6}


def test_a_seasonal_fall_is_told_as_the_season() -> None:
    found = _found(_history(1, autumn=-6))
    assert found.season is Season.EVERY_YEAR
    assert sentence(found) == (
        f"It falls from September to October every year: by {-found.typical:.1f} on average in 2024 and 2025, "
        f"by {-found.step:.1f} now. This is in line with the season."
    )


def test_a_seasonal_rise_is_told_as_the_season() -> None:
    assert sentence(_found(_history(2, autumn=8))).startswith("It rises from September to October every year: by ")


@pytest.mark.parametrize(("now", "told"), [(6.0, "rose by "), (-20.0, "fell by ")])
def test_a_step_against_or_far_beyond_the_season_is_told_as_no_season(now: float, told: str) -> None:
    found = _found(_history(3, autumn=-6, this_autumn=now))
    assert found.season is Season.UNLIKE_OTHER_YEARS
    assert sentence(found).startswith("In 2024 and 2025 it fell from September to October, by ")
    assert told in sentence(found)
    assert sentence(found).endswith("The season does not explain that.")


def test_a_month_that_stays_still_for_once_is_said_to() -> None:
    history: dict[Month, float | None] = {
        month: 80.0 - 6.0 * (month.number == 10 and month != OCTOBER) for month in THREE_YEARS
    }
    assert "this time it stayed the same" in sentence(_found(history))


def test_years_that_disagree_show_no_season() -> None:
    history: dict[Month, float | None] = {month: 80.0 + month.number % 2 for month in THREE_YEARS}
    history[Month(2024, 10)], history[Month(2025, 10)] = 82.5, 78.0
    found = _found(history)
    assert found.season is Season.NO_SEASON
    assert sentence(found) == "The step from September to October shows no season: −3.0 to +1.5 in 2024 and 2025."


def test_small_steps_the_same_way_are_said_to_be_what_chance_could_do() -> None:
    history = _history(4, scatter=3)
    for year, step in ((2024, 0.5), (2025, 1.0)):
        history[Month(year, 9)], history[Month(year, 10)] = 80.0, 80.0 + step
    found = _found(history)
    assert found.season is Season.NO_SEASON
    assert sentence(found).endswith("shows no season: +0.5 to +1.0 in 2024 and 2025, which chance alone could do.")


def test_a_series_that_only_scatters_is_rarely_called_a_season() -> None:
    """300 seeded series without a season: fewer than 1 in 20 are told that theirs does this every year."""
    called = sum(_found(_history(seed)).season is Season.EVERY_YEAR for seed in range(300))
    assert called / 300 < 0.05


def test_a_season_of_four_times_the_scatter_is_mostly_found() -> None:
    called = sum(_found(_history(seed, autumn=-4)).season is Season.EVERY_YEAR for seed in range(300))
    assert called / 300 > 0.75


def test_with_fewer_than_three_years_nothing_is_said() -> None:
    history = _history(1, autumn=-6)
    short = {month: value for month, value in history.items() if month >= Month(2024, 10)}
    assert seasonal(short, OCTOBER) is None
    assert seasonal(history, Month(2025, 10)) is None
    assert seasonal({}, OCTOBER) is None


@pytest.mark.parametrize("gap", [OCTOBER, Month(2026, 9), Month(2025, 9), Month(2024, 10)])
def test_a_missing_month_is_left_out_and_not_filled(gap: Month) -> None:
    assert seasonal({**_history(1, autumn=-6), gap: None}, OCTOBER) is None


def test_too_few_pairs_of_years_to_know_the_scatter_say_nothing() -> None:
    history = {month: value for month, value in _history(1, autumn=-6).items() if month.number in (8, 9, 10)}
    assert seasonal(history, OCTOBER) is None


def test_what_comes_later_changes_nothing() -> None:
    history = _history(1, autumn=-6)
    chance = Random(9)
    wild = {month: chance.uniform(0, 100) for month in months_between(Month(2026, 11), Month(2029, 12))}
    later: dict[Month, float | None] = {**history, **wild}
    assert seasonal(later, OCTOBER) == seasonal(history, OCTOBER)


@given(st.integers(0, 10_000), st.floats(-10, 10), st.floats(-50, 50))
def test_a_mirrored_or_shifted_series_has_the_same_season(seed: int, autumn: float, shift: float) -> None:
    history = _history(seed, autumn)
    there = _found(history)
    mirrored = _found({month: -(value or 0) for month, value in history.items()})
    shifted = _found({month: (value or 0) + shift for month, value in history.items()})
    assert mirrored.step == -there.step
    assert mirrored.season is there.season
    assert math.isclose(shifted.step, there.step, abs_tol=1e-9)


def test_four_years_are_named_in_a_row() -> None:
    months = months_between(Month(2022, 11), OCTOBER)
    found = _found({month: 80.0 - 6.0 * (month.number == 10) for month in months})
    assert "on average in 2023, 2024 and 2025" in sentence(found)
    assert "by 6.00 now" in sentence(found, lambda step: f"{step:+.2f}")


def _months(seed: int, season: list[float], spread: float = 5.0, months: int = 36) -> dict[Month, float | None]:
    chance = Random(seed)
    known = months_between(OCTOBER.plus(1 - months), OCTOBER)
    return {month: 40 + season[month.number - 1] + chance.gauss(0, spread) for month in known}


WAVE = [10 * math.sin(2 * math.pi * number / 12) for number in range(12)]


def test_a_season_of_the_calendar_is_found_and_rarely_where_there_is_none() -> None:
    assert sum(bool(calendar_season(_months(seed, [0.0] * 12))) for seed in range(300)) <= 9
    assert sum(bool(calendar_season(_months(seed, WAVE))) for seed in range(100)) >= 95


def test_the_season_is_the_mean_of_each_months_distance_from_its_year() -> None:
    history = _months(3, WAVE, spread=0.0)
    history = {month: (value or 0) + 7 * (month > Month(2025, 10)) for month, value in history.items()}
    assert calendar_season(history) == pytest.approx(WAVE)
    gapped = {month: None if month == Month(2025, 3) else value for month, value in history.items()}
    assert calendar_season(gapped) == pytest.approx(WAVE, abs=1e-3)


def test_a_level_of_its_own_keeps_a_known_change_out_of_the_season() -> None:
    changed = Month(2026, 4)
    history = {month: (value or 0) - 30 * (month >= changed) for month, value in _months(3, WAVE, 0.0).items()}
    levels = {month: int(month >= changed) for month in history}
    assert calendar_season(history, levels=levels) == pytest.approx(WAVE, abs=0.2)


def test_months_with_few_answers_weigh_little() -> None:
    history = _months(3, WAVE, spread=0.0)
    thin = Month(2025, 6)
    history[thin] = 0.0
    weighed = calendar_season(history, {month: 1.0 if month == thin else 1000.0 for month in history})
    assert weighed == pytest.approx(WAVE, abs=0.5)


def test_less_than_three_years_have_no_season_of_the_calendar() -> None:
    assert calendar_season(_months(3, WAVE, 0.1, months=35)) == ()
    assert calendar_season(_months(3, WAVE, 0.1, months=35), is_known=True) == ()
    assert calendar_season({}) == ()
