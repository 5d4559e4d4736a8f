"""Which branches stand apart: only those beyond chance are named and ranked, and the hidden are but a number."""

from __future__ import annotations

import re

from db.reports.unit_comparison import UnitComparison
from metrics.answers.evidence import CompleteCounts, Evidence, ShareCounts
from metrics.comparison_periods import spans
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.units.comparison import compare
from metrics.units.funnel import FEWEST_TO_STAND_APART, centre, sampled
from metrics.units.unit_pairs import unit_pairs
from metrics.vocabulary import Scope
from pages.parts.metric.unit_funnel import called, unit_funnel
from tests.pages.synthetic import OCTOBER, some_company


def words(text: str) -> str:
    """What a reader reads, without what only stands in pictures."""
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", text)).replace("\u202f", "").split())


def any_card(metric: str) -> Scorecard:
    return next(card for card in some_company(1) if card.metric.id == metric)


def beside(units: dict[str, Evidence]) -> UnitComparison:
    samples = sampled(list(units.values()))
    middle = centre(samples) if samples else None
    compared = compare(units)
    shown = {unit.name: units[unit.name] for unit in compared if unit.value is not None}
    pairs = unit_pairs(shown) if len(shown) < FEWEST_TO_STAND_APART else ()
    return UnitComparison(spans(Scope(OCTOBER, period=PeriodKind.ROLLING3)).now, compared, middle, pairs)


ALIKE: dict[str, Evidence] = {f"North/B{at}": ShareCounts(85 + at, 100 + at) for at in range(8)}
MANY: dict[str, Evidence] = {f"West/B{at}": ShareCounts(86 + at % 2, 100) for at in range(12)}


def test_only_the_branch_beyond_chance_is_named_and_linked() -> None:
    text = unit_funnel(any_card("csat"), beside({**ALIKE, "South/Saltmarsh": ShareCounts(40, 120)}))
    said = words(text)
    assert "Saltmarsh is outside what its number of answers and the usual spread of branches explain." in said
    assert "The others differ by no more than usual, so they are not ranked." in said
    assert "With only nine branches, how far they usually differ is partly assumed" in said
    assert "Aug 2026 to Oct 2026 together." in said
    assert re.search(r'href="/metric\?[^"]*unit=South%2FSaltmarsh"', text)
    assert re.findall(r'<text class="strong \w+"[^>]*>([^<]+)<', text) == ["Saltmarsh 33.3\u202f%"]
    assert text.count("<circle") == 8


def test_of_many_branches_that_agree_the_answers_alone_explain_how_they_differ() -> None:
    said = words(unit_funnel(any_card("csat"), beside(MANY)))
    assert "No branch is outside what its number of answers explains. They differ by no more than usual" in said
    assert "wider" not in said
    assert "assumed" not in said
    assert "by chance" not in said


def test_where_many_branches_differ_the_band_is_wider_and_the_page_says_why() -> None:
    units: dict[str, Evidence] = {f"West/B{at}": ShareCounts(600 + 20 * at, 1000) for at in range(12)}
    said = words(unit_funnel(any_card("csat"), beside(units)))
    assert "No branch is outside what its number of answers and the usual spread of branches explain." in said
    assert "The band is wider, because they differ by more than their answers explain." in said


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


THREE: dict[str, Evidence] = {
    "North/Leeds": ShareCounts(190, 200),
    "North/York": ShareCounts(150, 200),
    "North/Hull": ShareCounts(156, 200),
}


def test_three_branches_are_drawn_with_their_margins_and_the_differing_pairs_are_named() -> None:
    text = unit_funnel(any_card("csat"), beside(THREE))
    said = words(text)
    assert "How do the branches compare?" in said
    assert "Leeds is 17.0 above Hull and 20.0 above York: more than their answers explain." in said
    assert "Otherwise no difference is. Aug 2026 to Oct 2026 together. Lines are the 95% margins." in said
    assert re.findall(r'text-anchor="end">([^<]+)<', text) == ["Leeds", "Hull", "York"]
    assert text.count("<circle") == text.count('<path class="line"') == 3
    assert "Among the others" not in said
    assert text.count('<tr><th scope="row">') == 3


def test_two_branches_that_agree_are_drawn_and_not_said_to_differ() -> None:
    said = words(unit_funnel(any_card("csat"), beside({name: THREE[name] for name in ("North/York", "North/Hull")})))
    assert "They do not differ by more than their answers explain." in said
    assert "above" not in said


def test_two_branches_with_few_answers_or_no_margin_are_drawn_without_a_claim() -> None:
    few = words(unit_funnel(any_card("csat"), beside({"A": ShareCounts(29, 29), "B": ShareCounts(2, 40)})))
    assert "There are too few answers to say whether they differ" in few
    counted = unit_funnel(
        any_card("average_ticket"), beside({"A": CompleteCounts(900, 10), "B": CompleteCounts(90, 10)})
    )
    assert "There is no margin, so it is not known" in words(counted)
    assert counted.count("<circle") == 2
    assert "95" not in words(counted)


def test_of_two_branches_of_which_one_is_hidden_only_that_is_said() -> None:
    text = unit_funnel(any_card("csat"), beside({"A": ShareCounts(29, 29), "Secret": ShareCounts(2, 3)}))
    assert "Only one of them has enough answers to be shown." in words(text)
    assert "Secret" not in text
    assert "<svg" not in text
    none = unit_funnel(any_card("csat"), beside({"Secret": ShareCounts(2, 3)}))
    assert "None of them has enough answers" in words(none)


def test_none_at_all_is_no_question() -> None:
    assert unit_funnel(any_card("csat"), UnitComparison(spans(Scope(OCTOBER)).now, (), None)) == ""


def test_branches_of_one_name_are_told_apart_by_what_lies_above_them() -> None:
    assert called(["North/Leeds/Counter", "North/York/Counter", "South/Quay"]) == {
        "North/Leeds/Counter": "Leeds › Counter",
        "North/York/Counter": "York › Counter",
        "South/Quay": "Quay",
    }
    units = {**ALIKE, "South/B1": ShareCounts(40, 120)}
    assert "South › B1 is outside" in words(unit_funnel(any_card("csat"), beside(units)))
