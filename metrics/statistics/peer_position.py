"""The position of a value among published peers. Knows benchmarks and values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from metrics.periods import Month
from metrics.vocabulary import Benchmark


@dataclass(frozen=True, slots=True)
class Standing:
    """The benchmark a value is compared with, the share of peers below it (0-100, None: unknown), and its age."""

    benchmark: Benchmark
    percentile: float | None
    months_old: int


def standing(value: float | None, benchmarks: Sequence[Benchmark], month: Month) -> Standing | None:
    """The position of `value` in the newest of a metric's benchmarks up to `month`; None without a benchmark.

    Of two benchmarks of the same month the first given counts. The percentile counts from low to high values,
    whichever direction is good.
    """
    known = [benchmark for benchmark in benchmarks if benchmark.month <= month]
    if not known:
        return None
    newest = max(known, key=lambda benchmark: benchmark.month)
    position = None if value is None else percentile(value, newest.percentiles)
    return Standing(newest, position, month - newest.month)


def standings(value: float | None, benchmarks: Sequence[Benchmark], month: Month) -> tuple[Standing, ...]:
    """The position of `value` in the newest benchmark up to `month` of each source and group of peers, newest first.

    The first is that of `standing`.
    """
    by_source: dict[tuple[str, str], list[Benchmark]] = {}
    for benchmark in benchmarks:
        by_source.setdefault((benchmark.source, benchmark.peers), []).append(benchmark)
    found = [own for each in by_source.values() if (own := standing(value, each, month)) is not None]
    return tuple(sorted(found, key=lambda own: own.months_old))


def percentile(value: float, points: Mapping[int, float]) -> float | None:
    """The percentile of `value` by straight lines between the given points {25: 71.0, 50: 78.5}; None outside them.

    If several percentiles share one value, the middle of them. Points whose values do not all rise are not a
    distribution and give None.

    **Source:** linear interpolation between published quantiles, as definition 4 of Hyndman and Fan, “Sample Quantiles
    in Statistical Packages”, The American Statistician 50, 1996.
    """
    ranks = sorted(points)
    values = [points[rank] for rank in ranks]
    if values != sorted(values) and values != sorted(values, reverse=True):
        return None
    equal = [rank for rank in ranks if points[rank] == value]
    if equal:
        return (equal[0] + equal[-1]) / 2
    for lower, upper in pairwise(ranks):
        start, end = points[lower], points[upper]
        if min(start, end) < value < max(start, end):
            return lower + (upper - lower) * (value - start) / (end - start)
    return None
