"""The page of actions: late ones first, filters in the address, entering, changing, closing, and refusals in words."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from db.changes import enter_action, set_limit
from db.queries.initiatives_and_actions import actions, initiatives
from metrics.improvements import Action, ActionState, KeptAction
from metrics.periods import Month
from pages.parts import cached_queries
from tests.pages.conftest import Page
from tests.pages.test_pages import said

LATE = dt.date(2026, 1, 2)


def kept() -> list[KeptAction]:
    return cached_queries.ask(actions)


def confirmed(run: AppTest) -> str:
    assert not run.error, [error.value for error in run.error]
    return run.success[0].value.replace("\\", "")


def flat(run: AppTest) -> str:
    """What the page says, with single plain spaces alone."""
    return " ".join(said(run).replace("\u202f", "").split())


def press(run: AppTest, label: str) -> AppTest:
    return next(button for button in run.button if button.label.partition(" *")[0] == label).click().run()


def write(run: AppTest, key: str, text: str) -> None:
    run.text_input(key=key).input(text)


@pytest.mark.usefixtures("sample")
def test_late_actions_come_first_and_say_how_late(page: Page) -> None:
    text = said(page("actions"))
    late = (cached_queries.today() - dt.date(2026, 11, 4)).days
    assert f"{late} days late , was due 4 Nov 2026 · L. Brandt, Branches" in text
    assert text.index("Identity card shown") < text.index("Second phone desk") < text.index("Put the online form back")
    assert "Done and cancelled" in text
    assert "done 26 Feb 2026 · R. Okafor, Operations · City · Net Promoter Score · Call-back promise" in text


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_a_link_shows_the_actions_of_a_unit_an_owner_and_a_metric(page: Page) -> None:
    text = said(page("actions", unit="Harbour"))
    assert "Fill both places" in text
    assert "Second phone desk" not in text
    text = said(page("actions", owner="R. Okafor, Operations"))
    assert "Second phone desk" in text
    assert "Fill both places" not in text
    run = page("actions", concerning="csat", owner="Nobody", unit="Atlantis")
    assert "Fill both places" in said(run)
    assert "Put the online form back" not in said(run)
    assert run.selectbox(key="choose_owner").value == ""


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_an_action_is_entered_with_a_name_and_confirmed_in_a_sentence(page: Page) -> None:
    run = page("actions")
    write(run, "new_action_0_what", "Call <b>everybody</b>")
    write(run, "new_action_0_owner", "M. Hale")
    run.date_input(key="new_action_0_due").set_value(dt.date(2027, 2, 1))
    run.selectbox(key="new_action_0_unit").select("City")
    run.selectbox(key="new_action_0_metric").select("nps")
    run = press(run, "Add action")
    assert "Give your name first" in run.error[0].value
    assert len(kept()) == 10
    write(run, "signature", "A. Tester")
    run = press(run, "Add action")
    assert confirmed(run) == "Added: Call <b>everybody</b>, M. Hale, by 1 February 2027."
    entered = max(kept(), key=lambda each: each.id)
    assert entered.action == Action("Call <b>everybody</b>", "M. Hale", dt.date(2027, 2, 1), "City", "nps")
    assert entered.entered_by == "A. Tester"
    assert "<b>everybody" not in "".join(text.value for text in run.markdown)
    assert run.text_input(key="new_action_1_what").value == ""


@pytest.mark.usefixtures("sample")
def test_an_action_without_words_or_day_is_refused_and_nothing_is_lost(page: Page) -> None:
    run = page("actions")
    write(run, "signature", "A. Tester")
    write(run, "new_action_0_owner", "M. Hale")
    run = press(run, "Add action")
    assert run.error[0].value.replace("\\", "") == "Say what is to be done. Nothing was changed."
    assert run.text_input(key="new_action_0_owner").value == "M. Hale"
    run.date_input(key="new_action_0_due").set_value(None)
    run = press(run, "Add action")
    assert "Enter the day by which" in run.error[0].value
    assert len(kept()) == 10


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_an_action_is_changed_and_then_done(page: Page) -> None:
    run = page("actions")
    number = next(each.id for each in kept() if each.action.what == "Put the online form back")
    run = run.button(key=f"open_{number}").click().run()
    write(run, "signature", "A. Tester")
    write(run, f"change_{number}_owner", "L. Brandt")
    run = press(run, "Save changes")
    assert confirmed(run) == "Changed: Put the online form back."
    run = run.button(key=f"open_{number}").click().run()
    assert run.text_input(key=f"change_{number}_owner").value == "L. Brandt"
    write(run, f"outcome_{number}", "It is back")
    run = press(run, "Mark as done")
    assert confirmed(run) == "Done: Put the online form back."
    found = next(each for each in kept() if each.id == number)
    assert (found.state, found.outcome, found.closed_on) == (ActionState.DONE, "It is back", cached_queries.today())
    assert "It is back" in said(run)
    assert not [button for button in run.button if button.key == f"open_{number}"]


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_an_action_can_be_cancelled_or_left_as_it_is(page: Page) -> None:
    run = page("actions")
    number = kept()[0].id
    run = run.button(key=f"open_{number}").click().run()
    run = run.button(key=f"leave_{number}").click().run()
    assert not [button for button in run.button if button.label == "Cancel action"]
    run = run.button(key=f"open_{number}").click().run()
    write(run, "signature", "A. Tester")
    run = press(run, "Cancel action")
    assert confirmed(run).startswith("Cancelled: ")


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_an_action_belongs_to_an_initiative(page: Page) -> None:
    run = page("actions")
    promise = next(each.id for each in cached_queries.ask(initiatives) if each.initiative.name == "Call-back promise")
    write(run, "signature", "A. Tester")
    write(run, "new_action_0_what", "Tell Vale")
    write(run, "new_action_0_owner", "M. Hale")
    run.selectbox(key="new_action_0_part_of").select(promise)
    run = press(run, "Add action")
    assert max(kept(), key=lambda each: each.id).action.initiative == promise


@pytest.mark.slow
def test_an_empty_store_can_take_its_first_action(page: Page) -> None:
    run = page("actions")
    assert "No actions yet." in said(run)
    write(run, "signature", "A. Tester")
    write(run, "new_action_0_what", "Ask somebody")
    write(run, "new_action_0_owner", "M. Hale")
    run = press(run, "Add action")
    assert "One action is open, none late." in said(run)
    enter_action(cached_queries.store(), Action("Old", "M. Hale", LATE), by="A. Tester")
    assert "Two actions are open, one of them late." in said(run.run())


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_metric_is_called_by_the_limit_in_force_wherever_it_is_named(page: Page) -> None:
    owner, due = "M. Hale", dt.date(2027, 1, 15)
    enter_action(cached_queries.store(), Action("Answer sooner", owner, due, "", "hold_time"), by="A. Tester")
    set_limit(cached_queries.store(), "hold_time", 45, Month(2026, 3), by="A. Tester")
    text = flat(page("actions"))
    assert "by 15 Jan 2027 · M. Hale · Answered within 45 seconds" in text
    assert "Answered within 60 seconds" not in text
    sorts = page("units").selectbox(key="choose_sort").options
    assert "By Answered within 45 seconds" in sorts
    assert "By Answered within 60 seconds" not in sorts
    history = flat(page("standards")).partition("All changes to standards")[2]
    assert "Answered within 60 seconds" in history
    assert "Answered within 45 seconds" not in history.partition("Benchmarks")[0]
