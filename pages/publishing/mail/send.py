"""Send an edition to the board's members: never twice, with a few retries, each attempt in the log."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db.changes.board.publish import UNDER_WAY, begin_sending, end_sending
from db.queries.editions import BoardMember, Edition, board_members, edition, send_attempts
from db.store.engine import Store
from metrics.errors import NotDone, NotFound
from pages.publishing.mail.message import MailAttempt, close_connection, connect, hand_over, mail_message, trouble_of
from pages.publishing.mail.settings import MailSettings
from pages.publishing.publish import published_files, published_pack

# Seconds to wait before each further attempt: three attempts within 15 seconds plus the server's own time.
PAUSES = (3.0, 12.0)


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """The result of a member's mail; `sent` is false where it was sent before or could not be sent."""

    name: str
    address: str
    sent: bool
    trouble: str = ""

    @property
    def sentence(self) -> str:
        """The result as a sentence."""
        whom = f"{self.name}, {self.address}"
        if self.sent:
            return f"Sent to {whom}."
        return f"Not sent to {whom}: {self.trouble}" if self.trouble else f"Already sent to {whom}."


def send(
    store: Store, id_: int, settings: MailSettings, *, by: str, pauses: Sequence[float] = PAUSES
) -> tuple[SendOutcome, ...]:
    """Send an edition to every board member who does not have it yet; one outcome for each member.

    Where it may help, another attempt follows after each of `pauses`. Raises NotFound where the list is empty.
    """
    with store.reading() as session:
        known, members = edition(session, id_), board_members(session)
    if not members:
        raise NotFound(
            "The mailing list is empty. Add a person on the Sending page or with manage.py board-members add.",
            not_done=NotDone.SENT,
        )
    mails = _Mails(store, known, settings, by)
    found: dict[str, SendOutcome] = {}
    waiting = members
    for pause in (0.0, *pauses):
        if not waiting:
            break
        time.sleep(pause)
        ended = mails.round(waiting)
        found |= {member.address: _outcome(member, ended[member.address]) for member in waiting}
        waiting = [member for member in waiting if ended[member.address].again]
    return tuple(found[member.address] for member in members)


def _outcome(member: BoardMember, attempt: MailAttempt) -> SendOutcome:
    sent = not attempt.trouble and not attempt.had_it
    return SendOutcome(member.name, member.address, sent, attempt.trouble)


@dataclass(frozen=True, slots=True)
class _Mails:
    """One edition on its way to several addresses."""

    store: Store
    edition: Edition
    settings: MailSettings
    by: str

    def round(self, members: Sequence[BoardMember]) -> dict[str, MailAttempt]:
        """One attempt for each member, all in one session, each logged before it is made."""
        try:
            server = connect(self.settings)
        except OSError as wrong:
            failed = trouble_of(wrong, self.settings)
            return {member.address: self._noted(member, lambda _: failed) for member in members}
        pack = published_pack(self.store, self.edition.id).pack
        pdf = next(
            (name, content) for name, kind, content in published_files(self.store, self.edition.id) if kind == "pdf"
        )

        def give(address: str) -> MailAttempt:
            mail = mail_message(pack, pdf, self.edition.sha256, address, self.settings)
            return hand_over(server, mail, address, self.settings)

        try:
            return {member.address: self._noted(member, give) for member in members}
        finally:
            close_connection(server)

    def _noted(self, member: BoardMember, attempt: Callable[[str], MailAttempt]) -> MailAttempt:
        sending = begin_sending(self.store, self.edition.id, member.address, by=self.by)
        if sending is None:
            return self._before(member)
        ended = attempt(member.address)
        if not ended.unknown:
            end_sending(self.store, sending, ended.trouble, by=self.by)
        return ended

    def _before(self, member: BoardMember) -> MailAttempt:
        """Why an address gets no second mail: it has the edition, or it is not known whether it has."""
        with self.store.reading() as session:
            log = send_attempts(session, self.edition.id)
        went = any(own.address.casefold() == member.address.casefold() and not own.trouble for own in log)
        return MailAttempt(had_it=True) if went else MailAttempt(UNDER_WAY, unknown=True)
