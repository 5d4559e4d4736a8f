"""An edition as an e-mail, and one session with a mail server. Does not know the store or the mailing list."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT
from email.utils import format_datetime

from pages.packs.pack import Pack
from pages.packs.pack_text import cut_off, scope, sections, title
from pages.publishing.mail.settings import Encryption, MailSettings

SECONDS = 20  # how long we wait for a server
TEMPORARY = range(400, 500)  # replies by which a server asks to come back later
ACCEPTED = range(200, 300)


@dataclass(frozen=True, slots=True)
class MailAttempt:
    """How an attempt ended: `trouble` (empty: none), whether to try `again`, and whether the end is `unknown`.

    `had_it` means that there was no attempt, since the address already has the mail.
    """

    trouble: str = ""
    again: bool = False
    unknown: bool = False
    had_it: bool = False


def mail_message(pack: Pack, pdf: tuple[str, bytes], seal: str, address: str, settings: MailSettings) -> bytes:
    """The mail to one address: the edition's sections as plain text, its PDF as an attachment.

    The same edition to the same address gives the same mail, with the same id. `seal` is the hash of
    its content.
    """
    message = EmailMessage(policy=AS_SENT)
    message["Subject"] = " ".join(f"{title(pack)} ({_edition(pack)})".split())
    message["From"], message["To"] = settings.sender, address
    message["Date"] = format_datetime(pack.cut_off)
    message["Message-ID"] = f"<plumbline.{seal[:24]}.{_edition(pack).replace(' ', '-')}@{settings.sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text(pack, seal))
    name, content = pdf
    message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def _edition(pack: Pack) -> str:
    return f"edition {pack.edition.number}" if pack.edition else "draft"


def text(pack: Pack, seal: str) -> str:
    """The text of the mail: headline, sections, and the facts that identify the edition."""
    parts = [pack.headline]
    for section in sections(pack):
        told = "\n".join(" ".join(filter(None, (own.lead, own.text))) for own in section.paragraphs)
        parts.append(f"{section.heading}\n{told}")
    parts.append(
        f"{pack.state}\n{scope(pack)}\n{cut_off(pack)}\nData revision: {pack.revision}\nContent hash (SHA-256): {seal}"
    )
    return "\n\n".join(parts)


def connect(settings: MailSettings) -> smtplib.SMTP:
    """A server that is ready to take mails. Raises OSError, as all of smtplib does; `trouble_of` explains it."""
    server = _opened(settings)
    try:
        server.ehlo()
        if settings.encryption is Encryption.STARTTLS:
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if settings.user:
            server.login(settings.user, settings.password)
    except OSError:
        server.close()
        raise
    return server


def close_connection(server: smtplib.SMTP) -> None:
    """End a session, also where the server is already gone."""
    try:
        server.quit()
    except OSError:
        server.close()


def _opened(settings: MailSettings) -> smtplib.SMTP:
    if settings.encryption is Encryption.AT_ONCE:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)


def hand_over(server: smtplib.SMTP, mail: bytes, address: str, settings: MailSettings) -> MailAttempt:
    """Give one mail to the server; if the connection breaks while it takes the mail, the result is unknown."""
    try:
        for ask, whom in ((server.mail, settings.sender.addr_spec), (server.rcpt, address)):
            code, said = _reply(ask(whom))
            if code not in ACCEPTED:
                server.rset()
                return _refused(code, said)
    except OSError as wrong:
        return trouble_of(wrong, settings)
    try:
        code, said = _reply(server.data(mail))
    except smtplib.SMTPDataError as wrong:
        return _refused(wrong.smtp_code, _words(wrong.smtp_error))
    except OSError:
        return MailAttempt("It is not known whether it arrived: the mail server closed the connection.", unknown=True)
    return MailAttempt() if code in ACCEPTED else _refused(code, said)


def _reply(reply: tuple[int, bytes]) -> tuple[int, str]:
    return reply[0], _words(reply[1])


def _words(said: bytes | str) -> str:
    """A server's reply on one line."""
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())


def _refused(code: int, said: str) -> MailAttempt:
    return MailAttempt(f"The mail server rejected it ({code} {said}).", again=code in TEMPORARY)


def trouble_of(wrong: OSError, settings: MailSettings) -> MailAttempt:
    """Why the server could not be used, as a sentence, and whether trying again may help."""
    where = f"{settings.host}:{settings.port}"
    if isinstance(wrong, smtplib.SMTPAuthenticationError):
        return MailAttempt(f"The mail server {where} does not accept the user name and password.")
    if isinstance(wrong, smtplib.SMTPNotSupportedError):
        return MailAttempt(f"The mail server {where} does not support STARTTLS or signing in.")
    if isinstance(wrong, smtplib.SMTPResponseException):
        return _refused(wrong.smtp_code, _words(wrong.smtp_error))
    if isinstance(wrong, ssl.SSLError):
        return MailAttempt(f"No secure connection to the mail server {where} ({wrong.reason or wrong}).")
    reason = wrong.strerror or str(wrong) or "no answer"
    return MailAttempt(f"The mail server {where} cannot be reached ({reason}).", again=True)
