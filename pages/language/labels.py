"""The words for everything Plumbline knows: each verdict, change, signal and kind has its phrase here, nowhere else.

Numbers are written by `numbers`, whole sentences by `sentences`. Knows meanings, not pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from metrics.catalogue.metric import Metric
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.spc.control_chart import ControlChart
from metrics.spc.control_limits import FULL_LENGTH
from metrics.spc.special_causes import Signal
from metrics.statistics.peer_position import Standing
from metrics.statistics.seasonality import Season, sentence
from metrics.units.comparison import Funnel
from metrics.vocabulary import (
    FEW_ANSWERS,
    Assurance,
    Audience,
    Better,
    Change,
    ChangeWord,
    Kind,
    Value,
    Variation,
    Verdict,
)
from metrics.year_chance import LEAST, MOST
from pages.figures.palette import Sense
from pages.language import numbers

# Limits are drawn from this many values on; fewer would draw a range from hardly any steps.
VALUES_FOR_LIMITS = 6


VERDICTS = {
    Verdict.MET: "Met",
    Verdict.MISSED: "Missed",
    Verdict.TOO_CLOSE_TO_CALL: "Too close to call",
    Verdict.TOO_FEW_ANSWERS: "Too few answers",
    Verdict.NO_STANDARD: "No standard",
    Verdict.NO_DATA: "No answers",
}
VERDICT_SENSES = {
    Verdict.MET: Sense.BETTER,
    Verdict.MISSED: Sense.WORSE,
    Verdict.TOO_CLOSE_TO_CALL: Sense.NEITHER,
    Verdict.TOO_FEW_ANSWERS: Sense.NEITHER,
    Verdict.NO_STANDARD: Sense.NEITHER,
    Verdict.NO_DATA: Sense.NEITHER,
}
CHANGES = {
    ChangeWord.ROSE: "rose",
    ChangeWord.FELL: "fell",
    ChangeWord.NO_REAL_CHANGE: "no real change",
    ChangeWord.NO_MARGIN: "no margin",
    ChangeWord.TOO_FEW_ANSWERS: "too few answers",
    ChangeWord.INCOMPLETE: "covered in part",
    ChangeWord.MISSING: "no earlier data",
}
VARIATIONS = {
    Variation.COMMON_CAUSE: "steady",
    Variation.IMPROVEMENT_HIGH: "improving",
    Variation.IMPROVEMENT_LOW: "improving",
    Variation.CONCERN_HIGH: "worsening",
    Variation.CONCERN_LOW: "worsening",
    Variation.NEUTRAL_HIGH: "higher than usual",
    Variation.NEUTRAL_LOW: "lower than usual",
}
VARIATION_SENSES = {
    Variation.COMMON_CAUSE: Sense.NEITHER,
    Variation.IMPROVEMENT_HIGH: Sense.BETTER,
    Variation.IMPROVEMENT_LOW: Sense.BETTER,
    Variation.CONCERN_HIGH: Sense.WORSE,
    Variation.CONCERN_LOW: Sense.WORSE,
    Variation.NEUTRAL_HIGH: Sense.NEITHER,
    Variation.NEUTRAL_LOW: Sense.NEITHER,
}
ASSURANCES = {
    Assurance.CONSISTENT_PASS: "yes",
    Assurance.CONSISTENT_FAIL: "no",
    Assurance.INCONSISTENT: "sometimes",
}
ASSURANCE_SENSES = {
    Assurance.CONSISTENT_PASS: Sense.BETTER,
    Assurance.CONSISTENT_FAIL: Sense.WORSE,
    Assurance.INCONSISTENT: Sense.NEITHER,
}
SIGNALS = {
    Signal.ABOVE_LIMIT: "above the usual range",
    Signal.BELOW_LIMIT: "below the usual range",
    Signal.RISING_TREND: "rising for seven months",
    Signal.FALLING_TREND: "falling for seven months",
    Signal.TWO_OF_THREE_ABOVE: "two of three near the upper limit",
    Signal.TWO_OF_THREE_BELOW: "two of three near the lower limit",
    Signal.RUN_ABOVE: "seven months above the mean",
    Signal.RUN_BELOW: "seven months below the mean",
}
USUAL = "usual"
FUNNELS = {
    Funnel.INSIDE: "no different",
    Funnel.ABOVE: "above them",
    Funnel.BELOW: "below them",
    Funnel.TOO_FEW_ANSWERS: "too few answers",
}
KINDS = {
    Kind.SURVEY: "Survey answers",
    Kind.COUNTED: "Counted results",
    Kind.SHOPPER: "Shopper visits",
    Kind.OPERATIONS: "Operations figures",
    Kind.BENCHMARKS: "Benchmarks",
}
KIND_CASES = {
    Kind.SURVEY: "responses",
    Kind.COUNTED: "results",
    Kind.SHOPPER: "checklist lines",
    Kind.OPERATIONS: "figures",
    Kind.BENCHMARKS: "benchmarks",
}
AUDIENCES = {Audience.CUSTOMERS: "customers", Audience.STAFF: "staff"}
DIRECTIONS = {Better.HIGHER: "higher is better", Better.LOWER: "lower is better"}
# How long a stretch ends with the chosen month, as the filter bar offers it.
PERIODS = {
    PeriodKind.MONTH: "Single month",
    PeriodKind.QUARTER: "Quarter",
    PeriodKind.ROLLING3: "3 months",
    PeriodKind.ROLLING12: "12 months",
    PeriodKind.YEAR_TO_DATE: "Year to date",
}
# A change that is significant alone, but not when the number of tests is counted.
PROBABLY_CHANCE = "probably chance"
# A change by the test of the answers, but none that the control chart shows.
USUAL_SWINGS = "within usual swings"
# The two earlier periods a figure is compared with, as they stand at the end of a clause.
BEFORE = {
    PeriodKind.MONTH: "than a month before",
    PeriodKind.QUARTER: "than a quarter before",
    PeriodKind.ROLLING3: "than in the three months before",
    PeriodKind.ROLLING12: "than in the twelve months before",
    PeriodKind.YEAR_TO_DATE: "than in the year before",
}
A_YEAR_BEFORE = "than a year before"
# The same where both values are named: “79.6 to 77.3 % in a month”.
WITHIN = {
    "than a month before": "in a month",
    "than a quarter before": "in a quarter",
    "than in the three months before": "in three months",
    "than in the twelve months before": "in twelve months",
    "than in the year before": "in a year",
    A_YEAR_BEFORE: "in a year",
}


@dataclass(frozen=True, slots=True)
class ChangeText:
    """A change as it is read: the arrow ("" where nothing really changed), the number, the words and what they mean."""

    arrow: str
    step: str
    words: str
    sense: Sense


def sense_of(change: Change, better: Better) -> Sense:
    """Whether a change is for the better or the worse; only a real one is either."""
    if change.word not in (ChangeWord.ROSE, ChangeWord.FELL):
        return Sense.NEITHER
    return Sense.BETTER if (change.word is ChangeWord.ROSE) == (better is Better.HIGHER) else Sense.WORSE


def change_text(change: Change, metric: Metric) -> ChangeText:
    """A change in the words of the table: `▼ −2.3` `fell: worse`, `−0.6` `no real change`, `not yet`."""
    sense = sense_of(change, metric.better)
    step = ""
    if change.difference.estimate is not None:
        step = numbers.step(metric, change.difference.estimate, change.now.estimate)
    if sense is Sense.NEITHER:
        return ChangeText("", step, months_covered(change) or CHANGES[change.word], sense)
    arrow = "▲" if change.word is ChangeWord.ROSE else "▼"
    return ChangeText(arrow, step, f"{CHANGES[change.word]}: {sense.value}", sense)


def months_covered(change: Change) -> str:
    """Of which period how little has data, where no change is claimed for that.

    “only 5 of 12 months then”, “only 20–30 Sept 2026 then”.
    """
    part, when = (change.covers, "then") if change.covers is not None else (change.covers_now, "now")
    if change.word is not ChangeWord.INCOMPLETE:
        return ""
    if part is not None and part.of_units:
        return f"only {part.found} of {numbers.count(part.of, 'units')} {when}"
    if part is None:
        return f"only {numbers.span_label(change.compared)} then"
    return f"only {part.found} of {numbers.count(part.of, 'months')} {when}"


def clause(metric: Metric, sense: Sense) -> str:
    """What a change that is more than chance says of the metric, for the better or the worse, without a capital."""
    return metric.worsened if sense is Sense.WORSE else metric.improved


def no_data(metric: Metric, month: str) -> str:
    """The words for a month without data: “No answers in October 2026”; “No answers yet” where no month is said."""
    return f"No {metric.cases} in {month}" if month else f"No {metric.cases} yet"


def sample_size(metric: Metric, shown: Value, few_n: int = FEW_ANSWERS) -> str:
    """The sample size of a value: “1,130 answers”, “few answers: 12”; “count not given” for a bare value.

    Weighted answers, and several of one person, say what they are worth: “1,130 answers, worth 512 equal ones”.
    """
    worth = "" if shown.n_effective is None else f", worth {numbers.plain(round(shown.n_effective), 0)} equal ones"
    if shown.n is not None and 0 < shown.n < few_n:
        return f"few {metric.cases}: {numbers.plain(round(shown.n), 0)}{worth}"
    return f"{numbers.count(shown.n, metric.cases) or 'count not given'}{worth}"


def months_until_limits(chart: ControlChart, values: int) -> str | None:
    """Why no usual range is drawn, or that it is provisional; None where it is drawn in full.

    `values` counts the months with a value.
    """
    if values < VALUES_FOR_LIMITS:
        missing = VALUES_FOR_LIMITS - values
        return f"{more(missing, 'months')} until a usual range can be drawn."
    newest = chart.segments[-1] if chart.segments else None
    if newest is not None and newest.first > 0 and newest.moving_range is None:
        return "The limits were restarted too recently. Two months of data are needed."
    if chart.limits is None:
        return "All values are equal so far, so there is no usual range to draw."
    if chart.limits.trial:
        return f"The usual range is provisional until it has {FULL_LENGTH} months of data."
    return None


def more(missing: int, of: str) -> str:
    """How many are missing, as a sentence begins: “Five more months”."""
    return f"{numbers.in_words(missing).capitalize()} more {numbers.one_of(of) if missing == 1 else of}"


def limits_are_drawn(chart: ControlChart, values: int) -> bool:
    """Whether the usual range is shown; `values` counts the months with a value."""
    return chart.limits is not None and values >= VALUES_FOR_LIMITS


def peers_label(standing: Standing) -> str:
    """When the peers' figures were published, and how old they are: “Peers in Jan 2026, 9 months ago”."""
    month, age = numbers.short_month(standing.benchmark.month), standing.months_old
    return f"Peers in {month}" + (f", {numbers.count(age, 'months')} ago" if age else "")


