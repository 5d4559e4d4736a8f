"""Refusals of a file that several modules share."""

from __future__ import annotations

from metrics.errors import FileRefused


def not_a_table(name: str) -> FileRefused:
    """The refusal of a file that is something else, such as “a PNG image” or “a ZIP archive; unpack it”."""
    name, _, first = name.partition("; ")
    if first:
        return FileRefused(f"This is {name}, not a table of answers. {first.capitalize()} and try again.")
    return FileRefused(f"This is {name}, not a table of answers. Export the answers as CSV or XLSX and try that file.")


def damaged() -> FileRefused:
    """The refusal of a workbook that no program could open."""
    return FileRefused(
        "The workbook is damaged, or of a kind that cannot be read. Save it as XLSX or CSV and try that file."
    )
