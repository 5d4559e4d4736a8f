"""The one way of a file into the store, for the upload page and the command line alike.

A file is recognised, its mapping decided from what is known and what a person says, tried if that is wanted, and saved.
Knows nothing of screens or terminals; each says in its own words what becomes of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from db.changes.settings import save_mapping
from db.changes.uploads.save import Preview, Receipt, preview_upload, save_upload
from db.formats import (
    FileMapping,
    Inspection,
    MoreToSay,
    Options,
    Source,
    in_encoding,
    inspect,
    mapping_for,
    problems_csv,
    read,
)
from db.formats.mapping.figures import other_currencies
from db.formats.recognise.choose_sheet import source_of
from db.formats.rows.blocks import Reading
from db.formats.rows.read_ahead import LONG, read_ahead
from db.queries.mappings import KeptMapping, follow_mapping, kept_for, kept_mappings, read_before, saved_mapping
from db.queries.settings import settings
from db.store.engine import Store
from metrics.errors import BadValue, FileRefused, NotDone, PlumblineError
from metrics.vocabulary import Kind

# Told how many rows have been read so far.
Told = Callable[[int], None]
# Given a file's name and how many rows it has, shows how far its saving is.
Progress = Callable[[str, int], AbstractContextManager[Told]]


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """A file that is not saved yet: what it was recognised as, and the mapping that is known for files like it.

    `rows` are about as many as it has: those of a long file were not counted to the end. `zone` is the organisation's
    time zone, which holds for moments unless the file has its own; `currency` is the one its money is shown in.
    """

    source: Source
    inspection: Inspection
    rows: int
    remembered: KeptMapping | None = None
    zone: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class UploadChoices:
    """What a person says about a file.

    `follows`: read it by the mapping that is remembered (True), or not (False), or only where something would be left
    to ask (None). `units` maps names of unknown units to what they mean, or "" to leave their rows out; `new_units` is
    what becomes of the other unknown ones. `on_overlap` is new, count, or replace=N, which takes upload N back first.
    `name` is that under which the mapping is saved for the next file, or "".
    """

    options: Options = field(default_factory=Options)
    follows: bool | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    on_conflict: str = "first"
    new_units: str = "create"
    name: str = ""
    on_overlap: str = "new"


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """A file with all decisions about it, ready to be tried and saved."""

    file: RecognisedFile
    choices: UploadChoices
    mapping: FileMapping
    reading: Reading


def recognise(
    store: Store, source: Source, kind: Kind | None = None, *, to_the_end: bool = False, as_before: bool = False
) -> RecognisedFile:
    """What `source` is, and the mapping saved for such files; with `as_before` else how the newest upload was read.

    `kind` is what a person says. With `to_the_end` every row of a long file is counted. Never raises for a bad file:
    the inspection then says why it is refused.
    """
    look = partial(inspect, kind=kind, to_the_end=to_the_end)
    source, found = _in_named_encoding(store, source, look)
    known = _of_kind(kept_for(store, found), kind) if found.refused is None else None
    if known is None and as_before and found.questions:
        known = read_before(store, found)
    rows = _rows(source, found, to_the_end=to_the_end)
    return _in_the_organisation(store, RecognisedFile(source, found, rows, known))


def recognise_by(store: Store, source: Source, mapping: str, kind: Kind | None = None) -> RecognisedFile:
    """What `source` is, to be read by the mapping saved under the name `mapping`. Raises NotFound."""
    with store.reading() as session:
        kept = FileMapping.from_json(saved_mapping(session, mapping).mapping)
    found = inspect(source, kind or kept.kind, to_the_end=False)
    if kept.encoding and _may_be_written_in(kept.encoding, source, found):
        source = in_encoding(source, kept.encoding)
        found = inspect(source, kind or kept.kind, to_the_end=False)
    rows = _rows(source, found, to_the_end=False)
    return _in_the_organisation(store, RecognisedFile(source, found, rows, KeptMapping(kept, mapping)))


def _in_the_organisation(store: Store, file: RecognisedFile) -> RecognisedFile:
    """The file with what holds for every file of the organisation."""
    with store.reading() as session:
        own = settings(session)
    return replace(file, zone=own.time_zone, currency=own.currency)


def _in_named_encoding(store: Store, source: Source, look: Callable[[Source], Inspection]) -> tuple[Source, Inspection]:
    """The file as it reads in the encoding that a person named for files with its headings; as it is without one."""
    found = look(source)
    with store.reading() as session:
        named = {FileMapping.from_json(row.mapping).encoding for row in kept_mappings(session)} - {""}
    for encoding in sorted(named):
        if not _may_be_written_in(encoding, source, found):
            continue
        there = in_encoding(source, encoding)
        again = look(there)
        if (known := kept_for(store, again)) is not None and known.mapping.encoding == encoding:
            return there, again
    return source, found


def _may_be_written_in(encoding: str, source: Source, found: Inspection) -> bool:
    """Whether a file does not show another encoding by itself: a person's word, or letters in Unicode, stand."""
    shown = found.encoding or "utf"
    return not source.encoding and not shown.startswith("utf") and (shown != encoding or bool(found.open_encoding))


def recognise_figures(store: Store, file: RecognisedFile, kind: Kind, *, to_the_end: bool = False) -> RecognisedFile:
    """A file looked at again as what a person says it holds, against any suspicion."""
    found = replace(inspect(file.source, kind, to_the_end=to_the_end), refused=None)
    return replace(file, inspection=found, remembered=_of_kind(kept_for(store, found), kind))


