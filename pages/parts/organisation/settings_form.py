"""The form of the settings: whose store it is, and how numbers are shown. Only what was changed is saved."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from db.changes.settings import (
    begin_fiscal_years,
    begin_weeks,
    count_in_zone,
    count_newest_only,
    hide_below,
    name_organisation,
    write_numbers,
)
from db.formats.values.dates import zone_names
from db.queries.settings import Settings
from pages.language import locale, numbers
from pages.parts import cached_queries, forms

LONGEST_NAME = 200
MOST_HIDDEN, MOST_FEW = 100, 1000


@dataclass(frozen=True, slots=True)
class Setting:
    """What the fields of the form say."""

    organisation: str
    fiscal_year_start: int
    week_start: int
    locale: str
    currency: str
    smallest_n: int
    few_n: int
    newest_only: bool
    time_zone: str


def settings_form(now: Settings, by: str) -> None:
    """The form; saving goes in the name of `by`."""
    key = f"settings_{cached_queries.revision()}"  # starts again with the saved settings, no matter who saved them
    with st.form(key, border=False):
        chosen = _fields(now, key)
        pressed = st.form_submit_button("Save settings", type="primary")
    if not pressed:
        return
    changes = changed(now, chosen, by)
    if not changes:
        st.info("The settings are the same as before. Nothing was changed.")
    elif forms.save(by, lambda: [change() for change in changes], "The settings were saved."):
        st.rerun()


def _fields(now: Settings, key: str) -> Setting:
    name = st.text_input("Name of the organisation", now.organisation, max_chars=LONGEST_NAME, key=f"{key}_name")
    months, days = list(range(1, 13)), list(range(7))
    left, right = st.columns(2)
    fiscal = left.selectbox("Fiscal year starts in", months, now.fiscal_year_start - 1, _month_name, key=f"{key}_year")
    week = right.selectbox("Week starts on", days, now.week_start, calendar.day_name.__getitem__, key=f"{key}_week")
    written = left.selectbox(
        "Numbers and dates", locale.LOCALES, _at(locale.LOCALES, now.locale), locale.named, key=f"{key}_locale"
    )
    money = right.selectbox("Money", locale.CURRENCIES, _at(locale.CURRENCIES, now.currency), key=f"{key}_currency")
    smallest = left.number_input(
        "Hide values with fewer answers than", 1, MOST_HIDDEN, now.smallest_n, key=f"{key}_smallest",
        help="With fewer, only their number is shown, so that no one's answer can be guessed.",
    )  # fmt: skip
    few = right.number_input(
        "Mark as “few” below", 1, MOST_FEW, now.few_n, key=f"{key}_few",
        help="A value with few answers is marked, and its unit is not ranked.",
    )  # fmt: skip
    zones = ("", *zone_names())
    zone = st.selectbox(
        "Time zone", zones, _at(zones, now.time_zone), lambda name: name or "None: the day that is written counts",
        key=f"{key}_zone",
        help="Moments written with their offset from UTC, such as 2026-10-31T23:30:00Z, count on the day they had "
        "there. Uploads saved before keep their days.",
    )  # fmt: skip
    newest = st.checkbox(
        "Count only each person’s newest answer in a month", now.newest_only, key=f"{key}_newest",
        help="For each metric and unit. It needs a column that says who answered; other answers all count.",
    )  # fmt: skip
    organisation = " ".join(name.split())
    return Setting(organisation, fiscal, week, written, money, int(smallest), int(few), newest, zone)


def _month_name(number: int) -> str:
    return locale.month_alone(number)


def _at(options: tuple[str, ...], now: str) -> int:
    return options.index(now) if now in options else 0


def changed(now: Settings, chosen: Setting, by: str) -> list[Callable[[], None]]:
    """The changes that make the settings as they are `chosen`, none where they are so already."""
    store, found = cached_queries.store(), list[Callable[[], None]]()
    if chosen.organisation != now.organisation:
        found.append(lambda: name_organisation(store, chosen.organisation, by=by))
    if chosen.fiscal_year_start != now.fiscal_year_start:
        found.append(lambda: begin_fiscal_years(store, chosen.fiscal_year_start, by=by))
    if chosen.week_start != now.week_start:
        found.append(lambda: begin_weeks(store, chosen.week_start, by=by))
    if (chosen.locale, chosen.currency) != (now.locale, now.currency):
        found.append(lambda: write_numbers(store, *locale.checked(chosen.locale, chosen.currency), by=by))
    if (chosen.smallest_n, chosen.few_n) != (now.smallest_n, now.few_n):
        found.append(lambda: hide_below(store, chosen.smallest_n, chosen.few_n, by=by))
    if chosen.newest_only != now.newest_only:
        found.append(lambda: count_newest_only(store, chosen.newest_only, by=by))
    if chosen.time_zone != now.time_zone:
        found.append(lambda: count_in_zone(store, chosen.time_zone, by=by))
    return found


def reading(now: Settings) -> str:
    """How the store is read, in a sentence."""
    year, week = locale.month_alone(now.fiscal_year_start), calendar.day_name[now.week_start]
    smallest, few = numbers.in_words(now.smallest_n), numbers.in_words(now.few_n)
    newest = " Of one person’s answers in a month only the newest counts." if now.newest_only else ""
    zone = f" Moments with an offset count on their day in {now.time_zone}." if now.time_zone else ""
    return (
        f"Fiscal years start in {year}, weeks on {week}. Values with fewer than {smallest} answers are hidden, those "
        f"with fewer than {few} are marked as few.{newest}{zone}"
    )