def among_peers(standing: Standing, value: float, better: Better) -> str:
    """Where a value stands among its peers: “in the best quarter”, “above median”, “below median”; empty if unknown."""
    points = standing.benchmark.percentiles
    best = points.get(75 if better is Better.HIGHER else 25)
    if best is not None and (value >= best if better is Better.HIGHER else value <= best):
        return "best quarter"
    middle, name = (points[50], "median") if 50 in points else (standing.benchmark.value, "average")
    if middle is None:
        return ""
    return f"at {name}" if value == middle else f"{'above' if value > middle else 'below'} {name}"


def chance(probability: float) -> str:
    """A probability (0 to 1) as people say it: “about 70 in 100”, “at least 95 in 100”, “at most 5 in 100”."""
    in_hundred = round(100 * probability)
    if probability <= LEAST:
        return f"at most {100 * LEAST:.0f} in 100"
    return f"at least {100 * MOST:.0f} in 100" if probability >= MOST else f"about {in_hundred} in 100"


def is_explained_by_season(card: Scorecard) -> bool:
    """Whether the step on the month before comes every year, and the chart of what is left shows no step that way."""
    if card.seasonal is None or card.seasonal.season is not Season.EVERY_YEAR:
        return False
    before, newest = (None, None, *card.chart.signals)[-2:]
    began = newest is not None and (before is None or before.points_up != newest.points_up)
    return not (began and newest is not None and newest.points_up == (card.seasonal.step > 0))


def seasonal(card: Scorecard) -> str:
    """What earlier years say about the step into this month; empty with fewer than three years.

    Empty too where the chart against the season says more: a step without a season of its own in a seasonal series,
    and one that comes every year but stands out this time.
    """
    if card.seasonal is None:
        return ""
    is_yearly = card.seasonal.season is Season.EVERY_YEAR
    if is_yearly and not is_explained_by_season(card):
        return ""
    if card.seasonal.season is Season.NO_SEASON and card.chart.plain is not None:
        return ""
    size = card.value.estimate
    return sentence(card.seasonal, lambda step: numbers.step(card.metric, step, size), numbers.month_alone)
