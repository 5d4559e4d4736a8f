"""The fields of the JSON that describes figures: reports, standards and time limits, each with what it means."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from metrics.units.comparison import Funnel
from metrics.vocabulary import Assurance, Better, ChangeWord, LimitsMethod, MeasuredIn, Variation, Verdict

_StandardFields = TypedDict(
    "_StandardFields",
    {
        "metric": Annotated[str, "The metric's id."],
        "unit": Annotated[str, "The unit it holds for; empty for the whole organisation."],
        "value": Annotated[float, "The number to reach."],
        "from": Annotated[str, "The first month it holds, as `2026-01`."],
        "owner": Annotated[str, "Who answers for it."],
        "reason": Annotated[str, "Why this number."],
    },
)


class StandardDocument(_StandardFields):
    """A standard."""


_LimitFields = TypedDict(
    "_LimitFields",
    {
        "metric": Annotated[str, "The metric's id."],
        "unit": Annotated[str, "Always empty: a limit holds for the whole organisation."],
        "value": Annotated[None, "Always null."],
        "limit": Annotated[float, "The seconds or days within which a case counts as in time."],
        "from": Annotated[str, "The first month it holds, as `2026-01`."],
        "owner": Annotated[str, "Always empty."],
        "reason": Annotated[str, "Always empty."],
    },
)


class LimitDocument(_LimitFields):
    """A time limit; it alone has the field `limit`."""


class CoveredDocument(TypedDict):
    """How many months of a period have data, where that is not all of them."""

    months: Annotated[int, "The months with data."]
    of: Annotated[int, "The months that would have data, by the rhythm in which they come."]


class UnitsSentDocument(TypedDict):
    """How many of the units that usually send data have sent some for the period's last month."""

    sent: Annotated[int, "The units that have."]
    of: Annotated[int, "The units that usually do."]
    missing: Annotated[list[str], "The paths of those that have not."]


# A difference between periods that are covered in part has a word by itself too; `claimed` is false then.
_WORDS = tuple(word for word in ChangeWord if word is not ChangeWord.INCOMPLETE)

_ChangeFields = TypedDict(
    "_ChangeFields",
    {
        "value": Annotated[float | None, "This period's value."],
        "from": Annotated[float | None, "The earlier period's value."],
        "n": Annotated[
            float | None, "How many answers or cases the earlier period has; null where a file gives only the value."
        ],
        "difference": Annotated[float | None, "This period's value minus the earlier one's."],
        "low": Annotated[float | None, "The lower end of its 95 % interval."],
        "high": Annotated[float | None, "The upper end of its 95 % interval."],
        "p": Annotated[float | None, "How probable a difference this large is by chance alone."],
        "word": Annotated[str, "What may be said of the difference by itself.", _WORDS],
        "claimed": Annotated[
            bool,
            "Whether pages and packs call it real: also among all tested, not the season's, all months in.",
        ],
        "covers": Annotated[
            CoveredDocument | None, "How much of the earlier period has data; null where all of it has, or none."
        ],
        "compared": Annotated[list[str], "The first and last day of the earlier period."],
    },
)


class ChangeDocument(_ChangeFields):
    """This period against an earlier one."""


class ControlLimitsDocument(TypedDict):
    """The usual range of a control chart in its newest month, in the metric's unit.

    Of failures that are rare: of the visits (`g`) or days (`t`) between two of them, with the median as `mean`.
    """

    mean: Annotated[float, "The centre line."]
    lower: Annotated[float, "The lower limit."]
    upper: Annotated[float, "The upper limit."]
    trial: Annotated[bool, "Whether they come from fewer than 13 months, so may still move much."]
    method: Annotated[
        str,
        "Whether limits are the same for all months, follow their answers, or are of gaps between.",
        LimitsMethod,
    ]


class GapDocument(TypedDict):
    """What lies between a failure and the one before it."""

    day: Annotated[str, "The day of the failure, as `2026-10-01`."]
    visits: Annotated[int, "Visits without one since the failure before."]
    days: Annotated[int, "Days since then."]


