"""Initiatives and actions as a pack prints them: effects, open actions, and the starts that charts mark."""

from __future__ import annotations

import datetime as dt

from db.reports.initiative_effects import Improvements
from metrics.periods import Month
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.initiative_effects import effect_text, lateness, places, when_it_ran
from pages.packs.pack import ActionLine, PackEvent, Paragraph


def worked(doing: Improvements, organisation: str) -> tuple[Paragraph, ...]:
    """For each initiative and metric, how much it changed beyond the units that took no part."""
    paragraphs = []
    for judged in doing.initiatives:
        own = judged.kept.initiative
        where = places(own.units, organisation)
        for effect in judged.effects:
            said = effect_text(effect)
            text = f"{where}, {when_it_ran(own)}: {said.sentence}."
            paragraphs.append(Paragraph(text, f"{own.name},", said.arrow, said.sense))
    return tuple(paragraphs)


def actions(doing: Improvements, day: dt.date) -> tuple[ActionLine, ...]:
    """The open actions, the earliest due date first, with how late each is on `day`."""
    made = []
    for kept in doing.actions:
        how, own = lateness(kept, day), kept.action
        late = how.sense is Sense.WORSE
        state = how.words if late else ""
        made.append(ActionLine(own.what, own.owner, numbers.short_day(own.due), own.due, state, late))
    return tuple(made)


def events(doing: Improvements, metric: str) -> tuple[PackEvent, ...]:
    """When the initiatives for a metric began."""
    return tuple(
        PackEvent(Month.of(own.began).first_day, own.name)
        for own in (judged.kept.initiative for judged in reversed(doing.initiatives))
        if metric in own.metrics
    )
