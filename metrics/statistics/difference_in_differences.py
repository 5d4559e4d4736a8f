"""The effect of an initiative on a metric: how much more its units changed than untouched ones, and what may be said.

Knows evidence by unit, channel and month, not where it is stored.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from metrics.catalogue.metric import Metric
from metrics.periods import Month, months_between
from metrics.statistics.unit_changes import (
    Contrast,
    OwnChange,
    Pairs,
    Sides,
    Unit,
    added,
    beside_untouched,
    beside_year_ago,
    there,
    unit_changes,
)
from metrics.vocabulary import FEW_ANSWERS, Better, Difference

# At most this many months before and after are compared: older ones are about a different service.
LONGEST = 12
# The months before the start that may have led to it: they are no part of what came before.
LEAD = 3
# From this many whole months on an effect may be said to be one.
FIRST_LOOK = 3
# How many standard errors the units must have moved on since the months before the start: for the better from where
# they were off by chance, for the worse from the last month or two alone (one-sided 5 %).
ONWARD, FIRMLY_ONWARD = 0.5, 1.645
# Of 95 % intervals one in twenty leaves out 0 by chance; used as the level for asides, which claim nothing.
ASIDE = 0.05


class EffectWord(StrEnum):
    """What may be said about an initiative's effect on a metric."""

    ROSE = "rose"  # beyond the comparison, by more than chance explains
    FELL = "fell"
    NO_EFFECT_SEEN = "no_effect_seen"
    NOT_YET = "not_yet"  # fewer whole months than it takes to say anything
    NO_MARGIN = "no_margin"
    TOO_FEW_ANSWERS = "too_few_answers"
    TOO_EARLY = "too_early"  # no whole month since it began
    NOTHING_TO_COMPARE = "nothing_to_compare"


SAID = (EffectWord.ROSE, EffectWord.FELL)


@dataclass(frozen=True, slots=True)
class Windows:
    """The whole months compared: `before` with `after`. Those that may have led to the initiative are `lead`.

    `past` are the twelve months before the lead: how they differ from those a year earlier is how months differ by
    themselves.
    """

    before: tuple[Month, ...]
    lead: tuple[Month, ...]
    after: tuple[Month, ...]
    past: tuple[Month, ...] = ()

    def up_to(self, looked: int) -> Windows:
        """The same with the first `looked` months after only."""
        return replace(self, after=self.after[:looked])


