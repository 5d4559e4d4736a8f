"""“Why did the total change?”: a change as the sum of the changes of its parts and of their mix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from db.reports.breakdowns import By
from metrics.catalogue.metric import Metric
from metrics.scorecard import Scorecard
from metrics.statistics.mix_effect import MixPart, MixSplit
from metrics.vocabulary import Better, Change, ChangeWord
from pages.figures.mix import WaterfallStep, WaterfallTotal, mix_figure
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.labels import A_YEAR_BEFORE, BEFORE, WITHIN, months_covered
from pages.language.shown_sums import rounded, shown_split
from pages.language.significance import REAL, RealChange, change_text_among, is_claimed
from pages.parts import html
from pages.parts.html import TableRow
from pages.parts.metric_cells import folded_table, link_to

# More bars than a reader takes in; the smaller ones are drawn together and listed in the table.
BARS = 6
FEWEST_PARTS = 2
# In the order in which they are offered.
PARTS = {By.CHANNELS: "channels", By.UNITS: "units"}
_HOW_SURE = {
    ChangeWord.ROSE: "a real rise",
    ChangeWord.FELL: "a real fall",
    ChangeWord.NO_REAL_CHANGE: "which chance alone could explain",
    ChangeWord.NO_MARGIN: "complete counts, no margin",
}


@dataclass(frozen=True, slots=True)
class Angle:
    """How a change is split: into which parts, and whether against the year before or the period before."""

    by: By = By.CHANNELS
    a_year: bool = True


def change_decomposition(
    card: Scorecard,
    splits: Mapping[By, MixSplit | None],
    angle: Angle,
    claimed: Sequence[RealChange] | None = None,
) -> Markup:
    """The section with sentence, figure and table; where the change cannot be split, why not.

    `splits` are those of the angle's change by each kind of parts; `claimed` the changes that may be called real.
    """
    split = splits.get(angle.by)
    change = card.year_on_year if angle.a_year else card.month_on_month
    within = WITHIN[A_YEAR_BEFORE if angle.a_year else BEFORE[card.scope.period]]
    choices = _choices(card, angle, [by for by in By if has_parts(splits.get(by))])
    now, before = change.now.estimate, change.before.estimate
    is_claimable = change.word is not ChangeWord.INCOMPLETE
    if split is None or not has_parts(split) or now is None or before is None or not is_claimable:
        inside: tuple[str, ...] = (html.paragraph("finding", _cannot(card, change)), choices)
    else:
        split = shown_split(split, card.metric, before, now)
        said = finding(card, change, split, angle, claimed)
        label = f"From {numbers.span_label(change.compared)} to {numbers.span_label(card.spans.now)}. {said}"
        figure = html.drawing(mix_figure(*_drawn(card, change, split, angle), label))
        inside = (html.paragraph("finding", said), figure, _table(card.metric, split, angle, now), choices)
    return html.section(f"Why did the total change {within}?", *inside, classes="thin")


def has_parts(split: MixSplit | None) -> bool:
    """Whether there is a mix to speak of."""
    return split is not None and len(split.parts) >= FEWEST_PARTS


def _cannot(card: Scorecard, change: Change) -> str:
    earlier = numbers.span_label(change.compared)
    if change.word is ChangeWord.MISSING:
        return f"There is nothing to compare with from {earlier}."
    if change.word is ChangeWord.INCOMPLETE:
        return f"Not compared with {earlier}: {months_covered(change)}."
    if change.word is ChangeWord.TOO_FEW_ANSWERS:
        return f"Too few {card.metric.cases} to compare with {earlier}."
    return "This figure has no parts, so its change cannot be split."


def finding(
    card: Scorecard, change: Change, split: MixSplit, angle: Angle, claimed: Sequence[RealChange] | None = None
) -> str:
    """What the change is made of, and the part that did most of it, in a sentence or two."""
    metric = card.metric
    assert change.now.estimate is not None
    assert change.before.estimate is not None
    size = change.now.estimate
    ends = [numbers.value(metric, end) for end in (change.before.estimate, change.now.estimate)]
    within, mix = (numbers.step(metric, amount, size) for amount in (split.within, split.mix))
    parts = PARTS[angle.by]
    made_of = f"{within}{numbers.points(metric)} within the {parts}, {mix} from their mix."
    return f"{ends[0]} to {ends[1]}, {_how_sure(card, change, claimed)}: {made_of}{_largest(metric, split, size)}"


def _how_sure(card: Scorecard, change: Change, claimed: Sequence[RealChange] | None) -> str:
    if claimed is None or change.word not in REAL or is_claimed(card, change, claimed):
        return _HOW_SURE[change.word]
    return change_text_among(card, change, claimed).words


def _largest(metric: Metric, split: MixSplit, size: float) -> str:
    """The part that did most of the larger half; nothing where that half is nothing at the digits shown."""
    if abs(split.mix) > abs(split.within):
        part = max(split.parts, key=lambda each: abs(each.mix))
        value = part.now.value if part.now.value is not None else part.before.value
        if numbers.step(metric, part.mix, size) == "0" or value is None:
            return ""
        shares = [numbers.share(share.weight) for share in (part.before, part.now)]
        grew, added = part.now.weight > part.before.weight, part.mix > 0
        level = "higher" if grew == added else "lower"
        return (
            f" {_named(part)} went from {shares[0]} to {shares[1]} of the {metric.cases} and is {level} than the rest."
        )
    part = max(split.parts, key=lambda each: abs(each.within))
    step = numbers.step(metric, part.within, size)
    return "" if step == "0" else f" The largest part came from within {name_of(part)}: {step}."


def _named(part: MixPart) -> str:
    name = name_of(part)
    return name[:1].upper() + name[1:]


def name_of(part: MixPart) -> str:
    """What a part is called: the last name of a unit's path."""
    return part.name.rpartition("/")[2]


