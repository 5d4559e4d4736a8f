"""Which evidence each formula makes of answers, and which input it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import CompleteCounts, Evidence, NetCounts, ScoreSums, ShareCounts, VisitShare
from metrics.answers.formulas import (
    CriticalFailure,
    Formula,
    MeanCount,
    MeanScore,
    Moments,
    NetScore,
    Ratio,
    Share,
    TopBox,
    WeightedChecklist,
    WithinLimit,
)
from metrics.vocabulary import Scale, Tally
from tests.metrics.made_answers import recommendations, scores, visits

ZERO_TO_TEN = Scale(0, 10)
ONE_TO_FIVE = Scale(1, 5)
ONE_TO_SEVEN = Scale(1, 7)
YES_NO = Scale(0, 1)


def _tally(answers: list[int]) -> Tally:
    return {score: answers.count(score) for score in answers}


@pytest.mark.parametrize(
    ("formula", "scale", "tally", "expected"),
    [
        (NetScore(), ZERO_TO_TEN, {10: 30, 9: 22, 8: 13, 7: 10, 6: 5, 0: 7}, NetCounts(52, 12, 87)),
        (NetScore(), Scale(1, 10), {10: 1, 9: 1, 8: 1, 7: 1, 6: 1, 1: 1}, NetCounts(2, 2, 6)),
        (TopBox(), ONE_TO_FIVE, {5: 30, 4: 11, 3: 5, 2: 1, 1: 3}, ShareCounts(41, 50)),
        (TopBox(), Scale(1, 10), {10: 2, 9: 3, 8: 5}, ShareCounts(5, 10)),
        (TopBox(), Scale(1, 4), {4: 2, 3: 3, 2: 5}, ShareCounts(5, 10)),
        (TopBox(), Scale(1, 3), {3: 2, 2: 8}, ShareCounts(2, 10)),
        (TopBox(), YES_NO, {1: 7, 0: 3}, ShareCounts(7, 10)),
        (MeanScore(), ONE_TO_SEVEN, {7: 2, 6: 1, 3: 1}, ScoreSums(4, 23, 143)),
        (Share(), YES_NO, {1: 57, 0: 3}, ShareCounts(57, 60)),
        (Share(), YES_NO, {0: 3}, ShareCounts(0, 3)),
    ],
)
def test_answers_become_the_evidence_of_the_formula(
    formula: Formula, scale: Scale, tally: Tally, expected: Evidence
) -> None:
    assert formula.of_tally(tally, scale) == expected
    assert formula.accepts(scale)
    assert formula.takes_scores


@pytest.mark.parametrize(("score", "on_seven"), [(1, 1), (2, 2.5), (3, 4), (4, 5.5), (5, 7)])
def test_other_scales_are_stretched_onto_the_mean_by_straight_lines(score: int, on_seven: float) -> None:
    stretched = MeanScore().of_tally({score: 3}, ONE_TO_FIVE)
    assert stretched.estimate == on_seven
    pooled = stretched + scores([1, 7])
    assert pooled.estimate == pytest.approx((3 * on_seven + 8) / 5)


@pytest.mark.parametrize(
    ("formula", "moments", "expected"),
    [
        (WithinLimit(limit=60, unit="seconds"), Moments(10, 45_000, 10**9, 8), ShareCounts(8, 10)),
        (MeanCount(), Moments(4, 300, 50_000, 0), ScoreSums(4, 300, 50_000, 100)),
    ],
)
def test_measured_answers_become_the_evidence_of_the_formula(
    formula: Formula, moments: Moments, expected: Evidence
) -> None:
    assert formula.of_moments(moments) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Share(scale=None), ShareCounts(30, 120)),
        (WithinLimit(limit=5, unit="days"), ShareCounts(30, 120)),
        (MeanCount(), CompleteCounts(30, 120)),
        (Ratio(), CompleteCounts(30, 120)),
        (Ratio(times=100), CompleteCounts(30, 120, 100)),
    ],
)
def test_counts_become_the_evidence_of_the_formula(formula: Formula, expected: Evidence) -> None:
    assert formula.of_counts(30, 120) == expected
    assert formula.takes_counts


def test_visits_become_a_score_and_a_share_of_failures() -> None:
    seen = visits([(18, 20), (9, 10)])
    assert WeightedChecklist().of_visits(seen, 1) == seen
    assert CriticalFailure().of_visits(seen, 1) == VisitShare(1, 2)


@pytest.mark.parametrize(
    ("formula", "refused"),
    [
        (NetScore(), Scale(1, 5)),
        (NetScore(), Scale(2, 10)),
        (TopBox(), Scale(0, 100)),
        (MeanScore(), YES_NO),
        (MeanScore(), Scale(0, 100)),
        (Share(), ONE_TO_FIVE),
        (Share(scale=None), YES_NO),
    ],
)
def test_a_scale_that_cannot_be_read_as_the_metric_is_not_accepted(formula: Formula, refused: Scale) -> None:
    assert not formula.accepts(refused)


@pytest.mark.parametrize("formula", [Ratio(), WeightedChecklist(), CriticalFailure(), Share(scale=None)])
def test_what_has_no_dated_answers_takes_none(formula: Formula) -> None:
    assert not formula.takes_scores


@pytest.mark.parametrize("formula", [NetScore(), TopBox(), MeanScore(), WeightedChecklist(), CriticalFailure()])
def test_what_is_asked_or_seen_takes_no_counts(formula: Formula) -> None:
    assert not formula.takes_counts


def test_input_of_the_wrong_kind_is_a_mistake_in_the_code() -> None:
    moments = Moments(1, 100, 10_000, 1)
    with pytest.raises(TypeError, match="Ratio takes no answers on a scale"):
        Ratio().of_tally({1: 1}, YES_NO)
    with pytest.raises(TypeError, match="NetScore takes no measured answers"):
        NetScore().of_moments(moments)
    with pytest.raises(TypeError, match="TopBox takes no counts"):
        TopBox().of_counts(1, 2)
    with pytest.raises(TypeError, match="MeanScore takes no visits"):
        MeanScore().of_visits(visits([(1, 2)]), 0)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=80), st.randoms(use_true_random=False))
def test_the_order_of_answers_never_matters(answers: list[int], chance: object) -> None:
    shuffled = answers.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for formula in (NetScore(), TopBox(), MeanScore()):
        assert formula.of_tally(_tally(shuffled), ZERO_TO_TEN) == formula.of_tally(_tally(answers), ZERO_TO_TEN)
    assert NetScore().of_tally(_tally(answers), ZERO_TO_TEN) == recommendations(answers)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=40), st.lists(st.integers(0, 10), min_size=1, max_size=40))
def test_adding_evidence_is_pooling_answers(some: list[int], others: list[int]) -> None:
    for formula in (NetScore(), TopBox(), MeanScore()):
        apart = [formula.of_tally(_tally(answers), ZERO_TO_TEN) for answers in (some, others)]
        assert apart[0] + apart[1] == formula.of_tally(_tally(some + others), ZERO_TO_TEN)  # type: ignore[operator]


@given(st.lists(st.integers(0, 10), min_size=1, max_size=80))
def test_estimates_stay_on_their_scale(answers: list[int]) -> None:
    tally = _tally(answers)
    assert -100 <= NetScore().of_tally(tally, ZERO_TO_TEN).estimate <= 100
    assert 0 <= TopBox().of_tally(tally, ZERO_TO_TEN).estimate <= 100
    assert 1 <= MeanScore().of_tally(tally, ZERO_TO_TEN).estimate <= 7
