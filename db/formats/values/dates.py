"""Dates and months as exports write them, read by the order that the column or a person gives.

The date as written counts, unless a person names the time zone in which moments with an offset are to be counted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from db.formats.values.clocks import MIDNIGHT, clock_of
from db.formats.values.lexicon import AT_TIME, MONTHS, OCLOCK, TIME_ZONE
from metrics.errors import BadValue, NotDone
from metrics.periods import Month

_MOST_TAILS = 200_000
FIRST_DAY = dt.date(1990, 1, 1)
_SPREADSHEET_DAY_0 = dt.date(1899, 12, 30)

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
# As in Hungary and Korea: “2026. 10. 31.”
_YEAR_FIRST_SPACED = re.compile(r"(\d{4})()\.\s(\d{1,2})\.\s(\d{1,2})(?!\d)\.?")
_COMPACT = re.compile(r"((?:19|20)\d\d)()(\d\d)(\d\d)(?:T?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
# The day's name may stand before: “quinta-feira, 22 de janeiro de 2026”, “torsdag den 22. januar 2026”.
_DAY_MONTH = re.compile(
    r"(?:[^\W\d_]{1,20}(?:-[^\W\d_]{1,20})?\.?,?\s{1,3}(?:den\s)?)?(\d{1,2})(?:st|nd|rd|th|\.|er|º)?[\s-]*(?:de\s+)?"
    r"([^\W\d_]{1,20})\.?,?[\s-]*(?:del?\s+)?(\d{4}|\d\d)(?!\d)"
)
_MONTH_DAY = re.compile(r"(?:[^\W\d_]{1,20},?\s+)?([^\W\d_]{1,20})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_EAST_ASIAN = re.compile(
    r"(\d{4})()\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号일]"
    r"(?:\s?[(（]?(?:星期|周|週)?[一二三四五六日月火水木金土월화수목토일](?:曜日|요일)?[)）]?)?"
)
# A zone may be an offset, letters, or a name in words that say so, as browsers write it.
_CLOCK = re.compile(
    rf"(?:\s?г\.)?(?:[T\s,]+(?:(?:{AT_TIME})\s+)?"
    r"(?P<hour>\d{1,2})(?:[:.時时시]|\s?[hH])\s?(?P<minute>\d\d)(?:[:.分분]\s?(?P<second>\d\d)(?:[.,]\d+)?)?(?:min|[分秒분초])?"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?)?"
    rf"\s*(?:(?:{OCLOCK})\b\s*)?"
    r"(?:(?P<offset>Z|[+-]\d\d:?\d\d|(?:GMT|UTC)\s*(?:[+-]\d{1,2}(?::?\d\d)?)?)|[A-Z]{2,5}|[A-Z][a-z]+/\w+"
    r"|(?P<zone>[^\W\d_][^\d:;,()]{2,80}))?\s*(?:\([^)]*\))?"
)
_YEARS_FIRST = (_COMPACT, _EAST_ASIAN, _YEAR_FIRST_SPACED)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?")
_WITH_OFFSET = re.compile(r":\d\d[^\dZ]{0,5}(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d\b|\s?(?:GMT|UTC)\b)")
_LONGEST = 200  # characters that a date with its time and zone can have
_PLAIN_CLOCK = re.compile(r"[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")  # almost all of them, quickly recognised
_SERIAL = re.compile(r"\d{4,6}(?:\.\d+)?|\d{10}(?:\.\d+)?|\d{13}")


class DateOrder(StrEnum):
    """How a column writes its dates."""

    ISO = "iso"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    SERIAL = "serial"
    AMBIGUOUS = "ambiguous"


@dataclass(slots=True)
class DateEvidence:
    """How many distinct texts of a column are written in each way; `example` shows one that could be read two ways."""

    sure: int = 0
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    serial: int = 0
    other: int = 0
    example: str = ""

    @property
    def dates(self) -> int:
        return self.sure + self.day_first + self.month_first + self.either

    @property
    def hangs_on_order(self) -> bool:
        """Whether any text can be read only once the order of day and month is known."""
        return bool(self.day_first or self.month_first or self.either)

    @property
    def contradicts(self) -> bool:
        """Whether some dates can only be day-first and others only month-first."""
        return bool(self.day_first and self.month_first)

    @property
    def order(self) -> DateOrder | None:
        """The order that fits every date of the column; None where it holds no dates."""
        if not self.dates:
            return DateOrder.SERIAL if self.serial > self.other else None
        if self.contradicts or (self.either and not (self.day_first or self.month_first)):
            return DateOrder.AMBIGUOUS
        if self.day_first:
            return DateOrder.DAY_FIRST
        return DateOrder.MONTH_FIRST if self.month_first else DateOrder.ISO


def date_evidence(texts: Iterable[str]) -> DateEvidence:
    """How a column writes dates, judged by the beginnings of its distinct texts."""
    found = DateEvidence()
    for raw in texts:
        text = raw[:_LONGEST].strip()
        if _YEAR_FIRST.match(text):
            found.sure += 1
        elif numbers := _NUMBERS.match(text):
            _weigh(found, int(numbers[1]), int(numbers[3]), text)
        elif _SERIAL.fullmatch(text):
            found.serial += 1
        elif any(pattern.match(text) for pattern in _YEARS_FIRST) or _named(text):
            found.sure += 1
        elif text:
            found.other += 1
    return found


def _weigh(found: DateEvidence, first: int, second: int, text: str) -> None:
    if first > 12 >= second:
        found.day_first += 1
    elif second > 12 >= first:
        found.month_first += 1
    elif first == second:
        found.sure += 1
    else:
        found.either += 1
        found.example = found.example or text


def _named(text: str) -> bool:
    found = ((_DAY_MONTH.match(text), 2), (_MONTH_DAY.match(text), 1))
    return any(match is not None and match[month].casefold() in MONTHS for match, month in found)


def known_zone(name: str) -> str:
    """The name of a time zone of the IANA data, such as “Europe/Berlin”; "" for none. Raises BadValue for another."""
    wanted = name.strip()
    try:
        return ZoneInfo(wanted).key if wanted else ""
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise BadValue(
            f"There is no time zone called “{_short(wanted)}”. Write it like Europe/Berlin or America/New_York.",
            not_done=NotDone.SAVED,
        ) from unknown


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """The names of all time zones, in order."""
    return tuple(sorted(available_timezones()))


def has_offset(text: str) -> bool:
    """Whether a moment says how far its clock is from UTC, as “2026-10-31T09:30:00+01:00” and “…Z” do."""
    return _WITH_OFFSET.search(text[:_LONGEST]) is not None


class DateReader:
    """Reads the dates of one column. Remembers what it has read, since many rows share a day.

    With a time `zone`, a moment that is written with its offset from UTC counts on the day it had in that zone.
    """

    def __init__(self, order: DateOrder | None, today: dt.date | None = None, zone: str = "") -> None:
        self._order = order
        self._zone = ZoneInfo(zone) if zone else None
        self._today = today or dt.datetime.now().astimezone().date()
        self._local: dict[str, tuple[int, bool]] = {}
        self._heads: dict[str, dt.date] = {}
        self._tails: set[str] = set()
        self._takers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int, int] | str]], ...] = (
            (_YEAR_FIRST, self._year_first),
            (_NUMBERS, self._numbers),
            (_COMPACT, self._year_first),
            (_EAST_ASIAN, self._year_first),
            (_YEAR_FIRST_SPACED, self._year_first),
        )

    def read(self, text: str) -> dt.date | str:
        """The date in `text`, as written; a sentence that says why where it cannot be one."""
        known = self._heads.get(text[:10])
        if known is not None:
            if len(text) <= 10:
                return known
            tail = text[10:] if text[9] != " " else f" {text[10:]}"
            if tail in self._tails or self._is_clock(tail):
                return known
        found = self._parse(text.strip())
        if isinstance(found, str):
            return found
        day, length = found
        if not FIRST_DAY <= day <= self._today:
            side = "in the future" if day > self._today else f"before {FIRST_DAY.year}"
            return f"“{_short(text)}” is {side}. Check the date."
        is_as_written = self._zone is None or text.strip() not in self._local
        if is_as_written and length <= 10 and text[length:10] in ("", " ") and text[:1].isdigit():
            self._heads[text[:10]] = day
        return day

    def clock(self, text: str) -> str:
        """The time of day in `text`, as `clock_of` writes it; of a moment with its offset the time in the zone."""
        written, bare = clock_of(text), text.strip()
        if self._zone is not None and bare not in self._local and (has_offset(bare) or self._order is DateOrder.SERIAL):
            self._parse(bare)
        if (local := self._local.get(bare)) is None:
            return written
        minute, has_second = local
        seconds = written.split(":")[2:] or (["00"] if has_second else [])
        found = ":".join([f"{minute // 60:02}:{minute % 60:02}", *seconds])
        return "" if found in MIDNIGHT else found

    def days(self, texts: Sequence[str]) -> list[dt.date | None]:
        """The dates of many texts, None where a text cannot be one."""
        tails = {text[10:] for text in texts} - self._tails
        if all(self._is_clock(tail) for tail in tails):
            return [self._heads.get(text[:10]) or self.day(text) for text in texts]
        return [self.day(text) for text in texts]

    def day(self, text: str) -> dt.date | None:
        """The date in `text`, None where it cannot be one."""
        found = self.read(text)
        return None if isinstance(found, str) else found

    def day_of_moment(self, text: str) -> dt.date | None:
        """The date in `text`, which is known to have a plain time of day after its first ten characters."""
        return self._heads.get(text[:10]) or self.day(text)

    def _is_clock(self, tail: str) -> bool:
        """Whether what follows the first ten characters of a known day is a time of day."""
        if len(tail) > _LONGEST:
            return False
        if not _PLAIN_CLOCK.fullmatch(tail):
            clock = _CLOCK.fullmatch(tail)
            if clock is None or not _is_time(clock) or (self._zone is not None and clock["offset"] is not None):
                return False
        if len(self._tails) < _MOST_TAILS:
            self._tails.add(tail)
        return True

    def _parse(self, text: str) -> tuple[dt.date, int] | str:
        """The date and how many characters it takes, or why not."""
        if len(text) > _LONGEST:
            return f"“{_short(text)}” is not a date. Write it as 2026-10-31."
        for pattern, take in self._takers:
            if match := pattern.match(text):
                return self._with_clock(text, match, take(match))
        if self._order is DateOrder.SERIAL and _SERIAL.fullmatch(text):
            return self._of_serial(text)
        for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
            if (match := pattern.match(text)) and (number := MONTHS.get(match[month].casefold())):
                return self._with_clock(text, match, (_year(match[3]), number, int(match[day])))
        if _SERIAL.fullmatch(text):
            return (
                f"“{_short(text)}” is a number, not a date. If it counts days or seconds, choose the date order serial."
            )
        return f"“{_short(text)}” is not a date. Write it as 2026-10-31."

    @staticmethod
    def _year_first(match: re.Match[str]) -> tuple[int, int, int]:
        return int(match[1]), int(match[3]), int(match[4])

    def _numbers(self, match: re.Match[str]) -> tuple[int, int, int] | str:
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        if self._order is DateOrder.DAY_FIRST:
            return year, second, first
        if self._order is DateOrder.MONTH_FIRST or first == second:
            return year, first, second
        return f"“{match[0]}” could have the day or the month first. Choose the date order."

    def _with_clock(
        self, text: str, match: re.Match[str], parts: tuple[int, int, int] | str
    ) -> tuple[dt.date, int] | str:
        if isinstance(parts, str):
            return parts
        clock = _CLOCK.fullmatch(text, match.end())
        if clock is None or not _is_time(clock):
            return f"“{_short(text)}” has something after the date that is no time of day. Correct or remove it."
        try:
            day = dt.date(*parts)
            return self._day_in_zone(text, day, clock), match.end()
        except (ValueError, OverflowError):
            return f"“{_short(text)}” is not a day of the calendar. Correct the date."

    def _day_in_zone(self, text: str, day: dt.date, clock: re.Match[str]) -> dt.date:
        """The day that a moment with its offset had in the zone; the one written for any other."""
        if self._zone is None or clock["hour"] is None or clock["offset"] is None:
            return day
        local = _moment(day, clock).astimezone(self._zone)
        return self._kept(text, local, has_second=clock["second"] is not None)

    def _kept(self, text: str, local: dt.datetime, *, has_second: bool) -> dt.date:
        if len(self._local) >= _MOST_TAILS:
            self._local.clear()
        self._local[text] = local.hour * 60 + local.minute, has_second
        return local.date()

    def _of_serial(self, text: str) -> tuple[dt.date, int]:
        """A spreadsheet's day number, or seconds or milliseconds since 1970, told apart by their length."""
        digits, number = len(text.partition(".")[0]), float(text)
        if digits <= 6:
            return _SPREADSHEET_DAY_0 + dt.timedelta(days=int(number)), len(text)
        seconds = number / 1000 if digits == 13 else number
        local = dt.datetime.fromtimestamp(seconds, tz=self._zone or dt.UTC)
        return local.date() if self._zone is None else self._kept(text, local, has_second=True), len(text)


