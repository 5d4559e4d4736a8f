"""The page of initiatives: each with its effect in words, entering, changing and withdrawing them."""

from __future__ import annotations

import datetime as dt

import pytest

from db.queries.initiatives_and_actions import initiatives
from metrics.improvements import Initiative
from pages.parts import cached_queries
from tests.pages.conftest import Page
from tests.pages.test_actions import confirmed, flat, press, write
from tests.pages.test_pages import said


def kept() -> dict[int, Initiative]:
    return {each.id: each.initiative for each in cached_queries.ask(initiatives)}


@pytest.mark.usefixtures("sample")
def test_each_initiative_says_what_came_of_it(page: Page) -> None:
    text = flat(page("initiatives"))
    assert "One of three initiatives has an effect to see." in text
    assert "Net Promoter Score rose 7.3 points more than in the 16 other units" in text
    assert "range +1.0 to +13.6); first said after 3 months; one area only" in text
    assert "Promises kept +1.4 points beside the 19 other units: no effect to see" in text
    assert "all units took part, so what else changed is in it" in text


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_a_reader_names_an_effect_and_is_told_when_it_would_be_found(page: Page) -> None:
    run = page("initiatives")
    assert "would be found" not in said(run)
    assert run.number_input(key="prospect_size").label == "Smallest effect that matters to you (points)"
    run = run.number_input(key="prospect_size").set_value(2.0).run()
    assert "Even after twelve months an effect of 2.0 points would be found in only" in said(run)
    run = run.number_input(key="prospect_size").set_value(30.0).run()
    assert "Any effect is smaller than the 30.0 points you named." in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_an_initiative_is_entered_changed_and_withdrawn(page: Page) -> None:
    run = page("initiatives")
    write(run, "new_initiative_0_name", "Second counter")
    write(run, "new_initiative_0_owner", "L. Brandt")
    run.multiselect(key="new_initiative_0_units").set_value(["Vale"])
    run.multiselect(key="new_initiative_0_metrics").set_value(["csat", "nps"])
    run.date_input(key="new_initiative_0_began").set_value(dt.date(2026, 5, 1))
    run = press(run, "Add initiative")
    assert "Give your name first" in run.error[0].value
    write(run, "signature", "A. Tester")
    run = press(run, "Add initiative")
    assert confirmed(run) == "Added: Second counter, since 1 May 2026."
    number = max(kept())
    assert kept()[number].metrics == ("csat", "nps")
    run = run.button(key=f"open_{number}").click().run()
    run.multiselect(key=f"change_{number}_units").set_value(["Moor"])
    run = press(run, "Save changes")
    assert confirmed(run) == "Changed: Second counter."
    assert kept()[number].units == ("Moor",)
    run = run.button(key=f"open_{number}").click().run()
    run = run.button(key=f"withdraw_{number}").click().run()
    assert confirmed(run) == "Deleted: Second counter."
    assert number not in kept()
    assert "Second counter" not in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_an_initiative_without_units_or_first_day_is_refused_in_words(page: Page) -> None:
    run = page("initiatives")
    write(run, "signature", "A. Tester")
    write(run, "new_initiative_0_name", "Second counter")
    run.multiselect(key="new_initiative_0_metrics").set_value(["csat"])
    run = press(run, "Add initiative")
    assert "at least one unit" in run.error[0].value
    run.date_input(key="new_initiative_0_began").set_value(None)
    run = press(run, "Add initiative")
    assert "Enter the day on which it started" in run.error[0].value
    assert len(kept()) == 3


@pytest.mark.slow
def test_an_empty_store_says_what_an_initiative_is_and_takes_the_first(page: Page) -> None:
    run = page("initiatives")
    assert "No initiatives yet." in said(run)
    write(run, "signature", "A. Tester")
    write(run, "new_initiative_0_name", "Call-back promise")
    write(run, "new_initiative_0_owner", "M. Hale")
    run.multiselect(key="new_initiative_0_units").set_value([""])
    run.multiselect(key="new_initiative_0_metrics").set_value(["nps"])
    run = press(run, "Add initiative")
    assert "The one initiative has no effect to see yet." in said(run)
