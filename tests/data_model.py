"""The columns of the store as `docs/DATA_MODEL.md` states them, read from the tables themselves."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Column

from db.tables import Base

PAGE = Path(__file__).resolve().parent.parent / "docs" / "DATA_MODEL.md"
KINDS = {
    "BIGINT": "integer",
    "BLOB": "bytes",
    "BOOLEAN": "yes/no",
    "DATE": "date",
    "DATETIME": "moment",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "JSON": "JSON",
    "TEXT": "text",
    "VARCHAR": "text",
}
Columns = dict[tuple[str, str], str]  # table and column → its type in words


def in_the_store() -> Columns:
    """Every column that `db.tables` declares."""
    tables = Base.metadata.tables.values()
    return {(table.name, column.name): _in_words(column) for table in tables for column in table.columns}


def on_the_page() -> Columns:
    """Every column that the page describes: rows “| `column` | type | meaning |” under “### `table`”."""
    found: Columns = {}
    for section in re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        table = section.split("`")[1]
        rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$", section, re.MULTILINE)
        found |= {(table, name): words.strip() for name, words in rows}
    return found


def _in_words(column: Column[object]) -> str:
    """Its type as the page writes it: “integer → units, or empty”."""
    kind = KINDS[str(column.type).partition("(")[0]]
    target = "".join(f" → {key.column.table.name}" for key in column.foreign_keys)
    return f"{kind}{target}{', key' if column.primary_key else ''}{', or empty' if column.nullable else ''}"
