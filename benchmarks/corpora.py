"""The synthetic corpora that several benchmarks share, made once a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import Run, run_task


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus that was built.

    Attributes:
        texts: the folder of its documents.
        graph: the folder that the build wrote.
        store: the same as a store on disk.
        building, loading: of the graph, and of the store.
    """

    measures: int
    texts: Path
    graph: Path
    store: Path
    building: Run
    loading: Run

    @property
    def trig(self) -> Path:
        """All named graphs in one file."""
        return self.graph / "policygraph.trig"

    @property
    def title(self) -> str:
        """Its size in words."""
        return f"{self.measures:,} measures, {self.building.said['quads']:,} quads"


_made: dict[tuple[Path, int], Corpus] = {}


def synthetic(work: Path, measures: int) -> Corpus:
    """A corpus of N measures, generated and built in the real way."""
    key = (work, measures)
    if key not in _made:
        texts, graph, store = (work / f"{kind}-{measures}" for kind in ("texts", "graph", "store"))
        run_task("make_corpus", texts, measures, limit=3600)
        built = run_task("build", texts, graph, limit=7200)
        loaded = run_task("load_store", graph / "policygraph.trig", store, limit=3600)
        _made[key] = Corpus(measures, texts, graph, store, built, loaded)
    return _made[key]


def repeated(work: Path, measures: int, copies: int) -> Path:
    """A store on disk that holds the corpus of N measures several times, its documents under other keys."""
    store = work / f"store-{copies}-times-{measures}"
    if not store.exists():
        run_task("repeat_store", synthetic(work, measures).trig, store, copies, limit=7200)
    return store
