"""Plain numbers as people write them in cells. A number that could be read in two ways is left unread."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\.\d+")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:,\d{3}){2,}")

_SPACED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?")
_SPACES = str.maketrans("", "", " \u00a0\u202f'’")
_PARTED = {
    ",": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
    ".": re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"),
}
_FEWEST_GROUPED = 3


def number(text: str) -> float | None:
    """The number in `text`, with a decimal point or comma; None where it is none or “1,234” could be two numbers."""
    bare = text.strip()
    if _PLAIN.fullmatch(bare):
        return float(bare)
    if _DECIMAL_COMMA.fullmatch(bare):
        return float(bare.replace(",", "."))
    return float(bare.replace(",", "")) if _GROUPED.fullmatch(bare) else None


def write_number(value: float) -> str:
    """A number without needless decimals, for sentences and files."""
    return str(int(value)) if value == int(value) else repr(value)


def thousands_sign(texts: Iterable[str], *, are_counts: bool = False) -> str:
    """The sign, comma or point, that separates thousands in figures, where they prove it; "" where they do not.

    It is proven by a figure that can be read in one way only, such as “1,234.50”, “1,234,567” or one with the other
    sign as its decimal one; or by three like “1,234” where all others are whole numbers below 1000: for figures that
    `are_counts`, or money, a single one is enough, since neither has thousandths.
    """
    found = {bare for text in texts if (bare := text.strip())}
    proven = [sign for sign in ",." if _parts_thousands(found, sign, are_counts=are_counts)]
    return proven[0] if len(proven) == 1 else ""


def _parts_thousands(found: set[str], sign: str, *, are_counts: bool) -> bool:
    one, other = re.escape(sign), r"\." if sign == "," else ","
    once = re.compile(rf"[+-]?[1-9]\d{{0,2}}{one}\d{{3}}")
    proof = re.compile(
        rf"[+-]?\d{{1,3}}(?:(?:{one}\d{{3}}){{2,}}|(?:{one}\d{{3}})+{other}\d+)|[+-]?\d*{other}\d{{1,2}}"
    )
    against = re.compile(rf"[+-]?(?:0{one}\d+|\d*{one}(?:\d{{1,2}}|\d{{4,}})|\d+{other}\d{{3}}{one}\d+)")
    grouped = sum(once.fullmatch(text) is not None for text in found)
    if any(against.fullmatch(text) for text in found):
        return False
    if any(proof.fullmatch(text) for text in found):
        return True
    rest = [text for text in found if not once.fullmatch(text)]
    return (
        grouped >= (1 if are_counts else _FEWEST_GROUPED)
        and (are_counts or bool(rest))
        and all(text.isdecimal() and len(text) <= 3 for text in rest)
    )


def figure(text: str, thousands: str = "") -> float | None:
    """The number in `text` where its column separates thousands by this sign; None where it is none or could be two.

    A space or an apostrophe between thousands is plain in any column.
    """
    bare = text.strip()
    if _SPACED.fullmatch(bare):
        bare = bare.translate(_SPACES)
    if thousands and _PARTED[thousands].fullmatch(bare):
        return float(bare.replace(thousands, "").replace(",", "."))
    return number(bare)


def both_readings(text: str) -> str:
    """How a figure such as “12,480” could be read: “12480 or 12.480”; "" where it is no such figure."""
    bare = text.strip()
    if not re.fullmatch(r"[+-]?\d{1,3},\d{3}", bare):
        return ""
    return f"{bare.replace(',', '')} or {bare.replace(',', '.')}"
