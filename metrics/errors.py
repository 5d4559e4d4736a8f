"""Every error a user can act on. Its text says what is wrong, where, and what to do; `not_done` what was not changed.

    PlumblineError
    ├── FileRefused        a file that cannot be read as it is
    ├── AlreadyImported    the same content is in the store
    ├── CountedTwice       a file whose people other uploads, or its own rows, count already
    ├── NotFound           a metric, unit, upload or month that does not exist
    ├── BadValue           a value from the user that is not possible
    └── StoreTrouble       the store cannot be reached, read or written
        └── StoreTooNew    the store was made by a newer version

A file that can be read once some questions are answered raises a FileRefused of `db.formats`: MoreToSay.
Any other exception is our mistake, not the user's.
"""

from enum import StrEnum

MOST_QUOTED = 80


def quoted(text: str) -> str:
    """A text from outside as messages quote it: on one line, at most 80 characters of it."""
    # Cut before it is split, since the text may be a whole file.
    short = " ".join(text[: 4 * MOST_QUOTED].split())
    return short if len(short) <= MOST_QUOTED and len(text) <= 4 * MOST_QUOTED else f"{short[: MOST_QUOTED - 1]}…"


class NotDone(StrEnum):
    """What an error kept from happening."""

    CHANGED = "changed"
    SAVED = "saved"
    WRITTEN = "written"
    SENT = "sent"
    PUBLISHED = "published"


class PlumblineError(Exception):
    """Something the user can act on; shown as its sentences, never with a traceback.

    `message` says what is wrong and what to do; `str()` adds that nothing was changed, unless `not_done` is None: then
    something was, or the message says itself what was not.
    """

    def __init__(self, message: str, *, not_done: NotDone | None = NotDone.CHANGED) -> None:
        super().__init__(message)
        self.message = message if message.endswith((".", "?", "!")) else f"{message}."
        self.not_done = not_done

    def __str__(self) -> str:
        return f"{self.message} {self.untouched}".rstrip()

    @property
    def untouched(self) -> str:
        """What was not changed, as a sentence; empty where nothing needs saying."""
        return f"Nothing was {self.not_done}." if self.not_done else ""


class FileRefused(PlumblineError):
    """A file that cannot be taken as it is; nothing of it was saved."""

    def __init__(self, message: str, *, not_done: NotDone | None = NotDone.SAVED) -> None:
        super().__init__(message, not_done=not_done)


class AlreadyImported(PlumblineError):
    """The same content is in the store already."""


class CountedTwice(PlumblineError):
    """A file that would count people twice: once counted, once by single answers, or at a unit and at one below it.

    `uploads` are those that count them already (id and file), the one with most of them first; none where the file
    itself does.
    """

    def __init__(self, message: str, uploads: tuple[tuple[int, str], ...]) -> None:
        super().__init__(message, not_done=NotDone.SAVED)
        self.args = (message, uploads)
        self.uploads = uploads


class NotFound(PlumblineError):
    """A metric, unit, upload or month that does not exist."""


class BadValue(PlumblineError):
    """A value from the user that is not possible, such as a standard without a number."""


class StoreTrouble(PlumblineError):
    """The store cannot be reached, read or written."""


class StoreTooNew(StoreTrouble):
    """The store was made by a newer version of Plumbline; it was left as it is."""
