"""What says who a person is: columns that are never stored, and addresses and numbers inside comments."""

from __future__ import annotations

import pytest

from db.formats import Source, inspect


@pytest.mark.parametrize(
    "column",
    [
        ("E-mail", ["a@example.org"]),
        ("Contact", ["a@example.org", "b@example.org"]),
        ("Q1. Name", ["Jo"]),
        ("Phone number", ["1"]),
        ("Reached at", ["+44 20 7946 0000"]),
        ("IP Address", ["x"]),
        ("Origin", ["192.0.2.1"]),
        ("Vorname", ["Jo"]),
        ("Correo electrónico", ["x"]),
    ],
)
def test_what_says_who_a_person_is_becomes_personal_by_heading_or_by_content(column: tuple[str, list[str]]) -> None:
    heading, cells = column
    text = f"{heading};nps\n" + "".join(f"{cell};9\n" for cell in cells)
    assert inspect(Source.of_bytes("file.csv", text.encode())).columns[0].role == "personal"
