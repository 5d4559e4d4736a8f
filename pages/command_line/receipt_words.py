"""What the terminal says of an import beside its counts: units that were added, and other ways to do it.

Knows words, neither terminal nor store.
"""

from __future__ import annotations

from db.changes import Receipt

UNITS_LISTED = 20


def new_units(receipt: Receipt) -> list[str]:
    """The units that a file added; empty where it added none."""
    made = receipt.new_units
    if not made:
        return []
    more = f" and {len(made) - UNITS_LISTED} more" if len(made) > UNITS_LISTED else ""
    verb = "would be" if receipt.upload is None else "was" if len(made) == 1 else "were"
    noun = "1 unit" if len(made) == 1 else f"{len(made)} units"
    hint = "If one is only another spelling, undo the upload and name it with `units name`."
    return [f"{noun} {verb} added: {', '.join(made[:UNITS_LISTED])}{more}. {hint}"]


def other_ways(receipt: Receipt) -> list[str]:
    """What else can be done with a file that has rows which were already saved; empty where it has none.

    The upload with most of these rows is the one to replace. What was just saved must be undone first.
    """
    found = receipt.overlap
    if found is None:
        return []
    first, _ = found.uploads[0]
    undo = f"first `undo {receipt.upload}`, then " if receipt.upload is not None else ""
    replace = f"{undo}import it with --on-overlap replace={first}"
    count = f"{undo}import it with --on-overlap count"
    return [
        "Only new rows count. "
        f"If this file should take the place of upload {first}: {replace}. "
        f"If all its rows are other people's answers: {count}."
    ]
