"""The shipped chapter's graph in a store, and small graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_section import MUTANTS, mutants_of, section_of

from policygraph.core.terms import encode_quad
from policygraph.graph import BuiltGraph
from policygraph.store import OxigraphStore

BASE = "https://w3id.org/policygraph/"
PREFIXES = f"""@base <{BASE}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/> .
@prefix pol: <{BASE}ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <{BASE}shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="session")
def lines(built: BuiltGraph) -> bytes:
    return "".join(map(encode_quad, built.dataset.quads())).encode()


@pytest.fixture
def graph(lines: bytes) -> OxigraphStore:
    """The shipped chapter, to be changed at will."""
    store = OxigraphStore()
    store.engine.bulk_load(lines, format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def chapter_graph(lines: bytes) -> OxigraphStore:
    """The shipped chapter, to be read only."""
    store = OxigraphStore()
    store.engine.bulk_load(lines, format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def section(built: BuiltGraph) -> OxigraphStore:
    """One section of the shipped chapter, with what it needs; to be read only."""
    store = OxigraphStore()
    store.load(section_of(built))
    return store


@pytest.fixture(scope="session")
def spoilt_section(section: OxigraphStore) -> OxigraphStore:
    """The section with twenty of its triples gone or replaced; to be read only."""
    store = OxigraphStore()
    store.load(section.dump())
    mutants = mutants_of(section)
    assert len(mutants) == MUTANTS
    for mutation in mutants:
        store.engine.remove(mutation.removed)
        if mutation.added:
            store.engine.add(mutation.added)
    return store


@pytest.fixture
def turtle(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Write Turtle with the usual prefixes into a file of a folder."""

    def write(text: str, name: str = "shapes/own.ttl") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PREFIXES + text, encoding="utf-8")
        return path

    return write
