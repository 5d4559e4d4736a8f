"""What may be shown, what is met, and by whose standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence, NetCounts, ShareCounts, VisitShare
from metrics.periods import Month
from metrics.statistics.intervals import value
from metrics.statistics.small_samples import is_hidden, shown
from metrics.verdicts import (
    MonthsMet,
    in_force,
    months_met,
    standard_in_force,
    standards_in_line,
    verdict,
)
from metrics.vocabulary import Better, Standard, Value, Verdict
from tests.metrics.made_answers import scores, visits

SHARE = (0.0, 100.0)
OCTOBER = Month(2026, 10)


def _standard(number: float, since: str = "2026-01", unit: str = "") -> Standard:
    return Standard("csat", number, Month.parse(since), unit)


def _judge(evidence: Evidence | None, number: float | None, better: Better = Better.HIGHER) -> Verdict:
    standard = None if number is None else _standard(number)
    return verdict(shown(evidence, (None, None)), evidence, standard, better)


@pytest.mark.parametrize(
    ("evidence", "hidden"),
    [
        (ShareCounts(4, 4), True),
        (ShareCounts(4, 5), False),
        (NetCounts(1, 1, 4), True),
        (scores([7, 7, 7, 7]), True),
        (CompleteCounts(900, 4), True),
        (CompleteCounts(1, 5), False),
        (visits([(1, 2)]), False),
        (VisitShare(0, 1), False),
        (BareValue(98), False),
    ],
)
def test_fewer_than_5_answers_are_hidden_but_never_visits_or_bare_values(evidence: Evidence, hidden: bool) -> None:
    assert is_hidden(evidence) is hidden


def test_the_smallest_number_is_a_setting() -> None:
    assert is_hidden(ShareCounts(9, 9), smallest_n=10)
    assert not is_hidden(ShareCounts(2, 2), smallest_n=2)


def test_of_a_hidden_value_only_the_count_is_shown() -> None:
    assert shown(ShareCounts(4, 4), SHARE) == Value(None, None, None, 4)
    assert shown(ShareCounts(4, 5), SHARE) == value(ShareCounts(4, 5), SHARE)
    assert shown(None, SHARE) == Value(None, None, None, 0)


def test_verdicts_come_in_their_order() -> None:
    assert _judge(None, 80) is Verdict.NO_DATA
    assert _judge(None, None) is Verdict.NO_DATA
    assert _judge(ShareCounts(0, 0), 80) is Verdict.NO_DATA
    assert _judge(visits([(0, 0)]), 80) is Verdict.NO_DATA
    assert _judge(ShareCounts(4, 4), None) is Verdict.TOO_FEW_ANSWERS
    assert _judge(ShareCounts(4, 4), 80) is Verdict.TOO_FEW_ANSWERS
    assert _judge(ShareCounts(400, 400), None) is Verdict.NO_STANDARD


def test_a_value_hidden_for_its_neighbours_sake_has_too_few_answers_whatever_its_count() -> None:
    hidden = Value(None, None, None, 60)
    assert verdict(hidden, ShareCounts(50, 60), _standard(70), Better.HIGHER) is Verdict.TOO_FEW_ANSWERS


@pytest.mark.parametrize(
    ("hits", "higher", "lower"),
    [
        (95, Verdict.MET, Verdict.MISSED),
        (82, Verdict.TOO_CLOSE_TO_CALL, Verdict.TOO_CLOSE_TO_CALL),
        (60, Verdict.MISSED, Verdict.MET),
    ],
)
def test_met_and_missed_need_the_whole_interval(hits: int, higher: Verdict, lower: Verdict) -> None:
    assert _judge(ShareCounts(hits, 100), 80, Better.HIGHER) is higher
    assert _judge(ShareCounts(hits, 100), 80, Better.LOWER) is lower


@pytest.mark.parametrize("number", [70.0, 90.0])
def test_an_interval_that_just_touches_the_standard_holds_it(number: float) -> None:
    touching = Value(80, 70, 90, 100)
    assert verdict(touching, ShareCounts(80, 100), _standard(number), Better.HIGHER) is Verdict.TOO_CLOSE_TO_CALL


def test_a_standard_of_100_percent_is_never_more_than_too_close() -> None:
    assert _judge(ShareCounts(10_000, 10_000), 100) is Verdict.TOO_CLOSE_TO_CALL
    assert _judge(VisitShare(0, 400), 0, Better.LOWER) is Verdict.TOO_CLOSE_TO_CALL


@pytest.mark.parametrize("evidence", [scores([6] * 40), visits([(19, 20)]), visits([(9, 10), (18, 20)])])
def test_means_without_an_interval_are_too_close_to_call(evidence: Evidence) -> None:
    assert _judge(evidence, 1) is Verdict.TOO_CLOSE_TO_CALL


@pytest.mark.parametrize(
    ("evidence", "better", "expected"),
    [
        (CompleteCounts(30, 100, 100), Better.HIGHER, Verdict.MET),
        (CompleteCounts(30, 100, 100), Better.LOWER, Verdict.MET),
        (CompleteCounts(31, 100, 100), Better.HIGHER, Verdict.MET),
        (CompleteCounts(31, 100, 100), Better.LOWER, Verdict.MISSED),
        (CompleteCounts(29, 100, 100), Better.HIGHER, Verdict.MISSED),
        (CompleteCounts(29, 100, 100), Better.LOWER, Verdict.MET),
        (CompleteCounts(100 * (0.1 + 0.2), 100, 100), Better.LOWER, Verdict.MET),
        (BareValue(30), Better.HIGHER, Verdict.MET),
        (BareValue(29.9), Better.HIGHER, Verdict.MISSED),
    ],
)
def test_complete_counts_go_by_the_value_and_equal_is_met(
    evidence: Evidence, better: Better, expected: Verdict
) -> None:
    assert _judge(evidence, 30, better) is expected


@given(hits=st.integers(0, 500), more=st.integers(0, 500), number=st.floats(0, 100))
def test_higher_and_lower_never_both_meet_a_standard(hits: int, more: int, number: float) -> None:
    both = {_judge(ShareCounts(hits, hits + more + 5), number, better) for better in Better}
    assert both in ({Verdict.MET, Verdict.MISSED}, {Verdict.TOO_CLOSE_TO_CALL})


def test_months_met_counts_those_of_the_last_twelve_that_can_be_judged() -> None:
    year = [Verdict.MET] * 5 + [Verdict.MISSED, Verdict.TOO_CLOSE_TO_CALL]
    silent = [Verdict.NO_DATA, Verdict.NO_STANDARD, Verdict.TOO_FEW_ANSWERS]
    assert months_met(year + silent) == MonthsMet(met=5, of=7)
    assert months_met([Verdict.MET] * 10 + [Verdict.MISSED] * 11) == MonthsMet(met=1, of=12)
    assert months_met([]) == MonthsMet(met=0, of=0)


def test_past_months_keep_the_standard_of_their_time() -> None:
    standards = [_standard(80, "2025-01"), _standard(85, "2026-01")]
    for order in (standards, standards[::-1]):
        assert standard_in_force(order, "", Month(2024, 12)) is None
        assert standard_in_force(order, "", Month(2025, 12)) == standards[0]
        assert standard_in_force(order, "", Month(2026, 1)) == standards[1]


def test_a_unit_takes_its_nearest_ancestors_standard_and_its_own_before_all() -> None:
    everywhere = _standard(80, "2026-09")
    north = _standard(85, "2025-01", "North")
    leeds = _standard(90, "2026-03", "North/Leeds")
    standards = [leeds, everywhere, north]
    assert standard_in_force(standards, "North/Leeds/Counter", OCTOBER) == leeds
    assert standard_in_force(standards, "North/Leeds", Month(2026, 2)) == north
    assert standard_in_force(standards, "North/York", OCTOBER) == north
    assert standard_in_force(standards, "South", OCTOBER) == everywhere
    assert standard_in_force(standards, "South", Month(2026, 8)) is None


def test_unit_paths_are_compared_name_by_name_and_in_any_case() -> None:
    leeds = _standard(90, "2026-03", "north / LEEDS")
    assert standard_in_force([leeds], "North/Leeds/Counter", OCTOBER) == leeds
    assert standard_in_force([leeds], "North/Leeds Road", OCTOBER) is None
    assert standard_in_force([leeds], "North", OCTOBER) is None


def test_the_line_of_standards_a_unit_comes_under_is_found_once_for_all_months() -> None:
    everywhere, north, newer = _standard(80), _standard(85, "2025-01", "North"), _standard(86, "2026-01", "north")
    line = standards_in_line([north, _standard(99, unit="South"), newer, everywhere], "North/Leeds")
    assert line == [newer, north, everywhere]
    assert [in_force(line, Month(2025, number)) for number in (1, 12)] == [north, north]
    assert in_force(line, Month(2024, 12)) is None


def test_of_two_standards_from_one_month_the_later_set_counts() -> None:
    assert standard_in_force([_standard(80), _standard(82)], "", OCTOBER) == _standard(82)
