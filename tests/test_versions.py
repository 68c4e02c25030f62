"""The version stands in one place; what has to repeat it agrees."""

from __future__ import annotations

from pathlib import Path

import yaml

from policygraph.core.namespaces import BASE, IRI, OWL
from policygraph.core.terms import read_turtle
from policygraph.version import VERSION

CHECKOUT = Path(__file__).parents[1]


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == VERSION


def test_the_changelog_begins_with_this_version() -> None:
    headings = [
        line for line in (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    ]  # fmt: skip
    assert headings[0].split()[1] == VERSION


def test_the_ontology_names_its_version() -> None:
    versions = [
        value for subject, predicate, value in read_turtle(CHECKOUT / "ontology/policygraph.ttl")
        if (subject, predicate) == (IRI(f"{BASE}ontology"), OWL.versionInfo)
    ]  # fmt: skip
    assert [str(v.value) for v in versions] == ["0.2.0"]  # type: ignore[union-attr]
