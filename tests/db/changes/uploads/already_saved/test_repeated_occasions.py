"""Occasions at which every upload says the same come out as the general way of settling would have them."""

from __future__ import annotations

import datetime as dt
import random
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from db.changes.uploads.already_saved.overlap_rules import FromUpload, NamelessAnswer, OnOverlap, settle_occasion
from db.changes.uploads.already_saved.repeated_occasions import RepeatedOccasions, StoredPart, repeated_occasions
from db.changes.uploads.competing_facts import AnswerContent
from db.changes.uploads.conflict_rules import ConflictOutcome, Fact, OnConflict

DAY = dt.date(2026, 10, 1)
MINUTE = 1_000_000
Content = tuple[int, int, float | None, int | None, dict[int, float]]
CONTENTS = st.tuples(
    st.sampled_from([1, 2]),  # unit
    st.sampled_from([0, 1]),  # channel
    st.sampled_from([None, 7.0]),  # second
    st.sampled_from([None, 5]),  # wording
    st.dictionaries(st.sampled_from([1, 2]), st.sampled_from([8.0, 9.0]), min_size=1),
)
UPLOADS = st.lists(
    st.tuples(
        st.sampled_from([OnOverlap.NEW, OnOverlap.NEW, OnOverlap.NEW, OnOverlap.COUNT]),
        st.sampled_from([1, 1, 1, 2]),  # source
        st.permutations(range(4)),  # in which order it has the rows that all share
        st.lists(CONTENTS, max_size=1),  # what it has beside them
    ),
    min_size=1,
    max_size=4,
)


@given(
    shared=st.lists(CONTENTS, min_size=1, max_size=4),
    uploads=UPLOADS,
    occasion=st.sampled_from([MINUTE, -MINUTE]),
    live=st.randoms(use_true_random=False),
)
def test_what_is_settled_quickly_comes_out_as_it_would_row_by_row(
    shared: list[Content],
    uploads: list[tuple[OnOverlap, int, list[int], list[Content]]],
    occasion: int,
    live: random.Random,
) -> None:
    parts: list[StoredPart] = []
    known = {
        id_: FromUpload(id_, source, overlap, frozenset()) for id_, (overlap, source, _, _) in enumerate(uploads, 1)
    }
    for id_, (_, _, order, others) in enumerate(uploads, 1):
        for unit, channel, second, wording, scores in [*[shared[at] for at in order if at < len(shared)], *others]:
            response = parts[-1].response + 1 if parts else 1
            place = (occasion, id_, response, second, wording, unit, channel)
            parts += [
                StoredPart(*place, item, score, None, live.random() < 0.5) for item, score in sorted(scores.items())
            ]
    found = repeated_occasions(parts, known)
    if found.left:
        assert found == RepeatedOccasions(left=[occasion])
        return
    settled = settle_occasion(_answers(parts, known))
    should_change = {
        is_live: [one for one in parts if one.live != is_live and ((one.response, one.item) in settled.live) == is_live]
        for is_live in (True, False)
    }
    assert {is_live: sorted(changed) for is_live, changed in found.changed.items()} == should_change
    uploads_of = {one.response: one.upload for one in parts}
    met = [(uploads_of[response], earlier) for response, earlier in settled.met.items()]
    assert sorted(found.repeated.elements()) == sorted(met)
    assert all(settled.became[response].outcome is ConflictOutcome.DUPLICATE for response in settled.met)


def test_an_occasion_that_two_uploads_have_alike_is_settled_quickly() -> None:
    parts = [StoredPart(MINUTE, upload, upload, 7.0, None, 1, 0, 1, 9.0, None, True) for upload in (1, 2)]
    known = {id_: FromUpload(id_, 1, OnOverlap.NEW, frozenset()) for id_ in (1, 2)}
    found = repeated_occasions(parts, known)
    assert (found.left, found.changed[False], dict(found.repeated)) == ([], [parts[1]], {(2, 1): 1})


def _answers(parts: list[StoredPart], uploads: dict[int, FromUpload]) -> list[NamelessAnswer]:
    answers = []
    for response, group in groupby(parts, key=lambda part: part.response):
        said = list(group)
        one = said[0]
        contents = {part.item: AnswerContent(part.score, DAY, DAY, part.unit, part.channel) for part in said}
        fact = Fact(response, one.upload, response, DAY, OnConflict.FIRST, contents)
        where = (one.unit, one.channel, uploads[one.upload])
        answers.append(NamelessAnswer(fact, one.occasion, one.second, one.wording, *where))
    return answers
