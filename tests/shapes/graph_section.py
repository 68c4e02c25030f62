"""A section of the shipped graph, and mutants of it, for engines that take their time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from policygraph.core.namespaces import SKOS
from policygraph.core.terms import Quad
from policygraph.graph import BuiltGraph
from policygraph.store import OxigraphStore
from tools.self_test import Mutation, Mutator

_SECTION = "4"
_DOCUMENT = "doc/sti-strategy-2017"
_WHOLE = ("/5/text", "/5/source", "/5", "")
MUTANTS = 20


def _in_section(iri: str) -> bool:
    return (
        any(iri.endswith(f"{_DOCUMENT}{end}") for end in _WHOLE)
        or f"{_DOCUMENT}/5/{_SECTION}" in iri
        or f"/5-{_SECTION}-" in iri
        or f"-5-{_SECTION}-" in iri
        or "/agent/" in iri
        or "/curation/" in iri
    )


def section_of(built: BuiltGraph) -> Iterator[Quad]:
    """One section with the ontology and what it refers to of the vocabulary."""
    quads = list(built.dataset.quads())
    described: dict[str, list[Quad]] = {}
    needed: list[str] = []
    for quad in quads:
        if quad[3].endswith("/graph/ontology"):
            yield quad
        elif quad[3].endswith("/graph/vocabulary"):
            described.setdefault(quad[0], []).append(quad)
        elif not quad[3].endswith("/graph/metadata") and _in_section(quad[0]):
            yield quad
            needed.append(str(quad[2]))
    reached: set[str] = set()
    while needed:
        iri = needed.pop()
        if iri in described and iri not in reached:
            reached.add(iri)
            for quad in described[iri]:
                yield quad
                if quad[1] in (SKOS.broader, SKOS.inScheme):
                    needed.append(str(quad[2]))


def mutants_of(section: OxigraphStore) -> list[Mutation]:
    """Twenty mutants, of as many predicates as there can be, half of them replacements."""
    made = list(Mutator(section.engine, seed=7).sample(1))
    halves = (
        [m for m in made if m.kind == "deletion"][::2],
        [m for m in made if m.kind == "replacement"][1::2],
    )
    return [m for half in halves for m in islice(half, MUTANTS // 2)]
