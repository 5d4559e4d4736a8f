"""A pack as a value: everything that is printed, in words already written and in numbers where a cell is typed.

It is frozen and goes to JSON and back without loss, so a published edition can be kept as text for ever. It knows
nothing of scorecards, the store or any file format.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from metrics.vocabulary import Verdict
from pages.figures.palette import Sense
from pages.packs import json_codec

# The sheet carries this many metrics; the rest stand in the appendix.
ON_THE_SHEET = 12
CHARTS = 3
# A sparkline draws this many of a row's newest months.
SPARK_MONTHS = 24


class Readers(StrEnum):
    """Whom a pack is for: the board reads a sheet and its appendix, a team one page."""

    BOARD = "board"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as it is read (“88.6 %”) and as a cell holds it (88.5714); None where there is nothing but words."""

    words: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a metric's numbers are written in cells and on axes: “£” before, “ %” after, so many decimals.

    `point` and `thousands` are the signs within a number where no program chooses them by the reader's country.
    """

    decimals: int = 1
    before: str = ""
    after: str = ""
    point: str = "."
    thousands: str = ","


@dataclass(frozen=True, slots=True)
class Step:
    """A change: “+2.6” with its arrow (▲, ▼ or none), what it means (“rose: better”) and which colour it has.

    `figure.words` are empty where there is no step; then `meaning` says why (“not yet”).
    """

    figure: PrintedNumber
    arrow: str = ""
    meaning: str = ""
    sense: Sense = Sense.NEITHER


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A month of a series: value with margin and n, the usual range, the standard then in force, what stands out.

    Numbers are in the metric's unit and None where there is none; `points_up` is the direction of what stands out.
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


@dataclass(frozen=True, slots=True)
class Row:
    """A metric in the table. `unit` is what stands in grey behind the name; `low` and `high` are the margin's ends.

    `margin` is the margin in words, empty where there is none; `series` runs oldest first, without holes, and `alt`
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


@dataclass(frozen=True, slots=True)
class PackEvent:
    """A change that people made, drawn at its month."""

    month: dt.date
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A large chart: its finding as the title, a sentence more below, and what it shows for those who cannot see it.

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
    """A short paragraph. `lead` stands in bold before `text`, in the colour of `sense` and behind its arrow."""

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
    """Who does what by when, and how it stands (“done”, “12 days late”); `late` marks it."""

    what: str
    owner: str = ""
    due: str = ""
    due_on: dt.date | None = None
    state: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class PackBenchmark:
    """What others have published of a metric, and where our value stands among them."""

    metric: str
    figure: PrintedNumber
    peers: str
    source: str
    month: str
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Praise:
    """Good words of a customer, with where and when they were said."""

    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class NamedText:
    """A name with what there is to say of it: “Survey answers” “to 31 Oct 2026”."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Definition:
    """How a metric is worked out. `counted` is n for each period, newest first; `uploads` those it stands on."""

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
    """Which edition of a month was published, by whom and when in words; `seal` begins its content's hash, if known."""

    number: int
    by: str
    when: str
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """All that is printed of a month. `cut_off` has its time zone; `edition` is None while it is a draft.

    `rows` stand in their order, chosen ones first: as many as `for_sheet` says go on the sheet. `before` and
    `year_ago` name the compared periods as headings (“v Sep 2026”); `stands_on` says how far each kind of input
    reaches; `rules` are the sentences that tell how to read it all.
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
        """The metrics that the sheet carries."""
        return self.rows[: min(self.for_sheet, ON_THE_SHEET)]

    @property
    def in_appendix(self) -> tuple[Row, ...]:
        """The metrics for which the sheet has no room."""
        return self.rows[len(self.on_sheet) :]

    @property
    def state(self) -> str:
        """The edition in words: “Edition 2, published by M. Hale, 13 November 2026” or “Draft, not yet published”."""
        if (own := self.edition) is None:
            return "Draft, not yet published"
        return f"Edition {own.number}, published by {own.by}, {own.when}{f', seal {own.seal}' if own.seal else ''}"

    def as_json(self) -> str:
        """The pack as JSON text that `from_json` reads back to an equal pack. ValueError: a number is not finite."""
        return json_codec.as_json(self)

    @classmethod
    def from_json(cls, text: str) -> Pack:
        """The pack that was written by `as_json`; fields added since then have their defaults."""
        return json_codec.from_json(cls, text)
