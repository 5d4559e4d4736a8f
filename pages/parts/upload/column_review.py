"""The upload page's texts about columns: what was recognised, what a person must decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from markupsafe import Markup

from db.changes import Receipt
from db.changes.uploads.conflict_rules import OnConflict
from db.formats import ColumnRole, FileMapping, QuestionKind, Reason
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.recognise.inspect import InspectedColumn, Inspection
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Kind, Verdict
from pages.figures.icons import check_icon, verdict_icon
from pages.language import file_labels, numbers
from pages.language.labels import KIND_CASES, KINDS
from pages.language.questions import statement
from pages.parts import html
from pages.parts.html import TableColumn, TableRow

SAMPLE_LENGTH = 40
# Sure columns beyond these are counted, not listed.
COLUMNS_LISTED = 30
CANDIDATES_SHOWN = 8
PERHAPS = "No column is surely a score, but this one could be."
NAMES_LISTED = 30
DATES = (Role.RESPONDED_AT, Role.VISITED_AT)


def needs_an_eye(inspection: Inspection) -> list[InspectedColumn]:
    """The columns a person must decide about, each of them, before the file may be saved."""
    return [
        column
        for column, one in zip(inspection.columns, inspection.suggestions, strict=True)
        if _leads(column, one)
        and ((one.doubt is not None and not one.is_loose) or (one.role in DATES and not one.is_sure))
    ]


def _leads(column: InspectedColumn, one: Suggestion) -> bool:
    """Whether the column stands alone or is the first of those that are one question together."""
    return column.index == (one.columns or (column.index,))[0]


def may_be_scores(inspection: Inspection) -> list[InspectedColumn]:
    """Ratings of nothing that a metric asks, of which one at least must count, since nothing else does."""
    others = any(column.role is not Role.WEIGHT for column in needs_an_eye(inspection))
    if others or any(one.role is Role.SCORE and one.is_sure for one in inspection.suggestions):
        return []
    pairs = zip(inspection.columns, inspection.suggestions, strict=True)
    loose = [column for column, one in pairs if one.is_loose and _leads(column, one)][:CANDIDATES_SHOWN]
    return loose or _candidates(inspection)


def _candidates(inspection: Inspection) -> list[InspectedColumn]:
    """The columns that the question for a score names, likeliest first, each on the scale that it shows."""
    unfit = (Reason.AVERAGES, Reason.LONG_SCALE)  # no choice makes answers of these
    questions = (one for one in inspection.questions if one.reason not in unfit)
    asked = next((one for one in questions if one.kind is QuestionKind.NO_SCORE), None)
    scales = {choice.first: choice.scale for choice in reversed(asked.choices)} if asked else {}
    named = [column.index for column in asked.columns] if asked else []
    return [replace(inspection.columns[index - 1], scale=scales.get(index), why=PERHAPS) for index in named]


def recognised(inspection: Inspection, size: int, rows: int, *, named_above: bool = True) -> Markup:
    """The line under the title: file, size, what it was recognised as, about how many rows."""
    kind = f" of {KINDS[inspection.kind].lower()}" if inspection.kind else ""
    counted = numbers.count(rows, "rows") if rows == inspection.rows else f"about {numbers.count(rows, 'rows')}"
    name = f"{inspection.file} · " if named_above else ""
    return html.joined(
        f"{name}{numbers.size_of_file(size)} · recognised as ",
        html.bold(file_labels.format_words(inspection.format)),
        f"{kind} · {counted} · not yet saved",
    )


def to_check(*, is_decided: bool) -> Markup:
    """The mark before what a person must decide, or has decided."""
    if is_decided:
        return html.joined(html.drawing(verdict_icon(Verdict.MET)), html.bold("Decided", classes="better"))
    return html.joined(html.drawing(check_icon()), html.bold("To check", classes="worse"))


def _doubt(*content: str, classes: str = "doubt") -> Markup:
    return html.tag("div", *content, classes=classes)


def doubt(column: InspectedColumn, one: Suggestion, *, is_decided: bool) -> Markup:
    """One column that needs an eye: its heading, samples, and what must be asked about it."""
    asked = statement(one.doubt) if one.doubt else column.why
    seen = html.span("quiet", samples(column))
    return _doubt(to_check(is_decided=is_decided), " ", _code(column), " ", seen, html.BR, asked)


def further(asked: str, *, is_decided: bool) -> Markup:
    """What the choices so far leave open, as a question."""
    return _doubt(to_check(is_decided=is_decided), f" {asked}")


def _code(column: InspectedColumn) -> Markup:
    return html.tag("code", heading(column))


def heading(column: InspectedColumn) -> str:
    """A column's heading, or its place where it has none."""
    return both_ends(column.name, 2 * SAMPLE_LENGTH) or f"column {column.index}, no heading"


