"""A real mail server on this machine for tests: takes mails, refuses whom it is told to, answers as it is told."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.browser.server import free_port


@dataclass
class Box:
    """What a server took, and what it answers: by address to RCPT, and once to each mail's content."""

    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    breaks_off: bool = False
    conversations: int = 0

    @property
    def addresses(self) -> list[str]:
        """Who got a mail, in their order."""
        return [address for address, _ in self.mails]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.conversations += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.breaks_off:
            assert server.transport is not None
            server.transport.close()
            return "250 never said"
        if self.answers and not self.answers[0].startswith("250"):
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails += [(address, message) for address in envelope.rcpt_tos]
        return "250 OK"


@contextmanager
def mail_server(
    box: Box, *, tls: ssl.SSLContext | None = None, password: str = "", at_once: bool = False
) -> Iterator[int]:
    """A server on a free port of 127.0.0.1 that fills `box`; gives the port.

    With `tls` it offers STARTTLS, or speaks it `at_once`; with a `password` it asks everybody for it.
    """
    port = free_port()
    options: dict[str, Any] = {}
    if password:

        def check(*told: object) -> AuthResult:
            given = told[-1]
            assert isinstance(given, LoginPassword)
            return AuthResult(success=given.password == password.encode(), handled=False)

        options = {"authenticator": check, "auth_required": True}
    if at_once:
        # It is encrypted, though not by STARTTLS; who gives a password is still asked whether it is the right one.
        options |= {"ssl_context": tls, "auth_require_tls": False, "auth_required": False}
    elif tls is not None:
        options |= {"tls_context": tls, "require_starttls": True}
    controller = Controller(box, hostname="127.0.0.1", port=port, server_hostname="plumbline.test", **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
