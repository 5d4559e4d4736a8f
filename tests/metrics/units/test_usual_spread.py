"""What is known of the spread between units: little from a few, and all that their earlier months tell."""

from __future__ import annotations

import math
from random import Random

import pytest
from scipy import integrate, stats

from metrics.units.usual_spread import TAIL, USUAL_PART, Apart, Possible, usual_spread


def spread(possible: tuple[Possible, ...]) -> float:
    return math.sqrt(sum(each.chance * each.between for each in possible))


def test_the_mean_possible_variance_is_that_of_numerical_integration() -> None:
    values, variances, single = [40.0, 46.0, 49.0, 58.0], [9.0, 16.0, 4.0, 9.0], 78.0

    def likelihood(between: float) -> float:
        weights = [1 / (variance + between) for variance in variances]
        mean = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
        scatter = sum(w * (v - mean) ** 2 for w, v in zip(weights, values, strict=True))
        return math.sqrt(math.prod(weights) / sum(weights)) * math.exp(-scatter / 2)

    def weight(tau: float) -> float:
        return likelihood(tau * tau) * float(stats.t.pdf(tau / (USUAL_PART * single), TAIL))

    whole = integrate.quad(weight, 0, 120)[0]
    expected = integrate.quad(lambda tau: tau * tau * weight(tau), 0, 120)[0] / whole
    found = usual_spread(Apart(values, variances), single).of_all()
    assert sum(each.chance * each.between for each in found) == pytest.approx(expected, rel=0.03)
    assert sum(each.chance for each in found) == pytest.approx(1)


def test_leaving_a_unit_out_is_as_if_it_were_not_there() -> None:
    values, variances = [40.0, 46.0, 49.0, 90.0], [9.0, 16.0, 4.0, 4.0]
    beside = usual_spread(Apart(values, variances), 78).beside(3)
    without = usual_spread(Apart(values[:3], variances[:3]), 78).of_all()
    assert spread(beside) == pytest.approx(spread(without))
    assert beside[0].mean == pytest.approx(without[0].mean)


def test_many_units_tell_their_spread_and_two_hardly_anything() -> None:
    chance = Random(4)
    many = [chance.gauss(45, 12) for _ in range(200)]
    assert spread(usual_spread(Apart(many, [1.0] * 200), 78).of_all()) == pytest.approx(12, rel=0.15)
    two = spread(usual_spread(Apart([45.0, 46.0], [1.0, 1.0]), 78).of_all())
    assert 1 < two < USUAL_PART * 78


def test_earlier_times_count_about_their_own_mean() -> None:
    now = Apart([0.0, 1.0, -1.0], [1.0] * 3)
    quiet, loud = Apart([50.0, 51.0, 49.0], [1.0] * 3), Apart([30.0, 50.0, 10.0], [1.0] * 3)
    alone = spread(usual_spread(now, 78).of_all())
    assert spread(usual_spread(now, 78, [quiet] * 6).of_all()) < alone / 2
    assert spread(usual_spread(now, 78, [loud] * 6).of_all()) == pytest.approx(18.5, rel=0.2)
    assert spread(usual_spread(now, 78, [Apart([7.0], [1.0])]).of_all()) == pytest.approx(alone)
