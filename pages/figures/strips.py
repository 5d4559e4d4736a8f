"""Two small strips: where a value stands among its peers, and how far a difference with its interval lies from zero."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from metrics.vocabulary import Better, Difference
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

    def across(level: float) -> float:
        return EDGE + (PEER_WIDTH - 2 * EDGE) * (min(max(level, low), high) - low) / (high - low)

    quarter = percentiles.get(75 if better is Better.HIGHER else 25)
    drawn = [f'<rect class="b" x="0" y="5.5" width="{PEER_WIDTH}" height="4"/>']
    if quarter is not None:
        left, right = (across(quarter), PEER_WIDTH) if better is Better.HIGHER else (0.0, across(quarter))
        drawn.append(f'<rect class="q" x="{left:.1f}" y="5.5" width="{right - left:.1f}" height="4"/>')
    if 50 in percentiles:
        drawn.append(f'<path class="m" d="M{across(percentiles[50]):.1f} 2v11"/>')
    drawn.append(f'<circle class="d" cx="{across(value):.1f}" cy="7.5" r="2.8"/>')
    return _svg("peers", PEER_WIDTH, PEER_HEIGHT, label, "".join(drawn))


def difference_strip(difference: Difference, reach: float, sense: Sense, label: str) -> str:
    """A difference as a dot with its interval about a zero line; `reach` is the largest distance the strip can show.

    Strips that stand together take the same `reach`, so that they can be compared. Empty without a difference.
    """
    if difference.estimate is None or reach <= 0:
        return ""
    middle, room = DIFFERENCE_WIDTH / 2, DIFFERENCE_WIDTH / 2 - EDGE

    def across(level: float) -> float:
        return middle + room * min(max(level / reach, -1.0), 1.0)

    drawn = [f'<path class="m" d="M{middle} 1v15"/>']
    if difference.low is not None and difference.high is not None:
        drawn.append(f'<path class="i {sense}" d="M{across(difference.low):.1f} 8.5H{across(difference.high):.1f}"/>')
    drawn.append(f'<circle class="d {sense}" cx="{across(difference.estimate):.1f}" cy="8.5" r="3.4"/>')
    return _svg("difference", DIFFERENCE_WIDTH, DIFFERENCE_HEIGHT, label, "".join(drawn))


def _svg(name: str, width: int, height: int, label: str, inside: str) -> str:
    return (
        f'<svg class="{name}" role="img" aria-label="{escape(label)}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{inside}</svg>'
    )
