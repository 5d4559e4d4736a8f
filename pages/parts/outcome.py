"""The upload page's texts about rows: which cannot be read, what saving will change, what was saved. HTML in one line.

Everything that came in a file is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from db.changes import Preview, Receipt
from db.formats.rows import RowProblem
from metrics.scorecard import Scorecard
from metrics.vocabulary import Value, Verdict
from pages.figures.icons import verdict_icon
from pages.parts import cells, numbers
from pages.parts.history import months as months_words
from pages.parts.intake import SAMPLE_LENGTH, cut
from pages.parts.problems import sentences
from pages.parts.wording import KIND_CASES

LINES_NAMED = 4
VALUES_NAMED = 3
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
        """What can be done about it."""
        said = " ".join(sentences(self.problems[0].message)[1:])
        if said:
            return said
        return f"Correct line {self.problems[0].line}." if len(self.problems) == 1 else "Correct these lines."


def causes(problems: Sequence[RowProblem]) -> list[Cause]:
    """Problems grouped by column and reason, whatever the values in it; the commonest first."""
    groups: dict[tuple[str, str], list[RowProblem]] = {}
    for problem in problems:
        groups.setdefault((problem.column, _QUOTED.sub("…", problem.message)), []).append(problem)
    return sorted((Cause(tuple(group)) for group in groups.values()), key=lambda cause: -len(cause.problems))


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
            '<p class="above">They are left out; nothing else in the file is touched. Mend them, then upload the '
            "mended rows alone.</p>",
            '<div class="scroller" tabindex="0" role="region" aria-label="Rows that cannot be read">',
            f'<table class="plain"><caption>Rows that cannot be read, by cause</caption><thead><tr>{head}</tr></thead>',
            f"<tbody>{rows}</tbody></table></div></section>",
        )
    )


def _cause_row(cause: Cause) -> str:
    values = list(dict.fromkeys(cut(problem.value, SAMPLE_LENGTH) for problem in cause.problems))
    says = ", ".join(escape(value) if value.strip() else "(empty)" for value in values[:VALUES_NAMED])
    lines = [str(problem.line) for problem in cause.problems]
    more = " …" if len(lines) > LINES_NAMED else ""
    return (
        f'<tr><td class="number"><b>{len(lines)}</b></td><td>{escape(cause.wrong)}</td>'
        f'<td class="quiet">{escape(cut(cause.problems[0].column, SAMPLE_LENGTH))}</td>'
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


def not_yet() -> str:
    """What stands where the change will be shown."""
    return (
        '<section class="section"><h2>What will change</h2>'
        '<p class="note">Shown here as soon as nothing is left to ask.</p></section>'
    )
