"""The upload page's texts: what was recognised, what is wrong with rows, what will change. HTML in one line.

Everything that came in a file is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from html import escape

from db.changes import Preview, Receipt
from db.formats.inspection import InspectedColumn, Inspection
from db.formats.roles import Role
from db.formats.rows import RowProblem
from db.formats.suggestion import Suggestion
from metrics.catalogue import CATALOGUE
from metrics.scorecard import Scorecard
from metrics.vocabulary import Value, Verdict
from pages.figures.icons import check_icon, verdict_icon
from pages.parts import cells, file_words, numbers
from pages.parts.history import months as months_words
from pages.parts.problems import sentences
from pages.parts.wording import KIND_CASES, KINDS

SAMPLE_LENGTH = 40
LINES_NAMED = 4
VALUES_NAMED = 3
# Sure columns beyond these are counted, not listed.
COLUMNS_LISTED = 30
CANDIDATES_SHOWN = 8
DATES = (Role.RESPONDED_AT, Role.VISITED_AT)
_PLACE, _AS_COLUMN = re.compile(r"#(\d+)"), r"column \1"
_QUOTED = re.compile(r"“[^”]*”|\d+")


@dataclass(frozen=True, slots=True)
class Cause:
    """Rows that cannot be read for one and the same reason."""

    problems: tuple[RowProblem, ...]

    @property
    def wrong(self) -> str:
        """What is wrong, in the words of its first row."""
        return sentences(self.problems[0].message)[0]

    @property
    def to_do(self) -> str:
        """What can be done about it; empty where the reason says all."""
        return " ".join(sentences(self.problems[0].message)[1:])


def causes(problems: Sequence[RowProblem]) -> list[Cause]:
    """Problems grouped by column and reason, whatever the values in it; the commonest first."""
    groups: dict[tuple[str, str], list[RowProblem]] = {}
    for problem in problems:
        groups.setdefault((problem.column, _QUOTED.sub("…", problem.message)), []).append(problem)
    return sorted((Cause(tuple(group)) for group in groups.values()), key=lambda cause: -len(cause.problems))


def needs_an_eye(inspection: Inspection) -> list[InspectedColumn]:
    """The columns a person must decide about, each of them, before the file may be saved."""
    return [
        column
        for column, one in zip(inspection.columns, inspection.suggestions, strict=True)
        if (one.doubt and not one.is_loose) or (one.role in DATES and not one.is_sure)
    ]


def may_be_scores(inspection: Inspection) -> list[InspectedColumn]:
    """Ratings of nothing that a metric asks, of which one at least must count, since nothing else does."""
    if needs_an_eye(inspection) or any(one.role is Role.SCORE and one.is_sure for one in inspection.suggestions):
        return []
    pairs = zip(inspection.columns, inspection.suggestions, strict=True)
    return [column for column, one in pairs if one.is_loose][:CANDIDATES_SHOWN]


def headline(title: str, below: str = "") -> str:
    """The page's answer at this step, and the line under it."""
    return f'<h1 class="headline">{escape(title)}</h1>{below}'


def recognised(inspection: Inspection, size: int) -> str:
    """The line under the title: file, size, what it was recognised as, how many rows."""
    kind = KINDS[inspection.kind].lower() if inspection.kind else "unknown"
    rows = numbers.count(inspection.rows, "rows")
    return (
        f'<p class="lead">{escape(inspection.file)} · {numbers.size_of_file(size)} · recognised as '
        f"<b>{file_words.format_words(inspection.format)}</b> of {kind} · {rows} · not yet saved</p>"
    )


def doubt(column: InspectedColumn, one: Suggestion) -> str:
    """One column that needs an eye: its heading, samples, and what must be asked about it."""
    asked = " ".join(sentence for sentence in sentences(one.doubt or column.why) if "--" not in sentence)
    return (
        f'<div class="doubt">{check_icon()}<b class="worse">To check</b> <code>{heading(column)}</code> '
        f'<span class="quiet">{samples(column)}</span><br>{escape(asked or column.why)}</div>'
    )


def heading(column: InspectedColumn) -> str:
    """A column's heading, or its place where it has none."""
    return escape(_cut(column.name, 2 * SAMPLE_LENGTH)) if column.name.strip() else f"column {column.index}, no heading"


def samples(column: InspectedColumn) -> str:
    """A few cells of the column; none of a personal one."""
    if column.role is Role.PERSONAL:
        return "not shown"
    return " · ".join(escape(_cut(text, SAMPLE_LENGTH)) for text in column.samples) or "(empty)"


def columns_table(inspection: Inspection, decided: Set[int]) -> str:
    """What each column becomes that nobody has `decided` about: samples, how sure, why. Those left out are counted."""
    others = [
        (column, one)
        for column, one in zip(inspection.columns, inspection.suggestions, strict=True)
        if column.index not in decided
    ]
    used = [column for column, one in others if is_used(one)]
    left = [column for column, one in others if not is_used(one)] + used[COLUMNS_LISTED:]
    rows = "".join(_column_row(column) for column in used[:COLUMNS_LISTED])
    headings = "".join(
        f'<th scope="col">{text}</th>' for text in ("In the file", "Samples", "Becomes", "How sure", "Why")
    )
    table = (
        '<div class="scroller" tabindex="0" role="region" aria-label="What each column becomes"><table class="plain">'
        f"<caption>What each column becomes</caption><thead><tr>{headings}</tr></thead><tbody>{rows}</tbody>"
        "</table></div>"
    )
    return (table if used else "") + _left_out(left)


