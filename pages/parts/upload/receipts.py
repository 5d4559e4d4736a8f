"""What is told after saving: for each file how many rows were read and what became of them. HTML, escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from db.changes import Receipt
from metrics.vocabulary import Verdict
from pages.figures.icons import verdict_icon
from pages.language import numbers
from pages.language.labels import KIND_CASES
from pages.language.numbers import listed_months as months_words
from pages.parts import metric_cells

COUNTED = ("Saved", "There already", "Left out", "Blank", "Rows read")
COLUMNS = (("File", ""), *((name, "number") for name in COUNTED), ("Months", ""))


def saved(receipts: Sequence[Receipt], notes: Sequence[str] = ()) -> str:
    """The receipt of what was saved, with the ways to see what it changed and to take it back."""
    if not receipts:
        return ""
    body = _one(receipts[0]) if len(receipts) == 1 else _several(receipts)
    months = [month for receipt in receipts for month in receipt.months]
    newest = f"/?month={max(months)}" if months else "/"
    told = "".join(f'<p class="lead">{escape(note)}</p>' for note in notes)
    return metric_cells.joined(
        (
            f'<section class="receipt" role="status"><h2>{verdict_icon(Verdict.MET)}{_title(receipts)}</h2>',
            f"{body}{told}",
            f'<p class="lead"><a href="{newest}" target="_self">See what it changed</a> · ',
            '<a href="/uploads" target="_self">Undo it</a></p></section>',
        )
    )


def _title(receipts: Sequence[Receipt]) -> str:
    if len(receipts) > 1:
        return f"{numbers.in_words(len(receipts)).capitalize()} files are saved and counted."
    verb = "is" if receipts[0].saved == 1 else "are"
    return f"{numbers.count(receipts[0].saved, KIND_CASES[receipts[0].kind])} {verb} saved and counted."


def _one(receipt: Receipt) -> str:
    """One file in a sentence, such as “523 rows read: 486 saved and 37 left out”."""
    parts = [f"{numbers.plain(receipt.saved, 0)} saved"]
    parts += [
        f"{numbers.plain(count, 0)} {words}"
        for count, words in (
            (receipt.duplicates, "there already"),
            (receipt.refused, "left out"),
            (receipt.blank, "blank"),
        )
        if count
    ]
    return (
        f'<p class="lead">{escape(receipt.file)} · {months_words(receipt.months)} · '
        f"{numbers.count(receipt.read, 'rows')} read: {numbers.listed(parts)}.</p>"
    )


def _several(receipts: Sequence[Receipt]) -> str:
    head = "".join(f'<th scope="col" class="{kind}">{name}</th>' for name, kind in COLUMNS)
    return (
        '<div class="scroller" tabindex="0" role="region" aria-label="What was saved"><table class="plain">'
        f"<caption>What became of the rows of each file</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(_row(receipt) for receipt in receipts)}</tbody></table></div>"
    )


def _row(receipt: Receipt) -> str:
    counts = (receipt.saved, receipt.duplicates, receipt.refused, receipt.blank, receipt.read)
    middle = "".join(f'<td class="number">{numbers.plain(count, 0)}</td>' for count in counts)
    return f'<tr><th scope="row">{escape(receipt.file)}</th>{middle}<td>{months_words(receipt.months)}</td></tr>'
