"""The command line: a thin layer over the same functions the pages call. Every command can print JSON for scripts."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from db.backup import back_up
from db.backup import restore as restore_from
from db.breakdowns import By, breakdowns
from db.changes import NewUnits, begin_fiscal_years, name_organisation, set_standard, undo_upload
from db.documents import outcome_document, report_document, standard_document, upload_document
from db.formats import DateOrder, Options, inspect
from db.formats.numbers import number
from db.importing import Order, Outcome, files_in, import_files, source_of, write_problems
from db.law import OnConflict
from db.queries import is_empty, newest_whole_month, standards, uploads
from db.sample import load_sample
from db.scorecards import report as report_of
from db.store import open_store, today
from db.verify import differences
from metrics.catalogue import metric as metric_called
from metrics.errors import BadValue
from metrics.periods import Month, PeriodKind, parse_day
from metrics.vocabulary import Audience, Kind, Scope, Standard
from pages.parts import listings, terminal
from pages.parts.terminal import DONE, NEEDS_ATTENTION, NOT_DONE, said_plainly

app = typer.Typer(help="Plumbline's command line.", add_completion=False, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]
Who = Annotated[str, typer.Option("--by", help="Who does this (default: the local account's name).")]
Problems = Annotated[Path | None, typer.Option(help="Write every problem to this CSV.")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; a command that was not understood is said in a sentence, with code 2."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = typer.main.get_command(app).main(given or ["--help"], prog_name="manage.py", standalone_mode=False)
    except TyperException as wrong:
        terminal.refuse(wrong.format_message())
        return NOT_DONE
    return int(code or DONE)


def local_account() -> str:
    """The name of the account that runs the command, for the audit line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"


