"""Plain numbers as people write them in cells. What could be read two ways is not read."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\.\d+")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:,\d{3}){2,}")


def number(text: str) -> float | None:
    """The number in `text`, with a decimal point or comma; None where it is none or “1,234” could be two numbers."""
    bare = text.strip()
    if _PLAIN.fullmatch(bare):
        return float(bare)
    if _DECIMAL_COMMA.fullmatch(bare):
        return float(bare.replace(",", "."))
    return float(bare.replace(",", "")) if _GROUPED.fullmatch(bare) else None


def written(value: float) -> str:
    """A number without needless decimals, for sentences and files."""
    return str(int(value)) if value == int(value) else repr(value)
