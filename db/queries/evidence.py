"""The one question for evidence: what each metric rests on, at each place, in each month or stretch of days.

Whole months come from kept sums, days from the dated answers. SQL groups and adds; the formulas say what it means.
Where operations and survey answers both give a metric for a unit and month, operations win. What must not be shown is
withheld here, so that no road to a figure goes round it; sums over several months leave it out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.queries import daily_sums, monthly_sums, small_groups
from db.queries.evidence_query import EvidenceQuery, Place
from db.queries.monthly_sums import Months
from db.queries.repeated_answers import repeats_in, repeats_of_months
from db.queries.settings import PopulationsOfUnits, settings
from db.queries.small_groups import HiddenInDays, HiddenPlaces
from db.tables import WHOLE_ORGANISATION, OperationRow
from db.time_limits import TimeLimits
from db.totals.weights import add_up
from metrics.answers.evidence import (
    BareValue,
    Evidence,
    NetCounts,
    ScoreSums,
    ShareCounts,
    VisitShare,
    VisitSums,
    Withheld,
    over_months,
    total,
)
from metrics.answers.formulas import Formula
from metrics.answers.respondents import Repeats
from metrics.answers.weights import WeightTally
from metrics.catalogue import CATALOGUE, Metric
from metrics.comparison_periods import is_whole_months, months
from metrics.periods import Month
from metrics.statistics.small_samples import is_hidden
from metrics.vocabulary import Scale, Span, Tally

Period = TypeVar("Period", Month, Span)
SpanEvidence = dict[str, dict[Place, dict[Span, Evidence]]]  # by metric, place and stretch of days


@dataclass(slots=True)
class MonthlyEvidence:
    """Evidence by metric, place and month, and the months in which operations replace survey answers."""

    found: dict[str, dict[Place, dict[Month, Evidence]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    set_aside: set[tuple[str, Place, Month]] = field(default_factory=set)
    _months: dict[dt.date, Month] = field(default_factory=dict)

    def history(self, metric: str, place: Place) -> Mapping[Month, Evidence]:
        """The months of a metric at a place; empty where there is nothing."""
        return self.found[metric].get(place, {}) if metric in self.found else {}

    def every(self) -> list[tuple[tuple[str, Place, dict[Month, Evidence], Month], Evidence]]:
        """All evidence, with its metric, its place, the history it is in, and its month."""
        return [
            ((metric, place, history, month), evidence)
            for metric, places in self.found.items()
            for place, history in places.items()
            for month, evidence in history.items()
        ]

    def add(self, metric: str, place: Place, day: dt.date, evidence: Evidence) -> None:
        """Add evidence of the month of `day`."""
        month = self._months.get(day)
        if month is None:
            month = self._months[day] = Month.of(day)
        _add(self.found[metric][place], month, evidence)

    def replace(self, metric: str, place: Place, month: Month, evidence: Evidence) -> None:
        """Put operations in the place of survey answers."""
        history = self.found[metric][place]
        if month in history:
            self.set_aside.add((metric, place, month))
        history[month] = evidence


def monthly_evidence(
    session: Session, asked: EvidenceQuery, last: Month, first: Month | None = None
) -> MonthlyEvidence:
    """Each month by itself, from `first` (None: the first with data) to `last`; small groups are withheld."""
    return _withheld(session, asked, Months(last, first))


def recorded_evidence(
    session: Session, asked: EvidenceQuery, last: Month, first: Month | None = None
) -> MonthlyEvidence:
    """Each month by itself, with small groups: only for what many units tell together, never for a unit's figure."""
    return _of_months(session, asked, Months(last, first))


def span_evidence(session: Session, asked: EvidenceQuery, spans: Sequence[Span]) -> SpanEvidence:
    """The evidence of each of `spans` as a whole: from months where all of them are whole months, else from days."""
    if not all(map(is_whole_months, spans)):
        return _of_days(session, asked, spans)
    found: SpanEvidence = {metric.id: {} for metric in asked.metrics}
    for metric, places in _in_spans(session, asked, spans).items():
        for place, history in places.items():
            sums = {span: total(over_months(history, months(span))) for span in spans}
            found[metric][place] = {span: whole for span, whole in sums.items() if whole is not None}
    return found


