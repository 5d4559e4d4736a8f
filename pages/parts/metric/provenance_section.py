"""The section of the metric page that says where its figure comes from."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from db.queries.provenance import UploadBehind, kinds_behind
from metrics.scorecard import Scorecard
from pages.language import numbers
from pages.language.labels import AUDIENCES, DIRECTIONS
from pages.language.provenance import (
    LEFT_OUT,
    denominator_text,
    hidden_months,
    limits_in_force,
    margin_text,
    numerator_text,
    weights_in_use,
)
from pages.parts import html

# More uploads of one month than a reader takes in; the history has them all.
NAMED = 6


def provenance_section(card: Scorecard, uploads: Sequence[UploadBehind]) -> Markup:
    """The section “Where does this come from?”; `uploads` are the live ones that hold rows of the scope's month."""
    metric, evidence = card.metric, card.evidence
    top: str = metric.numerator
    below: str = metric.denominator
    if evidence is not None and card.value.estimate is not None:
        top = html.joined(top, html.BR, html.bold(numerator_text(evidence)))
        below = html.joined(below, html.BR, html.bold(denominator_text(evidence, metric)))
    kinds = {each.kind for each in uploads} or set(kinds_behind(metric)[:1])
    rows = [
        ("Definition", metric.definition),
        ("Numerator", top),
        ("Denominator", below),
        *([("Margin", words)] if evidence is not None and (words := margin_text(evidence, kinds)) else []),
        *weights_in_use(card),
        ("Asked of", AUDIENCES[metric.audience]),
        ("Read as", DIRECTIONS[metric.better]),
        ("Why it matters", metric.why),
        ("Source", metric.source),
        ("Left out", LEFT_OUT[uploads[0].kind if uploads else kinds_behind(metric)[0]]),
        *limits_in_force(card),
        *hidden_months(card),
        *(("Note", note) for note in card.notes),
    ]
    place = f"/definitions#metric-{metric.id.replace('_', '-')}"
    return html.section(
        "Where does this come from?",
        html.facts(f"How {metric.name} is calculated", rows),
        html.note(html.link(place, "How to read it, with all definitions")),
        *_uploads(card, uploads),
        classes="thin",
    )


def _uploads(card: Scorecard, uploads: Sequence[UploadBehind]) -> tuple[Markup, ...]:
    """The uploads with file, who and when, and how many rows of the month each has."""
    month = numbers.month_name(card.scope.month)
    if not uploads:
        return (html.note(f"No upload has rows of {month} for this."),)
    counted = f"{numbers.plain(len(uploads), 0)} {'upload' if len(uploads) == 1 else 'uploads'}"
    rows = [
        (
            html.joined(each.file, html.small(f"{each.by}, {numbers.moment(each.saved_at)}")),
            numbers.count(each.rows, "rows"),
        )
        for each in uploads[:NAMED]
    ]
    more = len(uploads) - NAMED
    others = f" and {numbers.in_words(more)} more" if more > 0 else ""
    return (
        html.tag("h3", f"From {counted} with rows of {month}"),
        html.facts(f"Uploads with rows of {month}", rows, "facts files"),
        html.note(html.link("/uploads", "See the history of uploads"), others),
    )
