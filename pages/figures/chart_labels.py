"""What a control chart says in letters and where: the range's ends, each step of the standard, the months below.

Shared by the chart on screen and the one that is taken away; draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from metrics.periods import Month
from pages.figures.runs import runs
from pages.figures.track import Band, Track

MONTH_LETTERS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# The widest view shows a month's name every this many months; a narrow one shows fewer months.
QUARTER, TIGHT = 3, 2


@dataclass(frozen=True, slots=True)
class Labels:
    """The texts of a chart that carry numbers: the standard at each step, the range's ends, the unit's signs.

    `separators` are the decimal sign and what stands between thousands; `month_names` the twelve short names.
    """

    standards: tuple[str | None, ...]
    upper: str = ""
    lower: str = ""
    mean: str = ""
    standard: str = ""
    tick_before: str = ""
    tick_after: str = ""
    separators: str = ".,"
    month_names: tuple[str, ...] = MONTH_LETTERS

    def last(self, months: int) -> Labels:
        """The texts of the newest `months`; the step that is cut off at the left keeps its own text."""
        cut = max(len(self.standards) - months, 0)
        standing = next((text for text in reversed(self.standards[: cut + 1]) if text), None)
        return replace(self, standards=(standing, *self.standards[cut + 1 :]))


def beside(track: Track, labels: Labels, room: float) -> list[tuple[float, str]]:
    """What is written to the right of the plot: the newest range's ends, its mean and the standard, with their levels.

    `room` is how much of the value axis a line of text takes; the texts are moved so that they stand apart.
    """
    band: Band | None = track.bands[-1] if track.bands else None
    wanted = []
    if band is not None:
        wanted = [(band.upper, labels.upper), (band.mean, labels.mean), (band.lower, labels.lower)]
    standard = track.standards[-1] if track.standards else None
    if standard is not None:
        wanted.append((standard, labels.standard))
    placed, above = [], float("inf")
    for level, text in sorted((one for one in wanted if one[1]), reverse=True):
        lines = 1 + text.count("<br>")
        place = min(level, above - room * (1 + lines) / 2)
        above = place - room * (lines - 1) / 2
        placed.append((place, text))
    return placed


def steps(track: Track, labels: Labels, *, newest_too: bool) -> list[tuple[int, float, str]]:
    """What the standard was, to be written at the left end of each of its steps: row, level and text.

    The newest also stands at the right of a roomy chart, so a lone step is written there only.
    """
    found = [step for step in runs(track.standards) if step[1] - step[0] >= 2 and labels.standards[step[0]]]
    if not newest_too and len(found) == 1:
        return []
    return [(first, level, labels.standards[first] or "") for first, _, level in found]


def level_words(level: float, labels: Labels) -> str:
    """A level of the value axis with its sign and unit: “−12.5 %”."""
    written = f"{abs(level):,.10g}".translate({ord("."): labels.separators[0], ord(","): labels.separators[1]})
    return f"{'−' if level < 0 else ''}{labels.tick_before}{written}{labels.tick_after}"


def month_ticks(months: tuple[Month, ...], month_names: tuple[str, ...] = MONTH_LETTERS) -> tuple[list[int], list[str]]:
    """Where the axis names months: the newest and each few months before it, the year under its first one."""
    every = QUARTER if len(months) > 12 else TIGHT
    rows = list(range((len(months) - 1) % every, len(months), every)) if months else []
    texts, year = [], None
    for row in rows:
        month = months[row]
        name = month_names[month.number - 1]
        texts.append(name if month.year == year else f"{name}<br><b>{month.year}</b>")
        year = month.year
    return rows, texts


def reach(track: Track) -> tuple[float, float]:
    """The lowest and highest level of the value axis: everything drawn, with a little room about it."""
    ends = [end for band in track.bands if band is not None for end in (band.lower, band.upper)]
    levels = [level for level in (*track.values, *track.standards, *ends, *(track.so_far or ())) if level is not None]
    low, high = min(levels, default=0.0), max(levels, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.08
    return low - room, high + room
