"""A pack says what its scorecards say, marks only changes that may be claimed, and follows what the leader chose."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from metrics.periods import Month
from metrics.vocabulary import Scope, Verdict
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.chart_series import known_values
from pages.language.early_ends import early_end_notes
from pages.language.sentences import headline, real_changes
from pages.packs.pack import CHARTS, ON_THE_SHEET, Pack
from pages.publishing.build_pack import build_pack, paragraphs
from pages.publishing.definitions import LEGEND
from pages.publishing.draft_commentary import draft_commentary
from pages.publishing.metric_selection import FEWEST_TO_DRAW, for_charts, for_sheet
from tests.pages.publishing.materials import MOMENT, some_material, some_pack
from tests.pages.synthetic import some_company

SEEDS = range(25)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pack_holds_every_scorecard_with_its_own_numbers(seed: int) -> None:
    cards = some_company(seed)
    pack = some_pack(seed)
    rows = {row.metric: row for row in pack.rows}
    assert rows.keys() == {card.metric.id for card in cards}
    for card in cards:
        row = rows[card.metric.id]
        assert row.value.number == card.value.estimate
        assert (row.low, row.high, row.cases.number) == (card.value.low, card.value.high, card.value.n)
        assert row.verdict is card.verdict
        assert row.standard.number == (card.standard.value if card.standard else None)
        assert row.before.figure.number == card.month_on_month.difference.estimate
        assert row.year_ago.figure.number == card.year_on_year.difference.estimate
        assert [p.value.number for p in row.series] == [p.value.estimate for p in card.series[-36:]]
    assert pack.headline == headline(cards, cards[0].scope)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_only_changes_that_survive_among_all_tested_are_marked(seed: int) -> None:
    cards = some_company(seed)
    marked = sum(step.sense is not Sense.NEITHER for row in some_pack(seed).rows for step in (row.before, row.year_ago))
    assert marked == len(real_changes(cards))
    for row in some_pack(seed).rows:
        for step in (row.before, row.year_ago):
            assert bool(step.arrow) == (step.sense is not Sense.NEITHER)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sheet_takes_missed_standards_and_real_changes_first(seed: int) -> None:
    cards = some_company(seed)
    changes = real_changes(cards)
    chosen = for_sheet(cards, changes)
    assert len(chosen) == min(ON_THE_SHEET, len(cards))
    assert chosen == [card for card in cards if card in chosen], "in the order of the families"
    news = [card for card in cards if card.verdict is Verdict.MISSED or any(real.card is card for real in changes)]
    assert all(card in chosen for card in news[:ON_THE_SHEET])


def test_what_the_leader_chose_stands_on_the_sheet_and_the_rest_behind_it() -> None:
    cards = some_company(3)
    wanted = [cards[5].metric.id, cards[0].metric.id]
    pack = build_pack(some_material(cards, metrics=wanted), MOMENT)
    assert [row.metric for row in pack.on_sheet] == [cards[0].metric.id, cards[5].metric.id]
    assert len(pack.on_sheet) + len(pack.in_appendix) == len(cards)


@pytest.mark.parametrize("seed", SEEDS)
def test_pinned_charts_come_first_then_what_was_missed_and_changed(seed: int) -> None:
    cards = some_company(seed)
    pinned = next(card for card in reversed(cards) if known_values(card) >= FEWEST_TO_DRAW)
    drawn = for_charts(cards, real_changes(cards), ["no such metric", pinned.metric.id])
    assert drawn[0] is pinned
    assert len({card.metric.id for card in drawn}) == len(drawn) == CHARTS
    by_rule = for_charts(cards, real_changes(cards))
    missed = [card.verdict is Verdict.MISSED for card in by_rule]
    assert missed == sorted(missed, reverse=True), "nothing that was met stands before what was missed"


@pytest.mark.slow
def test_a_pack_says_nothing_in_jargon() -> None:
    for seed in SEEDS:
        text = some_pack(seed, text="We answered late.").as_json()
        for word in ("None", "nan", "N/A", "significant", "inf ", "Infinity"):
            assert word not in text


def test_a_pack_goes_to_json_and_back() -> None:
    pack = some_pack(4, text="First.\n\nSecond   line.")
    assert Pack.from_json(pack.as_json()) == pack
    assert pack.commentary == ("First.", "Second line.")
    assert pack.commentary_by == "M. Hale"


def test_inputs_reach_no_farther_than_the_month() -> None:
    """Else data of a later month would make another pack of numbers that did not move."""
    assert some_pack(4).stands_on[0].text == "to 31 Oct 2026"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_drafted_commentary_names_what_was_missed_and_really_changed_and_nothing_else(seed: int) -> None:
    cards = some_company(seed)
    text = draft_commentary(cards, cards[0].scope)
    told = {real.card.metric.name for real in real_changes(cards)}
    for card in cards:
        missed = card.is_missed
        line = next((part for part in text.split("\n\n") if part.startswith("Missed:")), "")
        assert (f"{card.metric.name} (" in line) == missed
        said = re.search(rf"(Worse|Better): [^\n]*{re.escape(card.metric.name)} (rose|fell) from", text)
        if said:
            assert card.metric.name in told
    for real in real_changes(cards)[:1]:
        assert real.change.now.estimate is not None
        assert f"to {numbers.value(real.card.metric, real.change.now.estimate)}" in text


def test_nobody_is_drafted_a_commentary_on_nothing() -> None:
    assert draft_commentary((), Scope(Month(2026, 10))) == ""


def test_blank_lines_make_no_paragraph() -> None:
    assert paragraphs(" \n a  b \n\n\n c ") == ("a b", "c")


@pytest.mark.slow
def test_changes_are_told_apart_by_why_they_are_not_marked() -> None:
    """Grey figures say whether they are no change at all, or none among all that were tested."""
    meanings = {
        step.meaning for seed in range(60) for row in some_pack(seed).rows for step in (row.before, row.year_ago)
    }
    assert {"no real change", "probably chance"} <= meanings
    quiet = replace(some_pack(1), rows=())
    assert quiet.on_sheet == ()


def test_a_pack_of_metrics_whose_answers_stop_early_says_up_to_which_day() -> None:
    scope = Scope(Month(2026, 10), to_day=Month(2026, 10).day(10))
    (card, *others) = some_company(3)
    early = replace(card, scope=scope, ends_early=True)
    legend = build_pack(some_material([early, *others]), MOMENT).legend
    assert legend.startswith(early_end_notes([early])[0])
    assert legend.endswith(LEGEND)
    assert build_pack(some_material([card, *others]), MOMENT).legend == LEGEND
