"""The receipts after saving: for each file how many rows were read and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from db.changes import Receipt
from metrics.vocabulary import Verdict
from pages.figures.icons import verdict_icon
from pages.language import numbers
from pages.language.labels import KIND_CASES
from pages.language.numbers import listed_months as months_words
from pages.parts import html
from pages.parts.html import TableCell, TableColumn, TableRow

COUNTED = ("Saved", "There already", "Left out", "Blank", "Rows read")


def saved(receipts: Sequence[Receipt], notes: Sequence[str] = ()) -> Markup:
    """The receipt of what was saved, with the ways to see what it changed and to take it back."""
    if not receipts:
        return Markup()
    months = [month for receipt in receipts for month in receipt.months]
    ways = (
        html.link(f"/?month={max(months)}" if months else "/", "See what it changed"),
        html.link("/uploads", "Undo it"),
    )
    return html.tag(
        "section",
        html.tag("h2", html.drawing(verdict_icon(Verdict.MET)), _title(receipts)),
        html.paragraph("lead", _one(receipts[0])) if len(receipts) == 1 else _several(receipts),
        *(html.paragraph("lead", note) for note in notes),
        html.paragraph("lead", html.between(" · ", ways)),
        role="status",
        classes="receipt",
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
    read = numbers.count(receipt.read, "rows")
    return f"{receipt.file} · {months_words(receipt.months)} · {read} read: {numbers.listed(parts)}."


def _several(receipts: Sequence[Receipt]) -> Markup:
    columns = [
        TableColumn("File", "typed", sorts=True),
        *(TableColumn(name, "number", sorts=True) for name in COUNTED),
        TableColumn("Months", sorts=True),
    ]
    search = "Search the files saved" if len(receipts) > html.SEARCHED_FROM else ""
    rows = [_row(receipt) for receipt in receipts]
    return html.working_table("What became of the rows of each file", columns, rows, search=search)


def _row(receipt: Receipt) -> TableRow:
    counts = (receipt.saved, receipt.duplicates, receipt.refused, receipt.blank, receipt.read)
    months = TableCell(months_words(receipt.months), sort=str(max(receipt.months, default="")))
    return TableRow([receipt.file, *(TableCell(numbers.plain(count, 0), sort=count) for count in counts), months])
