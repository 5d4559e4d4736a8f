"""Power for an effect that a person names: against Cohen's tables, never from the estimate so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from scipy import stats

from metrics.catalogue import CATALOGUE
from metrics.errors import BadValue
from metrics.periods import Month
from metrics.statistics.difference_in_differences import CLAIM, LOOKS_FACTOR, Effect, EffectWord, windows
from metrics.statistics.distributions import t_quantile
from metrics.statistics.effect_power import LEFT, prospect
from metrics.vocabulary import Difference

SIX = windows(dt.date(2026, 3, 1), Month(2026, 8), Month(2024, 1))


def seen(estimate: float, error: float, untouched: int = 23) -> Effect:
    half = t_quantile(0.975, untouched - 1) * error
    size = Difference(estimate, estimate - half, estimate + half, None)
    return Effect(CATALOGUE["nps"], EffectWord.NO_EFFECT_SEEN, SIX, size, 1, untouched)


def test_the_chance_is_nearly_that_of_the_noncentral_t() -> None:
    """After twelve months the variance is 2/12 of 3/12 of that after six."""
    error = 4.0 * (2 / 3) ** 0.5
    level = t_quantile(1 - CLAIM / LOOKS_FACTOR / 2, 22)
    for size in (3.0, 6.0, 9.0, 12.0):
        found = prospect(seen(0, 4.0), size)
        assert found is not None
        assert found.chance == pytest.approx(LEFT * stats.nct.sf(level, 22, size / error), abs=0.02)


def test_larger_effects_are_found_sooner_and_small_ones_not_within_a_year() -> None:
    found = [prospect(seen(1, 4.0), size) for size in (3, 10, 20)]
    assert [each.months for each in found if each is not None] == [None, 11, 6]


def test_what_was_estimated_so_far_does_not_matter_for_when() -> None:
    near, far = prospect(seen(0, 4.0), 10), prospect(seen(8, 4.0), 10)
    assert near is not None
    assert far is not None
    assert near.months == far.months
    assert near.chance == pytest.approx(far.chance)
    assert (near.is_ruled_out, far.is_ruled_out) == (True, False)


def test_without_a_yardstick_or_a_size_there_is_no_prospect() -> None:
    assert prospect(seen(0, 4.0, untouched=3), 10) is not None
    assert prospect(replace(seen(0, 4.0), size=Difference(1.0, None, None, None)), 10) is None
    assert prospect(replace(seen(0, 4.0), untouched=0), 10) is None
    with pytest.raises(BadValue):
        prospect(seen(0, 4.0), 0)