def is_used(one: Suggestion) -> bool:
    """Whether a column counts as suggested, without anybody saying so."""
    return one.role is not Role.IGNORED and (one.is_sure or one.role is Role.RESPONDED_AT)


def _column_row(column: InspectedColumn) -> str:
    metric = CATALOGUE.get(column.metric or "")
    sure = file_words.sureness(column.confidence)
    icon = verdict_icon(Verdict.MET if sure == "certain" else Verdict.TOO_CLOSE_TO_CALL)
    return (
        f'<tr><th scope="row"><code>{heading(column)}</code></th><td class="quiet">{samples(column)}</td>'
        f"<td><b>{escape(file_words.becomes(column.role, metric, column.scale))}</b></td>"
        f'<td class="fit">{icon}{sure}</td><td class="quiet">{escape(column.why)}</td></tr>'
    )


def _left_out(columns: Sequence[InspectedColumn]) -> str:
    if not columns:
        return ""
    named = ", ".join(heading(column) for column in columns[:6])
    more = f" and {len(columns) - 6} more" if len(columns) > 6 else ""
    return f'<p class="note">{numbers.count(len(columns), "columns")} left out: {named}{more}.</p>'


def problems_section(problems: Sequence[RowProblem], refused: int) -> str:
    """The rows that cannot be read, by cause, each with what to do; empty where there are none."""
    if not problems:
        return ""
    rows = "".join(_cause_row(cause) for cause in causes(problems))
    names = (
        ("Rows", "number"),
        ("What is wrong", ""),
        ("Column", ""),
        ("It says", ""),
        ("What you can do", ""),
        ("Lines", ""),
    )
    head = "".join(f'<th scope="col" class="{kind}">{text}</th>' for text, kind in names)
    verb = "row cannot" if refused == 1 else "rows cannot"
    return cells.joined(
        (
            f'<section class="section thin"><h2>{numbers.plain(refused, 0)} {verb} be read</h2>',
            '<p class="above">They are left out; nothing else in the file is touched.</p>',
            '<div class="scroller" tabindex="0" role="region" aria-label="Rows that cannot be read">',
            f'<table class="plain"><caption>Rows that cannot be read, by cause</caption><thead><tr>{head}</tr></thead>',
            f"<tbody>{rows}</tbody></table></div></section>",
        )
    )


def _cause_row(cause: Cause) -> str:
    values = list(dict.fromkeys(_cut(problem.value, SAMPLE_LENGTH) for problem in cause.problems))
    says = ", ".join(escape(value) if value.strip() else "(empty)" for value in values[:VALUES_NAMED])
    lines = [str(problem.line) for problem in cause.problems]
    more = " …" if len(lines) > LINES_NAMED else ""
    return (
        f'<tr><td class="number"><b>{len(lines)}</b></td><td>{escape(cause.wrong)}</td>'
        f'<td class="quiet">{escape(_cut(cause.problems[0].column, SAMPLE_LENGTH))}</td>'
        f"<td>{says}{' …' if len(values) > VALUES_NAMED else ''}</td><td>{escape(cause.to_do)}</td>"
        f'<td class="quiet">{", ".join(lines[:LINES_NAMED])}{more}</td></tr>'
    )


def what_will_change(preview: Preview) -> str:
    """What saving would count, and the figures of the file's newest month now and after."""
    receipt = preview.receipt
    rows = (
        (f"New {KIND_CASES[receipt.kind]}", receipt.saved),
        ("Already in the store, not counted twice", receipt.duplicates),
        ("Rows left out", receipt.refused),
        ("Blank rows", receipt.blank),
    )
    counted = "".join(
        f'<tr><th scope="row">{name}</th><td><b>{numbers.plain(number, 0)}</b></td></tr>'
        for name, number in rows
        if number or name.startswith("New")
    )
    return cells.joined(
        (
            '<section class="section"><h2>What will change</h2><table class="facts">',
            f'<caption class="unseen">Rows of the file</caption>{counted}</table>{before_and_after(preview)}</section>',
        )
    )


def before_and_after(preview: Preview) -> str:
    """Each metric whose figure would change in the newest month of the file: now, and after saving."""
    now = {card.metric.id: card for card in preview.before.scorecards}
    changed = [card for card in preview.after.scorecards if _figure(card) != _figure(now.get(card.metric.id))]
    if not changed:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(card.metric.name)}</th>'
        f'<td class="number quiet">{_stands(now.get(card.metric.id))}</td><td class="number">{_stands(card)}</td></tr>'
        for card in changed
    )
    month = numbers.month_name(preview.after.scope.month)
    return (
        f'<table class="plain after"><caption>Figures of {month} now and after saving</caption><thead><tr>'
        f'<th scope="col">{month}</th><th scope="col" class="number">Now</th><th scope="col" class="number">After</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>{_other_months(preview)}"
    )


