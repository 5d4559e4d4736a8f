"""How pages and packs say that the answers to a metric stop before the period ends, and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from metrics.scorecard import Scorecard
from metrics.vocabulary import Verdict
from pages.language import numbers
from pages.language.labels import VERDICTS

_OF_A_VALUE = (Verdict.MET, Verdict.MISSED, Verdict.TOO_CLOSE_TO_CALL)


def verdict_words(card: Scorecard) -> str:
    """The verdict in words; one on a value that later answers of the period may still change is marked “so far”.

    “May be chance” is added where too few answered for *met* or *missed*, as it is to a change that is not claimed.
    """
    words = VERDICTS[card.verdict]
    if card.ends_early and card.verdict in _OF_A_VALUE:
        words = f"{words} so far"
    return f"{words}, may be chance" if card.waits else words


def sample_reach(card: Scorecard) -> str:
    """Up to which day there are answers, as the end of a sample size: “ to 10 Oct 2026”; empty for a whole period."""
    return f" to {numbers.short_day(card.spans.now.last)}" if card.ends_early else ""


def early_end_notes(cards: Sequence[Scorecard]) -> list[str]:
    """A sentence for each day up to which answers reach too early: which metrics, and how they are compared."""
    by_day: dict[dt.date, list[str]] = defaultdict(list)
    for card in cards:
        if card.ends_early:
            by_day[card.spans.now.last].append(card.metric.name)
    return [_note(day, names) for day, names in sorted(by_day.items())]


def _note(day: dt.date, names: Sequence[str]) -> str:
    are = ("has", "it is") if len(names) == 1 else ("have", "they are")
    return (
        f"{numbers.listed(names)} {are[0]} answers to {numbers.short_day(day)} only, so {are[1]} compared with the "
        "same days of earlier periods and judged so far."
    )
