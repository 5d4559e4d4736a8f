"""Benchmarks typed in by hand: each is kept as an upload of one row, so that law, history and undo hold for it too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from uuid import uuid4

from db.changes.text_fields import needed, shortened
from db.changes.uploads.conflict_rules import OnConflict
from db.changes.uploads.save import Receipt, save_upload
from db.formats.files.source import Source
from db.formats.rows.blocks import BenchmarkLine, Block, Reading
from db.queries.standards import benchmarks
from db.store.engine import Store
from metrics.catalogue import metric
from metrics.errors import BadValue
from metrics.vocabulary import Benchmark, Kind

TYPED = "typed"


def enter_benchmark(store: Store, benchmark: Benchmark, *, by: str) -> Receipt:
    """Keep a benchmark that was typed; one typed later for the same metric, source, peers and month corrects it.

    Raises NotFound for an unknown metric; BadValue without a source or a figure, for a figure the metric can never
    have, for percentiles that do not rise, and for what is kept already.
    """
    checked = _checked(benchmark)
    with store.reading() as session:
        if checked in benchmarks(session, [checked.metric]):
            raise BadValue("This benchmark is already saved.")
    return save_upload(store, _reading(checked), by=by, on_conflict=OnConflict.CORRECT)


def _checked(benchmark: Benchmark) -> Benchmark:
    known = metric(benchmark.metric)
    source = needed(benchmark.source, "Say who published the benchmark", longest=200)
    peers = shortened(benchmark.peers, "Name the peers", longest=200)
    points = {percent: benchmark.percentiles[percent] for percent in sorted(benchmark.percentiles)}
    figures = [*points.values(), *([] if benchmark.value is None else [benchmark.value])]
    if not figures:
        raise BadValue("A benchmark needs a value or at least one percentile.")
    low, high = known.bounds
    if any((low is not None and figure < low) or (high is not None and figure > high) for figure in figures):
        ends = " ".join(f"{word} {end:g}" for word, end in (("from", low), ("to", high)) if end is not None)
        raise BadValue(f"{known.name} goes {ends}; a figure lies outside.")
    if any(lower > upper for lower, upper in pairwise(points.values())):
        raise BadValue("The percentiles do not rise from p10 to p90; check their order.")
    if benchmark.n is not None and benchmark.n < 0:
        raise BadValue("n counts peers or answers, so it is not below 0.")
    return Benchmark(known.id, benchmark.month, source, peers, benchmark.value, points, benchmark.n)


def _reading(benchmark: Benchmark) -> Reading:
    line = BenchmarkLine(
        line=1,
        metric=benchmark.metric,
        month=benchmark.month,
        source=benchmark.source,
        peers=benchmark.peers,
        value=benchmark.value,
        percentiles=benchmark.percentiles,
        n=benchmark.n,
    )
    name = f"Typed: {metric(benchmark.metric).name}, {benchmark.source}, {benchmark.month}"
    # What is typed twice with something else between is not the same file, so each has a print of its own.
    content = json.dumps({**line._asdict(), "month": str(line.month), "typed": str(uuid4())}, ensure_ascii=False)

    def blocks() -> Iterator[Block]:
        yield Block([line], read=1)

    sha256 = Source.of_bytes(name, content.encode()).sha256()
    return Reading(name, sha256, Kind.BENCHMARKS, TYPED, {}, TYPED, None, (), blocks)
