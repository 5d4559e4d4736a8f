"""A pack as an Excel workbook: a summary, a sheet for each metric with its months as typed cells, and definitions."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence

import xlsxwriter

from pages.packs import words
from pages.packs.archive import settled
from pages.packs.book import Book
from pages.packs.metric_sheet import metric_sheet, sheet_names
from pages.packs.pack import Pack, Row, Step
from pages.packs.printable import printable

SUMMARY, IN_WORDS, ACTIONS, BENCHMARKS, DEFINITIONS = "Summary", "In words", "Actions", "Benchmarks", "Definitions"
_HEADS = (
    "Metric",
    "Family",
    "Value",
    "Margin from",
    "Margin to",
    "n",
    "Counted",
    "Verdict",
    "Standard",
    "Standard since",
    "{before}",
    "which means",
    "{year_ago}",
    "which means",
    "Will it hold?",
    "Among peers",
    "Promise",
)
_WIDTHS = (30, 24, 14, 12, 12, 10, 20, 20, 12, 14, 12, 18, 12, 18, 14, 22, 48)


def xlsx(given: Pack) -> bytes:
    """The pack's workbook; the same pack gives the same bytes. Text is text, whatever sign it begins with."""
    pack, made = printable(given), io.BytesIO()
    names = sheet_names(pack.rows, (SUMMARY, IN_WORDS, ACTIONS, BENCHMARKS, DEFINITIONS))
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as workbook:
        workbook.set_properties(
            {
                "title": words.title(pack),
                "subject": words.scope(pack),
                "author": pack.organisation,
                "comments": words.foot(pack),
                "created": pack.cut_off.astimezone(dt.UTC).replace(tzinfo=None),
            }
        )
        book = Book(workbook, words.foot(pack))
        _summary(book, pack)
        _in_words(book, pack)
        _lists(book, pack)
        _definitions(book, pack)
        for row, name in zip(pack.rows, names, strict=True):
            metric_sheet(book, pack, row, name)
    return settled(made.getvalue(), pack.cut_off)


def _summary(book: Book, pack: Pack) -> None:
    """What the pack is, its headline, and every metric in a row."""
    sheet = book.sheet(SUMMARY, _WIDTHS)
    sheet.title(words.title(pack))
    sheet.line(pack.headline)
    for fact in words.about(pack):
        sheet.fact(fact.name, fact.text)
    sheet.gap()
    if not pack.rows:
        sheet.line(words.NOTHING)
        return
    sheet.heads([head.format(before=pack.before, year_ago=pack.year_ago) for head in _HEADS], pack.period)
    for row in pack.rows:
        _summary_row(book, sheet.cells(), row)
    sheet.gap()
    for rule in (*pack.rules, pack.legend):
        sheet.line(rule)


def _summary_row(book: Book, cells: Callable[..., None], row: Row) -> None:
    number, step = book.number(row.written), book.step(row.written)
    unit = f" ({row.unit})" if row.unit else ""
    cells(row.name + unit)
    cells(row.family)
    cells(row.value.number, number, row.value.words)
    cells(row.low, number)
    cells(row.high, number)
    cells(row.cases.number, book.count)
    cells(row.cases.words)
    cells(row.verdict_words)
    cells(row.standard.number, number)
    cells(row.standard_since)
    for own in (row.before, row.year_ago):
        cells(own.figure.number, step)
        cells(_meaning(own))
    cells(row.assurance)
    cells(row.benchmark)
    cells(row.promise)


def _meaning(step: Step) -> str:
    return f"{step.arrow} {step.meaning}".strip()


def _in_words(book: Book, pack: Pack) -> None:
    """The headline, the commentary and every sentence."""
    sheet = book.sheet(IN_WORDS, (30, 110))
    sheet.title(pack.headline)
    sheet.heads(("Section", "Text"))
    for section in words.sections(pack):
        for paragraph in section.paragraphs:
            cells = sheet.cells()
            lead = f"{paragraph.arrow} {paragraph.lead}".strip()
            cells(section.heading)
            cells(f"{lead} {paragraph.text}".strip())


def _lists(book: Book, pack: Pack) -> None:
    """Actions and benchmarks, each on a sheet of its own where there are any."""
    if pack.actions:
        sheet = book.sheet(ACTIONS, (60, 24, 16, 20))
        sheet.title(ACTIONS)
        sheet.heads(("What", "Who", "By when", "How it stands"))
        for action in pack.actions:
            cells = sheet.cells()
            cells(action.what)
            cells(action.owner)
            cells(action.due_on, book.day, action.due)
            cells(action.state)
    if pack.benchmarks:
        sheet = book.sheet(BENCHMARKS, (30, 12, 14, 30, 40, 16, 24))
        sheet.title(BENCHMARKS)
        sheet.heads(("Metric", "Theirs", "As published", "Of whom", "Published by", "When", "Where we stand"))
        for own in pack.benchmarks:
            cells = sheet.cells()
            cells(own.metric)
            cells(own.figure.number, book.plain)
            for text in (own.figure.words, own.peers, own.source, own.month, own.standing):
                cells(text)


def _definitions(book: Book, pack: Pack) -> None:
    """How each metric is worked out and on how many it stands."""
    sheet = book.sheet(DEFINITIONS, (30, 18, 50, 44, 44, 44, 30, 14, 50, 46, 10, 40))
    sheet.title("What each number is")
    heads: Sequence[str] = (
        "Metric",
        "Read as",
        "Definition",
        "Counted on top",
        "Divided by",
        "Left out",
        "Margin",
        "Asked of",
        "Source",
        "On how many it stands",
        "Uploads",
        "Notes",
    )
    sheet.heads(heads)
    for own in pack.definitions:
        cells = sheet.cells()
        texts = (own.name, own.direction, own.definition, own.numerator, own.denominator, own.exclusions)
        for text in (*texts, own.margin, own.audience, own.source):
            cells(text)
        cells("; ".join(f"{each.name}: {each.text}" for each in own.counted))
        cells(own.uploads.number, book.count, own.uploads.words)
        cells(" ".join(own.notes))
