"""The upload page without a browser: any file ends in a sentence or in saved rows, never in a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.changes import Receipt
from db.formats import DateOrder, Source, inspect
from db.formats.files.row_problem import RowProblem
from db.queries.settings import revision
from db.queries.uploads import uploads
from metrics.vocabulary import Kind
from pages.parts import cached_queries
from pages.parts.empty_state import TEMPLATES, Template
from pages.parts.errors import plain
from pages.parts.upload import column_review, rejected_rows
from tests.pages.conftest import Page

PLAIN = (
    "response_id,responded_at,unit,channel,nps,csat,comment\n"
    "R-1,2026-10-03,North/Leeds,Phone,9,5,Quick\n"
    "R-2,2026-10-04,North/York,Online,6,3,\n"
    "R-3,2026-10-05,North/York,Online,11,3,\n"
    "R-4,not a date,North/York,Online,8,4,<script>alert(1)</script>\n"
)


def said(run: AppTest) -> str:
    assert not run.exception, run.exception
    told = [text.value for text in (*run.markdown, *run.error, *run.warning)]
    return re.sub(r"<[^>]+>", " ", " ".join(told)).replace("\\", "")


def bring(run: AppTest, name: str, content: bytes) -> AppTest:
    """Put a file into the page's uploader."""
    return bring_several(run, {name: content.decode("latin-1")}, "latin-1")


def bring_several(run: AppTest, files: dict[str, str], encoding: str = "utf-8") -> AppTest:
    """Put files, by name, into the page's uploader at once."""
    run.file_uploader[0].set_value([(name, text.encode(encoding), "text/csv") for name, text in files.items()])
    return run.run()


def save(run: AppTest, name: str = "A. Tester") -> AppTest:
    run.text_input(key="signature").input(name)
    next(button for button in run.button if button.label.startswith("Save")).click()
    return run.run()


def test_headings_that_differ_at_their_end_alone_are_told_apart() -> None:
    asked = "How far do you agree with what is said about the service of our branches here? [{}]"
    shown = [column_review.both_ends(asked.format(part), 60) for part in ("They kept their word", "They were quick")]
    assert shown == [
        "How far do you agree with… here? [They kept their word]",
        "How far do you agree with… here? [They were quick]",
    ]
    assert [column_review.both_ends(text, 60) for text in ("", " NPS \n score ")] == ["", "NPS score"]


@pytest.mark.slow
def test_a_plain_file_goes_from_chosen_to_saved(page: Page) -> None:
    run = bring(page("upload"), "survey.csv", PLAIN.encode())
    text = said(run)
    assert "2 of 4 responses are ready to save." in text
    assert "2 rows cannot be read" in text
    assert "&lt;script" in "".join(text.value for text in run.markdown)
    assert "<script" not in "".join(text.value for text in run.markdown)
    text = said(save(run))
    assert "2 responses are saved and counted." in text
    with cached_queries.store().reading() as session:
        kept = uploads(session)
    assert [(upload.file, upload.by, upload.saved) for upload in kept] == [("survey.csv", "A. Tester", 2)]


@pytest.mark.slow
def test_saving_wants_a_name(page: Page) -> None:
    run = save(bring(page("upload"), "survey.csv", PLAIN.encode()), name=" ")
    assert "Give your name first" in said(run)
    with cached_queries.store().reading() as session:
        assert not uploads(session)


def test_cancel_forgets_the_file_and_changes_nothing(page: Page) -> None:
    run = bring(page("upload"), "survey.csv", PLAIN.encode())
    with cached_queries.store().reading() as session:
        before = revision(session)
    next(button for button in run.button if button.label == "Cancel").click().run()
    assert "A raw export is enough" in said(run)
    with cached_queries.store().reading() as session:
        assert revision(session) == before


def test_the_same_file_again_is_refused_with_a_sentence(page: Page) -> None:
    run = save(bring(page("upload"), "survey.csv", PLAIN.encode()))
    text = said(bring(run, "again.csv", PLAIN.encode()))
    assert "was imported before" in text
    assert "This file cannot be saved as it is." in text


@pytest.mark.slow
def test_an_ambiguous_date_is_asked_about(page: Page) -> None:
    text = "responded_at,nps\n03/04/2026,9\n05/06/2026,10\n07/08/2026,3\n01/02/2026,8\n02/03/2026,9\n"
    run = bring(page("upload"), "days.csv", text.encode())
    assert "One thing needs your eye" in said(run)
    run.radio[0].set_value(DateOrder.DAY_FIRST).run()
    assert "5 responses are ready to save." in said(run)


@pytest.mark.slow
def test_a_file_without_dates_asks_for_its_month(page: Page) -> None:
    run = bring(page("upload"), "undated.csv", b"nps,unit\n9,Leeds\n10,Leeds\n3,York\n8,York\n7,York\n")
    assert "One thing needs your eye" in said(run)
    month = next(own for own in run.text_input if "Which month" in own.label)
    month.input("2026-13").run()
    assert "is not a month" in said(run)
    month = next(own for own in run.text_input if "Which month" in own.label)
    month.input("2026-09").run()
    assert "5 responses are ready to save." in said(run)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("headings.csv", b"responded_at,nps\n"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("broken.xlsx", b"PK\x03\x04" + b"x" * 200),
        ("words.txt", b"Lorem ipsum dolor sit amet.\n" * 30),
        ("nulls.csv", b"\x00" * 500),
    ],
)
def test_a_hostile_file_ends_in_a_sentence(page: Page, name: str, content: bytes) -> None:
    run = bring(page("upload"), name, content)
    text = said(run)
    assert "cannot be read as it is" in text or "need" in text
    with cached_queries.store().reading() as session:
        assert not uploads(session)


