"""How many people a unit has: entered from a month on, and what it makes of the margin in months, days and quarters."""

from __future__ import annotations

import pytest

from db.changes.units.populations import set_population
from db.queries.settings import Population, populations
from db.store.engine import Store
from metrics.errors import BadValue, NotFound
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import Audience, Item, Scale
from tests.db.looks import OCTOBER, asked, assert_adds_up, card, imported, net, scope

STAFF = Item("enps", Scale(0, 10), Audience.STAFF)
ANSWERS = net(25, 10, 50)


def width(store: Store, unit: str = "North", **more: object) -> float:
    found = card(store, "enps", scope(unit, **more)).value  # type: ignore[arg-type]
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def staffed(store: Store) -> Store:
    for month in (Month(2026, 8), OCTOBER):
        imported(store, *asked(STAFF, ANSWERS, month, unit="North"), name=f"{month}.csv")
    return store


def test_fifty_of_sixty_have_a_margin_of_their_own_from_the_month_it_holds(store: Store) -> None:
    wide = width(staffed(store))
    set_population(store, "North", Audience.STAFF, 60, Month(2026, 9), by="Ann")
    assert width(store) / wide == pytest.approx(0.41, abs=0.03)
    assert width(store, month=Month(2026, 8)) == pytest.approx(wide)
    assert width(store, "") == pytest.approx(wide), "the number for the whole organisation is not known"
    assert width(store, to_day=OCTOBER.day(20)) == pytest.approx(width(store))
    assert card(store, "enps", scope("North")).value.n_effective is None
    assert_adds_up(store)


def test_a_longer_period_is_held_against_its_months_people_together(store: Store) -> None:
    set_population(staffed(store), "North", Audience.STAFF, 60, Month(2026, 1), by="Ann")
    rolling = card(store, "enps", scope("North", period=PeriodKind.ROLLING3))
    assert getattr(rolling.evidence, "population", None) == 120
    assert rolling.value.n == 100


def test_it_is_of_one_audience_and_the_last_entered_counts(store: Store) -> None:
    wide = width(staffed(store))
    set_population(store, "North", Audience.CUSTOMERS, 60, OCTOBER, by="Ann")
    assert width(store) == pytest.approx(wide)
    set_population(store, "North", Audience.STAFF, 55, OCTOBER, by="Ann")
    set_population(store, "North", Audience.STAFF, 50, OCTOBER, by="Bo")
    assert width(store) == pytest.approx(0, abs=0.01)
    set_population(store, "North", Audience.STAFF, 40, OCTOBER, by="Bo")
    assert width(store) == pytest.approx(wide), "more answered than there are"
    set_population(store, "North", Audience.STAFF, 0, OCTOBER, by="Bo")
    assert width(store) == pytest.approx(wide)
    with store.reading() as session:
        assert populations(session) == [
            Population("North", Audience.CUSTOMERS, 60, OCTOBER, "Ann"),
            Population("North", Audience.STAFF, 0, OCTOBER, "Bo"),
        ]


def test_a_number_that_cannot_be_and_an_unknown_unit_are_refused(store: Store) -> None:
    with pytest.raises(BadValue, match="from 1 to"):
        set_population(store, "", Audience.STAFF, -1, OCTOBER, by="Ann")
    with pytest.raises(NotFound):
        set_population(store, "Nowhere", Audience.STAFF, 10, OCTOBER, by="Ann")
