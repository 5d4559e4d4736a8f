"""What becomes of rows at units that nobody knows: they are what a person says, and an undo takes them back exactly."""

from __future__ import annotations

from sqlalchemy import select

from db.changes import preview_upload, save_upload, undo_upload
from db.names import Units
from db.queries.settings import units
from db.store.engine import Store, roll_back
from db.tables import UnitNameRow
from tests.conftest import NewStore
from tests.db.looks import assert_adds_up, everything, figure, imported, scope
from tests.db.readings import answer, reading

KNOWN = [answer(2, 9, unit="North/York"), answer(3, 3, unit="North/Leeds")]
WRITTEN = [
    answer(2, 10, unit="Yrok"),
    answer(3, 10, unit="yrok "),
    answer(4, 0, unit="Hull"),
    answer(5, 0, unit="Nowhere"),
]
SAID = {"Yrok": "North/York", "Hull": "South/Hull", "Nowhere": ""}


def paths(store: Store) -> list[str]:
    with store.reading() as session:
        return [unit.path for unit in units(session)]


def other_names(store: Store) -> dict[str, str]:
    with store.reading() as session:
        return {row.key: row.path for row in session.scalars(select(UnitNameRow))}


def test_a_name_means_the_unit_a_person_says_it_means(store: Store) -> None:
    imported(store, *KNOWN, name="known.csv")
    receipt = imported(store, *WRITTEN, name="written.csv", units=SAID)
    assert (receipt.saved, receipt.refused, receipt.unknown_units) == (3, 1, ())
    assert receipt.new_units == ("South", "South/Hull")
    assert figure(store, "nps", scope("North/York"))[1] == 3
    assert paths(store) == ["North", "North/Leeds", "North/York", "South", "South/Hull"]
    assert other_names(store) == {"yrok": "Yrok", "hull": "Hull"}
    assert_adds_up(store)


def test_names_that_nobody_said_anything_about_are_told_as_they_are_written(store: Store) -> None:
    imported(store, *KNOWN, name="known.csv")
    preview = preview_upload(store, reading([*WRITTEN, answer(6, 5, unit="East/Selby")], "w.csv"), units={"Hull": ""})
    assert preview.receipt.unknown_units == ("Yrok", "Nowhere", "East/Selby")
    assert preview.receipt.new_units == ("Yrok", "Nowhere", "East", "East/Selby")


def test_trying_what_a_name_means_keeps_nothing_of_it(store: Store) -> None:
    imported(store, *KNOWN, name="known.csv")
    before = everything(store)
    preview = preview_upload(store, reading(WRITTEN, "written.csv"), units=SAID)
    assert preview.receipt.saved == 3
    assert everything(store) == before
    assert other_names(store) == {}


def test_an_undo_takes_back_units_that_were_said_to_be_new_with_their_names(new_store: NewStore) -> None:
    store, without = new_store(), new_store()
    for one in (store, without):
        imported(one, *KNOWN, name="known.csv")
    receipt = save_upload(store, reading(WRITTEN, "written.csv"), by="Ann", units=SAID)
    assert receipt.upload is not None
    undo_upload(store, receipt.upload, by="Ann")
    assert everything(store) == everything(without)
    assert paths(store) == paths(without)
    assert other_names(store) == {"yrok": "Yrok"}
    assert_adds_up(store)


def test_rows_that_contradict_what_stands_are_counted_apart(store: Store) -> None:
    imported(store, answer(2, 9, id_="R-1"), answer(3, 9, id_="R-2"), name="first.csv")
    receipt = imported(store, answer(2, 1, id_="R-1"), answer(3, 9, id_="R-2"), name="second.csv")
    assert (receipt.conflicts, receipt.refused, receipt.duplicates) == (1, 1, 1)


def test_a_name_asked_for_before_its_unit_was_made_is_known_afterwards(store: Store) -> None:
    with store.changing("try", by="Ann", about={}) as session:
        found = Units.of(session)
        assert (found.known("Yrok"), found.known("yrok ")) == (None, None)
        made = found.made_for("Yrok", None)
        assert (found.known("Yrok"), found.known("yrok ")) == (made, made)
        roll_back(session)
