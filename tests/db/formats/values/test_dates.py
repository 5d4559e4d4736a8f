"""Dates as exports write them: the order by the whole column's evidence, the date as written, absurd ones refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.formats.values.dates import DateOrder, DateReader, date_evidence, has_offset, known_zone
from metrics.errors import BadValue

TODAY = dt.date(2026, 11, 21)


def read(text: str, order: DateOrder | None = DateOrder.ISO) -> dt.date | str:
    return DateReader(order, TODAY).read(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-04", dt.date(2025, 3, 4)),
        ("2019-03-08 1:34:44", dt.date(2019, 3, 8)),
        ("2025-03-04T23:59:59.123Z", dt.date(2025, 3, 4)),
        ("2018/05/15 7:07:45 PM GMT+1", dt.date(2018, 5, 15)),
        ("2025-01-31T23:30:00-11:00", dt.date(2025, 1, 31)),
        ("2025-01-15T10:00:00+14:00", dt.date(2025, 1, 15)),
        ("2025-01-01 24:00:00", dt.date(2025, 1, 1)),
        ("20250304", dt.date(2025, 3, 4)),
        ("12. März 2024", dt.date(2024, 3, 12)),
        ("5 de enero de 2025", dt.date(2025, 1, 5)),
        ("1er août 2024", dt.date(2024, 8, 1)),
        ("Mar 5, 2024 10:00 AM", dt.date(2024, 3, 5)),
        ("Tue Mar 12 2024 10:00:00 GMT+0100 (Central European Standard Time)", dt.date(2024, 3, 12)),
        ("September 3, 2025 at 09:12 AM", dt.date(2025, 9, 3)),
        ("3. September 2025, 09:12 Uhr", dt.date(2025, 9, 3)),
        ("3 septembre 2025 à 09h12", dt.date(2025, 9, 3)),
        ("2025-09-03 09.12", dt.date(2025, 9, 3)),
        ("20250903091244", dt.date(2025, 9, 3)),
        ("20250903T0912Z", dt.date(2025, 9, 3)),
        ("2026-11-21", TODAY),
        ("Thursday, January 22, 2026 at 9:30:00\u202fAM Central European Standard Time", dt.date(2026, 1, 22)),
        ("Thursday 22 January 2026 at 09:30:00 Greenwich Mean Time", dt.date(2026, 1, 22)),
        ("Thu Jan 22 2026 09:30:00 GMT+0100 (Central European Standard Time)", dt.date(2026, 1, 22)),
        ("Donnerstag, 22. Januar 2026 um 09:30 Mitteleuropäische Normalzeit", dt.date(2026, 1, 22)),
        ("Donnerstag, 22. Januar 2026 um 23:59:59 MEZ", dt.date(2026, 1, 22)),
        ("jeudi 22 janvier 2026 à 09:30:00 heure normale d’Europe centrale", dt.date(2026, 1, 22)),
        ("jeudi 22 janvier 2026 à 9 h 30 heure d’été", dt.date(2026, 1, 22)),
        ("jueves, 22 de enero de 2026, 9:30:00 (hora estándar de Europa central)", dt.date(2026, 1, 22)),
        ("jueves, 22 de enero de 2026 a las 9:30:00 hora de verano de España", dt.date(2026, 1, 22)),
        ("quinta-feira, 22 de janeiro de 2026 às 09:30:00 Horário Padrão de Brasília", dt.date(2026, 1, 22)),
        ("quinta-feira, 22 de janeiro de 2026 às 09h30min Hora padrão da Europa Ocidental", dt.date(2026, 1, 22)),
        ("donderdag 22 januari 2026 om 09:30:00 Midden-Europese standaardtijd", dt.date(2026, 1, 22)),
        ("giovedì 22 gennaio 2026 alle ore 09:30:00 Ora standard dell’Europa centrale", dt.date(2026, 1, 22)),
        ("torsdag 22 januari 2026 kl. 09:30:00 centraleuropeisk normaltid", dt.date(2026, 1, 22)),
        ("torsdag den 22. januar 2026 kl. 09.30.00 centraleuropæisk normaltid", dt.date(2026, 1, 22)),
        ("czwartek, 22 stycznia 2026 09:30:00 czas środkowoeuropejski standardowy", dt.date(2026, 1, 22)),
        ("torstaina 22. tammikuuta 2026 klo 9.30.00 Keski-Euroopan normaaliaika", dt.date(2026, 1, 22)),
        ("2026年1月22日木曜日 9時30分00秒 GMT+9", dt.date(2026, 1, 22)),
        ("2026年1月22日(木) 09:30", dt.date(2026, 1, 22)),
        ("2026년 1월 22일", dt.date(2026, 1, 22)),
    ],
)
def test_a_date_counts_as_it_is_written_whatever_its_time_zone(text: str, day: dt.date) -> None:
    assert read(text) == day


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("2025-01-31T23:30:00Z", "Europe/Berlin", dt.date(2025, 2, 1)),
        ("2025-01-31T23:30:00+00:00", "Europe/London", dt.date(2025, 1, 31)),
        ("2025-07-31T23:30:00Z", "Europe/London", dt.date(2025, 8, 1)),
        ("2025-02-01T01:30:00.250+0100", "America/New_York", dt.date(2025, 1, 31)),
        ("2025-01-31 11:30:00 PM GMT-3", "Europe/Lisbon", dt.date(2025, 2, 1)),
        ("Fri Jan 31 2025 23:30:00 GMT+0100 (Central European Standard Time)", "Asia/Tokyo", dt.date(2025, 2, 1)),
        ("2025-01-31 24:00:00Z", "UTC", dt.date(2025, 2, 1)),
        ("1738366200", "Asia/Tokyo", dt.date(2025, 2, 1)),
        ("2025-01-31 23:30:00", "Europe/Berlin", dt.date(2025, 1, 31)),
        ("2025-01-31 23:30 CET", "Asia/Tokyo", dt.date(2025, 1, 31)),
        ("2025-01-31Z", "Asia/Tokyo", dt.date(2025, 1, 31)),
    ],
)
def test_a_moment_with_its_offset_counts_in_the_time_zone_that_is_named(text: str, zone: str, day: dt.date) -> None:
    reader = DateReader(DateOrder.SERIAL, TODAY, zone)
    assert reader.read(text) == day
    assert reader.days([text, text]) == [day, day]


def test_a_reader_in_a_time_zone_takes_no_moment_for_another_of_the_same_day() -> None:
    reader = DateReader(DateOrder.ISO, TODAY, "Europe/Berlin")
    moments = ["2025-01-31T10:00:00Z", "2025-01-31T23:30:00Z", "2025-01-31T10:00:00Z"]
    assert reader.days(moments) == [dt.date(2025, 1, 31), dt.date(2025, 2, 1), dt.date(2025, 1, 31)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2025-01-31T23:30:00Z", True),
        ("2025-01-31 23:30:00.125+01:00", True),
        ("Fri Jan 31 2025 23:30:00 GMT+0100", True),
        ("2018/05/15 7:07:45 PM GMT+1", True),
        ("2025-01-31 23:30", False),
        ("2025-01-31", False),
        ("31. Januar 2025 um 23:30 Mitteleuropäische Normalzeit", False),
    ],
)
def test_it_is_seen_whether_a_moment_says_its_offset(text: str, says: bool) -> None:
    assert has_offset(text) is says


@pytest.mark.parametrize("name", ["Mars/Base", "../etc/passwd", "Europe", "x" * 300])
def test_an_unknown_time_zone_is_said(name: str) -> None:
    with pytest.raises(BadValue, match="no time zone called"):
        known_zone(name)


@pytest.mark.parametrize("text", ["03/04/2025", "3.4.25", "03-04-2025 11:59 pm"])
def test_day_and_month_follow_the_order_that_was_decided(text: str) -> None:
    assert read(text, DateOrder.DAY_FIRST) == dt.date(2025, 4, 3)
    assert read(text, DateOrder.MONTH_FIRST) == dt.date(2025, 3, 4)
    assert "day or the month first" in str(read(text, DateOrder.ISO))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2023-02-29", "not a day of the calendar"),
        ("0000-00-00", "not a day of the calendar"),
        ("2026-11-22", "in the future"),
        ("1989-12-31", "before 1990"),
        ("31/12/68", "in the future"),
        ("31/12/69", "before 1990"),
        ("2025-03-04 25:00:00", "no time of day"),
        ("2025-03-04 10:61:00", "no time of day"),
        ("2025-03-04 um halb zehn", "no time of day"),
        ("20250304256100", "not a date"),
        ("03/04/2025 13:10 PM", "no time of day"),
        ("2025-03-04 or so", "no time of day"),
        ("2025-03-04 10:00 or so", "no time of day"),
        ("2025-03-04 some other time", "no time of day"),
        ("Donnerstag, 32. Januar 2026 um 09:30 Mitteleuropäische Normalzeit", "not a day of the calendar"),
        (f"2025-03-04{' ' * 300}x", "not a date"),
        ("Q1 2025", "not a date"),
        ("Jan-25", "not a date"),
        ("yesterday", "not a date"),
        ("2025-13-04", "not a day of the calendar"),
    ],
)
def test_what_is_no_date_is_said_so(text: str, part: str) -> None:
    assert part in str(read(text, DateOrder.DAY_FIRST))


def test_numbers_are_dates_only_where_somebody_said_so() -> None:
    assert "not a date" in str(read("45678"))
    assert read("45678", DateOrder.SERIAL) == dt.date(2025, 1, 21)
    assert read("45678.75", DateOrder.SERIAL) == dt.date(2025, 1, 21)
    assert read("1735689600", DateOrder.SERIAL) == dt.date(2025, 1, 1)
    assert read("1735689600000", DateOrder.SERIAL) == dt.date(2025, 1, 1)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["2025-03-04", "2025-03-05 10:00"], DateOrder.ISO),
        (["03/04/2025", "13/04/2025"], DateOrder.DAY_FIRST),
        (["03/04/2025", "04/13/2025"], DateOrder.MONTH_FIRST),
        (["03/04/2025", "05/06/2025"], DateOrder.AMBIGUOUS),
        (["13/04/2025", "04/13/2025"], DateOrder.AMBIGUOUS),
        (["05/05/2025", "06/06/2025"], DateOrder.ISO),
        (["Donnerstag, 22. Januar 2026 um 09:30 Uhr", "quinta-feira, 22 de janeiro de 2026"], DateOrder.ISO),
        (["2026年1月22日", "2026年1月23日"], DateOrder.ISO),
        (["45678", "45679"], DateOrder.SERIAL),
        (["red", "blue"], None),
        ([], None),
    ],
)
def test_the_order_is_what_every_date_of_the_column_bears_out(texts: list[str], order: DateOrder | None) -> None:
    assert date_evidence(texts).order is order


def test_contradicting_dates_are_told_from_merely_ambiguous_ones() -> None:
    assert date_evidence(["13/04/2025", "04/13/2025"]).contradicts
    assert not date_evidence(["03/04/2025"]).contradicts
    assert date_evidence(["03/04/2025"]).example == "03/04/2025"


@given(day=st.dates(dt.date(1990, 1, 1), TODAY), clock=st.times())
def test_any_date_reads_back_in_every_order_we_claim(day: dt.date, clock: dt.time) -> None:
    reader = DateReader(DateOrder.ISO, TODAY)
    assert reader.read(f"{day.isoformat()} {clock:%H:%M:%S}") == day
    assert reader.read(f"{day.isoformat()}T{clock:%H:%M:%S}Z") == day
    assert read(f"{day:%d/%m/%Y} {clock:%I:%M:%S %p}", DateOrder.DAY_FIRST) == day
    assert read(f"{day.month}/{day.day}/{day.year} {clock.hour}:{clock:%M:%S}", DateOrder.MONTH_FIRST) == day


def test_a_reader_that_remembers_days_still_checks_each_time_of_day() -> None:
    reader = DateReader(DateOrder.ISO, TODAY)
    assert reader.read("2025-03-04 10:00:00") == dt.date(2025, 3, 4)
    assert "no time of day" in str(reader.read("2025-03-04 10:99:00"))
    assert "not a date" in str(reader.read("2025-03-0410:00:00"))
    assert reader.read("2025-03-04 11:00:00") == dt.date(2025, 3, 4)
