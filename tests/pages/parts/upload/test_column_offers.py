"""What the upload page offers: columns that could be the missing score, and one click for what looks like a unit."""

from __future__ import annotations

import pytest

from pages.parts import cached_queries
from tests.pages.conftest import Page
from tests.pages.test_upload import bring, said, save

DAYS = [f"2026-10-{1 + i % 28:02}" for i in range(30)]
REGIONS = "date,nps,Which region?\n" + "".join(
    f"{day},{9 - i % 3},{('North', 'South')[i % 2]}\n" for i, day in enumerate(DAYS)
)
STARS = "date,Arvosana\n" + "".join(f"{day},{5 - i % 4}\n" for i, day in enumerate(DAYS))


@pytest.mark.slow
def test_a_column_that_looks_like_a_unit_is_the_unit_after_one_click(page: Page) -> None:
    run = bring(page("upload"), "regions.csv", REGIONS.encode())
    next(own for own in run.button if own.label == "Use “Which region?” as the unit").click().run()
    assert not run.exception
    assert not any(own.label.startswith("Use “") for own in run.button)
    save(run)
    assert {unit.path for unit in cached_queries.known().units} == {"North", "South"}


def test_a_column_that_could_be_the_missing_score_is_a_choice_with_its_cells(page: Page) -> None:
    run = bring(page("upload"), "stars.csv", STARS.encode())
    assert "No column is surely a score, but this one could be." in said(run)
    assert "5 · 4 · 3" in said(run)
    next(own for own in run.selectbox if own.label.startswith("Arvosana")).set_value("score:csat").run()
    assert "30 responses are ready to save." in said(run)
