"""Effects are read off the store: own units against untouched ones, and only months in which nothing else began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from db.changes import enter_action, enter_initiative, hide_below, save_upload
from db.formats.rows.blocks import Answer
from db.queries.initiatives_and_actions import initiatives
from db.queries.missing_units import MissingInputs, MissingUnit, missing_inputs
from db.reports.initiative_effects import effects, every_effect, improvements
from db.store.engine import Store
from metrics.improvements import Action, Initiative
from metrics.periods import Month, months_between
from metrics.statistics.difference_in_differences import Effect, EffectWord
from metrics.vocabulary import Audience, Kind, Scope
from tests.db.readings import answer, operation, reading
from tests.filled_stores import Filled

APRIL, MAY, JUNE = Month(2026, 4), Month(2026, 5), Month(2026, 6)
PROMISE = Initiative("Call-back promise", dt.date(2026, 3, 1), ("City",), ("nps",), "M. Hale")


UNTOUCHED = ("Moor/Three", "Moor/Five", "Moor/Six", "Vale/Four", "Vale/Seven")


def fill_company(store: Store) -> None:
    """From July 2025 to May 2026 City's two branches go from NPS 0 to 100 in March, all others stay at 0."""
    rows: list[Answer] = []
    for unit in ("City/One", "City/Two", *UNTOUCHED):
        for month in months_between(Month(2025, 7), MAY):
            better = unit.startswith("City") and month >= Month(2026, 3)
            for line in range(20):
                score = 9 if better or line % 2 else 3
                rows.append(
                    answer(len(rows) + 1, score, unit=unit, day=month.day(5), channel=("Shop", "Web")[line // 10])
                )
    save_upload(store, reading(rows), by="Ann")


@pytest.fixture
def company(store: Store, filled: Filled) -> Store:
    """Ten months in which the two branches of one unit alone became better."""
    return filled(store, fill_company)


def only(store: Store, number: int, month: Month = MAY, to_day: dt.date | None = None) -> Effect:
    with store.reading() as session:
        kept = next(each for each in initiatives(session) if each.id == number)
        (found,) = effects(session, Scope(month, to_day=to_day), kept)
    return found


def test_the_effect_is_that_beyond_the_untouched_units(company: Store) -> None:
    found = only(company, enter_initiative(company, PROMISE, by="Ann"))
    assert (found.word, found.untouched, found.cases, found.first_said) == (EffectWord.ROSE, 5, 120, 3)
    assert found.size.estimate == pytest.approx(100)
    assert (found.treated, found.areas) == (2, 1)
    assert found.windows is not None
    assert [str(month) for month in found.windows.before] == ["2025-07", "2025-08", "2025-09", "2025-10", "2025-11"]
    assert [str(month) for month in found.windows.lead] == ["2025-12", "2026-01", "2026-02"]


def test_a_month_that_ends_early_is_no_month_after(store: Store) -> None:
    def sent(name: str, months: Sequence[Month], days: Sequence[int]) -> None:
        when = [month.day(day) for month in months for day in days for _ in range(10)]
        units = ("City/One", *UNTOUCHED)
        rows = [answer(line, 9, unit=unit, day=day) for unit in units for line, day in enumerate(when, 2)]
        save_upload(store, reading(rows, name), by="Ann", on_overlap="count")

    sent("so far", months_between(Month(2025, 7), MAY), (2, 28))
    sent("the beginning of June", [JUNE], (1, 2))
    number = enter_initiative(store, PROMISE, by="Ann")
    found = only(store, number, JUNE).windows
    assert found is not None
    assert found.after[-1] == MAY
    sent("the end of June", [JUNE], (28,))
    found = only(store, number, JUNE).windows
    assert found is not None
    assert found.after[-1] == JUNE


def test_each_channel_of_a_unit_is_compared_with_itself(company: Store) -> None:
    """In Moor/Three the chat, where three of four are content, answers 25 times as often from March: no change."""
    many = [(month, 8 if month < Month(2026, 3) else 200) for month in months_between(Month(2025, 7), MAY)]
    rows = [
        answer(line, 9 if line % 4 else 3, unit="Moor/Three", channel="Chat", day=month.day(7))
        for line, month in enumerate((month for month, times in many for _ in range(times)), 1)
    ]
    save_upload(company, reading(rows, "more.csv", source="web"), by="Ann")
    found = only(company, enter_initiative(company, replace(PROMISE, units=("Moor/Three",)), by="Ann"), MAY)
    assert found.size.estimate == pytest.approx(-200 / 6), "two of the six others rose by 100"


def test_a_unit_that_opens_or_closes_is_no_comparison(company: Store) -> None:
    rows = [answer(line, 3, unit="Vale/New", day=dt.date(2026, 4, 5)) for line in range(1, 400)]
    save_upload(company, reading(rows, "new.csv", source="new"), by="Ann")
    found = only(company, enter_initiative(company, PROMISE, by="Ann"))
    assert (found.untouched, found.word) == (5, EffectWord.ROSE)


def test_a_unit_stands_for_those_below_that_recorded_nothing(company: Store) -> None:
    rows = [
        operation(line, "retention", 90, 100, unit=unit, month=str(month))
        for line, (unit, month) in enumerate(
            ((unit, month) for unit in ("City", "Moor", "Vale") for month in months_between(Month(2025, 7), MAY)), 1
        )
    ]
    save_upload(company, reading(rows, "figures.csv"), by="Ann")
    found = only(company, enter_initiative(company, replace(PROMISE, metrics=("retention",)), by="Ann"))
    assert (found.treated, found.untouched) == (1, 2)
    assert found.size.estimate == pytest.approx(0)


def test_what_may_be_said_is_decided_over_all_initiatives_together(company: Store) -> None:
    enter_initiative(company, PROMISE, by="Ann")
    with company.reading() as session:
        alone = every_effect(session, Scope(MAY))
        (kept,) = initiatives(session)
        assert alone[kept.id] == effects(session, Scope(MAY), kept)
    number = enter_initiative(company, replace(PROMISE, units=("Vale/Four",), metrics=("nps", "csat")), by="Ann")
    with company.reading() as session:
        assert [len(each) for each in every_effect(session, Scope(MAY)).values()] == [2, 1]
        assert every_effect(session, Scope(MAY))[number][1].word is EffectWord.NOTHING_TO_COMPARE


def test_the_effect_is_the_same_whatever_part_a_reader_looks_at(company: Store) -> None:
    enter_initiative(company, PROMISE, by="Ann")
    with company.reading() as session:
        (kept,) = initiatives(session)
        narrow = Scope(MAY, "Moor", "phone", Audience.STAFF)
        assert effects(session, narrow, kept) == effects(session, Scope(MAY), kept)


def test_with_fewer_answers_than_the_settings_call_few_nothing_is_claimed(company: Store) -> None:
    number = enter_initiative(company, PROMISE, by="Ann")
    hide_below(company, 5, 121, by="Ann")
    assert only(company, number).word is EffectWord.TOO_FEW_ANSWERS
    hide_below(company, 5, 120, by="Ann")
    assert only(company, number).word is EffectWord.ROSE


def test_a_unit_named_twice_is_counted_once(company: Store) -> None:
    twice = replace(PROMISE, units=("City", "City/One"))
    assert only(company, enter_initiative(company, twice, by="Ann")).cases == 120


def test_an_initiative_everywhere_has_no_comparison_without_a_year_before(company: Store) -> None:
    for units in (("",), ("City", "Moor", "Vale")):
        found = only(company, enter_initiative(company, replace(PROMISE, units=units), by="Ann"))
        assert (found.word, found.untouched) == (EffectWord.NOTHING_TO_COMPARE, 0)


def test_an_initiative_everywhere_is_compared_with_the_same_months_a_year_earlier(store: Store) -> None:
    """Every spring NPS is 100, every other season 0: nothing happened in the spring of 2026."""
    rows: list[Answer] = []
    for unit in ("North", "South", "East"):
        for month in months_between(Month(2025, 1), MAY):
            spring = month.number in (3, 4, 5)
            rows += [
                answer(len(rows) + line, 9 if spring or line % 2 else 3, unit=unit, day=month.day(5))
                for line in range(1, 41)
            ]
    save_upload(store, reading(rows), by="Ann")
    found = only(store, enter_initiative(store, replace(PROMISE, units=("",)), by="Ann"))
    assert (found.size.estimate, found.beside_others) == (0, False)
    assert found.word in (EffectWord.NO_EFFECT_SEEN, EffectWord.NO_MARGIN)


def test_units_in_which_another_initiative_began_meanwhile_are_not_untouched(company: Store) -> None:
    number = enter_initiative(company, PROMISE, by="Ann")
    enter_initiative(company, replace(PROMISE, name="Other", units=("Moor/Three",)), by="Ann")
    assert only(company, number).untouched == 4
    enter_initiative(company, replace(PROMISE, units=("Vale",), metrics=("csat",)), by="Ann")
    enter_initiative(company, replace(PROMISE, units=("Vale",), began=dt.date(2025, 1, 1)), by="Ann")
    assert only(company, number).untouched == 4


def test_what_began_everywhere_meanwhile_sets_no_unit_aside(company: Store) -> None:
    number = enter_initiative(company, PROMISE, by="Ann")
    enter_initiative(company, replace(PROMISE, name="Everywhere", units=("",)), by="Ann")
    assert only(company, number).untouched == 5


def test_nothing_is_claimed_before_a_whole_month_has_passed(company: Store) -> None:
    number = enter_initiative(company, PROMISE, by="Ann")
    assert only(company, number, Month(2026, 2)).word is EffectWord.TOO_EARLY
    assert only(company, number, Month(2026, 3), dt.date(2026, 3, 20)).word is EffectWord.TOO_EARLY
    found = only(company, number, APRIL, dt.date(2026, 4, 20))
    assert found.windows is not None
    assert [str(month) for month in found.windows.after] == ["2026-03"]


@pytest.mark.slow
def test_a_start_in_a_mistyped_year_has_nothing_to_compare_and_hinders_no_other(company: Store) -> None:
    number = enter_initiative(company, PROMISE, by="Ann")
    words = [
        only(company, enter_initiative(company, replace(PROMISE, began=dt.date(year, 3, 1)), by="Ann")).word
        for year in (1, 202, 2206)
    ]
    assert words == [EffectWord.NOTHING_TO_COMPARE, EffectWord.NOTHING_TO_COMPARE, EffectWord.TOO_EARLY]
    assert only(company, number).size.estimate == pytest.approx(100)


def test_what_is_being_done_at_a_unit_counts_every_initiative_there_and_judges_the_newest(company: Store) -> None:
    enter_initiative(company, PROMISE, by="Ann")
    enter_initiative(company, replace(PROMISE, name="Older", began=dt.date(2026, 2, 1), units=("",)), by="Ann")
    enter_initiative(company, replace(PROMISE, name="Elsewhere", units=("Moor",)), by="Ann")
    for unit in ("", "City/One", "Moor"):
        enter_action(company, Action(f"At {unit}", "M. Hale", dt.date(2026, 11, 1), unit), by="Ann")
    with company.reading() as session:
        found = improvements(session, Scope(APRIL, "City/One"), 1)
        everywhere = improvements(session, Scope(APRIL))
    assert [judged.kept.initiative.name for judged in found.initiatives] == ["Call-back promise", "Older"]
    assert [len(judged.effects) for judged in found.initiatives] == [1, 0]
    assert [kept.action.what for kept in found.actions] == ["At City/One"]
    assert (len(everywhere.initiatives), len(everywhere.actions)) == (3, 3)
    assert all(judged.effects for judged in everywhere.initiatives)


def test_an_initiative_of_later_years_is_not_being_done_in_a_month_of_the_past(company: Store) -> None:
    enter_initiative(company, PROMISE, by="Ann")
    with company.reading() as session:
        counted = [
            len(improvements(session, Scope(month)).initiatives) for month in (Month(2026, 1), Month(2026, 2), APRIL)
        ]
    assert counted == [0, 1, 1]


def test_a_metric_nobody_answered_has_nothing_to_compare(company: Store) -> None:
    number = enter_initiative(company, replace(PROMISE, metrics=("transfers",)), by="Ann")
    assert only(company, number).word is EffectWord.NOTHING_TO_COMPARE


def test_a_unit_that_fell_silent_is_missed_and_one_that_never_sent_each_month_is_not(store: Store) -> None:
    sent = {"North/Leeds": (7, 8, 9), "North/York": (7, 8, 9, 10), "South": (8, 9), "West": (7, 8, 9, 10)}
    rows = [
        answer(line, 9, unit=unit, day=dt.date(2026, month, 5))
        for line, (unit, month) in enumerate(((u, m) for u, months in sent.items() for m in months), 1)
    ]
    save_upload(store, reading(rows), by="Ann")
    save_upload(store, reading([operation(1, "retention", 9, 10, unit="West", month="2026-09")], "b"), by="Ann")
    with store.reading() as session:
        assert missing_inputs(session, Month(2026, 10)) == MissingInputs(
            (MissingUnit(Kind.SURVEY, Audience.CUSTOMERS, ("North/Leeds",)),), {}
        )
        assert missing_inputs(session, Month(2026, 10), "South").missing == ()
        assert missing_inputs(session, Month(2026, 11)).missing == ()
