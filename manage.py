"""The command line: a thin layer over the same functions the pages call. Every command can print JSON for scripts."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module

import typer
from typer.exceptions import TyperException

from metrics.errors import BadValue, quoted
from pages.command_line import terminal
from pages.command_line.terminal import DONE, NOT_DONE

# The module of each command. Only the one that is run is loaded, since some need libraries for slides and PDF.
COMMANDS = {
    "init": "maintenance",
    "inspect": "inspection",
    "import": "files",
    "undo": "files",
    "erase": "files",
    "uploads": "files",
    "standard": "scorecards",
    "report": "scorecards",
    "pack": "pack",
    "board-members": "board_members",
    "settings": "settings",
    "units": "units",
    "initiatives": "initiatives",
    "restarts": "restarts",
    "verify": "maintenance",
    "backup": "maintenance",
    "restore": "maintenance",
}
LONGEST_ARGUMENT = 10_000  # characters, before any pattern looks at it
# These take a number, and one below 0 is no option.
TAKE_A_NUMBER = {"standard"}


def app_of(names: Iterable[str]) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(help="Plumbline's command line.", add_completion=False, rich_markup_mode=None)
    app.callback()(lambda: None)  # a single command is called by its name too
    for name in names:
        command = getattr(import_module(f"pages.command_line.{COMMANDS[name]}"), f"{name.replace('-', '_')}_")
        app.command(name, context_settings={"ignore_unknown_options": name in TAKE_A_NUMBER})(command)
    return app


@cache
def entrance(command: str = "") -> Callable[..., int | None]:
    """What runs one command, or any of them. Made once in a process: making it takes longer than most commands do."""
    return typer.main.get_command(app_of([command] if command else COMMANDS)).main


def named_in(given: Sequence[str]) -> str:
    """The command that the arguments name; "" where they begin with anything else."""
    return given[0] if given and given[0] in COMMANDS else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; a command that was not understood is said in a sentence, with code 2."""
    given = sys.argv[1:] if arguments is None else arguments
    if longest := max((one for one in given if len(one) > LONGEST_ARGUMENT), key=len, default=""):
        said = f"“{quoted(longest)}” is {len(longest):,} characters long; at most {LONGEST_ARGUMENT:,} can be read."
        terminal.tell(str(BadValue(f"{said} Shorten it.")))
        return NOT_DONE
    try:
        code = entrance(named_in(given))(given or ["--help"], prog_name="manage.py", standalone_mode=False)
    except TyperException as wrong:
        terminal.tell(str(BadValue(wrong.format_message())))
        return NOT_DONE
    return int(code or DONE)


if __name__ == "__main__":
    gc.disable()  # what is imported stays, so that neither now nor later a collection looks at it
    entrance(named_in(sys.argv[1:]))
    gc.freeze()
    gc.enable()
    terminal.make_any_text_printable()
    sys.excepthook = terminal.report_bug
    sys.exit(main())
