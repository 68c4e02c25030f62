"""Write a portal directory: data, tables, schemes, descriptions, checksums and a README."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from policygraph.core.errors import UsageError
from policygraph.core.names import ONTOLOGY_GRAPH
from policygraph.core.namespaces import BASE, DCAT, DCTERMS, IRI, RDF, SKOS
from policygraph.core.output import new_file, new_folder
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, Term, Triple, read_turtle
from policygraph.publish.formats import GRAPH_FORMATS
from policygraph.publish.framing import write_jsonld
from policygraph.publish.portal.changes import Changes, compare
from policygraph.publish.portal.dcat import ONTOLOGY, Part, SourceDocument, describe_catalogue
from policygraph.publish.portal.description import Description
from policygraph.publish.portal.facts import (
    PortalFacts,
    SettledFacts,
    previous_version,
    settle,
)
from policygraph.publish.portal.files import PortalFile, checksum_list, sha256_of
from policygraph.publish.portal.provenance import Provenance
from policygraph.publish.portal.readme import readme
from policygraph.publish.portal.rebase import rebased
from policygraph.publish.portal.statistics import Statistics, count
from policygraph.publish.portal.terms import PORTAL_PREFIXES
from policygraph.publish.portal.void import describe_void
from policygraph.publish.tables import find_table, table_names, write_tables
from policygraph.questions.csvw import METADATA_FILE
from policygraph.questions.documents import Shared, read_documents, read_shared
from policygraph.store.jsonld import Context
from policygraph.store.rdf import write_triples
from policygraph.store.sorted_graph import SortedGraph, read_quads

MARKER = "dcat.ttl"
_DATA = "data/policygraph"
_WHOLE = {
    "ttl.gz": ("turtle", {"en": "All graphs together, Turtle", "ja": "全グラフの和（Turtle）"}, {
        "en": "Every statement once, without the named graphs; for programs that read one graph.",
        "ja": "すべての文を一度ずつ、名前付きグラフに分けずに収める。一つのグラフを読むプログラム向け。"}),
    "nq.gz": ("nquads", {"en": "The named graphs, N-Quads", "ja": "名前付きグラフ（N-Quads）"}, {
        "en": "Stated, inferred and curated statements in named graphs of their own; for a triple store.",
        "ja": "本文の記述、推論、人の判断を別々の名前付きグラフに収める。トリプルストア向け。"}),
    "jsonld": ("jsonld", {"en": "All graphs together, JSON-LD by measure", "ja": "全グラフの和（取組ごとのJSON-LD）"}, {
        "en": "One object a measure, with labels, words and mentions inside; for web developers.",
        "ja": "取組一つを一つのオブジェクトとし、名称、本文、言及を中に収める。ウェブ開発者向け。"}),
}  # fmt: skip
_FILE_TYPES = {
    "text/turtle": "RDF_TURTLE",
    "application/n-quads": "RDF_N_QUADS",
    "application/ld+json": "JSON_LD",
}
_TABLE = {
    "en": "One row a thing; headings in Japanese and English, UTF-8, described by csv-metadata.json.",
    "ja": "一行に一つ。見出しは日本語と英語、文字コードはUTF-8、説明はcsv-metadata.jsonにある。",
}


def write_portal(
    location: str | Path,
    out: Path,
    facts: PortalFacts,
    *,
    base_iri: str | None = None,
    previous: Path | None = None,
    bom: bool = False,
) -> Changes | None:
    """Write a directory that a data portal can harvest as it is.

    Args:
        location: of the graph, as `read_quads` takes it.
        out: the directory; an earlier one there is replaced when the new one is whole.
        facts: what only the publisher knows.
        base_iri: where documents and measures are published, if not where they were built for.
        previous: an earlier directory, to say what changed; may be ``out`` itself.
        bom: the tables are for Excel; see `write_tables`.

    Returns:
        What changed since the earlier directory.

    Raises:
        UsageError: facts that a portal asks for are missing; one message lists them all.
        DataError, StoreError: the graph cannot be read, or the directory cannot be written.
    """
    quads = read_quads(location)
    with ExitStack() as held:
        graph = held.enter_context(SortedGraph(rebased(quads, base_iri) if base_iri else quads))
        shared = read_shared(graph)
        found = count(graph, shared)
        settled = settle(facts, shared.base, found.latest)
        old: SortedGraph | None = None
        since = None
        if previous is not None:
            since = previous_version(previous)
            old = held.enter_context(SortedGraph.read(previous / f"{_DATA}.nq.gz"))
            _check_version(graph, old, since, settled)
        folder = held.enter_context(new_folder(out, marker=MARKER))
        writer = _Writer(graph, shared, found, settled, folder, bom=bom)
        writer.data()
        changes = None
        if previous is not None and old is not None:
            changes = compare(graph, old, previous, since or "?", settled, folder)
            writer.note_tombstones()
        writer.describe(changes, _issued(previous) or settled.modified)
    return changes


def _check_version(
    graph: SortedGraph, old: SortedGraph, since: str | None, facts: SettledFacts
) -> None:
    """Two graphs that differ must not go by one version.

    Raises:
        UsageError: they do.
    """
    if since == facts.version:
        ends = object()
        new_lines: Iterable[object] = chain(graph.lines(), [ends])
        old_lines: Iterable[object] = chain(old.lines(), [ends])
        if any(new != before for new, before in zip(new_lines, old_lines, strict=False)):
            raise UsageError(
                f"the graph differs from the earlier directory's, which is version {since} as well;"
                " give another --version"
            )


def _issued(previous: Path | None) -> str | None:
    """When the dataset was first published, as an earlier directory says."""
    if previous is None:
        return None
    for subject, predicate, value in read_turtle(previous / MARKER):
        if (
            predicate == DCTERMS.issued
            and subject.endswith("/dataset")
            and isinstance(value, Literal)
        ):
            return value.value
    return None


class _Writer:
    """Writes the files of one directory."""

    def __init__(
        self,
        graph: SortedGraph,
        shared: Shared,
        found: Statistics,
        facts: SettledFacts,
        folder: Path,
        *,
        bom: bool,
    ) -> None:
        self.graph, self.shared, self.found = graph, shared, found
        self.facts, self.folder, self.bom = facts, folder, bom
        self.dataset = IRI(f"{facts.base}dataset")
        self.files: list[PortalFile] = []
        self.parts: list[Part] = []
        self.sources: list[SourceDocument] = []

    def _note(
        self,
        path: str,
        title: dict[str, str],
        media: str,
        kind: str,
        dataset: IRI,
        description: dict[str, str] | None = None,
    ) -> None:
        """Note a file as a distribution."""
        file = self.folder / path
        size, digest = file.stat().st_size, sha256_of(file)
        about = description or title
        self.files.append(PortalFile(path, dataset, title, about, media, kind, size, digest))

    def data(self) -> None:
        """The graph in three formats, the tables, the ontology and the schemes."""
        for ending, (name, title, description) in _WHOLE.items():
            path, found = f"{_DATA}.{ending}", GRAPH_FORMATS.find(name)
            with new_file(self.folder / path, gzipped=path.endswith(".gz")) as out:
                found.write(self.graph, out)
            self._note(
                path,
                title,
                found.media_type,
                _FILE_TYPES[found.media_type],
                self.dataset,
                description,
            )
        write_tables(self.graph, self.folder / "tables", bom=self.bom)
        for name in table_names():
            table = find_table(name).table
            title = {"en": f"Table: {table.titles['en']}", "ja": f"表：{table.titles['ja']}"}
            self._note(f"tables/{table.file}", title, "text/csv", "CSV", self.dataset, _TABLE)
        title = {"en": "Description of the tables (CSVW)", "ja": "表の説明（CSVW）"}
        self._note(f"tables/{METADATA_FILE}", title, "application/ld+json", "JSON_LD", self.dataset)
        self._ontology()
        schemes = [
            s for s in self.shared.index.subjects() if self.shared.index.is_a(s, SKOS.ConceptScheme)
        ]
        for scheme in sorted(schemes):
            self._scheme(scheme)

    def _ontology(self) -> None:
        for name, triples in self.graph.graphs():
            if name == ONTOLOGY_GRAPH:
                held = list(triples)
                self._part(
                    "ontology/policygraph.ttl", held, IRI(f"{self.dataset}/ontology"), ONTOLOGY
                )
        context = resource("ontology", "context.jsonld")
        (self.folder / "ontology" / "context.jsonld").write_bytes(context.read_bytes())

    def _scheme(self, scheme: IRI) -> None:
        """A scheme with its concepts and compound terms."""
        index = self.shared.index
        members = [
            scheme,
            *(s for s in index.subjects() if scheme in index.values(s, SKOS.inScheme)),
        ]
        members += [s for s in index.subjects() if index.is_a(s, SKOS.Collection)
                    and set(index.iris(s, SKOS.member)) & set(members)]  # fmt: skip
        name = scheme.removeprefix(f"{BASE}concept/").strip("/").replace("/", "-")
        triples = [
            (s, p, v)
            for s in sorted(members)
            for p, values in index.about(s).items()
            for v in values
        ]
        self._part(f"schemes/{name}.ttl", triples, IRI(f"{self.dataset}/scheme/{name}"), scheme)

    def _part(self, path: str, triples: list[Triple], dataset: IRI, thing: IRI) -> None:
        with new_file(self.folder / path) as out:
            write_triples(triples, out, "turtle")
        index = self.shared.index
        titles = index.values(thing, DCTERMS.title) or index.values(thing, SKOS.prefLabel)
        described = index.values(thing, DCTERMS.description) or index.values(thing, SKOS.definition)
        licence = index.iri(thing, DCTERMS.license)
        said = [
            *index.values(thing, DCTERMS.source),
            *index.values(thing, DCTERMS.bibliographicCitation),
        ]
        attributions = [value for value in said if isinstance(value, Literal)]
        self.parts.append(
            Part(dataset, thing, titles, described or titles, licence, list(attributions))
        )
        title, description = (
            {value.language: value.value for value in values if isinstance(value, Literal)}
            for values in (titles, described or titles)
        )
        self._note(path, title, "text/turtle", "RDF_TURTLE", dataset, description)

    def note_tombstones(self) -> None:
        """The lists of what changed are distributions as well."""
        notes = (
            ("changes/tombstones.ttl", "text/turtle", "RDF_TURTLE", "Withdrawn IRIs", "取り下げたIRI"),
            ("changes/iris.csv", "text/csv", "CSV", "New, altered and withdrawn IRIs", "新しい、変わった、取り下げたIRI"),
            ("changes/added.nq.gz", "application/n-quads", "RDF_N_QUADS", "Added quads", "加わったクワッド"),
            ("changes/removed.nq.gz", "application/n-quads", "RDF_N_QUADS", "Removed quads", "除いたクワッド"),
        )  # fmt: skip
        for path, media, kind, en, ja in notes:
            self._note(path, {"en": en, "ja": ja}, media, kind, self.dataset)

    def describe(self, changes: Changes | None, issued: str) -> None:
        """Descriptions, README and, last of all, the checksums."""
        provenance = Provenance(self.facts, self.shared)
        for document in read_documents(self.graph):
            index, iri = document.index, document.iri
            provenance.add_document(index, iri)
            licence = index.iri(iri, DCTERMS.license)
            titles, notices = index.values(iri, DCTERMS.title), index.values(iri, DCTERMS.rights)
            self.sources.append(SourceDocument(iri, document.key, titles, licence, notices))
        self._turtle("prov.ttl", provenance.finish(self.found))
        self._turtle("void.ttl", describe_void(self.facts, self.found, self.files))
        catalogue = describe_catalogue(
            self.facts, self.shared, self.found, self.parts, self.sources, self.files, changes,
            issued,
        )  # fmt: skip
        self._turtle(MARKER, catalogue)
        self._jsonld("dcat.jsonld", catalogue)
        text = readme(
            self.facts, self.found, self.files, self.sources, self._attributions(), changes,
            bom=self.bom,
        )  # fmt: skip
        (self.folder / "README.md").write_text(text, encoding="utf-8")
        sums = checksum_list(self.folder)
        (self.folder / "SHA256SUMS").write_text(sums, encoding="utf-8")

    def _attributions(self) -> list[str]:
        """What the sources of schemes ask to be said."""
        said = [value for part in self.parts for value in part.attributions]
        return [value.value for value in said if isinstance(value, Literal)]

    def _turtle(self, name: str, about: Description) -> None:
        with new_file(self.folder / name) as out:
            about.write_turtle(out, PORTAL_PREFIXES)

    def _jsonld(self, name: str, about: Description) -> None:
        entries = json.loads(
            Path(__file__).with_name("dcat_context.json").read_text(encoding="utf-8")
        )
        context = Context(entries)
        said: dict[IRI, dict[IRI, list[Term]]] = {}
        for subject, predicate, value in about.sorted():
            said.setdefault(subject, {}).setdefault(predicate, []).append(value)
        # The catalogue and its datasets first: they are what a reader looks for.
        wanted = (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution)
        rank = {kind: number for number, kind in enumerate(wanted)}
        order = sorted(
            said, key=lambda s: (min((rank.get(k, 9) for k in said[s].get(RDF.type, []) if isinstance(k, IRI)), default=9), s)
        )  # fmt: skip
        with new_file(self.folder / name) as out:
            write_jsonld((context.node(s, said[s]) for s in order), context, out)