def _of_kind(known: KeptMapping | None, kind: Kind | None) -> KeptMapping | None:
    """A kept mapping, unless a person has said another kind than its own."""
    return known if known is None or kind in (None, known.mapping.kind) else None


def _rows(source: Source, found: Inspection, *, to_the_end: bool) -> int:
    """How many rows there are; of a long file that was not counted, about how many, by its lines."""
    return source.lines() if found.rows >= LONG and not to_the_end else found.rows


def decide_mapping(file: RecognisedFile, choices: UploadChoices) -> FileMapping:
    """How the file will be read. A mapping that is saved under a name gives ids its name, so the next file's meet them.

    Raises MoreToSay with what must still be said, FileRefused, or NotFound or BadValue for choices that cannot stand.
    """
    mapping = _decided(file, choices)
    notes = dict.fromkeys((*mapping.notes, *other_currencies(mapping, file.inspection, file.currency)))
    return replace(mapping, time_zone=mapping.time_zone or file.zone, notes=tuple(notes))


def _decided(file: RecognisedFile, choices: UploadChoices) -> FileMapping:
    known, options = file.remembered, choices.options
    if (known is not None and choices.follows) and (unread := file.inspection.open_encoding):
        raise MoreToSay(unread)
    if known is not None and choices.follows:
        return follow_mapping(known.mapping, file.inspection, options)
    try:
        mapping = mapping_for(file.inspection, options)
    except MoreToSay:
        if known is None or choices.follows is False or options.maps:
            raise
        return follow_mapping(known.mapping, file.inspection, options)
    return mapping.named(choices.name) if choices.name and not options.source.strip() else mapping


def plan_import(file: RecognisedFile, choices: UploadChoices) -> PlannedImport:
    """The file as it will be read and saved, a long one read ahead. Raises what `decide_mapping` does."""
    mapping = decide_mapping(file, choices)
    return PlannedImport(file, choices, mapping, read_ahead(read(file.source, mapping), file.inspection))


def preview_import(store: Store, plan: PlannedImport, progress: Told | None = None) -> Preview:
    """What saving would change; nothing is saved. Raises AlreadyImported."""
    choices = plan.choices
    return preview_upload(
        store,
        plan.reading,
        on_conflict=choices.on_conflict,
        new_units=choices.new_units,
        units=choices.units,
        on_overlap=choices.on_overlap,
        progress=progress,
    )


def save_import(
    store: Store, plan: PlannedImport, *, by: str, dry_run: bool = False, progress: Told | None = None
) -> Receipt:
    """Save the file, and its mapping where a name was given; with `dry_run` only say what would come of it.

    Raises AlreadyImported, or BadValue for an unknown rule. Where no row can be saved the receipt has no upload.
    """
    choices = plan.choices
    receipt = save_upload(
        store,
        plan.reading,
        by=by,
        on_conflict=choices.on_conflict,
        new_units=choices.new_units,
        units=choices.units,
        on_overlap=choices.on_overlap,
        keep=not dry_run,
        progress=progress,
    )
    if choices.name and receipt.upload is not None:
        # A month belongs to one file; kept, it would date next month's answers as this month's.
        own = _decided(plan.file, choices).time_zone  # the organisation's may change
        encoding = plan.file.source.encoding or plan.mapping.encoding
        kept = replace(plan.mapping, month=None, encoding=encoding, time_zone=own)
        save_mapping(store, choices.name, plan.file.inspection.fingerprint, kept.as_json(), by=by)
    return receipt


def nothing_saved(receipt: Receipt) -> FileRefused | None:
    """Why a file that was to be saved was not: none of its rows could be. None where it was."""
    if receipt.upload is not None:
        return None
    return FileRefused(f"No row of {receipt.file} could be saved.", not_done=NotDone.CHANGED)


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What a person says about files to be imported. `mapping`, `sheet` and `encoding` are names; "" is none."""

    by: str
    choices: UploadChoices = field(default_factory=UploadChoices)
    mapping: str = ""
    dry_run: bool = False
    sheet: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one file: its receipt, or why it was refused. `trouble` says why nothing of it was saved."""

    file: str
    receipt: Receipt | None
    trouble: PlumblineError | None


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files meant by `paths`: a folder means the files in it by name, hidden ones and its sub-folders left out.

    Raises FileRefused for a folder without files, or one that may not be read.
    """
    return [file for path in paths for file in (_within(path) if path.is_dir() else [path])]


def _within(folder: Path) -> list[Path]:
    try:
        found = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    except OSError as wrong:
        raise FileRefused(f"{folder} cannot be opened ({wrong.strerror}).", not_done=NotDone.CHANGED) from wrong
    if not found:
        raise FileRefused(f"There is no file in the folder {folder}.", not_done=NotDone.CHANGED)
    return found


def import_files(
    store: Store, files: Sequence[Path], order: ImportOrder, progress: Progress
) -> Iterator[ImportOutcome]:
    """Import each of `files` in its own transaction and tell what became of it; a refused one does not stop others."""
    for file in files:
        try:
            receipt = import_file(store, source_of(file, order.sheet, order.encoding), order, progress)
        except PlumblineError as trouble:
            yield ImportOutcome(file.name, None, trouble)
        else:
            yield ImportOutcome(file.name, receipt, None if order.dry_run else nothing_saved(receipt))


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
    kind, choices = order.choices.options.kind, order.choices
    if order.mapping:
        file, choices = recognise_by(store, source, order.mapping, kind), replace(choices, follows=True)
    else:
        file = recognise(store, source, kind)
    plan = plan_import(file, choices)
    with progress(source.name, file.rows) as told:
        return save_import(store, plan, by=order.by, dry_run=order.dry_run, progress=told)
