"""Restore: a backup is proven on a copy first, and only then put in the place of the store, by one switch."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import URL

from db.maintenance.copy_rows import copy_to_file
from db.maintenance.proof import Proof, prove, refuse_differences, take_copy
from db.maintenance.switch import Switch, TargetState, not_empty, target_state
from db.maintenance.switch_postgresql import SchemaSwitch, in_schema, kept_schema
from db.store.damage import file_of
from db.store.engine import address_of, open_store
from db.store_files import beside
from metrics.errors import BadValue, StoreTrouble

INSTEAD = "Take another backup, or use --accept-differences to restore it as it is"


@dataclass(frozen=True, slots=True)
class Restored:
    """The store after a restore: its revision, and where what it held before is kept ("" if it was empty).

    That is a file, or a schema where it is `in_database`. `sealed` says whether a checksum proved the backup,
    `differences` what in it does not add up and was accepted.
    """

    revision: int
    kept: str
    sealed: bool
    differences: tuple[str, ...]
    in_database: bool = False


def restore(
    url: str | None, file: Path, *, by: str, replace: bool = False, accept_differences: bool = False
) -> Restored:
    """Replace everything in the store named by `url`, else by DATABASE_URL, with the backup in `file`.

    Both may be on either database. The backup is checked on a copy, and upgraded there if an older version made it;
    `file` is not changed. On PostgreSQL `file` may also name the schema in which an earlier restore kept a store. A
    store in a file need not be readable any more. Raises BadValue when the store was used and `replace` is not given,
    or when the backup is none, is damaged or does not add up; StoreTooNew for a newer version's. The store is then as
    it was.
    """
    address, own = address_of(url), _Wanted(file, by, replace, accept_differences)
    with _plain_words("The store could not be replaced"):
        if address.get_backend_name() == "postgresql":
            return _into_postgresql(address, own)
        target = file_of(address)
        if target is None:
            raise BadValue("A restore needs a store in a file.")
        return _into_file(target, own)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which backup is restored, by whom, and what was allowed."""

    file: Path
    by: str
    replace: bool
    accept_differences: bool


def _into_file(target: Path, own: _Wanted) -> Restored:
    with _own_folder(target) as folder:
        if target_state(target) in {TargetState.USED, TargetState.UNREADABLE} and not own.replace:
            raise not_empty(target)
        draft = folder / "restored.db"
        proof = proven_draft(own.file, draft, accept_differences=own.accept_differences)
        switch = Switch(draft, target, folder, own.by, own.replace, _about(own.file, proof))
        switch.done()
    assert switch.revision is not None
    return Restored(switch.revision, str(switch.kept or ""), proof.sealed, proof.differences)


def _into_postgresql(address: URL, own: _Wanted) -> Restored:
    with TemporaryDirectory() as folder:
        draft, file = Path(folder) / "restored.db", own.file
        if not file.exists() and kept_schema(address, file.name):
            file = Path(folder) / file.name
            with closing(open_store(in_schema(address, file.name))) as kept:
                copy_to_file(kept, file)
        proof = proven_draft(file, draft, accept_differences=own.accept_differences)
        switch = SchemaSwitch(draft, address, own.by, own.replace, _about(file, proof), proof.differences)
        switch.done()
    return Restored(switch.revision, switch.kept, proof.sealed, proof.differences, in_database=True)


def _about(file: Path, proof: Proof) -> dict[str, str | int]:
    return {"file": file.name, "revision": proof.revision}


def proven_draft(file: Path, draft: Path, *, accept_differences: bool) -> Proof:
    """Make `draft` of a backup that is whole, in this version's layout. Raises BadValue, StoreTooNew, StoreTrouble."""
    take_copy(file, draft)
    proof = prove(draft, file)
    if not accept_differences:
        refuse_differences(proof.differences, f"What {file} holds", INSTEAD)
    return proof


@contextmanager
def _own_folder(target: Path) -> Iterator[Path]:
    """A folder beside the store for one restore at a time; what one that was broken off left in it is removed."""
    folder = beside(target, ".restoring")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = folder / "lock"
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as wrong:
            raise StoreTrouble(f"Another restore of {target} is under way. Wait until it is done.") from wrong
        for left in [own for own in folder.iterdir() if own != lock]:
            left.unlink()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _plain_words(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as wrong:
        raise StoreTrouble(f"{what} ({wrong}).") from wrong
