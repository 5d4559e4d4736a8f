"""Where a store's files lie, and folders that only the account of Plumbline may look into. Knows no table."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DEFAULT_STORE = Path(__file__).resolve().parents[2] / "var" / "plumbline.db"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def store_folder(url: str | None = None) -> Path:
    """The folder beside the store named by `url`, else by DATABASE_URL: that of its SQLite file.

    `var/` for any other store, and where the name is none; opening the store says what is wrong with it.
    """
    try:
        address = make_url(url or os.environ.get("DATABASE_URL") or f"sqlite:///{DEFAULT_STORE}")
    except ArgumentError:
        return DEFAULT_STORE.parent
    is_file = address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:")
    return Path(address.database or "").absolute().parent if is_file else DEFAULT_STORE.parent


def private_folder(folder: Path) -> None:
    """Make `folder` where it is missing, so that only this account may look into it, with any umask.

    A folder that exists keeps its rights: it may hold other things than Plumbline's. Raises OSError where that fails.
    """
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)


def own_folder(folder: Path) -> None:
    """Make `folder`, which is Plumbline's alone, or take the rights to it from every other account. Raises OSError."""
    private_folder(folder)
    if folder.stat().st_mode & 0o077 and not _is_others(folder):
        folder.chmod(PRIVATE_FOLDER)


def open_privately(path: str, flags: int) -> int:
    """An opener for `open` that makes a file which only this account may read and write, with any umask."""
    return os.open(path, flags, PRIVATE_FILE)


def _is_others(folder: Path) -> bool:
    """Whether another account owns the folder, so that its rights are not ours to set."""
    return hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()
