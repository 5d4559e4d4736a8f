"""The three questions below a metric's chart, side by side: why it moved, how answers are spread, who stands apart."""

from __future__ import annotations

from collections.abc import Mapping

from db.breakdowns import By
from db.leaves import SideBySide
from db.spread import Spread
from metrics.mix import Split
from metrics.scorecard import Scorecard
from pages.parts import cells
from pages.parts.answers import answers, has_spread
from pages.parts.branches import branches
from pages.parts.data import leaves, scores, split
from pages.parts.why import Angle, has_parts, why


def angle_asked(wanted: Mapping[str, str]) -> Angle:
    """How the address wants the change taken apart; what it asks for and nobody knows falls back."""
    by = By.UNITS if wanted.get("by", "").lower() == By.UNITS else By.CHANNELS
    return Angle(by, a_year=wanted.get("against", "").lower() != "before")


def angle_in_address(wanted: Mapping[str, str]) -> dict[str, str]:
    """What of the address says how the change is taken apart, as it was understood; nothing where it says nothing."""
    angle = angle_asked(wanted)
    known = {"by": angle.by.value, "against": "year" if angle.a_year else "before"}
    return {name: word for name, word in known.items() if name in wanted}


def questions(card: Scorecard, wanted: Mapping[str, str]) -> str:
    """What the store says to the three questions, as one line of HTML."""
    scope, metric = card.scope, card.metric.id
    angle, splits = _splits(card, angle_asked(wanted))
    spread = scores(scope, metric) if has_spread(card.metric) else None
    return laid_out(card, angle, splits, spread, leaves(scope, metric))


def _splits(card: Scorecard, angle: Angle) -> tuple[Angle, dict[By, Split | None]]:
    """The change by either kind of parts, and the angle asked for, or the other where only that says something."""
    found = {by: split(card.scope, card.metric.id, by, a_year=angle.a_year) for by in By}
    telling = [by for by in (angle.by, *By) if has_parts(found[by])]
    return Angle(telling[0] if telling else angle.by, angle.a_year), found


def laid_out(
    card: Scorecard, angle: Angle, splits: Mapping[By, Split | None], spread: Spread | None, side_by_side: SideBySide
) -> str:
    """The questions that have something to say, side by side where there is room."""
    sections = (why(card, splits, angle), answers(card, spread), branches(card, side_by_side))
    return cells.joined(('<div class="questions">', *sections, "</div>"))
