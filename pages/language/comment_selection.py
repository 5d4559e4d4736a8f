"""Which comments are read out, and how one is dated. Knows neither screen nor store."""

from __future__ import annotations

from collections.abc import Sequence

from db.queries.comments import Comment
from pages.language import numbers

# A comment worth reading out says more than “Good.”; beyond so many words it does not say more.
FEWEST_WORDS, WORDS_THAT_COUNT = 3, 12
READ_OUT = 4


def worth_reading(found: Sequence[Comment]) -> list[Comment]:
    """The comments that say most, the same words only once; of those that say as much, the newest."""
    different = list({" ".join(one.text.casefold().split()): one for one in reversed(found)}.values())[::-1]
    telling = [one for one in different if len(one.text.split()) >= FEWEST_WORDS]
    return sorted(telling, key=lambda one: -min(len(one.text.split()), WORDS_THAT_COUNT))[:READ_OUT]


def where_and_when(one: Comment) -> str:
    """The channel a comment came by, and its day or month: “Phone, 3 Oct 2026”."""
    when = numbers.short_month(one.month) if one.day is None else numbers.short_day(one.day)
    return ", ".join(filter(None, (one.channel, when)))
