"""Files of any tool made into rows to save and problems to show. Knows files and metrics, never SQL."""

from db.formats.dates import DateOrder
from db.formats.decisions import Options, mapping_for
from db.formats.inspection import InspectedColumn, Inspection, inspect
from db.formats.mapping import ColumnRole, FileMapping
from db.formats.problem_file import problems_csv
from db.formats.reading import read
from db.formats.registry import FORMATS
from db.formats.roles import ROLES, Role
from db.formats.rows import Source
from db.formats.workbooks import of_sheet

__all__ = [
    "FORMATS",
    "ROLES",
    "ColumnRole",
    "DateOrder",
    "FileMapping",
    "InspectedColumn",
    "Inspection",
    "Options",
    "Role",
    "Source",
    "inspect",
    "mapping_for",
    "of_sheet",
    "problems_csv",
    "read",
]