class RareEventsDocument(TypedDict):
    """What lies between failures that come less than once a month, and in at most one of ten visits."""

    gaps: Annotated[list[GapDocument], "Between each two of them, the oldest first."]
    visits_since: Annotated[int, "Visits since the newest failure."]
    days_since: Annotated[int, "Days from then to the newest visit."]
    day_limits: Annotated[ControlLimitsDocument | None, "The usual range of the days between two of them."]


class SeasonChartDocument(TypedDict):
    """The control chart as pages show it: each month against what its calendar month usually is."""

    variation: Annotated[str, "Whether it shows a real change, the season aside.", Variation]
    assurance: Annotated[str | None, "Whether the process meets the standard in every month of the year.", Assurance]
    limits: Annotated[ControlLimitsDocument | None, "The usual range of the newest month, with its season."]


class BenchmarkDocument(TypedDict):
    """The newest benchmark up to the report's month."""

    value: Annotated[float | None, "What the others reach."]
    source: Annotated[str, "Who published it."]
    month: Annotated[str, "The month it is of, as `2026-01`."]
    percentile: Annotated[float | None, "The share of the others that are below this value, 0 to 100."]


class MonthsMetDocument(TypedDict):
    """How often the standard was met in the last 12 months."""

    met: Annotated[int, "Months that met the standard."]
    of: Annotated[int, "Months with a verdict."]


class PointDocument(TypedDict):
    """One month of a series."""

    month: Annotated[str, "The month, as `2026-10`."]
    value: Annotated[float | None, "The month's value."]
    low: Annotated[float | None, "The lower end of its 95 % interval."]
    high: Annotated[float | None, "The upper end of its 95 % interval."]
    n: Annotated[float | None, "How many answers, visits or cases; null where a file gives only the value."]
    n_effective: NotRequired[
        Annotated[float, "How many equal answers of different people these are worth; with weights or repeated people."]
    ]
    lower: NotRequired[Annotated[float | None, "The month's own lower limit; only where limits follow the answers."]]
    upper: NotRequired[Annotated[float | None, "The month's own upper limit; likewise."]]


class ChartResetDocument(TypedDict):
    """A month from which the control chart is calculated from the start again."""

    month: Annotated[str, "The first month of the new range, as `2026-01`."]
    reason: Annotated[str, "Why, as somebody wrote it."]


_TimeLimitFields = TypedDict(
    "_TimeLimitFields",
    {
        "from": Annotated[str, "The first month it holds, as `2026-01`."],
        "limit": Annotated[float, "The seconds or days within which a case counts as in time."],
    },
)


_StandardPartFields = TypedDict(
    "_StandardPartFields",
    {
        "from": Annotated[str, "The part's first month, as `2026-01`."],
        "value": Annotated[float | None, "The standard then in force; null where there was none."],
    },
)


class StandardPartDocument(_StandardPartFields):
    """A part of a period in which one standard was in force."""


class TimeLimitDocument(_TimeLimitFields):
    """A time limit that changed within the series."""


class MixPartDocument(TypedDict):
    """What one part adds to the change."""

    name: Annotated[str, "The unit or channel; small groups are added together as the last."]
    mix: Annotated[float, "What its changed share adds."]
    within: Annotated[float, "What its own change adds."]


class MixDocument(TypedDict):
    """Why the total changed: `difference` is the sum of `mix` and `within`, in the metric's unit."""

    difference: Annotated[float, "The change month on month."]
    mix: Annotated[float, "What comes from other shares of the parts."]
    within: Annotated[float, "What comes from changes inside the parts."]
    parts: Annotated[list[MixPartDocument], "The same for each part."]


class ComparisonDocument(TypedDict):
    """One unit or channel beside the others; values are null where it has too few answers to be shown."""

    name: Annotated[str, "The unit's path or the channel."]
    value: Annotated[float | None, "Its value."]
    n: Annotated[float | None, "How many answers or cases it has."]
    low: Annotated[float | None, "The lower end of its 95 % interval."]
    high: Annotated[float | None, "The upper end of its 95 % interval."]
    funnel: Annotated[str, "Where it lies among the others, given how many answers it has.", Funnel]
    shrunk: Annotated[float | None, "The value it is ranked by: small samples are pulled towards the average."]
    q: Annotated[float | None, "The false discovery rate at which it would be said to differ."]


