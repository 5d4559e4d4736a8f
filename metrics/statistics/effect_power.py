"""Whether an effect of a size that a person names would be found, and when. Knows an effect's margin, not its estimate.

The estimate so far is never taken for the truth: half of all waits that were promised that way came to nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from metrics.errors import BadValue
from metrics.statistics.difference_in_differences import CLAIM, LONGEST, LOOKS_FACTOR, Effect
from metrics.statistics.distributions import t_below, t_quantile

# In at least so many of 100 cases an effect is found, where it is said that months would tell.
ENOUGH = 70
# What the rule about the months before the start leaves of the power of the test: of 45 simulated waits to which the
# test alone gave 80 % or more, 32 found the effect.
LEFT = 0.89


@dataclass(frozen=True, slots=True)
class Prospect:
    """Of an effect of `size` (above 0): after how many whole months in all it would be found in 70 of 100 cases.

    `months` is None if twelve are not enough; `chance` (0 to 1) is that of finding it after twelve. `is_ruled_out`: the
    95 % interval so far holds no effect as large, either way.
    """

    size: float
    months: int | None
    chance: float
    is_ruled_out: bool


def prospect(effect: Effect, size: float) -> Prospect | None:
    """What months can show of an effect of `size`, in the metric's unit; None without a margin beside other units.

    The months after are taken to bring as many answers as those so far, and the units to wander as they did; then the
    part of the variance that comes from the months after shrinks with their number. Raises BadValue unless `size` is
    above 0.

    **Source:** power of a t test with the noncentral distribution shifted, as in Cohen, Statistical Power Analysis for
    the Behavioral Sciences, 2nd edition, 1988, 2.3; why not the estimate: Hoenig and Heisey, The American
    Statistician 55, 2001.
    """
    if not size > 0:
        raise BadValue("The effect to be found is a number above 0.")
    low, high, windows = effect.size.low, effect.size.high, effect.windows
    if low is None or high is None or windows is None or effect.untouched < 2:
        return None
    degrees, so_far = effect.untouched - 1, len(windows.after)
    error = (high - low) / 2 / t_quantile(0.975, degrees)
    needed = t_quantile(1 - CLAIM / LOOKS_FACTOR / 2, degrees)
    fixed = 1 / len(windows.before)

    def chance(months: int) -> float:
        own = error * math.sqrt((fixed + 1 / months) / (fixed + 1 / so_far))
        return LEFT * (1 - t_below(needed - size / own, degrees))

    enough = (months for months in range(max(1, so_far), LONGEST + 1) if 100 * chance(months) >= ENOUGH)
    return Prospect(size, next(enough, None), chance(LONGEST), -size < low and high < size)
