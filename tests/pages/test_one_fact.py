"""A change and a verdict are the same fact wherever they are said: headline, table, side, metric page, board, report.

For each kind of period: what one of them calls real, all of them do, and in the same words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from db.reports.scorecards import Report, report
from db.store.engine import Store
from metrics.periods import Month, PeriodKind
from metrics.scorecard import Scorecard
from metrics.vocabulary import Change, Scope
from pages.command_line.report_documents import report_document
from pages.command_line.scorecards import scorecard_listing
from pages.figures.palette import Sense
from pages.language import labels
from pages.language.early_ends import verdict_words
from pages.language.sentences import metric_headline
from pages.language.significance import (
    REAL,
    RealChange,
    change_text_among,
    claims,
    comparisons,
    is_claimed,
    real_changes,
)
from pages.parts import cached_queries
from pages.parts.metric.summary import change_panel, fact_strip
from pages.parts.metric_table import metric_table
from pages.parts.overview_sections import changes
from pages.publishing.metric_rows import SHORT_WORDS, row
from pages.publishing.sections import what_changed
from tests.pages.conftest import Page
from tests.pages.test_pages import said

OCTOBER = Month(2026, 10)
SALTMARSH = "Harbour/Saltmarsh"
ARROW = {"▲": 1, "▼": -1}
SCOPES = [
    *(Scope(OCTOBER, unit, period=period) for period in PeriodKind for unit in ("", SALTMARSH)),
    *(Scope(Month(2026, 3), period=period) for period in PeriodKind),
    Scope(OCTOBER, channel="phone", period=PeriodKind.ROLLING12),
    *(Scope(OCTOBER, to_day=dt.date(2026, 10, 20), period=period) for period in PeriodKind),
]


@dataclass(frozen=True, slots=True)
class Said:
    """A metric's change as it was said: whether with an arrow (1 up, -1 down, 0 without), and its words."""

    arrow: int
    words: str


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def cells(html: str, name: str) -> dict[str, str]:
    """What the cells of a column of the table hold, by metric."""
    found = {}
    for line in html.split("<tr ")[1:]:
        metric = re.search(r"metric=(\w+)&", line)
        cell = re.search(rf'<td role="cell" class="{name}">(.*?)</td>', line)
        if metric and cell:
            found[metric[1]] = cell[1]
    return found


def of_table(cards: Sequence[Scorecard], scope: Scope) -> dict[tuple[str, bool], str]:
    """The cells of both comparisons by metric and whether they are a year's."""
    table = metric_table(cards, scope)
    return {
        (metric, a_year): cell
        for name, a_year in (("change before", False), ("change year", True))
        for metric, cell in cells(table, name).items()
    }


def heard(html: str) -> Said:
    """The arrow and the words of a cell."""
    words = plain(html)
    arrows = [turn for sign, turn in ARROW.items() if sign in words]
    return Said(arrows[0] if arrows else 0, words)


def pairs(card: Scorecard) -> list[tuple[Change, bool]]:
    """The comparisons that are shown, with whether each is the table's column of a year before."""
    shown = [change for change, _ in comparisons(card)]
    return [(change, len(shown) == 1 or change is card.year_on_year) for change in shown]


@pytest.fixture(scope="module")
def reports(sample_store: Store) -> list[Report]:
    with sample_store.reading() as session:
        return [report(session, scope) for scope in SCOPES]


@pytest.mark.slow
def test_there_are_claims_and_doubts_in_every_kind_of_period(reports: list[Report]) -> None:
    for period in PeriodKind:
        cards = [card for found in reports if found.scope.period is period for card in found.scorecards]
        words = [change.word for card in cards for change, _ in pairs(card)]
        assert any(word in REAL for word in words), period
    doubted = [cell for found in reports for cell in of_table(found.scorecards, found.scope).values()]
    assert any(labels.PROBABLY_CHANCE in cell for cell in doubted)
    assert any("▲" in cell for cell in doubted)


@pytest.mark.slow
def test_the_table_marks_just_the_changes_that_are_claimed(reports: list[Report]) -> None:
    for found in reports:
        claimed = real_changes(found.scorecards)
        table = of_table(found.scorecards, found.scope)
        for card in found.scorecards:
            for change, a_year in pairs(card):
                told = change_text_among(card, change, claimed)
                cell = heard(table[card.metric.id, a_year])
                assert cell.words.endswith(told.words), (found.scope, card.metric.id)
                assert (cell.arrow != 0) is is_claimed(card, change, claimed), (found.scope, card.metric.id)


