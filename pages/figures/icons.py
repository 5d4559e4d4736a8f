"""The icons: each differs from the others in shape, so that colour is never needed to tell them apart.

A word is always beside an icon, so screen readers skip the icon.
"""

from __future__ import annotations

import re

from metrics.vocabulary import Assurance, Better, Variation, Verdict
from pages.figures.axis import inline
from pages.figures.palette import Sense

_WAVES = "M4 6.3q1.75-1.6 3.5 0t3.5 0M4 9q1.75-1.6 3.5 0t3.5 0"
_RING = '<circle cx="7.5" cy="7.5" r="6.2"/>'
_SQUARE = '<rect class="f" x="1" y="1" width="13" height="13" rx="2"/>'
_VERDICTS = {
    Verdict.MET: f'{_RING}<path d="M4.6 7.8l2.1 2.1 3.8-4.4"/>',
    Verdict.MISSED: f'{_SQUARE}<path class="p" d="M5 5l5 5M10 5l-5 5"/>',
    Verdict.TOO_CLOSE_TO_CALL: f'{_RING}<path d="{_WAVES}"/>',
    Verdict.TOO_FEW_ANSWERS: '<circle cx="7.5" cy="7.5" r="6.2" stroke-dasharray="1.3 1.95"/>',
    Verdict.NO_STANDARD: '<path d="M4 7.5h7"/>',
    Verdict.NO_DATA: '<path d="M4 7.5h7" stroke-dasharray="1.5 1.5"/>',
}
_VERDICT_SENSES = {Verdict.MET: Sense.BETTER, Verdict.MISSED: Sense.WORSE}
_STEADY = ((3, 9), (8.6, 6.6), (14.2, 9.6), (19.8, 7.2), (25.4, 9.2), (31, 7.8))
_UP = ((3, 12.6), (8.6, 10.8), (14.2, 12), (19.8, 8.4), (25.4, 6), (31, 3))
_DOWN = tuple((x, 15.6 - y) for x, y in _UP)
_PATHS = {
    Variation.COMMON_CAUSE: (_STEADY, Sense.NEITHER),
    Variation.IMPROVEMENT_HIGH: (_UP, Sense.BETTER),
    Variation.IMPROVEMENT_LOW: (_DOWN, Sense.BETTER),
    Variation.CONCERN_HIGH: (_UP, Sense.WORSE),
    Variation.CONCERN_LOW: (_DOWN, Sense.WORSE),
    Variation.NEUTRAL_HIGH: (_UP, Sense.NEITHER),
    Variation.NEUTRAL_LOW: (_DOWN, Sense.NEITHER),
}
# Where the band lies about the dashed standard: above it, across it, below it.
_ABOVE, _ACROSS, _BELOW = (1.5, 12.5), (4.5, 8.5), (8.5, 4.5)

_DRAWN = re.compile(
    r'<svg class="(icon[^"]*)" aria-hidden="true" width="(\d+)" height="(\d+)" viewBox="[^"]*">(.*?)</svg>'
)


def verdict_icon(verdict: Verdict) -> str:
    """Ring with tick, filled square with cross, ring with waves, dotted ring or dash."""
    return inline(f"icon {_VERDICT_SENSES.get(verdict, Sense.NEITHER)}", 15, 15, "", _VERDICTS[verdict])


def verdict_marks() -> str:
    """The verdicts' icons for a long table: drawn once and unseen, to be pointed at by `verdict_mark`."""
    drawn = "".join(
        f'<symbol id="verdict-{verdict.value}" viewBox="0 0 15 15">'
        f'<g class="icon {_VERDICT_SENSES.get(verdict, Sense.NEITHER)}">{inside}</g></symbol>'
        for verdict, inside in _VERDICTS.items()
    )
    return f'<svg class="unseen" aria-hidden="true" width="0" height="0">{drawn}</svg>'


def verdict_mark(verdict: Verdict) -> str:
    """The icon of a verdict, on a page that has `verdict_marks`."""
    return f'<svg class="icon" aria-hidden="true" width="15" height="15"><use href="#verdict-{verdict.value}"/></svg>'


def drawn_once(html: str) -> str:
    """The HTML of a table with each of its icons drawn once, unseen before it, and referred to from its place."""
    names: dict[str, str] = {}
    symbols: list[str] = []

    def pointed(found: re.Match[str]) -> str:
        looks, width, height, inside = found.groups()
        name = names.setdefault(found[0], f"i{len(names)}")
        if len(symbols) < len(names):
            drawn = f'<g class="{looks}">{inside}</g>'
            symbols.append(f'<symbol id="{name}" viewBox="0 0 {width} {height}">{drawn}</symbol>')
        place = f'class="icon" aria-hidden="true" width="{width}" height="{height}"'
        return f'<svg {place}><use href="#{name}"/></svg>'

    table = _DRAWN.sub(pointed, html)
    return f'<svg class="unseen" aria-hidden="true" width="0" height="0">{"".join(symbols)}</svg>{table}'


def check_icon() -> str:
    """Filled square with an exclamation mark: a person should look at this."""
    mark = '<path class="p" d="M7.5 4v4.4M7.5 10.4v.9"/>'
    return inline(f"icon {Sense.WORSE}", 15, 15, "", f"{_SQUARE}{mark}")


def variation_icon(variation: Variation) -> str:
    """Six joined dots that stay level, end up or end down."""
    points, sense = _PATHS[variation]
    line = "L".join(f"{x:g} {y:g}" for x, y in points)
    dots = "".join(f'<circle class="f" cx="{x:g}" cy="{y:g}" r="1.8"/>' for x, y in points)
    return inline(f"icon thin {sense}", 34, 17, "", f'<path d="M{line}"/>{dots}')


def assurance_icon(assurance: Assurance, better: Better) -> str:
    """The usual range drawn where it lies: above, below or across the dashed standard."""
    top, line = _ACROSS
    sense = Sense.NEITHER
    if assurance is not Assurance.INCONSISTENT:
        passes = assurance is Assurance.CONSISTENT_PASS
        top, line = _ABOVE if passes == (better is Better.HIGHER) else _BELOW
        sense = Sense.BETTER if passes else Sense.WORSE
    return inline(
        f"icon {sense}",
        34,
        17,
        "",
        f'<rect class="h" x="3" y="{top:g}" width="28" height="8" rx="1"/>'
        f'<path class="k" d="M0 {line:g}h34" stroke-dasharray="3 2"/>',
    )
