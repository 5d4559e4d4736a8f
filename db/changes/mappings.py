"""Saving a mapping under a name, so that the next file of its kind is understood at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.store import Store
from db.tables import MappingRow


def save_mapping(store: Store, name: str, fingerprint: str, mapping: Mapping[str, Any], *, by: str) -> None:
    """Keep `mapping` under `name`, for files whose headings have this `fingerprint`; an older one of that name goes."""
    with store.changing("save mapping", by=by, about={"name": name}) as session:
        session.merge(MappingRow(name=name, fingerprint=fingerprint, mapping=dict(mapping)))
