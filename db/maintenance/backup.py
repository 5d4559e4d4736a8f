"""Backup of the whole store to one file while it is in use: copied, sealed, and proven by restoring it elsewhere."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import URL

from db.maintenance.backup_seal import Seal, seal_file
from db.maintenance.copy_rows import copy_to_file
from db.maintenance.proof import DamagedBackup, refuse_differences
from db.maintenance.restore import restore
from db.store.engine import Store
from db.store_files import copy_pages, put_in_place
from metrics.errors import BadValue, NotDone, StoreTrouble

INSTEAD = (
    "Run verify, and restore an earlier backup if the damage is not to be explained; --accept-differences makes the "
    "backup all the same"
)
DATED = re.compile(r"plumbline-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the store: its file and size, what its seal says, and what in it does not add up."""

    file: Path
    bytes: int
    seal: Seal
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScheduledBackup:
    """A backup under a dated name, and the older ones that were deleted for it."""

    made: Backup
    deleted: tuple[Path, ...]


def back_up(store: Store, file: Path, *, accept_differences: bool = False) -> Backup:
    """Copy one state of the store to `file` while others read and change the store, and prove the copy.

    The file has its name only when it is complete and was restored into a store of its own that adds up. Raises
    BadValue if the file exists already or the store is damaged, StoreTrouble if it cannot be written.
    """
    if file.exists() and (file.is_dir() or file.stat().st_size):
        raise BadValue(f"{file} already exists. Choose another name.", not_done=NotDone.WRITTEN)
    with (
        _plain_words(f"The store could not be copied to {file}"),
        TemporaryDirectory(prefix=f"{file.name}.unfinished-", dir=file.parent) as folder,
    ):
        draft = Path(folder) / file.name
        _copy(store, draft)
        with _called_damaged(store):
            seal = seal_file(draft)
            found = _restored_elsewhere(draft, Path(folder) / "scratch.db")
        if not accept_differences:
            refuse_differences(found, f"The store at {store.url}", INSTEAD)
        if file.exists():
            file.unlink()  # empty, such as one that was made to reserve the name
        put_in_place(draft, file)
    return Backup(file, file.stat().st_size, seal, found)


def back_up_to(store: Store, folder: Path, keep: int | None, *, accept_differences: bool = False) -> ScheduledBackup:
    """Make a backup with a dated name in `folder`; then delete all but the newest `keep` of these, None for none.

    Only files with such a name are deleted, and none after a backup that does not add up. Raises as `back_up`.
    """
    if keep is not None and keep < 1:
        raise BadValue("At least one backup has to be kept.", not_done=NotDone.WRITTEN)
    with _plain_words(f"The store could not be copied to {folder}"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = back_up(
        store,
        folder / f"plumbline-{dt.datetime.now(dt.UTC):%Y-%m-%dT%H-%M-%SZ}.db",
        accept_differences=accept_differences,
    )
    if keep is None or made.differences:
        return ScheduledBackup(made, ())
    dated = sorted(own for own in folder.iterdir() if DATED.fullmatch(own.name) and own != made.file)
    # Where the clock was set back, the new one is not the newest by its name; it is kept in any case.
    old = dated[: max(0, len(dated) - (keep - 1))]
    for own in old:
        own.unlink()
    return ScheduledBackup(made, tuple(old))


def _copy(store: Store, draft: Path) -> None:
    if store.engine.dialect.name == "postgresql":
        copy_to_file(store, draft)
        return
    connection = store.engine.raw_connection()
    try:
        assert isinstance(connection.driver_connection, sqlite3.Connection)
        copy_pages(connection.driver_connection, draft)
    finally:
        connection.close()


def _restored_elsewhere(draft: Path, scratch: Path) -> tuple[str, ...]:
    """What does not add up in a store to which this backup was restored."""
    address = URL.create("sqlite", database=str(scratch)).render_as_string()
    return restore(address, draft, by="backup", accept_differences=True).differences


@contextmanager
def _called_damaged(store: Store) -> Iterator[None]:
    """A copy that cannot be restored comes from a store that is damaged, since the copy is ours alone."""
    try:
        yield
    except (DamagedBackup, sqlite3.DatabaseError) as wrong:
        found = wrong.found if isinstance(wrong, DamagedBackup) else str(wrong)
        raise StoreTrouble(
            f"The store at {store.url} is damaged: {found}. No backup was made; earlier ones were left. "
            "Restore the newest of them.",
            not_done=None,
        ) from wrong


@contextmanager
def _plain_words(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as wrong:
        raise StoreTrouble(f"{what} ({wrong}).", not_done=NotDone.WRITTEN) from wrong
