"""What a database says when something is wrong, in words about the store, and its address without secrets."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, NoSuchModuleError, OperationalError

from db.store.damage import damaged, has_damaged_pages, says_damage
from metrics.errors import BadValue, StoreTrouble

FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
PROBE = 64 * 1024  # bytes: what SQLite needs beside the store to begin a change
# A change needs room beside the store; these are SQLite's ways to say that it has none, or that it may not write there.
REFUSED_WRITING = ("readonly", "unable to open", "disk I/O error", "disk is full")
# PostgreSQL's error codes: a transaction or an account that may only read, and a table that is not there.
READ_ONLY_ON_POSTGRESQL, UNDEFINED_TABLE = ("25006", "42501"), "42P01"
# What of a PostgreSQL address may be shown beside host and name; any other setting could be a password, if misspelt.
NO_SECRET = {"host", "port", "application_name", "connect_timeout", "sslmode", "options", "target_session_attrs"}
HOW_WRITTEN = "Write it as sqlite:///path/to/file.db or postgresql://user:password@host/name."


class Refusal(Enum):
    """Why nothing can be written beside an SQLite store."""

    FULL = auto()
    READ_ONLY = auto()


def address_named(text: str) -> URL:
    """The address in DATABASE_URL. Raises BadValue, in which nothing of a password is quoted."""
    scheme = text.partition(":")[0]
    if not scheme.startswith("sqlite"):
        _refuse_more_signs(text)
    try:
        address = make_url(text)
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError):
        begins = f" begins with “{scheme}:” and" if re.fullmatch(r"[a-z][a-z0-9+]{0,20}", scheme) else ""
        # Not even the cause is kept, since a library may quote the whole address in it.
        raise BadValue(f"DATABASE_URL{begins} does not name a store this version can open. {HOW_WRITTEN}") from None
    if address.get_backend_name() == "sqlite":
        return address
    if address.get_backend_name() != "postgresql":
        raise BadValue(f"The store can be SQLite or PostgreSQL, not {address.get_backend_name()}.")
    if "@" in text and address.username is None and address.password is None:
        raise BadValue(f"DATABASE_URL does not name a user and a host in a way that can be read. {HOW_WRITTEN}")
    return _password_in_its_place(address).set(drivername="postgresql+psycopg")


def _refuse_more_signs(text: str) -> None:
    """An @ inside a password would make its end part of the host's name, which is shown."""
    if text.count("@") > 1:
        raise BadValue(
            "DATABASE_URL has more than one @. Only the one before the host is written as it is; write any other, such "
            "as one in the password, as %40."
        )


def _password_in_its_place(address: URL) -> URL:
    """A password given as an option at the end, put where it is hidden from every list of settings."""
    given = address.query.get("password")
    if given is None:
        return address
    password = given if isinstance(given, str) else given[-1]
    return address.difference_update_query(["password"]).set(password=password)


def shown(address: URL) -> str:
    """The address for people: without its password and any other secret."""
    if address.get_backend_name() == "sqlite":
        return address.render_as_string()
    secret = [name for name in address.query if name not in NO_SECRET]
    return address.difference_update_query(secret).render_as_string(hide_password=True)


@contextmanager
def plain_words(url: str, engine: Engine | None = None) -> Iterator[None]:
    """Turn a database error into a sentence about the store at `url`; our own mistakes pass unchanged.

    With an `engine`, what looks like a mistake is looked at: values that cannot be read may come from damaged pages.
    """
    try:
        yield
    except (ValueError, LookupError, TypeError) as wrong:
        if engine is not None and has_damaged_pages(engine):
            raise damaged(url, "some of its pages are spoiled") from wrong
        raise
    except _of_driver("OperationalError") as wrong:  # from its driver itself, while rows are copied
        raise StoreTrouble(_sentence(url, str(wrong))) from wrong
    except _of_driver("DataError", DataError) as wrong:
        raise StoreTrouble(
            "The store cannot keep a text this long or a number this large "
            f"({' '.join(str(getattr(wrong, 'orig', wrong)).split())}). Shorten it."
        ) from wrong
    except DBAPIError as wrong:
        trouble = _trouble(url, wrong)
        if trouble is None:
            raise
        raise trouble from wrong


def _of_driver(name: str, *also: type[Exception]) -> tuple[type[Exception], ...]:
    """PostgreSQL's own errors of a name, none where its driver is not loaded (which takes a tenth of a second)."""
    driver = sys.modules.get("psycopg")
    return also if driver is None else (*also, getattr(driver, name))


def _trouble(url: str, wrong: DBAPIError) -> StoreTrouble | None:
    """What an error of the database says of the store; None where it is a mistake of ours."""
    said, code = str(wrong.orig), getattr(wrong.orig, "sqlstate", None)
    if code in READ_ONLY_ON_POSTGRESQL:
        return StoreTrouble(_read_only(url))
    if says_damage(said) or code == UNDEFINED_TABLE:
        return damaged(url, " ".join(said.split()))
    if isinstance(wrong, OperationalError) or wrong.connection_invalidated or "connection option" in said:
        return StoreTrouble(_sentence(url, said))
    return None


def refusal(file: Path) -> Refusal | None:
    """Why nothing can be written at the SQLite store in `file`; None where writing works."""
    try:
        with tempfile.TemporaryFile(dir=file.parent) as probe:
            probe.write(bytes(PROBE))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as wrong:
        return Refusal.FULL if wrong.errno in FULL_DISK else Refusal.READ_ONLY
    return None if not file.exists() or may(file, os.W_OK) else Refusal.READ_ONLY


def may(file: Path, access: int) -> bool:
    """Whether this account may open the file; it is not opened, since closing it would end SQLite's own locks on it."""
    return os.access(file, access, effective_ids=os.access in os.supports_effective_ids)


def _sentence(url: str, said: str) -> str:
    reason = " ".join(said.split())
    if "locked" in reason or "lock timeout" in reason:
        return (
            f"The store at {url} is still busy with another change, such as the import of a large file. "
            "Try again when it is done."
        )
    if "No space left on device" in reason:
        return f"The disk of the database server that holds the store at {url} is full. Free some space there."
    if any(words in reason for words in REFUSED_WRITING):
        return _why_not_written(url, reason)
    return f"The store at {url} cannot be reached or used ({reason})."


def _why_not_written(url: str, reason: str) -> str:
    address = make_url(url)
    found = refusal(Path(address.database)) if address.get_backend_name() == "sqlite" and address.database else None
    if found is Refusal.FULL or (found is None and "is full" in reason):
        return f"The disk that holds the store at {url} is full. Free some space on it and try again."
    if found is None and "readonly" in reason:
        return (
            f"The store at {url} was opened for reading only, because nothing could be written there then. "
            "Start this again to change it."
        )
    if found is None and "unable to open" not in reason:
        return f"The store at {url} cannot be reached or used ({reason})."
    if found is None or not may(Path(address.database or ""), os.R_OK):
        return (
            f"The store at {url} cannot be opened ({reason}). "
            "Allow reading and writing its file and folder, or set another in DATABASE_URL."
        )
    return _read_only(url)


def _read_only(url: str) -> str:
    return (
        f"The store at {url} can be read, but not changed. "
        "Allow writing to it, for SQLite to its file and folder, or set another in DATABASE_URL."
    )