@app.command("init")
@said_plainly
def init_(
    sample: Annotated[bool, typer.Option("--sample", help="Load the sample company into an empty store.")] = False,
    organisation: Annotated[str, typer.Option(help="Whose store this is.")] = "",
    fiscal_year_start: Annotated[int | None, typer.Option(help="The month fiscal years begin in, 1 to 12.")] = None,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Create or upgrade the store, and say whose it is; safe to repeat."""
    with closing(open_store()) as store:
        if organisation:
            name_organisation(store, organisation, by=by or local_account())
        if fiscal_year_start is not None:
            begin_fiscal_years(store, fiscal_year_start, by=by or local_account())
        with store.reading() as session:
            empty = is_empty(session)
        if sample and empty:
            load_sample(store, told=lambda name: terminal.tell(f"Loading {name} …"))
        elif sample:
            terminal.tell("The store holds data already, so the sample company was not loaded.")
        with store.reading() as session:
            newest = newest_whole_month(session, today())
    document = {"store": store.url, "newest_month": str(newest) if newest else None}
    terminal.confirm(as_json, document, f"The store at {store.url} is ready.")
    return DONE


@app.command("inspect")
@said_plainly
def inspect_(file: Path, as_json: AsJson = False) -> int:
    """Recognise a file without storing anything."""
    found = inspect(source_of(file))
    if as_json:
        terminal.show(found.as_json())
    elif found.refused is None:
        terminal.tabled(listings.columns(found))
        for question in found.questions:
            terminal.say(f"To say: {question}")
    if found.refused is not None:
        terminal.refuse(found.refused)
        return NOT_DONE
    return NEEDS_ATTENTION if found.questions else DONE


@app.command("import")
@said_plainly
def import_(
    files: list[Path],
    kind: Annotated[Kind | None, typer.Option(help="What kind of file it is.")] = None,
    maps: Annotated[list[str] | None, typer.Option("--map", help="COLUMN=ROLE[:METRIC[:SCALE]][:reversed]")] = None,
    date_order: Annotated[DateOrder | None, typer.Option(help="How dates are written.")] = None,
    month: Annotated[str | None, typer.Option(help="The month of answers without a date, as 2026-10.")] = None,
    unit: Annotated[str, typer.Option(help="The unit all rows belong to, as North/Leeds.")] = "",
    channel: Annotated[str, typer.Option(help="The channel of all rows.")] = "",
    source: Annotated[str, typer.Option(help="Whose response ids these are.")] = "",
    audience: Annotated[Audience | None, typer.Option(help="Who was asked.")] = None,
    save_as: Annotated[str, typer.Option("--save-mapping", help="Keep this mapping under a name.")] = "",
    use: Annotated[str, typer.Option("--mapping", help="Use a mapping kept under this name.")] = "",
    new_units: Annotated[NewUnits, typer.Option(help="What to do with unknown units.")] = NewUnits.CREATE,
    on_conflict: Annotated[OnConflict, typer.Option(help="Which answer counts.")] = OnConflict.FIRST,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")] = False,
    problems: Problems = None,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Read files, or all files of a folder, into the store."""
    at = Month.parse(month) if month else None
    said = Options(kind, tuple(maps or ()), date_order, at, unit, channel, source, audience)
    order = Order(by or local_account(), said, use, save_as, new_units, on_conflict, dry_run)
    if problems is not None:
        write_problems(problems, ())
    given = files_in(files)
    with closing(open_store()) as store:
        outcomes = list(import_files(store, given, order, terminal.progress))
    if problems is not None:
        write_problems(problems, outcomes)
    if as_json:
        documents = [outcome_document(outcome) for outcome in outcomes]
        terminal.show(documents[0] if len(files) == 1 and files == given else documents)
    else:
        _show_outcomes(outcomes)
    return _code(outcomes)


def _code(outcomes: Sequence[Outcome]) -> int:
    troubles = [outcome for outcome in outcomes if outcome.trouble is not None]
    for outcome in troubles:
        said = str(outcome.trouble)
        terminal.refuse(said if outcome.file in said else f"{outcome.file}: {said}")
    refused = any(outcome.receipt and outcome.receipt.refused for outcome in outcomes)
    return NOT_DONE if troubles else NEEDS_ATTENTION if refused else DONE


def _show_outcomes(outcomes: Sequence[Outcome]) -> None:
    receipts = [outcome.receipt for outcome in outcomes if outcome.receipt]
    if receipts:
        terminal.tabled(listings.receipts(receipts))
    for receipt in receipts:
        for problem in receipt.problems[:20]:
            terminal.say(f"{receipt.file}, line {problem.line}: {problem.message}")
        for note in receipt.notes:
            terminal.say(f"{receipt.file}: {note}")


@app.command("undo")
@said_plainly
def undo_(upload: int, by: Who = "", as_json: AsJson = False) -> int:
    """Take one upload back, exactly."""
    with closing(open_store()) as store:
        undo_upload(store, upload, by=by or local_account())
    said = f"Upload {upload} was taken back; every figure is as if it had never been imported."
    terminal.confirm(as_json, {"upload": upload, "undone": True}, said)
    return DONE


@app.command("uploads")
@said_plainly
def uploads_(as_json: AsJson = False) -> int:
    """The history of uploads, newest first."""
    with closing(open_store()) as store, store.reading() as session:
        history = uploads(session)
    terminal.answer(as_json, [upload_document(upload) for upload in history], listings.history(history))
    return DONE


@app.command("standard", context_settings={"ignore_unknown_options": True})  # a number below 0 is no option
@said_plainly
def standard_(
    metric: Annotated[str | None, typer.Argument(help="The metric's id.")] = None,
    value: Annotated[str | None, typer.Argument(help="The number to reach.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="The first month it holds, as 2026-01.")] = None,
    unit: Annotated[str, typer.Option(help="The unit it holds for; all when left out.")] = "",
    owner: Annotated[str, typer.Option(help="Who answers for it.")] = "",
    reason: Annotated[str, typer.Option(help="Why this number.")] = "",
    list_all: Annotated[bool, typer.Option("--list", help="Show the standards.")] = False,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Set a standard from a month on, or list them all."""
    with closing(open_store()) as store:
        if not list_all:
            if metric is None or value is None or since is None:
                raise BadValue("Say which metric, which number and from which month: standard nps 45 --from 2026-01.")
            figure = number(value)
            if figure is None:
                raise BadValue(f"“{value}” is not a number, and a standard must be one. Nothing was changed.")
            wanted = Standard(metric_called(metric).id, figure, Month.parse(since), unit, owner, reason)
            set_standard(store, wanted, by=by or local_account())
        with store.reading() as session:
            known = standards(session)
    terminal.answer(as_json, [standard_document(each) for each in known], listings.standards(known))
    return DONE


@app.command("report")
@said_plainly
def report_(
    month: Annotated[str | None, typer.Option(help="The month, as 2026-10; default the newest whole one.")] = None,
    to_day: Annotated[str | None, typer.Option(help="Up to this day of a running month, as 2026-11-12.")] = None,
    unit: Annotated[str, typer.Option(help="The unit, as North/Leeds.")] = "",
    channel: Annotated[str | None, typer.Option(help="One channel only.")] = None,
    metrics: Annotated[list[str] | None, typer.Option("--metric", help="Only this metric; may be repeated.")] = None,
    audience: Annotated[Audience | None, typer.Option(help="Who was asked.")] = None,
    months: Annotated[int, typer.Option(min=1, help="How many months each series holds.")] = 36,
    period: Annotated[PeriodKind, typer.Option(help="What one figure stands for.")] = PeriodKind.MONTH,
    by: Annotated[By | None, typer.Option("--by", help="Take each metric apart by units or channels.")] = None,
    as_json: AsJson = False,
) -> int:
    """Scorecards: each metric against its standard, month on month and year on year."""
    day = parse_day(to_day) if to_day else None
    with closing(open_store()) as store, store.reading() as session:
        chosen = Month.parse(month) if month else Month.of(day) if day else newest_whole_month(session, today())
        scope = Scope(chosen or Month.of(today()), unit, channel or None, audience, period, day)
        found = report_of(session, scope, metrics or None)
        apart = breakdowns(session, scope, [card.metric for card in found.scorecards], by) if by else {}
    if as_json:
        terminal.show(report_document(found, months, apart) | ({} if chosen else {"month": None}))
    else:
        terminal.tabled(listings.scorecards(found), *listings.parts(apart))
    if chosen is None:
        terminal.tell("Nothing has been measured yet. Import a file, or type init --sample to see an example.")
    return DONE


@app.command("verify")
@said_plainly
def verify_(as_json: AsJson = False) -> int:
    """Recount every kept figure from the facts, and check references, live marks and the audit chain."""
    with closing(open_store()) as store, store.reading() as session:
        found = differences(session)
    terminal.confirm(as_json, {"ok": not found, "differences": found}, "\n".join(found) or "Everything adds up.")
    return NEEDS_ATTENTION if found else DONE


@app.command("backup")
@said_plainly
def backup_(file: Path, as_json: AsJson = False) -> int:
    """Copy the whole store to a new file, while it is in use."""
    with closing(open_store()) as store:
        made = back_up(store, file)
    document = {"file": str(made.file), "bytes": made.bytes, "revision": made.revision}
    terminal.confirm(as_json, document, f"The store as it stands is in {made.file} ({made.bytes:,} bytes).")
    return DONE


@app.command("restore")
@said_plainly
def restore_(
    file: Path,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a store that is not empty.")] = False,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Put a backup in the place of everything the store holds."""
    with closing(open_store()) as store:
        at = restore_from(store, file, by=by or local_account(), replace=replace)
    said = f"The store at {store.url} now holds what was backed up in {file}."
    terminal.confirm(as_json, {"file": str(file), "revision": at}, said)
    return DONE


if __name__ == "__main__":
    terminal.make_any_text_printable()
    sys.excepthook = terminal.own_mistake
    sys.exit(main())
