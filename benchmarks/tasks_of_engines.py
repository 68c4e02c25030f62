"""The tasks of ``before`` that need an engine alone: the least that reading and writing quads costs."""

from __future__ import annotations

import io
import time

import pyoxigraph as ox

from benchmarks.tasks import Numbers, task


@task
def bulk_load(trig: str) -> Numbers:
    """Load a TriG file into memory."""
    store = ox.Store()
    begun = time.process_time()
    store.bulk_load(path=trig, format=ox.RdfFormat.TRIG)
    return {"seconds": time.process_time() - begun, "quads": len(store)}


@task
def parse_and_serialise(trig: str) -> Numbers:
    """Parse a TriG file and write it as N-Quads."""
    out = io.BytesIO()
    begun = time.process_time()
    ox.serialize(ox.parse(path=trig, format=ox.RdfFormat.TRIG), out, format=ox.RdfFormat.N_QUADS)
    return {"seconds": time.process_time() - begun, "bytes": out.tell()}
