"""Where a figure comes from: numerator, denominator and how its margin was found, in words."""

from __future__ import annotations

from collections.abc import Collection

from metrics.answers.evidence import (
    STEPS_PER_VISIT_POINT,
    BareValue,
    CompleteCounts,
    Evidence,
    NetCounts,
    ScoreSums,
    ShareCounts,
    VisitShare,
    VisitSums,
)
from metrics.answers.weights import STEPS_PER_WEIGHT, cases, effective_n
from metrics.catalogue.metric import Metric
from metrics.scorecard import Scorecard
from metrics.vocabulary import Kind
from pages.language import locale, numbers

MARGINS: dict[type, str] = {
    NetCounts: "95 %, adjusted Wald",
    ShareCounts: "95 %, Wilson",
    VisitShare: "95 %, Wilson",
    ScoreSums: "95 %, t; near an end of the scale a score interval",
    VisitSums: "95 %, over visits, t",
    CompleteCounts: "none: everyone was counted",
    BareValue: "none: only the value was given",
}
LEFT_OUT = {
    Kind.SURVEY: "answers left blank, test and preview responses, refused rows, and answers that are in two files",
    Kind.COUNTED: "refused rows, and results that are in two files",
    Kind.SHOPPER: "items that did not apply, refused visits, and visits that are in two files",
    Kind.OPERATIONS: "refused rows; a unit’s own figure replaces the sum of those below it",
}


def numerator_text(evidence: Evidence) -> str:
    """The numbers above the line: “696 nines and tens − 182 of 0 to 6”; of weighted answers their weights."""
    if isinstance(evidence, NetCounts | ShareCounts | ScoreSums) and evidence.weights is not None:
        return f"{_weighed(evidence.weights.sums)}, by weight"
    if isinstance(evidence, NetCounts):
        promoters, detractors = numbers.plain(evidence.promoters, 0), numbers.plain(evidence.detractors, 0)
        return f"{promoters} of 9 or 10 {locale.MINUS} {detractors} of 0 to 6"
    if isinstance(evidence, ShareCounts | VisitShare):
        return _whole(evidence.hits)
    if isinstance(evidence, ScoreSums):
        return f"{numbers.plain(evidence.total / evidence.per, 0)} points"
    if isinstance(evidence, VisitSums):
        return f"{_points(evidence.earned)} points"
    if isinstance(evidence, CompleteCounts):
        return _whole(evidence.numerator)
    return "not given"


def denominator_text(evidence: Evidence, metric: Metric) -> str:
    """The number below the line: “1,130 answers”."""
    if isinstance(evidence, VisitSums):
        return f"{_points(evidence.possible)} points in {numbers.count(evidence.n, metric.cases)}"
    counted = numbers.count(evidence.n, metric.cases) or "not given"
    if isinstance(evidence, NetCounts | ShareCounts | ScoreSums) and evidence.weights is not None:
        return f"{counted}, which weigh {numbers.plain(cases(evidence), 1)}"
    return counted


def _weighed(sums: NetCounts | ShareCounts | ScoreSums) -> str:
    """The numbers above the line of sums of weights, which are kept in whole steps."""
    if isinstance(sums, NetCounts):
        promoters, detractors = (_weight(each) for each in (sums.promoters, sums.detractors))
        return f"{promoters} of 9 or 10 {locale.MINUS} {detractors} of 0 to 6"
    return _weight(sums.hits) if isinstance(sums, ShareCounts) else f"{_weight(sums.total / sums.per)} points"


def _weight(steps: float) -> str:
    return numbers.plain(steps / STEPS_PER_WEIGHT, 1)


def margin_text(evidence: Evidence, kinds: Collection[Kind]) -> str:
    """How the margin was found, and what it takes for granted of who answered; `kinds` are those of the uploads."""
    method = MARGINS.get(type(evidence), "")
    if not isinstance(evidence, NetCounts | ShareCounts | ScoreSums):
        return method
    if set(kinds) == {Kind.OPERATIONS}:
        return f"{method}. All cases were counted; the same service would have given a little more or less with others."
    return f"{method}. {_who_answered(evidence)}{_of_how_many(evidence)}"


def _who_answered(evidence: NetCounts | ShareCounts | ScoreSums) -> str:
    if evidence.repeats is None:
        return "Each answer is taken as another person’s unless a file says who answered."
    people = numbers.plain(evidence.n - evidence.repeats.fewer, 0)
    worth = effective_n(evidence)
    assert worth is not None, "with repeated answers it is known"
    return (
        f"{people} people gave these {numbers.plain(evidence.n, 0)} answers, which are worth "
        f"{numbers.plain(worth, 0)} of different people; a person of several months counts once in each."
    )


def _of_how_many(evidence: NetCounts | ShareCounts | ScoreSums) -> str:
    """What is known of those who did not answer."""
    if evidence.population is None:
        return ""
    people = evidence.n - (0 if evidence.repeats is None else evidence.repeats.fewer)
    whole = numbers.plain(evidence.population, 0)
    if people > evidence.population:
        return f" More answered than the {whole} people entered, so that number is not used."
    return f" It is for the {whole} people there are: the more of them answered, the smaller it is."


def weights_in_use(card: Scorecard) -> list[tuple[str, str]]:
    """How many equal answers a figure's weighted ones are worth, and where that is used; empty without weights."""
    own = card.value
    if own.n_effective is None or own.design_effect is None or getattr(card.evidence, "weights", None) is None:
        return []
    worth, effect = numbers.plain(own.n_effective, 1), numbers.plain(own.design_effect, 2)
    counted = numbers.count(own.n, card.metric.cases)
    said = f"{counted} count by their weights and are worth {worth} equal ones (design effect {effect})"
    return [("Weights", f"{said}. Margin, changes and verdict are calculated with that number.")]


def hidden_months(card: Scorecard) -> list[tuple[str, str]]:
    """How many answers a longer period does not count, because their months are hidden; empty where it counts all."""
    if not card.left_out:
        return []
    counted = numbers.count(card.left_out, card.metric.cases)
    return [("Not counted", f"{counted} of months that are hidden, because they would give away a small group")]


def _points(steps: int) -> str:
    """Weighted points, which are kept in whole steps."""
    points = steps / STEPS_PER_VISIT_POINT
    return numbers.plain(points, 0 if points == int(points) else 1)


def _whole(number: float) -> str:
    return numbers.plain(number, 0)


def limits_in_force(card: Scorecard) -> list[tuple[str, str]]:
    """Since when a case counts as in time by which limit, where that changed within the chart."""
    if not card.time_limits:
        return []
    told = [
        f"{card.metric.limited_to(each.value).limit_words} since {numbers.month_name(each.since)}"
        for each in card.time_limits
    ]
    return [("Limit", f"{numbers.listed(told)}; each month uses its own limit")]
