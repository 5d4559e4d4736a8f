"""How pages and packs say that less came in than the period holds, and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from metrics.comparison_periods import Spans, spans
from metrics.scorecard import Scorecard
from metrics.units_sent import UnitsSent
from metrics.vocabulary import Covered, Scope, Verdict
from pages.language import numbers
from pages.language.labels import VERDICTS

# Said wherever a part of a month is compared: a weekend more or less is in the difference.
BY_DATE = "Days are compared by date, not by weekday."
# Up to so many units are named; more are only counted.
NAMED = 3
# What a verdict says that rests on so few answers that it should wait for more.
MAY_BE_CHANCE = ", may be chance"
_OF_A_VALUE = (Verdict.MET, Verdict.MISSED, Verdict.TOO_CLOSE_TO_CALL)


def verdict_words(card: Scorecard) -> str:
    """The verdict in words; one on a value that later answers of the period may still change is marked “so far”.

    “May be chance” is added where too few answered for *met* or *missed*, as it is to a change that is not claimed.
    """
    words = VERDICTS[card.verdict]
    if card.is_so_far and card.verdict in _OF_A_VALUE:
        words = f"{words} so far"
    return f"{words}{MAY_BE_CHANCE}" if card.waits else words


def sample_reach(card: Scorecard) -> str:
    """From how much of the period the answers are, as the end of a sample size; empty for a whole period.

    “ to 10 Oct 2026”, “ in 2 of 3 months”, “ from 4 of 5 units”.
    """
    part = "" if card.covers is None else f" in {_months(card.covers)}"
    part += "" if card.units is None else f" from {_units(card.units)}"
    return part + (f" to {numbers.short_day(card.spans.now.last)}" if card.ends_early else "")


def compared_spans(cards: Sequence[Scorecard], scope: Scope) -> Spans:
    """The days that headings name as compared: those of all cards where they agree, else those asked for."""
    found = {card.spans for card in cards if card.value.n or card.value.estimate is not None}
    return found.pop() if len(found) == 1 else spans(scope)


def is_all_so_far(cards: Sequence[Scorecard]) -> bool:
    """Whether all verdicts on a value are on a part of the period."""
    judged = [card for card in cards if card.standard is not None and card.verdict in _OF_A_VALUE]
    return bool(judged) and all(card.is_so_far for card in judged)


def early_end_notes(cards: Sequence[Scorecard]) -> list[str]:
    """A sentence for each day or number of months that answers reach to: which metrics, and how they are compared."""
    by_day, by_months = defaultdict[dt.date, list[str]](list), defaultdict[tuple[int, int], list[str]](list)
    by_units = defaultdict[tuple[int, tuple[str, ...]], list[str]](list)
    for card in cards:
        if card.ends_early:
            by_day[card.spans.now.last].append(card.metric.name)
        if card.covers is not None:
            by_months[card.covers.found, card.covers.of].append(card.metric.name)
        if card.units is not None:
            by_units[card.units.sent, card.units.missing].append(card.metric.name)
    days = [_note(day, names) for day, names in sorted(by_day.items())]
    months = [_months_note(Covered(*months), names) for months, names in sorted(by_months.items())]
    return days + months + [_units_note(UnitsSent(*units), names) for units, names in sorted(by_units.items())]


def _note(day: dt.date, names: Sequence[str]) -> str:
    are = ("has", "it is") if len(names) == 1 else ("have", "they are")
    return (
        f"{numbers.listed(names)} {are[0]} answers to {numbers.short_day(day)} only, so {are[1]} compared with the "
        f"same days of earlier periods and judged so far. {BY_DATE}"
    )


def _months_note(months: Covered, names: Sequence[str]) -> str:
    are = ("has", "it is") if len(names) == 1 else ("have", "they are")
    return (
        f"{numbers.listed(names)} {are[0]} data in {_months(months)} only, so {are[1]} judged so far and not compared "
        "with earlier periods."
    )


def _units_note(units: UnitsSent, names: Sequence[str]) -> str:
    are = ("has", "it is") if len(names) == 1 else ("have", "they are")
    late = [path.rpartition("/")[2] for path in units.missing]
    who = numbers.listed(late) if len(late) <= NAMED else numbers.count(len(late), "units")
    return (
        f"{numbers.listed(names)} {are[0]} data from {_units(units)} only: none from {who} yet, so {are[1]} judged so "
        "far, and a change is claimed only where it is the same without them."
    )


def _units(units: UnitsSent) -> str:
    return f"{units.sent} of {numbers.count(units.of, 'units')}"


def _months(covered: Covered) -> str:
    return f"{covered.found} of {numbers.count(covered.of, 'months')}"
