"""The section of the metric page that says where its figure comes from, as HTML in one line."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from db.queries.provenance import UploadBehind, kinds_behind
from metrics.scorecard import Scorecard
from pages.language import numbers
from pages.language.labels import AUDIENCES, DIRECTIONS
from pages.language.provenance import LEFT_OUT, MARGINS, denominator_text, limits_in_force, numerator_text
from pages.parts import metric_cells

# More uploads of one month than a reader takes in; the history has them all.
NAMED = 6


def provenance_section(card: Scorecard, uploads: Sequence[UploadBehind]) -> str:
    """The section “Where does this come from?”; `uploads` are the live ones that hold rows of the scope's month."""
    metric, evidence = card.metric, card.evidence
    top, below = escape(metric.numerator), escape(metric.denominator)
    if evidence is not None and card.value.estimate is not None:
        top += f"<br><b>{numerator_text(evidence)}</b>"
        below += f"<br><b>{denominator_text(evidence, metric)}</b>"
    rows = [("Definition", escape(metric.definition)), ("Counted on top", top), ("Divided by", below)]
    if evidence is not None:
        rows.append(("Margin", MARGINS[type(evidence)]))
    rows += [
        ("Asked of", AUDIENCES[metric.audience]),
        ("Read as", DIRECTIONS[metric.better]),
        ("Why it matters", escape(metric.why)),
        ("Source", escape(metric.source)),
        ("Left out", LEFT_OUT[uploads[0].kind if uploads else kinds_behind(metric)[0]]),
        *limits_in_force(card),
        *(("Note", escape(note)) for note in card.notes),
    ]
    place = f"/definitions#metric-{metric.id.replace('_', '-')}"
    link = f'<p class="note"><a href="{place}" target="_self">How it is read, with all definitions</a></p>'
    body = "".join(f'<tr><th scope="row">{name}</th><td>{text}</td></tr>' for name, text in rows)
    return metric_cells.joined(
        (
            '<section class="section thin"><h2>Where does this come from?</h2>',
            f'<table class="facts left"><caption class="unseen">How {escape(metric.name)} is worked out</caption>',
            f"{body}</table>{link}{_uploads(card, uploads)}</section>",
        )
    )


def _uploads(card: Scorecard, uploads: Sequence[UploadBehind]) -> str:
    """The uploads with file, who and when, and how many rows of the month each has."""
    month = numbers.month_name(card.scope.month)
    if not uploads:
        return f'<p class="note">No upload holds rows of {month} for this.</p>'
    counted = f"{numbers.plain(len(uploads), 0)} {'upload' if len(uploads) == 1 else 'uploads'}"
    rows = "".join(
        f'<tr><th scope="row">{escape(each.file)}{metric_cells.small(_when(each))}</th>'
        f'<td class="number">{numbers.count(each.rows, "rows")}</td></tr>'
        for each in uploads[:NAMED]
    )
    more = len(uploads) - NAMED
    others = f" and {numbers.in_words(more)} more" if more > 0 else ""
    return (
        f'<h3>Stands on {counted} with rows of {month}</h3><table class="facts files"><caption class="unseen">'
        f"Uploads with rows of {month}</caption>{rows}</table>"
        f'<p class="note"><a href="/uploads" target="_self">See the history of uploads</a>{others}</p>'
    )


def _when(each: UploadBehind) -> str:
    return f"{escape(each.by)}, {numbers.moment(each.saved_at)}"
