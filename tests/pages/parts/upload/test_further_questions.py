"""The controls of the upload page for columns that cannot be read as chosen, and for words that a person numbers."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.queries.uploads import uploads
from db.tables import OperationRow
from pages.parts import cached_queries
from tests.pages.conftest import Page
from tests.pages.test_upload import bring, said, save


def ratings(heading: str, cells: list[str]) -> bytes:
    lines = "".join(f"r{at},2026-10-{at % 28 + 1:02},{cell}\n" for at, cell in enumerate(cells))
    return f"id,date,{heading}\n{lines}".encode()


def changed(run: AppTest, index: int, becomes: str) -> AppTest:
    """Let a column become something else than was suggested."""
    if not [own for own in run.selectbox if own.label.startswith("Visit")]:
        run.multiselect[0].set_value([index]).run()
    return next(own for own in run.selectbox if own.label.startswith("Visit")).set_value(becomes).run()


def can_save(run: AppTest) -> bool:
    return bool([button for button in run.button if button.label.startswith("Save") and not button.disabled])


TEN = ratings("Visit rating", [str(1 + at % 10) for at in range(40)])


def test_a_scale_too_short_is_asked_about_before_anything_is_saved(page: Page) -> None:
    run = changed(bring(page("upload"), "ten.csv", TEN), 3, "score:csat")
    assert "20 of 40 filled cells in “Visit rating” (column 3) cannot be read as Satisfaction, 1 to 5" in said(run)
    assert not can_save(run)
    asked = next(own for own in run.selectbox if own.label.endswith("is read as"))
    assert asked.options[0] == "Satisfaction, 1 to 10"
    asked.set_value("#3=score:csat:1-10").run()
    assert "40 responses are ready to save." in said(run)
    assert can_save(run)


@pytest.mark.slow
def test_a_person_may_insist_on_the_page(page: Page) -> None:
    run = changed(bring(page("upload"), "ten.csv", TEN), 3, "score:csat")
    next(own for own in run.selectbox if own.label.endswith("is read as")).set_value("partial").run()
    assert "20 of 40 responses are ready to save." in said(run)
    save(run)
    with cached_queries.store().reading() as session:
        assert [(upload.saved, upload.refused) for upload in uploads(session)] == [(20, 20)]


@pytest.mark.slow
def test_words_that_are_not_known_get_a_field_each(page: Page) -> None:
    file = ratings("Visit", ["Ghastly", "Bearable", "Splendid", "Splendid"] * 5)
    run = changed(bring(page("upload"), "words.csv", file), 3, "score:csat")
    assert "What these words count must be said." in said(run)
    next(own for own in run.selectbox if own.label.endswith("is read as")).set_value("words").run()
    fields = [own for own in run.number_input if "counts" in own.label]
    assert len(fields) == 3
    assert not can_save(run)
    for field, score in zip(fields, (1, 3, 5), strict=True):
        field.set_value(score)
    run.run()
    assert "20 responses are ready to save." in said(run)
    assert re.search(r"Satisfaction\s+nothing yet\s+50\.0", said(run))


@pytest.mark.slow
def test_known_words_can_be_numbered_otherwise(page: Page) -> None:
    file = ratings("How satisfied are you?", ["Very satisfied", "Satisfied", "Neutral", "Neutral"] * 5)
    run = bring(page("upload"), "words.csv", file)
    assert re.search(r"Satisfaction\s+nothing yet\s+50\.0", said(run))
    next(own for own in run.multiselect if own.label.startswith("Say what the words")).set_value([3]).run()
    fields = [own for own in run.number_input if "counts" in own.label]
    assert [field.value for field in fields] == [5, 4, 3]
    fields[2].set_value(4).run()
    assert re.search(r"Satisfaction\s+nothing yet\s+100\.0", said(run))


def test_values_of_figures_that_mostly_cannot_be_read_are_saved_only_if_a_person_says_so(page: Page) -> None:
    rows = [f"2025-{1 + at:02},retention,{'about half' if at % 2 else 97}" for at in range(12)]
    run = bring(page("upload"), "figures.csv", ("month,metric,value\n" + "\n".join(rows) + "\n").encode())
    assert "6 of 12 filled cells in “value” (column 3) cannot be read as a number" in said(run)
    assert not can_save(run)
    next(own for own in run.checkbox if own.label.startswith("Save only what can be read")).check().run()
    assert can_save(run)
    assert "6 of 12" in said(run)


@pytest.mark.slow
def test_a_file_that_seems_to_hold_no_answers_can_be_read_as_answers(page: Page) -> None:
    text = "visited,measure,hits,total count,missed count\n" + "".join(
        f"2026-10-{at:02},retention,{at % 11},10,{10 - at % 11}\n" for at in range(1, 20)
    )
    run = bring(page("upload"), "odd.csv", text.encode())
    assert "This file cannot be read as it is." in said(run)
    next(button for button in run.button if button.label == "Read it as survey answers").click().run()
    next(own for own in run.selectbox if own.label.startswith("hits")).set_value("score:nps").run()
    next(own for own in run.selectbox if own.label.startswith("missed count")).set_value("ignored").run()
    assert "19 responses are ready to save." in said(run)


DAYS = "date,unit,metric,value,calls\n" + "".join(
    f"2026-09-{day:02},Mill,hold_time,{80 + 10 * (day % 2)},{10 if day % 2 else 30}\n" for day in range(1, 11)
)


@pytest.mark.parametrize(("answer", "value"), [("#5=n", 82.5), ("#1=month:average", 85.0)])
def test_values_of_days_are_averaged_as_a_person_says(page: Page, answer: str, value: float) -> None:
    run = bring(page("upload"), "days.csv", DAYS.encode())
    assert "which do not add up to a month; they can be averaged" in said(run)
    assert not can_save(run)
    asked = next(own for own in run.selectbox if own.label.endswith("is read as"))
    assert asked.options == ["calls: Averaged, weighted by this", "date: Averaged, each day or week the same"]
    asked.set_value(answer).run()
    save(run)
    with cached_queries.store().reading() as session:
        (row,) = session.scalars(select(OperationRow)).all()
    # Beside numbers of cases values become counts, which add up to the month.
    counted = None if row.numerator is None or row.denominator is None else 100 * row.numerator / row.denominator
    assert (row.value if counted is None else counted) == value


UNITS = "date,nps,unit\n" + "".join(f"2026-09-{day:02},9,{'Mill' if day % 2 else 'Quay'}\n" for day in range(1, 21))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "unknown"),
    [("own_units", "Mill, Quay"), ("#3=ignored", ""), ("#3=unit", "North › Mill, North › Quay")],
)
def test_a_unit_for_all_rows_beside_a_column_of_units_asks_which_counts(page: Page, answer: str, unknown: str) -> None:
    save(bring(page("upload"), "first.csv", b"date,nps,unit\n2026-08-01,9,North\n"))
    run = bring(page("upload"), "units.csv", UNITS.encode())
    next(own for own in run.selectbox if own.label == "Unit").set_value("North").run()
    assert "All rows are said to belong to “North”, but “unit” (column 3) names a unit for each." in said(run)
    asked = next(own for own in run.selectbox if own.label.endswith("is read as"))
    assert len(asked.options) == 3
    asked.set_value(answer).run()
    assert ("20 responses are ready to save." in said(run)) == (not unknown)
    assert ("North › Mill" in said(run)) == ("North" in unknown)
