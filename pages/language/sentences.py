"""Whole sentences about scorecards: headlines, what a chart shows, what a comparison says.

A sentence says nothing that its scorecards do not; what a headline claims is decided in `claims`.
"""

from __future__ import annotations

from collections.abc import Sequence

from metrics.comparison_periods import spans
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.vocabulary import Change, ChangeWord, Scope, Verdict
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.chart_series import known_values, newest_band, track
from pages.language.early_ends import is_all_so_far
from pages.language.labels import chance, clause, months_covered, months_until_limits, no_data
from pages.language.period_standards import standard_note
from pages.language.process_words import newest_stretch, since_words, will_it_hold
from pages.language.significance import (
    NOTHING_TO_COMPARE,
    REAL,
    Claims,
    RealChange,
    change_text_among,
    claims,
    comparisons,
    counts,
    is_claimed,
    real_changes,
)

__all__ = [
    "NOTHING_CHANGED",
    "NOTHING_ELSE",
    "RealChange",
    "chart_sentence",
    "comparisons",
    "counts",
    "from_here",
    "headline",
    "in_period",
    "metric_headline",
    "period_name",
    "real_changes",
    "why",
]

_ALONE = {
    Verdict.MISSED: "was missed",
    Verdict.TOO_CLOSE_TO_CALL: "was too close to call",
    Verdict.MET: "was met",
    Verdict.TOO_FEW_ANSWERS: "had too few answers",
    Verdict.NO_DATA: "had no answers",
}
# Where shoppers' visits fail too rarely for a chart of months.
INSTEAD = "Failures are too rare for a usual range of months; what lies between two of them is judged instead."
NOTHING_CHANGED = "Nothing really changed."
NOTHING_ELSE = "Nothing else really changed."
# Where the table names changes as real that do not survive among all that were tested, or come every year.
NOTHING_SURE = "Other movements are within chance or seasonal variation."
# Where this month's customers answered differently, and the process did not leave what is usual for it.
WITHIN_SWINGS = "within {} usual swings"
SWINGS_NAMED = 2


def period_name(scope: Scope) -> str:
    """The period a reader looks at: “October 2026”, “1 to 12 November 2026”, “the 12 months to October 2026”."""
    month = numbers.month_name(scope.month)
    if scope.to_day is not None:
        return numbers.span(spans(scope).now)
    return {
        PeriodKind.MONTH: month,
        PeriodKind.QUARTER: f"the quarter to {month}",
        PeriodKind.ROLLING3: f"the 3 months to {month}",
        PeriodKind.ROLLING12: f"the 12 months to {month}",
        PeriodKind.YEAR_TO_DATE: f"the year to {month}",
    }[scope.period]


def in_period(scope: Scope) -> str:
    """The same behind a verb: “in October 2026”, “from 1 to 12 November 2026”."""
    return f"{'in' if scope.to_day is None else 'from'} {period_name(scope)}"


def headline(cards: Sequence[Scorecard], scope: Scope) -> str:
    """The landing page's answer: how many standards were met, the surest worsening, the surest improvement."""
    found = claims(cards, scope)
    when = f"so far {in_period(scope)}" if is_all_so_far(cards) else in_period(scope)
    if not found.recorded:
        return f"There are no figures to show {when}."
    return f"{_standards_met(found, when)} {_what_changed(found)}"


def _standards_met(found: Claims, when: str) -> str:
    met, all_of_them = found.met, found.standards
    if not all_of_them:
        return f"No standard is set {when}."
    if all_of_them == 1:
        return f"The one standard {_ALONE[next(iter(found.judged))]} {when}."
    if met == all_of_them:
        return f"All {numbers.in_words(met)} standards were met {when}."
    verb = "was" if met == 1 else "were"
    return f"{numbers.in_words(met).capitalize()} of {all_of_them} standards {verb} met {when}."


def _what_changed(found: Claims) -> str:
    named = found.named
    if not found.compared:
        return NOTHING_TO_COMPARE
    if not named:
        return NOTHING_CHANGED if found.nothing_else else _within_swings(found) or NOTHING_SURE
    clauses = [f"{clause(real.card.metric, real.sense)} {real.before}" for real in named]
    if len(named) == 2 and named[0].before == named[1].before:
        clauses[1] = clause(named[1].card.metric, named[1].sense)
    elif len(named) == 1 and found.nothing_else:
        clauses.append(NOTHING_ELSE[0].lower() + NOTHING_ELSE[1:-1])
    text = "; ".join(clauses)
    return f"{text[0].upper()}{text[1:]}."


