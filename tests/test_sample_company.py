"""The sample company keeps its README's word: each of its stories is found in the store, and all else is quiet."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from statistics import correlation

import pytest
from sqlalchemy import func, select

from db.queries.settings import channels, units
from db.reports.scorecards import report
from db.store.engine import Store
from db.tables import BenchmarkRow, OperationRow, ResponseRow, VisitRow
from metrics.answers.evidence import Evidence
from metrics.catalogue import CATALOGUE
from metrics.periods import Month
from metrics.scorecard import Scorecard
from metrics.statistics.distributions import Z95
from metrics.statistics.mix_effect import MixSplit, mix_split
from metrics.statistics.seasonality import Season
from metrics.units.comparison import Funnel, compare
from metrics.vocabulary import ChangeWord, Scope, Value, Verdict

OCTOBER = Month(2026, 10)
DRIVERS = ("retention", "average_ticket", "average_contract", "referrals", "visit_frequency")
REGIONS = ("Harbour", "Vale", "City", "Moor")
QUIET_SHARES = ("csat", "promises_kept", "first_contact_resolution", "hold_time", "complaint_resolution", "retention")

Card = Callable[..., Scorecard]


@pytest.fixture(scope="module")
def card(sample_store: Store) -> Iterator[Card]:
    """The scorecard of a metric at a month, unit and channel of the sample company, asked once."""
    with sample_store.reading() as session:

        @cache
        def read(metric: str, month: Month = OCTOBER, unit: str = "", channel: str | None = None) -> Scorecard:
            return report(session, Scope(month, unit, channel), [metric]).scorecards[0]

        yield read


@pytest.fixture(scope="module")
def branches(sample_store: Store) -> list[str]:
    """The paths of all branches."""
    with sample_store.reading() as session:
        return [unit.path for unit in units(session) if unit.depth == 2]


def series(scorecard: Scorecard) -> dict[Month, float]:
    """A metric's values by month, where there are any."""
    return {point.month: point.value.estimate for point in scorecard.series if point.value.estimate is not None}


def evidence_by_channel(card: Card, metric: str, month: Month) -> dict[str, Evidence]:
    found = {}
    for channel in ("online", "branch counter", "home visit", "phone"):
        evidence = card(metric, month, channel=channel).evidence
        assert evidence is not None
        found[channel] = evidence
    return found


def split_by_channel(card: Card, metric: str, now: Month, before: Month) -> MixSplit:
    found = mix_split(evidence_by_channel(card, metric, now), evidence_by_channel(card, metric, before))
    assert found is not None
    return found


# --- the company -----------------------------------------------------------------------------------------------------


def test_there_are_24_branches_in_4_regions_and_4_channels(sample_store: Store, branches: list[str]) -> None:
    regions = Counter(path.split("/")[0] for path in branches)
    assert regions == {"Harbour": 6, "Vale": 5, "City": 8, "Moor": 5}
    with sample_store.reading() as session:
        assert sorted(channels(session)) == ["branch counter", "home visit", "online", "phone"]


def test_all_four_kinds_of_input_are_there(sample_store: Store) -> None:
    with sample_store.reading() as session:
        for table in (ResponseRow, VisitRow, OperationRow, BenchmarkRow):
            assert session.scalar(select(func.count()).select_from(table)), table.__tablename__


@pytest.mark.parametrize("metric", CATALOGUE)
def test_every_metric_has_a_value_in_each_of_36_months_but_the_late_staff_survey(card: Card, metric: str) -> None:
    months = series(card(metric))
    assert len(months) == (35 if metric == "enps" else 36)
    assert min(months) == Month(2023, 11)


def test_in_october_2026_six_standards_are_met_five_missed_and_four_too_close_to_call(card: Card) -> None:
    verdicts = {metric: card(metric).verdict for metric in CATALOGUE}
    assert Counter(verdicts.values()) == {
        Verdict.MET: 6,
        Verdict.MISSED: 5,
        Verdict.TOO_CLOSE_TO_CALL: 4,
        Verdict.TOO_FEW_ANSWERS: 1,
        Verdict.NO_STANDARD: 2,
    }, verdicts
    assert verdicts["enps"] is Verdict.TOO_FEW_ANSWERS
    assert card("enps").value.n == 4
    assert card("average_ticket").verdict is card("visit_frequency").verdict is Verdict.NO_STANDARD


