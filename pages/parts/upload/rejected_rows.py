"""The upload page's texts about rows that cannot be read: grouped by cause, each with what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from db.changes import Receipt
from db.formats.files.row_problem import RowProblem
from pages.language import numbers
from pages.parts import html
from pages.parts.html import TableCell, TableColumn, TableRow
from pages.parts.upload.column_review import SAMPLE_LENGTH, cut

LINES_NAMED = 4
VALUES_NAMED = 3
_QUOTED = re.compile(r"“[^“”]*”|\d+")


@dataclass(frozen=True, slots=True)
class RejectionCause:
    """Rows that cannot be read for one and the same reason."""

    problems: tuple[RowProblem, ...]

    @property
    def wrong(self) -> str:
        """What is wrong, in the words of its first row; of what rows say differently, without what the first says."""
        said = self.problems[0].cause
        first = f"“{self.problems[0].value}” is "
        if said.startswith(first) and any(problem.value != self.problems[0].value for problem in self.problems):
            return f"It is {said.removeprefix(first)}"
        return said

    @property
    def to_do(self) -> str:
        """What can be done about it."""
        if said := self.problems[0].advice:
            return said
        return f"Correct line {self.problems[0].line}." if len(self.problems) == 1 else "Correct these lines."


def rejection_causes(problems: Sequence[RowProblem]) -> list[RejectionCause]:
    """Problems grouped by column and reason, for all values together; the commonest first."""
    groups: dict[tuple[str, str], list[RowProblem]] = {}
    for problem in problems:
        groups.setdefault((problem.column, _QUOTED.sub("…", problem.message)), []).append(problem)
    return sorted((RejectionCause(tuple(group)) for group in groups.values()), key=lambda cause: -len(cause.problems))


def problems_section(receipt: Receipt, *, has_personal: bool) -> Markup:
    """The rows that cannot be read, by cause, each with what to do; empty where there are none."""
    problems, refused = receipt.problems, receipt.refused
    if not problems:
        return Markup()
    columns = (
        TableColumn("What is wrong", "light", sorts=True),
        TableColumn("Rows", "number", sorts=True, sorted="descending"),
        TableColumn("Column", "quiet", sorts=True),
        TableColumn("It says"),
        TableColumn("What you can do"),
        TableColumn("Lines", "quiet", sorts=True),
    )
    rows = [_cause_row(cause) for cause in rejection_causes(problems)]
    if receipt.conflicts == refused:
        title = f"{numbers.plain(refused, 0)} {'row is' if refused == 1 else 'rows are'} left out"
    else:
        title = f"{numbers.plain(refused, 0)} {'row' if refused == 1 else 'rows'} cannot be read"
    empty = " Names, addresses and the like are left empty in it." if has_personal else ""
    they, them, reasons = ("It is", "it", "reason") if refused == 1 else ("They are", "them", "reasons")
    told = (
        f"{they} left out; nothing else in the file is touched. Download {them} with the {reasons}, mend {them} there, "
        f"and bring that file: it is read like this one.{empty}"
    )
    search = "Search the causes" if len(rows) > html.SEARCHED_FROM else ""
    table = html.working_table(
        "Rows that cannot be read, by cause", columns, rows, classes="plain causes", search=search
    )
    return html.section(title, html.paragraph("above", told), table, classes="thin")


def download_label(rows: int) -> str:
    """The label of the button that downloads the rows."""
    if rows == 1:
        return "Download this row with its reason"
    return f"Download these {numbers.plain(rows, 0)} rows with their reasons"


def _cause_row(cause: RejectionCause) -> TableRow:
    values = list(dict.fromkeys(cut(problem.value, SAMPLE_LENGTH) for problem in cause.problems))
    says = ", ".join(value if value.strip() else "(empty)" for value in values[:VALUES_NAMED])
    lines = [problem.line for problem in cause.problems]
    named = ", ".join(map(str, lines[:LINES_NAMED]))
    return TableRow(
        [
            cause.wrong,
            TableCell(html.bold(str(len(lines))), sort=len(lines)),
            cut(cause.problems[0].column, SAMPLE_LENGTH),
            f"{says}{' …' if len(values) > VALUES_NAMED else ''}",
            cause.to_do,
            TableCell(f"{named}{' …' if len(lines) > LINES_NAMED else ''}", sort=lines[0]),
        ]
    )
