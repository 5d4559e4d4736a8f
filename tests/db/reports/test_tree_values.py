"""The tree of units with every metric's verdict: each cell says what that unit's own report says."""

from __future__ import annotations

import datetime as dt

import pytest

from db.changes.settings import hide_below
from db.changes.units.tree import merge_units, move_unit, name_unit
from db.queries.settings import channels
from db.queries.unit_names import UnitLoad, other_names, unit_load
from db.reports.scorecards import reports
from db.reports.unit_matrix import unit_matrix, unit_ranks
from db.store.engine import Store
from metrics.errors import NotFound
from metrics.periods import PeriodKind
from metrics.statistics.small_samples import is_hidden
from metrics.vocabulary import Audience, Scope, Verdict
from tests.db.looks import OCTOBER, imported, in_month, net, scope, standard
from tests.db.readings import operation, visit

SCOPES = {
    "a month": scope(),
    "a channel": scope(channel="phone"),
    "a running month": scope(to_day=dt.date(2026, 10, 20)),
    "twelve months": scope(period=PeriodKind.ROLLING12),
    "staff": scope(audience=Audience.STAFF),
    "a year to date": scope(period=PeriodKind.YEAR_TO_DATE),
}


@pytest.mark.slow
@pytest.mark.parametrize("asked", SCOPES)
def test_every_cell_is_what_the_unit_s_own_report_says(sample_store: Store, asked: str) -> None:
    at = SCOPES[asked]
    with sample_store.reading() as session:
        if at.channel:
            at = scope(channel=_a_channel(sample_store))
        found = unit_matrix(session, at)
        own = reports(session, at, [unit.path for unit in found.units])
    assert found.columns
    for column in found.columns:
        for unit, value, verdict, number in zip(
            found.units, column.values, column.verdicts, column.standards, strict=True
        ):
            cards = {card.metric.id: card for card in own[unit.path].scorecards}
            card = cards.get(column.metric.id)
            if card is None or card.evidence is None:
                assert (value.estimate, verdict) == (None, Verdict.NO_DATA)
            elif verdict is not Verdict.TOO_FEW_ANSWERS or is_hidden(card.evidence):
                assert (value, verdict) == (card.value, card.verdict)
                assert number == (card.standard.value if card.standard else None)


def _a_channel(store: Store) -> str:
    with store.reading() as session:
        return channels(session)[0]


def branches(store: Store) -> None:
    rows = in_month(OCTOBER, net(4, 0, 4), unit="North/Leeds") + in_month(OCTOBER, net(20, 2, 40), unit="North/York")
    rows += in_month(OCTOBER, net(20, 2, 50), unit="North/Hull") + in_month(OCTOBER, net(2, 20, 60), unit="South")
    imported(store, *rows)
    standard(store, "nps", 10)


def _column(store: Store, at: Scope | None = None) -> dict[str, tuple[float | None, Verdict]]:
    with store.reading() as session:
        found = unit_matrix(session, at or scope())
    (nps,) = found.columns
    return {
        unit.path: (value.estimate, verdict)
        for unit, value, verdict in zip(found.units, nps.values, nps.verdicts, strict=True)
    }


def test_small_units_are_hidden_and_one_more_so_that_the_rest_does_not_tell(store: Store) -> None:
    branches(store)
    found = _column(store)
    assert found["North/Leeds"] == (None, Verdict.TOO_FEW_ANSWERS)
    assert found["North/York"] == (None, Verdict.TOO_FEW_ANSWERS)
    assert found["North/Hull"][0] is not None
    assert found["South"][1] is Verdict.MISSED
    assert list(found) == ["", "North", "North/Hull", "North/Leeds", "North/York", "South"]


def test_the_smallest_number_shown_is_the_settled_one(store: Store) -> None:
    branches(store)
    hide_below(store, 55, 60, by="Ann")
    found = _column(store)
    assert {path for path, (value, _) in found.items() if value is None} == {"North/Hull", "North/Leeds", "North/York"}


def test_ranked_are_units_with_answers_enough_drawn_towards_each_other(store: Store) -> None:
    for number in range(6):
        imported(store, *in_month(OCTOBER, net(5 + 5 * number, 10, 60), unit=f"B{number}"), name=f"{number}.csv")
    imported(store, *in_month(OCTOBER, net(9, 0, 10), unit="Few"), name="few.csv")
    with store.reading() as session:
        order = unit_ranks(session, scope(), "nps")
    values = {path: value or 0 for path, (value, _) in _column(store).items()}
    assert "Few" not in order
    assert order["B0"] > values["B0"]
    assert order["B5"] < values["B5"]
    assert sorted(order, key=order.__getitem__)[:2] == ["B0", "B1"]


def test_merged_units_are_not_in_the_tree(store: Store) -> None:
    branches(store)
    merge_units(store, "North/Leeds", "North/York", by="Ann")
    assert "North/Leeds" not in _column(store)


def test_what_a_unit_carries_with_it_is_counted(store: Store) -> None:
    branches(store)
    imported(store, visit(2, "v", [10, 10], unit="North/Leeds"), name="v.csv")
    imported(store, operation(2, "retention", 9, 10, unit="North/Leeds"), name="o.csv")
    with store.reading() as session:
        assert unit_load(session, "North") == UnitLoad(units=4, answers=94, visits=1, figures=1)
        with pytest.raises(NotFound):
            unit_load(session, "Nowhere")


def test_other_names_are_listed_by_their_unit(store: Store) -> None:
    branches(store)
    move_unit(store, "North/York", "North", "Jorvik", by="Ann")
    merge_units(store, "North/Leeds", "North/Hull", by="Ann")
    name_unit(store, "Branch 7", "South", by="Ann")
    with store.reading() as session:
        named = [(name.path, name.written, name.is_merged) for name in other_names(session)]
    assert named == [
        ("North/Hull", "North/Leeds", True),
        ("North/Jorvik", "North/York", False),
        ("South", "Branch 7", False),
    ]
