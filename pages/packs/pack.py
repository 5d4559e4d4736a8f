"""A pack as a value: all its words, ready to print, and its numbers for typed cells.

It is frozen and goes to JSON and back without loss, so a published edition can be stored as text. It does not know
scorecards, the store or any file format.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from metrics.vocabulary import Verdict
from pages.figures.chart_labels import MONTH_LETTERS
from pages.figures.palette import Sense
from pages.packs import json_codec

# The sheet has room for this many metrics; the appendix holds the rest.
ON_THE_SHEET = 12
CHARTS = 3
# How the words of a verdict end that should wait for more answers. Editions keep these words and nothing else of it.
MAY_BE_CHANCE = ", may be chance"
# A sparkline draws this many of a row's newest months.
SPARK_MONTHS = 24


class Readers(StrEnum):
    """Whom a pack is for: the board reads a sheet and its appendix, a team one page."""

    BOARD = "board"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed (“88.6 %”) and as the value of a cell (88.5714), which is None where there are only words."""

    words: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a metric's numbers are written in cells and on axes: “£” before, “ %” after, so many decimals.

    `point` and `thousands` are the separators where no program chooses them by the reader's country, and `months` the
    short names of the months, January first.
    """

    decimals: int = 1
    before: str = ""
    after: str = ""
    point: str = "."
    thousands: str = ","
    months: tuple[str, ...] = MONTH_LETTERS


@dataclass(frozen=True, slots=True)
class Step:
    """A change: “+2.6” with its arrow (▲, ▼ or none), what it means (“rose: better”) and its colour.

    `figure.words` is empty where there is no change to show; then `meaning` says why (“not yet”).
    """

    figure: PrintedNumber
    arrow: str = ""
    meaning: str = ""
    sense: Sense = Sense.NEITHER


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A month of a series: value with margin and n, the usual range, the standard in force, what stands out.

    Numbers are in the metric's unit, None where there is none; `points_up` says whether it stands out above or below,
    `is_so_far` that only a part of the month is in.
    """

    month: dt.date
    value: PrintedNumber
    low: float | None = None
    high: float | None = None
    n: float | None = None
    lower: float | None = None
    mean: float | None = None
    upper: float | None = None
    standard: float | None = None
    sense: Sense = Sense.NEITHER
    points_up: bool | None = None
    pattern: str = ""
    is_so_far: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A metric in the table. `unit` is printed in grey after the name; `low` and `high` are the ends of the margin.

    `margin` is the margin in words, empty where there is none; `series` is oldest first, without gaps, and `alt`
    says in a sentence what it shows.
    """

    metric: str
    name: str
    family: str
    promise: str
    value: PrintedNumber
    cases: PrintedNumber
    verdict: Verdict
    verdict_words: str
    standard: PrintedNumber
    before: Step
    year_ago: Step
    unit: str = ""
    margin: str = ""
    low: float | None = None
    high: float | None = None
    standard_since: str = ""
    assurance: str = ""
    assurance_sense: Sense = Sense.NEITHER
    benchmark: str = ""
    written: NumberFormat = NumberFormat()
    series: tuple[ChartPoint, ...] = ()
    alt: str = ""

    @property
    def waits(self) -> bool:
        """Whether the verdict should wait for more answers; an edition keeps it in its words alone."""
        return self.verdict_words.endswith(MAY_BE_CHANCE)

    @property
    def is_missed(self) -> bool:
        """Whether the standard was missed by more than chance."""
        return self.verdict is Verdict.MISSED and not self.waits


@dataclass(frozen=True, slots=True)
class PackEvent:
    """A change that people made, drawn at its month."""

    month: dt.date
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A large chart: its finding as the title, one more sentence below, and `alt` for readers who cannot see it.

    `standard_words` is the newest standard, short: “≥ 80 %”.
    """

    metric: str
    name: str
    title: str
    alt: str
    points: tuple[ChartPoint, ...]
    written: NumberFormat = NumberFormat()
    sentence: str = ""
    standard_words: str = ""
    events: tuple[PackEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A short paragraph. `lead` is printed in bold before `text`, in the colour of `sense` and after its arrow."""

    text: str
    lead: str = ""
    arrow: str = ""
    sense: Sense = Sense.NEITHER


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """Who does what by when, and its status (“done”, “12 days late”); `late` marks it."""

    what: str
    owner: str = ""
    due: str = ""
    due_on: dt.date | None = None
    state: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class PackBenchmark:
    """What others have published about a metric, and our position among them."""

    metric: str
    figure: PrintedNumber
    peers: str
    source: str
    month: str
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Praise:
    """Praise from a customer, with unit and month."""

    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class NamedText:
    """A name and its text: “Survey answers”, “to 31 Oct 2026”."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Definition:
    """How a metric is calculated. `counted` is n for each period, newest first; `uploads` is how many are behind it."""

    metric: str
    name: str
    definition: str
    numerator: str
    denominator: str
    exclusions: str = ""
    margin: str = ""
    direction: str = ""
    audience: str = ""
    source: str = ""
    counted: tuple[NamedText, ...] = ()
    uploads: PrintedNumber = PrintedNumber("")
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionMark:
    """The edition's number, publisher and date in words; `seal` is the beginning of its content's hash, if known.

    `store_seal` is the beginning of the seal of the store's last audit line when the pack was made.
    """

    number: int
    by: str
    when: str
    seal: str = ""
    store_seal: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """All that is printed about a month. `cut_off` has its time zone; `edition` is None while it is a draft.

    `rows` are in their order, chosen ones first; the first `for_sheet` of them go on the sheet. `before` and
    `year_ago` name the compared periods as headings (“v Sept 2026”); `stands_on` says up to when each kind of input
    has data; `rules` are the sentences on how to read the pack.
    """

    organisation: str
    title: str
    month: dt.date
    period: str
    scope: str
    cut_off: dt.datetime
    cut_off_words: str
    revision: int
    headline: str
    readers: Readers = Readers.BOARD
    edition: EditionMark | None = None
    for_sheet: int = ON_THE_SHEET
    filters: tuple[str, ...] = ()
    before: str = ""
    year_ago: str = ""
    rows: tuple[Row, ...] = ()
    sections: tuple[Section, ...] = ()
    charts: tuple[Chart, ...] = ()
    commentary: tuple[str, ...] = ()
    commentary_by: str = ""
    actions: tuple[ActionLine, ...] = ()
    since_last_pack: tuple[Paragraph, ...] = ()
    restated: tuple[Paragraph, ...] = ()
    praise: tuple[Praise, ...] = ()
    benchmarks: tuple[PackBenchmark, ...] = ()
    stands_on: tuple[NamedText, ...] = ()
    definitions: tuple[Definition, ...] = ()
    rules: tuple[str, ...] = ()
    legend: str = ""
    language: str = "en-GB"

    @property
    def on_sheet(self) -> tuple[Row, ...]:
        """The metrics on the sheet."""
        return self.rows[: min(self.for_sheet, ON_THE_SHEET)]

    @property
    def in_appendix(self) -> tuple[Row, ...]:
        """The metrics that do not fit on the sheet."""
        return self.rows[len(self.on_sheet) :]

    @property
    def state(self) -> str:
        """The edition in words: “Edition 2, published by M. Hale, 13 November 2026” or “Draft, not yet published”."""
        if (own := self.edition) is None:
            return "Draft, not yet published"
        return f"Edition {own.number}, published by {own.by}, {own.when}"

    def as_json(self) -> str:
        """The pack as JSON text that `from_json` reads back to an equal pack. ValueError: a number is not finite."""
        return json_codec.as_json(self)

    @classmethod
    def from_json(cls, text: str) -> Pack:
        """The pack that was written by `as_json`; fields added since then have their defaults."""
        return json_codec.from_json(cls, text)
