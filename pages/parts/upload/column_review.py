"""The upload page's texts about columns: what was recognised, what a person must decide. HTML in one line.

Everything that came in a file is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from html import escape

from db.changes import Receipt
from db.changes.uploads.conflict_rules import OnConflict
from db.formats import ColumnRole, FileMapping
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.recognise.inspect import InspectedColumn, Inspection
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Verdict
from pages.figures.icons import check_icon, verdict_icon
from pages.language import file_labels, numbers
from pages.language.labels import KIND_CASES, KINDS
from pages.language.questions import statement

SAMPLE_LENGTH = 40
# Sure columns beyond these are counted, not listed.
COLUMNS_LISTED = 30
CANDIDATES_SHOWN = 8
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
    if needs_an_eye(inspection) or any(one.role is Role.SCORE and one.is_sure for one in inspection.suggestions):
        return []
    pairs = zip(inspection.columns, inspection.suggestions, strict=True)
    return [column for column, one in pairs if one.is_loose and _leads(column, one)][:CANDIDATES_SHOWN]


def headline(title: str, below: str = "", level: int = 1) -> str:
    """The page's answer at this step, or that about one of several files (`level` 2), and the line under it."""
    look = "headline" if level == 1 else "headline second"
    return f'<h{level} class="{look}">{escape(title)}</h{level}>{below}'


def recognised(inspection: Inspection, size: int, rows: int, *, named_above: bool = True) -> str:
    """The line under the title: file, size, what it was recognised as, about how many rows."""
    kind = f" of {KINDS[inspection.kind].lower()}" if inspection.kind else ""
    counted = numbers.count(rows, "rows") if rows == inspection.rows else f"about {numbers.count(rows, 'rows')}"
    name = f"{escape(inspection.file)} · " if named_above else ""
    return (
        f'<p class="lead">{name}{numbers.size_of_file(size)} · recognised as '
        f"<b>{file_labels.format_words(inspection.format)}</b>{kind} · {counted} · not yet saved</p>"
    )


def to_check(*, is_decided: bool) -> str:
    """The mark before what a person must decide, or has decided."""
    if is_decided:
        return f'{verdict_icon(Verdict.MET)}<b class="better">Decided</b>'
    return f'{check_icon()}<b class="worse">To check</b>'


def doubt(column: InspectedColumn, one: Suggestion, *, is_decided: bool) -> str:
    """One column that needs an eye: its heading, samples, and what must be asked about it."""
    asked = statement(one.doubt) if one.doubt else column.why
    return (
        f'<div class="doubt">{to_check(is_decided=is_decided)} <code>{heading(column)}</code> '
        f'<span class="quiet">{samples(column)}</span><br>{escape(asked)}</div>'
    )


def heading(column: InspectedColumn) -> str:
    """A column's heading, or its place where it has none."""
    name = both_ends(column.name, 2 * SAMPLE_LENGTH)
    return escape(name) if name else f"column {column.index}, no heading"


def samples(column: InspectedColumn) -> str:
    """A few cells of the column; none of a personal one."""
    if column.role is Role.PERSONAL:
        return "not shown"
    return " · ".join(escape(cut(text, SAMPLE_LENGTH)) for text in column.samples) or "(empty)"


def columns_table(inspection: Inspection, decided: Set[int]) -> str:
    """What each column becomes that nobody has `decided` about: samples, how sure, why. Those left out are counted."""
    others = [
        (column, one)
        for column, one in zip(inspection.columns, inspection.suggestions, strict=True)
        if column.index not in decided
    ]
    used = [column for column, one in others if one.is_used]
    left = [column for column, one in others if not one.is_used] + used[COLUMNS_LISTED:]
    rows = "".join(_column_row(column) for column in used[:COLUMNS_LISTED])
    table = _table(("In the file", "Samples", "Becomes", "How sure", "Why"), rows)
    return (table if used else "") + _left_out(left)


def _table(names: Sequence[str], rows: str) -> str:
    headings = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        '<div class="scroller" tabindex="0" role="region" aria-label="What each column becomes">'
        '<table class="plain columns"><caption>What each column becomes</caption>'
        f"<thead><tr>{headings}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def mapped_table(inspection: Inspection, mapping: FileMapping) -> str:
    """What each column becomes by a mapping that is known from before."""
    roles = {column.index: column for column in mapping.columns}
    used = [column for column in inspection.columns if column.index in roles]
    rows = "".join(
        f'<tr><th scope="row"><code>{heading(column)}</code></th><td class="quiet">{samples(column)}</td>'
        f"<td><b>{escape(_becomes(roles[column.index]))}</b></td></tr>"
        for column in used[:COLUMNS_LISTED]
    )
    table = _table(("In the file", "Samples", "Becomes, as before"), rows)
    left = [column for column in inspection.columns if column.index not in roles] + used[COLUMNS_LISTED:]
    return table + _left_out(left)


