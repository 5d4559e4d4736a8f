"""Whether a step from one month to the next is what that month does every year. Knows a series of values only."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median
from typing import NamedTuple, TypeVar

from metrics.periods import MONTH_NAMES, Month
from metrics.statistics.distributions import Z95, incomplete_beta

Key = TypeVar("Key", bound=Hashable)

# With this year's step they make three years of the same step: the minimum for “every year”.
_EARLIER_YEARS = 2
# Pairs of the same step in consecutive years from which the ordinary year-to-year scatter is estimated.
_FEWEST_PAIRS = 12
# Shorter series, or fewer values, show no season of the calendar.
_SEASON_MONTHS, _SEASON_VALUES = 36, 30
# Up to this p there is one; a first rough look may end above the other.
_SEASON_P, _UNLIKELY_SEASON = 0.01, 0.1
# Alternating means are exact in the first round where months weigh the same and none is missing.
_ROUNDS = 8
# The median distance from the middle of a normal distribution, in standard deviations: Φ⁻¹(.75).
_MEDIAN_DISTANCE = 0.6744897501960817


class Season(StrEnum):
    """What earlier years show about a step."""

    EVERY_YEAR = "every_year"
    UNLIKE_OTHER_YEARS = "unlike_other_years"
    NO_SEASON = "no_season"


@dataclass(frozen=True, slots=True)
class SeasonalStep:
    """The step into `month` from the month before, beside the same step in `earlier` years, by year, oldest first."""

    month: Month
    step: float
    earlier: Mapping[int, float]
    season: Season

    @property
    def typical(self) -> float:
        """The mean of the earlier years' steps."""
        return fmean(self.earlier.values())

    @property
    def same_direction(self) -> int:
        """In how many earlier years the step had the same direction as now."""
        return sum(step * self.step > 0 for step in self.earlier.values())


