"""The upload page's texts about what saving would change: rows, the newest month now and after, months restated.

Knows a preview, not how it was made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from db.changes import Preview, Receipt
from metrics.catalogue.metric import Metric
from metrics.periods import Month
from metrics.scorecard import Scorecard
from metrics.vocabulary import Kind, Value
from pages.language import numbers
from pages.language.labels import KIND_CASES
from pages.parts import html
from pages.parts.html import TableColumn, TableRow
from pages.parts.metric_cells import with_aside

HEADING = "What will change"
RESTATED_LISTED = 6
NOTHING = Value(None, None, None, 0)


@dataclass(frozen=True, slots=True)
class RestatedFigure:
    """A metric's figure of a month as it stands and as it would stand."""

    metric: Metric
    month: Month
    before: Value
    after: Value


def what_will_change(preview: Preview, published: Collection[Month] = ()) -> Markup:
    """What saving would count, the newest month now and after, and past months that it restates.

    `published` are the months of which the board has a pack.
    """
    return html.section(
        HEADING,
        html.facts("Rows of the file", counted(preview.receipt), "facts"),
        before_and_after(preview),
        restated_section(preview, published),
    )


def counted(receipt: Receipt) -> list[tuple[str, str]]:
    """The rows of a file by what becomes of them; they add up to what was read."""
    verb = "contradicts" if receipt.conflicts == 1 else "contradict"
    contradicting = f" ({numbers.plain(receipt.conflicts, 0)} {verb} what was saved)" if receipt.conflicts else ""
    rows = (
        (f"New {KIND_CASES[receipt.kind]}", receipt.saved),
        ("Already in the store, not counted twice", receipt.duplicates),
        (f"Rows left out{contradicting}", receipt.refused),
        ("Blank rows", receipt.blank),
    )
    found: list[tuple[str, str]] = [
        (name, html.bold(numbers.plain(number, 0))) for name, number in rows if number or name.startswith("New")
    ]
    return [*found, *([("Rows in the file", numbers.plain(receipt.read, 0))] if len(found) > 1 else [])]


def before_and_after(preview: Preview) -> Markup:
    """Each metric whose figure would change in the newest month of the file: now, and after saving."""
    month = preview.after.scope.month
    changed = [one for one in figures(preview) if one.month == month]
    if not changed:
        return Markup()
    name = numbers.month_name(month)
    columns = (TableColumn(name), TableColumn("Now", "number quiet"), TableColumn("After", "number"))
    rows = [
        TableRow([one.metric.name, _stands(one.metric, one.before), _stands(one.metric, one.after)]) for one in changed
    ]
    return html.table(f"Figures of {name} now and after saving", columns, rows, classes="plain after")


def restated_section(preview: Preview, published: Collection[Month] = ()) -> Markup:
    """Which past months would say something else than they do, and which get their first figures."""
    past = [one for one in figures(preview) if one.month != preview.after.scope.month]
    restated = [one for one in past if _stood(one.before) and _reads_otherwise(one)]
    months = sorted({one.month for one in restated}, reverse=True)
    first = sorted({one.month for one in past} - {one.month for one in past if _stood(one.before)}, reverse=True)
    notes = []
    if first:
        verb = "gets its first figures" if len(first) == 1 else "get their first figures"
        notes.append(f"{_months_named(first)} {verb}.")
    if past and not restated and not first:
        notes.append("Past months change by less than the digits that are shown.")
    if not past:
        notes.append("Other months stay as they are." if figures(preview) else _no_figure(preview.receipt))
    told = map(html.note, notes)
    if not restated:
        return html.joined(*told)
    more = len(restated) - RESTATED_LISTED
    verb = "month is" if len(months) == 1 else "months are"
    return html.joined(
        html.tag("h3", f"{numbers.in_words(len(months)).capitalize()} past {verb} restated", classes="past"),
        html.facts(
            "Figures of past months now and after saving", map(_restated_row, restated[:RESTATED_LISTED]), "facts"
        ),
        html.note(f"And {numbers.count(more, 'figures')} more.") if more > 0 else "",
        _published(months, published),
        *told,
    )


def _no_figure(receipt: Receipt) -> str:
    """That the figures of the whole organisation stay, and why where units get figures that do not add up."""
    if receipt.kind is Kind.OPERATIONS and receipt.saved:
        return (
            "No figure of the whole organisation changes. Values without a number of cases count at their unit only: "
            "they do not add up."
        )
    return "No figure changes."


