"""What the upload page asks and what comes of the answers: units, contradictions, reversed scales, kept mappings."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from db.queries.uploads import uploads
from metrics.vocabulary import Kind
from pages.parts import cached_queries
from pages.parts.upload.unknown_units import nearest
from tests.pages.conftest import Page
from tests.pages.test_upload import bring, said, save

KNOWN = (
    "response_id,responded_at,unit,nps\n"
    "R-1,2026-10-03,North/Leeds,9\nR-2,2026-10-04,North/York,6\nR-3,2026-10-05,North/York,10\n"
)


def rows(*lines: str) -> bytes:
    return ("response_id,responded_at,unit,nps\n" + "".join(f"{line}\n" for line in lines)).encode()


def begun(page: Page) -> AppTest:
    """The page, once the store knows two units."""
    return save(bring(page("upload"), "known.csv", KNOWN.encode()))


def save_button(run: AppTest) -> str:
    (button,) = [button for button in run.button if button.label.startswith("Save")]
    return "waits" if button.disabled else button.label


def paths() -> set[str]:
    return {unit.path for unit in cached_queries.known().units}


@pytest.mark.slow
def test_the_first_units_of_all_are_new_without_a_question(page: Page) -> None:
    begun(page)
    assert paths() == {"North", "North/Leeds", "North/York"}


@pytest.mark.slow
def test_a_unit_that_nobody_knows_is_asked_about_with_those_written_like_it_first(page: Page) -> None:
    run = bring(begun(page), "other.csv", rows("S-1,2026-10-06,North/Yrok,9"))
    assert "1 unit in this file is not known yet. Is it new, or another name of one?" in said(run)
    assert save_button(run) == "waits"
    choice = next(own for own in run.selectbox if "Yrok" in own.label)
    assert choice.options[0] == "The same as North › York"
    choice.set_value("same:North/York").run()
    assert save_button(run) == "Save 1 response"
    save(run)
    assert paths() == {"North", "North/Leeds", "North/York"}
    text = said(bring(run, "third.csv", rows("T-1,2026-10-07,North/Yrok,9")))
    assert "not known yet" not in text
    assert "1 response is ready to save." in text


@pytest.mark.slow
def test_a_unit_can_be_new_under_another_one(page: Page) -> None:
    run = bring(begun(page), "other.csv", rows("S-1,2026-10-06,Selby,9"))
    next(own for own in run.selectbox if "“Selby” is" in own.label).set_value("under").run()
    assert save_button(run) == "waits"
    next(own for own in run.selectbox if "lies under" in own.label).set_value("North").run()
    save(run)
    assert paths() == {"North", "North/Leeds", "North/York", "North/Selby"}


@pytest.mark.slow
def test_many_units_are_answered_at_once(page: Page) -> None:
    many = rows(*(f"S-{at},2026-10-06,South/Branch {at},9" for at in range(40)))
    run = bring(begun(page), "many.csv", many)
    assert "40 units in this file are not known yet." in said(run)
    run.radio[0].set_value("All are new").run()
    assert save_button(run) == "Save 40 responses"
    run.radio[0].set_value("Leave all their rows out").run()
    assert "Nothing in this file can be saved." in said(run)
    run.radio[0].set_value("Decide one by one").run()
    assert save_button(run) == "waits"
    next(own for own in run.selectbox if "Branch 7" in own.label).set_value("out").run()
    run.checkbox[0].check().run()
    assert save_button(run) == "Save 39 responses"
    save(run)
    assert "South/Branch 7" not in paths()
    assert len(paths()) == 3 + 1 + 39


def test_names_are_likest_whatever_their_case_and_wherever_they_lie() -> None:
    known = ("North", "North/Leeds", "South/York")
    assert nearest("YORK ", known)[0] == "South/York"
    assert nearest("North/Leads", known)[0] == "North/Leeds"
    assert nearest("Zzyzx", known) == ()


@pytest.mark.slow
def test_which_of_two_contradicting_answers_counts_is_asked_only_where_there_are_some(page: Page) -> None:
    run = bring(begun(page), "same.csv", rows("R-1,2026-10-03,North/Leeds,9", "S-9,2026-10-03,North/Leeds,9"))
    assert "contradict" not in said(run)
    next(button for button in run.button if button.label == "Cancel").click().run()
    run = bring(run, "later.csv", rows("R-1,2026-10-03,North/Leeds,2", "S-1,2026-10-03,North/Leeds,9"))
    text = said(run)
    assert "1 row contradicts what was saved before" in text
    assert save_button(run) == "Save 1 response"
    next(own for own in run.radio if own.label == "Which of the two counts?").set_value("correct").run()
    assert save_button(run) == "Save 2 responses"
    save(run)
    with cached_queries.store().reading() as session:
        assert uploads(session)[0].saved == 2


def test_where_the_lowest_may_be_the_best_it_is_asked(page: Page) -> None:
    lines = "".join(f"2026-10-{day:02d},{score}\n" for day, score in enumerate([1, 2, 1, 1, 2, 3, 1, 2, 1, 5], 1))
    run = bring(page("upload"), "grades.csv", f"date,How satisfied were you?\n{lines}".encode())
    assert "1 may be the best" in said(run)
    next(own for own in run.selectbox if "satisfied" in own.label).set_value("score:csat").run()
    best = next(own for own in run.radio if own.label == "Which score is the best?")
    assert best.value is None
    assert not [button for button in run.button if button.label.startswith("Save")]
    best.set_value(True).run()
    assert "10 responses are ready to save." in said(run)
    assert re.search(r"Satisfaction\s+nothing yet\s+80\.0", said(run))


def test_columns_that_are_one_question_are_asked_about_once(page: Page) -> None:
    people = "Respondent ID,Collector ID,Start Date,End Date,IP Address"
    first = f"{people},How likely are you to recommend us?" + "," * 9
    second = ",,,,," + ",".join(map(str, range(1, 11)))
    ticks = [",".join(str(at) if at == score else "" for at in range(1, 11)) for score in (10, 9, 3, 8, 10, 10)]
    lines = [f"{at},7,10/1{at}/2026,10/1{at}/2026 09:14:00,1.1.1.1,{row}" for at, row in enumerate(ticks, 3)]
    run = bring(page("upload"), "points.csv", "\n".join([first, second, *lines]).encode())
    assert "Columns 6 to 15 are together one question" in said(run)
    (one,) = [own for own in run.selectbox if "becomes" in own.label]
    one.set_value("score:nps").run()
    assert "6 responses are ready to save." in said(run)
    assert re.search(r"Net Promoter Score\s+nothing yet\s+50\.0", said(run))


@pytest.mark.slow
def test_what_was_said_is_kept_by_name_and_answers_for_the_next_file(page: Page) -> None:
    def grades(month: int) -> bytes:
        lines = "".join(f"2026-{month:02d}-{day:02d},{day % 5 + 1}\n" for day in range(1, 20))
        return f"date,Would you recommend us?\n{lines}".encode()

    run = bring(page("upload"), "september.csv", grades(9))
    next(own for own in run.selectbox if "recommend" in own.label).set_value("score:csat").run()
    next(own for own in run.text_input if own.label.startswith("Read such files")).input("Visit survey").run()
    text = said(save(run))
    assert "Files with these headings will be read as “Visit survey” from now on." in text
    run = bring(run, "october.csv", grades(10))
    assert "19 responses are ready to save." in said(run)
    follows = run.toggle[0]
    assert "Read it as “Visit survey”" in follows.label.replace("\\", "")
    follows.set_value(False).run()
    assert "needs your eye" in said(run)


@pytest.mark.slow
def test_a_file_with_the_headings_of_one_before_is_read_as_that_was(page: Page) -> None:
    def grades(month: int) -> bytes:
        lines = "".join(f"2026-{month:02d}-{day:02d},{day % 5 + 1}\n" for day in range(1, 20))
        return f"date,Would you recommend us?\n{lines}".encode()

    run = bring(page("upload"), "september.csv", grades(9))
    next(own for own in run.selectbox if "recommend" in own.label).set_value("score:csat").run()
    run = bring(save(run), "october.csv", grades(10))
    assert "19 responses are ready to save." in said(run)
    assert "as september.csv was, which has the same headings" in run.toggle[0].label.replace("\\", "")


@pytest.mark.slow
def test_a_table_of_figures_is_no_survey_but_can_be_read_as_operations_figures(page: Page) -> None:
    lines = "".join(f"2026-{month:02d},North/Leeds,hold_time,{100 + month},{90 + month}\n" for month in range(1, 11))
    run = bring(page("upload"), "counts.csv", f"Month,Branch,Metric,Number of responses,Count\n{lines}".encode())
    assert "This file cannot be read as it is." in said(run)
    next(button for button in run.button if button.label == "Read it as operations figures").click().run()
    assert "need" in said(run)
    for column, role in (("Branch", "unit"), ("Number of responses", "denominator"), ("Count", "numerator")):
        many = run.multiselect[0]
        number = {"Branch": 2, "Number of responses": 4, "Count": 5}[column]
        many.set_value([*many.value, number]).run()
        next(own for own in run.selectbox if own.label.startswith(f"{column} becomes")).set_value(role).run()
    assert "10 figures are ready to save." in said(run)


def test_the_answer_to_one_question_keeps_the_other_score(page: Page) -> None:
    lines = "".join(
        f"{i},2026-10-{i:02},{i % 10 + 1},{'Very satisfied' if i % 2 else 'Neutral'}\n" for i in range(1, 21)
    )
    asked = "id,date,Would you recommend us (1-10)?,How satisfied are you?\n"
    run = bring(page("upload"), "two.csv", (asked + lines).encode())
    next(own for own in run.selectbox if "recommend" in own.label).set_value("score:nps:1-10").run()
    text = said(run)
    assert "20 responses are ready to save." in text
    assert re.search(r"Net Promoter Score\s+nothing yet", text)
    assert re.search(r"Satisfaction\s+nothing yet\s+50\.0", text)


@pytest.mark.slow
def test_a_column_that_loses_its_metric_to_another_is_not_shown_as_certain_and_is_named(page: Page) -> None:
    lines = "".join(f"2026-10-{i:02},{i % 3 + 3},{i % 2 + 4}\n" for i in range(1, 21))
    run = bring(page("upload"), "two.csv", f"responded_at,csat,Score\n{lines}".encode())
    assert "left out: “Score”." in said(run)
    run.multiselect[0].set_value([3]).run()
    next(own for own in run.selectbox if own.label.startswith("Score")).set_value("score:csat").run()
    text = said(run)
    assert "“csat” (column 2) is left out: “Score” (column 3) is Satisfaction, as you said." in text
    assert "left out: “csat”." in text


@pytest.mark.slow
def test_the_kind_of_a_file_can_be_switched_and_its_figures_given_one_metric(page: Page) -> None:
    lines = "".join(f"2025-{month:02d},Mill,{70 + month},100\n" for month in range(1, 7))
    run = bring(page("upload"), "calls.csv", f"Period,Branch,Quick,All calls\n{lines}".encode())
    if "cannot be read as it is" in said(run):
        next(button for button in run.button if button.label == "Read it as operations figures").click().run()
    else:
        next(box for box in run.selectbox if box.label == "What this file holds").set_value(Kind.OPERATIONS).run()
    assert next(box for box in run.selectbox if box.label == "What this file holds").value is Kind.OPERATIONS
    next(box for box in run.selectbox if box.label == "Metric").set_value("hold_time").run()
    for number, name, role in ((3, "Quick", "numerator"), (4, "All calls", "denominator")):
        many = run.multiselect[0]
        many.set_value([*many.value, number]).run()
        next(own for own in run.selectbox if own.label.startswith(f"{name} becomes")).set_value(role).run()
    assert "6 figures are ready to save." in said(run)


def test_a_file_with_one_row_a_visit_is_ready_at_once(page: Page) -> None:
    rows = "".join(f"V{day},2025-03-{day},Mill,{day},30\n" for day in range(13, 23))
    run = bring(page("upload"), "visits.csv", f"Visit no,Visit date,Branch,Total score,Max score\n{rows}".encode())
    assert "10 visits" in said(run)