def _is_time(clock: re.Match[str]) -> bool:
    if clock["zone"] and (clock["hour"] is None or not TIME_ZONE.search(clock["zone"])):
        return False
    if clock["hour"] is None:
        return True
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    if clock["half"]:
        return 1 <= hour <= 12 and minute < 60 and second < 60
    return (hour < 24 and minute < 60 and second < 61) or (hour, minute, second) == (24, 0, 0)


def _moment(day: dt.date, clock: re.Match[str]) -> dt.datetime:
    """The moment, in UTC and to the minute, that a day and a clock with its offset name."""
    hour, half = int(clock["hour"]), (clock["half"] or "")[:1].lower()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    offset = _OFFSET.search(clock["offset"])
    ahead = dt.timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0)) if offset else dt.timedelta()
    local = dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(hours=hour, minutes=int(clock["minute"]))
    return local + ahead if offset and offset[1] == "-" else local - ahead


def _year(text: str) -> int:
    """A year of four digits, or of two: 69 and later are the last century's, as POSIX reads them."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 69 else 1900)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


_YEAR_BEFORE_MONTH = re.compile(
    r"((?:19|20)\d\d)[-/. ]?(0?[1-9]|1[0-2])(?:[-/.](?:0?[1-9]|[12]\d|3[01]))?(?: 00:00(?::00)?)?"
)
_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])[-/. ]((?:19|20)\d\d)")
_NAMED = re.compile(r"([^\W\d_]{3,})\.?[-/ ]*((?:19|20)\d\d|\d\d)|((?:19|20)\d\d)[-/ ]*([^\W\d_]{3,})\.?")


def month_named(heading: str) -> Month | None:
    """The month that a heading names, such as “2025-03”, “Mar 2025”, “03/2025” or its first day; None for none."""
    text = " ".join(heading.split())
    if match := _YEAR_BEFORE_MONTH.fullmatch(text):
        return Month(int(match[1]), int(match[2]))
    if match := _MONTH_FIRST.fullmatch(text):
        return Month(int(match[2]), int(match[1]))
    if match := _NAMED.fullmatch(text):
        number = MONTHS.get((match[1] or match[4]).casefold())
        year = int(match[2] or match[3])
        return Month(year if year > 99 else 2000 + year, number) if number else None
    return None
