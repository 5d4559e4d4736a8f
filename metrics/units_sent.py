"""Which units that usually send data have sent none for a month yet, and what may then be said of a change.

A total without a unit differs from one with it although no one's service changed, so a change is claimed only where it
is the same among the units that have sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from metrics.answers.evidence import CompleteCounts, Evidence, VisitShare, VisitSums, rest
from metrics.periods import Month
from metrics.statistics.difference import change
from metrics.statistics.intervals import Bounds
from metrics.vocabulary import Change, ChangeWord, Covered, Difference

# A unit is a usual one that sent in each of so many months before.
MONTHS_BEFORE = 3
# And so many answers in each: of fewer, none may come in a month by chance (of ten expected: once in 22,000 months).
NEVER_EMPTY = 10
_PLANNED = (CompleteCounts, VisitShare, VisitSums)
_UNKNOWN = Difference(None, None, None, None)


@dataclass(frozen=True, slots=True)
class UnitsSent:
    """Of the usual units `sent` have sent data for the month; `missing` are the paths of the others.

    `histories` are the months of the missing ones.
    """

    sent: int
    missing: tuple[str, ...]
    histories: tuple[Mapping[Month, Evidence], ...] = ()

    @property
    def of(self) -> int:
        """How many usual units there are."""
        return self.sent + len(self.missing)


def is_missing(history: Mapping[Month, Evidence], month: Month) -> bool:
    """Whether a unit sent nothing in `month`, but so much in each of the months before that it would have by now."""
    before = [history.get(month.plus(-back)) for back in range(1, MONTHS_BEFORE + 1)]
    return month not in history and all(each is not None and _is_enough(each) for each in before)


def _is_enough(evidence: Evidence) -> bool:
    return isinstance(evidence, _PLANNED) or evidence.n is None or evidence.n >= NEVER_EMPTY


def among_those_that_sent(
    own: Change, units: UnitsSent, now: Evidence | None, before: Evidence | None, bounds: Bounds
) -> Change:
    """The change, withheld unless the same may be said of it without the missing units' earlier data.

    Its figures stay those of all units: figures of the others alone would reveal the missing ones'.
    """
    if own.difference.estimate is None:
        return own
    try:
        like = change(now, _without(before, units, Month.of(own.compared.last)), bounds, own.compared, 0)
    except ValueError:
        like = None
    if like is not None and like.word is own.word:
        return own
    covered = Covered(units.sent, units.of, of_units=True)
    return replace(own, difference=_UNKNOWN, word=ChangeWord.INCOMPLETE, covers_now=covered, withheld=own)


def _without(whole: Evidence | None, units: UnitsSent, month: Month) -> Evidence | None:
    """Raises ValueError where the missing units' figures are no parts of the whole's."""
    parts = [each[month] for each in units.histories if month in each]
    return whole if whole is None or not parts else rest(whole, parts)
