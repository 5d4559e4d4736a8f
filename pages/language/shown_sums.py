"""Rounded parts that add up to their rounded total, so that a reader who adds what is shown gets what is shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from metrics.catalogue.metric import Metric
from metrics.statistics.mix_effect import MixSplit
from pages.language import numbers


def rounded(number: float, places: int) -> float:
    """The number as it is written with that many decimals."""
    return float(f"{number:.{places}f}")


def adding_up(amounts: Sequence[float], total: float, places: int) -> list[float]:
    """The amounts rounded to `places`, so that they add up to `total`, which is rounded so already.

    **Source:** the method of largest remainders (Hamilton): each is rounded down, and the units that are then missing
    go to those with the largest remainders. Where the total was rounded by itself a unit more may be spread.
    """
    if not amounts:
        return []
    unit = 10.0**-places
    lows = [math.floor(amount / unit + 1e-9) for amount in amounts]
    missing = round(total / unit) - sum(lows)
    for_all, left = divmod(missing, len(amounts))
    by_remainder = sorted(range(len(amounts)), key=lambda at: lows[at] - amounts[at] / unit)
    for place, at in enumerate(by_remainder):
        lows[at] += for_all + (place < left)
    return [rounded(low * unit, places) for low in lows]


def shown_split(split: MixSplit, metric: Metric, before: float, now: float) -> MixSplit:
    """The split in the digits that are shown: its parts add up to the change between the two values as shown."""
    places = numbers.decimals(metric, now)
    difference = rounded(rounded(now, places) - rounded(before, places), places)
    within, mix = adding_up([split.within, split.mix], difference, places)
    withins = adding_up([part.within for part in split.parts], within, places)
    mixes = adding_up([part.mix for part in split.parts], mix, places)
    parts = tuple(
        replace(part, within=own, mix=other) for part, own, other in zip(split.parts, withins, mixes, strict=True)
    )
    return MixSplit(difference, mix, within, parts)