def _becomes(column: ColumnRole) -> str:
    words = file_labels.becomes(column.role, CATALOGUE.get(column.metric or ""), column.scale)
    return f"{words}, the lowest is the best" if column.turned else words


def _column_row(column: InspectedColumn) -> str:
    metric = CATALOGUE.get(column.metric or "")
    sure = file_labels.sureness(column.confidence)
    icon = verdict_icon(Verdict.MET if sure == "certain" else Verdict.TOO_CLOSE_TO_CALL)
    return (
        f'<tr><th scope="row"><code>{heading(column)}</code></th><td class="quiet">{samples(column)}</td>'
        f"<td><b>{escape(file_labels.becomes(column.role, metric, column.scale))}</b></td>"
        f'<td class="fit">{icon}{sure}</td><td class="quiet">{escape(column.why)}</td></tr>'
    )


def _left_out(columns: Sequence[InspectedColumn]) -> str:
    if not columns:
        return ""
    named = ", ".join(heading(column) for column in columns[:6])
    more = f" and {len(columns) - 6} more" if len(columns) > 6 else ""
    return f'<p class="note">{numbers.count(len(columns), "columns")} left out: {named}{more}.</p>'


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


def contradictions(count: int, rule: OnConflict) -> str:
    """How many rows contradict what was saved before, as a question."""
    if rule is OnConflict.FIRST or count:
        verb = "row contradicts" if count == 1 else "rows contradict"
        told = f"{numbers.plain(count, 0)} {verb} what was saved before, or another row, under the same number."
    else:
        told = "No row is left out any more for contradicting what was saved before."
    return (
        f'<div class="doubt">{check_icon()}<b class="worse">To check</b> {told} What is replaced comes back when this '
        "file is undone.</div>"
    )


def open_title(things: int) -> str:
    """The title while something must be asked."""
    if things == 1:
        return "One thing needs your eye before this file can be saved."
    return f"{numbers.in_words(things).capitalize()} things need your eye before this file can be saved."


def columns_heading(inspection: Inspection, *, is_known: bool = False) -> str:
    """The heading over the columns, and how many were recognised; of a file that is read as before nothing is said."""
    if is_known:
        return '<section class="section thin tight"><h2>What each column will become</h2></section>'
    used = sum(one.is_used for one in inspection.suggestions)
    counted = f"{numbers.in_words(used).capitalize()} of {numbers.count(len(inspection.columns), 'columns')}"
    if used == len(inspection.columns):
        counted = f"All {numbers.count(used, 'columns')}" if used > 1 else "The one column"
    return (
        '<section class="section thin tight"><h2>What each column will become</h2><p class="above">'
        f"{counted} {'was' if used == 1 else 'were'} recognised by name and by what is in them.</p></section>"
    )


def unknown_units(count: int, *, is_decided: bool) -> str:
    """How many units the file names that nobody knows, as a question."""
    asked = "Is it new, or another name of one?" if count == 1 else "Are they new, or other names of some?"
    noun = "unit in this file is" if count == 1 else "units in this file are"
    return (
        f'<div class="doubt">{to_check(is_decided=is_decided)} {numbers.plain(count, 0)} {noun} not known '
        f"yet. {asked} What you say is kept for the next file.</div>"
    )


def unknown_names(names: Sequence[str], like: Mapping[str, str]) -> str:
    """The names of unknown units, each with the known one that is written like it."""
    parts = [
        f"<b>{escape(name.replace('/', ' › '))}</b>"
        + (f" (like {escape(like[name].replace('/', ' › '))})" if name in like else "")
        for name in names[:NAMES_LISTED]
    ]
    more = f" and {len(names) - NAMES_LISTED} more" if len(names) > NAMES_LISTED else ""
    return f'<div class="doubt quiet">{", ".join(parts)}{more}</div>'


def notes(found: Sequence[str]) -> str:
    """What should be known about how the file was read; empty where there is nothing."""
    rows = "".join(f"<li>{escape(note)}</li>" for note in found)
    return f'<ul class="list">{rows}</ul>' if rows else ""


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
