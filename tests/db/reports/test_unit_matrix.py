"""Changing the tree of units: what moves with a unit, what merging counts together, and what stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from db.changes import set_standard, undo_upload
from db.changes.units.tree import (
    add_unit,
    close_unit,
    forget_unit_name,
    merge_units,
    move_unit,
    name_unit,
    part_again,
    reopen_unit,
)
from db.maintenance.integrity import differences
from db.queries.settings import units
from db.queries.standards import standards
from db.reports.unit_comparison import find_priority_units
from db.store.engine import Store
from db.tables import AuditRow
from metrics.errors import NotFound
from metrics.periods import Month
from metrics.vocabulary import Standard
from tests.db.looks import OCTOBER, assert_adds_up, everything, figure, imported, in_month, net, scope
from tests.db.readings import HOLD, answer, operation, visit
from tests.filled_stores import Filled


def paths(store: Store) -> list[str]:
    with store.reading() as session:
        return [unit.path for unit in units(session)]


def two_regions(store: Store) -> None:
    """North with Leeds and York, South with Dover; answers, waits, visits and counts at each branch."""
    for number, branch in enumerate(("North/Leeds", "North/York", "South/Dover"), 1):
        rows = in_month(OCTOBER, net(4 + number, number, 10 + number), unit=branch)
        rows += [answer(90, unit=branch)._replace(scores=((HOLD, 10.0 * number),)) for _ in range(6)]
        imported(store, *rows, name=f"survey {branch}")
        imported(store, visit(2, f"v{number}", [10, number], unit=branch), name=f"visits {branch}")
        imported(store, operation(2, "retention", 8 + number, 10 + number, unit=branch), name=f"counts {branch}")


def all_figures(store: Store) -> dict[str, Any]:
    return {path: everything(store, scope(path))["scorecards"] for path in ["", *paths(store)]}


@pytest.mark.slow
def test_a_unit_that_moves_takes_its_figures_along(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    whole = everything(store)
    assert move_unit(store, "north/york", "South", "York City", by="Ann") == "South/York City"
    assert paths(store) == ["North", "North/Leeds", "South", "South/Dover", "South/York City"]
    assert everything(store) == whole
    for metric, n in (("nps", 11), ("hold_time", 6), ("shopper_score", 1), ("retention", 11)):
        assert figure(store, metric, scope("North"))[1] == n
    for metric, n in (("nps", 25), ("hold_time", 12), ("shopper_score", 2), ("retention", 25)):
        assert figure(store, metric, scope("South"))[1] == n
    assert_adds_up(store)


@pytest.mark.slow
def test_moving_a_unit_back_leaves_every_figure_as_it_was(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    before = all_figures(store)
    move_unit(store, "North", "South", "Upper", by="Ann")
    assert paths(store) == ["South", "South/Dover", "South/Upper", "South/Upper/Leeds", "South/Upper/York"]
    assert_adds_up(store)
    move_unit(store, "South/Upper", "", "North", by="Ann")
    assert all_figures(store) == before
    assert_adds_up(store)


@pytest.mark.slow
def test_later_files_land_at_a_renamed_unit_under_every_name_it_had(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    move_unit(store, "North", "", "Upper", by="Ann")
    move_unit(store, "Upper/York", "South", "York", by="Ann")
    move_unit(store, "Upper", "", "Top", by="Ann")
    names = ("North/York", "Upper/York", "South/York", "north / york")
    for number, name in enumerate(names):
        imported(store, *in_month(OCTOBER, [10], unit=name), name=f"{number}.csv")
    imported(store, *in_month(OCTOBER, [10], unit="North/Hull"), name="new.csv")
    assert figure(store, "nps", scope("South/York"))[1] == 12 + 4
    assert paths(store) == ["South", "South/Dover", "South/York", "Top", "Top/Hull", "Top/Leeds"]
    assert_adds_up(store)


def test_a_name_by_which_a_file_came_lands_there_whatever_is_renamed_later(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    move_unit(store, "North", "", "Upper", by="Ann")
    imported(store, *in_month(OCTOBER, [10], unit="North/Hull"), name="new.csv")
    move_unit(store, "Upper/Hull", "South", "Hull", by="Ann")
    move_unit(store, "Upper", "", "Top", by="Ann")
    imported(store, *in_month(OCTOBER, [0], unit="North/Hull"), name="again.csv")
    assert figure(store, "nps", scope("South/Hull"))[1] == 2
    assert "Top/Hull" not in paths(store)


@pytest.mark.slow
def test_merged_units_are_counted_as_one_and_can_be_parted_again(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    before = all_figures(store)
    merge_units(store, "North/York", "South/Dover", by="Ann")
    assert paths(store) == ["North", "North/Leeds", "South", "South/Dover"]
    assert figure(store, "nps", scope("South/Dover")) == (pytest.approx(100 * (13 - 5) / 25), 25)
    assert figure(store, "nps", scope("North/York"))[1] == 25
    assert figure(store, "nps", scope("North"))[1] == 11
    assert figure(store, "retention", scope("South")) == (pytest.approx(100 * 21 / 25), 25)
    assert figure(store, "shopper_score", scope("South"))[1] == 2
    assert figure(store, "hold_time", scope("South/Dover"))[1] == 12
    assert_adds_up(store)
    part_again(store, "North/York", by="Ann")
    assert all_figures(store) == before
    assert_adds_up(store)


@pytest.mark.slow
def test_what_comes_later_for_a_merged_unit_is_counted_where_it_was_merged_and_parted_with_it(
    store: Store, filled: Filled
) -> None:
    filled(store, two_regions)
    merge_units(store, "North/York", "South/Dover", by="Ann")
    imported(store, *in_month(OCTOBER, [10, 10], unit="North/York"), name="later.csv")
    assert figure(store, "nps", scope("South/Dover"))[1] == 27
    assert_adds_up(store)
    part_again(store, "North/York", by="Ann")
    assert figure(store, "nps", scope("North/York"))[1] == 14
    assert figure(store, "nps", scope("South/Dover"))[1] == 13
    assert_adds_up(store)


def test_days_of_a_running_month_count_merged_units_too(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    running = scope("South/Dover", to_day=OCTOBER.day(20))
    merge_units(store, "North/York", "South/Dover", by="Ann")
    assert figure(store, "nps", running)[1] == 25
    assert figure(store, "nps", scope("North", to_day=OCTOBER.day(20)))[1] == 11


def test_a_merged_region_hands_its_branches_over(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    merge_units(store, "North", "South", by="Ann")
    assert paths(store) == ["South", "South/Dover", "South/Leeds", "South/York"]
    imported(store, *in_month(OCTOBER, [10], unit="North/Leeds"), name="later.csv")
    imported(store, *in_month(OCTOBER, [10], unit="North/Hull"), name="new.csv")
    assert paths(store) == ["South", "South/Dover", "South/Hull", "South/Leeds", "South/York"]
    assert figure(store, "nps", scope("South"))[1] == 11 + 12 + 13 + 2
    assert_adds_up(store)


def test_bare_values_cannot_be_added_so_the_remaining_units_own_stands(store: Store) -> None:
    for name, value in (("Leeds", 90.0), ("York", 70.0)):
        row = operation(2, "retention", 0, 0, unit=name)._replace(numerator=None, denominator=None, value=value)
        imported(store, row, name=name)
        earlier = row._replace(month=OCTOBER.previous)
        if name == "York":
            imported(store, earlier, name="earlier")
    merge_units(store, "York", "Leeds", by="Ann")
    assert figure(store, "retention", scope("Leeds")) == (90.0, None)
    assert figure(store, "retention", scope("Leeds", OCTOBER.previous)) == (70.0, None)
    assert_adds_up(store)


def test_counts_of_merged_units_add_to_a_region_that_sums_its_branches(store: Store) -> None:
    imported(store, operation(2, "retention", 5, 10, unit="North/Leeds"), name="a")
    imported(store, operation(2, "retention", 9, 10, unit="Hull", channel="phone"), name="b")
    merge_units(store, "Hull", "North", by="Ann")
    assert figure(store, "retention", scope("North")) == (70.0, 20)
    assert figure(store, "retention") == (70.0, 20)
    assert_adds_up(store)


@pytest.mark.slow
def test_merging_a_merged_unit_s_home_counts_all_at_the_last(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    merge_units(store, "North/York", "North/Leeds", by="Ann")
    merge_units(store, "North/Leeds", "South/Dover", by="Ann")
    assert figure(store, "nps", scope("North/York"))[1] == 11 + 12 + 13
    assert_adds_up(store)
    part_again(store, "North/Leeds", by="Ann")
    assert figure(store, "nps", scope("North/York"))[1] == 11 + 12
    assert_adds_up(store)


def test_standards_follow_a_unit_wherever_it_goes(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    set_standard(store, Standard("nps", 20, OCTOBER, "North/York"), by="Ann")
    move_unit(store, "North/York", "South", "York", by="Ann")
    with store.reading() as session:
        assert [standard.unit for standard in standards(session)] == ["South/York"]


@pytest.mark.slow
def test_undoing_the_upload_that_made_a_unit_works_whatever_became_of_it(store: Store) -> None:
    made = [
        imported(store, *in_month(OCTOBER, [10] * 5, unit=unit), name=unit).upload
        for unit in ("North/Leeds", "North/York", "North/Hull", "North/Ripon")
    ]
    move_unit(store, "North/Leeds", "", "Leeds", by="Ann")
    merge_units(store, "North/York", "North/Hull", by="Ann")
    close_unit(store, "North/Hull", OCTOBER, by="Ann")
    for upload in made:
        assert upload is not None
        undo_upload(store, upload, by="Ann")
        assert_adds_up(store)
    assert paths(store) == ["Leeds", "North", "North/Hull"]
    assert figure(store, "nps", scope(""))[1] == 0


def test_a_unit_made_under_an_old_name_goes_with_its_upload(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    move_unit(store, "North", "", "Upper", by="Ann")
    upload = imported(store, *in_month(OCTOBER, [10], unit="North/Hull"), name="new.csv").upload
    assert upload is not None
    undo_upload(store, upload, by="Ann")
    assert "Upper/Hull" not in paths(store)
    assert_adds_up(store)


@pytest.mark.slow
def test_a_closed_unit_keeps_its_history_and_is_no_place_to_look_any_more(store: Store) -> None:
    rows = []
    for branch, now in (("Leeds", 0), ("York", 40), ("Hull", 40), ("Ripon", 40)):
        for back in range(15):
            scores = net(40, 2, 60) if back > 2 else net(now, 42 - now, 60)
            rows += in_month(OCTOBER.plus(-back), scores, unit=f"North/{branch}")
    imported(store, *rows)

    def places() -> list[str]:
        with store.reading() as session:
            return [place.unit for place in find_priority_units(session, scope()).places]

    assert "North/Leeds" in places()
    close_unit(store, "North/Leeds", OCTOBER, by="Ann")
    assert "North/Leeds" not in places()
    assert figure(store, "nps", scope("North/Leeds"))[1] == 60
    with store.reading() as session:
        closed = {unit.path: unit.closed_from for unit in units(session)}
    assert closed["North/Leeds"] == OCTOBER
    assert closed["North/York"] is None
    close_unit(store, "North/Leeds", OCTOBER.plus(1), by="Ann")
    assert "North/Leeds" in places()
    close_unit(store, "North", OCTOBER, by="Ann")
    assert places() == []
    reopen_unit(store, "North", by="Ann")
    assert "North/Leeds" in places()


def test_a_unit_can_be_added_before_anything_is_known_of_it(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    assert add_unit(store, "North", "  Hull  Docks ", by="Ann") == "North/Hull Docks"
    imported(store, *in_month(OCTOBER, [10], unit="north/hull docks"), name="later.csv")
    assert figure(store, "nps", scope("North/Hull Docks"))[1] == 1


@pytest.mark.slow
def test_a_name_said_and_forgotten_is_nobodys(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    name_unit(store, "Branch 12", "North/York", by="Ann")
    imported(store, *in_month(OCTOBER, [10], unit="branch  12"), name="a.csv")
    assert figure(store, "nps", scope("North/York"))[1] == 13
    forget_unit_name(store, "Branch 12", by="Ann")
    imported(store, *in_month(OCTOBER, [10], unit="Branch 12"), name="b.csv")
    assert figure(store, "nps", scope("North/York"))[1] == 13
    assert "Branch 12" in paths(store)
    with pytest.raises(NotFound, match="not another name"):
        forget_unit_name(store, "Branch 13", by="Ann")


def test_every_change_of_the_tree_leaves_one_signed_line(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    move_unit(store, "North/York", "South", "York", by="Bea")
    with store.reading() as session:
        last = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
    assert last is not None
    assert (last.did, last.by) == ("move unit", "Bea")
    assert last.about == {"unit": "North/York", "to": "South/York", "units": 1}


def test_months_of_closing_are_months(store: Store, filled: Filled) -> None:
    filled(store, two_regions)
    close_unit(store, "South", Month(2026, 12), by="Ann")
    with store.reading() as session:
        assert {unit.path: unit.closed_from for unit in units(session)}["South/Dover"] == Month(2026, 12)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        ("UPDATE units SET path = 'Elsewhere' WHERE name = 'York'", "does not match its place and name"),
        ("UPDATE units SET merged_into_id = 99 WHERE name = 'York'", "is merged into a unit that does not exist"),
        ("UPDATE unit_names SET \"key\" = 'north/leeds'", "cannot be a name of unit 4"),
    ],
)
def test_a_tree_that_does_not_hang_together_is_found_out(store: Store, filled: Filled, spoilt: str, says: str) -> None:
    filled(store, two_regions)
    name_unit(store, "Branch 7", "North/York", by="Ann")
    assert_adds_up(store)
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(spoilt))
    with store.reading() as session:
        assert any(says in sentence for sentence in differences(session))
