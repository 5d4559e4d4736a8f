"""Restore: a backup is proven on a copy first, and only then put in the place of the store, by one switch."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.maintenance.proof import Proof, prove, refuse_differences, take_copy
from db.maintenance.switch import Switch, TargetState, not_empty, target_state
from db.store.engine import address_of, database_file
from db.store_files import beside
from metrics.errors import BadValue, StoreTrouble

INSTEAD = "Take another backup, or use --accept-differences to restore it as it is"


@dataclass(frozen=True, slots=True)
class Restored:
    """The store after a restore: its revision, and where what it held before is kept ("" if it was empty).

    `sealed` says whether a checksum proved the backup, `differences` what in it does not add up and was accepted.
    """

    revision: int
    kept: str
    sealed: bool
    differences: tuple[str, ...]


def restore(
    url: str | None, file: Path, *, by: str, replace: bool = False, accept_differences: bool = False
) -> Restored:
    """Replace everything in the store named by `url`, else by DATABASE_URL, with the backup in `file`.

    The backup is checked on a copy, and upgraded there if an older version made it; `file` is not changed. The store
    need not be readable any more. Raises BadValue when it was used and `replace` is not given, or when the backup is
    none, is damaged or does not add up; StoreTooNew for a newer version's. The store is then as it was.
    """
    target = database_file(address_of(url))
    if target is None:
        raise BadValue("A restore needs a store in a file.")
    with _plain_words("The store could not be replaced"), _own_folder(target) as folder:
        if target_state(target) in {TargetState.USED, TargetState.UNREADABLE} and not replace:
            raise not_empty(target)
        draft = folder / "restored.db"
        proof = proven_draft(file, draft, accept_differences=accept_differences)
        switch = Switch(draft, target, folder, by, replace, {"file": file.name, "revision": proof.revision})
        switch.done()
    assert switch.revision is not None
    return Restored(switch.revision, str(switch.kept or ""), proof.sealed, proof.differences)


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
