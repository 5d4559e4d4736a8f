"""What people did and will do, as a pack prints it: did it work, who does what by when, what charts show of it."""

from __future__ import annotations

import datetime as dt

from db.reports.initiative_effects import Doing
from metrics.periods import Month
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.initiative_effects import lateness, places, since, told
from pages.packs.pack import Action, Event, Paragraph


def worked(doing: Doing, organisation: str) -> tuple[Paragraph, ...]:
    """For each initiative and metric whether it moved what it was meant to move."""
    paragraphs = []
    for judged in doing.initiatives:
        own = judged.kept.initiative
        where = places(own.units, organisation)
        for effect in judged.effects:
            said = told(effect)
            text = f"{where}, {since(own)}: {said.sentence}."
            paragraphs.append(Paragraph(text, f"{own.name},", said.arrow, said.sense))
    return tuple(paragraphs)


def actions(doing: Doing, day: dt.date) -> tuple[Action, ...]:
    """The open actions, the first due first; how late one is on `day`."""
    made = []
    for kept in doing.actions:
        how, own = lateness(kept, day), kept.action
        late = how.sense is Sense.WORSE
        state = how.words if late else ""
        made.append(Action(own.what, own.owner, numbers.short_day(own.due), own.due, state, late))
    return tuple(made)


def events(doing: Doing, metric: str) -> tuple[Event, ...]:
    """When initiatives began that are meant to move a metric."""
    return tuple(
        Event(Month.of(own.began).first_day, own.name)
        for own in (judged.kept.initiative for judged in reversed(doing.initiatives))
        if metric in own.metrics
    )
