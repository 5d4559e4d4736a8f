"""Is a copy of a store a whole one? Asked of every backup when it is made, and again before it is restored."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL

from db.maintenance.backup_seal import SealState, check_seal, remove_seal
from db.maintenance.integrity import differences
from db.migrations import known_layouts, newest_layout
from db.store.engine import open_store
from db.store_files import COMPANIONS, beside, keep_private
from db.tables import Base
from metrics.errors import BadValue, StoreTooNew, StoreTrouble


@dataclass(frozen=True, slots=True)
class Proof:
    """What a whole copy holds: its layout and revision, whether a seal proved it, and what `verify` finds in it."""

    layout: str
    revision: int
    sealed: bool
    differences: tuple[str, ...]


class DamagedBackup(BadValue):
    """A backup that is damaged; `found` says what was found in it."""

    def __init__(self, file: Path, found: str) -> None:
        super().__init__(f"{file} is damaged: {found}. Take another backup.")
        self.found = found


def take_copy(file: Path, draft: Path) -> None:
    """Copy a backup with all that SQLite left beside it into one file of our own. Raises BadValue, StoreTrouble."""
    if not file.is_file():
        raise BadValue(f"There is no file {file}.")
    try:
        draft.touch(mode=0o600)
        shutil.copyfile(file, draft)
        for ending in set(COMPANIONS) - {"-shm"}:
            if beside(file, ending).is_file():
                shutil.copyfile(beside(file, ending), beside(draft, ending))
        keep_private(draft)
    except OSError as wrong:
        raise StoreTrouble(f"{file} could not be read ({wrong}).") from wrong


def prove(draft: Path, file: Path) -> Proof:
    """Check a copy of `file` that no other process has open, and bring it to this version's layout.

    Checked are the seal, the pages, the references, the layout and what `verify` checks. Raises BadValue with what is
    wrong, StoreTooNew for a newer version's; `differences` are for the caller to judge.
    """
    sealed = _prove_pages(draft, file)
    layout, revision = _prove_layout(draft, file)
    address = URL.create("sqlite", database=str(draft)).render_as_string()
    with closing(open_store(address)) as store, store.reading() as session:
        found = tuple(differences(session))
    return Proof(layout, revision, sealed, found)


def refuse_differences(found: tuple[str, ...], what: str, instead: str) -> None:
    """Raise BadValue where a copy does not add up."""
    if found:
        more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
        raise BadValue(f"{what} does not add up: {found[0].rstrip('.')}{more}. {instead}")


def _prove_pages(draft: Path, file: Path) -> bool:
    """Whether the file has a whole seal. Raises BadValue where it is damaged or no store."""
    try:
        with closing(sqlite3.connect(draft)) as opened:
            opened.execute("PRAGMA journal_mode=DELETE").fetchone()  # with what lay beside it taken in
            tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"store", "alembic_version"} <= tables:
            raise BadValue(f"{file} is not a backup of a Plumbline store.")
        state = check_seal(draft)
        if state is SealState.BROKEN:
            raise DamagedBackup(file, "its checksum is another than when it was made")
        remove_seal(draft)
        _prove_references(draft, file)
    except (sqlite3.Error, UnicodeDecodeError) as wrong:  # the latter of a message that quotes damaged text
        if "not a database" in str(wrong):
            raise BadValue(f"{file} is not a backup of a Plumbline store.") from wrong
        raise DamagedBackup(file, f"it cannot be read ({wrong})") from wrong
    return state is SealState.WHOLE


def _prove_references(draft: Path, file: Path) -> None:
    with closing(sqlite3.connect(draft)) as opened:
        (said,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            found = " ".join(said.removeprefix("*** in database main ***").split())
            raise DamagedBackup(file, f"SQLite found in it “{found}”")
        lost = opened.execute("PRAGMA foreign_key_check").fetchall()
    if lost:
        rows = "1 row" if len(lost) == 1 else f"{len(lost):,} rows"
        raise DamagedBackup(file, f"in {rows}, first in the table “{lost[0][0]}”, a reference leads nowhere")


def _prove_layout(draft: Path, file: Path) -> tuple[str, int]:
    """The layout and the revision of the store in the file. Raises StoreTooNew, BadValue."""
    try:
        with closing(sqlite3.connect(draft)) as opened:
            ((layout,),) = opened.execute("SELECT version_num FROM alembic_version").fetchall()
            ((revision,),) = opened.execute("SELECT CAST(revision AS INTEGER) FROM store").fetchall()
            tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except (sqlite3.Error, ValueError) as wrong:  # no row, several, or text that is none
        raise DamagedBackup(file, "its layout and revision are not in it") from wrong
    if layout not in known_layouts():
        raise StoreTooNew(
            f"{file} was made by a newer version of Plumbline (layout {layout}; this version knows "
            f"{newest_layout()}). Update Plumbline first."
        )
    missing = sorted(set(Base.metadata.tables) - tables)
    if layout == newest_layout() and missing:
        raise DamagedBackup(file, f"the table “{missing[0]}” is missing")
    return str(layout), int(revision or 0)