@pytest.mark.slow
def test_a_file_over_the_limit_is_refused_by_the_server_and_told_where_to_go(page: Page) -> None:
    run = page("upload")
    large = b"responded_at,nps\n" + b"2026-10-01,9\n" * 4_000_000
    text = said(bring(run, "large.csv", large))
    assert "large.csv is larger than 50 MB. Nothing was saved." in text
    assert "that takes any size" in text
    assert "A raw export is enough" in text


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda own: own.file)
def test_the_templates_are_saved_as_they_stand_without_a_question(page: Page, template: Template) -> None:
    run = bring(page("upload"), template.file, template.text.encode())
    text = said(run)
    assert "ready to save." in text
    assert "cannot be read" not in text
    assert "saved and counted." in said(save(run))


def test_there_is_a_template_for_every_kind_of_input() -> None:
    kinds = [inspect(Source.of_bytes(own.file, own.text.encode())).kind for own in TEMPLATES]
    assert set(kinds) == set(Kind)


def exports(pattern: str) -> list[Path]:
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "exports"
    return sorted(folder.glob(pattern))


@pytest.mark.slow
@pytest.mark.parametrize("file", exports("adversarial/*"), ids=lambda file: file.name)
def test_a_shared_hostile_file_never_ends_in_a_traceback(page: Page, file: Path) -> None:
    text = said(bring(page("upload"), file.name, file.read_bytes()))
    assert "cannot be read as it is" in text or "ready to save" in text or "need" in text or "cannot be saved" in text


def test_problems_are_grouped_by_cause_whatever_their_values() -> None:
    found = [
        RowProblem(4, "nps", "11", "“11” is outside 0 to 10. Correct it."),
        RowProblem(7, "nps", "12", "“12” is outside 0 to 10. Correct it."),
        RowProblem(9, "date", "x", "“x” is no date."),
    ]
    groups = rejected_rows.rejection_causes(found)
    assert [len(group.problems) for group in groups] == [2, 1]
    assert groups[0].to_do == "Correct it."
    receipt = Receipt("a.csv", None, Kind.SURVEY, "plain", 9, 6, 0, 3, 0, (), tuple(found), (), ())
    text = rejected_rows.problems_section(receipt, has_personal=True)
    assert "3 rows cannot be read" in text
    assert "4, 7" in text
    assert "Names, addresses and the like are left empty" in text


def test_plain_text_stays_plain() -> None:
    assert plain("a*b_c <b> [x](y)") == "a\\*b\\_c \\<b\\> \\[x\\]\\(y\\)"


def test_a_cause_of_rows_that_say_different_things_quotes_none_of_them() -> None:
    message = "“{0}” is outside the scale from 0 to 10."
    two = [RowProblem(line, "nps", value, message.format(value)) for line, value in ((2, "11"), (3, "12"))]
    assert [cause.wrong for cause in rejected_rows.rejection_causes(two)] == ["It is outside the scale from 0 to 10."]
    assert [cause.wrong for cause in rejected_rows.rejection_causes(two[:1])] == [
        "“11” is outside the scale from 0 to 10."
    ]


@pytest.mark.slow
def test_an_old_text_shows_its_readings_and_is_read_as_the_person_says(page: Page) -> None:
    content = "response_id,responded_at,nps,unit\na,2025-03-01,9,tålmodig\n".encode("mac_roman")
    run = bring(page("upload"), "old.csv", content)
    assert "One thing needs your eye" in said(run)
    shown = {option.split("”")[0].strip("“"): option for option in run.radio[0].options}
    assert {"tålmodig", "tîlmodig"} <= set(shown)
    run.radio[0].set_value("mac_roman")
    assert "1 response is ready to save" in said(run.run())
    (letters,) = [box for box in run.selectbox if "mac_roman" in box.label]
    letters.set_value("big5")
    assert "not written in big5" in said(run.run())
    (letters,) = [box for box in run.selectbox if "big5" in box.label]
    letters.set_value("cp850")
    assert "1 response is ready to save" in said(run.run())
    assert "tîlmodig" in "".join(text.value for text in run.markdown)


@pytest.mark.slow
def test_moments_with_an_offset_may_be_counted_in_a_time_zone(page: Page) -> None:
    run = bring(page("upload"), "zone.csv", b"response_id,responded_at,nps\na,2025-01-31T23:30:00Z,9\n")
    assert "January 2025" in said(run)
    (zones,) = [box for box in run.selectbox if box.label.startswith("Time zone")]
    zones.set_value("Europe/Berlin")
    assert "February 2025" in said(run.run())


@pytest.mark.slow
def test_no_time_zone_is_asked_where_days_are_written_without_one(page: Page) -> None:
    run = bring(page("upload"), "survey.csv", PLAIN.encode())
    assert not [box for box in run.selectbox if box.label.startswith("Time zone")]


@pytest.mark.slow
def test_answers_without_a_unit_are_asked_about_once_where_units_are_known(page: Page) -> None:
    save(bring(page("upload"), "survey.csv", PLAIN.encode()))
    bare = "response_id,responded_at,nps\nB-1,2026-10-03,9\nB-2,2026-10-04,6\n"
    run = save(bring(page("upload"), "bare.csv", bare.encode()))
    assert "No row names a unit" in said(run)
    with cached_queries.store().reading() as session:
        assert len(uploads(session)) == 1
    assert "2 responses are saved and counted." in said(save(run))
