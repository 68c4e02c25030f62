"""The tasks of ``constraints``: each SPARQL constraint by itself, and all Core shapes together."""

from __future__ import annotations

import json
import time

from benchmarks.tasks import Numbers, task
from policygraph.core.resources import resource
from policygraph.shapes.fast import FastEngine
from policygraph.shapes.shapes_graph import local_name, read_shapes, shape_files
from policygraph.store import embedded, open_store, triples_file


@task
def load(graph: str) -> Numbers:
    """Read a graph into memory."""
    begun = time.process_time()
    open_store(graph).close()
    return {"seconds": time.process_time() - begun}


@task
def ask_constraints(graph: str) -> Numbers:
    """Ask each SPARQL constraint once, of all nodes; what each took is said on the way."""
    engine = FastEngine(read_shapes(shape_files(resource("shapes"))))
    data = embedded(open_store(graph))
    total = 0.0
    for constraint in engine.constraints:
        begun = time.process_time()
        constraint.ask(data, engine.shapes)
        took = time.process_time() - begun
        total += took
        print(json.dumps({"id": local_name(constraint.shape), "seconds": took}), flush=True)
    return {"seconds": total}


@task
def check_core(graph: str) -> Numbers:
    """Read a graph and check all Core shapes with the compiled validator."""
    engine = FastEngine(read_shapes(shape_files(resource("shapes"))))
    with open_store(graph) as store, triples_file(store, with_graphs=True) as path:
        begun = time.process_time()
        engine.check_file(path)
        return {"seconds": time.process_time() - begun}
