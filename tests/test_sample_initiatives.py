"""What the sample company's people do is loaded with it, and the effects are those its README tells."""

from __future__ import annotations

import pytest

from db.queries.initiatives_and_actions import actions, initiatives
from db.queries.missing_units import missing_inputs
from db.reports.initiative_effects import effects
from db.store.engine import Store
from metrics.improvements import ActionState
from metrics.periods import Month
from metrics.statistics.difference_in_differences import Effect, EffectWord
from metrics.vocabulary import Kind, Scope

OCTOBER = Month(2026, 10)


@pytest.fixture(scope="module")
def found(sample_store: Store) -> dict[tuple[str, str], Effect]:
    """Each effect by the initiative's name and the metric."""
    with sample_store.reading() as session:
        return {
            (kept.initiative.name, one.metric.id): one
            for kept in initiatives(session)
            for one in effects(session, Scope(OCTOBER), kept)
        }


def test_nps_rose_more_in_the_city_with_its_call_back_promise(found: dict[tuple[str, str], Effect]) -> None:
    """The pooled sums said 11.0 (6.5 to 15.5): they forgot how units wander, and began with the City's poor winter."""
    promise = found["Call-back promise", "nps"]
    assert (promise.word, promise.first_said) == (EffectWord.ROSE, 3)
    assert (promise.treated, promise.untouched, promise.areas) == (8, 16, 1)
    told = [promise.size.low, promise.size.estimate, promise.size.high]
    assert [round(end, 1) for end in told if end is not None] == [1.0, 7.3, 13.6]


def test_the_two_hour_window_has_no_effect_to_see(found: dict[tuple[str, str], Effect]) -> None:
    assert found["Two-hour window for home visits", "promises_kept"].word is EffectWord.NO_EFFECT_SEEN


def test_what_all_branches_had_is_compared_with_the_year_before(found: dict[tuple[str, str], Effect]) -> None:
    for metric in ("first_contact_resolution", "transfers"):
        shared = found["Shared case notes", metric]
        assert not shared.beside_others
        assert shared.windows is not None
        assert shared.windows.before == tuple(month.a_year_earlier for month in shared.windows.after)


def test_the_actions_are_open_done_and_dropped(sample_store: Store) -> None:
    with sample_store.reading() as session:
        states = [each.state for each in actions(session)]
    assert {state: states.count(state) for state in ActionState} == {
        ActionState.OPEN: 8,
        ActionState.DONE: 1,
        ActionState.DROPPED: 1,
    }


def test_highgarth_is_missed_by_the_shoppers_of_october(sample_store: Store) -> None:
    with sample_store.reading() as session:
        found = missing_inputs(session, OCTOBER)
    assert [each.units for each in found.missing if each.kind is Kind.SHOPPER] == [("Vale/Highgarth",)]
    assert not [each for each in found.missing if each.kind is Kind.OPERATIONS]
