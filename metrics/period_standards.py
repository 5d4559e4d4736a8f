"""The standard a period is judged against: that of each of its months, weighted by how many cases the month has.

Knows standards and numbers of cases, not where either is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from metrics.answers.evidence import Evidence
from metrics.periods import Month
from metrics.vocabulary import Standard

# A month's standard and its evidence; None where no standard was in force, or nothing came in.
MonthJudged = tuple[Month, float | None, Evidence | None]


@dataclass(frozen=True, slots=True)
class StandardPart:
    """A part of a period with one standard: its first month, the standard (None: none was in force), its cases."""

    first: Month
    value: float | None
    cases: float


def standard_parts(months: Iterable[MonthJudged]) -> tuple[StandardPart, ...]:
    """The parts of a period, oldest first, whose standards differ; months in which nothing came in weigh nothing.

    They are left out, unless nothing came in at all. A figure without a number of cases weighs as one.
    """
    all_months = list(months)
    weighed = [(month, value, _cases(evidence)) for month, value, evidence in all_months if evidence is not None]
    if not weighed:
        return tuple(StandardPart(month, value, 0) for month, value, _ in all_months[-1:])
    parts = []
    for value, same in groupby(weighed, key=lambda each: each[1]):
        own = list(same)
        parts.append(StandardPart(own[0][0], value, sum(cases for *_, cases in own)))
    return tuple(parts)


def over_the_period(newest: Standard | None, parts: Sequence[StandardPart]) -> Standard | None:
    """The standard of a whole period: `newest`, with the mean of those in force in its parts, weighted by cases.

    **Source:** a value that adds up its months' answers is their mean weighted by cases; so is what they promised.
    """
    judged = [part for part in parts if part.value is not None]
    weight = sum(part.cases for part in judged)
    if newest is None or not weight or all(part.value == newest.value for part in judged):
        return newest
    return replace(newest, value=sum(part.value * part.cases for part in judged if part.value is not None) / weight)


def _cases(evidence: Evidence) -> float:
    return 1 if evidence.n is None else evidence.n
