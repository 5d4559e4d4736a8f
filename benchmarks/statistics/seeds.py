"""The seed of each simulated case, from its name; another series of seeds is asked for by `--seed`."""

from __future__ import annotations

import argparse
import zlib

import numpy as np

# Rates in docs/STATISTICS.md are from this series; constants were chosen with the empty one.
FRESH = "2026-12"

# Three standard errors, in %: of some 200 rates several are beyond two of them by chance in each run.
ROOM = 300


def add_seed(parser: argparse.ArgumentParser) -> None:
    """Let the caller choose another series of seeds than that of the stated rates."""
    parser.add_argument("--seed", default=FRESH, help="any text; another one is another series of seeds")


def seeded(name: str, series: str = FRESH) -> np.random.Generator:
    """The random numbers of a case: the same for the same name and series, so that a case does not move the others."""
    return np.random.default_rng(zlib.crc32(f"{name}{series}".encode()))
