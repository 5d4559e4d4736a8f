"""How numbers, months, days and money are written in the reader's country: Babel's rules, as the store's settings say.

Knows neither screen nor store; the code that draws a page or a pack sets the locale once (`use`).
"""

from __future__ import annotations

import datetime as dt
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern

from metrics.errors import BadValue

MINUS = "\u2212"
USUAL = ("en_GB", "GBP")
# Sentences are English, so the countries offered are those whose dates and numbers read well inside one.
LOCALES = ("en_GB", "en_US", "en_IE", "en_AU", "en_CA", "en_IN", "en_ZA", "de_DE", "de_CH", "fr_FR", "fr_CH", "es_ES",
           "it_IT", "nl_NL", "pt_PT", "pt_BR", "sv_SE", "da_DK", "nb_NO", "fi_FI", "pl_PL")  # fmt: skip
CURRENCIES = ("GBP", "EUR", "USD", "CHF", "AUD", "CAD", "INR", "ZAR", "SEK", "DKK", "NOK", "PLN", "BRL", "JPY")

_used: ContextVar[tuple[str, str]] = ContextVar("used", default=USUAL)


def use(locale: str, currency: str) -> None:
    """Write everything of this run as in `locale` (“de_DE”), money in `currency` (“EUR”)."""
    _used.set((locale, currency))


def checked(locale: str, currency: str) -> tuple[str, str]:
    """The same two, where they are offered. Raises BadValue."""
    if locale not in LOCALES or currency not in CURRENCIES:
        raise BadValue(
            f"“{locale}” with “{currency}” is not offered: numbers can be written as in {', '.join(LOCALES)}, "
            f"money in {', '.join(CURRENCIES)}."
        )
    return locale, currency


def named(locale: str) -> str:
    """What people call a locale: “English (United Kingdom)”."""
    return str(_locale(locale).get_display_name("en"))


def number(value: float, decimals: int) -> str:
    """A number with its thousands apart, so many decimals and a true minus sign; never “−0”."""
    return _number(f"{value:.{decimals}f}", decimals, _used.get()[0])


def decimal_sign() -> str:
    """What stands before decimals."""
    return str(_locale(_used.get()[0]).number_symbols["latn"]["decimal"])


def separators() -> str:
    """The decimal sign and what stands between thousands, one letter each: “.,”."""
    symbols = _locale(_used.get()[0]).number_symbols["latn"]
    return f"{symbols['decimal']}{symbols['group']}"


def short_months() -> tuple[str, ...]:
    """The short names of the twelve months by themselves, January first: “Jan”."""
    return tuple(short_month_alone(number) for number in range(1, 13))


def money(text: str) -> str:
    """A written amount with the sign of its money: “£149”, “−£3”, “149 €”."""
    sign = text[0] if text[:1] in (MINUS, "+") else ""
    before, after = money_signs()
    return f"{sign}{before}{text.removeprefix(sign)}{after}"


def money_signs() -> tuple[str, str]:
    """What stands before and behind an amount of money; one of the two is empty."""
    return _money_signs(*_used.get())


def month_alone(number_of_month: int) -> str:
    """A month's name by itself: “October”."""
    return format_date(dt.date(2000, number_of_month, 1), "LLLL", locale=_used.get()[0])


def short_month_alone(number_of_month: int) -> str:
    """A month's short name by itself: “Oct”."""
    return format_date(dt.date(2000, number_of_month, 1), "LLL", locale=_used.get()[0])


def month(first_day: dt.date, *, short: bool = False) -> str:
    """A month and its year: “October 2026”, “Oct 2026”."""
    return format_skeleton("yMMM" if short else "yMMMM", first_day, locale=_used.get()[0])


def day(date: dt.date, *, short: bool = False) -> str:
    """A day: “12 November 2026”, “12 Nov 2026”."""
    return format_date(date, "medium" if short else "long", locale=_used.get()[0])


def day_of_year(date: dt.date) -> str:
    """A day without its year: “12 November”."""
    return format_skeleton("MMMMd", date, locale=_used.get()[0])


def time(moment: dt.datetime) -> str:
    """A time of the day: “16:40”, “4:40 PM”."""
    return format_time(moment.time(), "short", locale=_used.get()[0])


@lru_cache(maxsize=4096)
def _number(text: str, decimals: int, locale: str) -> str:
    written: str = _pattern(locale, decimals).apply(Decimal(text), _locale(locale))
    if not any(figure in written for figure in "123456789"):
        return written.lstrip("-" + MINUS)
    return written.replace("-", MINUS, 1) if text.startswith("-") else written


@lru_cache(maxsize=64)
def _pattern(locale: str, decimals: int) -> NumberPattern:
    whole = _locale(locale).decimal_formats[None].pattern.split(".")[0]
    return parse_pattern(f"{whole}.{'0' * decimals}" if decimals else whole)


@lru_cache(maxsize=64)
def _money_signs(locale: str, currency: str) -> tuple[str, str]:
    pattern = _locale(locale).currency_formats["standard"]
    sign = get_currency_symbol(currency, locale)
    before, after = (part.replace("¤", sign) for part in (pattern.prefix[0], pattern.suffix[0]))
    return f"{before}\N{NO-BREAK SPACE}" if before[-1:].isalpha() else before, after


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    return Locale.parse(name)
