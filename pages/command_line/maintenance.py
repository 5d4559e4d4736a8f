"""Commands about the store itself: make it, check it, copy it away and put it back."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from db.changes import begin_fiscal_years, name_organisation
from db.maintenance.backup import Backup, back_up, back_up_to
from db.maintenance.integrity import differences
from db.maintenance.restore import Restored, restore
from db.maintenance.sample_company import load_sample
from db.maintenance.sealed_content import notes
from db.queries.audit_log import has_seal
from db.queries.uploads import is_empty, newest_whole_month
from db.store.clock import clock_behind, clock_notes
from db.store.engine import now, open_store, today
from metrics.errors import BadValue, NotDone
from pages.command_line import terminal
from pages.command_line.json_fields import BackupDocument, RestoreDocument, StoreDocument, VerificationDocument
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, NEEDS_ATTENTION, plain_errors

AcceptDifferences = Annotated[
    bool, typer.Option("--accept-differences", help="Do it although what verify checks does not add up.")
]


@plain_errors
def init_(
    sample: Annotated[bool, typer.Option("--sample", help="Load the sample company into an empty store.")] = False,
    organisation: Annotated[str, typer.Option(help="Whose store this is.")] = "",
    fiscal_year_start: Annotated[int | None, typer.Option(help="The month fiscal years begin in, 1 to 12.")] = None,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Create or upgrade the store, and say whose it is; safe to repeat."""
    with closing(open_store()) as store:
        if organisation:
            name_organisation(store, organisation, by=by or local_account())
        if fiscal_year_start is not None:
            begin_fiscal_years(store, fiscal_year_start, by=by or local_account())
        with store.reading() as session:
            empty = is_empty(session)
        if sample and empty:
            load_sample(store, told=lambda name: terminal.tell(f"Loading {name} …"))
        elif sample:
            terminal.tell("The store holds data already, so the sample company was not loaded.")
        with store.reading() as session:
            newest = newest_whole_month(session, today())
    document = StoreDocument(store=store.url, newest_month=str(newest) if newest else None)
    terminal.confirm(as_json, document, f"The store at {store.url} is ready.")
    return DONE


@plain_errors
def verify_(
    sealed: Annotated[str, typer.Option("--seal", help="A seal of the store, as a board pack prints it.")] = "",
    as_json: AsJson = False,
) -> int:
    """Recount every kept figure; check file, references, live marks, and contents against the signed audit lines."""
    with closing(open_store()) as store, store.reading() as session:
        found = [*differences(session), *clock_behind(session, now())]
        said = [*notes(session), *clock_notes(session)]
        if sealed and not has_seal(session, sealed.strip().lower()):
            found.append(
                f"The seal {sealed[:80]} is in no audit line: this is another store, one put back from before that "
                "pack, or its lines were written over. Compare it with a backup from the day of the pack."
            )
    document = VerificationDocument(ok=not found, differences=found, notes=said)
    terminal.confirm(as_json, document, "\n".join([*(found or ["Everything adds up."]), *said]))
    return NEEDS_ATTENTION if found else DONE


@plain_errors
def backup_(
    file: Annotated[Path | None, typer.Argument(help="The new file.")] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Write a file with a dated name in this folder.")] = None,
    keep: Annotated[int | None, typer.Option(help="With --to: delete all but the newest of these files.")] = None,
    accept_differences: AcceptDifferences = False,
    as_json: AsJson = False,
) -> int:
    """Copy the whole store to a new file, while it is in use, and prove the copy by restoring it elsewhere."""
    if (file is None) == (to is None) or (keep is not None and to is None):
        raise BadValue("Name a new file, or a folder with --to, and --keep only with --to.", not_done=NotDone.WRITTEN)
    deleted: tuple[Path, ...] = ()
    with closing(open_store()) as store:
        if file is not None:
            made = back_up(store, file, accept_differences=accept_differences)
        else:
            assert to is not None
            scheduled = back_up_to(store, to, keep, accept_differences=accept_differences)
            made, deleted = scheduled.made, scheduled.deleted
    document = BackupDocument(
        file=str(made.file),
        bytes=made.bytes,
        revision=made.seal.revision,
        layout=made.seal.layout,
        sha256=made.seal.sha256,
        differences=list(made.differences),
        deleted=[str(own) for own in deleted],
    )
    terminal.confirm(as_json, document, _backup_words(made, deleted))
    return NEEDS_ATTENTION if made.differences else DONE


def _backup_words(made: Backup, deleted: Sequence[Path]) -> str:
    proven = "The copy does not add up:" if made.differences else "It was restored into a store of its own and adds up."
    gone = [f"Deleted as too old: {', '.join(own.name for own in deleted)}."] if deleted else []
    said = f"The store was copied to {made.file} ({made.bytes:,} bytes)."
    return "\n".join([f"{said} {proven}", *made.differences, *gone])


@plain_errors
def restore_(
    file: Path,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a store that is not empty.")] = False,
    accept_differences: AcceptDifferences = False,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Put a backup, once it is proven, in the place of everything the store holds; what it held is kept."""
    done = restore(None, file, by=by or local_account(), replace=replace, accept_differences=accept_differences)
    document = RestoreDocument(
        file=str(file),
        revision=done.revision,
        kept=done.kept or None,
        checksum=done.sealed,
        differences=list(done.differences),
    )
    terminal.confirm(as_json, document, _restore_words(file, done))
    return NEEDS_ATTENTION if done.differences else DONE


def _restore_words(file: Path, done: Restored) -> str:
    proven = "" if done.sealed else " The backup has no checksum; its pages, references and sums were checked."
    said = [f"The store now holds what was backed up in {file}.{proven}"]
    if done.differences:
        said += ["It does not add up:", *done.differences]
    if done.kept:
        back = f"manage.py restore {shlex.quote(done.kept)} --replace"
        where, delete = (
            (f"the database's schema {done.kept}", f"DROP SCHEMA {done.kept} CASCADE deletes it")
            if done.in_database
            else (done.kept, "Delete that file")
        )
        said.append(f"What it held before is in {where}. To go back to it: {back}. {delete} when you are sure.")
    return "\n".join(said)
