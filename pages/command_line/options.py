"""Options that many commands have: who does it, and whether the answer is a JSON document."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]
Who = Annotated[str, typer.Option("--by", help="Who does this (default: the name of the local account).")]


def local_account() -> str:
    """The name of the account that runs the command, for the audit line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"
