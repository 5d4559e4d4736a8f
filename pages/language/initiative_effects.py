"""The words for what is being done: an initiative's effect, an action's lateness. Plain sentences.

An effect is claimed only where its interval leaves out zero, and called the initiative’s own only beside others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from metrics.improvements import ActionState, Initiative, KeptAction
from metrics.periods import Month
from metrics.statistics.difference_in_differences import Effect, EffectWord
from metrics.vocabulary import MeasuredIn
from pages.figures.palette import Sense
from pages.language import numbers

IN_POINTS = (MeasuredIn.PERCENT, MeasuredIn.NPS_POINTS)
SENSES = {EffectWord.WORKS: Sense.BETTER, EffectWord.HARMS: Sense.WORSE}
NOTHING_KNOWN = {
    EffectWord.TOO_EARLY: "too early to tell, no whole month has passed",
    EffectWord.TOO_FEW_ANSWERS: "too few answers to tell",
    EffectWord.NOTHING_TO_COMPARE: "nothing to compare with",
}


@dataclass(frozen=True, slots=True)
class EffectText:
    """An effect as it is read: arrow ("" where none is claimed), the metric with its step, the finding, the margin."""

    arrow: str
    step: str
    finding: str
    margin: str
    sense: Sense

    @property
    def sentence(self) -> str:
        """The whole as one plain sentence without its full stop."""
        return "; ".join(filter(None, (f"{self.step}{self.finding}", self.margin)))


def effect_text(effect: Effect) -> EffectText:
    """An effect in words: `NPS +10.3` ` more than the 16 other units` `plausible range +6.0 to +14.6: …`."""
    name = effect.metric.name
    if effect.size.estimate is None:
        return EffectText("", name, f": {NOTHING_KNOWN[effect.word]}", "", Sense.NEITHER)
    sense = SENSES.get(effect.word, Sense.NEITHER)
    arrow = "" if sense is Sense.NEITHER else "▲" if effect.size.estimate > 0 else "▼"
    points = " points" if effect.metric.measured_in in IN_POINTS else ""
    step = f"{name} {numbers.step(effect.metric, effect.size.estimate, None)}{points}"
    return EffectText(arrow, step, f" {_against(effect)}{_early(effect)}", _margin(effect), sense)


def _against(effect: Effect) -> str:
    """What the step is measured against: the untouched units, or the months before where there are none."""
    if effect.others is None:
        assert effect.windows is not None, "there is a size"
        return f"against the {numbers.count(len(effect.windows.before), 'months')} before"
    others = "the one other unit" if effect.untouched == 1 else f"the {numbers.plain(effect.untouched, 0)} other units"
    assert effect.size.estimate is not None, "the caller looked"
    return f"more than {others}" if effect.size.estimate > 0 else f"compared with {others}"


def _early(effect: Effect) -> str:
    return {EffectWord.NOT_YET: ": too early to tell", EffectWord.NONE_TO_SEE: ": no clear effect"}.get(effect.word, "")


def _margin(effect: Effect) -> str:
    """How large it could be, and what that means."""
    alone = "" if effect.others is not None else "; no comparison group: other causes are included"
    if effect.word is EffectWord.NO_MARGIN:
        return f"no margin{alone}"
    could = f"plausible range {numbers.step_range(effect.metric, effect.size, None)}"
    if effect.word is EffectWord.NONE_TO_SEE:
        return f"{could}, too little to matter{alone}"
    if effect.word is EffectWord.NOT_YET:
        return f"{could}; {_when(effect.more_months)}{alone}"
    if effect.others is None:
        return f"{could}: more than chance{alone}"
    return f"{could}: {'a clear improvement' if effect.word is EffectWord.WORKS else 'a clear decline'}"


def _when(more_months: int | None) -> str:
    if more_months is None:
        return "even a year of data would not be enough"
    return f"{numbers.plain(more_months, 0)} more {'month' if more_months == 1 else 'months'} of data needed"


def when_it_ran(initiative: Initiative) -> str:
    """When it began, and ended: “since Mar 2026”, “since 9 Mar 2026”, “Mar 2026 to May 2026”."""
    began = _shortest(initiative.began)
    if initiative.ended is None:
        return f"since {began}"
    return f"{began} to {numbers.short_day(initiative.ended)}"


def _shortest(day: dt.date) -> str:
    return numbers.short_month(Month.of(day)) if day.day == 1 else numbers.short_day(day)


def places(units: Sequence[str], organisation: str = "") -> str:
    """The units of something in words: their own names, or everywhere."""
    named = [unit.rpartition("/")[2] or organisation or "everywhere" for unit in units]
    if len(named) > 3:
        return f"{named[0]}, {named[1]} and {numbers.in_words(len(named) - 2)} more"
    return numbers.listed(named)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How an action stands against its due day, in words, and whether that is bad."""

    words: str
    sense: Sense


def lateness(kept: KeptAction, today: dt.date) -> Lateness:
    """“12 days late”, “due today”, “by 30 Nov 2026”; of a closed one “done 26 Feb 2026, 3 days late”."""
    late = kept.days_late(today)
    days = f"{numbers.count(late, 'days')} late" if late else ""
    if kept.state is not ActionState.OPEN:
        closed = f"{kept.state.value} {numbers.short_day(kept.closed_on or kept.action.due)}"
        was_late = days if kept.state is ActionState.DONE else ""
        return Lateness(", ".join(filter(None, (closed, was_late))), Sense.NEITHER)
    if late:
        return Lateness(days, Sense.WORSE)
    if kept.action.due == today:
        return Lateness("due today", Sense.NEITHER)
    return Lateness(f"by {numbers.short_day(kept.action.due)}", Sense.NEITHER)


def where_it_belongs(kept: KeptAction, called: Callable[[str], str]) -> list[str]:
    """Where an action belongs, as plain words: unit and metric; `called` gives a metric's name by its id."""
    said = kept.action
    unit = said.unit.replace("/", " › ")
    return list(filter(None, (unit, called(said.metric) if said.metric else "")))
