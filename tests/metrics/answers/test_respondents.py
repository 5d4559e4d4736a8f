"""What repeated answers and known populations make answers worth: textbook, limits, false changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import NetCounts, ScoreSums, ShareCounts, rest
from metrics.answers.respondents import Repeats, census_factor, share_worth
from metrics.answers.weights import effective, effective_n
from metrics.statistics.difference import difference, word
from metrics.statistics.intervals import value
from metrics.vocabulary import ChangeWord

NPS = (-100.0, 100.0)
SHARE = (0.0, 100.0)

people = st.lists(st.lists(st.integers(-1, 1), min_size=1, max_size=5), min_size=3, max_size=30)


def repeats_of(answers: list[list[int]]) -> Repeats:
    """The sums over people who answered several times."""
    found = Repeats(0, 0, 0, 0)
    for own in answers:
        n, t = len(own), sum(own)
        found += Repeats(n - 1, n * (n - 1), t * (n - 1), t * t - sum(x * x for x in own))
    return found


def net(answers: list[list[int]]) -> NetCounts:
    every = [x for own in answers for x in own]
    return NetCounts(every.count(1), every.count(-1), len(every), repeats=repeats_of(answers))


def linearised(answers: list[list[int]]) -> float:
    """The variance of the mean as a ratio over people, from the people themselves."""
    totals, sizes = np.array([sum(own) for own in answers], float), np.array([len(own) for own in answers], float)
    ratio = totals.sum() / sizes.sum()
    m = len(answers)
    return float(m / (m - 1) * ((totals - ratio * sizes) ** 2).sum() / sizes.sum() ** 2)


@given(people)
def test_with_many_people_answers_are_worth_what_the_ratio_over_people_says(answers: list[list[int]]) -> None:
    many = answers * 40  # so many that degrees of freedom do not count
    every = np.array([x for own in many for x in own], float)
    counts = net(many)
    assert counts.repeats is not None
    worth = share_worth(counts.repeats, counts.n, counts.total, counts.squares)
    if every.var() == 0 or counts.repeats.pairs == 0:
        return
    effect = max(linearised(many) / (every.var(ddof=1) / len(every)), 1)
    assert worth == pytest.approx(1 / effect, rel=0.06)
    assert worth <= 1


def test_everybody_who_always_says_the_same_counts_once() -> None:
    answers = [[1] * 5 if at % 2 else [0] * 5 for at in range(2000)]
    found = effective_n(net(answers))
    assert found is not None
    assert found == pytest.approx(2000, rel=0.01)
    assert effective_n(net([[1, 1], [1, 1]] * 30)) == pytest.approx(60)


def test_without_repeated_answers_nothing_changes() -> None:
    counts = NetCounts(50, 20, 100, repeats=Repeats(0, 0, 0, 0))
    assert value(counts, NPS).low == value(NetCounts(50, 20, 100), NPS).low
    assert effective_n(NetCounts(50, 20, 100)) is None


def test_evidence_with_repeats_adds_up_and_comes_apart() -> None:
    one, other = net([[1, 1], [0]] * 9), net([[-1, 1, 1], [0, 0]] * 7)
    assert (one + other).repeats == repeats_of([[1, 1], [0]] * 9 + [[-1, 1, 1], [0, 0]] * 7)
    assert rest(one + other, [other]) == one


def test_finer_steps_do_not_change_what_answers_are_worth() -> None:
    sums = ScoreSums(6, 36, 222, repeats=repeats_of([[7, 6], [7, 5], [6, 5]]))
    assert effective_n(sums.in_steps_of(4)) == pytest.approx(effective_n(sums))


@pytest.mark.parametrize(("population", "factor"), [(None, 1), (60, 5.9), (50, 1e9), (40, 1), (5_000_000, 1)])
def test_a_known_population_makes_answers_worth_more_the_fewer_of_it_are_left_out(
    population: float | None, factor: float
) -> None:
    assert census_factor(population, 50) == pytest.approx(factor, rel=1e-4)


def test_of_sixty_members_of_staff_fifty_have_a_margin_two_fifths_as_wide() -> None:
    """√((60 - 50)/(60 - 1)) = .41 of the margin of fifty from a large population."""
    sample, known = value(NetCounts(25, 10, 50), NPS), value(NetCounts(25, 10, 50, population=60), NPS)
    assert sample.low is not None
    assert sample.high is not None
    assert known.low is not None
    assert known.high is not None
    assert (known.high - known.low) / (sample.high - sample.low) == pytest.approx(0.41, abs=0.03)
    assert known.n_effective is None
    whole = value(ShareCounts(45, 60, population=60), SHARE)
    assert (whole.low, whole.high) == pytest.approx((75, 75), abs=0.01)


def test_people_not_answers_are_held_against_the_population() -> None:
    twice = NetCounts(50, 20, 100, repeats=Repeats(50, 100, 30, 0), population=60)
    assert effective(twice).n == pytest.approx(5.9 * (effective_n(twice) or 0))


@pytest.mark.slow
def test_forty_customers_who_answer_five_times_change_by_chance_in_one_of_twenty() -> None:
    """Agreement .5 among a person's answers; as independent answers it would be one of four."""
    chance = np.random.default_rng(20261212)

    def month() -> NetCounts:
        own = chance.choice([1, -1, 0], (40, 5), p=[0.5, 0.2, 0.3])
        usual = chance.choice([1, -1, 0], (40, 1), p=[0.5, 0.2, 0.3])
        return net(np.where(chance.random((40, 5)) < 0.5**0.5, usual, own).tolist())

    words = [word(difference(month(), month(), NPS)) for _ in range(1500)]
    assert sum(each is not ChangeWord.NO_REAL_CHANGE for each in words) / 1500 < 0.065
