"""The key that signs cookies: made once for each installation, kept outside the repository. Knows no cookie."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from db.store.places import PRIVATE_FILE, private_folder
from metrics.errors import StoreTrouble


def cookie_secret(file: Path) -> str:
    """The secret in `file`, made on the first call for its owner only. Raises StoreTrouble where it cannot be."""
    try:
        private_folder(file.parent)
        _write_once(file, secrets.token_hex(32))
        if file.stat().st_mode & 0o077:
            file.chmod(PRIVATE_FILE)
        return file.read_text(encoding="ascii")
    except OSError as wrong:
        raise StoreTrouble(
            f"The file {file}, which keeps the key for cookies, cannot be written or read ({wrong.strerror}). "
            "Give the right to do so, or set STREAMLIT_SERVER_COOKIE_SECRET. The server was not started.",
            not_done=None,
        ) from wrong


def _write_once(file: Path, text: str) -> None:
    """Put `text` into `file` unless it exists; two servers that start together end up with the same file."""
    if file.exists():
        return
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "w", encoding="ascii"
    ) as opened:
        opened.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
