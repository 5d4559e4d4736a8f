"""Files of an SQLite store: only their owner reads them, none is half there under its final name. No tables here."""

from __future__ import annotations

import filecmp
import os
import sqlite3
from contextlib import closing, suppress
from itertools import chain, count
from pathlib import Path

COMPANIONS = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file while it is in use, or after a crash
OWNER_ONLY = 0o600
WORLD = 0o007


def beside(file: Path, ending: str) -> Path:
    """The file of this name with something added at its end."""
    return file.with_name(f"{file.name}{ending}")


def keep_private(file: Path) -> None:
    """Let only the owner read and write a store's file, if it is new or every account of the computer could read it.

    Rights that were given to a group alone were given on purpose, and stay. A file of another account is left as it is.
    """
    for own in (file, *(beside(file, ending) for ending in COMPANIONS)):
        with suppress(OSError):  # not there, not ours, or a disk that cannot be written
            found = own.stat()
            if found.st_mode & WORLD or (found.st_size == 0 and found.st_mode & 0o777 != OWNER_ONLY):
                own.chmod(OWNER_ONLY)


def copy_pages(source: sqlite3.Connection, draft: Path) -> None:
    """Copy one state of a store, in use or not, into a new file of its own, which replaces an earlier draft.

    Raises sqlite3.Error and OSError.
    """
    remove(draft)
    with closing(sqlite3.connect(draft)) as copy:
        keep_private(draft)
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # so that it is one file that can be moved


def put_in_place(draft: Path, final: Path) -> None:
    """Give a finished file its final name, at once and on the disk. Raises FileExistsError where the name is taken."""
    _to_disk(draft)
    try:
        os.link(draft, final)  # unlike a rename it never replaces a file
    except FileExistsError:
        raise
    except OSError:  # a file system without links, such as that of a memory stick
        if final.exists():
            raise FileExistsError(f"{final} already exists") from None
        draft.rename(final)
    else:
        draft.unlink()
    _to_disk(final.parent)


def replace_file(draft: Path, final: Path) -> None:
    """Give a finished file the name of another one, which is gone then, at once and on the disk."""
    _to_disk(draft)
    draft.replace(final)
    _to_disk(final.parent)


def keep_beside(draft: Path, wanted: Path) -> Path:
    """Give a finished copy the `wanted` name, else that name with a number; the same copy is not kept twice."""
    names = chain([wanted], (beside(wanted, f"-{number}") for number in count(2)))
    name = next(own for own in names if not own.exists() or filecmp.cmp(draft, own, shallow=False))
    if name.exists():
        remove(draft)
    else:
        put_in_place(draft, name)
    return name


def remove(file: Path) -> None:
    """Remove a file with all that SQLite kept beside it, as far as they are there."""
    for own in (file, *(beside(file, ending) for ending in COMPANIONS)):
        own.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Wait until the disk has this file, or the names in this folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
