"""A few parts (channels), each against all the others together: which differ by more than chance. Knows no store.

For a handful of parts a funnel says little, since it must learn from those few how much they differ anyhow.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from metrics.change import difference
from metrics.evidence import Evidence, total
from metrics.fairness import CLAIM, q_values
from metrics.intervals import Bounds, estimate
from metrics.judgement import FEW_ANSWERS, SMALLEST_N, is_hidden
from metrics.vocabulary import Difference


@dataclass(frozen=True, slots=True)
class AgainstRest:
    """A part's difference from all others shown, in the metric's unit, and its q among all that were tried.

    `q` is None where there is no margin to judge by or too few answered on either side.
    """

    name: str
    difference: Difference
    q: float | None

    @property
    def is_apart(self) -> bool:
        """Whether it may be said to differ: its interval leaves out 0 and it survives among all that were tried."""
        low, high = self.difference.low, self.difference.high
        if self.q is None or low is None or high is None:
            return False
        return self.q <= CLAIM and not low <= 0 <= high


def against_rest(
    parts: Mapping[str, Evidence],
    *,
    bounds: Bounds = (None, None),
    hidden: AbstractSet[str] = frozenset(),
    smallest_n: int = SMALLEST_N,
    few_n: int = FEW_ANSWERS,
) -> tuple[AgainstRest, ...]:
    """Each shown part against the sum of the other shown ones, by name; empty with fewer than two.

    `hidden` and parts with fewer than `smallest_n` answers take no part; fewer than `few_n` on a side are not tried.
    """
    shown = {
        name: part
        for name, part in sorted(parts.items())
        if name not in hidden and not is_hidden(part, smallest_n) and estimate(part) is not None
    }
    found = {}
    for name, part in shown.items():
        rest = total([other for key, other in shown.items() if key != name])
        if rest is not None and estimate(rest) is not None:
            found[name] = difference(part, rest, bounds), min(part.n or 0, rest.n or 0) >= few_n
    tried = [name for name, (apart, enough) in found.items() if apart.p is not None and enough]
    q_of = dict(zip(tried, q_values([found[name][0].p or 0.0 for name in tried]), strict=True))
    return tuple(AgainstRest(name, apart, q_of.get(name)) for name, (apart, _) in found.items())
