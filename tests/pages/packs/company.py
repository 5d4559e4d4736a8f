"""Packs written by hand: Harbour & Vale in October 2026 as the board reads it, a team of theirs, and an empty month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from metrics.catalogue import METRICS
from metrics.vocabulary import Verdict
from pages.figures.palette import Sense
from pages.packs.pack import (
    Action,
    Benchmark,
    Chart,
    Definition,
    Edition,
    Event,
    Fact,
    Figure,
    Pack,
    Paragraph,
    Point,
    Praise,
    Readers,
    Row,
    Section,
    Step,
    Written,
)

THIN = "\u202f"
OCTOBER = dt.date(2026, 10, 1)
MONTHS = tuple(dt.date(2023 + (10 + own) // 12, (10 + own) % 12 + 1, 1) for own in range(36))
CUT_OFF = dt.datetime(2026, 11, 12, 18, 0, tzinfo=dt.UTC)
# Metric; value, half its margin, n and what n counts; standard; changes on the month and the year; will it hold.
TABLE = (
    ("nps", 45.5, 4.4, "1,130 answers", 45, -1.0, -0.6, "hit and miss"),
    ("csat", 88.6, 1.9, "1,130 answers", 85, 1.4, 0.2, "hit and miss"),
    ("ces", 5.7, 0.08, "1,126 answers", 5.5, 0.07, -0.06, "will meet it"),
    ("promises_kept", 92.5, 1.6, "1,064 answers", 95, 0.9, -1.8, "hit and miss"),
    ("shopper_score", 88.5, 2.6, "46 visits", 90, -1.2, -1.4, "hit and miss"),
    ("critical_failures", 8.7, 8.4, "46 visits", 2, 2.4, 2.4, "hit and miss"),
    ("first_contact_resolution", 76.4, 1.0, "7,102 contacts", 75, 0.1, 2.6, "hit and miss"),
    ("hold_time", 77.3, 0.8, "10,384 calls", 80, -2.3, -5.5, "hit and miss"),
    ("complaint_resolution", 93.3, 4.3, "134 complaints", 90, -0.1, 0.8, "hit and miss"),
    ("transfers", 0.32, 0.01, "7,102 contacts", 0.35, 0.01, -0.02, "hit and miss"),
    ("retention", 98.7, 0.1, "41,210 customers", 98.5, 0.2, 0.2, "hit and miss"),
    ("resign_rate", 70.8, 2.4, "1,384 contracts due", 70, 1.0, -1.4, "hit and miss"),
    ("average_ticket", 149, None, "9,731 tickets", None, 1.0, 3.0, "no standard"),
    ("average_contract", 416, None, "980 contracts", 395, 2.0, 4.0, "will meet it"),
    ("referrals", 3.4, None, "9,731 customers", 4, 0.0, 0.0, "not as it is"),
    ("visit_frequency", 1.31, None, "9,731 customers", None, -0.01, 0.01, "no standard"),
    ("enps", None, None, "4 answers", 15, None, None, "hit and miss"),
    ("soft_skills_share", 25, None, "1,908 hours", 30, 0.0, -1.0, "not as it is"),
)
REAL = {("first_contact_resolution", "year"), ("hold_time", "month"), ("hold_time", "year"), ("transfers", "year")}
REAL |= {("retention", "year")}
METRICS_BY_ID = {metric.id: metric for metric in METRICS}
WRITTEN = {
    "nps": Written(1),
    "ces": Written(2),
    "transfers": Written(2),
    "visit_frequency": Written(2),
    "referrals": Written(1),
    "enps": Written(1),
    "average_ticket": Written(0, before="£"),
    "average_contract": Written(0, before="£"),
}
EXCLUSIONS = "Test and preview answers; answers without a date; the 6 rows refused in October."
LEGEND = (
    f"▲ ▼ a real change at 95{THIN}%; grey figures are no real change. ± is the 95{THIN}% margin. "
    "Grey band: usual range. Dashed: the standard then in force. Each row has its own scale."
)


def full_pack() -> Pack:
    """Eighteen metrics, three charts and every kind of words."""
    rows = tuple(_rows())
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
        edition=Edition(2, "M. Hale", "13 November 2026"),
        filters=("All channels", "Each metric’s own audience"),
        before="v Sep 2026",
        year_ago="v Oct 2025",
        rows=rows,
        sections=_sections(),
        charts=tuple(_charts(rows)),
        commentary=(
            "We promised to answer within a minute and in October we did not: two of the nine call-back desks stood "
            "empty on Mondays. A second Monday shift starts on 1 December.",
        ),
        commentary_by="M. Hale, Customer Experience Leader",
        actions=(
            Action("Second Monday shift on the call-back desk", "J. Ortiz", "1 Dec 2026", dt.date(2026, 12, 1), "open"),
            Action("Retrain Saltmarsh counter", "A. Lind", "31 Oct 2026", dt.date(2026, 10, 31), "12 days late", True),
        ),
        since_last_pack=(
            Paragraph("Average contract met its standard for the first time since June."),
            Paragraph("The standard for staff training rose from 25 to 30 % on 1 October."),
        ),
        restated=(Paragraph("NPS for September was 46.2 and is 46.5: 38 answers came late in upload 118."),),
        benchmarks=(
            Benchmark(
                "Net Promoter Score", Figure("38", 38), "84 utilities", "Sector index", "Jan 2026", "best quarter"
            ),
            Benchmark(
                "Satisfaction", Figure(f"84.1{THIN}%", 84.1), "84 utilities", "Sector index", "Jan 2026", "above"
            ),
        ),
        stands_on=(
            Fact("Survey answers", "to 31 Oct 2026"),
            Fact("Shopper visits", "to 28 Oct 2026"),
            Fact("Operations figures", "to Oct 2026"),
        ),
        definitions=tuple(map(_definition, rows)),
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


def _rows() -> Iterator[Row]:
    for seed, (own, value, half, counted, standard, month, year, hold) in enumerate(TABLE):
        metric, written = METRICS_BY_ID[own], WRITTEN.get(own, Written(1, after=f"{THIN}%"))
        series = _series(Random(seed), value, written, standard, own)
        yield Row(
            metric=own,
            name=metric.name,
            family=metric.family.value,
            promise=metric.promise,
            value=Figure("too few to show") if value is None else _figure(value, written),
            cases=Figure(counted, float(counted.split()[0].replace(",", ""))),
            verdict=(verdict := _verdict(own, value, half, standard)),
            verdict_words=verdict.value.replace("_", " ").capitalize(),
            standard=Figure("") if standard is None else _standard(own, float(standard), written),
            before=_step(own, "month", month, written),
            year_ago=_step(own, "year", year, written),
            unit="out of 7" if own == "ces" else "per 100 customers" if own == "referrals" else "",
            margin="" if half is None else f"±{half:.{written.decimals}f}",
            low=None if half is None or value is None else value - half,
            high=None if half is None or value is None else value + half,
            standard_since="" if standard is None else "Jan 2026",
            assurance=hold,
            assurance_sense={"will meet it": Sense.BETTER, "not as it is": Sense.WORSE}.get(hold, Sense.NEITHER),
            benchmark="peers: best quarter" if own == "nps" else "",
            written=written,
            series=series,
            alt=f"{metric.name} in 24 months, one outside the usual pattern.",
        )


def _verdict(own: str, value: float | None, half: float | None, standard: float | None) -> Verdict:
    if standard is None:
        return Verdict.NO_STANDARD
    if value is None:
        return Verdict.TOO_FEW_ANSWERS
    apart = value - standard if METRICS_BY_ID[own].better.value == "higher" else standard - value
    if abs(apart) <= (half or 0):
        return Verdict.TOO_CLOSE_TO_CALL
    return Verdict.MET if apart > 0 else Verdict.MISSED


def _figure(number: float, written: Written) -> Figure:
    return Figure(f"{written.before}{number:,.{written.decimals}f}{written.after}", number)


def _standard(own: str, number: float, written: Written) -> Figure:
    sign = "≥" if METRICS_BY_ID[own].better.value == "higher" else "≤"
    return Figure(f"{sign}{THIN}{written.before}{number:g}{written.after}", number)


def _step(own: str, against: str, number: float | None, written: Written) -> Step:
    if number is None:
        return Step(Figure(""), meaning="not yet")
    sign = "+" if number > 0 else "−" if number < 0 else ""
    figure = Figure(f"{sign}{abs(number):.{written.decimals}f}", number)
    if (own, against) not in REAL:
        return Step(figure, meaning="no real change")
    good = (number > 0) == (METRICS_BY_ID[own].better.value == "higher")
    word = "rose" if number > 0 else "fell"
    return Step(
        figure,
        "▲" if number > 0 else "▼",
        f"{word}: {'better' if good else 'worse'}",
        Sense("better" if good else "worse"),
    )


def _series(
    chance: Random, value: float | None, written: Written, standard: float | None, own: str
) -> tuple[Point, ...]:
    level = 20.0 if value is None else float(value)
    spread = abs(level) * 0.02 + 0.01
    points = []
    for row, month in enumerate(MONTHS):
        newest = row == len(MONTHS) - 1
        number = value if newest else level + chance.gauss(0, spread) + (spread * 2.6 if own == "hold_time" else 0)
        missing = number is None or (own == "enps" and row % 7 == 3)
        loud = (own == "hold_time" and newest) or (own == "first_contact_resolution" and row > 28)
        mean = level + (spread * 2.4 if own == "hold_time" else 0)
        points.append(
            Point(
                month=month,
                value=Figure("") if missing or number is None else _figure(number, written),
                low=None if missing or number is None else number - spread,
                high=None if missing or number is None else number + spread,
                n=float(900 + 10 * row),
                lower=mean - 2.7 * spread,
                mean=mean,
                upper=mean + 2.7 * spread,
                standard=None if standard is None or row < 6 else standard * (0.97 if row < 26 else 1),
                sense=Sense.NEITHER if not loud else Sense.WORSE if own == "hold_time" else Sense.BETTER,
                points_up=None if not loud else own != "hold_time",
                pattern="below the usual range" if loud else "usual",
            )
        )
    return tuple(points)


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
                    f"About £163,000 of yearly contracts, if the 16{THIN}% who scored us 0 to 6 speak for all "
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


def _charts(rows: tuple[Row, ...]) -> Iterator[Chart]:
    events = {
        "hold_time": (Event(dt.date(2026, 3, 1), "Call-back promise, 8 branches"),),
        "first_contact_resolution": (
            Event(dt.date(2024, 6, 1), "New telephone system"),
            Event(dt.date(2026, 3, 1), "Call-back promise, 8 branches"),
        ),
    }
    titles = {
        "hold_time": "Answered within 60 seconds fell again in October, outside its usual range.",
        "first_contact_resolution": "More contacts are settled the first time, above the old level since March.",
        "promises_kept": "Promises kept misses its standard, as in most months.",
    }
    for row in rows:
        if row.metric in titles:
            yield Chart(
                metric=row.metric,
                name=row.name,
                title=titles[row.metric],
                alt=f"{row.name}, 36 months: {titles[row.metric]} Newest {row.value.words}.",
                points=row.series,
                written=row.written,
                sentence="The usual range is drawn as a band.",
                standard_words=row.standard.words,
                events=events.get(row.metric, ()),
            )


def _definition(row: Row) -> Definition:
    metric = METRICS_BY_ID[row.metric]
    return Definition(
        metric=metric.id,
        name=metric.name,
        definition=metric.definition,
        numerator=metric.numerator,
        denominator=metric.denominator,
        exclusions=EXCLUSIONS,
        margin=f"95{THIN}%, Wilson" if row.margin else "none: everyone was counted",
        direction=f"{metric.better.value} is better",
        audience="customers",
        source=metric.source,
        counted=(Fact("October 2026", row.cases.words), Fact("September 2026", "1,094"), Fact("October 2025", "1,011")),
        uploads=Figure("3 uploads", 3.0),
    )