def _within_swings(found: Claims) -> str:
    """Which metrics the test alone calls changed, the surest first; empty without one."""
    names = list(dict.fromkeys(real.card.metric.name for real in found.within_swings))
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} differs from an earlier month, {WITHIN_SWINGS.format('its')}."
    told = names if len(names) <= SWINGS_NAMED else [*names[:SWINGS_NAMED], f"{len(names) - SWINGS_NAMED} more"]
    return f"{numbers.listed(told)} differ from an earlier month, {WITHIN_SWINGS.format('their')}."


def metric_headline(card: Scorecard, claimed: Sequence[RealChange] | None = None) -> str:
    """The metric page's answer: where it stands, whether it changed, and how that holds against its standard.

    One that is not among the changes `claimed` is called chance, or usual for the month; None: each counts by itself.
    """
    name = card.metric.name
    if card.value.estimate is None:
        if not card.value.n:
            return f"{no_value(card)}: {name} has nothing to show."
        counted = numbers.count(card.value.n, card.metric.cases)
        return f"{name}: {counted} {in_period(card.scope)}, too few to show a value."
    answer = f"{name} is {numbers.value(card.metric, card.value.estimate)}"
    return f"{answer}: {_both_changes(card, claimed)}, and {_against_standard(card)}."


def no_value(card: Scorecard) -> str:
    """The words for a period without data; of a running one it may still come, except what comes by whole months."""
    scope = card.scope
    if scope.to_day is None:
        return no_data(card.metric, period_name(scope))
    if scope.period is not PeriodKind.MONTH and any(point.value.estimate is not None for point in card.series):
        return f"No {card.metric.cases} counted by days, only by whole months"
    return no_data(card.metric, "")


def _both_changes(card: Scorecard, claimed: Sequence[RealChange] | None) -> str:
    """“no real change on the month or the year before”, or one phrase for each."""
    changes = tuple(change for change, _ in comparisons(card))
    periods = (_period_word(card.scope), "year")[: len(changes)]
    if len(changes) == 1 and changes[0].word in _SAME_FOR_BOTH:
        return _SAME_FOR_BOTH[changes[0].word].format(f"the {periods[0]}")
    if changes[0].word is changes[-1].word and changes[0].word in _SAME_FOR_BOTH:
        return _SAME_FOR_BOTH[changes[0].word].format(f"the {periods[0]} or the year")
    told = [_one_change(card, change, period, claimed) for change, period in zip(changes, periods, strict=True)]
    if any(change.word is ChangeWord.NO_MARGIN for change in changes):
        told.append("with no margin")
    return ", ".join(told)


_SAME_FOR_BOTH = {
    ChangeWord.NO_REAL_CHANGE: "no real change on {} before",
    ChangeWord.TOO_FEW_ANSWERS: "too few answers to compare with {} before",
    ChangeWord.MISSING: "no data to compare with from {} before",
}


def _one_change(card: Scorecard, change: Change, period: str, claimed: Sequence[RealChange] | None) -> str:
    if change.word in _SAME_FOR_BOTH:
        return _SAME_FOR_BOTH[change.word].format(f"the {period}")
    if change.word is ChangeWord.INCOMPLETE:
        return f"not compared with the {period} before ({months_covered(change)})"
    moved = change.difference.estimate
    step = "0" if moved is None else numbers.step(card.metric, abs(moved), card.value.estimate).lstrip("+")
    if moved is None or step == "0":
        return f"level with the {period} before"
    doubt = ""
    if claimed is not None and change.word in REAL and not is_claimed(card, change, claimed):
        doubt = f" ({change_text_among(card, change, claimed).words})"
    direction = "up" if moved > 0 else "down"
    return f"{direction} {step}{numbers.points(card.metric)} on the {period} before{doubt}"


def _period_word(scope: Scope) -> str:
    return {
        PeriodKind.MONTH: "month",
        PeriodKind.QUARTER: "quarter",
        PeriodKind.ROLLING3: "three months",
        PeriodKind.ROLLING12: "twelve months",
        PeriodKind.YEAR_TO_DATE: "year",
    }[scope.period]


def _against_standard(card: Scorecard) -> str:
    if card.standard is None:
        return "it has no standard"
    standard = numbers.bare_standard(card.metric, card.standard.value)
    said = {
        Verdict.MET: f"meets its standard of {standard}",
        Verdict.MISSED: f"misses its standard of {standard}",
    }.get(card.verdict, f"too close to its standard of {standard} to call")
    return f"{said}, which may be chance" if card.waits else said