# --- the stories -----------------------------------------------------------------------------------------------------


def test_story_1_satisfaction_at_saltmarsh_really_fell_in_august_2026_and_stayed_low(card: Card) -> None:
    august = card("csat", Month(2026, 8), "Harbour/Saltmarsh")
    assert august.month_on_month.word is ChangeWord.FELL
    assert august.month_on_month.difference.estimate is not None
    assert august.month_on_month.difference.estimate < -20
    for month in (Month(2026, 9), OCTOBER):
        assert card("csat", month, "Harbour/Saltmarsh").year_on_year.word is ChangeWord.FELL


@pytest.mark.slow
def test_story_1_no_other_branch_fell_with_it(card: Card, branches: list[str]) -> None:
    for month in (Month(2026, 8), Month(2026, 9), OCTOBER):
        assert standing_apart(card, "csat", month, branches) == {"Harbour/Saltmarsh": Funnel.BELOW}


@pytest.mark.slow
@pytest.mark.parametrize(("now", "before"), [(Month(2026, 7), Month(2026, 6)), (OCTOBER, Month(2025, 10))])
def test_story_2_ease_fell_by_mix_alone(card: Card, now: Month, before: Month) -> None:
    yearly = now - before == 12
    total = card("ces", now)
    assert (total.year_on_year if yearly else total.month_on_month).word is ChangeWord.FELL
    for channel in evidence_by_channel(card, "ces", now):
        each = card("ces", now, channel=channel)
        assert (each.year_on_year if yearly else each.month_on_month).word is ChangeWord.NO_REAL_CHANGE, channel
    why = split_by_channel(card, "ces", now, before)
    assert why.mix < -0.15
    assert abs(why.within) < 0.08


def test_story_3_waiting_grows_every_october_so_only_year_on_year_tells_the_truth(card: Card) -> None:
    for year in (2024, 2025, 2026):
        assert card("hold_time", Month(year, 10)).month_on_month.word is ChangeWord.FELL
    for year in (2025, 2026):
        assert card("hold_time", Month(year, 10)).year_on_year.word is ChangeWord.NO_REAL_CHANGE
    step = card("hold_time").seasonal
    assert step is not None
    assert step.season is Season.EVERY_YEAR


def test_story_4_the_standard_of_nps_was_raised_in_january_2026(card: Card) -> None:
    standards = {point.month: point.standard for point in card("nps").series}
    assert (standards[Month(2025, 3)], standards[Month(2025, 4)]) == (38, 42)
    assert (standards[Month(2025, 12)], standards[Month(2026, 1)]) == (42, 45)


def test_story_5_calling_back_helped_in_the_city(card: Card) -> None:
    before = [Month(2025, 3).plus(step) for step in range(12)]
    after = [Month(2026, 3).plus(step) for step in range(8)]
    others = [region for region in REGIONS if region != "City"]
    city = [pooled(card, ["City"], months) for months in (after, before)]
    rest = [pooled(card, others, months) for months in (after, before)]
    effect = (city[0][0] - city[1][0]) - (rest[0][0] - rest[1][0])
    margin = Z95 * math.sqrt(sum(error**2 for _, error in city + rest))
    assert effect - margin > 0
    assert effect == pytest.approx(11, abs=3)


def test_story_6_re_signing_follows_satisfaction_by_two_months_and_no_other_driver_does(card: Card) -> None:
    satisfaction = list(series(card("csat")).values())
    by_lag = [following(satisfaction, list(series(card("resign_rate")).values()), lag) for lag in range(7)]
    assert max(range(7), key=by_lag.__getitem__) == 2
    assert by_lag[2] > 0.6
    for metric in DRIVERS:
        values = list(series(card(metric)).values())
        assert all(abs(following(satisfaction, values, lag)) < 0.5 for lag in range(7)), metric


