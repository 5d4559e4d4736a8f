"""The words of the field as types: what a value, a standard, a change and a scope are. Imports none of the rest.

Everything here is a value: frozen, comparable, and safe to share.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from metrics.errors import BadValue, quoted
from metrics.periods import Month, PeriodKind

# Below it only the count is shown, so that no single answer can be recognised.
SMALLEST_N = 5
# Below it a value is marked as having few answers, and is not ranked.
FEW_ANSWERS = 30

# How many answers gave each score, on one scale: {5: 212, 4: 80}. Adds up exactly.
Tally = Mapping[int, int]


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"


class Audience(StrEnum):
    """Who was asked."""

    CUSTOMERS = "customers"
    STAFF = "staff"


class Kind(StrEnum):
    """The five kinds of input, one store. Counted results are a survey's, without its single answers."""

    SURVEY = "survey"
    COUNTED = "counted"
    SHOPPER = "shopper"
    OPERATIONS = "operations"
    BENCHMARKS = "benchmarks"


# What an item is of where people only wrote in their own words: a comment counts as one answer to it, for no metric.
COMMENT = "comment"


class MeasuredIn(StrEnum):
    """The unit of a metric's number; the pages decide how it is written."""

    NPS_POINTS = "NPS points"
    PERCENT = "%"
    OUT_OF_7 = "out of 7"
    PER_CONTACT = "per contact"
    MONEY = "money"
    PER_100_CUSTOMERS = "per 100 customers"
    VISITS_A_MONTH = "visits a month"


class Verdict(StrEnum):
    """Whether a value reaches its standard, as far as the answers can tell."""

    MET = "met"
    MISSED = "missed"
    TOO_CLOSE_TO_CALL = "too_close_to_call"
    TOO_FEW_ANSWERS = "too_few_answers"
    NO_STANDARD = "no_standard"
    NO_DATA = "no_data"


class ChangeWord(StrEnum):
    """What may be said about a difference between two periods."""

    ROSE = "rose"
    FELL = "fell"
    NO_REAL_CHANGE = "no_real_change"
    NO_MARGIN = "no_margin"
    TOO_FEW_ANSWERS = "too_few_answers"
    INCOMPLETE = "incomplete"
    MISSING = "missing"


class Variation(StrEnum):
    """Is it changing? The last whole month of a control chart."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class LimitsMethod(StrEnum):
    """How a control chart's limits are calculated: from values alone, or with how many answers each month has.

    Of rare events it is the cases (g) or the days (t) between two of them that have limits, not a month's value.
    """

    XMR = "xmr"
    I_PRIME = "i_prime"
    G = "g"
    T = "t"


class Assurance(StrEnum):
    """Will the process, as it is, meet its standard?"""

    CONSISTENT_PASS = "consistent_pass"
    CONSISTENT_FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True, slots=True, order=True)
class Scale:
    """A short scale of whole points, both ends included: 0 to 10, 1 to 5."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise BadValue(f"A scale runs from a lower to a higher whole number; {self} does not.")

    @classmethod
    def parse(cls, text: str) -> Scale:
        """Read "1-10". Raises BadValue on anything else."""
        low, dash, high = text.strip().partition("-")
        if not (dash and low.strip().isdecimal() and high.strip().isdecimal()):
            raise BadValue(f"“{quoted(text)}” is not a scale; write it as 1-10.")
        return cls(int(low), int(high))

    def holds(self, score: float) -> bool:
        """Whether `score` is a point of the scale (whole, and between its ends)."""
        return self.low <= score <= self.high and score == int(score)

    @property
    def said(self) -> str:
        """The scale as a sentence says it: “from 1 to 5”."""
        return f"from {self.low} to {self.high}"

    def __str__(self) -> str:
        return f"{self.low}-{self.high}"


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """What was asked or recorded: a metric, on a scale (None: measured, such as seconds), of an audience."""

    metric: str
    scale: Scale | None
    audience: Audience


@dataclass(frozen=True, slots=True)
class Value:
    """A metric's value for a unit and a period.

    `low` and `high` are the ends of the 95 % interval, None where there is none. `n` counts answers, visits or
    the denominator; None where a bare value was given. All of estimate, low and high are None when hidden or missing.
    `n_effective` is how many equal answers weighted ones are worth; None where nothing is weighted, or it is hidden.
    """

    estimate: float | None
    low: float | None
    high: float | None
    n: float | None
    n_effective: float | None = None

    @property
    def design_effect(self) -> float | None:
        """By how much weights widen what chance explains: n over the effective n; None where nothing is weighted."""
        return self.n / self.n_effective if self.n and self.n_effective else None


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two values with its 95 % interval and p; None where they are unknown."""

    estimate: float | None
    low: float | None
    high: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class Span:
    """The days that one figure covers, both ends included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Covered:
    """How many months of a period have data, out of those that usually would; or how many units have sent some."""

    found: int
    of: int
    of_units: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """This period compared with an earlier one: `now` and `before`, their difference, and the word for it.

    `covers` and `covers_now` say how much of the earlier and of this period has data, where that is not all of it; the
    difference is then withheld, and `withheld` has what it is all the same.
    """

    now: Value
    before: Value
    difference: Difference
    word: ChangeWord
    compared: Span
    covers: Covered | None = None
    covers_now: Covered | None = None
    withheld: Change | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """The number a metric must reach at a unit, from a month on. `unit` "" is the whole organisation."""

    metric: str
    value: float
    since: Month
    unit: str = ""
    owner: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The seconds or days within which a metric counts a case as in time, from a month on."""

    metric: str
    value: float
    since: Month


@dataclass(frozen=True, slots=True)
class ChartReset:
    """A person restarted the control limits in a month because the service changed, with the reason."""

    month: Month
    reason: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published value of a metric: by whom, for which month, and the values of the peers."""

    metric: str
    month: Month
    source: str
    peers: str
    value: float | None
    percentiles: Mapping[int, float]
    n: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """The usual range of a series' newest month: mean and natural limits; `trial` while it has fewer than 13 months.

    `seasonal`: a season that comes every year is allowed for.
    """

    mean: float
    lower: float
    upper: float
    trial: bool
    method: LimitsMethod = LimitsMethod.XMR
    seasonal: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What the reader looks at. `unit` "" is the whole organisation; `audience` None is each metric's own.

    Fiscal years start in month `fiscal_year_start` (1-12). Values of fewer than `smallest_n` answers are hidden; fewer
    than `few_n` are marked as few. All three come from the store's settings.
    """

    month: Month
    unit: str = ""
    channel: str | None = None
    audience: Audience | None = None
    period: PeriodKind = PeriodKind.MONTH
    to_day: dt.date | None = None
    fiscal_year_start: int = 1
    smallest_n: int = SMALLEST_N
    few_n: int = FEW_ANSWERS
