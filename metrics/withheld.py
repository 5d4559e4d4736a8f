"""A scorecard without the months of which no figure may be told, though their counts may. Knows no other unit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from metrics.control_chart import control_chart
from metrics.judgement import months_met
from metrics.periods import Month
from metrics.scorecard import Point, Scorecard
from metrics.vocabulary import Change, ChangeWord, Difference, Value, Verdict


def withheld(card: Scorecard, months: Collection[Month]) -> Scorecard:
    """The card of a single month as if too few had answered in `months`: their counts, and no change from or to them.

    The usual range is drawn anew from the other months, and what is said of several months at once is left out, so
    that nothing that is still shown tells of a month that is not.
    """
    if not months:
        return card
    at, is_here = card.scope.month, card.scope.month in months
    series = tuple(_point(own) if own.month in months else own for own in card.series)
    return replace(
        card,
        value=_count(card.value) if is_here else card.value,
        verdict=_verdict(card.value, card.verdict) if is_here else card.verdict,
        month_on_month=_change(card.month_on_month) if is_here or at.previous in months else card.month_on_month,
        year_on_year=_change(card.year_on_year) if is_here or at.a_year_earlier in months else card.year_on_year,
        series=series,
        chart=control_chart(
            [own.value.estimate for own in series],
            better=card.metric.better,
            standard=card.standard.value if card.standard else None,
            rebases=[own.month - series[0].month for own in card.rebases],
        ),
        standing=None if is_here else card.standing,
        months_met=months_met([own.verdict for own in series[-12:]]),
        chance=None,
        seasonal=None,
    )


def _count(own: Value) -> Value:
    return Value(None, None, None, own.n)


def _verdict(own: Value, verdict: Verdict) -> Verdict:
    return verdict if own.estimate is None else Verdict.TOO_FEW_ANSWERS


def _point(own: Point) -> Point:
    return Point(own.month, _count(own.value), own.standard, _verdict(own.value, own.verdict))


def _change(own: Change) -> Change:
    """The change without its figures; where there was none to begin with it keeps the reason."""
    word = own.word if own.difference.estimate is None else ChangeWord.TOO_FEW_ANSWERS
    return replace(
        own, now=_count(own.now), before=_count(own.before), difference=Difference(None, None, None, None), word=word
    )
