"""What says who a person is: columns that are never stored, and addresses and numbers inside comments."""

from __future__ import annotations

import pytest

from db.formats import Source, inspect
from db.formats.rows.blocks import Answer, Visit
from db.formats.values.personal_data import masked
from tests.db.formats.made_files import result


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
        ("Nome completo", ["Jo"]),
        ("Telefoonnummer", ["1"]),
        ("Indirizzo", ["x"]),
        ("البريد الإلكتروني", ["x"]),
    ],
)
def test_what_says_who_a_person_is_becomes_personal_by_heading_or_by_content(column: tuple[str, list[str]]) -> None:
    heading, cells = column
    text = f"{heading};nps\n" + "".join(f"{cell};9\n" for cell in cells)
    assert inspect(Source.of_bytes("file.csv", text.encode())).columns[0].role == "personal"


@pytest.mark.parametrize(
    ("comment", "stored"),
    [
        ("Write to ana.ruiz+shop@example.co.uk, please.", "Write to [e-mail], please."),
        ("<bo@example.org>", "<[e-mail]>"),
        ("Mail müller@beispiel.de or di@example.org!", "Mail [e-mail] or [e-mail]!"),
        ("Call me: +44 20 7946 0000.", "Call me: [phone]."),
        ("+49 (0)30 901820", "[phone]"),
        ("0049 30 901820 is my number", "[phone] is my number"),
        ("my mobile is 07700 900123, thanks", "my mobile is [phone], thanks"),
        ("(555) 010-0199", "[phone]"),
        ("ring 555-010-0199 after six", "ring [phone] after six"),
        ("01 23 45 67 89 le soir", "[phone] le soir"),
        ("Rufen Sie 030/9018 2000 an", "Rufen Sie [phone] an"),
        ("call 5550199", "call [phone]"),
        ("llámame al 600 123 456", "llámame al [phone]"),
        ("06 12345678 bellen", "[phone] bellen"),
    ],
)
def test_addresses_and_telephone_numbers_in_a_comment_are_masked(comment: str, stored: str) -> None:
    assert masked(comment) == stored


@pytest.mark.parametrize(
    "comment",
    [
        "I came on 2025-03-01 and again on 01.03.2025 or 3/14/2025.",
        "2025-03-01 10:30:00 was too late, so was 14:30-15:45",
        "It cost £1,234,567.00, then 1.234.567,89 € and $12,500",
        "Between 2019-2024 and 2019/2020 it was better",
        "Order 48213, ticket #1234567, invoice number 20250301123",
        "Bestellung Nr. 7654321 kam nie an",
        "Waited 10 minutes, then 20, 30, 40 and 50 more, 100 % useless",
        "Rooms 101 102 103 and 104 were cold",
        "Version 10.0.19045.3803 crashes",
        "9 of 10, 8/10, 1-2-3 and done",
        "1 000 000 customers can’t be wrong",
        "@home it works, and so does team@work",
        "Serial 12345678901234567890",
        "5000000",
    ],
)
def test_dates_prices_and_numbers_of_orders_stay_in_a_comment(comment: str) -> None:
    assert masked(comment) == comment


def test_comments_are_masked_as_they_are_read() -> None:
    text = "responded_at,nps,comment,why\n2025-03-01,9,Write to a@example.org,Call +44 20 7946 0000\n"
    (row,) = result(text).rows
    assert isinstance(row, Answer)
    assert row.comment == "Write to [e-mail]\nCall [phone]"
    visit = "visit_id,visited_at,unit,item,earned,possible,comment\nv,2025-03-01,N,I,1,1,Ask bo@example.org\n"
    (seen,) = result(visit).rows
    assert isinstance(seen, Visit)
    assert seen.checklist[0].comment == "Ask [e-mail]"
