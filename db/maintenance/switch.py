"""Putting a proven draft in the place of an SQLite store: one switch, with the old store kept beside it.

A store in use is replaced in one transaction under its own lock, so that readers go on and no change falls between.
A file that is no store any more is replaced as a file.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import URL

from db.store.engine import BUSY_SECONDS, Store, open_store
from db.store.signing_key import key_file, read_key
from db.store_files import COMPANIONS, beside, copy_pages, keep_beside, keep_private, put_in_place, remove, replace_file
from db.tables import Base, StoreRow
from metrics.errors import BadValue, StoreTrouble

STEPS = 8  # in which a store is written; between the first two no other process can change it
UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class TargetState(Enum):
    """What is there where the store is to be."""

    NOTHING = auto()
    EMPTY = auto()
    USED = auto()
    UNREADABLE = auto()


@dataclass(slots=True)
class Switch:
    """The switch from what is at `target` to the draft; `about` becomes its audit line, with the old store's name.

    `folder` is on the same disk, and ours alone. After `done()`, `revision` is the new one and `kept` the old store.
    """

    draft: Path
    target: Path
    folder: Path
    by: str
    replace: bool
    about: dict[str, str | int]
    revision: int | None = None
    kept: Path | None = None
    moment: dt.datetime = field(default_factory=lambda: dt.datetime.now().astimezone())

    def done(self) -> None:
        """Do it. Raises BadValue for a store in use without `replace`, StoreTrouble, sqlite3.Error and OSError.

        If it raises anything, the store at `target` is as it was.
        """
        if target_state(self.target) is TargetState.NOTHING:
            self._sign(before=0)
            put_in_place(self._one_file(), self.target)
            return
        if target_state(self.target) is not TargetState.UNREADABLE:
            try:
                self._write_into_the_store()
            except sqlite3.DatabaseError as wrong:
                if getattr(wrong, "sqlite_errorcode", 0) & 0xFF not in UNREADABLE:
                    raise
            else:
                return
        self._replace_the_file()

    def _write_into_the_store(self) -> None:
        written = False
        try:
            with (
                closing(sqlite3.connect(self.target, timeout=BUSY_SECONDS)) as live,
                closing(sqlite3.connect(self.draft)) as source,
            ):
                keep_private(self.target)
                live.execute("PRAGMA journal_mode=WAL").fetchall()
                live.execute("PRAGMA synchronous=FULL")
                _give_pages_of(live, source)
                (pages,) = source.execute("PRAGMA page_count").fetchone()
                source.backup(live, pages=max(1, pages // STEPS), progress=self._between_steps)
                written = True
        finally:
            if not written and self.kept:
                remove(self.kept)
                self.kept = None

    def _between_steps(self, status: int, _left: int, _pages: int) -> None:
        """Called after each step of writing; from the first one on the store is locked for other writers.

        They still see what was there, and see all of the draft once the last step has ended, or none of it.
        """
        if status == sqlite3.SQLITE_BUSY:
            raise StoreTrouble("The store is still busy with another change. Try again when it is done.")
        if self.revision is None:
            with closing(sqlite3.connect(self.target, timeout=BUSY_SECONDS)) as reader:
                before = _revision(reader)
                if before != 0 and not self.replace:
                    raise not_empty(self.target)
                if before != 0:
                    copy = self.folder / "kept.db"
                    copy_pages(reader, copy)
                    self.kept = keep_beside(copy, self._kept_name())
            self._sign(before)

    def _replace_the_file(self) -> None:
        """What is there cannot be read as a store: keep its bytes, and put the draft there as a file."""
        for ending in ("", "-wal", "-journal"):
            if beside(self.target, ending).is_file():
                copy = self.folder / f"kept{ending}"
                copy.touch(mode=0o600)
                shutil.copyfile(beside(self.target, ending), copy)
                kept = keep_beside(copy, beside(self.kept or self._kept_name(), ending))
                self.kept = self.kept or kept
        if self.revision is None:
            self._sign(before=None)
        whole = self._one_file()
        for ending in COMPANIONS:  # of the file that was there; SQLite would take them for the new one's
            beside(self.target, ending).unlink(missing_ok=True)
        replace_file(whole, self.target)

    def _kept_name(self) -> Path:
        return beside(self.target, f".before-restore-{self.moment:%Y-%m-%dT%H-%M-%S}")

    def _sign(self, before: int | None) -> None:
        """Give the draft its audit line, and a revision above its own and that of the store, `before`."""
        about = self.about | ({"kept": self.kept.name} if self.kept else {})
        with closing(open_file(self.draft)) as store:
            signed = replace(store, key=self._key())
            self.revision = sign(signed, before, by=self.by, about=about)

    def _key(self) -> bytes | None:
        """The key of the store at `target`; where it has none, the one made when the draft was first sealed.

        None for a draft signed with a key that is elsewhere.
        """
        own, made = (
            key_file(URL.create("sqlite", database=str(file)), file.parent) for file in (self.target, self.draft)
        )
        if own is not None and made is not None and made.exists() and not own.exists():
            put_in_place(made, own)
        return read_key(own)

    def _one_file(self) -> Path:
        """The signed draft as one file, with nothing of it left beside."""
        with closing(sqlite3.connect(self.draft)) as opened:
            opened.execute("PRAGMA journal_mode=DELETE").fetchall()
        return self.draft


def sign(draft: Store, before: int | None, *, by: str, about: dict[str, str | int]) -> int:
    """Write the audit line of a restore into its draft; gives the draft's new revision.

    Pages and editions go by the revision, so it never goes back, whichever store had the higher one.
    """
    with draft.changing("restore", by=by, about=dict(about)) as session:
        state = session.scalars(select(StoreRow)).one()
        state.revision = max(state.revision, before or 0)
    with draft.reading() as session:
        return session.scalars(select(StoreRow.revision)).one()


def target_state(target: Path) -> TargetState:
    """What is there now. Raises BadValue for a database of something else."""
    if not target.exists():
        return TargetState.NOTHING
    wal = beside(target, "-wal")
    if target.stat().st_size == 0:  # SQLite would throw away what lies beside an empty file
        return TargetState.UNREADABLE if wal.exists() and wal.stat().st_size else TargetState.EMPTY
    try:
        with closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as opened:
            tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            revision = _revision(opened)
    except sqlite3.OperationalError:
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # the latter of a message that quotes damaged text
        return TargetState.UNREADABLE
    if tables and not tables & {*Base.metadata.tables, "alembic_version"}:
        raise BadValue(
            f"{target}, which DATABASE_URL names, is a database of something else. Name the store's own file."
        )
    return TargetState.EMPTY if revision == 0 or not tables else TargetState.USED


def not_empty(target: object) -> BadValue:
    """Why a restore is refused without `--replace`."""
    return BadValue(f"The store at {target} is not empty, and a restore replaces all of it. Use --replace to do that.")


def open_file(file: Path) -> Store:
    """The store in this file."""
    return open_store(URL.create("sqlite", database=str(file)).render_as_string())


def _revision(opened: sqlite3.Connection) -> int | None:
    """How often the store was changed: 0 where there are no tables yet, None where it cannot be read."""
    try:
        if not opened.execute("SELECT 1 FROM sqlite_master").fetchone():
            return 0
        found = opened.execute("SELECT CAST(revision AS INTEGER) FROM store").fetchone()
    except sqlite3.DatabaseError as wrong:
        if getattr(wrong, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
        return None
    except UnicodeDecodeError:
        return None
    return None if found is None or found[0] is None else int(found[0])


def _give_pages_of(live: sqlite3.Connection, source: sqlite3.Connection) -> None:
    """Give the draft the size of pages that the store has; only then it can be written into it."""
    (size,) = live.execute("PRAGMA page_size").fetchone()
    if source.execute("PRAGMA page_size").fetchone() != (size,):
        source.execute("PRAGMA journal_mode=DELETE").fetchall()  # otherwise it keeps the size it has
        source.execute(f"PRAGMA page_size={int(size)}")
        source.execute("VACUUM")
