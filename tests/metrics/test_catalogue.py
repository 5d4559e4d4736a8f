"""Every metric of the catalogue: complete, in order, and worked out once by hand."""

from __future__ import annotations

import pytest

from metrics.answers.evidence import Evidence
from metrics.answers.formulas import Moments
from metrics.catalogue import CATALOGUE, METRICS, Family, Metric, metric
from metrics.errors import NotFound
from metrics.statistics.intervals import value
from metrics.vocabulary import Audience, Better, MeasuredIn, Scale
from tests.metrics.made_answers import visits

LONGEST_PROMISE = 45
IN_ORDER = {
    Family.CUSTOMERS_SAY: ["nps", "csat", "ces", "promises_kept"],
    Family.SHOPPERS_SAW: ["shopper_score", "critical_failures"],
    Family.RESPONDED: ["first_contact_resolution", "hold_time", "complaint_resolution", "transfers"],
    Family.CUSTOMERS_DO: [
        "retention",
        "resign_rate",
        "average_ticket",
        "average_contract",
        "referrals",
        "visit_frequency",
    ],
    Family.EACH_OTHER: ["enps", "soft_skills_share"],
}
every_metric = pytest.mark.parametrize("known", METRICS, ids=lambda known: known.id)


def _tally(name: str, scale: Scale, answers: dict[int, int]) -> Evidence:
    return metric(name).formula.of_tally(answers, scale)


def _counts(name: str, numerator: float, denominator: float) -> Evidence:
    return metric(name).formula.of_counts(numerator, denominator)


# Each metric worked out by hand once: (evidence, value, n).
WORKED: dict[str, tuple[Evidence, float, float]] = {
    "nps": (_tally("nps", Scale(0, 10), {10: 40, 9: 12, 8: 23, 3: 12}), 100 * (52 - 12) / 87, 87),
    "csat": (_tally("csat", Scale(1, 5), {5: 30, 4: 11, 3: 5, 1: 4}), 82, 50),
    "ces": (_tally("ces", Scale(1, 7), {7: 2, 6: 1, 3: 1}), 5.75, 4),
    "promises_kept": (_tally("promises_kept", Scale(0, 1), {1: 57, 0: 3}), 95, 60),
    "shopper_score": (metric("shopper_score").formula.of_visits(visits([(18, 20), (6, 10)]), 1), 80, 2),
    "critical_failures": (metric("critical_failures").formula.of_visits(visits([(18, 20), (6, 10)]), 1), 50, 2),
    "first_contact_resolution": (_counts("first_contact_resolution", 45, 60), 75, 60),
    "hold_time": (metric("hold_time").formula.of_moments(Moments(10, 45_000, 10**9, 8)), 80, 10),
    "complaint_resolution": (_counts("complaint_resolution", 9, 12), 75, 12),
    "transfers": (metric("transfers").formula.of_moments(Moments(8, 400, 60_000, 0)), 0.5, 8),
    "retention": (_counts("retention", 985, 1000), 98.5, 1000),
    "resign_rate": (_counts("resign_rate", 7, 10), 70, 10),
    "average_ticket": (_counts("average_ticket", 4321.5, 30), 144.05, 30),
    "average_contract": (_counts("average_contract", 3950, 10), 395, 10),
    "referrals": (_counts("referrals", 12, 300), 4, 300),
    "visit_frequency": (_counts("visit_frequency", 420, 300), 1.4, 300),
    "enps": (_tally("enps", Scale(0, 10), {10: 6, 8: 10, 5: 4}), 10, 20),
    "soft_skills_share": (_counts("soft_skills_share", 45.5, 182), 25, 182),
}


def test_the_metrics_stand_in_their_families_in_order() -> None:
    assert {family: [known.id for known in METRICS if known.family is family] for family in Family} == IN_ORDER
    assert [known.family for known in METRICS] == sorted((m.family for m in METRICS), key=list(Family).index)
    assert len(CATALOGUE) == len(METRICS) == 18


@every_metric
def test_every_metric_says_what_it_promises_why_and_on_whose_word(known: Metric) -> None:
    assert 0 < len(known.promise) <= LONGEST_PROMISE
    for sentence in (known.promise, known.why, known.definition):
        assert sentence == sentence.strip()
        assert sentence[0].isupper()
        assert sentence.endswith((".", "?”"))
    for words in (known.name, known.numerator, known.denominator, known.source, known.cases):
        assert words.strip() == words != ""
    for clause in (known.improved, known.worsened):
        assert clause.strip(" .") == clause != ""
        assert clause[0].islower()


@every_metric
def test_every_metric_is_worked_out_by_hand(known: Metric) -> None:
    evidence, expected, n = WORKED[known.id]
    found = value(evidence, known.bounds)
    assert found.estimate == pytest.approx(expected)
    assert found.n == n


@every_metric
def test_a_usual_standard_can_be_reached(known: Metric) -> None:
    lowest, highest = known.bounds
    if known.usual_standard is not None:
        assert lowest is None or lowest <= known.usual_standard
        assert highest is None or known.usual_standard <= highest


@every_metric
def test_the_ends_of_a_metric_fit_what_it_is_measured_in(known: Metric) -> None:
    ends = {
        MeasuredIn.NPS_POINTS: (-100, 100),
        MeasuredIn.PERCENT: (0, 100),
        MeasuredIn.OUT_OF_7: (1, 7),
        MeasuredIn.PER_CONTACT: (0, None),
        MeasuredIn.MONEY: (None, None),
        MeasuredIn.PER_100_CUSTOMERS: (0, None),
        MeasuredIn.VISITS_A_MONTH: (0, None),
    }
    assert known.bounds == ends[known.measured_in]


def test_less_is_better_only_of_transfers_and_critical_failures_and_only_staff_are_asked_the_enps() -> None:
    assert {m.id for m in METRICS if m.better is Better.LOWER} == {"transfers", "critical_failures"}
    assert {m.id for m in METRICS if m.audience is Audience.STAFF} == {"enps"}


def test_a_limit_is_named_in_its_metrics_name_and_definition() -> None:
    for name, limit in (("hold_time", "60 seconds"), ("complaint_resolution", "5 days")):
        assert limit in metric(name).name
        assert limit in metric(name).definition


def test_a_metric_is_found_by_its_name_in_any_case() -> None:
    assert metric(" NPS ") is CATALOGUE["nps"]


def test_an_unknown_metric_is_answered_with_the_nearest_or_with_all() -> None:
    with pytest.raises(NotFound, match=r"There is no metric called “cast”\. Did you mean “csat”\?"):
        metric("cast")
    with pytest.raises(NotFound, match=r"Known are: nps, csat, .*, soft_skills_share\."):
        metric("zzz")


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_promise_is_short_enough_for_two_lines_of_a_narrow_card(metric: Metric) -> None:
    assert len(metric.promise) <= 48
    assert metric.promise.endswith(".")
