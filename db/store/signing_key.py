"""The secret with which audit lines are signed: a file beside the store, which only the server's account can read.

It is not in the store, so that somebody who can write the store still cannot sign.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from sqlalchemy.engine import URL

from metrics.errors import StoreTrouble

KEY_FILE = "PLUMBLINE_KEY_FILE"  # environment variable: where the key lies, if not beside the store
KEY_BYTES = 32
NAME_LETTERS = 8


def key_file(address: URL, folder: Path) -> Path | None:
    """Where the key of a store lies: as the environment says, beside an SQLite file, else in `folder`."""
    if said := os.environ.get(KEY_FILE):
        return Path(said)
    if address.get_backend_name() != "sqlite":
        return folder / "plumbline.key"
    if not address.database or address.database == ":memory:" or address.database.startswith("file:"):
        return None
    return Path(f"{address.database}.key")


def read_key(file: Path | None) -> bytes | None:
    """The key; None where there is no file. Raises StoreTrouble for a file that holds none or cannot be read."""
    if file is None:
        return None
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as wrong:
        raise StoreTrouble(
            f"The key of the store cannot be read from {file}. Put back the copy you kept of it, or move the file away "
            "to work without it; changes are then not signed."
        ) from wrong
    return key or None


def make_key(file: Path) -> bytes | None:
    """Make a key, unless another process was first; None where nothing can be written there."""
    draft = file.with_name(f"{file.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(f"{secrets.token_hex(KEY_BYTES)}\n")
        try:
            os.link(draft, file)
        finally:
            draft.unlink()
    except FileExistsError:
        pass
    except OSError:  # a folder that can only be read, or one that knows no links
        return None
    return read_key(file)


def name_of_key(key: bytes) -> str:
    """What distinguishes a key from others without telling it."""
    return hmac.new(key, b"name", hashlib.sha256).hexdigest()[:NAME_LETTERS]


def signature(key: bytes | None, seal: str) -> str:
    """The signature under a seal: the name of the key and a keyed hash; empty without a key."""
    return f"{name_of_key(key)}:{hmac.new(key, seal.encode(), hashlib.sha256).hexdigest()}" if key else ""
