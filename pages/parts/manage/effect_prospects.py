"""What months can show of an effect whose size the reader names: when it would be found, or that it is ruled out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from db.reports.initiative_effects import InitiativeEffect
from metrics.statistics.difference_in_differences import SAID, Effect
from metrics.statistics.effect_power import prospect
from pages.language import numbers
from pages.language.initiative_effects import IN_POINTS, prospect_text


def open_effects(found: Sequence[InitiativeEffect]) -> list[tuple[str, Effect]]:
    """The effects of which nothing is said yet and whose margin is known, each with its initiative and metric."""
    return [
        (f"{one.kept.initiative.name}: {effect.metric.name}", effect)
        for one in found
        for effect in one.effects
        if effect.word not in SAID and effect.beside_others and effect.size.low is not None
    ]


def ask_for_size(found: Sequence[InitiativeEffect]) -> None:
    """A choice of initiative and metric with a field for a size, and the sentence that answers it; nothing if none."""
    effects = open_effects(found)
    if not effects:
        return
    with st.expander("When would an effect be found?"):
        at = st.selectbox(
            "Initiative and metric", range(len(effects)), format_func=lambda each: effects[each][0], key="prospect_of"
        )
        effect = effects[at][1]
        measured_in = effect.metric.measured_in
        unit = "points" if measured_in in IN_POINTS else numbers.UNIT_WORDS[measured_in]
        label = f"Smallest effect that matters to you{f' ({unit})' if unit else ''}"
        size = st.number_input(label, min_value=0.0, value=None, key="prospect_size")
        answer = prospect(effect, size) if size else None
        if answer is not None:
            st.markdown(prospect_text(effect, answer))
