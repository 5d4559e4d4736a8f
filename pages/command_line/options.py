"""Options that several commands have: who does it, what a file is, and whether the answer is a JSON document."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from metrics.vocabulary import Kind

AsJson = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]
FileKind = Annotated[Kind | None, typer.Option(help="What kind of file it is.")]
RowsMetric = Annotated[str, typer.Option(help="The metric of all rows, or of the one score, as hold_time.")]
Sheet = Annotated[str, typer.Option(help="Workbook sheet to read (default: best match).")]
Encoding = Annotated[str, typer.Option(help="How letters are written, as windows-1250 (default: as the file shows).")]
Who = Annotated[str, typer.Option("--by", help="Who does this (default: the name of the local account).")]


def local_account() -> str:
    """The name of the account that runs the command, for the audit line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"
