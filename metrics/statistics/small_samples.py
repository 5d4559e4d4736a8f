"""Which values may be shown: with too few answers, only how many there are."""

from __future__ import annotations

from metrics.answers.evidence import BareValue, Evidence, VisitShare, VisitSums, Withheld
from metrics.statistics.intervals import Bounds
from metrics.statistics.intervals import value as value_of
from metrics.vocabulary import SMALLEST_N, Value


def is_hidden(evidence: Evidence, smallest_n: int = SMALLEST_N) -> bool:
    """Whether so few answered that only the count may be shown.

    A ratio is hidden by its denominator; visits are not customers' answers and a bare value has none: never. What is
    withheld is hidden, however many answers it has.
    """
    if isinstance(evidence, Withheld):
        return True
    if isinstance(evidence, (VisitSums, VisitShare, BareValue)):
        return False
    return evidence.n < smallest_n


def shown(evidence: Evidence | None, bounds: Bounds, smallest_n: int = SMALLEST_N) -> Value:
    """The value that may be shown, cut to `bounds`: only the count if fewer than `smallest_n` answered."""
    if evidence is not None and is_hidden(evidence, smallest_n):
        return Value(None, None, None, evidence.n)
    return value_of(evidence, bounds)