def _drawn(
    card: Scorecard, change: Change, split: MixSplit, angle: Angle
) -> tuple[WaterfallTotal, list[WaterfallStep], WaterfallTotal]:
    """Both totals with the steps between them: what each part changed, the largest first, and last their mix."""
    metric = card.metric
    assert change.now.estimate is not None
    assert change.before.estimate is not None
    places = numbers.decimals(metric, change.now.estimate)
    at, steps = rounded(change.before.estimate, places), []
    for name, amount in [*_amounts(split.parts), (f"mix of {PARTS[angle.by]}", split.mix)]:
        written = numbers.step(metric, amount, change.now.estimate)
        steps.append(WaterfallStep(name, at, at + amount, written, _sense(amount, written, metric.better)))
        at += amount
    return (
        WaterfallTotal(
            numbers.span_label(change.compared), change.before.estimate, numbers.value(metric, change.before.estimate)
        ),
        steps,
        WaterfallTotal(
            numbers.span_label(card.spans.now), change.now.estimate, numbers.value(metric, change.now.estimate)
        ),
    )


def _amounts(parts: Sequence[MixPart]) -> list[tuple[str, float]]:
    ordered = sorted(parts, key=lambda part: -abs(part.within))
    shown = ordered if len(ordered) <= BARS else ordered[: BARS - 1]
    amounts = [(f"within {name_of(part)}", part.within) for part in shown]
    others = ordered[len(shown) :]
    if others:
        amounts.append((f"within {len(others)} others", sum(part.within for part in others)))
    return amounts


def _sense(amount: float, written: str, better: Better) -> Sense:
    if written == "0":
        return Sense.NEITHER
    return Sense.BETTER if (amount > 0) == (better is Better.HIGHER) else Sense.WORSE


def _table(metric: Metric, split: MixSplit, angle: Angle, size: float) -> Markup:
    one = PARTS[angle.by].removesuffix("s").capitalize()
    headings = (one, "Share, then and now", "Value, then and now", "Within", "Mix")
    return folded_table(
        f"{metric.name}: the parts of its change", headings, [_row(metric, own, size) for own in split.parts]
    )


def _row(metric: Metric, part: MixPart, size: float) -> TableRow:
    shares = " → ".join(numbers.share(share.weight) for share in (part.before, part.now))
    values = " → ".join(
        "none" if share.value is None else numbers.value(metric, share.value) for share in (part.before, part.now)
    )
    steps = (numbers.step(metric, own, size) for own in (part.within, part.mix))
    return TableRow([name_of(part), shares, values, *steps])


def _choices(card: Scorecard, angle: Angle, ways: Sequence[By]) -> Markup:
    """Links to the same question with other parts or periods, where that says something; the present one is no link."""
    kinds = [by for by in PARTS if by in ways or by is angle.by] if ways else []
    parts = [_choice(card, f"by {PARTS[by].removesuffix('s')}", Angle(by, angle.a_year), angle) for by in kinds]
    periods = [_choice(card, WITHIN[A_YEAR_BEFORE], Angle(angle.by, a_year=True), angle)]
    if card.spans.before != card.spans.year_ago:
        before = WITHIN[BEFORE[card.scope.period]]
        periods.append(_choice(card, before, Angle(angle.by, a_year=False), angle))
    groups = [html.between(" · ", group) for group in (parts, periods) if len(group) > 1]
    return html.paragraph("choices", html.between(html.tag("span"), groups)) if groups else Markup()


def _choice(card: Scorecard, words: str, way: Angle, shown: Angle) -> Markup:
    if way == shown:
        return html.bold(words)
    against = "year" if way.a_year else "before"
    return html.link(link_to("metric", card.scope, metric=card.metric.id, by=way.by.value, against=against), words)
