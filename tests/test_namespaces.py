from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from policygraph.core.namespaces import BASE, POL
from policygraph.core.resources import ontology_files, resource, vocabulary_files

ONTOLOGY = resource("ontology", "policygraph.ttl")
_TERM = re.compile(r"\bpol:([A-Za-z]+)")
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"


def _declared() -> set[str]:
    return {
        q.subject.value.removeprefix(POL.iri)
        for q in ox.parse(path=str(ONTOLOGY))
        if q.predicate.value == _LABEL and q.subject.value.startswith(POL.iri)
    }


def test_the_code_knows_exactly_the_terms_of_the_ontology() -> None:
    assert POL.terms == _declared()


def test_an_unknown_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no term 'Mesure'"):
        _ = POL.Mesure


def test_every_term_has_label_and_definition_in_both_languages() -> None:
    said: dict[str, set[tuple[str, str]]] = {}
    for quad in ox.parse(path=str(ONTOLOGY)):
        if quad.subject.value.startswith(POL.iri) and quad.predicate.value in (_LABEL, _DEFINITION):
            said.setdefault(quad.subject.value, set()).add(
                (quad.predicate.value, quad.object.language)
            )
    wanted = {(p, lang) for p in (_LABEL, _DEFINITION) for lang in ("ja", "en")}
    assert all(found == wanted for found in said.values())


def _project_files() -> list[Path]:
    roots = [resource("shapes"), resource("queries"), resource("data", "curation")]
    found = [path for root in roots for path in root.rglob("*") if path.suffix in (".ttl", ".rq")]
    return [*found, *ontology_files(), *vocabulary_files()]


def test_every_term_that_is_used_is_declared() -> None:
    for path in _project_files():
        used = set(_TERM.findall(path.read_text(encoding="utf-8")))
        assert used <= POL.terms, path


def test_no_turtle_file_has_a_blank_node() -> None:
    for path in [*ontology_files(), *vocabulary_files()]:
        terms = {type(t) for q in ox.parse(path=str(path)) for t in (q.subject, q.object)}
        assert ox.BlankNode not in terms, path


def test_every_concept_that_is_referred_to_exists() -> None:
    quads = [q for path in vocabulary_files() for q in ox.parse(path=str(path))]
    subjects = {q.subject.value for q in quads}
    for quad in quads:
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(
            f"{BASE}concept/"
        ):
            assert quad.object.value in subjects, quad
