"""What validators of others say of the Core shapes: the same as ours, result by result."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from graph_section import MUTANTS
from web_browser import NPM, MissingError, npm_file

from policygraph.core.namespaces import IRI
from policygraph.core.resources import resource
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.shapes.core_shapes import core_statements, write_shapes
from policygraph.shapes.fast import FastEngine
from policygraph.shapes.lint import shacl_terms
from policygraph.shapes.reference import ReferenceEngine
from policygraph.shapes.shapes_graph import ShapesGraph, read_shapes, sh, shape_files
from policygraph.store import OxigraphStore, triples_file

_Result = tuple[Value, Value | None, str, str]


@pytest.fixture(scope="module")
def core_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``policygraph export shapes --core`` writes."""
    path = tmp_path_factory.mktemp("shapes") / "core.ttl"
    path.write_text(write_shapes(core=True), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def core(core_file: Path) -> ShapesGraph:
    return read_shapes([core_file])


@pytest.fixture(scope="module")
def ours(spoilt_section: OxigraphStore) -> set[_Result]:
    """What all shapes say of a spoilt section, without the results of SPARQL constraints."""
    found = FastEngine(read_shapes(shape_files(resource("shapes")))).validate(spoilt_section)
    kept = {
        (result.focus, result.value, result.source, result.component)
        for result in found
        if result.component != sh("SPARQLConstraintComponent")
    }
    assert len(kept) > MUTANTS
    return kept


def _term(said: dict[str, Any] | None) -> Value | None:
    if said is None:
        return None
    if said["type"] == "NamedNode":
        return IRI(said["value"])
    if said["type"] == "BlankNode":
        return BlankNode(said["value"])
    return Literal(said["value"], IRI(said["datatype"]), said.get("language") or "")


def _results_of_npm(engine: str, shapes: Path, data: Path) -> set[_Result]:
    node = shutil.which("node")
    if node is None:
        raise MissingError("node is not installed")
    npm_file(engine)
    command = [node, str(NPM / "shacl.mjs"), engine, str(shapes), str(data)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    results = set()
    for line in done.stdout.splitlines():
        said = {key: _term(value) for key, value in json.loads(line).items()}
        assert said["focus"] is not None
        results.add((said["focus"], said["value"], str(said["shape"]), str(said["component"])))
    return results


@pytest.mark.heavy
@pytest.mark.parametrize("engine", ["rdf-validate-shacl", "shacl-engine"])
def test_a_validator_of_npm_gives_our_results_of_the_core_shapes(
    engine: str, core_file: Path, spoilt_section: OxigraphStore, ours: set[_Result]
) -> None:
    with triples_file(spoilt_section) as data:
        try:
            theirs = _results_of_npm(engine, core_file, data)
        except MissingError as error:
            pytest.skip(str(error))
    assert theirs == ours


def test_pyshacl_gives_our_results_of_the_core_shapes(
    core: ShapesGraph, spoilt_section: OxigraphStore, ours: set[_Result]
) -> None:
    found = ReferenceEngine(core).validate(spoilt_section)
    assert {(r.focus, r.value, r.source, r.component) for r in found} == ours


def test_the_core_file_has_every_core_constraint_and_no_other(core: ShapesGraph) -> None:
    whole = read_shapes(shape_files(resource("shapes")))
    said = {p.removeprefix(sh("")) for _, p, _ in core.store if p.startswith(sh(""))}
    assert not said & {"sparql", "select", "prefixes", "declare"}
    for name in shacl_terms("constraints") - {"sparql"}:
        assert len(list(core.store.match(None, sh(name)))) == len(
            list(whole.store.match(None, sh(name)))
        )


@pytest.mark.parametrize("core", [False, True], ids=["all", "core"])
def test_the_file_is_the_same_at_every_reading(core: bool) -> None:
    """A reader calls blank nodes as it likes, also those of two shapes that say the same."""
    assert len({write_shapes(core=core) for _ in range(3)}) == 1


def test_a_list_of_a_shape_may_be_longer_than_calls_can_be_deep(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    codes = " ".join(f'"{n}"' for n in range(2 * sys.getrecursionlimit()))
    file.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"<urn:S> a sh:NodeShape ; sh:in ({codes}) ; sh:property [ sh:path <urn:p> ; sh:in ({codes}) ] ."
    )
    assert sorted(map(str, read_shapes([file]).nodes_of_shapes)) == ["urn:S", "urn:S/anonymous-1"]


def test_no_shape_has_two_values_of_a_parameter() -> None:
    """Each of them is a constraint of its own, which shacl-engine 1.1.2 does not know of sh:not and sh:disjoint."""
    whole = read_shapes(shape_files(resource("shapes")))
    names = {sh(name) for name in shacl_terms("constraints") - {"sparql"}}
    said = [(shape, name) for shape, name, _ in core_statements(whole) if name in names]
    assert sorted(said) == sorted(set(said))
