"""Every error a user can act on. Its text is a full sentence: what is wrong, where, what to do, what was not changed.

    PlumblineError
    ├── FileRefused        a file that cannot be read as it is
    ├── AlreadyImported    the same content is in the store
    ├── NotFound           a metric, unit, upload or month that does not exist
    ├── BadValue           a value from the user that is not possible
    └── StoreTrouble       the store cannot be reached, read or written
        └── StoreTooNew    the store was made by a newer version

A file that can be read once some questions are answered raises a FileRefused of `db.formats`: MoreToSay.
Any other exception is our mistake, not the user's.
"""


class PlumblineError(Exception):
    """Something the user can act on; shown as its sentence, never with a traceback."""


class FileRefused(PlumblineError):
    """A file that cannot be read as it is. The store was not changed."""


class AlreadyImported(PlumblineError):
    """The same content is in the store already. Nothing was changed."""


class NotFound(PlumblineError):
    """A metric, unit, upload or month that does not exist."""


class BadValue(PlumblineError):
    """A value from the user that is not possible, such as a standard without a number."""


class StoreTrouble(PlumblineError):
    """The store cannot be reached, read or written."""


class StoreTooNew(StoreTrouble):
    """The store was made by a newer version of Plumbline; it was left as it is."""
