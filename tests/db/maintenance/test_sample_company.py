"""Removing the sample company: the store is as a new one but for what people brought themselves."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from sqlalchemy import func, select

from db.changes import save_upload, set_standard, undo_upload
from db.changes.settings import name_organisation
from db.changes.units.tree import add_unit, merge_units, move_unit
from db.formats import Options, Source, inspect, mapping_for, read
from db.formats.rows.blocks import CountedResult
from db.maintenance.sample_company import FOLDER, load_sample, remove_sample
from db.queries import settings as settings_queries
from db.queries import standards as standard_queries
from db.queries import uploads as upload_queries
from db.queries.settings import settings, units
from db.queries.standards import standards
from db.store.engine import Store
from db.tables import ActionRow, Base, InitiativeRow, InitiativeUnitRow, ResponseRow, UnitNameRow
from metrics.errors import BadValue
from metrics.vocabulary import Standard
from tests.conftest import MakeStore
from tests.db.looks import OCTOBER, assert_adds_up, figure, imported, in_month, scope
from tests.db.readings import CSAT


def rows(store: Store, table: type[Base]) -> int:
    with store.reading() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def test_a_store_with_the_sample_company_says_so(sample_store: Store) -> None:
    with sample_store.reading() as session:
        assert settings(session).is_sample


@pytest.mark.slow
def test_once_the_sample_company_is_removed_the_store_is_as_empty_as_a_new_one_and_nothing_is_left_to_remove(
    sample_copy: Store,
) -> None:
    remove_sample(sample_copy, by="Ann")
    with sample_copy.reading() as session:
        assert upload_queries.is_empty(session)
        assert (units(session), standards(session), settings_queries.channels(session)) == ([], [], [])
        assert standard_queries.benchmarks(session) == []
        assert upload_queries.freshness(session) == []
        found = settings(session)
        assert (found.organisation, found.is_sample) == ("Your organisation", False)
        history = upload_queries.uploads(session)
    assert history
    assert {upload.undone_by for upload in history} == {"Ann"}
    for table in (ActionRow, InitiativeRow, InitiativeUnitRow, ResponseRow, UnitNameRow):
        assert rows(sample_copy, table) == 0, table
    assert_adds_up(sample_copy)
    with pytest.raises(BadValue, match="no sample company"):
        remove_sample(sample_copy, by="Ann")


@pytest.mark.slow
def test_what_people_brought_since_stays(sample_copy: Store) -> None:
    with sample_copy.reading() as session:
        path = units(session)[-1].path
        first, second = [unit.path for unit in units(session) if unit.depth > 1][:2]
    own = imported(sample_copy, *in_month(OCTOBER, [10] * 6, unit="Our own/Shop"), name="ours.csv")
    imported(sample_copy, *in_month(OCTOBER, [0] * 6, unit=path), name="theirs too.csv")
    by_kiosk = CountedResult(2, OCTOBER, "Our own/Shop", "Kiosk", CSAT, ((5, 9), (1, 3)))
    imported(sample_copy, by_kiosk, name="counted.csv")
    set_standard(sample_copy, Standard("nps", 12, OCTOBER, "Our own"), by="Ann")
    name_organisation(sample_copy, "Ours", by="Ann")
    add_unit(sample_copy, "", "New", by="Ann")
    merge_units(sample_copy, first, second, by="Ann")
    move_unit(sample_copy, second, "", "Moved", by="Ann")
    remove_sample(sample_copy, by="Ann")
    assert figure(sample_copy, "nps") == (0.0, 12)
    assert figure(sample_copy, "csat", scope("Our own", channel="Kiosk")) == (75, 12)
    with sample_copy.reading() as session:
        left = {unit.path for unit in units(session)}
        assert [standard.value for standard in standards(session)] == [12]
        assert settings(session).organisation == "Ours"
    assert left == {"Our own", "Our own/Shop", "New", path, path.rpartition("/")[0]} - {""}
    assert_adds_up(sample_copy)
    assert own.upload is not None
    undo_upload(sample_copy, own.upload, by="Ann")
    assert_adds_up(sample_copy)


def test_a_store_of_ones_own_is_not_emptied(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 6))
    with pytest.raises(BadValue, match="no sample company"):
        remove_sample(store, by="Ann")
    assert figure(store, "nps", scope())[1] == 6


@pytest.mark.slow
def test_once_removed_it_can_be_loaded_again(sample_copy: Store) -> None:
    remove_sample(sample_copy, by="Ann")
    load_sample(sample_copy, by="Ann")
    with sample_copy.reading() as session:
        assert settings(session).is_sample
    assert_adds_up(sample_copy)


@pytest.mark.slow
def test_it_can_be_loaded_and_removed_on_postgresql_and_its_files_come_again(postgresql_store: MakeStore) -> None:
    with ExitStack() as afterwards:
        store = postgresql_store("sample", afterwards)
        load_sample(store, by="Ann")
        with store.reading() as session:
            assert settings(session).is_sample
        remove_sample(store, by="Ann")
        with store.reading() as session:
            assert upload_queries.is_empty(session)
        assert_adds_up(store)
        for name in ("survey_2023.csv", "operations_2023.csv"):
            source = Source.of_path(FOLDER / name)
            assert save_upload(store, read(source, mapping_for(inspect(source), Options())), by="Ann").saved
        assert_adds_up(store)
