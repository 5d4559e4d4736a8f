"""Two small strips: where a value is among its peers, and how far a difference with its interval is from zero."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.vocabulary import Better, Difference
from pages.figures.axis import circle, inline, rect, scale
from pages.figures.palette import Sense

PEER_WIDTH, PEER_HEIGHT = 72, 15
DIFFERENCE_WIDTH, DIFFERENCE_HEIGHT = 64, 17
EDGE = 5.0


def peer_strip(value: float, percentiles: Mapping[int, float], better: Better, label: str) -> str:
    """Peers from the lowest to the highest given percentile: tick at the median, dark best quarter, dot for the value.

    Empty where fewer than two percentiles are known.
    """
    if len(percentiles) < 2:
        return ""
    low, high = min(percentiles.values()), max(percentiles.values())
    if high <= low:
        return ""
    across = scale(low, high, EDGE, PEER_WIDTH - EDGE)
    quarter = percentiles.get(75 if better is Better.HIGHER else 25)
    drawn = [rect("b", 0, 5.5, PEER_WIDTH, 9.5)]
    if quarter is not None:
        left, right = (across(quarter), PEER_WIDTH) if better is Better.HIGHER else (0.0, across(quarter))
        drawn.append(rect("q", left, 5.5, right, 9.5))
    if 50 in percentiles:
        drawn.append(f'<path class="m" d="M{across(percentiles[50]):.1f} 2v11"/>')
    drawn.append(circle("d", across(min(max(value, low), high)), 7.5, 2.8))
    return inline("peers", PEER_WIDTH, PEER_HEIGHT, label, "".join(drawn))


def difference_strip(difference: Difference, reach: float, sense: Sense, label: str) -> str:
    """A difference as a dot with its interval about a zero line; `reach` is the largest distance the strip can show.

    Strips side by side take the same `reach`, so that they can be compared. Empty without a difference.
    """
    if difference.estimate is None or reach <= 0:
        return ""
    middle, room = DIFFERENCE_WIDTH / 2, DIFFERENCE_WIDTH / 2 - EDGE

    def across(level: float) -> float:
        return middle + room * min(max(level / reach, -1.0), 1.0)

    drawn = [f'<path class="m" d="M{middle} 1v15"/>']
    if difference.low is not None and difference.high is not None:
        drawn.append(f'<path class="i {sense}" d="M{across(difference.low):.1f} 8.5H{across(difference.high):.1f}"/>')
    drawn.append(circle(f"d {sense}", across(difference.estimate), 8.5, 3.4))
    return inline("difference", DIFFERENCE_WIDTH, DIFFERENCE_HEIGHT, label, "".join(drawn))
