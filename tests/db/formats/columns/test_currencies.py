"""The currency of a column, by its heading and its cells."""

from __future__ import annotations

import pytest

from db.formats.columns.figures.currencies import currencies, without_currency


@pytest.mark.parametrize(
    ("heading", "cells", "found"),
    [
        ("Revenue", ["€41,000.50", "€39,000"], {"EUR"}),
        ("Umsatz (EUR)", ["41000,50"], {"EUR"}),
        ("Sales in pounds", ["12"], {"GBP"}),
        ("Revenue", ["£1,200", "€900"], {"GBP", "EUR"}),
        ("Obrót", ["1 200,50 zł"], {"PLN"}),
        ("Revenue", ["1,234", "n/a", "-"], set()),
        ("Dollarama visits", ["12", "x" * 80_000], set()),
    ],
)
def test_a_currency_is_known_by_heading_and_cells(heading: str, cells: list[str], found: set[str]) -> None:
    assert currencies(heading, cells) == found


@pytest.mark.parametrize(
    ("heading", "bare"),
    [("Umsatz (EUR)", "umsatz"), ("Revenue in GBP", "revenue"), ("Euro", "euro"), ("Sales", "sales")],
)
def test_a_heading_is_known_without_its_currency(heading: str, bare: str) -> None:
    assert without_currency(heading) == bare
