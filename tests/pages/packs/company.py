"""Packs written by hand: Harbour & Vale in October 2026 as the board reads it, a team of theirs, and an empty month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from pages.figures.palette import Sense
from pages.packs.pack import (
    ActionLine,
    Chart,
    EditionMark,
    NamedText,
    Pack,
    PackBenchmark,
    PackEvent,
    Paragraph,
    Praise,
    PrintedNumber,
    Readers,
    Row,
    Section,
)
from tests.pages.packs.numbers import OCTOBER, THIN, definition, rows

CUT_OFF = dt.datetime(2026, 11, 12, 18, 0, tzinfo=dt.UTC)
LEGEND = (
    f"▲ ▼ a real change at 95{THIN}%; grey figures are no real change. ± is the 95{THIN}% margin. "
    "Grey band: usual range. Dashed: the standard then in force. Each row has its own scale."
)


def full_pack() -> Pack:
    """Eighteen metrics, three charts and every kind of words."""
    found = tuple(rows())
    return Pack(
        organisation="Harbour & Vale",
        title="Customer service report to the board",
        month=OCTOBER,
        period="October 2026",
        scope="The whole organisation",
        cut_off=CUT_OFF,
        cut_off_words="12 November 2026, 18:00",
        revision=412,
        headline=(
            "Customers are as satisfied as a year ago and more are helped the first time. "
            "Waiting on the phone is now the weakness."
        ),
        edition=EditionMark(2, "M. Hale", "13 November 2026"),
        filters=("All channels", "Each metric’s own audience"),
        before="v Sep 2026",
        year_ago="v Oct 2025",
        rows=found,
        sections=_sections(),
        charts=tuple(_charts(found)),
        commentary=(
            "We promised to answer within a minute and in October we did not: two of the nine call-back desks stood "
            "empty on Mondays. A second Monday shift starts on 1 December.",
        ),
        commentary_by="M. Hale, Customer Experience Leader",
        actions=(
            ActionLine(
                "Second Monday shift on the call-back desk", "J. Ortiz", "1 Dec 2026", dt.date(2026, 12, 1), "open"
            ),
            ActionLine(
                "Retrain Saltmarsh counter", "A. Lind", "31 Oct 2026", dt.date(2026, 10, 31), "12 days late", True
            ),
        ),
        since_last_pack=(
            Paragraph("Average contract met its standard for the first time since June."),
            Paragraph("The standard for staff training rose from 25 to 30 % on 1 October."),
        ),
        restated=(Paragraph("NPS for September was 46.2 and is 46.5: 38 answers came late in upload 118."),),
        benchmarks=(
            PackBenchmark(
                "Net Promoter Score",
                PrintedNumber("38", 38),
                "84 utilities",
                "Sector index",
                "Jan 2026",
                "best quarter",
            ),
            PackBenchmark(
                "Satisfaction", PrintedNumber(f"84.1{THIN}%", 84.1), "84 utilities", "Sector index", "Jan 2026", "above"
            ),
        ),
        stands_on=(
            NamedText("Survey answers", "to 31 Oct 2026"),
            NamedText("Shopper visits", "to 28 Oct 2026"),
            NamedText("Operations figures", "to Oct 2026"),
        ),
        definitions=tuple(map(definition, found)),
        rules=(
            f"± is the 95{THIN}% margin: were everyone asked, the value would lie within it 19 times in 20.",
            "Met and missed need the whole margin on one side of the standard; else it is too close to call.",
            "At most 12 metrics stand on the sheet; the rest are in the appendix.",
            "Fewer than 5 answers are counted but not shown, so that nobody can be recognised.",
        ),
        legend=LEGEND,
    )


def team_pack(unit: str = "Saltmarsh") -> Pack:
    """A team's page: the same words, good words of customers, no charts."""
    board = full_pack()
    return replace(
        board,
        readers=Readers.TEAM,
        title="Customer service report to the team",
        scope=f"South › {unit}",
        rows=board.rows[:10],
        definitions=board.definitions[:10],
        charts=(),
        sections=board.sections[:2],
        commentary=(),
        praise=(
            Praise("Nadia called back within the hour and it was mended the same day.", "21 October, phone"),
            Praise("Friendly, quick and honest about the price.", "9 October, counter"),
        ),
    )


def empty_pack() -> Pack:
    """A month for which nothing was recorded."""
    return Pack(
        organisation="Harbour & Vale",
        title="Customer service report to the board",
        month=OCTOBER,
        period="October 2026",
        scope="The whole organisation",
        cut_off=CUT_OFF,
        cut_off_words="12 November 2026, 18:00",
        revision=0,
        headline="Nothing was recorded in October 2026.",
    )


def _sections() -> tuple[Section, ...]:
    return (
        Section(
            "The month in numbers",
            (
                Paragraph(
                    "Of 16 standards: 6 met, 5 missed, 4 too close to call, 1 too few answers. "
                    "A year ago five were met."
                ),
            ),
        ),
        Section(
            "What really changed",
            (
                Paragraph(f"74 to 76{THIN}% in a year, better.", "First-contact resolution", "▲", Sense.BETTER),
                Paragraph(f"83 to 77{THIN}% in a year, worse.", "Answered within 60 seconds", "▼", Sense.WORSE),
                Paragraph(
                    "NPS 5 and 3, when the other 22 branches differ by chance.",
                    "Saltmarsh and Thornley",
                    "▼",
                    Sense.WORSE,
                ),
            ),
        ),
        Section(
            "Did what we did work?",
            (
                Paragraph(
                    "8 branches since March: NPS +10.3 more than the other 16 (+6.0 to +14.6). It works.",
                    "Call-back promise,",
                ),
            ),
        ),
        Section(
            "At stake",
            (
                Paragraph(
                    f"About £163,000 of yearly contracts, if the 16{THIN}% who scored us 0 to 6 represent all "
                    "9,731 customers served in October and 1 in 4 of them leaves."
                ),
            ),
        ),
        Section(
            "For the board to decide",
            (
                Paragraph("Extend the call-back promise to all 24 branches from January: £64,000 a year.", "1"),
                Paragraph("Take the Monday phone desk from trial to permanent: £38,000 a year.", "2"),
            ),
        ),
    )


def _charts(found: tuple[Row, ...]) -> Iterator[Chart]:
    events = {
        "hold_time": (PackEvent(dt.date(2026, 3, 1), "Call-back promise, 8 branches"),),
        "first_contact_resolution": (
            PackEvent(dt.date(2024, 6, 1), "New telephone system"),
            PackEvent(dt.date(2026, 3, 1), "Call-back promise, 8 branches"),
        ),
    }
    titles = {
        "hold_time": "Answered within 60 seconds fell again in October, outside its usual range.",
        "first_contact_resolution": "More contacts are settled the first time, above the old level since March.",
        "promises_kept": "Promises kept misses its standard, as in most months.",
    }
    for row in found:
        if row.metric in titles:
            yield Chart(
                metric=row.metric,
                name=row.name,
                title=titles[row.metric],
                alt=f"{row.name}, 36 months: {titles[row.metric]} Newest {row.value.words}.",
                points=row.series,
                written=row.written,
                sentence="The usual range is 88.1 to 96.2 and the newest month inside it.",
                standard_words=row.standard.words,
                events=events.get(row.metric, ()),
            )
