"""The t and beta distributions against printed tables and SciPy."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import special, stats

from metrics.statistics.distributions import Z95, incomplete_beta, normal_two_sided, t_below, t_quantile, t_two_sided

DEGREES = st.floats(0.5, 1e7)


def test_the_margin_is_not_the_rounded_one() -> None:
    assert pytest.approx(1.959963984540054, abs=1e-15) == Z95
    assert normal_two_sided(Z95) == pytest.approx(0.05, rel=1e-14)


@pytest.mark.parametrize(
    ("degrees", "printed"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (60, 2.000), (120, 1.980)],
)
def test_t_quantiles_are_those_of_the_printed_table(degrees: int, printed: float) -> None:
    """**Source:** Fisher and Yates, Statistical Tables, table III, column .05."""
    assert t_quantile(0.975, degrees) == pytest.approx(printed, abs=5e-4)


def test_one_and_two_degrees_have_the_closed_forms() -> None:
    assert t_quantile(0.9, 1) == pytest.approx(math.tan(math.pi * 0.4), rel=1e-13)
    assert t_quantile(0.9, 2) == pytest.approx(0.8 * math.sqrt(2 / (4 * 0.9 * 0.1)), rel=1e-13)


def test_with_endless_degrees_t_becomes_the_normal() -> None:
    assert t_quantile(0.975, 1e12) == pytest.approx(Z95, abs=1e-11)
    assert t_two_sided(2.5, 1e12) == pytest.approx(normal_two_sided(2.5), rel=1e-10)


@given(t=st.floats(0, 60), degrees=DEGREES)
def test_tails_agree_with_scipy_however_small(t: float, degrees: float) -> None:
    expected = 2 * float(stats.t.sf(t, degrees))
    assume(expected > 1e-280)
    assert t_two_sided(t, degrees) == pytest.approx(expected, rel=1e-10)
    assert t_two_sided(-t, degrees) == t_two_sided(t, degrees)
    assert t_below(t, degrees) == pytest.approx(float(stats.t.cdf(t, degrees)), rel=1e-10)


@given(p=st.floats(1e-9, 1 - 1e-9), degrees=DEGREES)
def test_quantiles_agree_with_scipy(p: float, degrees: float) -> None:
    assume(abs(p - 0.5) > 1e-3)  # nearer the middle SciPy itself has fewer digits
    assert t_quantile(p, degrees) == pytest.approx(float(stats.t.ppf(p, degrees)), rel=1e-10)


@given(p=st.floats(1e-6, 1 - 1e-6), degrees=DEGREES)
def test_a_quantile_has_its_chance_below_it(p: float, degrees: float) -> None:
    assert t_below(t_quantile(p, degrees), degrees) == pytest.approx(p, rel=1e-10)
    assert t_quantile(p, degrees) == pytest.approx(-t_quantile(1 - p, degrees), rel=1e-6, abs=1e-12)


def test_the_middle_and_the_far_end_are_exact() -> None:
    assert t_quantile(0.5, 3.3) == 0
    assert t_two_sided(0, 3.3) == 1
    assert t_two_sided(math.inf, 3.3) == 0
    assert t_two_sided(1e200, 3.3) == 0
    assert t_below(0, 3.3) == 0.5


@given(a=st.floats(0.1, 1e5), b=st.floats(0.1, 1e5), x=st.floats(0, 1, allow_subnormal=False))
def test_the_beta_distribution_agrees_with_scipy(a: float, b: float, x: float) -> None:
    expected = float(special.betainc(a, b, x))
    assume(expected == 0 or expected > 1e-250)
    assert incomplete_beta(a, b, x) == pytest.approx(expected, rel=1e-9, abs=1e-250)


@pytest.mark.parametrize(("hits", "n", "chance"), [(0, 5, 0.3), (3, 10, 0.25), (58, 60, 0.95), (400, 1000, 0.37)])
def test_the_beta_distribution_is_the_binomial(hits: int, n: int, chance: float) -> None:
    assert 1 - incomplete_beta(hits + 1, n - hits, chance) == pytest.approx(
        sum(math.comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(hits + 1)), rel=1e-10
    )


@given(a=st.floats(0.1, 1e4), b=st.floats(0.1, 1e4), x=st.floats(0, 1))
def test_both_ends_of_the_beta_distribution_make_one(a: float, b: float, x: float) -> None:
    y = 1 - x
    assert incomplete_beta(a, b, 1 - y) + incomplete_beta(b, a, y) == pytest.approx(1, abs=1e-9)
