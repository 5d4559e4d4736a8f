"""The mail server's settings, read from the environment. No sentence shows the password."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from metrics.errors import BadValue, NotDone

SERVER, SENDER = "PLUMBLINE_SMTP_URL", "PLUMBLINE_MAIL_FROM"
HOW = (
    f"Set {SERVER} to smtps://user:password@host:465 (encrypted from the start) or "
    f"smtp://user:password@host:587 (encrypted by STARTTLS), and {SENDER} to the sender's address."
)
PORTS = {"smtp": 587, "smtps": 465}


class Encryption(StrEnum):
    """How the connection is encrypted. `NONE` is for a server on the same machine."""

    AT_ONCE = "smtps"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A mail server and the sender of mails; `user` is empty where the server needs no sign-in."""

    host: str
    port: int
    encryption: Encryption
    sender: Address
    user: str = ""
    password: str = field(default="", repr=False)


def mail_settings(environment: Mapping[str, str] | None = None) -> MailSettings:
    """The settings in the environment. Raises BadValue, which says how to set them, where they are missing or wrong."""
    given = os.environ if environment is None else environment
    url, sender = given.get(SERVER, "").strip(), given.get(SENDER, "").strip()
    missing = [name for name, value in ((SERVER, url), (SENDER, sender)) if not value]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise BadValue(f"Sending is not set up: {' and '.join(missing)} {verb} not set. {HOW}", not_done=NotDone.SENT)
    return _server(url, _sender(sender))


def _sender(text: str) -> Address:
    name, address = parseaddr(text)
    try:
        found = Address(name, addr_spec=address)
    except (ValueError, IndexError) as wrong:
        raise _unusable(SENDER) from wrong
    if not found.username or not found.domain or not address.isascii():
        raise _unusable(SENDER)
    return found


def _server(text: str, sender: Address) -> MailSettings:
    try:
        parts = urlsplit(text)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as wrong:
        raise _unusable(SERVER) from wrong
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query not in ("", "tls=no"):
        raise _unusable(SERVER)
    encryption = Encryption.AT_ONCE if parts.scheme == "smtps" else Encryption.STARTTLS
    if parts.query:
        encryption = Encryption.NONE
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    _refuse_what_would_be_read(encryption, user, password)
    return MailSettings(parts.hostname, port, encryption, sender, user, password)


def _refuse_what_would_be_read(encryption: Encryption, user: str, password: str) -> None:
    """Raise BadValue for a password that would be sent unencrypted, and for characters that are not ASCII."""
    if encryption is Encryption.NONE and user:
        raise BadValue(
            f"{SERVER} names a user, but tls=no would send the password unencrypted. Remove tls=no or the user name.",
            not_done=NotDone.SENT,
        )
    if not (user + password).isascii():
        raise BadValue(
            f"Sending is not set up: the user name and password in {SERVER} may contain only ASCII characters.",
            not_done=NotDone.SENT,
        )


def _unusable(name: str) -> BadValue:
    return BadValue(f"Sending is not set up: the value of {name} is not valid. {HOW}", not_done=NotDone.SENT)