def _stood(value: Value) -> bool:
    """Whether there was anything to restate."""
    return bool(value.n) or value.estimate is not None


def _reads_otherwise(one: RestatedFigure) -> bool:
    """Whether the change is large enough to be seen in the digits that are shown."""
    return _short(one.metric, one.before) != _short(one.metric, one.after)


def _restated_row(one: RestatedFigure) -> tuple[str, str]:
    after = html.bold(_short(one.metric, one.after))
    name = f"{numbers.month_name(one.month)}, {one.metric.name}"
    return name, html.joined(f"{_short(one.metric, one.before)} to ", after)


def _published(months: Sequence[Month], published: Collection[Month]) -> Markup:
    told = [month for month in months if month in published]
    if not told:
        return Markup()
    if len(told) == 1:
        text = f"The board has a pack of {_months_named(told)}. It stays as published; the live pages will say"
    else:
        text = f"The board has packs of {_months_named(told)}. They stay as published; the live pages will say"
    return html.note(html.bold(f"{text} “restated since”."))


def _months_named(months: Sequence[Month]) -> str:
    named = [numbers.month_name(month) for month in months[:3]]
    more = [f"{numbers.plain(len(months) - 3, 0)} more months"] if len(months) > 3 else []
    return numbers.listed([*named, *more])


def figures(preview: Preview) -> list[RestatedFigure]:
    """Every figure of the months in the file that saving would change, the newest first."""
    now = {card.metric.id: card for card in preview.before.scorecards}
    months = set(preview.receipt.months)
    found = [one for card in preview.after.scorecards for one in _changed(card, now.get(card.metric.id), months)]
    return sorted(found, key=lambda one: one.month, reverse=True)


def _changed(after: Scorecard, before: Scorecard | None, months: Collection[Month]) -> Iterator[RestatedFigure]:
    was = {point.month: point.value for point in before.series} if before is not None else {}
    for point in after.series:
        old = was.get(point.month, NOTHING)
        if point.month in months and _said(old) != _said(point.value):
            yield RestatedFigure(after.metric, point.month, old, point.value)


def _said(value: Value) -> tuple[float | None, float | None]:
    return value.estimate, value.n


def differences(seen: Preview, now: Preview) -> list[str]:
    """What somebody else's change has made different since a preview was looked at, as sentences."""
    cases = KIND_CASES[now.receipt.kind]
    told = []
    for name in ("saved", "duplicates", "refused"):
        was, is_ = getattr(seen.receipt, name), getattr(now.receipt, name)
        if was != is_:
            words = {"saved": f"new {cases}", "duplicates": "rows already in the store", "refused": "rows left out"}
            told.append(f"{words[name].capitalize()}: {numbers.plain(was, 0)} before, {numbers.plain(is_, 0)} now.")
    before = {(one.metric.id, one.month): one for one in figures(seen)}
    for one in figures(now):
        old = before.get((one.metric.id, one.month))
        if old is not None and _said(old.before) != _said(one.before):
            told.append(
                f"{one.metric.name} of {numbers.month_name(one.month)} stood at {_short(one.metric, old.before)}, "
                f"stands now at {_short(one.metric, one.before)}, and would be {_short(one.metric, one.after)}."
            )
    return told


def _short(metric: Metric, value: Value) -> str:
    if value.estimate is None:
        return numbers.count(value.n, metric.cases) if value.n else "nothing yet"
    return numbers.value(metric, value.estimate)


def _stands(metric: Metric, value: Value) -> Markup:
    if value.estimate is None:
        return html.joined(_short(metric, value))
    figure = with_aside(numbers.value(metric, value.estimate), numbers.margin(metric, value))
    return html.joined(figure, html.small(numbers.count(value.n, metric.cases)))


def save_label(receipt: Receipt) -> str:
    """The label of the button: “Save 486 responses”."""
    return f"Save {numbers.count(receipt.saved, KIND_CASES[receipt.kind])}" if receipt.saved else "Nothing to save"


def promise(still_open: str = "") -> Markup:
    """What is still missing before Save, else the promise of undo."""
    return html.note(still_open or "You can undo this at any time; an undo restores every figure exactly.")


def not_yet() -> Markup:
    """What stands where the change will be shown."""
    return html.section(HEADING, html.note("Shown here as soon as nothing is left to ask."))
