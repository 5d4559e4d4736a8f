"""The board page: a draft that is edited and published, editions that stay as they were, and what moved since."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.changes import undo_upload
from db.changes.board.commentary import write_commentary
from db.maintenance.backup import back_up
from db.maintenance.restore import restore
from db.queries.editions import commentaries, edition, editions, files_of
from db.queries.settings import settings
from metrics.periods import Month
from pages.parts import cached_queries
from pages.parts.board.edition_status import address
from pages.publishing.publish import publish
from tests.db.looks import imported, in_month
from tests.pages.conftest import Page
from tests.pages.publishing.test_decisions_and_risk import say_nothing

OCTOBER = Month(2026, 10)


def said(run: AppTest) -> str:
    """Everything a page says, without its markup."""
    assert not run.exception, run.exception
    text = unescape(re.sub(r"<[^>]+>", " ", " ".join(text.value for text in run.markdown)))
    return " ".join(text.split())


def nps(text: str) -> str:
    """The value beside the metric's name."""
    found = re.search(r"What customers say\s+Net Promoter Score\s+([−\d.]+)", text)
    assert found
    return found[1]


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_month_is_published_after_being_asked_once(page: Page) -> None:
    run = page("board")
    assert "Draft, not yet published" in said(run)
    run.button(key="publish").click().run()
    assert "Publish October 2026 as edition 1?" in said(run)
    assert "no commentary, 2 decisions asked, what is at stake, and the files" in said(run)
    run.button(key="not_yet").click().run()
    assert not [button for button in run.button if button.key == "publish_it"]
    run.button(key="publish").click().run()
    run.button(key="publish_it").click().run()
    assert "Give your name first" in run.error[0].value
    run.text_input(key="signature").input("M. Hale").run()
    run.button(key="publish_it").click().run()
    assert "Edition 1, published by M. Hale" in said(run)
    assert "How this edition is sealed" in said(run)
    with cached_queries.store().reading() as session:
        (only,) = editions(session, OCTOBER)
    assert only.sha256 in said(run)
    assert run.query_params["edition"] == f"1-{only.sha256[:8]}"
    again = page("board", month="2026-10")
    assert "nothing has changed since" in said(again)
    assert "Edition 1 says the same, so there is nothing to publish." in said(again)
    assert not [button for button in again.button if button.key == "publish"]


@pytest.mark.slow
def test_an_edition_is_shown_as_it_was_though_all_its_data_are_gone(page: Page, published_sample: int) -> None:
    before = said(page("board", edition=str(published_sample)))
    assert "Six of 16 standards" in before
    for upload in cached_queries.uploads():
        undo_upload(cached_queries.store(), upload.id, by="Ann")
    assert said(page("board", edition=str(published_sample))) == before
    assert "No data yet." in said(page("board"))


