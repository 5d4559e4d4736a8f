"""Damaged files of every format are read or refused, and never end in an error that is not ours."""

from __future__ import annotations

import itertools

import pytest

from tests.db.formats.mutations import cases, check


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1_000_000, 2_000_000, 3_000_000, 4_000_000])
def test_damaged_files_are_read_or_refused_with_every_line_accounted_for(seed: int) -> None:
    for _, content, chance in itertools.islice(cases(seed), 60):
        check(content, chance)
