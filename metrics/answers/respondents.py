"""People who answer several times, and samples that take in much of a known number of people. Knows sums only.

Both change what answers are worth: five answers of one person who always says the same are worth one, and where 50 of
60 members of staff answered little is left to chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

# A complete survey leaves nothing to chance: its answers are worth so many times their number.
_NOTHING_LEFT = 1e9
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Repeats:
    """What the answers of people who gave several add to the scatter of sums; x is an answer's worth in the sum.

    Over people with n answers that add up to t: `fewer` Σ(n - 1), `pairs` Σn(n - 1), `products` Σt(n - 1), and
    `squares` Σ(t² - Σx²). All are 0 where everybody answered once, so they are kept of the others alone, and add up.
    """

    fewer: float
    pairs: float
    products: float
    squares: float

    def __add__(self, other: Repeats) -> Repeats:
        return Repeats(
            self.fewer + other.fewer,
            self.pairs + other.pairs,
            self.products + other.products,
            self.squares + other.squares,
        )

    def times(self, factor: float) -> Repeats:
        """The same people counted `factor` times, as when they are taken out of a sum again (-1)."""
        return Repeats(factor * self.fewer, factor * self.pairs, factor * self.products, factor * self.squares)

    def in_steps(self, factor: float) -> Repeats:
        """The same answers with their worth x counted in finer steps, `factor` to one."""
        return Repeats(self.fewer, self.pairs, factor * self.products, factor * factor * self.squares)


def added_repeats(one: Repeats | None, other: Repeats | None) -> Repeats | None:
    """The repeated answers of two pieces of evidence together; None where neither has any."""
    if one is None or other is None:
        return one or other
    return one + other


def share_worth(repeats: Repeats, n: float, total: float, squares: float) -> float:
    """How many equal, independent answers each of `n` is worth, at most 1: 1 over the design effect.

    `total` and `squares` are Σx and Σx² over all answers. The variance of the mean is that of the ratio Σt/Σn over
    people, linearised; never less than that of independent answers; with as many degrees of freedom as there are
    people, as far as answers are repeated. Equal answers of everybody count once for each person.

    **Source:** Cochran, Sampling Techniques, 3rd edition, 1977, 6.4 (the ratio over clusters); the design effect: Kish,
    Survey Sampling, 1965, 8.2; degrees of freedom: Korn and Graubard, Analysis of Health Surveys, 1999, 3.2.
    """
    people = n - repeats.fewer
    if n <= 1 or repeats.pairs <= 0 or people <= 1:
        return 1.0 if repeats.pairs <= 0 else 1 / n
    mean = total / n
    single = squares - n * mean * mean
    if single <= 1e-12 * squares or single <= 0:
        return 1 / (1 + repeats.pairs / n)
    beyond = repeats.squares - 2 * mean * repeats.products + mean * mean * repeats.pairs
    effect = people / (people - 1) * (single + beyond) / (single * n / (n - 1))
    return (1 - (1 - _few_people(people - 1)) * (1 - people / n)) / max(effect, 1.0)


def _few_people(degrees: float) -> float:
    """The square of z over t, both at .975: Cornish and Fisher's expansion in 1/degrees, to a hundredth from 3 on."""
    s = _Z * _Z
    over = 1 + (s + 1) / (4 * degrees) + (3 + s * (16 + 5 * s)) / (96 * degrees**2)
    over += (-15 + s * (17 + s * (19 + 3 * s))) / (384 * degrees**3)
    return 1 / (over * over)


def census_factor(population: float | None, people: float) -> float:
    """By how much the answers of `people` of a `population` are worth more, since few of it are left out; 1 if unknown.

    More people than the population has cannot be: then it is not used.

    **Source:** the finite-population correction, Cochran, Sampling Techniques, 3rd edition, 1977, 2.6.
    """
    if population is None or population < people or population <= 1 or people <= 0:
        return 1.0
    return min((population - 1) / (population - people), _NOTHING_LEFT) if population > people else _NOTHING_LEFT
