"""Commands about the store itself: make it, check it, copy it away and put it back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from db.changes import begin_fiscal_years, name_organisation
from db.maintenance.backup import back_up
from db.maintenance.backup import restore as restore_from
from db.maintenance.integrity import differences
from db.maintenance.sample_company import load_sample
from db.queries.uploads import is_empty, newest_whole_month
from db.store.clock import clock_behind, clock_notes
from db.store.engine import now, open_store, today
from pages.command_line import terminal
from pages.command_line.json_fields import BackupDocument, RestoreDocument, StoreDocument, VerificationDocument
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, NEEDS_ATTENTION, plain_errors


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
def verify_(as_json: AsJson = False) -> int:
    """Recount every kept figure from the facts, and check references, live marks and the audit chain."""
    with closing(open_store()) as store, store.reading() as session:
        found = [*differences(session), *clock_behind(session, now())]
        notes = clock_notes(session)
    document = VerificationDocument(ok=not found, differences=found, notes=notes)
    terminal.confirm(as_json, document, "\n".join([*(found or ["Everything adds up."]), *notes]))
    return NEEDS_ATTENTION if found else DONE


@plain_errors
def backup_(file: Path, as_json: AsJson = False) -> int:
    """Copy the whole store to a new file, while it is in use."""
    with closing(open_store()) as store:
        made = back_up(store, file)
    document = BackupDocument(file=str(made.file), bytes=made.bytes, revision=made.revision)
    terminal.confirm(as_json, document, f"The store was copied to {made.file} ({made.bytes:,} bytes).")
    return DONE


@plain_errors
def restore_(
    file: Path,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a store that is not empty.")] = False,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Put a backup in the place of everything the store holds."""
    with closing(open_store()) as store:
        at = restore_from(store, file, by=by or local_account(), replace=replace)
    said = f"The store at {store.url} now holds what was backed up in {file}."
    terminal.confirm(as_json, RestoreDocument(file=str(file), revision=at), said)
    return DONE