@pytest.mark.slow
def test_late_data_are_said_with_what_moved_and_the_upload_that_moved_it(page: Page, published_sample: int) -> None:
    published = nps(said(page("board", edition=str(published_sample))))
    imported(cached_queries.store(), *in_month(OCTOBER, [0] * 300), name="late <b>.csv")
    live = said(page("board"))
    assert nps(live) != published
    assert "Restated since edition 1" in live
    assert f"{published} then, {nps(live)} now (1,119 answers, now 1,419 answers)" in live
    assert "late <b>.csv (300 responses), was saved by" in live
    frozen = said(page("board", edition=str(published_sample)))
    assert nps(frozen) == published
    assert "Restated since" not in frozen
    second = publish(cached_queries.store(), OCTOBER, by="M. Hale").edition
    assert "There is a newer one: edition 2" in said(page("board", edition=str(published_sample)))
    assert "Restated since" in said(page("board", edition=str(second))), "the new edition says what moved"
    assert "Restated since" not in said(page("board"))


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_a_taken_back_upload_and_a_new_standard_are_named_as_causes(page: Page) -> None:
    newest = cached_queries.uploads()[0]
    undo_upload(cached_queries.store(), newest.id, by="Ann")
    text = said(page("board"))
    assert "Restated since edition 1" in text
    assert f"Upload {newest.id}, {newest.file}" in text
    assert "was undone by Ann on" in text


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_the_commentary_is_drafted_edited_signed_and_kept(page: Page) -> None:
    run = page("board")
    text, _ = run.text_area
    assert str(text.value).startswith("Six of 16 standards were met in October 2026.")
    assert "Not written yet." in said(run)
    text.input("We answered late.\n\nWe will not again.").run()
    run.button(key="save_commentary").click().run()
    assert "Give your name first" in run.error[0].value
    run.text_input(key="signature").input("M. Hale").run()
    run.button(key="save_commentary").click().run()
    assert "Commentary by M. Hale" in said(run)
    assert "We will not again." in said(run)
    with cached_queries.store().reading() as session:
        assert commentaries(session, OCTOBER)[0].by == "M. Hale"
    write_commentary(cached_queries.store(), OCTOBER, "Another word.", by="J. Moreau")
    later = page("board")
    assert "1 earlier version" in said(later)
    assert "Another word." in said(later)
    assert later.text_area[0].value == "Another word."


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_the_leader_asks_the_board_and_says_what_is_at_stake(page: Page) -> None:
    say_nothing(cached_queries.store())
    run = page("board")
    assert "Removed from the pack by M. Hale" in said(run)
    assert "Left out by M. Hale on" in said(run)
    run.text_area[1].input("Extend the <b>call-back</b> promise.\nKeep the desk.").run()
    run.button(key="save_decisions").click().run()
    assert "Give your name first" in run.error[0].value
    run.text_input(key="signature").input("M. Hale").run()
    run.button(key="save_decisions").click().run()
    assert "2. Keep the desk." in said(run)
    assert any("&lt;b&gt;call-back&lt;/b&gt;" in own.value for own in run.markdown)
    run.button(key="save_stake").click().run()
    assert "Enter the share of them who leave" in run.error[0].value
    run.number_input(key="stake_leaving_2026-10").set_value(25.0).run()
    run.number_input(key="stake_worth_2026-10").set_value(416.0).run()
    run.button(key="save_stake").click().run()
    assert "About 1,800 customers and £740,000 a year" in said(run)
    assert "Assumed by M. Hale on" in said(run)
    run.number_input(key="stake_customers_2026-10").set_value(100.0).run()
    run.button(key="save_stake").click().run()
    assert "they represent all 100 customers" in said(run)
    run.button(key="publish").click().run()
    assert "2 decisions asked, what is at stake, and the files" in said(run)
    run.button(key="no_stake").click().run()
    assert "may be lost" not in said(run)
    assert "Left out by M. Hale on" in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_the_leader_chooses_metrics_and_charts(page: Page) -> None:
    run = page("board")
    run.text_input(key="signature").input("M. Hale").run()
    run.multiselect(key="board_metrics").set_value(["nps", "transfers"]).run()
    run.multiselect(key="board_pinned").set_value(["average_ticket"]).run()
    run.button(key="save_choice").click().run()
    with cached_queries.store().reading() as session:
        assert settings(session).board == {"metrics": ["nps", "transfers"], "pinned": ["average_ticket"]}
    pack = cached_queries.draft(OCTOBER)
    assert [row.metric for row in pack.on_sheet] == ["nps", "transfers"]
    assert pack.charts[0].metric == "average_ticket"
    assert "Average ticket: £" in said(page("board"))


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("asked", "answer"),
    [("99", "There is no edition 99"), ("one", "names no edition"), ("9" * 30, "names no edition")],
)
def test_a_link_to_no_edition_says_so(page: Page, asked: str, answer: str) -> None:
    run = page("board", edition=asked)
    assert answer in run.error[0].value.replace("\\", "")


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_an_edition_that_got_the_number_of_one_lost_by_a_restore_never_stands_in_its_place(
    page: Page, tmp_path: Path
) -> None:
    back_up(cached_queries.store(), tmp_path / "before.db")
    write_commentary(cached_queries.store(), OCTOBER, "What the board read.", by="M. Hale")
    lost = publish(cached_queries.store(), OCTOBER, by="M. Hale").edition
    with cached_queries.store().reading() as session:
        first = edition(session, lost)
        files = {own.name for own in files_of(session, lost)}
    restore(cached_queries.store().url, tmp_path / "before.db", by="Ann", replace=True)
    assert publish(cached_queries.store(), OCTOBER, by="M. Hale").edition == lost, "the number is given out again"
    with cached_queries.store().reading() as session:
        assert not files & {own.name for own in files_of(session, lost)}
    link = address(first).removeprefix("/board?edition=")
    refused = page("board", edition=link).error[0].value.replace("\\", "")
    assert f"The edition with the seal {first.seal} is not in this store" in refused
    assert f"seal {first.seal}" not in said(page("board", edition=str(lost)))


@pytest.mark.slow
def test_a_month_chosen_beside_an_edition_leads_away_from_it(page: Page, published_sample: int) -> None:
    run = page("board", edition=str(published_sample))
    run.selectbox(key="choose_month").select(Month(2026, 9)).run()
    assert "Draft, not yet published" in said(run)
    assert run.query_params["month"] == "2026-09"
    assert "edition" not in run.query_params
    run = page("board", edition=str(published_sample))
    run.selectbox(key="choose_edition").select("").run()
    assert "Draft, not yet published" in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_units_edition_is_shown_by_its_link(page: Page) -> None:
    id_ = publish(cached_queries.store(), OCTOBER, "City", by="M. Hale").edition
    text = said(page("board", edition=str(id_)))
    assert re.search(r"city-board-pack-2026-10-edition-1-[0-9a-f]{8}\.pdf", text)
    assert "Edition 1, published by M. Hale" in text
    assert "Edition 1" not in said(page("board", month="2026-10"))
