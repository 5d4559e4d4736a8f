"""The filter bar's lengths and the month so far: what the address asks for, and that every sentence follows."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from db.changes import save_upload
from db.queries.uploads import Freshness
from db.reports.scorecards import Report
from metrics.answers.evidence import Evidence, ShareCounts
from metrics.catalogue import CATALOGUE
from metrics.comparison_periods import spans
from metrics.periods import Month, PeriodKind
from metrics.scorecard import PeriodEvidence, Scorecard, scorecard
from metrics.vocabulary import Kind, Scope, Standard
from pages.language.sentences import comparisons, headline, in_period, metric_headline, period_name
from pages.parts import cached_queries
from pages.parts.cached_queries import Known
from pages.parts.filters import month_label
from pages.parts.landing.overview import overview
from pages.parts.metric_table import metric_table
from tests.db.readings import answer, reading
from tests.pages.conftest import Page
from tests.pages.synthetic import OCTOBER, some_company
from tests.pages.test_pages import said

NOVEMBER = Month(2026, 11)
SO_FAR = Scope(NOVEMBER, to_day=dt.date(2026, 11, 12))


def known(day: dt.date | None, today: dt.date | None = dt.date(2026, 11, 21), *months: Month) -> Known:
    fresh = (Freshness(Kind.SURVEY, day, Month.of(day) if day else OCTOBER), Freshness(Kind.OPERATIONS, None, OCTOBER))
    return Known("Harbour & Vale", months or (OCTOBER, NOVEMBER), OCTOBER, (), (), fresh, today)


def test_the_month_so_far_ends_on_the_newest_day_with_data() -> None:
    assert known(dt.date(2026, 11, 12)).so_far == dt.date(2026, 11, 12)


@pytest.mark.parametrize(
    "nothing_runs",
    [
        known(dt.date(2026, 10, 31)),
        known(None),
        known(dt.date(2026, 11, 12), None),
        known(dt.date(2026, 11, 12), dt.date(2026, 12, 3)),
        known(dt.date(2026, 10, 31), dt.date(2026, 11, 21), OCTOBER),
    ],
)
def test_without_a_dated_answer_in_the_running_month_there_is_no_month_so_far(nothing_runs: Known) -> None:
    assert nothing_runs.so_far is None


def test_a_day_still_to_come_does_not_lengthen_the_month_so_far() -> None:
    assert known(dt.date(2027, 1, 3)).so_far == dt.date(2026, 11, 21)


def test_a_month_that_runs_is_called_so_far() -> None:
    assert month_label(NOVEMBER, NOVEMBER) == "November so far"
    assert month_label(OCTOBER, NOVEMBER) == "October 2026"


def test_a_period_that_ends_within_a_month_names_its_days() -> None:
    assert (period_name(SO_FAR), in_period(SO_FAR)) == ("1 to 12 November 2026", "from 1 to 12 November 2026")
    quarter = Scope(NOVEMBER, period=PeriodKind.QUARTER, to_day=dt.date(2026, 11, 12))
    assert period_name(quarter) == "1 October to 12 November 2026"
    assert in_period(Scope(OCTOBER)) == "in October 2026"


@pytest.mark.parametrize("period", PeriodKind)
def test_two_comparisons_with_the_same_days_are_one(period: PeriodKind) -> None:
    scope = Scope(OCTOBER, period=period)
    cards = some_company(3, scope)
    twice = spans(scope).before != spans(scope).year_ago
    assert len(comparisons(cards[0])) == (2 if twice else 1)
    headings = re.findall(r"<th[^>]*>(v [^<]+)</th>", metric_table(cards, scope))
    assert len(headings) == len(set(headings)) == (2 if twice else 1)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("period", PeriodKind)
def test_no_headline_says_a_thing_twice(seed: int, period: PeriodKind) -> None:
    for card in some_company(seed, Scope(OCTOBER, period=period)):
        clauses = re.split(r"[:,.;] ", metric_headline(card))
        assert len(clauses) == len(set(clauses)), metric_headline(card)


def test_of_a_running_month_only_what_came_in_is_counted() -> None:
    def card(metric: str, month: Month) -> Scorecard:
        history: dict[Month, Evidence] = {month: ShareCounts(95, 100)}
        days = PeriodEvidence(history.get(NOVEMBER), None, None)
        return scorecard(CATALOGUE[metric], SO_FAR, history, [Standard(metric, 85, OCTOBER)], compared=days)

    cards = (card("csat", NOVEMBER), card("promises_kept", OCTOBER))
    assert headline(cards, SO_FAR).startswith("The one standard was met from 1 to 12 November 2026.")
    text = overview(Report(SO_FAR, 1, cards), known(dt.date(2026, 11, 12)))
    assert "No answers yet" in text


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("asked", "found", "words"),
    [
        ("rolling12", PeriodKind.ROLLING12, "in the 12 months to October 2026"),
        ("YEAR_TO_DATE", PeriodKind.YEAR_TO_DATE, "in the year to October 2026"),
        ("fortnight", PeriodKind.MONTH, "in October 2026"),
    ],
)
def test_the_address_says_the_length_and_a_wrong_one_falls_back(
    page: Page, asked: str, found: PeriodKind, words: str
) -> None:
    run = page("landing", period=asked)
    assert run.selectbox(key="choose_period").value is found
    assert words in said(run)
    assert run.query_params.get("period") == (None if found is PeriodKind.MONTH else found.value)


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_the_running_month_is_offered_and_compared_with_the_same_days(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached_queries, "today", lambda: dt.date(2026, 11, 21))
    rows = [answer(at, at % 11, day=dt.date(2026, 11, 1 + at % 12), unit="Harbour/Saltmarsh") for at in range(120)]
    save_upload(cached_queries.store(), reading(rows), by="Ann")
    usual = page("landing")
    assert usual.selectbox(key="choose_month").value == OCTOBER
    run = page("metric", metric="nps", month="2026-11")
    assert run.selectbox(key="choose_month").value == NOVEMBER
    for label in ("1 to 12 November 2026", "v 1–12 Oct 2026", "v 1–12 Nov 2025", "so far is", "120 answers"):
        assert label in said(run)
    quarter = page("metric", metric="nps", month="2026-11", period="rolling3")
    assert "1 September to 12 November 2026" in said(quarter)
    assert "v 1 Sept 2025 to 12 Nov 2025" in said(quarter)
