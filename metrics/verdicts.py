"""Whether a value reaches its standard. Knows values and standards only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence, Withheld
from metrics.periods import Month
from metrics.statistics.exact_tails import answers_needed, chance_at_standard
from metrics.statistics.intervals import estimate
from metrics.vocabulary import Better, Standard, Value, Verdict

_JUDGED = (Verdict.MET, Verdict.MISSED, Verdict.TOO_CLOSE_TO_CALL)
_MONTHS_COUNTED = 12
# A verdict that a standard just reached would get by chance more often than this waits for more answers.
MOST_BY_CHANCE = 0.05
# Sums of money have rounding errors in their last digits; a value this close to its standard (relative) equals it.
_AS_GOOD_AS_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class MonthsMet:
    """In how many of the last twelve months the standard was met, out of those with a verdict."""

    met: int
    of: int


def verdict(value: Value, evidence: Evidence | None, standard: Standard | None, better: Better) -> Verdict:
    """Whether `value`, as it may be shown, reaches the standard: *met* and *missed* need the whole interval.

    An interval that contains the standard, its ends included, is too close to call; so is a mean or checklist score
    without an interval. Complete counts and bare values have no margin: the value decides, and equal is met.
    """
    if evidence is None:
        return Verdict.NO_DATA
    if value.estimate is None:
        is_known = isinstance(evidence, Withheld) or estimate(evidence) is not None
        return Verdict.TOO_FEW_ANSWERS if is_known else Verdict.NO_DATA
    if standard is None:
        return Verdict.NO_STANDARD
    if isinstance(evidence, (CompleteCounts, BareValue)):
        return Verdict.MET if _reaches(value.estimate, standard.value, better) else Verdict.MISSED
    if value.low is None or value.high is None or value.low <= standard.value <= value.high:
        return Verdict.TOO_CLOSE_TO_CALL
    return Verdict.MET if (value.low > standard.value) == (better is Better.HIGHER) else Verdict.MISSED


def by_chance(judged: Verdict, evidence: Evidence | None, standard: Standard | None, better: Better) -> float | None:
    """How often a service that just reaches `standard` would be judged by a value as far from it; None if unknown.

    For *met*, *missed* and too close to call alike: how often a value as far on the side where it is.
    """
    if evidence is None or standard is None or judged not in _JUDGED or estimate(evidence) is None:
        return None
    if judged is Verdict.TOO_CLOSE_TO_CALL:
        return chance_at_standard(evidence, standard.value, below=evidence.estimate < standard.value)
    return chance_at_standard(evidence, standard.value, below=(judged is Verdict.MISSED) == (better is Better.HIGHER))


def waits(judged: Verdict, evidence: Evidence | None, standard: Standard | None, better: Better) -> bool:
    """Whether *met* or *missed* should wait for more answers.

    A service that just reaches the standard gets it by chance in more than 5 of 100, which happens to shares and net
    scores of few answers.
    """
    if judged not in (Verdict.MET, Verdict.MISSED):
        return False
    chance = by_chance(judged, evidence, standard, better)
    return chance is not None and chance > MOST_BY_CHANCE


def needed_to_meet(evidence: Evidence | None, standard: Standard | None, better: Better) -> int | None:
    """How many answers it takes to call the standard met, where so few came that even the best would not do.

    None where there are enough, and where it is not known.
    """
    if evidence is None or standard is None or evidence.n is None:
        return None
    needed = answers_needed(evidence, standard.value, below=better is Better.LOWER)
    return needed if needed is not None and needed > evidence.n else None


def months_met(verdicts: Sequence[Verdict]) -> MonthsMet:
    """How many of the last twelve monthly verdicts (oldest first) are *met*, out of those that were judged."""
    judged = [each for each in verdicts[-_MONTHS_COUNTED:] if each in _JUDGED]
    return MonthsMet(judged.count(Verdict.MET), len(judged))


def standard_in_force(standards: Iterable[Standard], unit_path: str, month: Month) -> Standard | None:
    """The standard in force for a unit in a month: its own, else its nearest ancestor's; of those, the newest by then.

    `standards` are those of one metric at any units, in the order they were set: of two from the same month the
    later counts. Paths are like "North/Leeds/Counter", in any case; "" is the whole organisation.
    """
    return in_force(standards_in_line(standards, unit_path), month)


def standards_in_line(standards: Iterable[Standard], unit_path: str) -> list[Standard]:
    """The standards that can apply to a unit in any month: its own and its ancestors', nearest and newest first."""
    path = _names(unit_path)
    line = []
    for order, standard in enumerate(standards):
        names = _names(standard.unit)
        if names == path[: len(names)]:
            line.append((len(names), standard.since, order, standard))
    return [standard for *_, standard in sorted(line, key=itemgetter(0, 1, 2), reverse=True)]


def in_force(line: Iterable[Standard], month: Month) -> Standard | None:
    """The first of `standards_in_line` that was in force in `month`."""
    for standard in line:
        if standard.since <= month:
            return standard
    return None


def _reaches(number: float, standard: float, better: Better) -> bool:
    if math.isclose(number, standard, rel_tol=_AS_GOOD_AS_EQUAL):
        return True
    return number > standard if better is Better.HIGHER else number < standard


@lru_cache(maxsize=65536)  # every scorecard asks for the same few paths
def _names(path: str) -> tuple[str, ...]:
    return tuple(name.strip().casefold() for name in path.split("/") if name.strip())
