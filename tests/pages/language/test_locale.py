"""Numbers, months and money as the reader's country writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import CATALOGUE
from metrics.errors import BadValue
from metrics.periods import Month
from metrics.vocabulary import Scope, Span
from pages.figures.chart_labels import level_words
from pages.figures.control_chart import control_chart
from pages.figures.funnel import FunnelDot, FunnelLimits, funnel_figure
from pages.figures.palette import LIGHT
from pages.language import locale, numbers
from pages.language.chart_series import track
from pages.parts.metric import chart_captions
from pages.parts.metric.downloads import picture_of
from tests.pages.synthetic import OCTOBER, some_card


@pytest.fixture(autouse=True)
def _as_usual_afterwards() -> Iterator[None]:
    yield
    locale.use(*locale.USUAL)


@pytest.mark.parametrize(
    ("name", "currency", "number", "money", "month", "day", "span"),
    [
        ("en_GB", "GBP", "1,234.5", "−£1,234.5", "October 2026", "12 October 2026", "1 to 12 October 2026"),
        ("en_US", "USD", "1,234.5", "−$1,234.5", "October 2026", "October 12, 2026", "October 1 to October 12, 2026"),
        ("de_DE", "EUR", "1.234,5", "−1.234,5\xa0€", "Oktober 2026", "12. Oktober 2026", "1. to 12. Oktober 2026"),
        ("de_CH", "CHF", "1’234.5", "−CHF\xa01’234.5", "Oktober 2026", "12. Oktober 2026", "1. to 12. Oktober 2026"),
        (
            "fr_FR",
            "EUR",
            "1\u202f234,5",
            "−1\u202f234,5\xa0€",
            "octobre 2026",
            "12 octobre 2026",
            "1 to 12 octobre 2026",
        ),
    ],
)
def test_a_country_writes_in_its_own_way(
    name: str, currency: str, number: str, money: str, month: str, day: str, span: str
) -> None:
    locale.use(name, currency)
    last = dt.date(2026, 10, 12)
    assert numbers.plain(1234.5, 1) == number
    assert locale.money(numbers.plain(-1234.5, 1)) == money
    assert numbers.month_name(Month(2026, 10)) == month
    assert numbers.day(last) == day
    assert numbers.span(Span(last.replace(day=1), last)) == span


def test_a_standard_loses_only_zeros_behind_the_decimal_sign() -> None:
    locale.use("de_DE", "EUR")
    assert numbers.bare_standard(CATALOGUE["csat"], 85) == f"85{numbers.THIN}%"
    assert numbers.bare_standard(CATALOGUE["transfers"], 0.35) == "0,35"
    assert numbers.bare_standard(CATALOGUE["average_contract"], 1200) == "1.200\xa0€"


@given(st.floats(-1e9, 1e9), st.integers(0, 2), st.sampled_from(locale.LOCALES))
def test_what_is_written_is_the_number_rounded(value: float, decimals: int, name: str) -> None:
    locale.use(name, "EUR")
    symbols = Locale.parse(name).number_symbols["latn"]
    written = numbers.plain(value, decimals)
    read = written.replace(symbols["group"], "").replace(symbols["decimal"], ".").replace(locale.MINUS, "-")
    assert float(read) == float(f"{value:.{decimals}f}")
    assert not (written.startswith(locale.MINUS) and float(read) == 0)


@pytest.mark.parametrize(("name", "currency"), [("xx_XX", "EUR"), ("en_GB", "DM"), ("", "")])
def test_what_is_not_offered_is_refused(name: str, currency: str) -> None:
    with pytest.raises(BadValue, match="Nothing was changed"):
        locale.checked(name, currency)


def test_every_locale_offered_has_a_name_and_writes_every_month() -> None:
    for name in locale.LOCALES:
        locale.use(name, "EUR")
        assert locale.named(name)
        assert all(str(2026) in numbers.month_name(Month(2026, month)) for month in range(1, 13))


def test_figures_write_their_axes_as_the_text_beside_them() -> None:
    card = some_card(CATALOGUE["average_contract"], Random(5), Scope(OCTOBER), n=400)
    locale.use("de_DE", "EUR")
    labels = chart_captions.labels(card)
    assert [level_words(level, labels) for level in (1250, -12.5, 0)] == ["1.250\xa0€", "−12,5\xa0€", "0\xa0€"]
    figure = control_chart(track(card), labels, LIGHT)
    assert figure.layout.yaxis.ticktext == tuple(level_words(level, labels) for level in figure.layout.yaxis.tickvals)
    assert "Okt" in figure.layout.xaxis.ticktext
    assert "<b>Okt 2026</b>" in str(figure.data)
    assert ">Okt<" in picture_of(card, (), 36).document()
    dots, curve = (
        [FunnelDot(1000, 40), FunnelDot(9000, 60)],
        [FunnelLimits(n, 20, 30, 70, 80) for n in range(1000, 10000, 100)],
    )
    funnel = funnel_figure(dots, curve, 50, str, lambda n: numbers.plain(n, 0), "answers", "")
    assert ">4.000<" in funnel
    assert ">4,000<" not in funnel


def test_every_locale_gives_a_figure_two_separators_of_one_letter() -> None:
    for name in locale.LOCALES:
        locale.use(name, "EUR")
        assert len(locale.separators()) == 2
        assert len(set(locale.short_months())) == 12
