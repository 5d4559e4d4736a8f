"""The short sections beside the table: the month in numbers, real changes, owners of missed standards."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.scorecard import Scorecard
from metrics.vocabulary import Verdict
from pages.figures.palette import Sense
from pages.language import labels, numbers
from pages.language.sentences import RealChange, counts
from pages.language.significance import NOTHING_TO_COMPARE, has_earlier
from pages.packs.pack import Pack, Paragraph, Row, Section
from pages.publishing.charts import ends

# As many as a reader can take in at a glance; the table has the rest.
CHANGES_NAMED = 5
OWNERS = "Owners of missed standards"
WORKED = "What changed with our initiatives?"
# The headings of the same two sections in older editions.
FORMER_HEADINGS = ("Who answers for what was missed", "Did what we did work?")
_OTHERS = {
    Verdict.MISSED: "missed",
    Verdict.TOO_CLOSE_TO_CALL: "too close to call",
    Verdict.TOO_FEW_ANSWERS: "with too few answers",
    Verdict.NO_DATA: "without answers",
}
NOTHING_CHANGED = "No change beyond chance and normal seasonal variation."


def sections(cards: Sequence[Scorecard], changes: Sequence[RealChange], told: Sequence[Section]) -> list[Section]:
    """The sections in their order; empty ones are left out. `told` comes after the sections about figures."""
    found = [
        Section("The month in numbers", (month_in_numbers(cards),)),
        Section("What really changed", what_changed(cards, changes)),
        *told,
        Section(OWNERS, owners_of_missed(cards)),
    ]
    return [section for section in found if section.paragraphs]


def month_in_numbers(cards: Sequence[Scorecard]) -> Paragraph:
    """How many of the standards were met, missed and so on, and how many a year ago."""
    judged = counts(cards)
    total = sum(judged.values())
    if not total:
        return Paragraph("No standard is set yet.")
    met = judged.pop(Verdict.MET, 0)
    rest = numbers.listed([f"{number} {_OTHERS[verdict]}" for verdict, number in judged.items()])
    lead = f"{met} of {numbers.count(total, 'standards')} {'was' if met == 1 else 'were'} met."
    return Paragraph(f"{f'The others: {rest}.' if rest else ''}{_a_year_ago(cards)}".strip(), lead=lead)


def _a_year_ago(cards: Sequence[Scorecard]) -> str:
    then = [
        point.verdict
        for card in cards
        for point in card.series
        if point.month == card.scope.month.a_year_earlier and point.standard is not None
    ]
    if not then:
        return ""
    met = then.count(Verdict.MET)
    return f" A year ago {numbers.in_words(met)} of {len(then)} {'was' if met == 1 else 'were'} met."


def what_changed(cards: Sequence[Scorecard], found: Sequence[RealChange]) -> tuple[Paragraph, ...]:
    """A sentence for each real change, the surest first, up to CHANGES_NAMED."""
    if not found:
        return (Paragraph(NOTHING_CHANGED if has_earlier(cards) else NOTHING_TO_COMPARE),)
    told = [_changed(real) for real in found[:CHANGES_NAMED]]
    more = len(found) - CHANGES_NAMED
    if more > 0:
        told.append(Paragraph(f"{numbers.in_words(more).capitalize()} more in the table."))
    return tuple(told)


def _changed(real: RealChange) -> Paragraph:
    metric, better = real.card.metric, "better" if real.sense is Sense.BETTER else "worse"
    return Paragraph(f"{ends(real)}, {better}.", metric.name, labels.change_text(real.change, metric).arrow, real.sense)


def owners_of_missed(cards: Sequence[Scorecard]) -> tuple[Paragraph, ...]:
    """Who owns the missed standards; empty where none was missed or no owner is set."""
    return tuple(
        Paragraph(f"{card.standard.owner}.", f"{card.metric.name}:")
        for card in cards
        if card.is_missed and card.standard is not None and card.standard.owner
    )


_SENSES = {Verdict.MET: Sense.BETTER, Verdict.MISSED: Sense.WORSE}


def since_last_pack(last: Pack | None, rows: Sequence[Row]) -> tuple[Paragraph, ...]:
    """Which verdicts differ from those in the last published pack; empty where none was published."""
    if last is None:
        return ()
    before = {own.metric: own for own in last.rows}
    moved = [own for own in rows if own.metric in before and own.verdict is not before[own.metric].verdict]
    told = [
        Paragraph(
            f"{before[own.metric].verdict_words.lower()} then ({before[own.metric].value.words}), "
            f"{own.verdict_words.lower()} now ({own.value.words}).",
            f"{own.name}:",
            sense=_SENSES.get(own.verdict, Sense.NEITHER) if not own.waits else Sense.NEITHER,
        )
        for own in moved
    ]
    return tuple(told) or (Paragraph(f"All verdicts are the same as in the pack of {last.period}."),)
