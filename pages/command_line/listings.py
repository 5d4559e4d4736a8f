"""What the terminal says of files as text: tables with headings and rows, and lines beside the counts of an import.

Knows words, neither terminal nor store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.formats import Inspection
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Standard, TimeLimit

if TYPE_CHECKING:  # to inspect a file needs no store, and loading what reads one takes longer than most files
    from db.changes import Receipt
    from db.queries.uploads import Upload

UNITS_LISTED = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """A table in words."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, title: str, headings: str, rows: Iterable[tuple[object, ...]]) -> Listing:
        """`headings` stand with " | " between them."""
        return cls(title, tuple(headings.split(" | ")), tuple(tuple(str(cell) for cell in row) for row in rows))


def columns(found: Inspection) -> Listing:
    """What each column of a file seems to hold."""
    rows = ((c.index, c.name, c.role, c.metric or "", c.scale or "", f"{c.confidence:.0%}") for c in found.columns)
    title = f"{found.file}: {found.kind}, {found.format}, {found.rows} rows"
    return Listing.of(title, "# | Column | Role | Metric | Scale | Sure", rows)


def receipts(found: Iterable[Receipt]) -> Listing:
    """What became of each file."""
    rows = ((r.file, r.upload or "not saved", r.kind, r.read, r.saved, r.duplicates, r.refused, r.blank) for r in found)
    return Listing.of("", "File | Upload | Kind | Read | Saved | Duplicates | Refused | Blank", rows)


def history(found: Iterable[Upload]) -> Listing:
    """The uploads."""
    rows = (
        (u.id, f"{u.saved_at:%Y-%m-%d %H:%M}", u.by, u.file, u.kind, u.saved, u.refused, "undone" * bool(u.undone_at))
        for u in found
    )
    return Listing.of("Uploads", "Upload | Saved (UTC) | By | File | Kind | Rows | Refused | ", rows)


def standards(found: Iterable[Standard], limits: Iterable[TimeLimit]) -> list[Listing]:
    """The standards and the limits of time, with the month each holds from."""
    rows = ((s.metric, s.unit or "all", f"{s.value:g}", s.since, s.owner, s.reason) for s in found)
    listed = [Listing.of("Standards", "Metric | Unit | Standard | From | Owner | Reason", rows)]
    times = [(each.metric, CATALOGUE[each.metric].limited_to(each.value).name, each.since) for each in limits]
    return [*listed, Listing.of("Time limits", "Metric | Counts | From", times)] if times else listed


def new_units(receipt: Receipt) -> list[str]:
    """The units that a file added; empty where it added none."""
    made = receipt.new_units
    if not made:
        return []
    more = f" and {len(made) - UNITS_LISTED} more" if len(made) > UNITS_LISTED else ""
    verb = "would be" if receipt.upload is None else "was" if len(made) == 1 else "were"
    noun = "1 unit" if len(made) == 1 else f"{len(made)} units"
    hint = "If one is only another spelling, undo the upload and name it with `units name`."
    return [f"{noun} {verb} added: {', '.join(made[:UNITS_LISTED])}{more}. {hint}"]


def other_ways(receipt: Receipt) -> list[str]:
    """What else can be done with a file that has rows which were already saved; empty where it has none.

    The upload with most of these rows is the one to replace. What was just saved must be undone first.
    """
    found = receipt.overlap
    if found is None:
        return []
    first, _ = found.uploads[0]
    undo = f"first `undo {receipt.upload}`, then " if receipt.upload is not None else ""
    replace = f"{undo}import it with --on-overlap replace={first}"
    count = f"{undo}import it with --on-overlap count"
    return [
        "Only new rows count. "
        f"If this file should take the place of upload {first}: {replace}. "
        f"If all its rows are other people's answers: {count}."
    ]
