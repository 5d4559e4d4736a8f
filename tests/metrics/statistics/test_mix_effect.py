"""A total's change splits into mix and within, exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence, NetCounts, ScoreSums, ShareCounts, VisitSums
from metrics.statistics.mix_effect import OTHERS, MixSplit, mix_split

# Das Gupta, “Standardization and Decomposition of Rates: A User's Manual” (U.S. Bureau of the Census, P23-186, 1993),
# example 5.3: people (thousands) and deaths per 1000, by race and age group, United States 1970 and 1985.
PEOPLE_1985 = [
    *(3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472),
    *(707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236),
]
RATES_1985 = [
    *(9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570),
    *(17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161),
]
PEOPLE_1970 = [
    *(2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315),
    *(535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117),
]
RATES_1970 = [
    *(18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837),
    *(36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205),
]


def population(people: list[int], rates: list[float]) -> dict[str, Evidence]:
    return {
        f"{group:02}": CompleteCounts(count * rate, count)
        for group, (count, rate) in enumerate(zip(people, rates, strict=True))
    }


def found(now: dict[str, Evidence], before: dict[str, Evidence]) -> MixSplit:
    result = mix_split(now, before)
    assert result is not None
    return result


def test_the_published_death_rates_split_as_published() -> None:
    # Published: −0.6862158, of which rates −2.2277254, age 1.5217347 and race 0.0197749 (these two are the mix).
    result = found(population(PEOPLE_1985, RATES_1985), population(PEOPLE_1970, RATES_1970))
    assert result.difference == pytest.approx(-0.6862158, abs=5e-8)
    assert result.within == pytest.approx(-2.2277254, abs=5e-8)
    assert result.mix == pytest.approx(1.5217347 + 0.0197749, abs=1e-7)


def test_a_total_that_moves_by_proportions_alone_is_all_mix() -> None:
    result = found(
        {"Phone": ShareCounts(60, 100), "Web": ShareCounts(90, 100)},
        {"Phone": ShareCounts(30, 50), "Web": ShareCounts(135, 150)},
    )
    assert result.within == pytest.approx(0)
    assert result.difference == result.mix == pytest.approx(-7.5)
    # Both tell the same story: more of the poorer channel, less of the better one.
    assert [part.mix < 0 for part in result.parts] == [True, True]


def test_a_total_in_equal_proportions_is_all_within() -> None:
    result = found(
        {"North": NetCounts(60, 10, 100), "South": NetCounts(20, 20, 50)},
        {"North": NetCounts(50, 10, 100), "South": NetCounts(20, 20, 50)},
    )
    assert result.mix == pytest.approx(0)
    assert [part.name for part in result.parts] == ["North", "South"]
    assert [part.within for part in result.parts] == pytest.approx([20 / 3, 0])


def test_new_and_vanished_parts_are_all_mix() -> None:
    result = found(
        {"Old": ShareCounts(50, 100), "New": ShareCounts(90, 100)},
        {"Old": ShareCounts(50, 100), "Gone": ShareCounts(10, 100)},
    )
    by_name = {part.name: part for part in result.parts}
    assert result.difference == pytest.approx(40)
    assert by_name["New"].within == by_name["Gone"].within == 0
    assert by_name["New"].mix == pytest.approx(20)
    assert by_name["Gone"].mix == pytest.approx(20)


def test_a_part_without_cases_is_as_good_as_absent() -> None:
    now: dict[str, Evidence] = {"A": ShareCounts(5, 10), "B": ShareCounts(0, 0)}
    (only,) = found(now, {"A": ShareCounts(6, 10)}).parts
    assert (only.name, only.mix) == ("A", 0)
    assert only.within == pytest.approx(-10)


def test_what_is_told_together_is_one_part_the_last() -> None:
    now: dict[str, Evidence] = {OTHERS: ShareCounts(7, 10), "Z": ShareCounts(50, 90)}
    before: dict[str, Evidence] = {OTHERS: ShareCounts(9, 10), "Z": ShareCounts(40, 90)}
    together = found(now, before)
    assert [part.name for part in together.parts] == ["Z", OTHERS]
    assert together.parts[1].within == pytest.approx(0.1 * (70 - 90))


def test_visits_weigh_by_the_points_they_could_earn() -> None:
    small, large = VisitSums(1, 5, 10, 25, 50, 100), VisitSums(1, 90, 90, 8100, 8100, 8100)
    result = found({"A": small, "B": large}, {"A": large, "B": large})
    assert result.difference == pytest.approx(95 - 100)


def test_nothing_is_split_without_cases_or_with_a_bare_value() -> None:
    some: dict[str, Evidence] = {"A": ShareCounts(5, 10)}
    assert mix_split(some, {}) is None
    assert mix_split({}, some) is None
    assert mix_split({"A": ShareCounts(0, 0)}, some) is None
    assert mix_split({"A": ShareCounts(1, 2), "B": BareValue(7.0)}, some) is None


@st.composite
def shares(draw: st.DrawFn) -> Evidence:
    n = draw(st.integers(0, 500))
    return ShareCounts(draw(st.integers(0, n)), n)


@st.composite
def scores(draw: st.DrawFn) -> Evidence:
    answers = draw(st.lists(st.integers(1, 7), max_size=20))
    return ScoreSums(len(answers), sum(answers), sum(answer * answer for answer in answers))


@st.composite
def visits(draw: st.DrawFn) -> Evidence:
    made = draw(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 90)), max_size=5))
    earned, possible = [e for e, _ in made], [p for _, p in made]
    products = sum(e * p for e, p in made)
    squares = (sum(e * e for e in earned), products, sum(p * p for p in possible))
    return VisitSums(len(made), sum(earned), sum(possible), *squares)


def two_periods(
    part: st.SearchStrategy[Evidence],
) -> st.SearchStrategy[tuple[dict[str, Evidence], dict[str, Evidence]]]:
    period = st.dictionaries(st.sampled_from("ABCDEF"), part, min_size=1)
    return st.tuples(period, period)


@pytest.mark.slow
@given(two_periods(shares()) | two_periods(scores()) | two_periods(visits()))
def test_the_parts_add_up_to_the_change_of_the_total(both: tuple[dict[str, Evidence], dict[str, Evidence]]) -> None:
    now, before = both
    result = mix_split(now, before)
    totals = [total(period) for period in both]
    if result is None:
        assert None in totals
        return
    assert totals[0] is not None
    assert totals[1] is not None
    assert result.difference == pytest.approx(totals[0] - totals[1], abs=1e-9)
    assert result.mix + result.within == pytest.approx(result.difference, abs=1e-9)
    assert sum(part.mix + part.within for part in result.parts) == pytest.approx(result.difference, abs=1e-9)
    back = mix_split(before, now)
    assert back is not None
    assert (back.mix, back.within) == pytest.approx((-result.mix, -result.within), abs=1e-9)


def total(period: dict[str, Evidence]) -> float | None:
    """The estimate of all answers together."""
    together: Evidence | None = None
    for part in period.values():
        together = part if together is None else together + part  # type: ignore[operator]
    return together.estimate if together is not None and together.n else None
