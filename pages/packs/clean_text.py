"""Text that files can hold: without characters that XML refuses, fonts lack or that reverse a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")

# Printed in place of a character that cannot be printed.
MISSING = "□"
ELLIPSIS = "…"
# Marks that embed or override the direction of text; a name with one would reverse the words after it.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
# This many characters without a place to break would overflow a narrow column.
_UNBROKEN = re.compile(r"[^\s\u200b\u00ad-]{19,}")
_PIECE = 18
_BREAK = "\u200b"


def clean_texts(whole: T) -> T:
    """The same dataclass with every text cleaned for files."""
    same: T = _in_every_text(whole, clean)
    return same


def breakable(whole: T) -> T:
    """The same dataclass where long words may be broken, so that none overflows its column."""
    same: T = _in_every_text(whole, lambda text: _UNBROKEN.sub(_broken, text))
    return same


def clean(text: str) -> str:
    """Text on one line: control characters become spaces, what no file can hold becomes “□”."""
    return "".join(map(_clean, text)) if not (text.isascii() and text.isprintable()) else text


def shortened(text: str, most: int) -> str:
    """The text, cut to `most` characters and ended with “…” where it is longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + ELLIPSIS


def _clean(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if character in _TURNING:
        return ""
    return MISSING if category in ("Cs", "Cn", "Co") else character


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    return _BREAK.join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))


def _in_every_text(whole: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - a value of any field
    if isinstance(whole, str):
        return whole if isinstance(whole, Enum) else change(whole)
    if isinstance(whole, tuple):
        return tuple(_in_every_text(part, change) for part in whole)
    if is_dataclass(whole) and not isinstance(whole, type):
        return replace(whole, **{own.name: _in_every_text(getattr(whole, own.name), change) for own in fields(whole)})
    return whole
