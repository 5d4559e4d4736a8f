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
from pages.parts.why import Angle, why

FEWEST_PARTS = 2


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
    angle, found = _split(card, angle_asked(wanted), asked_for="by" in wanted)
    spread = scores(scope, metric) if has_spread(card.metric) else None
    return laid_out(card, angle, found, spread, leaves(scope, metric))


def _split(card: Scorecard, angle: Angle, *, asked_for: bool) -> tuple[Angle, Split | None]:
    """The change taken apart as wanted; by the other kind of parts where nobody asked and these say nothing."""
    found = split(card.scope, card.metric.id, angle.by, a_year=angle.a_year)
    if asked_for or (found is not None and len(found.parts) >= FEWEST_PARTS):
        return angle, found
    other = Angle(By.UNITS if angle.by is By.CHANNELS else By.CHANNELS, angle.a_year)
    found_too = split(card.scope, card.metric.id, other.by, a_year=other.a_year)
    return (angle, found) if found_too is None or len(found_too.parts) < FEWEST_PARTS else (other, found_too)


def laid_out(
    card: Scorecard, angle: Angle, found: Split | None, spread: Spread | None, side_by_side: SideBySide
) -> str:
    """The questions that have something to say, side by side where there is room."""
    sections = (why(card, found, angle), answers(card, spread), branches(card, side_by_side))
    return cells.joined(('<div class="questions">', *sections, "</div>"))
