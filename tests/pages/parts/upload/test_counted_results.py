"""Counted results on the upload page: recognised, asked about where something is open, and never counted twice."""

from __future__ import annotations

import pytest

from db.queries.uploads import uploads
from metrics.errors import CountedTwice
from metrics.vocabulary import Kind
from pages.parts import cached_queries
from pages.parts.upload import overlap_choice
from tests.pages.conftest import Page
from tests.pages.test_upload import bring, said, save

GROUPS = b"Month,Branch,Promoters,Passives,Detractors\n2026-09,Leeds,52,23,12\n2026-09,York,31,20,19\n"
ANSWERS = b"response_id,responded_at,unit,nps\n" + b"".join(b"R-%d,2026-09-03,Leeds,9\n" % at for at in range(6))


def saved() -> list[tuple[str, int, bool]]:
    with cached_queries.store().reading() as session:
        return [(one.kind.value, one.saved, one.undone_at is not None) for one in uploads(session)]


def test_the_ways_out_are_said_with_the_upload_that_would_go() -> None:
    assert overlap_choice.ways_to_count(CountedTwice("Twice.", ((3, "a.csv"), (2, "b.csv")))) == {
        "replace=3": "This file: undo upload 3 (a.csv)",
        "count": "Both: they are other people",
    }
    assert list(overlap_choice.ways_to_count(CountedTwice("Twice.", ()))) == ["count"]


@pytest.mark.slow
def test_a_file_of_groups_goes_from_chosen_to_saved(page: Page) -> None:
    run = bring(page("upload"), "agency.csv", GROUPS)
    text = said(run)
    assert "2 of 2 results are ready to save." in text or "2 results are ready to save." in text
    assert "How many promoters" in text
    save(run)
    assert saved() == [("counted", 2, False)]


@pytest.mark.slow
@pytest.mark.parametrize(("way", "first_is_gone"), [("replace=2", True), ("count", False)])
def test_answers_of_people_who_are_counted_already_ask_which_should_count(
    page: Page, way: str, first_is_gone: bool
) -> None:
    run = page("upload")
    save(bring(run, "august.csv", ANSWERS.replace(b"-09-", b"-08-").replace(b"R-", b"A-")))
    save(bring(run, "agency.csv", GROUPS.replace(b"2026-09,York,31,20,19\n", b"")))
    bring(run, "answers.csv", ANSWERS)
    assert "already holds counted results of Net Promoter Score for Leeds in 2026-09" in said(run)
    assert not [button for button in run.button if button.label.startswith("Save")]
    run.run()  # drawn again, the question still stands
    (asked,) = [one for one in run.radio if one.label.startswith("These people are counted already")]
    asked.set_value(way).run()
    save(run)
    assert saved()[:2] == [("survey", 6, False), ("counted", 1, first_is_gone)]


@pytest.mark.slow
def test_a_file_without_months_or_metric_asks_for_both(page: Page) -> None:
    run = bring(page("upload"), "scores.csv", b"Branch,1,2,3,4,5\nLeeds,1,2,5,20,30\nYork,2,2,5,21,30\n")
    month = next(box for box in run.text_input if "Which month" in box.label)
    month.input("2026-09").run()
    assert "Which metric do the scores" in said(run)
    metric = next(box for box in run.selectbox if box.label.endswith("is read as"))
    assert metric.options[0] == "How many gave a score, Satisfaction"
    metric.select_index(0).run()
    save(run)
    assert saved() == [("counted", 2, False)]


@pytest.mark.slow
def test_comments_alone_are_ready_to_save(page: Page) -> None:
    text = "Date,Branch,Comment\n2026-09-03,Leeds,The hall was cold\n2026-09-04,Leeds,Nobody told us when to come\n"
    run = bring(page("upload"), "focus_group.csv", text.encode())
    assert "2 responses are ready to save." in said(run)
    save(run)
    assert saved() == [(Kind.SURVEY.value, 2, False)]
