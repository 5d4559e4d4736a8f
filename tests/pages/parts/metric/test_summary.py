"""The metric page's three questions: sentences claim only what the numbers say, and figures are drawn true to them."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.reports.breakdowns import By
from db.reports.score_distribution import ScoreDistribution
from db.reports.unit_comparison import UnitComparison
from metrics.answers.evidence import Evidence, NetCounts, ShareCounts
from metrics.catalogue import CATALOGUE, METRICS
from metrics.comparison_periods import spans
from metrics.periods import PeriodKind
from metrics.scorecard import PeriodEvidence, Scorecard, scorecard
from metrics.statistics.mix_effect import MixSplit, mix_split
from metrics.vocabulary import Scale, Scope
from pages.figures.axis import levels, scale
from pages.parts.metric.change_decomposition import Angle, change_decomposition
from pages.parts.metric.score_distribution import score_distribution
from pages.parts.metric.summary import angle_asked, angle_in_address, laid_out
from tests.pages.parts.metric.test_unit_funnel import any_card, beside, words
from tests.pages.parts.test_metric_table import SCRIPT, Balance
from tests.pages.synthetic import OCTOBER, some_company

NPS, CES, CSAT, TICKET = (CATALOGUE[name] for name in ("nps", "ces", "csat", "average_ticket"))
SCOPE = Scope(OCTOBER)
NOTHING = UnitComparison(spans(SCOPE).now, (), None)


def card_of(now: Evidence, before: Evidence, scope: Scope = SCOPE) -> Scorecard:
    compared = PeriodEvidence(now, before, before)
    history = {OCTOBER: now, OCTOBER.previous: before, OCTOBER.a_year_earlier: before}
    return scorecard(NPS, scope, history, [], compared=compared)


def mixed(phone: int = 40) -> tuple[Scorecard, dict[By, MixSplit | None]]:
    """A company whose phone score is lower and whose phone had 20 of 100 answers before and `phone` now."""
    before = {"online": NetCounts(60, 10, 80), "phone": NetCounts(5, 10, 20)}
    now = {"online": NetCounts(75 * (100 - phone) // 100, 12 * (100 - phone) // 100, 100 - phone)}
    now["phone"] = NetCounts(phone // 4, phone // 2, phone)
    apart = mix_split(now, before)
    card = card_of(now["online"] + now["phone"], before["online"] + before["phone"])
    return card, {By.CHANNELS: apart, By.UNITS: None}


# --- why did the total move? -------------------------------------------------------------------------------------


def test_a_total_moved_by_mix_names_the_part_that_grew_and_how_it_is() -> None:
    card, splits = mixed()
    said = words(change_decomposition(card, splits, Angle()))
    assert "Why did the total change in a year?" in said
    assert "Phone went from 20% to 40% of the answers and is lower than the rest." in said


def test_the_waterfall_has_a_row_for_each_part_for_the_mix_and_for_both_totals() -> None:
    card, splits = mixed()
    text = change_decomposition(card, splits, Angle())
    names = re.findall(r'<text[^>]*text-anchor="end">([^<]+)</text>', text)
    assert sorted(names) == ["Oct 2025", "Oct 2026", "mix of channels", "within online", "within phone"]
    assert text.count('<rect class="bar') == 3


def test_the_bars_join_up_from_the_first_total_to_the_last() -> None:
    card, splits = mixed()
    text = change_decomposition(card, splits, Angle())
    bars = [
        (float(x), float(x) + float(w))
        for x, w in re.findall(r'<rect class="bar \w+" x="([\d.]+)"[^>]*width="([\d.]+)"', text)
    ]
    dots = [float(x) for x in re.findall(r'<circle class="dot" cx="([\d.]+)"', text)]
    at = dots[0]
    for left, right in bars:
        assert min(abs(at - left), abs(at - right)) < 1.6
        at = right if abs(at - left) < abs(at - right) else left
    assert abs(at - dots[1]) < 1.6


def test_a_change_that_chance_could_do_is_called_so() -> None:
    card, splits = mixed(phone=20)
    assert "which chance alone could explain" in words(change_decomposition(card, splits, Angle()))


def test_what_comes_as_one_figure_is_said_to_and_offers_nothing_else() -> None:
    card, _ = mixed()
    text = change_decomposition(card, {By.CHANNELS: None, By.UNITS: None}, Angle())
    assert "cannot be split" in words(text)
    assert "<svg" not in text
    assert "by unit" not in text


def test_the_other_ways_to_take_it_apart_are_links_and_the_one_shown_is_not() -> None:
    card, splits = mixed()
    text = change_decomposition(card, {**splits, By.UNITS: splits[By.CHANNELS]}, Angle())
    assert "<b>by channel</b>" in text
    assert re.search(r'href="/metric\?[^"]*by=units[^"]*against=year[^"]*"[^>]*>by unit<', text)
    assert re.search(r'href="/metric\?[^"]*against=before[^"]*"[^>]*>in a month<', text)


def test_a_year_to_date_has_only_one_earlier_period_to_offer() -> None:
    card, splits = mixed()
    card = card_of(NetCounts(50, 20, 100), NetCounts(60, 20, 100), Scope(OCTOBER, period=PeriodKind.YEAR_TO_DATE))
    assert "against=before" not in change_decomposition(card, splits, Angle())


def test_more_parts_than_bars_are_drawn_together_and_all_stand_in_the_table() -> None:
    parts: dict[str, Evidence] = {f"North/B{at}": NetCounts(50 + at, 10, 100) for at in range(12)}
    before: dict[str, Evidence] = {name: NetCounts(50, 10, 100) for name in parts}
    card = card_of(NetCounts(600, 120, 1200), NetCounts(600, 120, 1200))
    text = change_decomposition(card, {By.UNITS: mix_split(parts, before)}, Angle(By.UNITS))
    assert "within 7 others" in text
    assert text.count('<tr><th scope="row">') == 12
    assert "North/" not in words(text)


@pytest.mark.parametrize(
    ("wanted", "angle"),
    [
        ({}, Angle(By.CHANNELS, a_year=True)),
        ({"by": "units", "against": "before"}, Angle(By.UNITS, a_year=False)),
        ({"by": "UNITS"}, Angle(By.UNITS, a_year=True)),
        ({"by": "stars", "against": "never"}, Angle(By.CHANNELS, a_year=True)),
    ],
)
def test_the_address_says_how_and_what_nobody_knows_falls_back(wanted: dict[str, str], angle: Angle) -> None:
    assert angle_asked(wanted) == angle
    assert set(angle_in_address(wanted)) == set(wanted)


# --- how are the answers spread? ---------------------------------------------------------------------------------


def spread_of(now: dict[int, int], then: dict[int, int] | None, low: int = 0, high: int = 10) -> ScoreDistribution:
    own = spans(SCOPE)
    return ScoreDistribution(Scale(low, high), now, own.now, then, own.year_ago, 0)


@pytest.mark.parametrize(
    ("metric", "now", "then", "scale", "said"),
    [
        (
            "nps",
            {10: 50, 8: 30, 2: 20},
            {9: 40, 0: 60},
            (0, 10),
            "50% gave 9 or 10 and 20% gave 0 to 6; a year ago 40% and 60%.",
        ),
        ("nps", {10: 50, 8: 30, 2: 20}, None, (0, 10), "50% gave 9 or 10 and 20% gave 0 to 6."),
        ("csat", {5: 50, 4: 30, 1: 20}, {5: 100}, (1, 5), "80% gave 4 or 5; a year ago 100%."),
        ("csat", {10: 9, 9: 1, 8: 10}, None, (1, 10), "50% gave 9 or 10."),
        ("ces", {7: 70, 4: 10, 1: 20}, None, (1, 7), "70% gave 5 to 7 and 20% gave 1 to 3."),
    ],
)
def test_the_sentence_gives_the_shares_that_are_counted(
    metric: str, now: dict[int, int], then: dict[int, int] | None, scale: tuple[int, int], said: str
) -> None:
    assert said in words(score_distribution(any_card(metric), spread_of(now, then, *scale)))


def test_every_score_of_the_scale_has_a_bar_and_with_a_year_ago_a_dash() -> None:
    text = score_distribution(any_card("nps"), spread_of({10: 50, 2: 20}, {9: 40}))
    assert text.count('<rect class="bar') == 11
    assert text.count('class="dash halo"') == 11
    without = score_distribution(any_card("nps"), spread_of({10: 50, 2: 20}, None))
    assert 'class="dash' not in without


@pytest.mark.slow
@given(st.dictionaries(st.integers(0, 10), st.integers(1, 500), min_size=1))
def test_bars_are_as_high_as_their_shares(now: dict[int, int]) -> None:
    text = score_distribution(any_card("nps"), spread_of(now, None))
    heights = [float(height) for height in re.findall(r'<rect class="bar \w+"[^>]*height="([\d.]+)"', text)]
    tallest = max(now.values())
    for score, height in enumerate(heights):
        assert height == pytest.approx(162 * now.get(score, 0) / tallest, abs=0.1)


def test_few_answers_and_answers_on_another_scale_are_said() -> None:
    own = spans(SCOPE)
    said = words(
        score_distribution(any_card("nps"), ScoreDistribution(Scale(0, 10), {9: 6}, own.now, None, own.year_ago, 3))
    )
    assert "Few answers: 6." in said
    assert "3 answers on another scale are not drawn." in said


@pytest.mark.parametrize("metric", ["promises_kept", "hold_time", "retention", "shopper_score"])
def test_what_has_no_scores_has_no_such_question(metric: str) -> None:
    assert score_distribution(any_card(metric), None) == ""


# --- all three ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_the_questions_are_one_line_of_balanced_html_for_every_metric(seed: int) -> None:
    chance = Random(seed)
    for card in some_company(seed):
        units = {f"{SCRIPT}/B{at}": own for at, own in enumerate(_some_evidence(chance))}
        splits = {By.UNITS: mix_split(units, units), By.CHANNELS: None}
        tally = {score: chance.randint(1, 50) for score in range(11)}
        text = laid_out(card, Angle(By.UNITS), splits, spread_of(tally, tally), beside(units))
        assert "\n" not in text
        assert "<script>" not in text
        check = Balance()
        check.feed(text)
        assert not check.wrong
        assert not check.open
        assert not re.search(r"\b(None|nan|inf)\b", words(text).replace("None has", ""))


def _some_evidence(chance: Random) -> list[Evidence]:
    return [ShareCounts(chance.randint(0, n), n) for n in (chance.randint(1, 400) for _ in range(9))]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 8))
def test_the_ticks_of_an_axis_are_few_and_lie_on_it(low: float, length: float, most: int) -> None:
    found = levels(low, low + length, most)
    assert len(found) <= most
    assert all(low - 1e-6 * length <= level <= low + length * (1 + 1e-6) for level in found)


def test_a_scale_without_length_puts_everything_in_the_middle() -> None:
    assert scale(3, 3, 10, 20)(3) == 15
    assert scale(0, 10, 200, 100)(5) == 150


def test_every_metric_of_the_catalogue_can_be_asked() -> None:
    assert {card.metric.id for card in some_company(1)} == {metric.id for metric in METRICS}
