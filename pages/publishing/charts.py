"""The large charts of a pack: the finding as the title, and the months. Draws nothing."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.scorecard import Scorecard
from metrics.vocabulary import Verdict
from pages.language import labels, numbers
from pages.language.sentences import RealChange, chart_sentence
from pages.packs.pack import Chart, PackEvent
from pages.publishing.metric_rows import number_format, points


def chart(card: Scorecard, changes: Sequence[RealChange], events: Sequence[PackEvent] = ()) -> Chart:
    """One metric's chart; `changes` are the real ones of the whole page, `events` the initiatives for this metric."""
    shown, sentence = points(card), chart_sentence(card)
    months = numbers.count(len(shown), "months")
    return Chart(
        metric=card.metric.id,
        name=card.metric.name,
        title=finding(card, changes),
        alt=f"Control chart of {card.metric.name}, {months}. {sentence}",
        points=shown,
        written=number_format(card),
        sentence=sentence,
        standard_words=numbers.standard(card.metric, card.standard.value) if card.standard else "",
        events=tuple(events),
    )


def finding(card: Scorecard, changes: Sequence[RealChange]) -> str:
    """What the chart shows: the surest real change, and the value against its standard."""
    real = next((own for own in changes if own.card.metric.id == card.metric.id), None)
    if real is not None:
        stands = f" {from_to(real)}"
    else:
        stands = "" if card.value.estimate is None else f": {numbers.value(card.metric, card.value.estimate)}"
    return f"{card.metric.name}{stands}; {_against(card)}"


def from_to(real: RealChange) -> str:
    """A change in words: “fell from 82.8 % to 77.3 % in a year”."""
    return f"{labels.CHANGES[real.change.word]} from {ends(real)}"


def ends(real: RealChange) -> str:
    """Where a change began and ended: “82.8 % to 77.3 % in a year”."""
    before, now = real.change.before.estimate, real.change.now.estimate
    assert before is not None
    assert now is not None
    written_ends = (numbers.value(real.card.metric, end) for end in (before, now))
    return f"{' to '.join(written_ends)} {labels.WITHIN[real.before]}"


def _against(card: Scorecard) -> str:
    if card.standard is None:
        return "no standard is set"
    wanted = f"the standard of {numbers.bare_standard(card.metric, card.standard.value)}"
    return {
        Verdict.MET: f"{wanted} was met",
        Verdict.MISSED: f"{wanted} was missed",
        Verdict.TOO_FEW_ANSWERS: f"too few answers to judge {wanted}",
        Verdict.NO_DATA: f"no data this month for {wanted}",
    }.get(card.verdict, f"too close to call against {wanted}")
