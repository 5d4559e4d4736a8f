"""How often a result as far from a standard comes by chance where the standard is just reached, counted exactly.

The intervals of shares and net scores are approximations that may be wrong too often for a few answers near an end.
"""

from __future__ import annotations

import math
from functools import lru_cache

from metrics.answers.evidence import Evidence, NetCounts, ShareCounts, VisitShare
from metrics.answers.weights import effective
from metrics.statistics.distributions import Z95, incomplete_beta
from metrics.statistics.intervals import adjusted_net

# Beyond so many answers the interval of a net score is wrong in less than 5 of 100, wherever it is.
MOST_COUNTED = 40
_HALVINGS = 40
_NEXT_TO_NOTHING = 1e-9
_MOST_NEEDED = 100_000


def chance_at_standard(evidence: Evidence, standard: float, *, below: bool) -> float | None:
    """How likely (0 to 1) a value as low (`below`) or as high as this is where the true one is `standard`.

    None for other evidence than shares and net scores, and for net scores of more than `MOST_COUNTED` answers. How many
    answer in between is not known for a net score; it is taken as likely as the answers and the standard allow.

    **Source:** the binomial distribution; for net scores the score method's estimate under the hypothesis: Tango,
    Statistics in Medicine 17, 1998, pp. 891-908.
    """
    evidence = effective(evidence)
    if isinstance(evidence, (ShareCounts, VisitShare)):
        hits, share = min(max(evidence.hits, 0), evidence.n), min(max(standard / 100, 0.0), 1.0)
        return _up_to(hits, evidence.n, share) if below else _up_to(evidence.n - hits, evidence.n, 1 - share)
    if not isinstance(evidence, NetCounts) or evidence.n > MOST_COUNTED:
        return None
    promoters, detractors, n = round(evidence.promoters), round(evidence.detractors), round(evidence.n)
    if not below:
        promoters, detractors, standard = detractors, promoters, -standard
    share = _promoters_at(promoters, detractors, n, min(max(standard / 100, -1.0), 1.0))
    return _net_up_to(promoters - detractors, n, share, share - standard / 100)


def answers_needed(evidence: Evidence, standard: float, *, below: bool) -> int | None:
    """How many answers, all of them the best, it takes until their interval leaves `standard` out.

    `below` where lower is better. None for other evidence than shares and net scores, and for a standard at the end.
    """
    if isinstance(evidence, (ShareCounts, VisitShare)):
        share = 1 - standard / 100 if below else standard / 100
        if not 0 < share < 1:
            return None
        return math.floor(share * Z95 * Z95 / (1 - share)) + 1  # the lower end of n hits in n is n/(n + z²)
    if not isinstance(evidence, NetCounts):
        return None
    wanted = -standard if below else standard
    n = 1
    while n < _MOST_NEEDED:
        score, variance = adjusted_net(NetCounts(n, 0, n))
        if score - Z95 * math.sqrt(variance) > wanted:
            return n
        n = n + 1 if n < 100 else n * 11 // 10
    return None


def _up_to(hits: float, n: float, share: float) -> float:
    """The chance of at most `hits` in `n` cases of chance `share`."""
    return 1.0 if hits >= n else incomplete_beta(n - hits, hits + 1, 1 - share)


def _promoters_at(promoters: float, detractors: float, n: float, net: float) -> float:
    """The most likely share of promoters where their share less that of detractors is `net`."""
    low, high = max(net, 0.0) + _NEXT_TO_NOTHING, (1 + net) / 2 - _NEXT_TO_NOTHING
    for _ in range(_HALVINGS):
        share = (low + high) / 2
        slope = (
            promoters / share + detractors / (share - net) - 2 * (n - promoters - detractors) / (1 - 2 * share + net)
        )
        low, high = (share, high) if slope > 0 else (low, share)
    return (low + high) / 2


@lru_cache(maxsize=4096)
def _net_up_to(net: int, n: int, promoters: float, detractors: float) -> float:
    """The chance that promoters less detractors among `n` answers is at most `net`."""
    between = max(1 - promoters - detractors, 0.0)
    chances = [1.0]
    for _ in range(n):  # one answer more moves the difference by -1, 0 or 1
        wide = [0.0, 0.0, *chances, 0.0, 0.0]
        chances = [
            promoters * wide[at] + between * wide[at + 1] + detractors * wide[at + 2] for at in range(len(wide) - 2)
        ]
    return sum(chances[: net + n + 1])