def score_tallies(
    session: Session, asked: EvidenceQuery, spans: Sequence[Span]
) -> dict[tuple[str, Place, Span], dict[Scale, Tally]]:
    """How many gave each score in each of `spans`, by metric, place and span, for each scale the item was asked on.

    Months that are withheld are left out.
    """
    found: dict[tuple[str, Place, Span], dict[Scale, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    if all(map(is_whole_months, spans)):
        items, every = monthly_sums.items_of(session, asked), replace(_months_of(spans), added_up=())
        hidden = small_groups.hidden_places(session, asked, every, items)
        for place, metric, scale, day, tally in monthly_sums.tallies(session, asked, every, items):
            for span in (span for span in set(spans) if span.first <= day <= span.last):
                if small_groups.counts_in(hidden, metric, place, Month.of(day), span):
                    found[metric, place, span][scale].update(tally)
    else:
        limits = TimeLimits.of(session)
        for span in set(spans):
            not_here = _hidden_days(session, asked, span)
            for place, metric, scale, tally in daily_sums.answers_in(session, asked, span, limits)[0]:
                if place not in not_here.get(metric, ()):
                    found[metric, place, span][scale].update(tally)
    return {
        cell: {scale: dict(sorted(tally.items())) for scale, tally in scales.items()} for cell, scales in found.items()
    }


def score_weights(
    session: Session, asked: EvidenceQuery, span: Span
) -> Mapping[tuple[str, Place, Scale], Mapping[int, WeightTally]]:
    """The weights of the scores in `span` by metric, place and scale; empty where no answer has one.

    Months that are withheld are left out.
    """
    if not is_whole_months(span):
        found, days = daily_sums.weights_in(session, asked, span), _hidden_days(session, asked, span)
        return {
            (metric, place, scale): own
            for (place, metric, scale), own in found.items()
            if place not in days.get(metric, ())
        }
    known: dict[tuple[str, Place, Scale], dict[int, WeightTally]] = defaultdict(dict)
    every, items = replace(_months_of([span]), added_up=()), monthly_sums.items_of(session, asked)
    weights = monthly_sums.weights(session, asked, every, items)
    hidden = small_groups.hidden_places(session, asked, every, items) if weights else {}
    for (place, metric, scale, day), own in weights.items():
        if not small_groups.counts_in(hidden, metric, place, Month.of(day), span):
            continue
        for score, more in own.items():
            cell = known[metric, place, scale]
            cell[score] = add_up(cell.get(score), *more)
    return known


def with_own_operations(
    session: Session, units: Sequence[int], spans: Sequence[Span], channels: Sequence[int] | None
) -> set[str]:
    """The metrics for which `units` themselves gave operations in `spans`, for any channel (None) or for these."""
    days = [month.first_day for month in _every_month(spans)]
    where = [OperationRow.unit_id.in_(units), OperationRow.live, OperationRow.month.in_(days)]
    if channels is not None:
        where.append(OperationRow.channel_id.in_(channels))
    return set(session.scalars(select(OperationRow.metric).where(*where).distinct()))


Histories = dict[str, dict[Place, dict[Month, Evidence]]]  # by metric and place


def _withheld(session: Session, asked: EvidenceQuery, months: Months) -> MonthlyEvidence:
    """Each month by itself; small groups, and what would reveal them, are withheld."""
    result, smallest_n = _of_months(session, asked, months), settings(session).smallest_n
    if _is_alone(asked):
        small = {metric for (metric, *_), own in result.every() if _is_small(own, smallest_n)}
        if not small:
            return result
        asked = replace(asked, metrics=[metric for metric in asked.metrics if metric.id in small])
    return _without_hidden(result, _hidden(session, asked, months), smallest_n)


def _hidden(session: Session, asked: EvidenceQuery, months: Months) -> HiddenPlaces:
    return small_groups.hidden_places(session, asked, months, monthly_sums.items_of(session, asked))


def _is_small(evidence: Evidence, smallest_n: int) -> bool:
    """Whether it is of people too few to be shown; shoppers' visits are not customers' answers."""
    return not isinstance(evidence, VisitSums | VisitShare) and bool(evidence.n) and is_hidden(evidence, smallest_n)


def _without_hidden(result: MonthlyEvidence, hidden: HiddenPlaces, smallest_n: int) -> MonthlyEvidence:
    for (metric, place, history, month), evidence in result.every():
        places = hidden.get((metric, month), {})
        if evidence.n and (place in places or _is_small(evidence, smallest_n)):
            block = places.get(place)
            history[month] = Withheld(evidence.n, None if block is None else evidence, block)
    return result


def _in_spans(session: Session, asked: EvidenceQuery, spans: Sequence[Span]) -> Histories:
    """The evidence of the months in `spans`; of a place where none is withheld, each span's sum under its first month.

    The database adds up a span's months much faster than Python, so only metrics and units of which something is
    withheld are read month by month. Populations are added up over the months that have answers, so that these must be
    known one by one.
    """
    every = _months_of(spans, one_by_one=bool(PopulationsOfUnits(session, asked.units)))
    if not every.added_up:
        return _withheld(session, asked, every).found
    known, hidden = _of_months(session, asked, every).found, _hidden(session, asked, every)
    in_spans = set(_every_month(spans))
    touched = {
        (metric, place)
        for (metric, month), places in hidden.items()
        if month in in_spans
        for place in places
        if place in known[metric]
    }
    if touched:
        metrics = [metric for metric in asked.metrics if any(metric.id == each for each, _ in touched)]
        these = replace(asked, metrics=metrics, units=sorted({unit for _, (unit, _) in touched}))
        by_month = _of_months(session, these, replace(every, added_up=()))
        for metric_id, places in _without_hidden(by_month, hidden, settings(session).smallest_n).found.items():
            known[metric_id].update({place: own for place, own in places.items() if (metric_id, place) in touched})
    return known


def _of_months(session: Session, asked: EvidenceQuery, months: Months) -> MonthlyEvidence:
    """Each month by itself; with `months.added_up` a span's sum is under its first month."""
    result, formulas = MonthlyEvidence(), {metric.id: metric.formula for metric in asked.metrics}
    items, given = monthly_sums.items_of(session, asked), monthly_sums.operations(session, asked, months)
    by_month = {metric for _, metric, *_ in given}
    weights = monthly_sums.weights(session, asked, months, items, by_month)
    repeats = repeats_of_months(session, asked, months, items)
    for place, metric, scale, day, tally in monthly_sums.tallies(session, asked, months, items, by_month):
        own = weights.get((place, metric, scale, day)) if weights else None
        found = of_answers(formulas[metric], tally, scale, own)
        if several := repeats.get((place, metric, scale, day)):
            found = with_repeats(found, several)
        result.add(metric, place, day, found)
    for place, metric, on_scale, day, sums in monthly_sums.moments(session, asked, months, items, by_month):
        formula = formulas[metric]
        found = formula.of_moments(sums) if on_scale is None else formula.of_means(sums, on_scale)
        result.add(metric, place, day, found)
    _say_populations(result.found, asked, PopulationsOfUnits(session, asked.units))
    fed = asked.of_visits
    for place, day, visits, failures in monthly_sums.visits(session, asked, months) if fed else ():
        for each in fed:
            result.add(each.id, place, day, each.formula.of_visits(visits, failures))
    for place, metric, month, *figure in given:
        result.replace(metric, place, month, _operation(CATALOGUE[metric], *figure))
    return result


def of_answers(
    formula: Formula, tally: Tally, scale: Scale, weights: Mapping[int, WeightTally] | None = None
) -> Evidence:
    """The evidence in answers, of which some may have weights."""
    return formula.of_weighted(tally, scale, weights) if weights else formula.of_tally(tally, scale)


def with_repeats(evidence: Evidence, several: Repeats) -> Evidence:
    """The evidence in answers of which some are of the same people."""
    return replace(evidence, repeats=several) if isinstance(evidence, NetCounts | ShareCounts | ScoreSums) else evidence


def _say_populations(
    found: Mapping[str, Mapping[Place, dict[Month, Evidence]]] | Mapping[str, Mapping[Place, dict[Span, Evidence]]],
    asked: EvidenceQuery,
    populations: PopulationsOfUnits,
) -> None:
    """Give answers the population of their unit in their month; how many people a channel has is not known."""
    if not populations or asked.channels is not None:
        return
    audiences = {metric.id: asked.audience or metric.audience for metric in asked.metrics}
    for metric, places in found.items():
        for (unit, _), history in places.items():
            for period, evidence in history.items():
                month = _only_month(period)
                people = None if month is None else populations.at(unit, audiences[metric], month)
                if people is not None and isinstance(evidence, NetCounts | ShareCounts | ScoreSums):
                    history[period] = replace(evidence, population=people)  # type: ignore[index]  # its own period


def _only_month(period: Month | Span) -> dt.date | None:
    """The first day of the month in which a period lies; None for days of several months."""
    if isinstance(period, Month):
        return period.first_day
    first, last = Month.of(period.first), Month.of(period.last)
    return first.first_day if first == last else None


def _operation(metric: Metric, numerator: float | None, denominator: float | None, value: float | None) -> Evidence:
    if numerator is not None and denominator is not None:
        return metric.formula.of_counts(numerator, denominator)
    assert value is not None, "reading refuses operations without a figure"
    return BareValue(value)


def _of_days(session: Session, asked: EvidenceQuery, spans: Sequence[Span]) -> SpanEvidence:
    found: SpanEvidence = {metric.id: defaultdict(dict) for metric in asked.metrics}
    formulas, limits = {metric.id: metric.formula for metric in asked.metrics}, TimeLimits.of(session)
    fed, items = asked.of_visits, monthly_sums.items_of(session, asked)
    for span in set(spans):
        tallies, moments = daily_sums.answers_in(session, asked, span, limits)
        weights = daily_sums.weights_in(session, asked, span)
        repeats = repeats_in(session, asked, span, items)
        for place, metric, scale, tally in tallies:
            answers = of_answers(formulas[metric], tally, scale, weights.get((place, metric, scale)))
            if several := repeats.get((place, metric, scale)):
                answers = with_repeats(answers, several)
            _add(found[metric][place], span, answers)
        for place, metric, sums in moments:
            _add(found[metric][place], span, formulas[metric].of_moments(sums))
    _say_populations(found, asked, PopulationsOfUnits(session, asked.units))
    _withhold_days(session, asked, found, set(spans))
    for span in set(spans):
        for place, visits, failures in daily_sums.visits_in(session, asked, span) if fed else ():
            for each in fed:
                _add(found[each.id][place], span, each.formula.of_visits(visits, failures))
    return found


def _withhold_days(session: Session, asked: EvidenceQuery, found: SpanEvidence, spans: Iterable[Span]) -> None:
    """Withhold what must not be known of the days of each of `spans`, before shoppers' visits are added."""
    smallest_n = settings(session).smallest_n
    for span in spans:
        known = [(metric, place, own[span]) for metric, at in found.items() for place, own in at.items() if span in own]
        if _is_alone(asked) and not any(_is_small(own, smallest_n) for *_, own in known):
            continue
        hidden = _hidden_days(session, asked, span)
        for metric, place, own in known:
            if own.n and (place in hidden.get(metric, ()) or _is_small(own, smallest_n)):
                found[metric][place][span] = Withheld(own.n)


def _hidden_days(session: Session, asked: EvidenceQuery, span: Span) -> HiddenInDays:
    if _is_alone(asked):
        return {}
    return small_groups.hidden_in_days(session, asked, span, monthly_sums.items_of(session, asked))


def _is_alone(asked: EvidenceQuery) -> bool:
    """Whether only the whole organisation is asked for, which has no siblings: it hides nothing but its few answers."""
    return asked.channels is None and set(asked.units) <= {WHOLE_ORGANISATION}


def _months_of(spans: Sequence[Span], *, one_by_one: bool = False) -> Months:
    """The months of `spans`; added up by the database where no month lies in two of them, unless `one_by_one`."""
    distinct, every = sorted(set(spans), key=lambda span: span.first), _every_month(spans)
    shared = one_by_one or len(every) < sum(len(months(span)) for span in distinct)
    return Months(every[-1], only=every, added_up=() if shared or len(every) == len(distinct) else distinct)


def _every_month(spans: Sequence[Span]) -> list[Month]:
    """The whole months of all `spans`, each once, oldest first."""
    return sorted({month for span in spans for month in months(span)})


def _add(history: dict[Period, Evidence], period: Period, evidence: Evidence) -> None:
    """Add evidence of the same formula to what is there."""
    before = history.get(period)
    history[period] = evidence if before is None else before + evidence  # type: ignore[operator]  # of one formula
