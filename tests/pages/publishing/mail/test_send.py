"""An edition reaches each member of the board once, whatever the mail server does; each attempt is in the log."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import trustme

from db.changes import name_organisation
from db.changes.board.commentary import write_commentary
from db.changes.board.publish import UNDER_WAY, add_board_member, begin_sending
from db.queries.editions import edition, files_of, send_attempts
from db.store.engine import Store, open_store
from metrics.errors import BadValue, NotFound
from pages.publishing.mail.send import SendOutcome, send
from pages.publishing.mail.settings import Encryption, MailSettings, mail_settings
from pages.publishing.publish import publish, published_files
from tests.browser.server import free_port
from tests.db.looks import OCTOBER, imported, in_month
from tests.filled_stores import Filled
from tests.pages.publishing.mail.mail_server import Box, mail_server

pytestmark = pytest.mark.slow

SENDER = "Plumbline <reports@example.org>"
MEMBERS = {"ada@example.org": "Ada Lane", "ben@example.org": "Ben Roe"}
FIRST = 1  # the number of the first edition
PASSWORD = "w-rd"  # noqa: S105 - of the test's own server
AT_ONCE: tuple[float, ...] = (0.0, 0.0)


def settings(port: int, url: str = "smtp://127.0.0.1:{}?tls=no") -> MailSettings:
    return mail_settings({"PLUMBLINE_SMTP_URL": url.format(port), "PLUMBLINE_MAIL_FROM": SENDER})


def one_month(store: Store) -> None:
    name_organisation(store, "Harbour & Vale", by="M. Hale")
    imported(store, *in_month(OCTOBER, [10, 9, 9, 0] * 9))


def one_month_published(store: Store) -> None:
    one_month(store)
    for address, name in MEMBERS.items():
        add_board_member(store, name, address, by="M. Hale")
    assert publish(store, OCTOBER, by="M. Hale").edition == FIRST


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'small.db'}")) as opened:
        yield opened


@pytest.fixture
def small(request: pytest.FixtureRequest, empty: Store, filled: Filled) -> Store:
    """A store with one month of answers; a test that asks for `published` finds it there as an edition."""
    return filled(empty, one_month_published if "published" in request.fixturenames else one_month)


@pytest.fixture
def published() -> int:
    """October as an edition, with two members on the list."""
    return FIRST


def log(store: Store, id_: int) -> list[tuple[str, str]]:
    """The attempts, oldest first."""
    with store.reading() as session:
        return [(own.address, own.trouble) for own in reversed(send_attempts(session, id_))]


def test_each_member_gets_the_published_pdf_once(small: Store, published: int) -> None:
    box = Box()
    with mail_server(box) as port:
        first = send(small, published, settings(port), by="cron")
        again = send(small, published, settings(port), by="cron")
    assert first == tuple(SendOutcome(name, address, sent=True) for address, name in MEMBERS.items())
    assert again == tuple(SendOutcome(name, address, sent=False) for address, name in MEMBERS.items())
    assert again[0].sentence == "Already sent to Ada Lane, ada@example.org."
    assert box.addresses == list(MEMBERS)
    assert log(small, published) == [(address, "") for address in MEMBERS]
    _, message = box.mails[0]
    assert message["Subject"] == ("Harbour & Vale: Customer service report to the board, October 2026 (edition 1)")
    assert message["From"] == SENDER
    assert message["To"] == "ada@example.org"
    (attached,) = list(message.iter_attachments())
    with small.reading() as session:
        pdf = next(own for own in files_of(session, published) if own.kind == "pdf")
        seal = edition(session, published).sha256
    assert attached.get_filename() == pdf.name
    content = attached.get_content()
    assert hashlib.sha256(content).hexdigest() == pdf.sha256
    body = message.get_body()
    assert body is not None
    said = body.get_content()
    assert "No standard is set in October 2026." in said
    assert f"Content hash (SHA-256): {seal}" in said


def test_the_refusal_of_one_address_keeps_nobody_else_from_the_pack(small: Store, published: int) -> None:
    box = Box(refuses={"ada@example.org": "550 No such user"})
    with mail_server(box) as port:
        ada, ben = send(small, published, settings(port), by="cron", pauses=AT_ONCE)
    assert ada.trouble == "The mail server rejected it (550 No such user)."
    assert ben.sent
    assert log(small, published) == [("ada@example.org", ada.trouble), ("ben@example.org", "")]
    del box.refuses["ada@example.org"]
    with mail_server(box) as port:
        ada, ben = send(small, published, settings(port), by="cron")
    assert ada.sent
    assert not ben.sent
    assert box.addresses == ["ben@example.org", "ada@example.org"]


def test_a_server_that_asks_for_patience_is_asked_again_within_a_bound(small: Store, published: int) -> None:
    box = Box(answers=["451 Busy, try later"])
    with mail_server(box) as port:
        ada, ben = send(small, published, settings(port), by="cron", pauses=AT_ONCE)
    assert ada.sent
    assert ben.sent
    assert box.addresses == ["ben@example.org", "ada@example.org"]
    assert log(small, published)[0] == ("ada@example.org", "The mail server rejected it (451 Busy, try later).")
    busy = Box(refuses=dict.fromkeys(MEMBERS, "450 Busy"))
    add_board_member(small, "Cy Orr", "cy@example.org", by="M. Hale")
    busy.refuses["cy@example.org"] = "450 Busy"
    with mail_server(busy) as port:
        cy = send(small, published, settings(port), by="cron", pauses=AT_ONCE)[-1]
    assert cy.trouble == "The mail server rejected it (450 Busy)."
    assert log(small, published).count(("cy@example.org", cy.trouble)) == 1 + len(AT_ONCE)


def test_a_server_that_is_down_is_said_and_nothing_counts_as_sent(small: Store, published: int) -> None:
    port = free_port()
    outcomes = send(small, published, settings(port), by="cron", pauses=AT_ONCE)
    for outcome in outcomes:
        assert outcome.trouble == f"The mail server 127.0.0.1:{port} cannot be reached (Connection refused)."
    assert len(log(small, published)) == len(MEMBERS) * (1 + len(AT_ONCE))
    with mail_server(box := Box()) as up:
        assert all(own.sent for own in send(small, published, settings(up), by="cron"))
    assert len(box.mails) == len(MEMBERS)


def test_a_mail_that_broke_off_half_way_is_not_sent_again_by_itself(small: Store, published: int) -> None:
    box = Box(breaks_off=True)
    with mail_server(box) as port:
        ada, ben = send(small, published, settings(port), by="cron", pauses=())
    assert "It is not known whether it arrived" in ada.trouble
    assert ben.trouble
    box.breaks_off = False
    with mail_server(box) as port:
        ada, ben = send(small, published, settings(port), by="cron")
    assert ada.trouble == UNDER_WAY
    assert ben.sent
    assert box.addresses == ["ben@example.org"]


def test_two_at_once_send_it_once(small: Store, published: int) -> None:
    """As if another process had just begun: it is left to that one."""
    assert begin_sending(small, published, "ada@example.org", by="another")
    with mail_server(box := Box()) as port:
        ada, ben = send(small, published, settings(port), by="cron")
    assert ada.trouble == UNDER_WAY
    assert ben.sent
    assert box.addresses == ["ben@example.org"]


def test_a_new_edition_goes_to_those_who_had_the_old_one(small: Store, published: int) -> None:
    write_commentary(small, OCTOBER, "A word.", by="M. Hale")
    second = publish(small, OCTOBER, by="M. Hale").edition
    with mail_server(box := Box()) as port:
        for id_ in (published, second):
            assert all(own.sent for own in send(small, id_, settings(port), by="cron"))
    assert len(box.mails) == 2 * len(MEMBERS)
    assert len({message["Message-ID"] for _, message in box.mails}) == 2
    assert published_files(small, published) != published_files(small, second)


def test_nobody_on_the_list_is_said(small: Store) -> None:
    id_ = publish(small, OCTOBER, by="M. Hale").edition
    with pytest.raises(NotFound, match="The mailing list is empty"):
        send(small, id_, settings(25), by="cron")


@pytest.mark.parametrize("at_once", [True, False], ids=["smtps", "starttls"])
def test_the_way_is_encrypted_and_the_password_given_only_to_a_server_we_trust(
    small: Store, published: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    authority, theirs = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(theirs)
    url = ("smtps" if at_once else "smtp") + f"://reports:{PASSWORD}@127.0.0.1:{{}}"
    box = Box()
    with mail_server(box, tls=theirs, password=PASSWORD, at_once=at_once) as port:
        ada, _ = send(small, published, settings(port, url), by="cron", pauses=())
        assert ada.trouble.startswith(f"No secure connection to the mail server 127.0.0.1:{port} (")
        authority.cert_pem.write_to_path(tmp_path / "authority.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        wrong = settings(port, url.replace(PASSWORD, "guess"))
        ada, _ = send(small, published, wrong, by="cron", pauses=())
        assert ada.trouble == f"The mail server 127.0.0.1:{port} does not accept the user name and password."
        assert "guess" not in repr(wrong)
        assert all(own.sent for own in send(small, published, settings(port, url), by="cron"))
    assert box.addresses == list(MEMBERS)


def test_no_password_goes_to_a_server_without_encryption(small: Store, published: int) -> None:
    with mail_server(Box()) as port:
        ada, _ = send(small, published, settings(port, "smtp://me:secret@127.0.0.1:{}"), by="cron", pauses=())
    assert ada.trouble == f"The mail server 127.0.0.1:{port} does not support STARTTLS or signing in."


@pytest.mark.parametrize(
    ("url", "sender", "said"),
    [
        ("", "", "PLUMBLINE_SMTP_URL and PLUMBLINE_MAIL_FROM are not set"),
        ("smtp://mail.example.org", "", "PLUMBLINE_MAIL_FROM is not set"),
        ("mail.example.org", SENDER, "the value of PLUMBLINE_SMTP_URL is not valid"),
        ("http://mail.example.org", SENDER, "the value of PLUMBLINE_SMTP_URL is not valid"),
        ("smtp://:pass@", SENDER, "the value of PLUMBLINE_SMTP_URL is not valid"),
        ("smtp://mail.example.org:many", SENDER, "the value of PLUMBLINE_SMTP_URL is not valid"),
        ("smtp://mail.example.org?tls=maybe", SENDER, "the value of PLUMBLINE_SMTP_URL is not valid"),
        ("smtp://me:secret@mail.example.org?tls=no", SENDER, "would send the password unencrypted"),
        (
            "smtp://m\u00e9:secret@mail.example.org",
            SENDER,
            "the user name and password in PLUMBLINE_SMTP_URL may contain",
        ),
        ("smtp://mail.example.org", "nobody", "the value of PLUMBLINE_MAIL_FROM is not valid"),
        ("smtp://mail.example.org", "a@b@c", "the value of PLUMBLINE_MAIL_FROM is not valid"),
    ],
)
def test_bad_settings_are_said_without_their_password(url: str, sender: str, said: str) -> None:
    with pytest.raises(BadValue, match=said.replace("?", r"\?")) as refused:
        mail_settings({"PLUMBLINE_SMTP_URL": url, "PLUMBLINE_MAIL_FROM": sender})
    assert "secret" not in str(refused.value)
    assert "pass@" not in str(refused.value)
    assert str(refused.value).endswith("Nothing was sent.")


def test_settings_say_server_encryption_and_sender() -> None:
    found = settings(0, "smtp://me%40here:p%2Fw@mail.example.org")
    assert (found.host, found.port, found.encryption) == ("mail.example.org", 587, Encryption.STARTTLS)
    assert (found.user, found.password, found.sender.addr_spec) == ("me@here", "p/w", "reports@example.org")
    assert settings(0, "smtps://mail.example.org").port == 465
