"""How Plumbline reads its numbers, in plain words: margins, changes, verdicts, usual ranges, comparisons. HTML."""

from __future__ import annotations

from html import escape

from db.queries.settings import Settings
from metrics.spc.control_limits import FULL_LENGTH
from pages.language import numbers
from pages.language.labels import VALUES_FOR_LIMITS
from pages.parts import metric_cells

PER_CENT = f"{numbers.THIN}%"


def reading_guide(settings: Settings) -> str:
    """The rules as sections of a word and its meaning; `settings` say how few answers are hidden."""
    entries = "".join(
        f'<article><h3 data-anchor="{name}">{escape(title)}</h3><p class="finding">{escape(text)}</p></article>'
        for name, title, text in rules(settings)
    )
    return metric_cells.joined(
        (f'<section class="section"><h2>How the numbers are read</h2><div class="glossary">{entries}</div></section>',)
    )


def rules(settings: Settings) -> list[tuple[str, str, str]]:
    """Each rule by its anchor, with a heading and a sentence or a few."""
    smallest, few = numbers.in_words(settings.smallest_n), settings.few_n
    return [
        (
            "margin",
            "Margin",
            "Other customers would have answered a little differently. The margin is the range that such chance "
            "leaves open, 95 times in 100. It is written ± where it lies evenly about the value, else as a range.",
        ),
        (
            "change",
            "Rose, fell, no real change",
            "A difference between two periods has a margin of its own. Where all of it lies above zero the metric "
            "rose, where all of it lies below it fell; where it crosses zero chance alone could have done it. "
            "Headlines claim only what also survives among all the changes tested on the page.",
        ),
        (
            "like-for-like",
            "Like for like",
            "A month that still runs is compared with the same days of the month before and of the same month last "
            "year; whole months with whole months. What is missing is missing and never counts as no change.",
        ),
        (
            "verdict",
            "Met, missed, too close to call",
            "A standard is met or missed only where the whole margin lies on one side of it; else it is too close to "
            "call. Complete counts have no margin and go by their value. Past months keep the standard then in "
            "force, and a unit without one takes that of the unit above it.",
        ),
        (
            "few-answers",
            "Too few answers",
            f"With fewer than {smallest} answers only their number is shown, so that nobody’s answer can be told; a "
            f"unit that could be worked out by subtraction is hidden too. Up to {few - 1} they are called few and not "
            "ranked.",
        ),
        (
            "usual-range",
            "Usual range",
            "The grey band is where months lie when nothing special happens: the mean and "
            f"{numbers.plain(2.66, 2)} average steps from "
            f"month to month to either side. It is drawn from {VALUES_FOR_LIMITS} months on, and is on trial below "
            f"{FULL_LENGTH}. Where people say the service is another one, it begins anew.",
        ),
        (
            "signals",
            "What stands out",
            "A month beyond the usual range, seven in a row on one side of the mean, seven rising or falling, or two "
            "of three near a limit: too rare to be chance. ▲ and ▼ mark them, blue for better and orange for worse.",
        ),
        (
            "hold",
            "Will it hold?",
            "If the whole usual range lies on the good side of the standard, it will be met every month as things "
            "are; if on the other, not without another way of working; if across it, now and then.",
        ),
        (
            "units",
            "Units side by side",
            "With fewer answers a value strays further, so each unit is held against a band that widens for few. "
            f"Only those outside it, and surviving among all, are named; "
            f"{numbers.share(0.998, 1)} and {numbers.share(0.95)} bands are drawn.",
        ),
        (
            "mix",
            "Mix and within",
            "A total moves because its parts really changed (within), or because they came in other proportions "
            "(mix). The two add up to the change exactly.",
        ),
    ]
