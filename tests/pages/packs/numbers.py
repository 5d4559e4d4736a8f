"""The numbers of Harbour & Vale in October 2026, written by hand: a row for each metric with its months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from metrics.catalogue import METRICS
from metrics.vocabulary import Verdict
from pages.figures.palette import Sense
from pages.packs.pack import ChartPoint, Definition, NamedText, NumberFormat, PrintedNumber, Row, Step

THIN = "\u202f"
OCTOBER = dt.date(2026, 10, 1)
MONTHS = tuple(dt.date(2023 + (10 + own) // 12, (10 + own) % 12 + 1, 1) for own in range(36))
# Metric; value, half its margin, n and what n counts; standard; changes on the month and the year; will it hold.
TABLE = (
    ("nps", 45.5, 4.4, "1,130 answers", 45, -1.0, -0.6, "sometimes"),
    ("csat", 88.6, 1.9, "1,130 answers", 85, 1.4, 0.2, "sometimes"),
    ("ces", 5.7, 0.08, "1,126 answers", 5.5, 0.07, -0.06, "on course"),
    ("promises_kept", 92.5, 1.6, "1,064 answers", 95, 0.9, -1.8, "sometimes"),
    ("shopper_score", 88.5, 2.6, "46 visits", 90, -1.2, -1.4, "sometimes"),
    ("critical_failures", 8.7, 8.4, "46 visits", 2, 2.4, 2.4, "sometimes"),
    ("first_contact_resolution", 76.4, 1.0, "7,102 contacts", 75, 0.1, 2.6, "sometimes"),
    ("hold_time", 77.3, 0.8, "10,384 calls", 80, -2.3, -5.5, "sometimes"),
    ("complaint_resolution", 93.3, 4.3, "134 complaints", 90, -0.1, 0.8, "sometimes"),
    ("transfers", 0.32, 0.01, "7,102 contacts", 0.35, 0.01, -0.02, "sometimes"),
    ("retention", 98.7, 0.1, "41,210 customers", 98.5, 0.2, 0.2, "sometimes"),
    ("resign_rate", 70.8, 2.4, "1,384 contracts due", 70, 1.0, -1.4, "sometimes"),
    ("average_ticket", 149, None, "9,731 tickets", None, 1.0, 3.0, "no standard"),
    ("average_contract", 416, None, "980 contracts", 395, 2.0, 4.0, "on course"),
    ("referrals", 3.4, None, "9,731 customers", 4, 0.0, 0.0, "not on course"),
    ("visit_frequency", 1.31, None, "9,731 customers", None, -0.01, 0.01, "no standard"),
    ("enps", None, None, "4 answers", 15, None, None, "sometimes"),
    ("soft_skills_share", 25, None, "1,908 hours", 30, 0.0, -1.0, "not on course"),
)
REAL = {("first_contact_resolution", "year"), ("hold_time", "month"), ("hold_time", "year"), ("transfers", "year")}
REAL |= {("retention", "year")}
METRICS_BY_ID = {metric.id: metric for metric in METRICS}
WRITTEN = {
    "nps": NumberFormat(1),
    "ces": NumberFormat(2),
    "transfers": NumberFormat(2),
    "visit_frequency": NumberFormat(2),
    "referrals": NumberFormat(1),
    "enps": NumberFormat(1),
    "average_ticket": NumberFormat(0, before="£"),
    "average_contract": NumberFormat(0, before="£"),
}
EXCLUSIONS = "Test and preview answers; answers without a date; the 6 rows refused in October."


def rows() -> Iterator[Row]:
    for seed, (own, value, half, counted, standard, month, year, hold) in enumerate(TABLE):
        metric, written = METRICS_BY_ID[own], WRITTEN.get(own, NumberFormat(1, after=f"{THIN}%"))
        series = _series(Random(seed), value, written, standard, own)
        yield Row(
            metric=own,
            name=metric.name,
            family=metric.family.value,
            promise=metric.promise,
            value=PrintedNumber("too few to show") if value is None else _figure(value, written),
            cases=PrintedNumber(counted, float(counted.split()[0].replace(",", ""))),
            verdict=(verdict := _verdict(own, value, half, standard)),
            verdict_words=verdict.value.replace("_", " ").capitalize(),
            standard=PrintedNumber("") if standard is None else _standard(own, float(standard), written),
            before=_step(own, "month", month, written),
            year_ago=_step(own, "year", year, written),
            unit="out of 7" if own == "ces" else "per 100 customers" if own == "referrals" else "",
            margin="" if half is None else f"±{half:.{written.decimals}f}",
            low=None if half is None or value is None else value - half,
            high=None if half is None or value is None else value + half,
            standard_since="" if standard is None else "Jan 2026",
            assurance=hold,
            assurance_sense={"on course": Sense.BETTER, "not on course": Sense.WORSE}.get(hold, Sense.NEITHER),
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


def _figure(number: float, written: NumberFormat) -> PrintedNumber:
    return PrintedNumber(f"{written.before}{number:,.{written.decimals}f}{written.after}", number)


def _standard(own: str, number: float, written: NumberFormat) -> PrintedNumber:
    sign = "≥" if METRICS_BY_ID[own].better.value == "higher" else "≤"
    return PrintedNumber(f"{sign}{THIN}{written.before}{number:g}{written.after}", number)


def _step(own: str, against: str, number: float | None, written: NumberFormat) -> Step:
    if number is None:
        return Step(PrintedNumber(""), meaning="no earlier data")
    sign = "+" if number > 0 else "−" if number < 0 else ""
    figure = PrintedNumber(f"{sign}{abs(number):.{written.decimals}f}", number)
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
    chance: Random, value: float | None, written: NumberFormat, standard: float | None, own: str
) -> tuple[ChartPoint, ...]:
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
            ChartPoint(
                month=month,
                value=PrintedNumber("") if missing or number is None else _figure(number, written),
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


def definition(row: Row) -> Definition:
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
        counted=(
            NamedText("October 2026", row.cases.words),
            NamedText("September 2026", "1,094"),
            NamedText("October 2025", "1,011"),
        ),
        uploads=PrintedNumber("3 uploads", 3.0),
    )
