"""What pages, packs and terminal say of a verdict that rests on too few answers."""

from __future__ import annotations

import pytest

from metrics.catalogue import metric
from metrics.periods import Month
from metrics.scorecard import Scorecard, scorecard
from metrics.vocabulary import Scope, Standard, Verdict
from pages.command_line.report_documents import scorecard_document
from pages.language.early_ends import verdict_words
from pages.language.sentences import from_here, metric_headline
from pages.language.significance import is_loud
from pages.parts.metric.monthly_table import months_table
from pages.parts.metric_cells import judged
from pages.parts.metric_table import metric_table
from pages.publishing.draft_commentary import draft_commentary
from pages.publishing.metric_rows import row
from pages.publishing.sections import owners_of_missed
from tests.pages.language.test_early_ends import said

OCTOBER = Month(2026, 10)
SCOPE = Scope(OCTOBER)


def card(scores: dict[int, int], standard: float = 97) -> Scorecard:
    csat = metric("csat")
    assert csat.formula.scale is not None
    set_from = Standard("csat", standard, Month(2026, 1), owner="Ana")
    return scorecard(csat, SCOPE, {OCTOBER: csat.formula.of_tally(scores, csat.formula.scale)}, [set_from])


FEW, MANY = card({5: 4, 2: 1}), card({5: 300, 2: 100})


def test_a_miss_of_five_answers_may_be_chance_on_every_face() -> None:
    assert FEW.verdict is Verdict.MISSED
    assert verdict_words(FEW) == row(FEW, []).verdict_words == "Missed, may be chance"
    assert "Missed, may be chance" in said(metric_table([FEW], SCOPE))
    assert "has such a value in 14 of 100, so it may be chance." in from_here(FEW)
    assert metric_headline(FEW).endswith("misses its standard of 97\u202f%, which may be chance.")
    assert scorecard_document(FEW, 1, [])["verdict_waits"] is True


def test_it_is_not_named_among_what_was_missed() -> None:
    assert not is_loud(FEW, [])
    assert owners_of_missed([FEW]) == ()
    assert "Missed:" not in draft_commentary([FEW], SCOPE)
    assert "<tr class=missed" not in metric_table([FEW], SCOPE)


def test_the_boards_table_and_drawings_show_it_as_not_decided() -> None:
    few, many = row(FEW, []), row(MANY, [])
    assert (few.waits, few.is_missed) == (True, False)
    assert (many.waits, many.is_missed) == (False, True)
    assert str(judged(few.verdict, few.verdict_words, waits=few.waits)).count("worse") == 0
    assert str(judged(many.verdict, many.verdict_words, waits=many.waits)).count("worse") == 2


def test_a_miss_of_many_answers_is_named() -> None:
    assert verdict_words(MANY) == "Missed"
    assert is_loud(MANY, [])
    assert owners_of_missed([MANY])
    assert "chance" not in from_here(MANY).partition("Probability")[0]
    assert scorecard_document(MANY, 1, [])["verdict_waits"] is False


@pytest.mark.parametrize(("scores", "is_shown"), [({5: 12}, True), ({5: 20, 2: 1}, True), ({5: 130}, False)])
def test_where_even_the_best_answers_would_not_do_the_page_says_how_many_it_takes(
    scores: dict[int, int], is_shown: bool
) -> None:
    text = from_here(card(scores))
    assert ("cannot show that 97\u202f% is met, even if all are the best; it takes 125." in text) is is_shown


def test_the_table_of_months_says_it_of_each_month() -> None:
    table = said(months_table(FEW))
    assert "Missed, may be chance" in table
    assert "may be chance" not in said(months_table(MANY))
