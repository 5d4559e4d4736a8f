"""Two or three units compared with each other, pair by pair: too few to say which is the odd one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from metrics.answers.evidence import Evidence
from metrics.statistics.difference import difference
from metrics.statistics.intervals import Bounds, estimate
from metrics.vocabulary import FEW_ANSWERS, Difference

# A pair is said to differ up to this chance of saying so of any pair where none does.
CLAIMED = 0.05


@dataclass(frozen=True, slots=True)
class UnitPair:
    """How far the unit `high` is above the unit `low`, in the metric's unit.

    `p` allows for all pairs that were tested; None without a margin, or with few answers on either side.
    """

    high: str
    low: str
    difference: Difference
    p: float | None

    @property
    def differs(self) -> bool:
        """Whether it may be said to: its interval excludes 0, and p is small enough."""
        return self.p is not None and self.p <= CLAIMED and self.difference.low is not None and self.difference.low > 0


def unit_pairs(
    units: Mapping[str, Evidence], bounds: Bounds = (None, None), few_n: int = FEW_ANSWERS
) -> tuple[UnitPair, ...]:
    """Each pair of units, none of them empty; only pairs with at least `few_n` answers on both sides are tested."""
    ordered = sorted(units, key=lambda name: (-(estimate(units[name]) or 0.0), name))
    pairs = list(combinations(ordered, 2))
    apart = [difference(units[high], units[low], bounds) for high, low in pairs]
    enough = [min(units[high].n or 0, units[low].n or 0) >= few_n for high, low in pairs]
    tried = [at for at, each in enumerate(apart) if each.p is not None and enough[at]]
    adjusted = dict(zip(tried, adjusted_for_all([apart[at].p or 0.0 for at in tried]), strict=True))
    return tuple(
        UnitPair(high, low, each, adjusted.get(at))
        for at, ((high, low), each) in enumerate(zip(pairs, apart, strict=True))
    )


def adjusted_for_all(chances: Sequence[float]) -> list[float]:
    """Each p with the chance of any false claim among all of them kept in it, in the same order.

    **Source:** Holm, “A Simple Sequentially Rejective Multiple Test Procedure”, Scandinavian Journal of Statistics 6,
    1979.
    """
    found, largest = [0.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        largest = max(largest, min(1.0, (len(chances) - rank) * chances[place]))
        found[place] = largest
    return found
