"""Files from their paths to the store: recognised, decided by what a person said, read and saved, one after another.

Knows nothing of screens or terminals; the command line says what becomes of each file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from db.changes import Receipt, save_mapping, save_upload
from db.formats import (
    FileMapping,
    Inspection,
    MoreToSay,
    Options,
    Source,
    inspect,
    mapping_for,
    of_sheet,
    problems_csv,
    read,
)
from db.formats.rows.read_ahead import LONG, read_ahead
from db.queries.mappings import follow_mapping, kept_for, saved_mapping
from db.store.engine import Store
from metrics.errors import BadValue, FileRefused, PlumblineError

# Given a file's name and how many rows it has, shows how far its saving is.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What a person says about the files to be imported. `mapping`, `save_mapping`, `sheet` are names; "" is none."""

    by: str
    options: Options = field(default_factory=Options)
    mapping: str = ""
    save_mapping: str = ""
    new_units: str = "create"
    on_conflict: str = "first"
    dry_run: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one file: its receipt, or why it was refused. `trouble` says why nothing of it was saved."""

    file: str
    receipt: Receipt | None
    trouble: PlumblineError | None


def source_of(file: Path, sheet: str = "") -> Source:
    """The file as something that can be read, of a workbook the `sheet` that is named.

    Raises FileRefused when it is not there, may not be opened, or has no such sheet.
    """
    if not file.is_file():
        raise FileRefused(f"There is no file {file}. Nothing was changed.")
    try:
        file.open("rb").close()
    except OSError as wrong:
        raise FileRefused(f"{file} cannot be opened ({wrong.strerror}). Nothing was changed.") from wrong
    return of_sheet(Source.of_path(file), sheet)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files meant by `paths`: a folder means the files in it by name, hidden ones and its sub-folders left out.

    Raises FileRefused for a folder without files, or one that may not be read.
    """
    return [file for path in paths for file in (_within(path) if path.is_dir() else [path])]


def _within(folder: Path) -> list[Path]:
    try:
        found = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    except OSError as wrong:
        raise FileRefused(f"{folder} cannot be opened ({wrong.strerror}). Nothing was changed.") from wrong
    if not found:
        raise FileRefused(f"There is no file in the folder {folder}. Nothing was changed.")
    return found


def import_files(
    store: Store, files: Sequence[Path], order: ImportOrder, progress: Progress
) -> Iterator[ImportOutcome]:
    """Import each of `files` in its own transaction and tell what became of it; a refused one does not stop others."""
    for file in files:
        try:
            receipt = import_file(store, source_of(file, order.sheet), order, progress)
        except PlumblineError as trouble:
            yield ImportOutcome(file.name, None, trouble)
        else:
            yield ImportOutcome(file.name, receipt, _nothing_saved(receipt, order))


def _nothing_saved(receipt: Receipt, order: ImportOrder) -> FileRefused | None:
    if receipt.upload is not None or order.dry_run:
        return None
    return FileRefused(f"No row of {receipt.file} could be saved, so the store was not changed.")


def write_problems(file: Path, outcomes: Sequence[ImportOutcome]) -> None:
    """Write every problem of the imported files to a CSV; where several were imported each says which file it is in.

    Raises BadValue when it cannot be written.
    """
    receipts = [outcome.receipt for outcome in outcomes if outcome.receipt is not None]
    several = len(outcomes) > 1
    problems = [
        problem._replace(message=f"{receipt.file}: {problem.message}") if several else problem
        for receipt in receipts
        for problem in receipt.problems
    ]
    try:
        file.write_bytes(problems_csv(problems))
    except OSError as wrong:
        raise BadValue(f"The problems cannot be written to {file} ({wrong.strerror}). Name another file.") from wrong


def import_file(store: Store, source: Source, order: ImportOrder, progress: Progress) -> Receipt:
    """Read `source` as it is understood and as `order` says, and save it.

    Raises MoreToSay with what must still be said, FileRefused, AlreadyImported, or NotFound or BadValue for an order
    that cannot be followed; the store is then unchanged.
    """
    found, mapping = decide_mapping(store, source, order)
    # A long file was not counted to its end.
    with progress(source.name, source.lines() if found.rows >= LONG else found.rows) as told:
        receipt = save_upload(
            store,
            read_ahead(read(source, mapping), found),
            by=order.by,
            on_conflict=order.on_conflict,
            new_units=order.new_units,
            keep=not order.dry_run,
            progress=told,
        )
    if order.save_mapping and receipt.upload is not None:
        # A month belongs to one file; kept, it would date next month's answers as this month's.
        kept = replace(mapping, month=None)
        save_mapping(store, order.save_mapping, found.fingerprint, kept.as_json(), by=order.by)
    return receipt


def decide_mapping(store: Store, source: Source, order: ImportOrder) -> tuple[Inspection, FileMapping]:
    """What `source` is, and how it will be read: by the mapping named, else as recognised and said.

    Where something would be left to ask, a mapping kept for files with the same headings answers it.
    """
    said = order.options
    if order.mapping:
        kept = _kept(store, order.mapping)
        found = inspect(source, said.kind or kept.kind, to_the_end=False)
        return found, follow_mapping(kept, found, said)
    found = inspect(source, said.kind, to_the_end=False)
    try:
        return found, _suggested(found, order)
    except MoreToSay:
        known = None if said.maps else kept_for(store, found)
        if known is None:
            raise
        return found, follow_mapping(known.mapping, found, said)


def _kept(store: Store, name: str) -> FileMapping:
    with store.reading() as session:
        return FileMapping.from_json(saved_mapping(session, name).mapping)


def _suggested(found: Inspection, order: ImportOrder) -> FileMapping:
    """As recognised and said. A mapping kept under a name gives ids its name, so that the next file's meet them."""
    mapping = mapping_for(found, order.options)
    if order.save_mapping and not order.options.source.strip():
        return replace(mapping, source=order.save_mapping)
    return mapping
