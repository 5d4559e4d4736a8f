"""The upload history: its headline, its table, and the question before an undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from db.queries.uploads import Upload
from pages.language import numbers
from pages.language.labels import KIND_CASES, KINDS
from pages.language.numbers import listed_months
from pages.parts import html
from pages.parts.errors import plain
from pages.parts.html import TableCell, TableColumn, TableRow


def opening(uploads: Sequence[Upload]) -> Markup:
    """The history's headline: how many files are in use, and that each can be undone."""
    live = sum(upload.undone_at is None for upload in uploads)
    if not uploads:
        return html.headline(
            "No files have been saved yet.", "Each file you save is listed here, with who saved it and an Undo button."
        )
    title = f"{numbers.in_words(live).capitalize()} {'file' if live == 1 else 'files'} in use; each can be undone."
    if not live:
        title = "No file is in use: all that were saved are undone."
    return html.headline(
        title, "Undo restores every figure exactly. A file that was undone stays listed, with its time."
    )


def table(uploads: Sequence[Upload]) -> Markup:
    """The history with an Undo in each row that is in use: headings sort, and a long one can be searched."""
    search = "Search the history" if len(uploads) > html.SEARCHED_FROM else ""
    columns = [*_columns(sorts=True), TableColumn(html.span("unseen", "Undo"))]
    rows = [_row(upload, [_undo(upload)]) for upload in uploads]
    return html.working_table("Upload history", columns, rows, search=search, is_cards=True)


def newest(uploads: Sequence[Upload], most: int = 5) -> Markup:
    """The newest rows of the history, with a link to the rest; empty where there is none."""
    if not uploads:
        return Markup()
    rows = [_row(upload, []) for upload in uploads[:most]]
    found = html.working_table("The newest uploads", _columns(sorts=False), rows, is_cards=True)
    rest = html.note(html.link("/uploads", "All files, each with Undo"))
    return html.section("Files saved before", found, rest, classes="thin")


def _columns(*, sorts: bool) -> list[TableColumn]:
    return [
        TableColumn("File", "typed", sorts=sorts),
        TableColumn("Saved", "fit", sorts=sorts, sorted="descending" if sorts else ""),
        *(TableColumn(heading, sorts=sorts) for heading in ("Kind", "Months", "Rows", "By", "State")),
    ]


def _row(upload: Upload, more: Sequence[str]) -> TableRow:
    at, months = _aware(upload.saved_at), upload.months
    cells: list[str | TableCell] = [
        upload.file,
        TableCell(numbers.moment(at), sort=at.isoformat()),
        KINDS[upload.kind],
        TableCell(listed_months(months), sort=str(max(months)) if months else ""),
        TableCell(
            html.joined(numbers.count(upload.saved, KIND_CASES[upload.kind]), left_out(upload)), sort=upload.saved
        ),
        upload.by or "not given",
        state(upload),
        *more,
    ]
    return TableRow(cells, "undone" if upload.undone_at is not None else "")


def _undo(upload: Upload) -> Markup:
    return Markup() if upload.undone_at is not None else html.press(f"undo {upload.id}", "Undo", upload.file)


def left_out(upload: Upload) -> Markup:
    """What was not counted, in grey below the count; empty where everything was."""
    parts = [
        f"{numbers.plain(number, 0)} {word}"
        for number, word in ((upload.refused, "refused"), (upload.duplicates, "already there"), (upload.blank, "blank"))
        if number
    ]
    return html.small(numbers.listed(parts)) if parts else Markup()


def state(upload: Upload) -> Markup:
    """“Saved”, or when and by whom it was undone."""
    if upload.undone_at is None:
        return html.joined("Saved")
    who = html.small(f"by {upload.undone_by}") if upload.undone_by else ""
    return html.joined(f"Undone {numbers.moment(_aware(upload.undone_at))}", who)


def question(upload: Upload) -> Markup:
    """What is asked once before an undo."""
    what = numbers.count(upload.saved, KIND_CASES[upload.kind])
    return html.paragraph(
        "",
        html.bold(f"Undo {what} from {upload.file}?"),
        html.BR,
        "Every figure will be as if this file had never been saved. You can save the file again later.",
    )


def undone_sentence(upload: Upload) -> str:
    """What is said after an undo, as plain text."""
    return plain(f"{upload.file} was undone. Every figure is as if it had never been saved.")


def _aware(moment: dt.datetime) -> dt.datetime:
    """The store keeps moments in UTC, some databases without saying so."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)