def _other_months(preview: Preview) -> str:
    others = [month for month in preview.receipt.months if month != preview.after.scope.month]
    if not others:
        return '<p class="note">Other months stay as they are.</p>'
    return f'<p class="note">{numbers.count(len(others), "other months")} will change too.</p>'


def _figure(card: Scorecard | None) -> Value | None:
    return None if card is None or not card.value.n else card.value


def _stands(card: Scorecard | None) -> str:
    if card is None or (card.value.estimate is None and not card.value.n):
        return "nothing yet"
    if card.value.estimate is None:
        return numbers.count(card.value.n, card.metric.cases)
    margin = numbers.margin(card.metric, card.value)
    text = f"<b>{numbers.value(card.metric, card.value.estimate)}</b> <small>{margin}</small>"
    return text + cells.small(numbers.count(card.value.n, card.metric.cases))


def ready_title(receipt: Receipt) -> str:
    """The title once nothing is left to ask: how many are ready to be saved."""
    cases = KIND_CASES[receipt.kind]
    if not receipt.saved:
        return "Nothing in this file can be saved."
    if receipt.saved == receipt.read:
        return f"{numbers.count(receipt.saved, cases)} {'is' if receipt.saved == 1 else 'are'} ready to save."
    verb = "is" if receipt.saved == 1 else "are"
    return f"{numbers.plain(receipt.saved, 0)} of {numbers.count(receipt.read, cases)} {verb} ready to save."


def open_title(things: int) -> str:
    """The title while something must be asked."""
    if things == 1:
        return "One thing needs your eye before this file can be saved."
    return f"{numbers.in_words(things).capitalize()} things need your eye before this file can be saved."


def save_label(receipt: Receipt) -> str:
    """What stands on the button: “Save 486 responses”."""
    return f"Save {numbers.count(receipt.saved, KIND_CASES[receipt.kind])}" if receipt.saved else "Nothing to save"


def promise(*, ready: bool) -> str:
    """What is still missing before Save, else the promise of undo."""
    text = "You can undo this at any time; an undo restores every figure exactly."
    if not ready:
        text = "Say first what should become of the new units."
    return f'<p class="note">{text}</p>'


def saved(receipt: Receipt) -> str:
    """The receipt: what was saved, for which months, and where to see it or take it back."""
    verb = "is" if receipt.saved == 1 else "are"
    title = f"{numbers.count(receipt.saved, KIND_CASES[receipt.kind])} {verb} saved and counted."
    left = f" {numbers.count(receipt.refused, 'rows')} left out." if receipt.refused else ""
    there = f" {numbers.count(receipt.duplicates, 'rows')} were there already." if receipt.duplicates else ""
    newest = f"/?month={max(receipt.months)}" if receipt.months else "/"
    return cells.joined(
        (
            f'<section class="receipt"><h2>{verdict_icon(Verdict.MET)}{title}</h2>',
            f'<p class="lead">{escape(receipt.file)} · {months_words(receipt.months)}.{left}{there} ',
            f'<a href="{newest}" target="_self">See what it changed</a> · ',
            '<a href="/uploads" target="_self">Undo it</a></p></section>',
        )
    )


def columns_heading(inspection: Inspection) -> str:
    """The heading over the columns, and how many were recognised."""
    used = sum(is_used(one) for one in inspection.suggestions)
    counted = f"{numbers.in_words(used).capitalize()} of {numbers.count(len(inspection.columns), 'columns')}"
    return (
        '<section class="section thin tight"><h2>What each column will become</h2><p class="above">'
        f"{counted} {'was' if used == 1 else 'were'} recognised by name and by what is in them.</p></section>"
    )


def new_units(units: Sequence[str]) -> str:
    """The units the store does not know yet, as a question."""
    named = ", ".join(escape(unit.replace("/", " › ")) for unit in units[:8])
    more = f" and {len(units) - 8} more" if len(units) > 8 else ""
    question = (
        "Is it new, or is its name misspelt?" if len(units) == 1 else "Are they new, or are their names misspelt?"
    )
    return (
        f'<div class="doubt">{check_icon()}<b class="worse">To check</b> {numbers.count(len(units), "units")} not '
        f"known yet: <b>{named}</b>{more}. {question}</div>"
    )


def notes(found: Sequence[str]) -> str:
    """What should be known about how the file was read; empty where there is nothing."""
    said = [" ".join(sentence for sentence in sentences(note) if "--" not in sentence) for note in found]
    rows = "".join(f"<li>{escape(_PLACE.sub(_AS_COLUMN, note))}</li>" for note in said if note)
    return f'<ul class="list">{rows}</ul>' if rows else ""


def not_yet() -> str:
    """What stands where the change will be shown."""
    return (
        '<section class="section"><h2>What will change</h2>'
        '<p class="note">Shown here as soon as nothing is left to ask.</p></section>'
    )


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"
