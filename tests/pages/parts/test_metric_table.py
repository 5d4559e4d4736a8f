"""The metric tables are real tables, say what the scorecards say, and take nothing people typed for HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markupsafe import escape

from db.queries.uploads import Freshness
from db.reports.scorecards import Report
from metrics.periods import Month
from metrics.vocabulary import Kind, Scope, Verdict
from pages.frame.stylesheet import stylesheet
from pages.language import numbers, sentences
from pages.language.significance import real_changes
from pages.parts.cached_queries import Known
from pages.parts.landing.overview import overview
from pages.parts.metric_table import metric_table
from tests.pages.synthetic import OCTOBER, some_company

SCRIPT = "<script>alert(1)</script>"
VOID = {"br"}
SCOPE = Scope(OCTOBER)
KNOWN = Known("Harbour & Vale", (OCTOBER,), OCTOBER, (), (), (Freshness(Kind.SURVEY, None, OCTOBER.previous),))


class Balance(HTMLParser):
    """Notes tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself opens nothing."""


def is_balanced(text: str) -> bool:
    """Whether every tag is closed in order."""
    check = Balance()
    check.feed(text)
    return not check.wrong and not check.open


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_pages_are_one_line_of_balanced_html(seed: int) -> None:
    cards = some_company(seed)
    text = overview(Report(SCOPE, 1, cards), KNOWN)
    assert "\n" not in text
    assert is_balanced(text)


@pytest.mark.parametrize("seed", range(10))
def test_no_page_speaks_of_nothing_in_jargon(seed: int) -> None:
    text = re.sub(r"<[^>]+>", " ", overview(Report(SCOPE, 1, some_company(seed)), KNOWN))
    for word in ("None", "nan", "null", "N/A", "significant", "inf "):
        assert word not in text


def test_the_table_has_a_caption_scopes_and_a_row_for_each_scorecard() -> None:
    cards = some_company(3)
    text = metric_table(cards, SCOPE)
    assert text.count("<caption>") == 1
    assert text.count('<th scope="row"') == len(cards)
    families = {card.metric.family for card in cards}
    assert text.count('<th scope="rowgroup"') == len(families)
    columns = text.count('<th scope="col"')
    assert text.count("<td") == len(cards) * (columns - 1)
    for card in cards:
        assert f"metric={card.metric.id}&amp;month=2026-10" in text


@pytest.mark.parametrize("seed", range(10))
def test_a_row_is_calm_only_where_it_was_neither_missed_nor_changed(seed: int) -> None:
    cards = some_company(seed)
    changed = ("rose: ", "fell: ")
    for card in cards:
        text = metric_table([card], SCOPE)
        assert ('<tr role="row" class="calm">' in text) == (
            card.verdict is not Verdict.MISSED and not any(word in text for word in changed)
        )
    calm = metric_table(cards, SCOPE).count('<tr role="row" class="calm">')
    said = overview(Report(SCOPE, 1, cards), KNOWN)
    assert ("<b>Show all 18</b>" in said) == (calm > 0)


@pytest.mark.parametrize("seed", range(10))
def test_every_verdict_says_why_in_the_words_of_the_metric_page(seed: int) -> None:
    for card in some_company(seed):
        text = metric_table([card], SCOPE)
        assert escape(sentences.why(card)) in text
        assert sentences.why(card).endswith(".")
        if sentences.from_here(card):
            assert sentences.why(card) == sentences.from_here(card)


def test_a_missed_row_is_marked_besides_its_colour() -> None:
    cards = some_company(7)
    missed = sum(card.verdict is Verdict.MISSED for card in cards)
    assert missed
    assert metric_table(cards, SCOPE).count('class="missed"') == missed


def test_a_hidden_value_shows_its_count_alone() -> None:
    hidden = [card for seed in range(8) for card in some_company(seed) if card.value.estimate is None and card.value.n]
    assert hidden
    for card in hidden:
        text = metric_table([card], SCOPE)
        assert numbers.count(card.value.n, card.metric.cases) in text
        assert "too few to show a value" in text


def test_peers_are_left_out_where_nobody_published_any() -> None:
    alone = [replace(card, standing=None) for card in some_company(1)]
    assert "Peers" not in metric_table(alone, SCOPE)
    assert 'class="peers"' in metric_table(some_company(1), SCOPE)


def test_what_people_typed_is_escaped() -> None:
    scope = Scope(OCTOBER, unit=SCRIPT, channel=SCRIPT)
    cards = tuple(
        replace(
            card,
            scope=scope,
            standard=replace(card.standard, owner=SCRIPT) if card.standard else None,
            metric=replace(card.metric, name=SCRIPT, promise=SCRIPT),
        )
        for card in some_company(2)
    )
    known = replace(KNOWN, organisation=SCRIPT)
    assert "<script" not in overview(Report(scope, 1, cards), known)


def test_a_late_source_is_named() -> None:
    text = overview(Report(SCOPE, 1, some_company(4)), KNOWN)
    assert "No survey answers for October 2026 yet." in text


def test_an_empty_scope_has_words_instead_of_a_table() -> None:
    text = overview(Report(Scope(Month(2020, 1)), 1, ()), KNOWN)
    assert "There are no figures to show in January 2020." in text
    assert "<table" not in text


def test_the_stylesheet_names_every_colour_once_and_fetches_nothing() -> None:
    text = stylesheet()
    assert "url(" not in text
    assert "@import" not in text
    used = set(re.findall(r"var\(--([a-z-]+)\)", text))
    defined = set(re.findall(r"--([a-z-]+):light-dark", text))
    assert used <= defined
    assert not re.findall(r"#[0-9a-fA-F]{6}", text.split("}", 1)[1])


@pytest.mark.parametrize("seed", range(25))
def test_only_changes_that_survive_among_all_tested_are_coloured(seed: int) -> None:
    cards = some_company(seed)
    text = metric_table(cards, SCOPE)
    assert len(re.findall(r">(?:rose|fell): (?:better|worse)<", text)) == len(real_changes(cards))