def seasonal(history: Mapping[Month, float | None], month: Month) -> SeasonalStep | None:
    """The step into `month` beside the same step in earlier years; None with fewer than two of those (three years).

    It is *every year* if all earlier steps and this one have the same direction, their mean is farther from 0 than by
    chance, and this one is in the 95 % range about that mean; *unlike other years* if only this one does not fit.
    Chance is estimated from all steps of the history against the same step a year earlier, by their median size, so
    that a single odd month cannot hide a season. Months without a value are left out, not filled.

    **Source:** seasonal subseries: Cleveland, Visualizing Data, 1993; the robust standard deviation from the median
    absolute difference: Rousseeuw and Croux, Journal of the American Statistical Association 88, 1993; the range for
    one more value about a mean of k: Hahn and Meeker, Statistical Intervals, 1991, 4.7, with the scatter as known.
    """
    steps = _steps(history, month)
    this = _position(month)
    if this not in steps:
        return None
    earlier = {(at - 1) // 12: steps[at] for at in sorted(steps) if at % 12 == this % 12 and at != this}
    scatter = _scatter(steps)
    if len(earlier) < _EARLIER_YEARS or scatter is None:
        return None
    return SeasonalStep(month, steps[this], earlier, _season(steps[this], list(earlier.values()), scatter))


def calendar_season(
    history: Mapping[Month, float | None],
    weights: Mapping[Month, float] | None = None,
    levels: Mapping[Month, int] | None = None,
    *,
    is_known: bool = False,
) -> tuple[float, ...]:
    """By how much each calendar month, January first, lies above the mean of its year, where a season is found.

    Empty where there is none: with less than three years of months, or where the calendar months differ no more than
    months do anyway (F test, 1 in 100), unless it `is_known` that there is one. Months weigh by `weights` (default 1),
    as their answers. A level of its own belongs to each year, counted back from the newest month, within each stretch
    of `levels`, so that neither a trend nor a known change is taken for a season.

    **Source:** two-way analysis of variance of month and year: Fisher, Statistical Methods for Research Workers, 1925;
    fitted by alternating means: Tukey, Exploratory Data Analysis, 1977, chapter 10.
    """
    known = [(month, value) for month, value in history.items() if value is not None]
    if len(known) < _SEASON_VALUES or max(known)[0] - min(known)[0] < _SEASON_MONTHS - 1:
        return ()
    newest = max(known)[0]
    cells = [
        _Cell(
            month.number - 1,
            ((newest - month) // 12, levels.get(month, 0) if levels else 0),
            value,
            weights.get(month, 1.0) if weights else 1.0,
        )
        for month, value in known
    ]
    if not is_known and _season_p(cells, _fitted(cells, rounds=1)) > _UNLIKELY_SEASON:
        return ()
    season = _fitted(cells, rounds=_ROUNDS)
    return tuple(season) if is_known or _season_p(cells, season) <= _SEASON_P else ()


class _Cell(NamedTuple):
    """A month's value: its calendar month (0 to 11), the level it belongs to, and its weight."""

    number: int
    level: tuple[int, int]
    value: float
    weight: float


def _fitted(cells: Sequence[_Cell], rounds: int) -> list[float]:
    """By how much each calendar month lies above its year's level; 0 for one without a value."""
    season = [0.0] * 12
    for _ in range(rounds):
        level = _levels(cells, season)
        found = _means((cell.number, cell.value - level[cell.level], cell.weight) for cell in cells)
        middle = fmean(found.values())
        season = [found[number] - middle if number in found else 0.0 for number in range(12)]
    return season


def _levels(cells: Sequence[_Cell], season: Sequence[float]) -> dict[tuple[int, int], float]:
    return _means((cell.level, cell.value - season[cell.number], cell.weight) for cell in cells)


def _season_p(cells: Sequence[_Cell], season: Sequence[float]) -> float:
    """How probable calendar months so far apart are by chance; 1 where too little is left to tell."""
    level, plain = _levels(cells, season), _levels(cells, [0.0] * 12)
    left = math.fsum(cell.weight * (cell.value - level[cell.level] - season[cell.number]) ** 2 for cell in cells)
    whole = math.fsum(cell.weight * (cell.value - plain[cell.level]) ** 2 for cell in cells)
    months = len({cell.number for cell in cells}) - 1
    degrees = len(cells) - len(level) - months
    if degrees < 1 or whole <= 0:
        return 1.0
    return incomplete_beta(degrees / 2, months / 2, min(left / whole, 1.0))


def _means(items: Iterable[tuple[Key, float, float]]) -> dict[Key, float]:
    """The weighted mean of the values with each key."""
    sums: dict[Key, tuple[float, float]] = {}
    for key, value, weight in items:
        total, whole = sums.get(key, (0.0, 0.0))
        sums[key] = (total + value * weight, whole + weight)
    return {key: total / whole for key, (total, whole) in sums.items()}


def sentence(
    seasonal_step: SeasonalStep,
    written: Callable[[float], str] | None = None,
    named: Callable[[Month], str] | None = None,
) -> str:
    """What the earlier years show, as a sentence.

    `written` writes a step in the metric's unit with its sign (default: one decimal), `named` a month without its year.
    """
    written, named = written or _signed, named or _name
    name, previous = named(seasonal_step.month), named(seasonal_step.month.previous)
    years = _list([str(year) for year in seasonal_step.earlier])
    step, typical = seasonal_step.step, seasonal_step.typical
    now, usual = written(abs(step)).removeprefix("+"), written(abs(typical)).removeprefix("+")
    if seasonal_step.season is Season.EVERY_YEAR:
        verb = "rises" if step > 0 else "falls"
        return (
            f"It {verb} from {previous} to {name} every year: by {usual} on average in {years}, by {now} now. "
            "This is in line with the season."
        )
    if seasonal_step.season is Season.UNLIKE_OTHER_YEARS:
        verb = "rose" if typical > 0 else "fell"
        this_year = f"rose by {now}" if step > 0 else f"fell by {now}" if step < 0 else "stayed the same"
        return (
            f"In {years} it {verb} from {previous} to {name}, by {usual} on average; this time it {this_year}. "
            "The season does not explain that."
        )
    same_way = len({earlier > 0 for earlier in seasonal_step.earlier.values()}) == 1
    doubt = ", which chance alone could do" if same_way else ""
    return f"The step from {previous} to {name} shows no season: {_range(seasonal_step, written)} in {years}{doubt}."


def _steps(history: Mapping[Month, float | None], last: Month) -> dict[int, float]:
    """The steps into each month up to `last` by its position in time, where both months have a value."""
    until = _position(last)
    values = {at: value for month, value in history.items() if value is not None and (at := _position(month)) <= until}
    return {at: value - values[at - 1] for at, value in values.items() if at - 1 in values}


def _position(month: Month) -> int:
    return month.year * 12 + month.number


def _scatter(steps: Mapping[int, float]) -> float | None:
    """The standard deviation of one month's step from year to year; None from too few pairs."""
    apart = [abs(step - steps[at - 12]) for at, step in steps.items() if at - 12 in steps]
    if len(apart) < _FEWEST_PAIRS:
        return None
    return median(apart) / _MEDIAN_DISTANCE / math.sqrt(2)


def _season(step: float, earlier: list[float], scatter: float) -> Season:
    typical = fmean(earlier)
    same_way = all(each * typical > 0 for each in earlier)
    if not same_way or abs(typical) <= Z95 * scatter / math.sqrt(len(earlier)):
        return Season.NO_SEASON
    room = Z95 * scatter * math.sqrt(1 + 1 / len(earlier)) + 1e-9 * abs(typical)
    fits = step * typical > 0 and abs(step - typical) <= room
    return Season.EVERY_YEAR if fits else Season.UNLIKE_OTHER_YEARS


def _range(seasonal_step: SeasonalStep, written: Callable[[float], str]) -> str:
    low, high = min(seasonal_step.earlier.values()), max(seasonal_step.earlier.values())
    return f"{written(low)} to {written(high)}"


def _signed(number: float) -> str:
    text = f"{abs(number):.1f}"
    sign = "" if float(text) == 0 else "+" if number > 0 else "−"
    return sign + text


def _list(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _name(month: Month) -> str:
    return MONTH_NAMES[month.number - 1]
