"""Packs of everything odd that people may type, and of much more or much less than a month should hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from pages.packs.pack import (
    ActionLine,
    ChartPoint,
    Pack,
    PackEvent,
    Paragraph,
    Praise,
    PrintedNumber,
    Readers,
    Row,
    Section,
    Step,
)
from tests.pages.packs.company import full_pack
from tests.pages.packs.numbers import rows

WORDS = (
    "=1+1",
    "@SUM(A1)",
    "Kundenzufriedenheitsbefragungsauswertung " * 3,
    "x" * 300,
    "שביעות רצון הלקוחות",
    "رضا العملاء في الفروع",
    "顧客満足度",
    "Δ 😀 👩‍👩‍👧 naïve",
    "turned \u202e round",
    "line\nbreak\ttab\x00\x07",
    "half a \ud800 pair \uffff",
    "<b>&amp;#set page(width: 1cm)</b> $x$ *a* `b`",
    "",
    " ",
)
# What fails is not made smaller: a pack is so large that this would take minutes.
FEW = settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=60))
long_texts = st.one_of(texts, st.integers(1, 40).map(lambda times: "We answered late on Mondays. " * times))
numbers = st.one_of(st.none(), st.floats(-1e6, 1e6), st.sampled_from((0.0, -0.0, 1e-9, 1e12)))
months = st.integers(0, 35).map(lambda row: dt.date(2023 + (10 + row) // 12, (10 + row) % 12 + 1, 1))


@st.composite
def odd_rows(draw: st.DrawFn, base: Row) -> Row:
    """A row whose words and numbers may be anything."""
    number = draw(numbers)
    series = base.series[-draw(st.integers(0, len(base.series))) :] if draw(st.booleans()) else ()
    return replace(
        base,
        name=draw(texts),
        unit=draw(texts),
        margin=draw(texts),
        value=PrintedNumber(draw(texts), number),
        cases=PrintedNumber(draw(texts), draw(numbers)),
        verdict_words=draw(texts),
        assurance=draw(texts),
        before=Step(PrintedNumber(draw(texts), number), draw(st.sampled_from(("", "▲", "▼"))), draw(texts)),
        series=tuple(map(_gappy, series)) if draw(st.booleans()) else series,
        alt=draw(texts) or "Nothing to see",
    )


def _gappy(point: ChartPoint) -> ChartPoint:
    """The month without a value, a range and a standard, if it is an even one."""
    return ChartPoint(point.month, PrintedNumber("")) if point.month.month % 2 else point


@dataclass(frozen=True, repr=False)
class Odd:
    """A pack that tells only its names where a test fails, as all of it would fill a book."""

    pack: Pack

    def __repr__(self) -> str:
        names = [row.name for row in self.pack.rows]
        return f"Odd({self.pack.organisation!r}, {self.pack.headline!r}, {names!r})"

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:
        """What Hypothesis prints; it would go round `__repr__` otherwise."""
        printer.text(repr(self))


@st.composite
def odd_packs(draw: st.DrawFn) -> Odd:
    """A pack of 0 to 18 odd rows with odd words about them."""
    base, many = full_pack(), draw(st.integers(0, 18))
    found = tuple(draw(odd_rows(row)) for row in list(rows())[:many])
    paragraphs = st.builds(Paragraph, long_texts, texts)
    charts = tuple(
        replace(
            chart,
            title=draw(long_texts),
            name=draw(texts),
            points=draw(st.sampled_from((chart.points, chart.points[-1:], chart.points[:7]))),
            events=tuple(PackEvent(draw(months), draw(texts)) for _ in range(draw(st.integers(0, 4)))),
        )
        for chart in base.charts[: draw(st.integers(0, 3))]
    )
    made = replace(
        base,
        readers=draw(st.sampled_from(Readers)),
        organisation=draw(texts),
        scope=draw(texts),
        filters=(draw(texts),),
        headline=draw(long_texts) or "Nothing",
        rows=found,
        for_sheet=draw(st.integers(0, 14)),
        charts=charts,
        sections=tuple(
            Section(draw(texts) or "Section", tuple(draw(st.lists(paragraphs, max_size=4))))
            for _ in range(draw(st.integers(0, 5)))
        ),
        commentary=tuple(draw(st.lists(long_texts, max_size=3))),
        actions=tuple(ActionLine(draw(texts), draw(texts)) for _ in range(draw(st.integers(0, 3)))),
        praise=tuple(Praise(draw(long_texts)) for _ in range(draw(st.integers(0, 3)))),
        definitions=tuple(replace(own, definition=draw(long_texts)) for own in base.definitions[:many]),
    )
    return Odd(made)
