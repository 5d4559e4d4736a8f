"""The board's sheet: the landing page's numbers, denser, with the month in a few sentences. HTML in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

from db.scorecards import Report
from metrics.scorecard import Scorecard
from metrics.vocabulary import Verdict
from pages.figures.palette import Sense
from pages.parts import cells, numbers, wording
from pages.parts.data import Known
from pages.parts.overview import stands_on
from pages.parts.sentences import RealChange, counts, headline, period_name, real_changes
from pages.parts.table import board_table

CHANGES_NAMED = 6


def sheet(report: Report, known: Known) -> str:
    """The whole sheet as one line of HTML."""
    cards, scope = report.scorecards, report.scope
    whose = escape(known.organisation or "The whole organisation")
    now = numbers.moment(dt.datetime.now(dt.UTC))
    top = (
        f'<div class="top"><span><b>{whose}</b> · Customer service report to the board · {period_name(scope)}</span>'
        f"<span>Cut off {now} · not yet published</span></div>"
    )
    title = f'<h1 class="headline">{escape(headline(cards, scope))}</h1>'
    if not cards:
        return cells.joined(('<div class="sheet">', top, title, "</div>"))
    return cells.joined(
        (
            f'<div class="sheet">{top}{title}<div class="with-rail"><div>{board_table(cards, scope)}</div>',
            f'<div class="rail">{month_in_numbers(cards)}{what_changed(real_changes(cards))}',
            f"{who_answers(cards)}{stands_on(known.freshness, scope)}</div></div>{closing()}</div>",
        )
    )


def month_in_numbers(cards: Sequence[Scorecard]) -> str:
    """How many of the standards were met, missed and so on, and how many a year ago."""
    judged = counts(cards)
    total = sum(judged.values())
    words = [_counted(verdict, number) for verdict, number in judged.items()]
    text = f"Of {numbers.count(total, 'standards')}: {numbers.listed(words)}." if total else "No standard is set yet."
    return f'<section class="section"><h2>The month in numbers</h2><p>{text}{_a_year_ago(cards)}</p></section>'


def _counted(verdict: Verdict, number: int) -> str:
    text = f"{number} {wording.VERDICTS[verdict].lower()}"
    if verdict is Verdict.MISSED:
        return f'<b class="worse">{text}</b>'
    return f"<b>{text}</b>" if verdict is Verdict.MET else text


def _a_year_ago(cards: Sequence[Scorecard]) -> str:
    then = [
        point.verdict
        for card in cards
        for point in card.series
        if point.month == card.scope.month.a_year_earlier and point.standard is not None
    ]
    if not then:
        return ""
    met = then.count(Verdict.MET)
    return f" A year ago {numbers.in_words(met)} of {len(then)} {'was' if met == 1 else 'were'} met."


def what_changed(found: Sequence[RealChange]) -> str:
    """Every real change in a sentence, up to a handful; the surest first."""
    text = "".join(_changed(real) for real in found[:CHANGES_NAMED])
    if not found:
        text = "<p>Nothing that is beyond chance and the season.</p>"
    return f'<section class="section"><h2>What really changed</h2>{text}</section>'


def _changed(real: RealChange) -> str:
    change, metric = real.change, real.card.metric
    assert change.before.estimate is not None
    assert change.now.estimate is not None
    told = wording.told(change, metric)
    before, now = (numbers.value(metric, end) for end in (change.before.estimate, change.now.estimate))
    better = "better" if real.sense is Sense.BETTER else "worse"
    return (
        f'<p><b class="{real.sense}">{cells.arrow(told.arrow)}{escape(metric.name)}</b> {before} to {now} '
        f"{wording.WITHIN[real.before]}, {better}.</p>"
    )


def who_answers(cards: Sequence[Scorecard]) -> str:
    """Who owns the standards that were missed; left out where none was, or nobody is named."""
    rows = "".join(
        f'<tr><th scope="row">{escape(card.metric.name)}</th><td>{escape(card.standard.owner)}</td></tr>'
        for card in cards
        if card.verdict is Verdict.MISSED and card.standard is not None and card.standard.owner
    )
    if not rows:
        return ""
    heading = "<h2>Who answers for what was missed</h2>"
    return f'<section class="section">{heading}<table class="facts">{rows}</table></section>'


def closing() -> str:
    """How to read the sheet, in one line."""
    legend = (
        f"▲ ▼ a real change at 95{numbers.THIN}%; grey figures are no real change. Small figures are the "
        f"95{numbers.THIN}% margin. Grey band: usual range. Dashed: the standard then in force."
    )
    return f'<div class="closing"><span>{legend}</span></div>'
