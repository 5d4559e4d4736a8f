"""The declared survey tools: one more declaration is all that a tool like Delighted needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.formats import Options, Role, Source, inspect, mapping_for, read
from db.formats.recognise import registry
from db.formats.rows.blocks import Answer
from db.formats.rows.mapping import FileMapping
from db.formats.tools.simple_exports import known_by_headings

SAMPLES = Path(__file__).parents[1] / "samples"
GROUPS = [(10, "Promoter"), (7, "Passive"), (3, "Detractor"), (9, "Promoter"), (6, "Detractor")]
ASKWELL = known_by_headings(
    "askwell",
    ((2, "askwell id|askwell link|answered by"),),
    {
        "response_id": "askwell id",
        "responded_at": "given",
        "comment": "in words",
        "personal": "answered by|askwell link",
    },
)
EXPORT = """Askwell ID,Answered by,Given,In words,How likely are you to recommend us to a friend?
a1,Ann,2026-10-05,Quick and kind,9
a2,Ben,2026-10-06,,4
"""


def test_one_more_declaration_is_one_more_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "FORMATS", (ASKWELL, *registry.FORMATS))
    source = Source.of_bytes("askwell.csv", EXPORT.encode())
    found = inspect(source)
    assert (found.format, [column.role.value for column in found.columns]) == (
        "askwell",
        ["response_id", "personal", "responded_at", "comment", "score"],
    )
    mapping = mapping_for(found, Options())
    assert isinstance(mapping, FileMapping)
    rows = [row for block in read(source, mapping).blocks() for row in block.rows if isinstance(row, Answer)]
    assert [(row.response_id, str(row.day), row.scores[0][1], row.comment) for row in rows] == [
        ("a1", "2026-10-05", 9, "Quick and kind"),
        ("a2", "2026-10-06", 4, ""),
    ]


def test_without_enough_of_its_own_headings_it_is_another_tools_file() -> None:
    assert ASKWELL.layout([["Askwell ID", "Given", "How was it?"], ["a1", "2026-10-05", "9"]]) is None


@pytest.mark.parametrize("first", [["Submission Date"], ["Name", "Submission Date"]])
def test_a_heading_that_must_come_first_must_stand_over_the_first_of_several_columns(first: list[str]) -> None:
    jotform = next(form for form in registry.FORMATS if form.name == "jotform")
    assert jotform.layout([first]) is None
    assert jotform.layout([["Submission Date", "Name"]]) is not None


@pytest.mark.parametrize(
    "tool",
    [
        *("odk", "trustpilot", "google_play", "app_store", "freshdesk", "intercom", "hubspot", "asknicely"),
        *("retently", "medallia", "delighted", "zendesk", "kobotoolbox", "formbricks", "jotform"),
    ],
)
def test_the_export_of_a_known_tool_asks_nothing(tool: str) -> None:
    found = inspect(Source.of_path(SAMPLES / f"{tool}.csv"))
    assert (found.format, found.questions) == (tool, ())
    assert mapping_for(found).with_role(Role.SCORE)


def test_low_ratings_on_a_scale_that_the_tool_documents_are_not_doubted() -> None:
    rows = "".join(f"r{i},2025-10-01 09:12:44,{(1, 1, 2, 4)[i % 4]},x\n" for i in range(40))
    found = inspect(
        Source.of_bytes("f.csv", f"Review Id,Review Created (UTC),Review Stars,Review Title\n{rows}".encode())
    )
    assert (found.format, found.questions) == ("trustpilot", ())


def test_groups_beside_scores_of_which_nothing_else_is_said_make_them_nps() -> None:
    rows = "".join(f"2025-10-0{i + 1},{score},{name}\n" for i, (score, name) in enumerate(GROUPS))
    found = inspect(Source.of_bytes("file.csv", f"date,Score,Category\n{rows}".encode()))
    assert [(column.role, column.metric) for column in found.columns[1:]] == [(Role.SCORE, "nps"), (Role.IGNORED, None)]
