"""Draw and compute all that is made of the shipped graph; print a line with a hash for each output.

With the argument ``report`` also the report, which takes as long as half the rest.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from policygraph.pictures.draw.picture_formats import save, svg
from policygraph.pictures.formats import write_network
from policygraph.pictures.metrics import measure
from policygraph.pictures.networks import Options, network_kinds
from policygraph.pictures.plots import PLOTS, PlotRequest, draw
from policygraph.pictures.project import project
from policygraph.pictures.report import write_report
from policygraph.store import open_store


def outputs() -> Iterator[tuple[str, bytes]]:
    """The name of each output, and its bytes."""
    store = open_store()
    for kind, plot in PLOTS.items():
        if plot.editions:  # the shipped graph has one
            continue
        for of in [n.name for n in network_kinds().values() if plot.suits(n)] or [""]:
            picture = draw(kind, PlotRequest(store, Options(), of))
            yield f"plot-{kind}-{of}.svg", svg(picture).encode()
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".pdf", ".png"):
            path = Path(folder, f"last{suffix}")
            save(picture, path)
            yield f"plot-{kind}-{of}{suffix}", path.read_bytes()
    for kind in network_kinds():
        projection = project(store, kind)
        yield f"network-{kind}.graphml", write_network(projection, "graphml").encode()
        metrics = write_network(projection, "json", metrics=measure(projection))
        yield f"network-{kind}-metrics.json", metrics.encode()
    if "report" in sys.argv[1:]:
        yield "report-en.html", write_report(store, "en").encode()


if __name__ == "__main__":
    for name, data in outputs():
        print(name, hashlib.sha256(data).hexdigest())
