"""A team's page: its own figures in the board's words, praise, and what to hear."""

from __future__ import annotations

import pytest

from db.queries.comments import Comment
from db.queries.settings import Unit
from metrics.periods import Month
from metrics.vocabulary import Scope
from pages.language.comment_selection import worth_reading
from pages.parts.team.team_page import TeamComments, said, teams_to_choose
from tests.pages.conftest import Page
from tests.pages.test_pages import said as text_of

OCTOBER = Month(2026, 10)


def _comment(text: str) -> Comment:
    return Comment(text, None, OCTOBER, "North/Leeds", "phone", ())


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_a_team_reads_its_own_figures_praise_and_complaints(page: Page) -> None:
    text = text_of(page("team", unit="Harbour/Saltmarsh", month="2026-10"))
    assert "Saltmarsh: three of 16 standards were met in October 2026" in text
    assert "66 answers" in text
    assert "Praise" in text
    assert "Nobody has time at this branch any more." in text
    assert "Fill both places at the counter" in text


@pytest.mark.usefixtures("sample")
def test_before_a_team_is_chosen_all_are_offered(page: Page) -> None:
    text = text_of(page("team"))
    assert "Which team?" in text
    assert "Saltmarsh" in text


def test_praise_says_more_than_good_and_the_same_only_once() -> None:
    found = [
        _comment(text)
        for text in ("Good.", "They rang back at once", "they rang  back at once", "Very kind and quick help")
    ]
    assert [one.text for one in worth_reading(found)] == ["They rang back at once", "Very kind and quick help"]


def test_too_few_answers_keep_their_comments_to_themselves() -> None:
    assert "Too few answered" in said(None)
    assert "Nothing in the 3 months to October 2026" in said(TeamComments("3 months to October 2026", [], []))


def test_only_units_without_units_below_are_teams() -> None:
    units = [Unit(1, "North", "North", 1), Unit(2, "North/<b>", "<b>", 2), Unit(3, "Web", "Web", 1)]
    shown = teams_to_choose(units, Scope(OCTOBER))
    assert "&lt;b&gt;" in shown
    assert "unit=Web" in shown
    assert "unit=North&" not in shown