class BreakdownDocument(TypedDict):
    """What `--by` adds to a scorecard."""

    mix: MixDocument | None
    compared: list[ComparisonDocument]


class ScorecardDocument(TypedDict):
    """One metric. Shares run from 0 to 100; values are not rounded, and null with too few answers."""

    metric: Annotated[str, "The metric's id."]
    name: Annotated[str, "Its name, with the time limit in force."]
    better: Annotated[str, "Which way is good.", Better]
    measured_in: Annotated[str, "What its numbers count.", MeasuredIn]
    value: Annotated[float | None, "This period's value."]
    low: Annotated[float | None, "The lower end of its 95 % interval."]
    high: Annotated[float | None, "The upper end of its 95 % interval."]
    n: Annotated[float | None, "How many answers, visits or cases; null where a file gives only the value."]
    n_effective: NotRequired[
        Annotated[float, "How many equal answers of different people these are worth; with weights or repeated people."]
    ]
    design_effect: NotRequired[Annotated[float, "n over n_effective; as above."]]
    left_out: NotRequired[
        Annotated[float, "Answers of hidden months, which the period does not count; if there are any."]
    ]
    standard: Annotated[float | None, "The standard in force; of a period in which it changed, the mean weighted by n."]
    standard_since: Annotated[str | None, "The first month it holds, as `2026-01`."]
    standards: Annotated[list[StandardPartDocument], "Where the standard changed within the period: each part of it."]
    verdict: Annotated[str, "Whether the value meets the standard.", Verdict]
    verdict_waits: Annotated[
        bool,
        "Whether *met* or *missed* may be chance: it comes in over 5 of 100 where the standard is just reached.",
    ]
    month_on_month: Annotated[ChangeDocument, "Against the period before."]
    year_on_year: Annotated[ChangeDocument, "Against the same period a year earlier."]
    whole: Annotated[bool, "Whether all months of the period, up to its end, have data; else a verdict is so far."]
    covers: Annotated[CoveredDocument | None, "How much of the period has data; null where all of it has, or none."]
    units: Annotated[UnitsSentDocument | None, "How many units have sent data; null where all usual ones have."]
    reaches: Annotated[str, "The last day that is counted, as `2026-10-31`."]
    variation: Annotated[str | None, "Whether the control chart shows a real change.", Variation]
    assurance: Annotated[str | None, "Whether the process, as it is, meets the standard.", Assurance]
    limits: Annotated[ControlLimitsDocument | None, "The usual range in the newest month."]
    against_season: Annotated[
        SeasonChartDocument | None, "The same against the season; null where none is found. The three above ignore it."
    ]
    benchmark: Annotated[BenchmarkDocument | None, "What others reach, by the newest source."]
    benchmarks: Annotated[list[BenchmarkDocument], "The newest of each source and group of peers, the newest first."]
    chance: Annotated[float | None, "Probability, .05 to .95, that the year's level so far meets the standard."]
    months_met: Annotated[MonthsMetDocument, "How often the standard was met."]
    seasonal: Annotated[str | None, "Whether this step comes every year, as a sentence."]
    series: Annotated[list[PointDocument], "The last `--months` months, oldest first."]
    notes: Annotated[list[str], "What a reader should know about the value."]
    rebases: Annotated[list[ChartResetDocument], "Where the control chart starts again."]
    time_limits: Annotated[list[TimeLimitDocument], "Time limits that changed within the series."]
    rare_events: NotRequired[
        Annotated[RareEventsDocument, "Where failures are rare: what lies between them, which `limits` are of then."]
    ]
    mix: NotRequired[Annotated[MixDocument | None, "Why the total changed; only with `--by`."]]
    compared: NotRequired[Annotated[list[ComparisonDocument], "The parts beside each other; only with `--by`."]]


class ReportDocument(TypedDict):
    """The scorecards of one unit and period."""

    month: Annotated[str | None, "The period's last month, as `2026-10`; null where nothing has been measured."]
    unit: Annotated[str, "The unit's path; empty for the whole organisation."]
    channel: Annotated[str | None, "The one channel that is counted; null for all."]
    revision: Annotated[int, "How many changes the store has had."]
    scorecards: Annotated[list[ScorecardDocument], "One for each metric with data."]
