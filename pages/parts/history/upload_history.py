"""The texts of the upload history. HTML in one line; file names and people's names are escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

from db.queries.uploads import Upload
from pages.language import numbers
from pages.language.labels import KIND_CASES, KINDS
from pages.language.numbers import listed_months
from pages.parts.errors import plain

HEADINGS = ("When", "File", "Kind", "Months", "Rows", "By", "State")


def opening(uploads: Sequence[Upload]) -> str:
    """The history's headline: how many files count, and that each can be taken back."""
    live = sum(upload.undone_at is None for upload in uploads)
    if not uploads:
        title, lead = (
            "No file has been saved yet.",
            "Each file you save will stand here, with who saved it and an Undo.",
        )
    else:
        verb, noun = ("counts", "file") if live == 1 else ("count", "files")
        title = f"{numbers.in_words(live).capitalize()} {noun} {verb} now. Each can be taken back."
        lead = "An undo restores every figure exactly. A file that was undone stays here, with its time."
    return f'<h1 class="headline">{title}</h1><p class="lead">{lead}</p>'


def matching(uploads: Sequence[Upload], asked: str) -> list[Upload]:
    """The uploads in whose line every word of `asked` stands, in any case."""
    words = asked.casefold().split()
    return [upload for upload in uploads if all(word in _line(upload) for word in words)]


def _line(upload: Upload) -> str:
    told = (upload.file, KINDS[upload.kind], listed_months(upload.months), upload.by, upload.undone_by or "")
    undone = "undone" if upload.undone_at is not None else "saved"
    return " ".join((*told, undone, numbers.moment(_aware(upload.saved_at)))).casefold()


def found_words(found: int, whole: int, asked: str) -> str:
    """How many files a search found; empty where nothing was searched for."""
    if not asked.strip():
        return ""
    if not found:
        return '<p class="note">No file has these words in its line.</p>'
    return f'<p class="note">{numbers.plain(found, 0)} of {numbers.count(whole, "files")}.</p>'


def cells_of(upload: Upload) -> list[str]:
    """The texts of one line, in the order of HEADINGS."""
    saved = numbers.count(upload.saved, KIND_CASES[upload.kind])
    quiet = upload.undone_at is not None
    texts = [
        numbers.moment(_aware(upload.saved_at)),
        escape(upload.file) if quiet else f"<b>{escape(upload.file)}</b>",
        KINDS[upload.kind],
        listed_months(upload.months),
        f"{saved}{left_out(upload)}",
        escape(upload.by or "not said"),
        state(upload),
    ]
    return [f'<div class="history{" quiet" if quiet else ""}">{text}</div>' for text in texts]


def left_out(upload: Upload) -> str:
    """What was not counted, in grey below the count; empty where everything was."""
    parts = [
        f"{numbers.plain(number, 0)} {word}"
        for number, word in ((upload.refused, "refused"), (upload.duplicates, "already there"), (upload.blank, "blank"))
        if number
    ]
    return f'<span class="small">{numbers.listed(parts)}</span>' if parts else ""


def state(upload: Upload) -> str:
    """“Saved”, or when and by whom it was undone."""
    if upload.undone_at is None:
        return "Saved"
    who = f'<span class="small">by {escape(upload.undone_by)}</span>' if upload.undone_by else ""
    return f"Undone {numbers.moment(_aware(upload.undone_at))}{who}"


def question(upload: Upload) -> str:
    """What is asked once before an undo."""
    what = numbers.count(upload.saved, KIND_CASES[upload.kind])
    return (
        f"<p><b>Take back {what} from {escape(upload.file)}?</b><br>Every figure will be as if this file had never "
        "been saved. You can save the file again later.</p>"
    )


def undone_sentence(upload: Upload) -> str:
    """What is said after an undo, as plain text."""
    return plain(f"{upload.file} was taken back. Every figure is as if it had never been saved.")


def _aware(moment: dt.datetime) -> dt.datetime:
    """The store keeps moments in UTC, some databases without saying so."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)


def newest(uploads: Sequence[Upload], most: int = 5) -> str:
    """The newest lines of the history as a table, with the way to the rest; empty where there is none."""
    if not uploads:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADINGS)
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in cells_of(upload))}</tr>" for upload in uploads[:most])
    return (
        '<section class="section thin"><h2>Files saved before</h2><div class="scroller" tabindex="0" role="region" '
        'aria-label="Files saved before"><table class="plain newest"><caption>The newest uploads</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        '<p class="note"><a href="/uploads" target="_self">All files, each with its Undo</a></p></section>'
    )
