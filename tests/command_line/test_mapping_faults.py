"""A map that cannot stand, as the terminal says it: what is wrong, and how to write it; a page says no command."""

from __future__ import annotations

import pytest

from db.formats.mapping.faults import BadMapping, MappingFault
from pages.command_line.question_words import refusal
from tests.db.formats.made_files import result, survey

TWO = "responded_at,a,b\n2025-03-01,4,5\n"
POINTS = "Respondent ID,End Date,How was it?,,\n,, - 1, - 2, - 3\nr1,2025-03-01,,,3\nr2,2025-03-02,1,,\n"


@pytest.mark.parametrize(
    ("text", "maps", "fault", "way"),
    [
        (survey(["4"], "score"), ("score",), MappingFault.NO_MAPPING, "COLUMN=ROLE"),
        (survey(["4"], "score"), ("#3=unit:nps",), MappingFault.TOO_MUCH, "COLUMN=score:METRIC:SCALE"),
        (survey(["4"], "score"), ("#3=score:nps", "score=score:csat"), MappingFault.MAPPED_TWICE, "--map for “#3”"),
        (TWO, ("#2-#3=score:hold_time",), MappingFault.NO_SHORT_SCALE, "“#2-#3” to one such as score:csat"),
        (POINTS, ("#5=score:csat:1-3",), MappingFault.PART_OF_A_QUESTION, "“#3-#5=score:METRIC”"),
        (TWO, ("a=score:csat", "b=score:csat:1-5"), MappingFault.SAME_ITEM, "=ignored"),
    ],
)
def test_the_terminal_alone_says_how_a_map_is_written(
    text: str, maps: tuple[str, ...], fault: MappingFault, way: str
) -> None:
    with pytest.raises(BadMapping) as wrong:
        result(text, *maps)
    assert wrong.value.fault is fault
    assert way in refusal(wrong.value)
    assert refusal(wrong.value).endswith("Nothing was saved.")
    on_a_page = str(wrong.value)
    assert "--map" not in on_a_page
    assert "#" not in on_a_page.replace(maps[0], "")
    assert "score:" not in on_a_page.replace(maps[0], "")
