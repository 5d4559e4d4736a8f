"""Which branches stand apart: only those beyond chance are named and ranked, and the hidden are but a number."""

from __future__ import annotations

import re

from db.reports.unit_comparison import UnitComparison
from metrics.answers.evidence import CompleteCounts, Evidence, ShareCounts
from metrics.comparison_periods import spans
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.units.comparison import compare
from metrics.units.funnel import centre, sampled
from metrics.vocabulary import Scope
from pages.parts.metric.unit_funnel import called, unit_funnel
from tests.pages.synthetic import OCTOBER, some_company


def words(text: str) -> str:
    """What a reader reads, without what only stands in pictures."""
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", text)).replace("\u202f", "").split())


def any_card(metric: str) -> Scorecard:
    return next(card for card in some_company(1) if card.metric.id == metric)


def beside(units: dict[str, Evidence], hidden: frozenset[str] = frozenset()) -> UnitComparison:
    samples = sampled(list(units.values()))
    middle = centre(samples) if samples else None
    return UnitComparison(spans(Scope(OCTOBER, period=PeriodKind.ROLLING3)).now, compare(units, hidden=hidden), middle)


ALIKE: dict[str, Evidence] = {f"North/B{at}": ShareCounts(85 + at, 100 + at) for at in range(8)}


def test_only_the_branch_beyond_chance_is_named_and_linked() -> None:
    text = unit_funnel(any_card("csat"), beside({**ALIKE, "South/Saltmarsh": ShareCounts(40, 120)}))
    said = words(text)
    assert "Saltmarsh is outside what its number of answers explains." in said
    assert "All others differ by chance, so they are not ranked." in said
    assert "Aug 2026 to Oct 2026 together." in said
    assert re.search(r'href="/metric\?[^"]*unit=South%2FSaltmarsh"', text)
    assert re.findall(r'<text class="strong \w+"[^>]*>([^<]+)<', text) == ["Saltmarsh 33.3\u202f%"]
    assert text.count("<circle") == 8


def test_where_all_are_alike_nobody_is_named() -> None:
    text = unit_funnel(any_card("csat"), beside(ALIKE))
    assert "No branch is outside" in words(text)
    assert 'class="mark' not in text


def test_a_branch_with_few_answers_is_never_named_and_marked_so() -> None:
    text = unit_funnel(any_card("csat"), beside({**ALIKE, "South/Tiny": ShareCounts(0, 12)}))
    assert "No branch is outside" in words(text)
    assert re.search(r"Tiny</th>.*?few answers", text)


def test_hidden_branches_are_a_number_and_not_a_dot() -> None:
    found = beside({**ALIKE, "South/Tiny": ShareCounts(1, 3)})
    text = unit_funnel(any_card("csat"), found)
    assert "One has too few answers and is not shown." in words(text)
    assert "Tiny" not in text
    assert text.count("<circle") == 8


def test_the_table_ranks_only_those_that_stand_out_by_smoothed_values() -> None:
    alike: dict[str, Evidence] = {f"North/B{at:02}": ShareCounts(85 + at, 100 + at) for at in range(24)}
    units = {**alike, "South/Bad": ShareCounts(40, 120), "South/Worse": ShareCounts(50, 300)}
    text = unit_funnel(any_card("csat"), beside(units))
    order = re.findall(r'<tr><th scope="row">([^<]+)</th>', text)
    assert order[:2] == ["Worse", "Bad"]
    assert order[2:] == sorted(order[2:])
    assert "pulled towards the average" in words(text)


def test_complete_counts_are_listed_without_a_judgement() -> None:
    units: dict[str, Evidence] = {f"B{at}": CompleteCounts(900 + at, 10) for at in range(5)}
    text = unit_funnel(any_card("average_ticket"), beside(units))
    assert "so none is named" in words(text)
    assert "<svg" not in text
    assert text.count('<tr><th scope="row">') == 5


def test_fewer_than_four_are_not_compared_and_none_at_all_is_no_question() -> None:
    assert "Fewer than four" in words(unit_funnel(any_card("csat"), beside(dict(list(ALIKE.items())[:3]))))
    assert unit_funnel(any_card("csat"), UnitComparison(spans(Scope(OCTOBER)).now, (), None)) == ""


def test_branches_of_one_name_are_told_apart_by_what_lies_above_them() -> None:
    assert called(["North/Leeds/Counter", "North/York/Counter", "South/Quay"]) == {
        "North/Leeds/Counter": "Leeds › Counter",
        "North/York/Counter": "York › Counter",
        "South/Quay": "Quay",
    }
    units = {**ALIKE, "South/B1": ShareCounts(40, 120)}
    assert "South › B1 is outside" in words(unit_funnel(any_card("csat"), beside(units)))
