"""The words for what is being done: an initiative's effect, an action's lateness. Plain sentences.

An effect says how much its units rose or fell beside others and that chance does not explain it, never that it works.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from metrics.catalogue import Metric
from metrics.improvements import ActionState, Initiative, KeptAction
from metrics.periods import Month
from metrics.statistics.difference_in_differences import FIRST_LOOK, SAID, Effect, EffectWord
from metrics.statistics.effect_power import Prospect
from metrics.vocabulary import Difference, MeasuredIn
from pages.figures.palette import Sense
from pages.language import numbers

IN_POINTS = (MeasuredIn.PERCENT, MeasuredIn.NPS_POINTS)
NOTHING_KNOWN = {
    EffectWord.TOO_EARLY: "too early to tell, no whole month has passed",
    EffectWord.TOO_FEW_ANSWERS: "too few answers to tell",
    EffectWord.NOTHING_TO_COMPARE: "nothing to compare with",
}
VERBS = {EffectWord.ROSE: "rose", EffectWord.FELL: "fell"}
FINDINGS = {
    EffectWord.NOT_YET: f": too early to tell, judged from {numbers.in_words(FIRST_LOOK)} whole months on",
    EffectWord.NO_EFFECT_SEEN: ": no effect to see",
}
UNCLEAR = ": not clear enough to call an effect"
WHY_UNCLEAR = "not beyond chance among all that is looked at, or beside the months just before it began"
ALONE = "all units took part, so what else changed is in it"


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
    """An effect in words: `NPS rose 10.3 points` ` more than in the 16 other units` `more than chance explains (…)`."""
    metric, name = effect.metric, effect.metric.name
    if effect.size.estimate is None:
        return EffectText("", name, f": {NOTHING_KNOWN[effect.word]}", "", Sense.NEITHER)
    points = " points" if metric.measured_in in IN_POINTS else ""
    finding = f" {_against(effect)}{UNCLEAR if _is_unclear(effect) else FINDINGS.get(effect.word, '')}"
    margin = "; ".join(filter(None, (_margin(effect), *_before(effect), *_reservations(effect))))
    if effect.word not in SAID:
        step = f"{name} {numbers.step(metric, effect.size.estimate, None)}{points}"
        return EffectText("", step, finding, margin, Sense.NEITHER)
    step = f"{name} {VERBS[effect.word]} {_size(effect.metric, effect.size.estimate)}"
    arrow = "▲" if effect.word is EffectWord.ROSE else "▼"
    return EffectText(arrow, step, finding, margin, Sense.BETTER if effect.good else Sense.WORSE)


def _size(metric: Metric, size: float) -> str:
    """A size without its sign: “11.0 points”."""
    points = " points" if metric.measured_in in IN_POINTS else ""
    return f"{numbers.step(metric, abs(size), None).removeprefix('+')}{points}"


def _against(effect: Effect) -> str:
    """What the step is measured against: the untouched units, or the same months a year earlier."""
    if not effect.beside_others:
        return "against the same months a year earlier"
    others = "the one other unit" if effect.untouched == 1 else f"the {numbers.plain(effect.untouched, 0)} other units"
    return f"more than in {others}" if effect.word in SAID else f"beside {others}"


def _margin(effect: Effect) -> str:
    """How large it could be, and since when that was said."""
    if effect.word is EffectWord.NO_MARGIN or effect.size.low is None:
        return "no margin: too little to tell chance by"
    could = f"95{numbers.THIN}% range {numbers.step_range(effect.metric, effect.size, None)}"
    if effect.word not in SAID or effect.first_said is None:
        return f"{could}; {WHY_UNCLEAR}" if _is_unclear(effect) else could
    return f"more than chance explains ({could}); first said after {numbers.count(effect.first_said, 'months')}"


def _before(effect: Effect) -> list[str]:
    """What was there before it began: units off their usual level, or on their way."""
    found, off, trend = [], effect.at_start, effect.trend
    if off is not None and off.estimate is not None and _is_sure(off):
        side = "above" if off.estimate > 0 else "below"
        back = ", so part of the way back is to be expected"
        found.append(f"already {_size(effect.metric, off.estimate)} {side} the usual level when it began{back}")
    if trend is not None and trend.estimate is not None and _is_sure(trend):
        found.append(f"already {'rising' if trend.estimate > 0 else 'falling'} beside the others before it began")
    return found


def _is_unclear(effect: Effect) -> bool:
    """Whether its range leaves out 0 and yet nothing may be said."""
    return effect.word is EffectWord.NO_EFFECT_SEEN and _is_sure(effect.size)


def _is_sure(known: Difference) -> bool:
    return known.low is not None and known.high is not None and not known.low <= 0 <= known.high


def _reservations(effect: Effect) -> list[str]:
    """What else may be in the figure."""
    if not effect.beside_others:
        return [ALONE]
    if effect.word not in SAID:
        return []
    return ["one unit only"] if effect.treated == 1 else ["one area only"] if effect.areas == 1 else []


def prospect_text(effect: Effect, found: Prospect) -> str:
    """What months can show of an effect of a size that a reader named, as a sentence."""
    size = f"an effect of {_size(effect.metric, found.size)}"
    if found.is_ruled_out:
        return f"Any effect is smaller than the {_size(effect.metric, found.size)} you named."
    if found.months is None:
        return f"Even after twelve months {size} would be found in only {_of_ten(found.chance)} of ten cases."
    more = found.months - (len(effect.windows.after) if effect.windows else 0)
    if more <= 0:
        return f"{size.capitalize()} would have been found by now in at least seven of ten cases."
    return f"{numbers.count(more, 'more months')} would tell: {size} is then found in at least seven of ten cases."


def _of_ten(chance: float) -> str:
    return numbers.in_words(round(10 * chance))


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
