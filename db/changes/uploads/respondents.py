"""Who answered, as a keyed hash: the same person is known again within this store, and nowhere else.

The value itself is never written. The key is the store's own; without it names cannot be tried against the hashes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import StoreRow

KEY_BYTES = 32


def respondent_key(session: Session) -> bytes:
    """The store's secret, made when it is first needed."""
    row = session.scalars(select(StoreRow)).one()
    if row.respondent_key is None:
        row.respondent_key = secrets.token_hex(KEY_BYTES)
        session.flush()
    return bytes.fromhex(row.respondent_key)


def hashed_respondents(session: Session, values: Iterable[str]) -> list[str | None]:
    """The HMAC-SHA256 of each value, in hex and in their order; None where a row names no one.

    A value is hashed trimmed and without regard to case, so that “K-17” and “k-17 ” are one person. Values that come
    several times are hashed once.
    """
    key, known = respondent_key(session), dict[str, str | None]()
    found = []
    for value in values:
        if value not in known:
            plain = value.strip().casefold()
            known[value] = hmac.digest(key, plain.encode(), hashlib.sha256).hex() if plain else None
        found.append(known[value])
    return found
