"""Every colour, named by what it says. Stylesheet and figures take colours from here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum


class Sense(StrEnum):
    """What something is for the reader; also the name of its colour and the class of what is drawn in it."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "quiet"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as #RRGGBB; text on `paper` reaches 4.5 : 1, and on `band` too, except rules."""

    ink: str
    mute: str
    better: str
    worse: str
    act: str
    on_act: str
    paper: str
    wash: str
    band: str
    rule: str
    rule_strong: str
    best_quarter: str


LIGHT = Palette(
    ink="#1D2126",
    mute="#5F666D",
    better="#0B5EA8",
    worse="#B4480C",
    act="#7A2E5F",
    on_act="#FFFFFF",
    paper="#FFFFFF",
    wash="#F5F5F2",
    band="#ECECE7",
    rule="#E3E3DE",
    rule_strong="#1D2126",
    best_quarter="#A7ABAE",
)
DARK = Palette(
    ink="#E6E7E8",
    mute="#A3A9B0",
    better="#6DB5F5",
    worse="#F59B57",
    act="#E3A6CB",
    on_act="#1D2126",
    paper="#15181C",
    wash="#1E2227",
    band="#2A2F36",
    rule="#2E333A",
    rule_strong="#8A9097",
    best_quarter="#6C737B",
)

# Follows the reader's theme in all that a page draws inline; see `custom_properties`.
THEMED = Palette(**{field.name: f"var(--{field.name.replace('_', '-')})" for field in fields(Palette)})

# The logo is an image and cannot follow the theme, so its colour has to hold on both papers.
MARK = "#A9548C"


def palette(theme: str | None) -> Palette:
    """The colours of the theme a reader sees ("light" or "dark"; anything else is taken as light)."""
    return DARK if theme == "dark" else LIGHT


def custom_properties() -> str:
    """One CSS custom property for each colour, which follows the reader's theme by light-dark()."""
    return "".join(
        f"--{field.name.replace('_', '-')}:light-dark({getattr(LIGHT, field.name)},{getattr(DARK, field.name)});"
        for field in fields(Palette)
    )


# What figures are drawn in; of each theme no two are alike, so a colour tells its meaning.
_DRAWN = ("ink", "mute", "better", "worse", "act", "paper", "band", "rule", "best_quarter")


def drawn_colours_follow(place: str) -> str:
    """Rules that let figures already drawn under `place` (a selector) follow the theme when the reader switches it.

    Plotly writes each colour into the style of what it draws; there it is taken for its meaning in either theme.
    """
    rules = ""
    for name in _DRAWN:
        shades = [_as_written(getattr(theme, name)) for theme in (LIGHT, DARK)]
        for part in ("fill", "stroke"):
            selectors = ",".join(f'{place} [style*="{part}: {shade}"]' for shade in shades)
            rules += f"{selectors}{{{part}:var(--{name.replace('_', '-')})!important}}"
    return rules


def _as_written(colour: str) -> str:
    """#RRGGBB as browsers write it into a style."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
