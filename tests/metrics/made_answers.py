"""Answers turned into the evidence the rules read, for tests that start from single answers."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.answers.evidence import NetCounts, ScoreSums, VisitSums


def scores(points: Sequence[int], per: int = 1) -> ScoreSums:
    """Scores counted in steps of 1/`per`."""
    return ScoreSums(len(points), sum(points), sum(point * point for point in points), per)


def visits(pairs: Sequence[tuple[int, int]]) -> VisitSums:
    """Visits as pairs of points earned and possible."""
    return VisitSums(
        len(pairs),
        sum(earned for earned, _ in pairs),
        sum(possible for _, possible in pairs),
        sum(earned * earned for earned, _ in pairs),
        sum(earned * possible for earned, possible in pairs),
        sum(possible * possible for _, possible in pairs),
    )


def recommendations(answers: Sequence[int]) -> NetCounts:
    """Answers on the 0-10 recommend question."""
    return NetCounts(sum(score >= 9 for score in answers), sum(score <= 6 for score in answers), len(answers))