def from_here(card: Scorecard) -> str:
    """How the value and its margin lie about the standard, and how often it was met recently; empty without either."""
    if card.standard is None or card.value.estimate is None:
        return ""
    metric, standard = card.metric, card.standard.value
    wanted = numbers.bare_standard(metric, standard)
    apart = numbers.step(metric, abs(card.value.estimate - standard), card.value.estimate).lstrip("+")
    has_margin = card.value.low is not None
    side = "above" if card.value.estimate > standard else "below" if card.value.estimate < standard else "at"
    where = (
        f"The value is {apart}{numbers.points(metric)} {side} the standard of {wanted}"
        if apart != "0"
        else f"The value is at {wanted}"
    )
    few = _too_few_to_judge(card, wanted)
    margin = "" if not has_margin else f", and its margin includes {wanted}" if _is_open(card) else _whole_margin(side)
    met = ""
    if card.chance is not None:
        met = f" {_year_taken(card.scope)}, the chance that its level meets {wanted} is {chance(card.chance)}."
    if card.months_met.of > 1:
        often = numbers.plain(card.months_met.met, 0) if card.months_met.met else "none"
        met += f" It was met in {often} of the last {numbers.count(card.months_met.of, 'months')}."
    return " ".join(filter(None, (f"{where}{margin}.{few}{met}", standard_note(card))))


def _year_taken(scope: Scope) -> str:
    """What the chance of meeting the standard speaks of."""
    start = scope.month.year_start(scope.fiscal_year_start)
    since = "of" if start == scope.month else "since"
    return f"Taking the answers {since} {numbers.month_alone(start)} as those of one unchanged service"


def _too_few_to_judge(card: Scorecard, wanted: str) -> str:
    """What so few answers cannot tell: that a miss is more than chance, or that the standard was met."""
    if card.waits and card.by_chance is not None:
        rate = numbers.plain(100 * card.by_chance, 0)
        return f" A service that just reaches {wanted} has such a value in {rate} of 100, so it may be chance."
    if card.needed_to_meet is None or not _is_open(card):
        return ""
    counted = numbers.count(card.value.n, card.metric.cases)
    return f" {counted} cannot show that {wanted} is met, even if all are the best; it takes {card.needed_to_meet}."


def _whole_margin(side: str) -> str:
    end = "lower" if side == "above" else "upper"
    return f", and even the {end} end of its margin is {side} it"


def _is_open(card: Scorecard) -> bool:
    return card.verdict is Verdict.TOO_CLOSE_TO_CALL


def why(card: Scorecard) -> str:
    """Why the verdict is what it is, in the words of the metric page; why there is none where there is none."""
    if card.verdict is Verdict.TOO_FEW_ANSWERS:
        counted = numbers.count(card.value.n, card.metric.cases)
        return f"{counted} {in_period(card.scope)}: too few to show a value, so that single answers stay private."
    if card.verdict is Verdict.NO_DATA:
        return f"{no_value(card)}, so there is nothing to judge."
    if card.standard is None:
        return "It has no standard yet. Set one under Standards."
    return from_here(card)


def chart_sentence(card: Scorecard) -> str:
    """What the control chart shows, for those who cannot or do not want to read it."""
    if card.rare is not None:
        return INSTEAD
    values, band = known_values(card), newest_band(card)
    caution = months_until_limits(card.chart, values)
    if band is None:
        return caution or ""
    usual = f"{numbers.value(card.metric, band.lower)} to {numbers.value(card.metric, band.upper)}"
    parts = [f"The usual range is {usual}."]
    newest = card.series[-1].value.estimate
    if newest is not None:
        parts.append(_newest(card, newest, band.lower, band.upper))
    if card.chart.plain is not None:
        parts.append("Each month is held against what that month usually is.")
    parts += [_standing_out(card), will_it_hold(card), caution or ""]
    return " ".join(filter(None, parts))


def _newest(card: Scorecard, newest: float, lower: float, upper: float) -> str:
    """Where the newest month lies, also when the page is about a longer period."""
    month = numbers.begun(numbers.month_alone(card.scope.month))
    where = "inside it"
    if not lower <= newest <= upper:
        where = "above it" if newest > upper else "below it"
    so_far = "" if card.scope.to_day is None else " so far"
    return f"{month}’s {numbers.value(card.metric, newest)}{so_far} is {where}."


def _standing_out(card: Scorecard) -> str:
    """How many months stand out, and the newest of them with its pattern, or since when they all do."""
    shown = track(card)
    rows = [row for row, sense in enumerate(shown.senses) if sense is not Sense.NEITHER]
    if not rows:
        return "No month stands out."
    if stretch := newest_stretch(card):
        if len(stretch.signals) == len(rows) > 1:
            return f"It has been {since_words(card)}."
        if len(rows) > 1:
            counted = numbers.in_words(len(rows)).capitalize()
            return f"It has been {since_words(card)}. {counted} months stand out in all."
    month, pattern = numbers.month_name(shown.months[rows[-1]]), shown.patterns[rows[-1]]
    if len(rows) == 1:
        return f"{numbers.begun(month)} stands out: {pattern}."
    return f"{numbers.in_words(len(rows)).capitalize()} months stand out, the newest {month}: {pattern}."