def test_story_7_gull_rock_has_3_answers_a_month_and_shows_no_score(card: Card) -> None:
    points = card("nps", unit="Harbour/Gull Rock").series
    assert len(points) == 36
    assert all(point.value.n is not None and point.value.n <= 3 for point in points)
    assert all(point.value.estimate is None for point in points)
    assert card("nps", unit="Harbour/Gull Rock").verdict is Verdict.TOO_FEW_ANSWERS


def test_story_8_highgarth_had_no_shopper_in_october_2026(card: Card) -> None:
    assert card("shopper_score", unit="Vale/Highgarth").verdict is Verdict.NO_DATA
    assert card("shopper_score", Month(2026, 9), "Vale/Highgarth").value.n == 2
    assert card("shopper_score").value.n == 46


@pytest.mark.parametrize("metric", ["nps", "shopper_score", "hold_time", "retention"])
def test_story_8_fenwick_sent_nothing_at_all_in_june_2025(card: Card, metric: str) -> None:
    known = series(card(metric, unit="Moor/Fenwick"))
    assert Month(2025, 6) not in known
    assert {Month(2025, 5), Month(2025, 7)} <= set(known)
    assert card(metric, Month(2025, 7), "Moor/Fenwick").month_on_month.word is ChangeWord.MISSING


def test_story_9_two_visits_to_pier_street_scored_well_and_failed(card: Card) -> None:
    score = card("shopper_score", unit="Harbour/Pier Street").value.estimate
    assert score is not None
    assert score > 90
    failed = card("critical_failures", unit="Harbour/Pier Street").value
    assert (failed.estimate, failed.n) == (100, 2)


def test_story_10_nps_is_too_close_to_call_in_october_2026(card: Card) -> None:
    assert card("nps").verdict is Verdict.TOO_CLOSE_TO_CALL
    low, high = interval(card("nps").value)
    assert low < 45 < high


# --- the quiet -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("metric", [*QUIET_SHARES, "ces", "transfers"])
def test_no_branch_but_saltmarsh_stands_apart_in_october_2026(card: Card, branches: list[str], metric: str) -> None:
    assert set(standing_apart(card, metric, OCTOBER, branches)) <= {"Harbour/Saltmarsh"}


def test_in_october_2026_only_what_the_readme_tells_really_changed(card: Card) -> None:
    real = (ChangeWord.ROSE, ChangeWord.FELL)
    on_month = {metric for metric in CATALOGUE if card(metric).month_on_month.word in real}
    on_year = {metric for metric in CATALOGUE if card(metric).year_on_year.word in real}
    assert on_month == {"hold_time"}
    assert on_year == {"ces", "first_contact_resolution", "retention"}


def standing_apart(card: Card, metric: str, month: Month, branches: Sequence[str]) -> Mapping[str, Funnel]:
    """The branches outside the funnel whose difference survives the false-discovery rate."""
    known = {path: card(metric, month, path).evidence for path in branches}
    compared = compare({path: evidence for path, evidence in known.items() if evidence is not None})
    return {
        unit.name: unit.funnel
        for unit in compared
        if unit.funnel in (Funnel.ABOVE, Funnel.BELOW) and unit.q is not None and unit.q < 0.05
    }


def pooled(card: Card, regions: Sequence[str], months: Sequence[Month]) -> tuple[float, float]:
    """NPS over some regions and months, with its standard error."""
    answers = total = variance = 0.0
    for region in regions:
        for point in card("nps", unit=region).series:
            value = point.value
            if point.month in months:
                low, high = interval(value)
                assert value.n is not None
                assert value.estimate is not None
                answers += value.n
                total += value.n * value.estimate
                variance += (value.n * (high - low) / 2 / Z95) ** 2
    return total / answers, math.sqrt(variance) / answers


def interval(value: Value) -> tuple[float, float]:
    """Both ends of a value's interval, which it must have."""
    assert value.low is not None
    assert value.high is not None
    return value.low, value.high


def following(leading: Sequence[float], values: Sequence[float], lag: int) -> float:
    """How closely `values` follow what `leading` was `lag` months before."""
    return correlation(leading[: len(leading) - lag], values[lag:])
