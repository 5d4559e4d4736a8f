"""The Organisation page: settings, every change of the tree with what will follow, and removing the sample company."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from db.changes.units.tree import close_unit, move_unit, name_unit
from db.maintenance.integrity import differences
from db.queries import settings as settings_queries
from db.queries import uploads as upload_queries
from db.queries.settings import settings, units
from db.queries.unit_names import UnitAlias, UnitLoad
from metrics.periods import Month
from pages.parts import cached_queries
from pages.parts.organisation.unit_changes import ChangePlan, UnitChange, done, follows, question
from pages.parts.organisation.unit_list import tree_list
from tests.pages.conftest import Page

LOAD = UnitLoad(units=12, answers=4210, visits=36, figures=1)


def said(run: AppTest) -> str:
    assert not run.exception, run.exception
    texts = [each.value for each in (*run.markdown, *run.success, *run.error, *run.info)]
    return re.sub(r"<[^>]+>", " ", " ".join(texts)).replace("\\", "")


def signed(run: AppTest) -> AppTest:
    run.text_input(key="signature").input("A. Tester")
    return run


def press(run: AppTest, label: str) -> AppTest:
    return next(button for button in run.button if button.label == label).click().run()


def turn_to(run: AppTest, form: str) -> AppTest:
    return run.segmented_control(key="tree_form").set_value(form).run()


def paths() -> list[str]:
    with cached_queries.store().reading() as session:
        return [unit.path for unit in units(session)]


def assert_adds_up() -> None:
    with cached_queries.store().reading() as session:
        assert differences(session) == []


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_unit_is_added_under_another_one(page: Page) -> None:
    run = signed(page("organisation"))
    run.text_input(key="add_unit_0_name").input("Lock Street")
    run.selectbox(key="add_unit_0_above").select("City")
    run = press(run, "Add unit")
    assert "Added: City › Lock Street." in said(run)
    assert "City/Lock Street" in paths()
    assert run.text_input(key="add_unit_1_name").value == ""


@pytest.mark.usefixtures("sample")
def test_a_change_without_a_name_is_not_made(page: Page) -> None:
    run = page("organisation")
    run.text_input(key="add_unit_0_name").input("Lock Street")
    run = press(run, "Add unit")
    assert "Give your name first" in said(run)
    assert "Lock Street" not in paths()


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_move_says_what_will_follow_and_is_done_or_left(page: Page) -> None:
    run = turn_to(signed(page("organisation")), "Rename or move")
    run = run.selectbox(key="to_move").select("City/Bell Lane").run()
    run.text_input(key="new_name_City/Bell Lane").input("Bell Yard")
    run.selectbox(key="above_City/Bell Lane").select("Vale")
    run = press(run, "Preview change")
    text = said(run)
    assert "Change City › Bell Lane to Vale › Bell Yard?" in text
    assert re.search(r"It holds [\d,]+ answers, \d+ visits and [\d,]+ figures\.", text)
    assert "City no longer counts it, Vale counts it from its first month." in text
    assert "City/Bell Lane" in paths()
    left = press(run, "Cancel")
    assert "City/Bell Lane" in paths()
    run = left.selectbox(key="to_move").select("City/Bell Lane").run()
    run.text_input(key="new_name_City/Bell Lane").input("Bell Yard")
    run.selectbox(key="above_City/Bell Lane").select("Vale")
    run = press(press(run, "Preview change"), "Confirm change")
    assert "City › Bell Lane is now Vale › Bell Yard." in said(run)
    assert "Vale/Bell Yard" in paths()
    assert "City/Bell Lane" in said(run)
    assert_adds_up()


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_what_cannot_be_done_is_refused_in_its_sentence(page: Page) -> None:
    run = turn_to(signed(page("organisation")), "Rename or move")
    run = run.selectbox(key="to_move").select("City").run()
    run.selectbox(key="above_City").select("City/Bell Lane")
    run = press(press(run, "Preview change"), "Confirm change")
    assert "cannot be moved below itself" in said(run)
    assert "City/Bell Lane" in paths()


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_two_units_are_merged_and_parted_again(page: Page) -> None:
    run = turn_to(signed(page("organisation")), "Merge")
    run.selectbox(key="to_merge").select("Harbour/Breakwater")
    run = run.selectbox(key="to_merge_into").select("Harbour/Quayside").run()
    run = press(run, "Preview change")
    assert "Merge Harbour › Breakwater into Harbour › Quayside?" in said(run)
    run = press(run, "Confirm change")
    assert "Harbour › Breakwater is now merged into Harbour › Quayside." in said(run)
    assert "Harbour/Breakwater" not in paths()
    assert "Harbour/Breakwater (merged)" in said(run)
    run = press(turn_to(run, "Merge"), "Separate units")
    assert "Separate Harbour › Breakwater from Harbour › Quayside again?" in said(run)
    run = press(run, "Confirm change")
    assert "Harbour/Breakwater" in paths()
    assert_adds_up()


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_unit_is_closed_from_a_month_and_reopened(page: Page) -> None:
    run = turn_to(signed(page("organisation")), "Close")
    run = run.selectbox(key="to_close").select("Moor/Fenwick").run()
    run = press(press(run, "Preview change"), "Confirm change")
    assert "Moor › Fenwick is closed from" in said(run)
    run = turn_to(run, "Close").selectbox(key="to_close").select("Moor/Fenwick").run()
    run = press(press(run, "Reopen unit"), "Confirm change")
    assert "Moor › Fenwick is open again." in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_another_name_is_remembered_and_forgotten(page: Page) -> None:
    run = turn_to(signed(page("organisation")), "Names")
    run.text_input(key="name_unit_0_written").input("Branch 12")
    run.selectbox(key="name_unit_0_unit").select("Moor/Fenwick")
    run = press(run, "Save name")
    assert "“Branch 12” now means Moor › Fenwick." in said(run)
    run = press(turn_to(run, "Names"), "Delete name")
    assert "“Branch 12” is no longer a name of a unit." in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_settings_are_saved_one_audit_line_for_each_that_changed(page: Page) -> None:
    run = signed(page("organisation"))
    key = next(field.key for field in run.text_input if field.key and field.key.endswith("_name"))
    form = next(field.key for field in run.number_input if field.key).rsplit("_", 1)[0]
    before = cached_queries.revision()
    assert key
    run.text_input(key=f"{form}_name").input("  Our   company ")
    run.selectbox(key=f"{form}_year").select(4)
    run.selectbox(key=f"{form}_week").select(6)
    run.selectbox(key=f"{form}_locale").select("de_DE")
    run.selectbox(key=f"{form}_currency").select("EUR")
    run.number_input(key=f"{form}_smallest").set_value(10)
    run.checkbox(key=f"{form}_newest").check()
    run.selectbox(key=f"{form}_zone").select("Europe/Berlin")
    run = press(run, "Save settings")
    with cached_queries.store().reading() as session:
        found = settings(session)
    assert (found.organisation, found.fiscal_year_start, found.week_start) == ("Our company", 4, 6)
    assert (found.locale, found.currency, found.smallest_n, found.few_n) == ("de_DE", "EUR", 10, 30)
    assert (found.newest_only, found.time_zone) == (True, "Europe/Berlin")
    assert cached_queries.revision() == before + 7
    assert "Values with fewer than 10 answers are hidden" in said(run)
    assert "Of one person’s answers in a month only the newest counts." in said(run)
    again = press(run, "Save settings")
    assert "The settings are the same as before." in said(again)
    assert cached_queries.revision() == before + 7


@pytest.mark.usefixtures("sample")
def test_settings_that_contradict_each_other_are_refused(page: Page) -> None:
    run = signed(page("organisation"))
    form = next(field.key for field in run.number_input if field.key).rsplit("_", 1)[0]
    run.number_input(key=f"{form}_few").set_value(2)
    assert "is not less than it" in said(press(run, "Save settings"))


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_the_sample_company_is_removed_after_one_question(page: Page) -> None:
    run = press(signed(page("organisation")), "Remove the sample company")
    assert "Remove the sample company?" in said(run)
    run = press(run, "Cancel")
    assert paths()
    run = press(press(run, "Remove the sample company"), "Remove sample")
    assert "The sample company is removed." in said(run)
    assert "has no units yet" in said(run)
    assert not [button for button in run.button if "sample" in button.label]
    with cached_queries.store().reading() as session:
        assert upload_queries.is_empty(session)
    assert_adds_up()


def test_an_organisation_of_its_own_is_not_offered_to_be_removed(page: Page) -> None:
    run = page("organisation")
    assert not [button for button in run.button if "sample" in button.label]
    assert "Your organisation has no units yet" in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_the_list_finds_units_and_tells_their_other_names(page: Page) -> None:
    store = cached_queries.store()
    move_unit(store, "City", "", "Town", by="Ann")
    name_unit(store, "Branch 12", "Moor/Fenwick", by="Ann")
    close_unit(store, "Moor/Fenwick", Month(2026, 12), by="Ann")
    run = page("organisation")
    run = run.text_input(key="find_unit").input("fenw").run()
    text = said(run)
    assert re.search(r"Fenwick\s+Moor · closed from December 2026\s+Branch 12", text)
    assert "Bell Lane" not in text
    assert "No unit has this name." in said(run.text_input(key="find_unit").input("Atlantis").run())


def test_a_long_tree_is_cut_and_the_rest_is_counted() -> None:
    many = [settings_queries.Unit(at, f"R{at}", f"R{at}", 1) for at in range(75)]
    assert "and 15 units more; search for them by name." in tree_list(many, [], "")
    names = [UnitAlias(f"N{at}", "R1", is_merged=at == 4) for at in range(5)]
    assert "N4 (merged); N0; N1; and 2 more" in tree_list(many, names, "R1")


@pytest.mark.parametrize("deed", UnitChange)
def test_every_deed_is_asked_explained_and_confirmed(deed: UnitChange) -> None:
    plan = ChangePlan(deed, "North/Leeds", "South", "Leeds & Co", Month(2026, 12))
    assert question(plan).endswith("?")
    assert follows(plan, LOAD).endswith(".")
    assert "Leeds" in done(plan)
    for text in (question(plan), follows(plan, LOAD), done(plan)):
        assert "None" not in text


def test_what_moves_with_a_unit_is_counted() -> None:
    text = follows(ChangePlan(UnitChange.MOVE, "North/Leeds", "", "Leeds"), LOAD)
    assert text.startswith("It holds 4,210 answers, 36 visits and 1 figure, with 11 units below it.")
    assert "North no longer counts it, the top of the tree counts it" in text
    assert "Only the name changes" in follows(ChangePlan(UnitChange.MOVE, "North/Leeds", "North", "Loidis"), LOAD)
