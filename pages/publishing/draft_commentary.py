"""A first draft of the leader's commentary: only what the numbers prove; the leader edits it."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.scorecard import Scorecard
from metrics.vocabulary import Scope
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.sentences import NOTHING_CHANGED, RealChange, headline, real_changes
from pages.language.significance import has_earlier
from pages.publishing.charts import from_to

# A commentary is short; the table has the rest.
NAMED = 3


def draft_commentary(cards: Sequence[Scorecard], scope: Scope) -> str:
    """Up to four short paragraphs: the answer, what was missed and by how much, what got worse, what got better."""
    changes = real_changes(cards)
    if not cards:
        return ""
    told = [headline(cards, scope), _missed(cards)]
    told += [_moved(changes, Sense.WORSE), _moved(changes, Sense.BETTER)]
    if not changes and has_earlier(cards) and NOTHING_CHANGED not in told[0]:
        told.append("No change beyond chance and normal seasonal variation.")
    return "\n\n".join(filter(None, told))


def _missed(cards: Sequence[Scorecard]) -> str:
    """The missed standards, with value and standard."""
    missed = [card for card in cards if card.is_missed]
    if not missed:
        return ""
    words = [
        f"{card.metric.name} ({numbers.value(card.metric, card.value.estimate)} against "
        f"{numbers.bare_standard(card.metric, card.standard.value)})"
        for card in missed
        if card.value.estimate is not None and card.standard is not None
    ]
    return f"Missed: {numbers.listed(words)}."


def _moved(changes: Sequence[RealChange], sense: Sense) -> str:
    """The surest real changes, better or worse."""
    told = [f"{real.card.metric.name} {from_to(real)}" for real in changes if real.sense is sense][:NAMED]
    if not told:
        return ""
    return f"{'Worse' if sense is Sense.WORSE else 'Better'}: {'; '.join(told)}."
