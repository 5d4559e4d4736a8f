"""The page about sending: who gets the pack, what to set up, sending once, and the log."""

from __future__ import annotations

import pytest

from db.changes.board.publish import add_board_member
from db.queries.editions import board_members
from pages.parts import cached_queries
from tests.pages.conftest import Page
from tests.pages.publishing.mail.mail_server import Box, mail_server
from tests.pages.test_board import said


@pytest.fixture(autouse=True)
def _no_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PLUMBLINE_SMTP_URL", "PLUMBLINE_MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)


def test_an_empty_page_says_what_to_do(page: Page) -> None:
    text = said(page("sending"))
    assert "No one gets the pack by mail yet." in text
    assert "PLUMBLINE_SMTP_URL and PLUMBLINE_MAIL_FROM are not set" in text
    assert "Nothing has been published yet" in text


@pytest.mark.slow
def test_people_are_put_on_the_list_and_taken_off_under_a_name(page: Page) -> None:
    run = page("sending")
    run.text_input(key="new_name").input("Ada <b>Lane</b>")
    run.text_input(key="new_address").input("ada@example.org")
    run.button[0].click().run()
    assert "Give your name first" in run.error[0].value
    run.text_input(key="signature").input("M. Hale").run()
    run.text_input(key="new_name").input("Ada <b>Lane</b>")
    run.text_input(key="new_address").input("ada")
    run.button[0].click().run()
    assert "is not an e-mail address" in run.error[0].value.replace("\\", "")
    run.text_input(key="new_name").input("Ada <b>Lane</b>")
    run.text_input(key="new_address").input("ada@example.org")
    run.button[0].click().run()
    assert "One person gets the pack by mail." in said(run)
    assert "Ada <b>Lane</b> ada@example.org" in said(run)
    with cached_queries.store().reading() as session:
        (member,) = board_members(session)
    run.button(key=f"remove_{member.id}").click().run()
    assert "No one gets the pack by mail yet." in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("published_sample")
def test_an_edition_is_sent_once_to_those_who_lack_it(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, address in (("Ada Lane", "ada@example.org"), ("Ben Roe", "ben@example.org")):
        add_board_member(cached_queries.store(), name, address, by="M. Hale")
    assert page("sending").button(key="send_it").disabled, "no server is set"
    box = Box(refuses={"ben@example.org": "550 No such user"})
    with mail_server(box) as port:
        monkeypatch.setenv("PLUMBLINE_SMTP_URL", f"smtp://127.0.0.1:{port}?tls=no")
        monkeypatch.setenv("PLUMBLINE_MAIL_FROM", "reports@example.org")
        run = page("sending")
        assert "Ada Lane and Ben Roe do not have it yet." in said(run)
        run.button(key="send_it").click().run()
        assert "Give your name first" in run.error[0].value
        run.text_input(key="signature").input("M. Hale").run()
        run.button(key="send_it").click().run()
    assert "Sent to Ada Lane" in run.success[0].value.replace("\\", "")
    assert "550 No such user" in run.error[0].value.replace("\\", "")
    assert "Ben Roe does not have it yet." in said(run)
    assert "The mail server rejected it (550 No such user)." in said(run)
    assert run.button(key="send_it").label == "Send edition to one person"
    assert box.addresses == ["ada@example.org"]
