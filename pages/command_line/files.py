"""Commands about files: import some, take one back, and list what came."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from db.changes import NewUnits, erase_answers, undo_upload
from db.changes.uploads.conflict_rules import OnConflict
from db.changes.uploads.import_files import (
    ImportOrder,
    ImportOutcome,
    UploadChoices,
    files_in,
    import_files,
    write_problems,
)
from db.formats import DateOrder, Options
from db.formats.mapping.overrides import unquoted
from db.queries.uploads import uploads
from db.store.engine import open_store
from metrics.errors import BadValue
from metrics.periods import Month
from metrics.vocabulary import Audience
from pages.command_line import listings, terminal
from pages.command_line.json_documents import outcome_document, upload_document
from pages.command_line.json_fields import ErasureDocument, UndoDocument
from pages.command_line.options import AsJson, Encoding, FileKind, RowsMetric, Sheet, Who, local_account
from pages.command_line.question_words import ENCODING, refusal
from pages.command_line.terminal import DONE, NEEDS_ATTENTION, NOT_DONE, plain_errors

MAP = "COLUMN=ROLE[:METRIC[:SCALE]][:reversed]; SCALE as 1-5, words(Bad=1,Good=5) or minutes"
Problems = Annotated[Path | None, typer.Option(help="Write every problem to this CSV file.")]


@plain_errors
def import_(
    files: list[Path],
    kind: FileKind = None,
    maps: Annotated[list[str] | None, typer.Option("--map", help=MAP)] = None,
    date_order: Annotated[DateOrder | None, typer.Option(help="How dates are written.")] = None,
    month: Annotated[str | None, typer.Option(help="The month of answers without a date, as 2026-10.")] = None,
    unit: Annotated[str, typer.Option(help="The unit all rows belong to, as North/Leeds.")] = "",
    channel: Annotated[str, typer.Option(help="The channel of all rows.")] = "",
    source: Annotated[str, typer.Option(help="Where the response ids come from.")] = "",
    audience: Annotated[Audience | None, typer.Option(help="Who was asked.")] = None,
    metric: RowsMetric = "",
    save_as: Annotated[str, typer.Option("--save-mapping", help="Save this mapping under a name.")] = "",
    use: Annotated[str, typer.Option("--mapping", help="Use the mapping saved under this name.")] = "",
    new_units: Annotated[NewUnits, typer.Option(help="Create unknown units or refuse their rows.")] = NewUnits.CREATE,
    on_conflict: Annotated[OnConflict, typer.Option(help="Which conflicting answer counts.")] = OnConflict.FIRST,
    accept_partial: Annotated[
        bool, typer.Option("--accept-partial", help="Save the rest where much of a column cannot be read.")
    ] = False,
    on_overlap: Annotated[str, typer.Option(help="Rows that are already saved: new, count or replace=UPLOAD.")] = "new",
    respondent: Annotated[str, typer.Option(help="The column that says who answered; only a keyed hash is kept.")] = "",
    weight: Annotated[str, typer.Option(help="The column that says how much each answer counts.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen and change nothing.")] = False,
    problems: Problems = None,
    sheet: Sheet = "",
    encoding: Encoding = "",
    time_zone: Annotated[str, typer.Option(help="Zone in which moments with an offset count, as Europe/Berlin.")] = "",
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Read files, or all files of a folder, into the store."""
    at = Month.parse(month) if month else None
    if use and (maps or respondent or weight):
        raise BadValue(
            "--mapping says what every column holds, so none of --map, --respondent and --weight can be given with it. "
            "Leave out one of them."
        )
    named = {"respondent": respondent, "weight": weight}
    wishes = (*map(_copied, maps or ()), *(f"{column}={role}" for role, column in named.items() if column))
    encoding, columns = _encoding_said(encoding, wishes)
    said = Options(kind, columns, date_order, at, unit, channel, source, audience, metric, accept_partial, time_zone)
    choices = UploadChoices(said, on_conflict=on_conflict, new_units=new_units, name=save_as, on_overlap=on_overlap)
    order = ImportOrder(by or local_account(), choices, use, dry_run, sheet, encoding)
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


def _encoding_said(encoding: str, maps: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The encoding, also where a map says it as the choices of `asks` do, and the maps of columns."""
    named = [text.removeprefix(ENCODING) for text in maps if text.startswith(ENCODING)]
    return encoding or "".join(named[-1:]), tuple(text for text in maps if not text.startswith(ENCODING))


def _copied(text: str) -> str:
    """A map without the quotation marks around it, where these are not those of a heading: “Branch”=“unit”."""
    return text if text.count("“") > 1 else unquoted(text)


def _code(outcomes: Sequence[ImportOutcome]) -> int:
    troubles = [(outcome.file, outcome.trouble) for outcome in outcomes if outcome.trouble is not None]
    for file, trouble in troubles:
        said = refusal(trouble)
        terminal.tell(said if file in said else f"{file}: {said}")
    refused = any(outcome.receipt and outcome.receipt.refused for outcome in outcomes)
    return NOT_DONE if troubles else NEEDS_ATTENTION if refused else DONE


def _show_outcomes(outcomes: Sequence[ImportOutcome]) -> None:
    receipts = [outcome.receipt for outcome in outcomes if outcome.receipt]
    if receipts:
        terminal.show_tables(listings.receipts(receipts))
    for receipt in receipts:
        for problem in receipt.problems[:20]:
            terminal.say(f"{receipt.file}, line {problem.line}: {problem.message}")
        for note in [*receipt.notes, *listings.other_ways(receipt), *listings.new_units(receipt)]:
            terminal.say(f"{receipt.file}: {note}")


@plain_errors
def undo_(upload: int, by: Who = "", as_json: AsJson = False) -> int:
    """Take one upload back, exactly."""
    with closing(open_store()) as store:
        undo_upload(store, upload, by=by or local_account())
    said = f"Upload {upload} was undone. Every figure is as if it had never been imported."
    terminal.confirm(as_json, UndoDocument(upload=upload, undone=True), said)
    return DONE


@plain_errors
def erase_(
    response: Annotated[str, typer.Argument(help="The response id of the person.")],
    source: Annotated[str, typer.Option(help="Only the response id of this source.")] = "",
    everywhere: Annotated[bool, typer.Option("--everywhere", help="In every source that has this id.")] = False,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Erase all that one person answered; no later file brings it back."""
    with closing(open_store()) as store:
        erased = erase_answers(store, response, by=by or local_account(), source=source, everywhere=everywhere)
    said = f"Erased: {erased.responses} responses, {erased.scores} scores and {erased.comments} comments."
    document = ErasureDocument(responses=erased.responses, scores=erased.scores, comments=erased.comments)
    terminal.confirm(as_json, document, said)
    return DONE


@plain_errors
def uploads_(as_json: AsJson = False) -> int:
    """The history of uploads, newest first."""
    with closing(open_store()) as store, store.reading() as session:
        history = uploads(session)
    terminal.answer(as_json, [upload_document(upload) for upload in history], listings.history(history))
    return DONE