def samples(column: InspectedColumn) -> str:
    """A few cells of the column; none of a personal one."""
    if column.role is Role.PERSONAL:
        return "not shown"
    return " · ".join(cut(text, SAMPLE_LENGTH) for text in column.samples) or "(empty)"


def columns_table(inspection: Inspection, decided: Set[int], left_out: Set[int] = frozenset()) -> Markup:
    """What each column becomes that is not yet `decided`: samples, how sure, why. Those left out are counted.

    `left_out` are columns that lost their suggested role to what a person said of others.
    """
    others = [
        (column, one)
        for column, one in zip(inspection.columns, inspection.suggestions, strict=True)
        if column.index not in decided
    ]
    used = [column for column, one in others if one.is_used and column.index not in left_out]
    listed = {column.index for column in used[:COLUMNS_LISTED]}
    left = [column for column, _ in others if column.index not in listed]
    columns = (
        TableColumn("In the file"),
        TableColumn("Samples", "quiet"),
        TableColumn("Becomes"),
        TableColumn("How sure", "fit"),
        TableColumn("Why", "quiet"),
    )
    table = _table(columns, [_column_row(column, inspection.kind) for column in used[:COLUMNS_LISTED]])
    return html.joined(table if used else "", _left_out(left))


def _table(columns: Sequence[TableColumn], rows: Sequence[TableRow]) -> Markup:
    return html.working_table("What each column becomes", columns, rows, classes="plain columns")


def mapped_table(inspection: Inspection, mapping: FileMapping) -> Markup:
    """What each column becomes by a mapping that is known from before."""
    roles = {column.index: column for column in mapping.columns}
    used = [column for column in inspection.columns if column.index in roles]
    rows = [
        TableRow([_code(column), samples(column), html.bold(_becomes(roles[column.index], mapping.kind))])
        for column in used[:COLUMNS_LISTED]
    ]
    columns = (TableColumn("In the file"), TableColumn("Samples", "quiet"), TableColumn("Becomes, as before"))
    left = [column for column in inspection.columns if column.index not in roles] + used[COLUMNS_LISTED:]
    return html.joined(_table(columns, rows), _left_out(left))


def _becomes(column: ColumnRole, kind: Kind) -> str:
    words = file_labels.becomes(column.role, CATALOGUE.get(column.metric or ""), column.scale, kind)
    if column.time_unit:
        return f"{words}, in {column.time_unit}"
    return f"{words}, the lowest is the best" if column.turned else words


def _column_row(column: InspectedColumn, kind: Kind | None) -> TableRow:
    metric = CATALOGUE.get(column.metric or "")
    sure = file_labels.sureness(column.confidence)
    icon = html.drawing(verdict_icon(Verdict.MET if sure == "certain" else Verdict.TOO_CLOSE_TO_CALL))
    becomes = html.bold(file_labels.becomes(column.role, metric, column.scale, kind))
    return TableRow([_code(column), samples(column), becomes, html.joined(icon, sure), column.why])


def _left_out(columns: Sequence[InspectedColumn]) -> Markup:
    if not columns:
        return Markup()
    named = ", ".join(f"“{heading(column)}”" for column in columns[:6])
    more = f" and {len(columns) - 6} more" if len(columns) > 6 else ""
    return html.note(f"{numbers.count(len(columns), 'columns')} left out: {named}{more}.")


