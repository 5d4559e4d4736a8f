"""Each column that is not used says why, by what it holds."""

from __future__ import annotations

import pytest

from db.formats import Source, inspect

WHY = {
    "link": ("https://example.org/{}", "links"),
    "number": ("{}", "only numbered"),
    "amount": ("{}.5", "decimals from 0.5 to"),
    "large": ("{}0", "on no scale of answers"),
    "kind": ("Shop", "says the same: “Shop”"),
    "empty": ("", "empty"),
    "code": ("X{}Z", "number or code"),
    "sent on": ("2026-08-0{}", "Another date stands closer"),
    "took": ("{} min", "times"),
}


@pytest.mark.parametrize("heading", WHY)
def test_a_column_that_is_not_used_says_why(heading: str) -> None:
    cell, why = WHY[heading]
    rows = "".join(f"2026-09-{day + 1:02},9,{cell.format(day % 9 + (heading == 'sent on'))}\n" for day in range(9))
    found = inspect(Source.of_bytes("file.csv", f"date,nps,{heading}\n{rows}".encode()))
    (column,) = [one for one in found.unused if one.index == 3]
    assert why in column.why
