"""A scorecard as a row of the pack: figures as words and as numbers for cells, and its months."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.catalogue.metric import Metric
from metrics.scorecard import Scorecard
from metrics.vocabulary import Change, ChangeWord, MeasuredIn
from pages.figures.palette import Sense
from pages.language import labels, locale, numbers
from pages.language.chart_series import known_values, track
from pages.language.early_ends import sample_reach, verdict_words
from pages.language.sentences import period_name
from pages.language.significance import RealChange, change_text_among
from pages.packs.pack import SPARK_MONTHS, ChartPoint, NumberFormat, PrintedNumber, Row, Step

# Three years; a row's sparkline shows the newest of them.
MONTHS_KEPT = 36
# The board's columns are narrow; the landing page has the full words.
SHORT_WORDS = {ChangeWord.TOO_FEW_ANSWERS: "too few", ChangeWord.NO_MARGIN: "no margin"}


def row(card: Scorecard, changes: Sequence[RealChange]) -> Row:
    """One metric's row; `changes` are the real ones among all that were tested."""
    metric, shown = card.metric, card.value
    standing = card.standing
    assured, series = _assured(card), points(card)
    return Row(
        metric=metric.id,
        name=metric.name,
        family=metric.family.value,
        promise=metric.promise,
        value=_value(card),
        cases=PrintedNumber(_cases(card), shown.n),
        verdict=card.verdict,
        verdict_words=verdict_words(card),
        standard=_standard(card),
        before=step(card, card.month_on_month, changes),
        year_ago=step(card, card.year_on_year, changes),
        unit=numbers.UNIT_WORDS[metric.measured_in],
        margin=numbers.margin(metric, shown),
        low=shown.low,
        high=shown.high,
        standard_since=numbers.month_name(card.standard.since) if card.standard else "",
        assurance=assured[0],
        assurance_sense=assured[1],
        benchmark=labels.among_peers(standing, shown.estimate, metric.better)
        if standing is not None and shown.estimate is not None
        else "",
        written=number_format(card),
        series=series,
        alt=in_a_sentence(metric.name, series),
    )


def _cases(card: Scorecard) -> str:
    if card.value.estimate is None and card.value.n:  # that there are too few to show says more than that they are few
        return f"{numbers.count(card.value.n, card.metric.cases)}{sample_reach(card)}"
    return f"{labels.sample_size(card.metric, card.value, card.scope.few_n)}{sample_reach(card)}"


def _value(card: Scorecard) -> PrintedNumber:
    if card.value.estimate is not None:
        return PrintedNumber(numbers.value(card.metric, card.value.estimate), card.value.estimate)
    if card.value.n:
        return PrintedNumber(numbers.count(card.value.n, card.metric.cases))
    return PrintedNumber(labels.no_data(card.metric, period_name(card.scope)))


def _standard(card: Scorecard) -> PrintedNumber:
    if card.standard is None:
        return PrintedNumber("none")
    return PrintedNumber(numbers.standard(card.metric, card.standard.value), card.standard.value)


def _assured(card: Scorecard) -> tuple[str, Sense]:
    """Whether the process is on course for its standard."""
    own = card.chart.assurance
    if card.standard is None:
        return "no standard", Sense.NEITHER
    if own is None or not labels.limits_are_drawn(card.chart, known_values(card)):
        return "too early", Sense.NEITHER
    trial = ", provisional" if card.chart.limits is not None and card.chart.limits.trial else ""
    return f"{labels.ASSURANCES[own]}{trial}", labels.ASSURANCE_SENSES[own]


def step(card: Scorecard, change: Change, changes: Sequence[RealChange]) -> Step:
    """A change; it has an arrow and a colour only if it is real among all that were tested."""
    told = change_text_among(card, change, changes)
    if not told.step:
        return Step(PrintedNumber(""), meaning=SHORT_WORDS.get(change.word, told.words))
    return Step(PrintedNumber(told.step, change.difference.estimate), told.arrow, told.words, told.sense)


def number_format(card: Scorecard) -> NumberFormat:
    """How the metric's numbers are written in cells and on axes."""
    metric = card.metric
    usual = next((p.value.estimate for p in reversed(card.series) if p.value.estimate is not None), None)
    before, after = _signs(metric)
    return NumberFormat(numbers.decimals(metric, usual), before, after, months=locale.short_months())


def _signs(metric: Metric) -> tuple[str, str]:
    if metric.measured_in not in (MeasuredIn.MONEY, MeasuredIn.PERCENT):
        return "", ""
    before, _, after = numbers.with_unit(metric, "0").partition("0")
    return before, after


def points(card: Scorecard) -> tuple[ChartPoint, ...]:
    """The newest three years of a metric, month by month, with what stands out."""
    drawn = track(card)
    made = [
        ChartPoint(
            month=point.month.first_day,
            value=PrintedNumber(drawn.written[place], point.value.estimate),
            low=point.value.low,
            high=point.value.high,
            n=point.value.n,
            lower=band.lower if (band := drawn.bands[place]) else None,
            mean=band.mean if band else None,
            upper=band.upper if band else None,
            standard=point.standard,
            sense=drawn.senses[place],
            points_up=drawn.points_up[place],
            pattern="" if drawn.patterns[place] == labels.USUAL else drawn.patterns[place],
            is_so_far=drawn.so_far is not None and place == len(card.series) - 1,
        )
        for place, point in enumerate(card.series)
    ]
    return tuple(made[-MONTHS_KEPT:])


def in_a_sentence(name: str, months: Sequence[ChartPoint]) -> str:
    """What the newest 24 months show, for readers who cannot see the sparkline; empty where nothing is drawn."""
    own = months[-SPARK_MONTHS:]
    known = [(point.value.number, point.value.words) for point in own if point.value.number is not None]
    if not known:
        return ""
    (_, low), (_, high) = min(known), max(known)
    loud = sum(point.sense is not Sense.NEITHER for point in own)
    outside = f"; {numbers.in_words(loud)} outside the usual pattern" if loud else ""
    return f"{name}: {numbers.count(len(own), 'months')}, lowest {low}, highest {high}{outside}."
