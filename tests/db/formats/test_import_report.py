"""The promises about real exports, each held as `make import-report` prints it, through a store of its own."""

from __future__ import annotations

import pytest

from benchmarks.exports import COUNTED, EXPORTS, HOSTILE, Counted, Hostile
from benchmarks.hostile import outcome
from benchmarks.import_report import PROMISE, SURE_SCORES, choices_taken, counted, layouts, roles, silent_scores

pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason="the shared exports are not beside this project")


@pytest.mark.slow
@pytest.mark.parametrize("one", COUNTED, ids=lambda one: f"{one.file} {one.score[:20]} {one.maps[0][:20]}")
def test_what_a_person_maps_comes_out_of_a_store_as_independent_counting_has_it(one: Counted) -> None:
    assert counted(one) == []


def test_counting_notices_what_is_not_as_it_should_be() -> None:
    wrong = Counted(COUNTED[0].file, "4. Efficiency", COUNTED[0].maps)
    assert any("mean is 4.1786, not 4.2679" in trouble for trouble in counted(wrong))


@pytest.mark.slow
def test_the_tool_the_heading_rows_and_the_rows_of_every_file_are_right() -> None:
    assert layouts() == []


@pytest.mark.slow
def test_the_columns_that_people_name_are_suggested_in_their_role() -> None:
    share = roles()
    assert share.named > 150
    assert share.percent >= PROMISE, share.wrong


@pytest.mark.slow
def test_choices_of_which_a_person_ticks_several_are_left_alone() -> None:
    assert choices_taken() == []


@pytest.mark.slow
def test_only_columns_that_are_beyond_doubt_are_read_without_a_word_from_anybody() -> None:
    assert silent_scores() == SURE_SCORES


@pytest.mark.slow
@pytest.mark.parametrize("one", HOSTILE, ids=lambda one: f"{one.file} {one.date_order or one.maps[0]}")
def test_a_hostile_file_is_read_or_refused_and_harms_nothing(one: Hostile) -> None:
    assert outcome(one).wrong == ""
