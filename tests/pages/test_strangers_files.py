"""Files as a dental practice, a chain of cafés and a town council keep them, from file to figures in six clicks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.queries.uploads import uploads
from pages.parts import cached_queries
from tests.pages.conftest import Page
from tests.pages.test_upload import bring, said, save

FILES = Path(__file__).resolve().parent.parent / "conformance" / "strangers"
MOST_CLICKS = 6


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "offers", "units", "figures"),
    [
        (
            "clinic.xlsx",
            ["Use “Behandler/in” as the unit"],
            {"Dr. Weiß", "Dr. Arslan"},
            [r"Net Promoter Score\s+nothing yet\s+\+?16\.7", r"Satisfaction\s+nothing yet\s+75\.0"],
        ),
        ("cafes.csv", [], {"Altstadt", "Bahnhof"}, [r"Average ticket\s+nothing yet\s+\D{0,3}16\b"]),
        (
            "council.csv",
            ["Use “Front desk” as the unit", "Use “How did you contact us?” as the channel"],
            {"Market Hall", "Library", "Civic Centre"},
            [r"Satisfaction\s+nothing yet\s+75\.0"],
        ),
    ],
)
def test_a_strangers_file_is_saved_with_the_right_figures_in_six_clicks(
    page: Page, file: str, offers: list[str], units: set[str], figures: list[str]
) -> None:
    clicks = 1
    run = bring(page("upload"), file, (FILES / file).read_bytes())
    for offer in offers:
        next(own for own in run.button if own.label == offer).click().run()
        clicks += 1
    for figure in figures:
        assert re.search(figure, said(run)), figure
    save(run)
    clicks += 2  # the name and the button
    assert clicks <= MOST_CLICKS
    assert {unit.path for unit in cached_queries.known().units} == units
    with cached_queries.store().reading() as session:
        assert [upload.refused for upload in uploads(session)] == [0]
