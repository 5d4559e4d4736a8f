"""The texts of the pages about actions and initiatives: their headlines and lines. HTML in one line, escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from html import escape

from db.reports.initiative_effects import InitiativeEffect
from metrics.improvements import ActionState, KeptAction
from metrics.statistics.difference_in_differences import EffectWord
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.initiative_effects import lateness, places, when_it_ran, where_it_belongs
from pages.parts.metric_cells import effect_html


def actions_opening(kept: Sequence[KeptAction], today: dt.date) -> str:
    """How many actions are open and late."""
    still_open = [each for each in kept if each.state is ActionState.OPEN]
    late = sum(each.days_late(today) > 0 for each in still_open)
    if not kept:
        title, lead = "No action has been entered yet.", "Say who does what by when; here it stays until it is done."
    elif not still_open:
        title, lead = "Nothing is open.", f"All {numbers.count(len(kept), 'actions')} are done or dropped."
    else:
        many = numbers.in_words(len(still_open)).capitalize()
        verb = "action is" if len(still_open) == 1 else "actions are"
        title = (
            f"{many} {verb} open, {numbers.in_words(late)} of them late." if late else f"{many} {verb} open, none late."
        )
        lead = "Late ones come first, then by the day they are due."
    return f'<h1 class="headline">{title}</h1><p class="lead">{lead}</p>'


def action_line(kept: KeptAction, today: dt.date, initiatives: Mapping[int, str], called: Callable[[str], str]) -> str:
    """One action: what, who, by when or how late, and what it is about; `called` gives a metric's name by its id."""
    said, how = kept.action, lateness(kept, today)
    state = f'<b class="worse">{how.words}</b>' if how.sense is Sense.WORSE else how.words
    due = f", was due {numbers.short_day(said.due)}" if how.sense is Sense.WORSE else ""
    belongs = [*where_it_belongs(kept, called), initiatives.get(said.initiative or 0, "")]
    parts = [f"{state}{due}", escape(said.owner), *(escape(text) for text in belongs if text)]
    outcome = f"<br>{escape(kept.outcome)}" if kept.outcome else ""
    closed = "" if kept.state is ActionState.OPEN else " closed"
    return (
        f'<div class="deed{closed}"><b>{escape(said.what)}</b>'
        f'<span class="small">{" · ".join(parts)}{outcome}</span></div>'
    )


def initiatives_opening(judged: Sequence[InitiativeEffect]) -> str:
    """How many initiatives there are, and in how many an effect can be seen."""
    if not judged:
        title = "No initiative has been entered yet."
        lead = (
            "An initiative is a dated change in some units, such as a call-back promise in one region. Plumbline holds "
            "its units against the untouched ones, before and after, and says whether it worked."
        )
    else:
        title = f"{_how_many_work(judged)}."
        lead = (
            "The effect is the change in an initiative’s own units beyond the change in the others, over as many whole "
            "months before as after."
        )
    return f'<h1 class="headline">{title}</h1><p class="lead">{lead}</p>'


def _how_many_work(judged: Sequence[InitiativeEffect]) -> str:
    """Only against untouched units can a change be called an initiative's effect."""
    works = sum(
        any(effect.word is EffectWord.WORKS and effect.others is not None for effect in one.effects) for one in judged
    )
    every = len(judged)
    if every == 1:
        return "One initiative, and it works" if works else "One initiative, and no effect of it shows yet"
    if not works:
        return f"{numbers.in_words(every).capitalize()} initiatives, and no effect of any shows yet"
    verb = "works" if works == 1 else "work"
    return (
        f"{numbers.in_words(works).capitalize()} of {numbers.in_words(every)} initiatives {verb}, as far as can be told"
    )


def initiative_line(judged: InitiativeEffect, organisation: str) -> str:
    """One initiative: since when, where, for which metrics, whose, and its effects."""
    said = judged.kept.initiative
    where = places(said.units, f"all of {organisation}" if organisation else "everywhere")
    metrics = numbers.listed([effect.metric.name for effect in judged.effects])
    facts = [when_it_ran(said), where, metrics, said.owner]
    description = f'<span class="small">{escape(said.description)}</span>' if said.description else ""
    effects = "".join(f'<div class="effect">{effect_html(effect)}</div>' for effect in judged.effects)
    return (
        f'<div class="deed"><b>{escape(said.name)}</b><span class="small">{escape(" · ".join(facts))}</span>'
        f"{description}{effects}</div>"
    )
