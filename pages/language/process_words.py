"""What a control chart says of a process in words: since when it stands out, and how surely it meets its standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.periods import Month, PeriodKind
from metrics.scorecard import Scorecard
from metrics.spc.special_causes import Signal
from metrics.vocabulary import Assurance, Change, ChangeWord, Limits
from pages.language import numbers
from pages.language.chart_series import known_values
from pages.language.labels import ASSURANCES, VARIATIONS, limits_are_drawn

# Measured rates: docs/STATISTICS.md. The first two are of a stable service whose months are independent.
NEWEST_BY_CHANCE = "about 2 months in 100"
CHARTS_BY_CHANCE = "one chart in four"
MISSED_WITHIN_A_YEAR, MISSED_ON_TRIAL = "about 2 of 100", "about 5 of 100"
# So many months back a signal makes a process that is usual again no steady one.
RECENT = 12

_SINCE = {
    Signal.ABOVE_LIMIT: "above its usual range",
    Signal.BELOW_LIMIT: "below its usual range",
    Signal.RISING_TREND: "rising",
    Signal.FALLING_TREND: "falling",
    Signal.TWO_OF_THREE_ABOVE: "near the upper end of its usual range",
    Signal.TWO_OF_THREE_BELOW: "near the lower end of its usual range",
    Signal.RUN_ABOVE: "above its mean",
    Signal.RUN_BELOW: "below its mean",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """The months from `since` to the newest whole one that all stand out in one direction, and by which rules."""

    since: Month
    signals: tuple[Signal, ...]

    @property
    def points_up(self) -> bool:
        return self.signals[-1].points_up


def newest_stretch(card: Scorecard) -> Stretch | None:
    """The months in a row up to the newest whole one that stand out in one direction; None if that one does not."""
    found: list[tuple[Month, Signal]] = []
    for month, signal in reversed(_judged(card)):
        if signal is None or (found and signal.points_up != found[0][1].points_up):
            break
        found.append((month, signal))
    if not found:
        return None
    return Stretch(found[-1][0], tuple(signal for _, signal in reversed(found)))


def is_within_usual_swings(card: Scorecard, change: Change) -> bool:
    """Whether the process does not bear a change that the test of the answers calls real.

    The test asks whether this month's answers differ from the earlier ones; the chart, whether the service left its
    usual swings. They are asked of single whole months with limits alone, and a restart of the limits since the
    earlier month bears it too.
    """
    scope = card.scope
    is_judged = scope.period is PeriodKind.MONTH and scope.to_day in (None, scope.month.last_day) and _judged(card)
    if change.word not in (ChangeWord.ROSE, ChangeWord.FELL) or not is_judged:
        return False
    if any(change.compared.last < reset.month.first_day for reset in card.rebases):
        return False
    stretch = newest_stretch(card)
    return stretch is None or stretch.points_up != (change.word is ChangeWord.ROSE)


def since_words(card: Scorecard) -> str:
    """Where the process is and since when: “below its usual range since July 2026”; empty where it is as usual."""
    stretch = newest_stretch(card)
    if stretch is None:
        return ""
    kinds = set(stretch.signals)
    where = _SINCE[stretch.signals[-1]]
    if len(kinds) > 1:
        where = f"{'above' if stretch.points_up else 'below'} its usual level"
    return f"{where} since {numbers.month_name(stretch.since)}"


def trend_words(card: Scorecard) -> str:
    """The trend in a few words: “worsening since Jul 2026”, “usual again since Sep 2026”, “steady, provisional”."""
    return " ".join(filter(None, trend_and_since(card)))


def trend_and_since(card: Scorecard) -> tuple[str, str]:
    """The same in two: what the trend is, and since when; the latter empty where it is steady.

    On limits that are still provisional it says so.
    """
    provisional = _provisional(card.chart.limits)
    stretch, back = newest_stretch(card), _usual_again(card)
    if stretch is not None:
        return VARIATIONS[card.chart.variation], f"since {numbers.short_month(stretch.since)}{provisional}"
    if back is not None:
        return "usual again", f"since {numbers.short_month(back)}{provisional}"
    return f"{VARIATIONS[card.chart.variation]}{provisional}", ""


def on_course_words(card: Scorecard) -> str:
    """Whether the process is on course for its standard, in a word: “yes”, “sometimes, provisional”."""
    held = card.chart.assurance
    return "" if held is None else f"{ASSURANCES[held]}{_provisional(card.chart.limits)}"


def will_it_hold(card: Scorecard) -> str:
    """Whether the process as it is will meet its standard, with the risk; empty without a standard or an answer."""
    if card.newest_standard is None or card.chart.assurance is None:
        return ""
    standard = numbers.standard(card.metric, card.newest_standard)
    on_trial = card.chart.limits is not None and card.chart.limits.trial
    begun = "If nothing changes, by a provisional range, it will" if on_trial else "If nothing changes, it will"
    risk = MISSED_ON_TRIAL if on_trial else MISSED_WITHIN_A_YEAR
    return {
        Assurance.CONSISTENT_PASS: (
            f"{begun} meet {standard} almost every month; {risk} services judged so miss it within a year."
        ),
        Assurance.CONSISTENT_FAIL: f"{begun} hardly ever meet {standard}; the process has to change.",
        Assurance.INCONSISTENT: f"{begun} meet {standard} in some months and miss it in others.",
    }[card.chart.assurance]


def _judged(card: Scorecard) -> Sequence[tuple[Month, Signal | None]]:
    """The months with a value that the chart judges, each with its signal; none where no limits are drawn."""
    if not limits_are_drawn(card.chart, known_values(card)):
        return []
    is_running = card.scope.to_day not in (None, card.scope.month.last_day)
    return [
        (point.month, signal)
        for point, signal in zip(card.series, card.chart.signals, strict=True)
        if point.value.estimate is not None and not (is_running and point.month == card.scope.month)
    ]


def _usual_again(card: Scorecard) -> Month | None:
    """Since when nothing stands out, if something did within the year before; None else."""
    judged = _judged(card)
    quiet = next((back for back, (_, signal) in enumerate(reversed(judged)) if signal is not None), None)
    return judged[-quiet][0] if quiet and quiet < RECENT else None


def _provisional(limits: Limits | None) -> str:
    return ", provisional" if limits is not None and limits.trial else ""
