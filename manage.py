"""The command line: a thin layer over the same functions the pages call. Every command can print JSON for scripts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache

import typer
from typer.exceptions import TyperException

from metrics.errors import BadValue
from pages.command_line import board_members, files, maintenance, pack, scorecards, terminal, units
from pages.command_line.terminal import DONE, NOT_DONE

COMMANDS: dict[str, Callable[..., int]] = {
    "init": maintenance.init_,
    "inspect": files.inspect_,
    "import": files.import_,
    "undo": files.undo_,
    "erase": files.erase_,
    "uploads": files.uploads_,
    "standard": scorecards.standard_,
    "report": scorecards.report_,
    "pack": pack.pack_,
    "board-members": board_members.board_members_,
    "units": units.units_,
    "verify": maintenance.verify_,
    "backup": maintenance.backup_,
    "restore": maintenance.restore_,
}
# These take a number, and one below 0 is no option.
TAKE_A_NUMBER = {"standard"}

app = typer.Typer(help="Plumbline's command line.", add_completion=False, rich_markup_mode=None)
for name, command in COMMANDS.items():
    app.command(name, context_settings={"ignore_unknown_options": name in TAKE_A_NUMBER})(command)


@cache
def entrance() -> Callable[..., int | None]:
    """What runs a command by its name. Made once in a process, since making it takes longer than most commands do."""
    return typer.main.get_command(app).main


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; a command that was not understood is said in a sentence, with code 2."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = entrance()(given or ["--help"], prog_name="manage.py", standalone_mode=False)
    except TyperException as wrong:
        terminal.tell(str(BadValue(wrong.format_message())))
        return NOT_DONE
    return int(code or DONE)


if __name__ == "__main__":
    terminal.make_any_text_printable()
    sys.excepthook = terminal.report_bug
    sys.exit(main())
