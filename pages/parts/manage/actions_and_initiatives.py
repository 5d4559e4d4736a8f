"""The texts of the pages about actions and initiatives: their headlines and lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from db.reports.initiative_effects import InitiativeEffect
from metrics.improvements import ActionState, KeptAction
from metrics.statistics.difference_in_differences import SAID
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.initiative_effects import lateness, places, when_it_ran, where_it_belongs
from pages.parts import html
from pages.parts.metric_cells import effect_html


def actions_opening(kept: Sequence[KeptAction], today: dt.date) -> Markup:
    """How many actions are open and late."""
    still_open = [each for each in kept if each.state is ActionState.OPEN]
    late = sum(each.days_late(today) > 0 for each in still_open)
    if not kept:
        return html.headline("No actions yet.", "Enter who does what by when; the action stays here until it is done.")
    if not still_open:
        return html.headline("No action is open.", f"All {numbers.count(len(kept), 'actions')} are done or cancelled.")
    many = numbers.in_words(len(still_open)).capitalize()
    verb = "action is" if len(still_open) == 1 else "actions are"
    those = f"{numbers.in_words(late)} of them late" if late else "none late"
    return html.headline(f"{many} {verb} open, {those}.", "Late ones come first, then by due date.")


def action_line(
    kept: KeptAction, today: dt.date, initiatives: Mapping[int, str], called: Callable[[str], str]
) -> Markup:
    """One action: what, who, by when or how late, and what it is about; `called` gives a metric's name by its id."""
    said, how = kept.action, lateness(kept, today)
    state: str = how.words
    if how.sense is Sense.WORSE:
        state = html.joined(html.bold(how.words, classes="worse"), f", was due {numbers.short_day(said.due)}")
    belongs = [*where_it_belongs(kept, called), initiatives.get(said.initiative or 0, "")]
    parts = html.between(" · ", [state, said.owner, *(text for text in belongs if text)])
    outcome = html.joined(html.BR, kept.outcome) if kept.outcome else ""
    closed = "" if kept.state is ActionState.OPEN else " closed"
    return html.tag("div", html.bold(said.what), html.small(parts, outcome), classes=f"deed{closed}")


def initiatives_opening(judged: Sequence[InitiativeEffect]) -> Markup:
    """How many initiatives there are, and how many show an effect."""
    if not judged:
        lead = (
            "An initiative is a dated change in some units, such as a call-back promise in one region. Plumbline "
            "compares its units with the others, before and after, and says what changed beyond chance."
        )
        return html.headline("No initiatives yet.", lead)
    lead = (
        "Each unit is compared with itself in the twelve months before, without the last three, beside the units that "
        "took no part. An effect is named only where chance does not explain it; it is no proof of the cause."
    )
    return html.headline(f"{_how_many_differ(judged)}.", lead)


def _how_many_differ(judged: Sequence[InitiativeEffect]) -> str:
    """Only compared with units that took no part can a change be called an initiative's effect."""
    differ = sum(any(effect.word in SAID and effect.beside_others for effect in one.effects) for one in judged)
    every = len(judged)
    if every == 1:
        return "The one initiative has an effect to see" if differ else "The one initiative has no effect to see yet"
    if not differ:
        return f"None of {numbers.in_words(every)} initiatives has an effect to see yet"
    verb = "has" if differ == 1 else "have"
    return f"{numbers.in_words(differ).capitalize()} of {numbers.in_words(every)} initiatives {verb} an effect to see"


def initiative_line(judged: InitiativeEffect, organisation: str) -> Markup:
    """One initiative: since when, where, for which metrics, whose, and its effects."""
    said = judged.kept.initiative
    where = places(said.units, f"all of {organisation}" if organisation else "everywhere")
    metrics = numbers.listed([effect.metric.name for effect in judged.effects])
    facts = [when_it_ran(said), where, metrics, said.owner]
    description = html.small(said.description) if said.description else ""
    effects = (html.tag("div", effect_html(effect), classes="effect") for effect in judged.effects)
    return html.tag("div", html.bold(said.name), html.small(" · ".join(facts)), description, *effects, classes="deed")