def ready_title(receipt: Receipt, units_open: int = 0) -> str:
    """The title once nothing is left to ask but units: how many are ready to be saved."""
    cases = KIND_CASES[receipt.kind]
    if not receipt.saved:
        if receipt.conflicts:
            return "Nothing in this file is new, but some of it contradicts what was saved before."
        return "Nothing in this file can be saved." if receipt.refused else "Nothing in this file is new."
    verb = "is" if receipt.saved == 1 else "are"
    counted = numbers.count(receipt.saved, cases)
    if receipt.saved != receipt.read:
        counted = f"{numbers.plain(receipt.saved, 0)} of {numbers.count(receipt.read, cases)}"
    if not units_open:
        return f"{counted} {verb} ready to save."
    need = "One unit needs" if units_open == 1 else f"{numbers.in_words(units_open).capitalize()} units need"
    return f"{counted} {verb} almost ready. {need} your eye."


def units_open_words(count: int) -> str:
    """Why Save waits while something must be said of units; empty where nothing must."""
    if not count:
        return ""
    what = "the unit that is not known" if count == 1 else f"the {count} units that are not known"
    return f"Say first what {what} yet should be."


def contradictions(count: int, rule: OnConflict) -> Markup:
    """How many rows contradict what was saved before, as a question."""
    if rule is OnConflict.FIRST or count:
        verb = "row contradicts" if count == 1 else "rows contradict"
        told = f"{numbers.plain(count, 0)} {verb} what was saved before, or another row of this file."
    else:
        told = "No row is left out any more for contradicting what was saved before."
    return _doubt(to_check(is_decided=False), f" {told} What is replaced comes back when this file is undone.")


def open_title(things: int) -> str:
    """The title while something must be asked."""
    if things == 1:
        return "One thing needs your eye before this file can be saved."
    return f"{numbers.in_words(things).capitalize()} things need your eye before this file can be saved."


def columns_heading(inspection: Inspection, *, is_known: bool = False) -> Markup:
    """The heading over the columns, and how many were recognised; of a file that is read as before nothing is said."""
    used = sum(one.is_used for one in inspection.suggestions)
    counted = f"{numbers.in_words(used).capitalize()} of {numbers.count(len(inspection.columns), 'columns')}"
    if used == len(inspection.columns):
        counted = f"All {numbers.count(used, 'columns')}" if used > 1 else "The one column"
    told = f"{counted} {'was' if used == 1 else 'were'} recognised by name and by what is in them."
    if not used:
        told = "No column was recognised by name or by what is in it."
    above = "" if is_known else html.paragraph("above", told)
    return html.section("What each column will become", above, classes="thin tight")


def unknown_units(count: int, *, is_decided: bool) -> Markup:
    """How many unknown units the file names, as a question."""
    asked = "Is it new, or another name of one?" if count == 1 else "Are they new, or other names of some?"
    noun = "unit in this file is" if count == 1 else "units in this file are"
    told = f" {numbers.plain(count, 0)} {noun} not known yet. {asked} What you say is kept for the next file."
    return _doubt(to_check(is_decided=is_decided), told)


def unknown_names(names: Sequence[str], like: Mapping[str, str]) -> Markup:
    """The names of unknown units, each with the known one that is written like it."""
    parts = [
        html.joined(
            html.bold(name.replace("/", " › ")),
            f" (like {like[name].replace('/', ' › ')})" if name in like else "",
        )
        for name in names[:NAMES_LISTED]
    ]
    more = f" and {len(names) - NAMES_LISTED} more" if len(names) > NAMES_LISTED else ""
    return _doubt(html.between(", ", parts), more, classes="doubt quiet")


def notes(found: Sequence[str]) -> Markup:
    """What should be known about how the file was read; empty where there is nothing."""
    return html.bullets(found) if found else Markup()


def both_ends(text: str, length: int) -> str:
    """The text in one line, shortened in its middle: what tells the parts of one question apart stands at the end."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    begun, ended = text[: length // 2], text[-(length // 2) :]
    return f"{begun.rpartition(' ')[0] or begun}… {ended.partition(' ')[2] or ended}"


def cut(text: str, length: int) -> str:
    """The text in one line, with an ellipsis where it is longer than `length`."""
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"
