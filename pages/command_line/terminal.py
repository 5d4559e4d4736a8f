"""Printing for the command line: JSON documents, tables, progress, sentences about trouble. Knows no commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from traceback import FrameSummary, extract_tb
from types import TracebackType
from typing import NoReturn, ParamSpec

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from metrics.errors import PlumblineError
from pages.command_line.listings import Listing
from pages.command_line.question_words import refusal
from pages.language.memory import NOT_ENOUGH, ran_out_of_memory

DONE, NEEDS_ATTENTION, NOT_DONE = 0, 1, 2

# How wide tables may be where there is no terminal, such as in a file.
WIDTH_OF_A_FILE = 160
# Text from files is printed unchanged, brackets included.
out = Console(
    highlight=False,
    markup=False,
    emoji=False,
    soft_wrap=True,
    width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE,
)
Params = ParamSpec("Params")


def plain_errors(command: Callable[Params, int]) -> Callable[Params, int]:
    """What a user can act on becomes one sentence on standard error, and code 2."""

    @wraps(command)
    def wrapper(*args: Params.args, **kwargs: Params.kwargs) -> int:
        try:
            return command(*args, **kwargs)
        except PlumblineError as trouble:
            tell(refusal(trouble))
            return NOT_DONE

    return wrapper


def tell(sentence: str) -> None:
    """Say something beside the answer, on standard error."""
    sys.stderr.write(f"{sentence}\n")


def say(sentence: str) -> None:
    """Print a sentence for people."""
    out.print(sentence)


def show(document: object) -> None:
    """Print one JSON document."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def show_tables(*listings: Listing) -> None:
    """Print tables for people."""
    for listing in listings:
        table = Table(*listing.headings, title=listing.title, title_justify="left", header_style="bold", box=None)
        for row in listing.rows:
            table.add_row(*row)
        out.print(table, soft_wrap=False)


def answer(as_json: bool, document: object, *listings: Listing) -> None:
    """Print what a command found out: as JSON for scripts, else as tables for people."""
    if as_json:
        show(document)
    else:
        show_tables(*listings)


def confirm(as_json: bool, document: object, sentence: str) -> None:
    """Print what a command did: as JSON for scripts, else as a sentence for people."""
    if as_json:
        show(document)
    else:
        say(sentence)


@contextmanager
def progress(file: str, rows: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while `rows` rows of `file` are saved; told how many are done. Only on a terminal."""
    on = Console(stderr=True)
    # Drawn when told and not by a thread, so that a long file may be read by a process of its own.
    with Progress(console=on, transient=True, auto_refresh=False, disable=not on.is_terminal) as bar:
        task = bar.add_task(escape(file), total=rows or None)
        yield lambda done: bar.update(task, completed=done, refresh=True)


def report_bug(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> NoReturn:
    """For sys.excepthook: say a mistake of ours in one sentence with the place it was met, and end with code 2."""
    if ran_out_of_memory(bug):
        tell(NOT_ENOUGH)
        raise SystemExit(NOT_DONE)
    place = f"{Path(frame.filename).name}:{frame.lineno}" if (frame := _last(trace)) else "an unknown place"
    tell(
        f"Plumbline has a bug ({kind.__name__} at {place}: {bug}). "
        "The command was not completed. Please report this sentence."
    )
    raise SystemExit(NOT_DONE)


def _last(trace: TracebackType | None) -> FrameSummary | None:
    frames = extract_tb(trace)
    return frames[-1] if frames else None


def make_any_text_printable() -> None:
    """Print file names with any character in any terminal encoding, so that none can end a command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are text files
