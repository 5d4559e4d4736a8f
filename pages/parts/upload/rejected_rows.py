"""The upload page's texts about rows that cannot be read: grouped by cause, each with what to do. HTML in one line.

Everything that came in a file is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from db.changes import Receipt
from db.formats.files.row_problem import RowProblem
from pages.language import numbers
from pages.parts import metric_cells
from pages.parts.upload.column_review import SAMPLE_LENGTH, cut

LINES_NAMED = 4
VALUES_NAMED = 3
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_QUOTED = re.compile(r"“[^”]*”|\d+")


@dataclass(frozen=True, slots=True)
class RejectionCause:
    """Rows that cannot be read for one and the same reason."""

    problems: tuple[RowProblem, ...]

    @property
    def wrong(self) -> str:
        """What is wrong, in the words of its first row; of what rows say differently, without what the first says."""
        said = _SENTENCES.split(self.problems[0].message)[0]
        first = f"“{self.problems[0].value}” is "
        if said.startswith(first) and any(problem.value != self.problems[0].value for problem in self.problems):
            return f"It is {said.removeprefix(first)}"
        return said

    @property
    def to_do(self) -> str:
        """What can be done about it."""
        said = " ".join(_SENTENCES.split(self.problems[0].message)[1:])
        if said:
            return said
        return f"Correct line {self.problems[0].line}." if len(self.problems) == 1 else "Correct these lines."


def rejection_causes(problems: Sequence[RowProblem]) -> list[RejectionCause]:
    """Problems grouped by column and reason, whatever the values in it; the commonest first."""
    groups: dict[tuple[str, str], list[RowProblem]] = {}
    for problem in problems:
        groups.setdefault((problem.column, _QUOTED.sub("…", problem.message)), []).append(problem)
    return sorted((RejectionCause(tuple(group)) for group in groups.values()), key=lambda cause: -len(cause.problems))


def problems_section(receipt: Receipt, *, has_personal: bool) -> str:
    """The rows that cannot be read, by cause, each with what to do; empty where there are none."""
    problems, refused = receipt.problems, receipt.refused
    if not problems:
        return ""
    rows = "".join(_cause_row(cause) for cause in rejection_causes(problems))
    names = (
        ("Rows", "number"),
        ("What is wrong", ""),
        ("Column", ""),
        ("It says", ""),
        ("What you can do", ""),
        ("Lines", ""),
    )
    head = "".join(f'<th scope="col" class="{kind}">{text}</th>' for text, kind in names)
    if receipt.conflicts == refused:
        title = f"{numbers.plain(refused, 0)} {'row is' if refused == 1 else 'rows are'} left out"
    else:
        title = f"{numbers.plain(refused, 0)} {'row' if refused == 1 else 'rows'} cannot be read"
    empty = " Names, addresses and the like are left empty in it." if has_personal else ""
    return metric_cells.joined(
        (
            f'<section class="section thin"><h2>{title}</h2>',
            '<p class="above">They are left out; nothing else in the file is touched. Download them with the reasons, '
            f"mend them there, and bring that file: it is read like this one.{empty}</p>",
            '<div class="scroller" tabindex="0" role="region" aria-label="Rows that cannot be read">',
            '<table class="plain causes"><caption>Rows that cannot be read, by cause</caption>',
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>",
        )
    )


def download_label(rows: int) -> str:
    """What stands on the button that gives the rows back."""
    if rows == 1:
        return "Download this row with its reason"
    return f"Download these {numbers.plain(rows, 0)} rows with their reasons"


def _cause_row(cause: RejectionCause) -> str:
    values = list(dict.fromkeys(cut(problem.value, SAMPLE_LENGTH) for problem in cause.problems))
    says = ", ".join(escape(value) if value.strip() else "(empty)" for value in values[:VALUES_NAMED])
    lines = [str(problem.line) for problem in cause.problems]
    more = " …" if len(lines) > LINES_NAMED else ""
    return (
        f'<tr><td class="number"><b>{len(lines)}</b></td><td>{escape(cause.wrong)}</td>'
        f'<td class="quiet">{escape(cut(cause.problems[0].column, SAMPLE_LENGTH))}</td>'
        f"<td>{says}{' …' if len(values) > VALUES_NAMED else ''}</td><td>{escape(cause.to_do)}</td>"
        f'<td class="quiet">{", ".join(lines[:LINES_NAMED])}{more}</td></tr>'
    )
