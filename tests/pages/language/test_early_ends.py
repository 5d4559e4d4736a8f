"""A metric whose answers stop before the period ends says so, on the page's table and in a pack's row."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from metrics.answers.evidence import Evidence, NetCounts
from metrics.catalogue import metric
from metrics.periods import Month, PeriodKind
from metrics.scorecard import PeriodEvidence, Scorecard, scorecard
from metrics.vocabulary import ChangeWord, Scope, Standard
from pages.language.early_ends import BY_DATE, early_end_notes, sample_reach, verdict_words
from pages.language.sentences import headline
from pages.language.significance import NOTHING_TO_COMPARE
from pages.parts.landing.data_coverage import data_coverage
from pages.parts.metric_table import metric_table
from pages.publishing.metric_rows import row

OCTOBER = Month(2026, 10)
TENTH = OCTOBER.day(10)


def said(html: str) -> str:
    """The words of a piece of HTML, in the spaces people see."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("\u202f", " ").split())


def card(name: str = "nps", *, to_day: dt.date | None = TENTH, scores: dict[int, int] | None = None) -> Scorecard:
    """A card of October against a standard of 45; up to `to_day` its answers end early."""
    asked = metric(name)
    assert asked.formula.scale is not None
    evidence = asked.formula.of_tally(scores or {10: 50, 0: 5}, asked.formula.scale)
    standard = Standard(name, 45, OCTOBER, "")
    scope, only = Scope(OCTOBER, to_day=to_day), PeriodEvidence(evidence, None, None)
    return scorecard(asked, scope, {OCTOBER: evidence}, [standard], compared=only, ends_early=to_day is not None)


def test_a_verdict_on_part_of_a_month_is_so_far_and_its_answers_say_up_to_when() -> None:
    assert (verdict_words(card()), sample_reach(card())) == ("Met so far", " to 10 Oct 2026")
    assert (verdict_words(card(to_day=None)), sample_reach(card(to_day=None))) == ("Met", "")
    assert verdict_words(card(scores={10: 2})) == "Too few answers"
    printed = row(card(), [])
    assert (printed.verdict_words, printed.cases.words) == ("Met so far", "55 answers to 10 Oct 2026")
    table = said(metric_table([card()], Scope(OCTOBER)))
    assert "Met so far" in table
    assert "55 answers to 10 Oct 2026" in table


def test_a_running_month_is_said_once_and_not_in_every_row() -> None:
    running = replace(card(), ends_early=False)
    assert (verdict_words(running), sample_reach(running), early_end_notes([running])) == ("Met", "", [])


@pytest.mark.parametrize(
    ("cards", "note"),
    [
        (
            [card()],
            "Net Promoter Score has answers to 10 Oct 2026 only, so it is compared with the same days of earlier ",
        ),
        (
            [card(), card("csat", scores={5: 60})],
            "Net Promoter Score and Satisfaction have answers to 10 Oct 2026 only, ",
        ),
    ],
)
def test_the_landing_page_names_the_metrics_that_end_early(cards: list[Scorecard], note: str) -> None:
    assert note in said(data_coverage((), Scope(OCTOBER), None, cards))


def test_headline_and_columns_name_the_days_that_are_in() -> None:
    part, whole = [card(), card("csat", scores={5: 60})], card("csat", to_day=None, scores={5: 60})
    assert headline(part, Scope(OCTOBER)).startswith("All two standards were met so far in October 2026.")
    assert "so far" not in headline([card(), whole], Scope(OCTOBER))
    assert "v 1–10 Sept 2026" in said(metric_table(part, Scope(OCTOBER)))
    assert "v Sept 2026" in said(metric_table([card(), whole], Scope(OCTOBER)))


def test_where_only_a_part_of_the_earlier_period_is_known_nothing_is_said_to_be_unchanged() -> None:
    asked, scope = metric("nps"), Scope(OCTOBER, period=PeriodKind.ROLLING12)
    history: dict[Month, Evidence] = {OCTOBER.plus(-back): NetCounts(50, 10, 100) for back in range(17)}
    found = scorecard(asked, scope, history, [])
    assert found.year_on_year.word is ChangeWord.INCOMPLETE
    assert NOTHING_TO_COMPARE in headline([found], scope)
    assert "only 5 of 12 months then" in said(metric_table([found], scope))


def test_what_is_compared_by_days_says_that_weekdays_may_differ() -> None:
    running, whole = Scope(OCTOBER, to_day=TENTH), Scope(OCTOBER)
    assert BY_DATE in said(data_coverage((), running))
    assert BY_DATE in said(data_coverage((), whole, None, [card()]))
    assert BY_DATE not in said(data_coverage((), whole, None, [card(to_day=None)]))
