"""Units as they are written in files: paths from the top of the organisation down, such as “North/Leeds/Counter”."""

from __future__ import annotations

MOST_CHARACTERS = 500


def unit_path(*texts: str) -> str:
    """The path in `texts`, joined in order, parts trimmed, empty ones left out; "" is the whole organisation."""
    parts = (" ".join(part.split()) for text in texts for part in text.split("/"))
    return "/".join(part for part in parts if part)