@pytest.mark.slow
def test_the_headline_and_the_side_name_only_what_the_table_marks(reports: list[Report]) -> None:
    for found in reports:
        cards, claimed = found.scorecards, real_changes(found.scorecards)
        table, beside = of_table(cards, found.scope), plain(changes(cards))
        marked = {metric for (metric, _), cell in table.items() if heard(cell).arrow}
        assert {real.card.metric.id for real in claims(cards, found.scope).named} <= marked
        assert {real.card.metric.id for real in claimed} == marked
        for real in claimed[:5]:
            assert real.card.metric.name in beside
        assert ("Nothing beyond chance" in beside) is not bool(marked)


def test_the_metric_page_says_of_each_change_what_the_table_does(reports: list[Report]) -> None:
    for found in reports:
        claimed = real_changes(found.scorecards)
        for card in found.scorecards:
            rows = change_panel(card, claimed).partition("</tbody>")[0].split("<tr>")[1:]
            for (change, _), line in zip(pairs(card), rows, strict=True):
                told = change_text_among(card, change, claimed)
                assert plain(line).endswith(told.words), (found.scope, card.metric.id)
                assert (told.arrow in line) if told.arrow else not heard(line).arrow
            doubts = metric_headline(card, claimed)
            unsure = [
                change for change, _ in pairs(card) if change.word in REAL and not is_claimed(card, change, claimed)
            ]
            if card.value.estimate is not None:
                assert doubts.count("(probably chance)") + doubts.count("(usual for") + doubts.count(
                    "(within usual swings"
                ) == len(unsure)


def test_board_pack_report_and_terminal_say_the_same(reports: list[Report]) -> None:
    for found in reports:
        cards, claimed = found.scorecards, real_changes(found.scorecards)
        document = {each["metric"]: each for each in report_document(found, 1)["scorecards"]}
        lines = dict(zip((card.metric.id for card in cards), scorecard_listing(found, cards).rows, strict=True))
        for card in cards:
            printed, own = row(card, claimed), document[card.metric.id]
            steps = ((printed.before, own["month_on_month"]), (printed.year_ago, own["year_on_year"]))
            for change, (step, told) in zip((card.month_on_month, card.year_on_year), steps, strict=True):
                text = change_text_among(card, change, claimed)
                assert step.meaning in (text.words, SHORT_WORDS.get(change.word)), (found.scope, card.metric.id)
                assert (step.sense is not Sense.NEITHER) is told["claimed"] is is_claimed(card, change, claimed)
                assert text.words in lines[card.metric.id]
        told_of = [paragraph.lead for paragraph in what_changed(cards, claimed)]
        assert [real.card.metric.name for real in claimed[:5]] == told_of[: min(5, len(claimed))]


@pytest.mark.slow
def test_a_verdict_has_the_same_words_everywhere(reports: list[Report]) -> None:
    for found in reports:
        cards = found.scorecards
        table = cells(metric_table(cards, found.scope), "verdict")
        for card in cards:
            words = verdict_words(card)
            assert words in table[card.metric.id]
            assert words in fact_strip(card)
            assert row(card, []).verdict_words == words


def test_claims_go_by_meaning_and_not_by_the_object(reports: list[Report]) -> None:
    """A card that comes from a second reading of the same store is the same fact."""
    found = next(each for each in reports if real_changes(each.scorecards))
    claimed, again = real_changes(found.scorecards), [replace(card) for card in found.scorecards]
    arrows = [change_text_among(card, card.year_on_year, claimed).arrow for card in again]
    assert arrows == [change_text_among(card, card.year_on_year, claimed).arrow for card in found.scorecards]
    elsewhere = replace(claimed[0].card, scope=replace(found.scope, unit="Elsewhere"))
    assert not is_claimed(elsewhere, claimed[0].change, claimed)


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("period", PeriodKind)
def test_the_pages_themselves_agree(page: Page, period: PeriodKind) -> None:
    landing = " ".join(said(page("landing", period=period.value)).split())
    with cached_queries.store().reading() as session:
        found = report(session, Scope(OCTOBER, period=period))
    claimed = real_changes(found.scorecards)
    card = _doubtful(found.scorecards, claimed) or found.scorecards[0]
    metric = " ".join(said(page("metric", metric=card.metric.id, period=period.value)).split())
    assert " ".join(metric_headline(card, claimed).split()) in metric
    for change, _ in comparisons(card):
        words = change_text_among(card, change, claimed).words
        assert words in landing
        assert words in metric


def _doubtful(cards: Sequence[Scorecard], claimed: Sequence[RealChange]) -> Scorecard | None:
    """A card with a change that looks real by itself and is not claimed."""
    by_card: Mapping[str, list[Change]] = {
        card.metric.id: [change for change, _ in comparisons(card)] for card in cards
    }
    for card in cards:
        if any(own.word in REAL and not is_claimed(card, own, claimed) for own in by_card[card.metric.id]):
            return card
    return None
