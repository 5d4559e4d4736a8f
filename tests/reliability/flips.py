"""Bytes of a store's file turned over by a failing disk: each is found, or changes no row of any table."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from db.maintenance.integrity import differences
from db.store.engine import open_store
from metrics.errors import StoreTrouble
from tests.reliability.everything import fill
from tests.reliability.outcomes import Outcome

SEED = 20_261_201
FLIPS, FEW_FLIPS = 200, 12
# A byte that no row is in, such as one of a free page or of the default in a table's definition.
UNHARMED = "unharmed"
SEEN, SILENT, OWN_MISTAKE = "seen", "silent", "own mistake"


def outcomes(database: str, short: bool) -> list[Outcome]:
    """Random bytes of a filled store turned over, one in each trial. PostgreSQL keeps its files itself."""
    if database != "sqlite":
        return []
    with tempfile.TemporaryDirectory() as folder:
        whole = whole_store(Path(folder))
        found = [flipped(whole, number) for number in range(FEW_FLIPS if short else FLIPS)]
    silent, mistakes = found.count(SILENT), found.count(OWN_MISTAKE)
    proof = f"opening or `verify` says so; {found.count(UNHARMED)} changed no row"
    return [Outcome("one byte of the store's file turned over", database, len(found), 0, silent, mistakes, proof)]


def whole_store(folder: Path) -> Path:
    """A filled store in one file."""
    file = folder / "whole.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        fill(store)
    with closing(sqlite3.connect(file)) as settled:
        settled.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def flipped(whole: Path, number: int) -> str:
    """What becomes of a copy in which a byte was turned over: seen, silent, unharmed, or a mistake of the product."""
    dice = random.Random(SEED + number)
    content = bytearray(whole.read_bytes())
    content[dice.randrange(len(content))] ^= dice.randrange(1, 256)
    copy = whole.with_name(f"{number}.db")
    copy.write_bytes(content)
    shutil.copy(f"{whole}.key", f"{copy}.key") if Path(f"{whole}.key").exists() else None
    try:
        with closing(open_store(f"sqlite:///{copy}")) as store, store.reading() as session:
            found = differences(session)
    except StoreTrouble:
        return SEEN
    except Exception:  # noqa: BLE001 - what is counted here
        return OWN_MISTAKE
    return SEEN if found else UNHARMED if _dump(copy) == _dump(whole) else SILENT


def _dump(file: Path) -> list[str] | None:
    """Every row of every table as a statement; None where they cannot be read."""
    try:
        with closing(sqlite3.connect(file)) as store:
            return sorted(line for line in store.iterdump() if line.startswith("INSERT"))
    except sqlite3.Error:
        return None
