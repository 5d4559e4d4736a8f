"""Texts people type, as they are kept: trimmed, not empty where they are needed, and no longer than the store keeps."""

from __future__ import annotations

from metrics.errors import BadValue

LONGEST_TEXT = 2000


def needed(text: str, asked_for: str, *, longest: int = LONGEST_TEXT) -> str:
    """The text with single spaces. Raises BadValue where it is empty or too long; `asked_for` begins that sentence."""
    kept = shortened(text, asked_for, longest=longest)
    if not kept:
        raise BadValue(f"{asked_for}.")
    return kept


def shortened(text: str, asked_for: str, *, longest: int = LONGEST_TEXT) -> str:
    """The text with single spaces, which may be empty. Raises BadValue beyond `longest` characters."""
    kept = " ".join(text.split())
    if len(kept) > longest:
        raise BadValue(f"{asked_for} in at most {longest} characters, not {len(kept)}.")
    return kept
