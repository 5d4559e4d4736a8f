"""Several files at once, two people at once, and what saving would change, without a browser."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from db.changes import preview_upload, save_upload
from db.formats import Source, inspect, mapping_for, read
from db.queries.uploads import uploads
from metrics.periods import Month
from pages.parts import cached_queries
from pages.parts.upload import change_preview
from tests.db.formats.recognise.test_choose_sheet import months
from tests.pages.conftest import Page
from tests.pages.parts.upload.test_upload_decisions import KNOWN, begun, rows, save_button
from tests.pages.test_upload import bring, bring_several, said, save

HEAD = "response_id,responded_at,unit,nps\n"
CLEAN = f"{HEAD}C-1,2026-10-06,North/Leeds,9\nC-2,2026-10-06,North/York,3\n"
MESSY = f"{HEAD}M-1,2026-10-06,North/Leeds,9\nM-2,2026-10-06,North/York,30\n"
UNKNOWN = f"{HEAD}U-1,2026-10-06,Nowhere,9\n"
NO_TABLE = "{}"


def press(run: AppTest, label: str) -> AppTest:
    next(button for button in run.button if button.label.startswith(label)).click()
    return run.run()


def saved_elsewhere(name: str, content: bytes) -> None:
    """Somebody else saves a file."""
    source = Source.of_bytes(name, content)
    save_upload(cached_queries.store(), read(source, mapping_for(inspect(source))), by="B. Colleague")


def names() -> list[str]:
    with cached_queries.store().reading() as session:
        return [upload.file for upload in uploads(session)]


@pytest.mark.slow
def test_each_of_several_files_says_what_it_is_and_whether_it_can_be_saved(page: Page) -> None:
    files = {"clean.csv": CLEAN, "messy.csv": MESSY, "unknown.csv": UNKNOWN, "none.csv": NO_TABLE}
    text = said(bring_several(begun(page), files))
    assert "Two of four files are ready to save. One needs your eye and one cannot be saved." in text
    assert "2 responses ready" in text
    assert "1 response ready, 1 left out" in text
    assert "1 unit not known yet" in text
    assert "a JSON file, not a table of answers" in text


@pytest.mark.slow
def test_all_that_are_ready_are_saved_in_order_each_with_its_receipt_and_the_others_stay(page: Page) -> None:
    run = bring_several(begun(page), {"clean.csv": CLEAN, "unknown.csv": UNKNOWN, "messy.csv": MESSY})
    run.text_input(key="signature").input("A. Tester").run()
    text = said(press(run, "Save all 2 that are ready"))
    assert "Two files are saved and counted." in text
    assert names() == ["messy.csv", "clean.csv", "known.csv"]
    row = re.search(r"messy\.csv\s+([\d\s]+)Oct 2026", text)
    assert row
    new, there, left_out, blank, read_ = map(int, row[1].split())
    assert new + there + left_out + blank == read_ == 2
    assert "unknown.csv" in text
    assert "not known yet" in text


@pytest.mark.slow
def test_one_of_several_files_is_opened_answered_and_saved_alone(page: Page) -> None:
    run = bring_several(begun(page), {"clean.csv": CLEAN, "unknown.csv": UNKNOWN})
    next(own for own in run.selectbox if "Nowhere" in own.label).set_value("as written").run()
    assert "All two files are ready to save." in said(run)
    press(run, "Open")
    press(run, "Open")
    assert next(own for own in run.selectbox if "Nowhere" in own.label).value == "as written"
    run.text_input(key="signature").input("A. Tester").run()
    text = said(press(run, "Save 1 response"))
    assert "1 response is saved and counted." in text
    assert names() == ["unknown.csv", "known.csv"]
    assert "2 responses are ready to save." in text


@pytest.mark.slow
def test_the_same_content_twice_is_said_and_saved_once(page: Page) -> None:
    run = bring_several(begun(page), {"one.csv": CLEAN, "two.csv": CLEAN})
    text = said(run)
    assert "One of two files is ready to save. One cannot be saved." in text
    assert "two.csv holds exactly what one.csv holds" in text
    run.text_input(key="signature").input("A. Tester").run()
    press(run, "Save the one that is ready")
    assert names() == ["one.csv", "known.csv"]


def test_files_that_come_to_an_empty_store_together_are_all_ready(page: Page) -> None:
    run = bring_several(page("upload"), {"a.csv": KNOWN, "b.csv": UNKNOWN})
    assert "All two files are ready to save." in said(run)
    run.text_input(key="signature").input("A. Tester").run()
    press(run, "Save all 2 that are ready")
    assert names() == ["b.csv", "a.csv"]


@pytest.mark.slow
def test_a_file_taken_out_is_forgotten_and_the_other_is_walked_alone(page: Page) -> None:
    run = press(bring_several(begun(page), {"clean.csv": CLEAN, "messy.csv": MESSY}), "Take out")
    text = said(run)
    assert "1 of 2 responses is ready to save." in text
    assert "clean.csv" not in text


@pytest.mark.slow
def test_late_answers_say_which_past_months_they_restate(page: Page) -> None:
    many = [f"A-{at},2026-08-{at + 1:02d},North/Leeds,{9 if at % 2 else 4}" for at in range(20)]
    many += [f"O-{at},2026-10-{at + 1:02d},North/Leeds,9" for at in range(20)]
    run = save(bring(page("upload"), "first.csv", rows(*many)))
    unhappy = [f"L-{at},2026-08-30,North/Leeds,0" for at in range(5)]
    late = rows(*unhappy, "L-9,2026-10-30,North/Leeds,9", "L-8,2026-06-01,North/Leeds,9")
    text = said(bring(run, "late.csv", late))
    assert "One past month is restated" in text
    assert re.search(r"August 2026, Net Promoter Score\s+0\.0 to\s+−20\.0", text)
    assert "June 2026 gets its first figures." in text


@pytest.mark.slow
def test_a_file_of_its_newest_month_alone_leaves_other_months_as_they_are(page: Page) -> None:
    assert "Other months stay as they are." in said(bring(begun(page), "clean.csv", CLEAN.encode()))


@pytest.mark.slow
def test_who_looks_while_somebody_else_saves_is_told_what_is_different_before_saving(page: Page) -> None:
    run = bring(begun(page), "clean.csv", CLEAN.encode())
    run.text_input(key="signature").input("A. Tester").run()
    saved_elsewhere("theirs.csv", f"{HEAD}C-1,2026-10-06,North/Leeds,9\n".encode())
    run = press(run, "Save 2 responses")
    text = said(run)
    assert "Somebody else changed the store while you looked." in text
    assert "New responses: 2 before, 1 now." in text
    assert names() == ["theirs.csv", "known.csv"]
    assert save_button(run) == "Save 1 response"
    assert "1 response is saved and counted." in said(press(run, "Save 1 response"))


@pytest.mark.slow
def test_a_change_elsewhere_that_makes_no_difference_is_no_reason_to_ask_again(page: Page) -> None:
    run = bring(begun(page), "clean.csv", CLEAN.encode())
    run.text_input(key="signature").input("A. Tester").run()
    saved_elsewhere("theirs.csv", b"response_id,responded_at,unit,csat\nZ-1,2026-10-06,North/Leeds,5\n")
    assert "2 responses are saved and counted." in said(press(run, "Save 2 responses"))


@pytest.mark.slow
def test_a_file_that_somebody_else_saved_meanwhile_is_refused_with_a_sentence(page: Page) -> None:
    run = bring(begun(page), "clean.csv", CLEAN.encode())
    run.text_input(key="signature").input("A. Tester").run()
    saved_elsewhere("theirs.csv", CLEAN.encode())
    text = said(press(run, "Save 2 responses"))
    assert "was imported before" in text
    assert names() == ["theirs.csv", "known.csv"]


@pytest.mark.slow
def test_a_published_month_that_would_be_restated_is_said_to_stay_as_it_was_told(page: Page) -> None:
    august = [f"A-{at},2026-08-{at + 1:02d},North/Leeds,{9 if at % 2 else 4}" for at in range(20)]
    save(bring(page("upload"), "first.csv", rows(*august)))
    late = rows(*(f"L-{at},2026-08-30,North/Leeds,0" for at in range(5)), "L-9,2026-10-30,North/Leeds,9")
    source = Source.of_bytes("late.csv", late)
    preview = preview_upload(cached_queries.store(), read(source, mapping_for(inspect(source))))
    told = change_preview.what_will_change(preview, {Month(2026, 8)})
    assert "The board has a pack of August 2026. It stays as published" in told
    assert "pack" not in change_preview.what_will_change(preview, {Month(2026, 7)})


@pytest.mark.slow
def test_values_without_a_number_of_cases_are_said_to_stay_out_of_the_total(page: Page) -> None:
    content = b"month,unit,metric,value\n2026-10,North/Leeds,hold_time,80\n2026-10,North/York,hold_time,90\n"
    text = said(bring(begun(page), "values.csv", content))
    assert "No figure of the whole organisation changes. Values without a number of cases count at their unit" in text


@pytest.mark.slow
def test_one_row_that_contradicts_what_was_saved_is_told_of_in_the_singular(page: Page) -> None:
    save(bring(begun(page), "clean.csv", CLEAN.encode()))
    text = said(
        bring(page("upload"), "again.csv", f"{CLEAN.replace(',3', ',4')}C-3,2026-10-07,North/York,8\n".encode())
    )
    assert "1 row contradicts what was saved before, or another row of this file." in text
    assert "Rows left out (1 contradicts what was saved)" in text
    assert "It is left out; nothing else in the file is touched. Download it with the reason, mend it there," in text


@pytest.mark.slow
def test_counts_of_a_receipt_add_up_on_the_page(page: Page) -> None:
    text = said(save(bring(begun(page), "messy.csv", MESSY.encode())))
    assert "2 rows read: 1 saved and 1 left out." in text


@pytest.mark.slow
def test_each_sheet_of_a_workbook_is_read_and_saved_by_itself(page: Page) -> None:
    workbook = months().open().read()
    run = bring(begun(page), "months.xlsx", workbook)
    assert "3 responses are ready to save." in said(run)
    assert "Not read, though under the same headings: “April”." in said(run)
    assert "To save them as they are, save once more." in said(save(run))
    save(run)
    run = bring(run, "months.xlsx", workbook)
    assert "was imported before" in said(run)
    run.selectbox(key=f"{next(iter(run.session_state['drafts']))}_sheet").select("April").run()
    assert "2 responses are ready to save." in said(run)
    save(run)
    assert "2 responses are saved and counted." in said(save(run))


@pytest.mark.slow
def test_a_saving_that_was_interrupted_is_told_of_and_can_be_done_again(page: Page) -> None:
    run = bring_several(begun(page), {"clean.csv": CLEAN})
    run.session_state["saving_now"] = {next(iter(run.session_state["drafts"])): None}
    assert "clean.csv was not saved. Something was pressed while it was being saved" in said(run.run())
    assert "was not saved" not in said(run.run())
    assert "are saved and counted" in said(save(run))


@pytest.mark.slow
def test_a_saving_that_was_interrupted_too_late_has_its_receipt(page: Page) -> None:
    run = bring_several(begun(page), {"clean.csv": CLEAN})
    source = Source.of_bytes("clean.csv", CLEAN.encode())
    receipt = save_upload(cached_queries.store(), read(source, mapping_for(inspect(source))), by="A. Tester")
    run.session_state["saving_now"] = {next(iter(run.session_state["drafts"])): receipt}
    text = said(run.run())
    assert "are saved and counted" in text
    assert "was not saved" not in text
    assert not run.session_state["drafts"]
