"""LetterReading a file of any tool: inspect it, decide a mapping, read rows and problems.

Knows files and metrics. Does not know SQL, the store or pages.
What only a person can say is asked as a `Question`.
"""

from db.formats.columns.questions import Choice, HoldsFigures, MoreToSay, Question, QuestionKind, Reason
from db.formats.columns.roles import ROLES, Role
from db.formats.files.encodings import in_encoding
from db.formats.files.legacy_encodings import LetterReading
from db.formats.files.reason_column import problems_csv
from db.formats.files.source import Source
from db.formats.mapping.resolve import Options, mapping_for
from db.formats.recognise.choose_sheet import of_sheet
from db.formats.recognise.inspect import InspectedColumn, Inspection, inspect
from db.formats.recognise.registry import FORMATS
from db.formats.rows.mapping import ColumnRole, FileMapping
from db.formats.rows.read import read
from db.formats.values.dates import DateOrder

__all__ = [
    "FORMATS",
    "ROLES",
    "Choice",
    "ColumnRole",
    "DateOrder",
    "FileMapping",
    "HoldsFigures",
    "InspectedColumn",
    "Inspection",
    "LetterReading",
    "MoreToSay",
    "Options",
    "Question",
    "QuestionKind",
    "Reason",
    "Role",
    "Source",
    "in_encoding",
    "inspect",
    "mapping_for",
    "of_sheet",
    "problems_csv",
    "read",
]