@dataclass(frozen=True, slots=True)
class Compared:
    """The units of a comparison: those an initiative touched, and those it did not; or that `all_took_part`."""

    treated: Sequence[Unit]
    untouched: Sequence[Unit]
    all_took_part: bool = False
    sums: Sides = field(default_factory=dict, compare=False, repr=False)
    year_on_year: dict[tuple[Month, Month], OwnChange | None] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Look:
    """What could be said after `months` whole months, the last of them `month`.

    `chance` is the p of the claim, None where none may be made. `rises` is its direction.
    """

    months: int
    month: Month
    rises: bool
    chance: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect on one metric: the difference beyond the comparison, in the metric's unit, with its 95 % interval.

    The comparison is `untouched` units in the same months or, with 0, the same months a year earlier. `cases` counts
    the answers after in the `treated` units; `areas` how many units, each with all below it, took part. `first_said`
    is after how many months the effect was first said; None if it is not. `at_start` is how far its units were off
    their usual level, beside the others, in the months that led to it, and `trend` how they changed within the months
    before; None where it is not known.
    """

    metric: Metric
    word: EffectWord
    windows: Windows | None
    size: Difference
    treated: int = 0
    untouched: int = 0
    areas: int = 0
    cases: float | None = None
    first_said: int | None = None
    at_start: Difference | None = None
    trend: Difference | None = None

    @property
    def beside_others(self) -> bool:
        """Whether there were units that took no part."""
        return self.untouched > 0

    @property
    def good(self) -> bool | None:
        """Whether what is said is for the better; None if nothing is."""
        if self.word not in SAID:
            return None
        return (self.word is EffectWord.ROSE) == (self.metric.better is Better.HIGHER)


def windows(began: dt.date, newest: Month, first: Month, ended: dt.date | None = None) -> Windows:
    """The months compared, at most twelve before and after; a month in which it began or ended part-way is in neither.

    `first` and `newest` are the first and the newest whole month with data. What came before is the twelve months
    before the lead, or all there are; of a short past half is lead at most.
    """
    start = Month.of(began)
    from_month = start if began == start.first_day else start.plus(1)
    last = newest if ended is None else min(newest, _last_whole(ended))
    past = max(0, start - first)
    lead = min(LEAD, past // 2)
    before = tuple(months_between(start.plus(-min(past, lead + LONGEST)), start.plus(-lead - 1)))
    after = tuple(months_between(from_month, last)[:LONGEST])
    return Windows(before, tuple(months_between(start.plus(-lead), start.previous)), after, past=before)


def year_earlier(found: Windows, first: Month) -> Windows:
    """The same months after, each with that of a year earlier before it, where there are data and it is no lead."""
    pairs = [
        (month.a_year_earlier, month)
        for month in found.after
        if month.a_year_earlier >= first and month.a_year_earlier not in found.lead
    ]
    if not pairs:
        return replace(found, before=())
    before, after = (tuple(pair[side] for pair in pairs) for side in (0, 1))
    return replace(found, before=before, after=after)


def _last_whole(ended: dt.date) -> Month:
    month = Month.of(ended)
    return month if ended == month.last_day else month.previous


# --- the looks -------------------------------------------------------------------------------------------------------


def looks(metric: Metric, found: Windows, compared: Compared, is_over: bool = False) -> list[Look]:
    """What could be said after each number of months from the third on; after the last in any case if it `is_over`."""
    last = len(found.after)
    judged = [k for k in range(1, last + 1) if k >= FIRST_LOOK or (is_over and k == last)]
    starts = _starts(found, compared)
    return [_look(metric, found.up_to(k), compared, starts) for k in judged]


def _look(metric: Metric, found: Windows, compared: Compared, starts: Sequence[_Start]) -> Look:
    size = _size(found, compared)
    rises = size is not None and size.estimate > 0
    better = rises == (metric.better is Better.HIGHER)
    chance = None if size is None else _chance(size, better, [_beyond(each, size, found, compared) for each in starts])
    return Look(len(found.after), found.after[-1], rises, chance)


@dataclass(frozen=True, slots=True)
class _Start:
    """How far the units were `off` what came before in the last `months` before the start, all of the lead or fewer.

    `since` is how far they have changed from there.
    """

    months: tuple[Month, ...]
    off: Contrast
    since: Contrast | None = None


def _chance(size: Contrast, better: bool, starts: Sequence[_Start]) -> float | None:
    """The p of the claim that `size` is an effect; None if it may not be made.

    What was there before the start is no effect. Where the units were off in the direction of the claim by then, they
    must have moved on since: for the worse by more than chance, and firmly even beside the last month or two alone; for
    the better by more than chance if they were off by that, else by half a standard error. Where the months before the
    start are not known, nothing is said for the worse.
    """
    chances = [size.p]
    if not starts and not better:
        return None
    for start in starts[:1] if better else starts:
        off, since = start.off, start.since
        if off.estimate * size.estimate <= 0:
            continue
        if since is None or since.error is None or since.estimate * size.estimate <= 0:
            return None
        by_chance = off.p is None or off.p >= ASIDE
        if start is not starts[0] or (better and by_chance):
            if abs(since.estimate) < since.error * (ONWARD if better else FIRMLY_ONWARD):
                return None
        else:
            chances.append(since.p)
    known = [p for p in chances if p is not None]
    return max(known) if len(known) == len(chances) else None


def _size(found: Windows, compared: Compared) -> Contrast | None:
    if not compared.all_took_part:
        return _beside(compared, found.before, found.after)
    after = set(found.after)
    pairs = [(month, month.plus(12)) for month in found.before if month.plus(12) in after]
    return _beside_year_ago(compared, pairs, [(month.a_year_earlier, month) for month in found.past])


def _starts(found: Windows, compared: Compared) -> list[_Start]:
    """How far the units were off at the start: in all of the lead, then in its last months alone, where it is known."""
    if compared.all_took_part:
        off = _beside_year_ago(compared, [(month.a_year_earlier, month) for month in found.lead])
        return [] if off is None else [_Start(found.lead, off)]
    parts = [found.lead[at:] for at in range(len(found.lead))]
    each = [(months, _beside(compared, found.before, months)) for months in parts]
    return [_Start(months, off) for months, off in each if off is not None]


def _beyond(start: _Start, size: Contrast, found: Windows, compared: Compared) -> _Start:
    """The same with how far the units have changed since; it is looked for only where they were off the same way."""
    off = start.off
    if off.estimate * size.estimate <= 0:
        return start
    if not compared.all_took_part:
        return replace(start, since=_beside(compared, start.months, found.after))
    known = off.error is not None and size.error is not None
    error = math.hypot(off.error or 0, size.error or 0) if known else None
    return replace(start, since=Contrast(size.estimate - off.estimate, error, min(off.degrees, size.degrees)))


def _beside_year_ago(compared: Compared, pairs: Pairs, earlier: Pairs = ()) -> Contrast | None:
    return beside_year_ago(compared.treated, pairs, earlier, compared.year_on_year)


def _beside(compared: Compared, before: Sequence[Month], after: Sequence[Month]) -> Contrast | None:
    treated, untouched = _changes(compared, before, after)
    return beside_untouched(treated, untouched) if treated and untouched else None


def _changes(
    compared: Compared, before: Sequence[Month], after: Sequence[Month]
) -> tuple[list[OwnChange], list[OwnChange]]:
    """The changes of the treated units and of the untouched ones that have both sides."""
    many = len(compared.treated)
    changes = unit_changes([*compared.treated, *compared.untouched], before, after, compared.sums)
    return there(changes[:many]), there(changes[many:])


# --- what may be said ------------------------------------------------------------------------------------------------

# A look is one of up to ten within a year, so its p counts for more. With what must hold beside the months before the
# start, a metric on which nothing acts is then said to have changed at any look of a year in about 1 of 20 companies.
LOOKS_FACTOR = 1.25
# The share of wrong claims that is expected among all that are made.
CLAIM = 0.05


def first_said(trials: Sequence[Sequence[Look]]) -> list[dict[bool, int]]:
    """For each trial (an initiative and a metric) after how many months a rise (True) or fall (False) was first said.

    In each month in which something was looked at, the newest looks of all trials are judged together; only what
    survives among them is said then. The looks of each trial are in order of time.

    **Source:** the level of a look: a constant boundary as in Pocock, Biometrika 64, 1977; among trials: Benjamini and
    Hochberg, Journal of the Royal Statistical Society B 57, 1995, which holds for positively dependent tests:
    Benjamini and Yekutieli, Annals of Statistics 29, 2001.
    """
    found: list[dict[bool, int]] = [{} for _ in trials]
    for month in sorted({look.month for trial in trials for look in trial}):
        newest = {at: known[-1] for at, trial in enumerate(trials) if (known := [x for x in trial if x.month <= month])}
        surviving = _surviving([1.0 if look.chance is None else look.chance for look in newest.values()])
        for (at, look), survives in zip(newest.items(), surviving, strict=True):
            if survives and look.month == month:
                found[at].setdefault(look.rises, look.months)
    return found


def _surviving(chances: Sequence[float]) -> list[bool]:
    """Which p survive the step-up procedure at `CLAIM`, each counted `LOOKS_FACTOR` times."""
    ranked = sorted(chances)
    passed = [p for rank, p in enumerate(ranked, 1) if p * LOOKS_FACTOR * len(ranked) / rank <= CLAIM]
    return [bool(passed) and p <= passed[-1] for p in chances]


def effect(
    metric: Metric,
    found: Windows | None,
    compared: Compared,
    said: Mapping[bool, int],
    *,
    is_over: bool = False,
    areas: int = 0,
    few_n: int = FEW_ANSWERS,
) -> Effect:
    """The effect on `metric`, and its word: `said` is what `first_said` found for it.

    What was said once stays said while the 95 % interval still leaves out 0. With fewer than `few_n` cases on any side
    no effect is shown.
    """
    if found is None or not found.after:
        return _nothing(metric, EffectWord.TOO_EARLY, found)
    size = _size(found, compared) if found.before else None
    if size is None:
        return _nothing(metric, EffectWord.NOTHING_TO_COMPARE, found)
    treated, untouched = _changes(compared, found.before, found.after)
    if any(_too_few(side, few_n) for side in (treated, untouched)):
        return _nothing(metric, EffectWord.TOO_FEW_ANSWERS, found)
    starts = [] if _few_in(compared, found.before, found.lead, few_n) else _starts(found, compared)
    trend = _trend(found, compared, few_n)
    rises = size.estimate > 0
    word = _word(size, rises in said, len(found.after) < FIRST_LOOK and not is_over)
    return Effect(
        metric,
        word,
        found,
        size.difference(metric.bounds),
        len(treated),
        len(untouched),
        areas,
        added(change.after for change in treated),
        said[rises] if word in SAID else None,
        starts[0].off.difference(metric.bounds) if starts else None,
        None if trend is None else trend.difference(metric.bounds),
    )


def _nothing(metric: Metric, word: EffectWord, found: Windows | None) -> Effect:
    return Effect(metric, word, found, Difference(None, None, None, None))


def _too_few(changes: Sequence[OwnChange], few_n: int) -> bool:
    sides = (added(change.before for change in changes), added(change.after for change in changes))
    return bool(changes) and any(cases is not None and cases < few_n for cases in sides)


def _word(size: Contrast, was_said: bool, too_soon: bool) -> EffectWord:
    if size.p is None:
        return EffectWord.NOT_YET if too_soon else EffectWord.NO_MARGIN
    if was_said and size.p < ASIDE:
        return EffectWord.ROSE if size.estimate > 0 else EffectWord.FELL
    return EffectWord.NOT_YET if too_soon else EffectWord.NO_EFFECT_SEEN


def _trend(found: Windows, compared: Compared, few_n: int) -> Contrast | None:
    """How the treated units changed beside the others from the first half of what came before to the second."""
    half = len(found.before) // 2
    early, late = found.before[:half], found.before[half:]
    if compared.all_took_part or half < LEAD or _few_in(compared, early, late, few_n):
        return None
    return _beside(compared, early, late)


def _few_in(compared: Compared, before: Sequence[Month], after: Sequence[Month], few_n: int) -> bool:
    """Whether the treated units have too few cases in either stretch for anything to be shown of them."""
    if compared.all_took_part:
        before = [month.a_year_earlier for month in after]
    return _too_few(_changes(compared, before, after)[0], few_n)
