"""Where the conformance suites are, and the W3C SHACL tests in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import rdflib
from rdflib import RDF, Namespace, URIRef

SH = Namespace("http://www.w3.org/ns/shacl#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
HOME = "https://github.com/w3c/data-shapes"
_CHECKOUT = Path(__file__).parents[2]


def suite() -> Path | None:
    """The folder of the W3C SHACL test suite, or ``None``."""
    given = os.environ.get("POLICYGRAPH_CONFORMANCE")
    root = Path(given) if given else _CHECKOUT.parent / "shared" / "conformance"
    folder = root / "data-shapes" / "data-shapes-test-suite" / "tests"
    return folder if (folder / "manifest.ttl").is_file() else None


@dataclass(frozen=True)
class Case:
    """A test of the suite: data, shapes and the report that is expected.

    Attributes:
        name: its file, as ``core/node/class-001``.
    """

    name: str
    manifest: Path
    node: URIRef

    @cached_property
    def graph(self) -> rdflib.Graph:
        return rdflib.Graph().parse(self.manifest, publicID=self.manifest.as_uri())

    def _file(self, role: URIRef) -> Path:
        action = self.graph.value(self.node, MF.action)
        return Path(str(self.graph.value(action, role)).removeprefix("file://"))

    @property
    def data(self) -> Path:
        return self._file(SHT.dataGraph)

    @property
    def shapes(self) -> Path:
        return self._file(SHT.shapesGraph)

    @property
    def must_fail(self) -> bool:
        """The shapes are not to be evaluated: an engine has to refuse them."""
        return self.graph.value(self.node, MF.result) == SHT.Failure

    @property
    def report(self) -> rdflib.term.Node | None:
        return self.graph.value(self.node, MF.result)


def cases(manifest: Path | None = None, root: Path | None = None) -> Iterator[Case]:
    """All tests of the suite, in the order of its manifests."""
    root = root or suite()
    if root is None:
        return
    manifest = manifest or root / "manifest.ttl"
    graph = rdflib.Graph().parse(manifest, publicID=manifest.as_uri())
    for included in sorted(graph.objects(None, MF.include)):
        yield from cases(Path(str(included).removeprefix("file://")), root)
    for head in graph.objects(None, MF.entries):
        for node in graph.items(head):
            name = str(manifest.relative_to(root).with_suffix(""))
            yield Case(name, manifest, node)


__all__ = ["HOME", "RDF", "SH", "Case", "cases", "suite"]
