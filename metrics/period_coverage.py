"""How many months of a period have data, by the rhythm in which a metric's data come. Knows months, not answers.

What covers a part of its months only is not the period: its verdict is so far, and no change from or to it is claimed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from metrics.answers.evidence import Evidence
from metrics.periods import Month, months_between
from metrics.vocabulary import Change, ChangeWord, Covered, Difference, Span

# Of the steps between two months with data, this share is no longer than the usual one.
_MOST_STEPS = 0.75
# A month may stay empty by chance where it usually has fewer answers: at ten, once in 22,000 months.
_NEVER_EMPTY = 10
_WITHOUT_FIGURES = (ChangeWord.MISSING, ChangeWord.TOO_FEW_ANSWERS)
_UNKNOWN = Difference(None, None, None, None)


class Rhythm:
    """In which months a metric has data, and how many months there usually are from one to the next."""

    def __init__(self, history: Mapping[Month, Evidence]) -> None:
        self._months = sorted(history)
        steps = sorted(later - earlier for earlier, later in pairwise(self._months))
        self._step = steps[math.ceil(_MOST_STEPS * len(steps)) - 1] if steps else 1
        sizes = [evidence.n for evidence in history.values() if evidence.n is not None]
        self._may_be_empty = bool(sizes) and median(sizes) < _NEVER_EMPTY

    def covered(self, period: Span) -> Covered | None:
        """How many months of a longer period have data, where there are fewer than its rhythm brings; None where not.

        None too for a single month, and for a period without any data. A month between two with data is no gap where
        so few answers come that none may come by chance.
        """
        asked = months_between(Month.of(period.first), Month.of(period.last))
        found = self._found(asked)
        expected = len(asked) // self._step or 1
        if len(asked) == 1 or not found or found >= expected:
            return None
        return Covered(found, expected)

    def _found(self, asked: Sequence[Month]) -> int:
        if not self._months:
            return 0
        if self._step == 1 and self._may_be_empty:
            return sum(self._months[0] <= month <= self._months[-1] for month in asked)
        known = set(self._months)
        return sum(month in known for month in asked)


def of_these_days(change: Change, partial: Mapping[Month, Span]) -> Change:
    """The change, withheld where the earlier period's first or last month is one of which only some days have data.

    `partial` are those months with their days. What is compared is then the days that have data.
    """
    first, last = change.compared.first, change.compared.last
    if (begun := partial.get(Month.of(first))) is not None:
        first = max(first, begun.first)
    if (ended := partial.get(Month.of(last))) is not None:
        last = min(last, ended.last)
    if Span(first, last) == change.compared or change.word in _WITHOUT_FIGURES:
        return change
    compared = Span(first, last)
    return replace(change, difference=_UNKNOWN, word=ChangeWord.INCOMPLETE, compared=compared, withheld=change)


def like_for_like(change: Change, now: Covered | None, before: Covered | None) -> Change:
    """The change, withheld where this period or the earlier one covers only some of its months.

    A period without data, or with too few answers, keeps that word.
    """
    if (now is None and before is None) or change.word in _WITHOUT_FIGURES:
        return change
    return replace(
        change,
        difference=_UNKNOWN,
        word=ChangeWord.INCOMPLETE,
        covers=before,
        covers_now=now or change.covers_now,
        withheld=change.withheld or change,
    )
