"""The command line: a thin layer over the same functions the pages call. Every command can print JSON for scripts."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from db.breakdowns import By, breakdowns
from db.changes import Receipt, save_mapping, save_upload, set_standard, undo_upload
from db.documents import receipt_document, report_document, standard_document, upload_document
from db.formats import FileMapping, Inspection, Options, Source, inspect, mapping_for, problems_csv, read
from db.queries import mapping_for_headings, newest_whole_month, saved_mapping, standards, uploads
from db.sample import load_sample
from db.scorecards import Report
from db.scorecards import report as report_of
from db.store import Store, open_store, today
from db.verify import differences
from metrics.catalogue import metric as metric_called
from metrics.errors import BadValue, FileRefused, PlumblineError
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import Audience, Kind, Scope, Standard
from pages.parts import numbers
from pages.parts.wording import VERDICTS

DONE, NEEDS_ATTENTION, NOT_DONE = 0, 1, 2

app = typer.Typer(help="Plumbline's command line.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)
out = Console(highlight=False)
Params = ParamSpec("Params")
AsJson = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]
Who = Annotated[str, typer.Option("--by", help="Who does this (default: the local account's name).")]


def said_plainly(command: Callable[Params, int]) -> Callable[Params, None]:
    """End with the command's exit code; say what a user can act on in one sentence on standard error, with code 2."""

    @wraps(command)
    def wrapper(*args: Params.args, **kwargs: Params.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except PlumblineError as trouble:
            typer.echo(str(trouble), err=True)
            code = NOT_DONE
        raise typer.Exit(code)

    return wrapper


def local_account() -> str:
    """The name of the account that runs the command, for the audit line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"


def show(document: object) -> None:
    """Print one JSON document."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def tabled(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people."""
    table = Table(title=title, title_justify="left", header_style="bold", box=None)
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    out.print(table)


@app.command("init")
@said_plainly
def init_(
    sample: Annotated[bool, typer.Option("--sample", help="Load the sample company into an empty store.")] = False,
    as_json: AsJson = False,
) -> int:
    """Create or upgrade the store; safe to repeat."""
    store = open_store()
    if sample and _is_without_data(store):
        load_sample(store, told=lambda name: typer.echo(f"Loading {name} …", err=True))
    months = _newest(store)
    if as_json:
        show({"store": store.url, "newest_month": str(months) if months else None})
    else:
        out.print(f"The store at {store.url} is ready.")
    return DONE


def _newest(store: Store) -> Month | None:
    with store.reading() as session:
        return newest_whole_month(session, today())


def _is_without_data(store: Store) -> bool:
    return _newest(store) is None


@app.command("inspect")
@said_plainly
def inspect_(file: Path, as_json: AsJson = False) -> int:
    """Recognise a file without storing anything."""
    found = inspect(_source(file))
    if as_json:
        show(found.as_json())
    elif found.refused is None:
        _show_inspection(found)
    if found.refused is not None:
        typer.echo(found.refused, err=True)
        return NOT_DONE
    return NEEDS_ATTENTION if found.questions else DONE


def _source(file: Path) -> Source:
    if not file.is_file():
        raise FileRefused(f"There is no file {file}. Nothing was changed.")
    try:
        file.open("rb").close()
    except OSError as wrong:
        raise FileRefused(f"{file} cannot be opened ({wrong.strerror}). Nothing was changed.") from wrong
    return Source.of_path(file)


def _show_inspection(found: Inspection) -> None:
    title = f"{found.file}: {found.kind}, {found.format}, {found.rows} rows"
    rows = [
        (column.index, column.name, column.role, column.metric or "", column.scale or "", f"{column.confidence:.0%}")
        for column in found.columns
    ]
    tabled(title, ("#", "Column", "Role", "Metric", "Scale", "Sure"), rows)
    for question in found.questions:
        out.print(f"To say: {question}")


@app.command("import")
@said_plainly
def import_(
    files: list[Path],
    kind: Annotated[Kind | None, typer.Option(help="What kind of file it is.")] = None,
    maps: Annotated[list[str] | None, typer.Option("--map", help="COLUMN=ROLE[:METRIC[:SCALE]][:reversed]")] = None,
    date_order: Annotated[str | None, typer.Option(help="day_first, month_first, iso, serial")] = None,
    month: Annotated[str | None, typer.Option(help="The month of answers without a date, as 2026-10.")] = None,
    unit: Annotated[str, typer.Option(help="The unit all rows belong to, as North/Leeds.")] = "",
    channel: Annotated[str, typer.Option(help="The channel of all rows.")] = "",
    source: Annotated[str, typer.Option(help="Whose response ids these are.")] = "",
    audience: Annotated[Audience | None, typer.Option(help="Who was asked.")] = None,
    save_as: Annotated[str, typer.Option("--save-mapping", help="Keep this mapping under a name.")] = "",
    use: Annotated[str, typer.Option("--mapping", help="Use a mapping kept under this name.")] = "",
    new_units: Annotated[str, typer.Option(help="create or refuse")] = "create",
    on_conflict: Annotated[str, typer.Option(help="first, newest or correct")] = "first",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")] = False,
    problems: Annotated[Path | None, typer.Option(help="Write every problem to this CSV.")] = None,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Read files into the store."""
    store = open_store()
    given = Options(
        kind=kind,
        maps=tuple(maps or ()),
        date_order=date_order,
        month=Month.parse(month) if month else None,
        unit=unit,
        channel=channel,
        source=source,
        audience=audience,
    )
    receipts: list[Receipt] = []
    trouble: list[str] = []
    for file in files:
        try:
            origin = _source(file)
            found = inspect(origin)
            mapping = _mapping(store, found, given, use)
            who = by or local_account()
            with Progress(console=Console(stderr=True), transient=True) as bar:
                task = bar.add_task(file.name, total=found.rows or None)
                receipt = save_upload(
                    store,
                    read(origin, mapping),
                    by=who,
                    on_conflict=on_conflict,
                    new_units=new_units,
                    keep=not dry_run,
                    progress=lambda rows, task=task, bar=bar: bar.update(task, completed=rows),  # type: ignore[misc]
                )
            if save_as and not dry_run:
                save_mapping(store, save_as, found.fingerprint, mapping.as_json(), by=who)
            receipts.append(receipt)
            if receipt.upload is None and not dry_run:
                trouble.append(f"{file.name}: no row could be saved, so the store was not changed.")
        except PlumblineError as refused:
            trouble.append(str(refused) if file.name in str(refused) else f"{file.name}: {refused}")
    _show_receipts(receipts, len(files), as_json)
    if problems is not None:
        problems.write_bytes(problems_csv([problem for receipt in receipts for problem in receipt.problems]))
    for sentence in trouble:
        typer.echo(sentence, err=True)
    if trouble:
        return NOT_DONE
    return NEEDS_ATTENTION if any(receipt.refused for receipt in receipts) else DONE


def _mapping(store: Store, found: Inspection, given: Options, use: str) -> FileMapping:
    """How the file will be read: by the mapping named, by one kept for these headings, else as suggested and said."""
    if found.refused is not None:
        raise FileRefused(found.refused)
    with store.reading() as session:
        if use:
            return FileMapping.from_json(saved_mapping(session, use).mapping).named(use)
        kept = mapping_for_headings(session, found.fingerprint) if not given.maps else None
    if kept is not None:
        return FileMapping.from_json(kept.mapping).named(kept.name)
    return mapping_for(found, given)


def _show_receipts(receipts: list[Receipt], files: int, as_json: bool) -> None:
    if as_json:
        documents = [receipt_document(receipt) for receipt in receipts]
        if documents:
            show(documents[0] if files == 1 else documents)
        return
    rows = [
        (r.file, r.upload or "not saved", r.kind, r.read, r.saved, r.duplicates, r.refused, r.blank) for r in receipts
    ]
    if rows:
        tabled("", ("File", "Upload", "Kind", "Read", "Saved", "Duplicates", "Refused", "Blank"), rows)
    for receipt in receipts:
        for problem in receipt.problems[:20]:
            out.print(f"{receipt.file}, line {problem.line}: {problem.message}")
        for note in receipt.notes:
            out.print(f"{receipt.file}: {note}")


@app.command("undo")
@said_plainly
def undo_(upload: int, by: Who = "", as_json: AsJson = False) -> int:
    """Take one upload back, exactly."""
    undo_upload(open_store(), upload, by=by or local_account())
    if as_json:
        show({"upload": upload, "undone": True})
    else:
        out.print(f"Upload {upload} was taken back; every figure is as if it had never been imported.")
    return DONE


@app.command("uploads")
@said_plainly
def uploads_(as_json: AsJson = False) -> int:
    """The history of uploads, newest first."""
    with open_store().reading() as session:
        history = uploads(session)
    if as_json:
        show([upload_document(upload) for upload in history])
        return DONE
    rows = [
        (
            u.id,
            f"{u.saved_at:%Y-%m-%d %H:%M}",
            u.by,
            u.file,
            u.kind,
            u.saved,
            u.refused,
            "undone" if u.undone_at else "",
        )
        for u in history
    ]
    tabled("Uploads", ("Upload", "Saved (UTC)", "By", "File", "Kind", "Rows", "Refused", ""), rows)
    return DONE


@app.command("standard")
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
    store = open_store()
    if not list_all:
        if metric is None or value is None or since is None:
            raise BadValue("Say which metric, which number and from which month: standard nps 45 --from 2026-01.")
        number = _number(value)
        wanted = Standard(metric_called(metric).id, number, Month.parse(since), unit, owner, reason)
        set_standard(store, wanted, by=by or local_account())
    with store.reading() as session:
        known = standards(session)
    if as_json:
        show([standard_document(each) for each in known])
    else:
        rows = [(s.metric, s.unit or "all", f"{s.value:g}", s.since, s.owner, s.reason) for s in known]
        tabled("Standards", ("Metric", "Unit", "Standard", "From", "Owner", "Reason"), rows)
    return DONE


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError as wrong:
        raise BadValue(f"“{text}” is not a number, and a standard must be one. Nothing was changed.") from wrong


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
    day = _day(to_day) if to_day else None
    with open_store().reading() as session:
        chosen = Month.parse(month) if month else Month.of(day) if day else newest_whole_month(session, today())
        if chosen is None:
            return _nothing_measured(as_json)
        scope = Scope(chosen, unit, channel or None, audience, period, day)
        found = report_of(session, scope, metrics or None)
        apart = breakdowns(session, scope, [card.metric for card in found.scorecards], by) if by else None
    if as_json:
        show(report_document(found, months, apart))
    else:
        _show_report(found)
    return DONE


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as wrong:
        raise BadValue(f"“{text}” is not a day; write it as 2026-11-12.") from wrong


def _nothing_measured(as_json: bool) -> int:
    if as_json:
        show({"month": None, "unit": "", "channel": None, "revision": 0, "scorecards": []})
    typer.echo("Nothing has been measured yet. Import a file, or load the sample company with init --sample.", err=True)
    return DONE


def _show_report(found: Report) -> None:
    rows = [
        (
            card.metric.name,
            "" if card.value.estimate is None else numbers.value(card.metric, card.value.estimate),
            "" if card.value.n is None else f"{card.value.n:,.0f}",
            VERDICTS[card.verdict],
            card.month_on_month.word.replace("_", " "),
            card.year_on_year.word.replace("_", " "),
        )
        for card in found.scorecards
    ]
    where = found.scope.unit or "the whole organisation"
    tabled(f"{found.scope.month}, {where}", ("Metric", "Value", "n", "Verdict", "v last month", "v last year"), rows)


@app.command("verify")
@said_plainly
def verify_(as_json: AsJson = False) -> int:
    """Recount every kept figure from the facts, and check references, live marks and the audit chain."""
    with open_store().reading() as session:
        found = differences(session)
    if as_json:
        show({"ok": not found, "differences": found})
    else:
        out.print("Everything adds up." if not found else "\n".join(found))
    return NEEDS_ATTENTION if found else DONE


if __name__ == "__main__":
    app()
