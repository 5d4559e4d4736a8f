"""A pack as an Excel workbook: a summary, a sheet for each metric with its months in typed cells, and definitions."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import xlsxwriter

from pages.packs import pack_text
from pages.packs.clean_text import clean_texts
from pages.packs.pack import Pack, Row
from pages.packs.workbook.book import Book, BookCell
from pages.packs.workbook.metric_sheet import metric_sheet, sheet_names
from pages.packs.zip_files import dated

SUMMARY, IN_WORDS, ACTIONS, BENCHMARKS, DEFINITIONS = "Summary", "In words", "Actions", "Benchmarks", pack_text.DEFINED
_HEADS = (
    "Metric",
    "Family",
    "Value",
    "Margin from",
    "Margin to",
    "n",
    "Sample size",
    "Verdict",
    "Standard",
    "Standard since",
    "{before}",
    "In words",
    "{year_ago}",
    "In words",
    pack_text.COURSE,
    "Position among peers",
)
_NUMBERS = (2, 3, 4, 5, 8, 10, 12)
_WIDTHS = (36, 27, 12, 12, 12, 9, 20, 19, 11, 17, 12, 19, 12, 19, 14, 22)
_DEFINITION_HEADS = (
    "Metric",
    "Direction",
    "Definition",
    "Numerator",
    "Denominator",
    "Excluded",
    "Margin",
    "Audience",
    "Source",
    pack_text.SAMPLE_SIZE,
    "Uploads",
    "Notes",
)
_DEFINITION_WIDTHS = (28, 18, 38, 30, 30, 30, 20, 12, 36, 34, 10, 30)


def xlsx(given: Pack) -> bytes:
    """The pack's workbook; the same pack gives the same bytes. Text stays text, also where it begins with “=”."""
    pack, made = clean_texts(given), io.BytesIO()
    names = sheet_names(pack.rows, (SUMMARY, IN_WORDS, ACTIONS, BENCHMARKS, DEFINITIONS))
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as workbook:
        workbook.set_properties(
            {
                "title": pack_text.title(pack),
                "subject": pack_text.scope(pack),
                "author": pack.organisation,
                "comments": pack_text.foot(pack),
                "created": pack.cut_off.astimezone(dt.UTC).replace(tzinfo=None),
            }
        )
        book = Book(workbook, pack_text.foot(pack))
        _summary(book, pack)
        _in_words(book, pack)
        _lists(book, pack)
        _definitions(book, pack)
        for row, name in zip(pack.rows, names, strict=True):
            metric_sheet(book, pack, row, name)
    return dated(made.getvalue(), pack.cut_off)


def _summary(book: Book, pack: Pack) -> None:
    """Facts about the pack, its headline, and a row for each metric."""
    sheet = book.sheet(SUMMARY, _WIDTHS)
    sheet.title(pack_text.title(pack))
    sheet.line(pack.headline)
    for fact in pack_text.about(pack):
        sheet.fact(fact.name, fact.text)
    sheet.gap()
    if not pack.rows:
        sheet.line(pack_text.NOTHING)
        return
    sheet.heads([head.format(before=pack.before, year_ago=pack.year_ago) for head in _HEADS], _NUMBERS)
    for row in pack.rows:
        sheet.row(*_summary_cells(book, row))
    sheet.gap()
    for rule in (*pack.rules, pack.legend):
        sheet.line(rule)


def _summary_cells(book: Book, row: Row) -> Iterator[BookCell]:
    number, step = book.number(row.written), book.step(row.written)
    yield BookCell(f"{row.name} ({row.unit})" if row.unit else row.name)
    yield BookCell(row.family)
    yield BookCell(row.value.number, number, row.value.words)
    yield BookCell(row.low, number)
    yield BookCell(row.high, number)
    yield BookCell(row.cases.number, book.count)
    yield BookCell(row.cases.words)
    yield BookCell(row.verdict_words)
    yield BookCell(row.standard.number, number)
    yield BookCell(row.standard_since)
    for own in (row.before, row.year_ago):
        yield BookCell(own.figure.number, book.nothing if own.figure.words == "0" else step)
        yield BookCell(f"{own.arrow} {own.meaning}".strip())
    yield BookCell(row.assurance)
    yield BookCell(row.benchmark)


def _in_words(book: Book, pack: Pack) -> None:
    """The headline, the commentary and all sections."""
    sheet = book.sheet(IN_WORDS, (34, 110))
    sheet.title(pack.headline)
    sheet.heads(("Section", "Text"))
    for section in pack_text.sections(pack):
        for paragraph in section.paragraphs:
            lead = f"{paragraph.arrow} {paragraph.lead}".strip()
            sheet.row(BookCell(section.heading), BookCell(f"{lead} {paragraph.text}".strip()))


def _lists(book: Book, pack: Pack) -> None:
    """Actions and benchmarks, each on a sheet of its own where there are any."""
    if pack.actions:
        sheet = book.sheet(ACTIONS, (60, 24, 16, 20))
        sheet.title(ACTIONS)
        sheet.heads(pack_text.ACTION_HEADS)
        for action in pack.actions:
            due = BookCell(action.due_on, book.day, action.due)
            sheet.row(BookCell(action.what), BookCell(action.owner), due, BookCell(action.state))
    if pack.benchmarks:
        sheet = book.sheet(BENCHMARKS, (30, 12, 14, 30, 40, 16, 24))
        sheet.title(BENCHMARKS)
        metric, benchmark, *rest = pack_text.BENCHMARK_HEADS
        sheet.heads((metric, benchmark, "As published", *rest), (1,))
        for own in pack.benchmarks:
            texts = (own.figure.words, own.peers, own.source, own.month, own.standing)
            sheet.row(BookCell(own.metric), BookCell(own.figure.number, book.plain), *map(BookCell, texts))


def _definitions(book: Book, pack: Pack) -> None:
    """How each metric is calculated, and its sample sizes."""
    sheet = book.sheet(DEFINITIONS, _DEFINITION_WIDTHS)
    sheet.title(DEFINITIONS)
    sheet.heads(_DEFINITION_HEADS, (10,))
    for own in pack.definitions:
        texts = (own.name, own.direction, own.definition, own.numerator, own.denominator, own.exclusions)
        counted = "; ".join(f"{each.name}: {each.text}" for each in own.counted)
        more = (own.margin, own.audience, own.source, counted)
        uploads = BookCell(own.uploads.number, book.count, own.uploads.words)
        sheet.row(*map(BookCell, (*texts, *more)), uploads, BookCell(" ".join(own.notes)))
