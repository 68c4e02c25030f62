"""Write a portal directory: data, tables, schemes, descriptions, checksums and a README."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path

from policygraph.core.errors import UsageError
from policygraph.core.names import ONTOLOGY_GRAPH, Names
from policygraph.core.namespaces import BASE, DCAT, DCTERMS, IRI, RDF, SKOS
from policygraph.core.output import new_file, new_folder
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, Quad, Term, Triple
from policygraph.graph import core_graph
from policygraph.publish.changes import FILES as CHANGE_FILES
from policygraph.publish.changes import FOLDER as CHANGES
from policygraph.publish.changes import PortalChanges, write_changes
from policygraph.publish.contents import ONTOLOGY, Contents, PortalPart
from policygraph.publish.description import PortalDescription
from policygraph.publish.facts import MARKER, PortalFacts, SettledFacts, read_earlier, settle
from policygraph.publish.formats import GRAPH_FORMATS, PACKED
from policygraph.publish.framing import write_jsonld
from policygraph.publish.slices import Slices
from policygraph.publish.statistics import first_iri, read_facts, values
from policygraph.publish.tables import find_table, table_names, write_tables
from policygraph.publish.turtle import in_both, write_turtle
from policygraph.questions.csvw import METADATA_FILE, PACKAGE_FILE
from policygraph.shapes.core_shapes import write_shapes
from policygraph.store import Store
from policygraph.store.files import CORE
from policygraph.store.jsonld import Context
from policygraph.store.rdf import write_triples
from policygraph.store.sorted_graph import SortedGraph, read_quads

_WHOLE = ("turtle.gz", "nquads.gz", "jsonld")  # the formats of the whole graph


def write_portal(
    location: str | Path | None,
    out: Path,
    facts: PortalFacts,
    *,
    base_iri: str | None = None,
    previous: Path | None = None,
    bom: bool = False,
) -> PortalChanges | None:
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
        graph = held.enter_context(SortedGraph(_rebased(quads, base_iri) if base_iri else quads))
        slices = Slices(graph)
        found = read_facts(graph, slices)
        settled = settle(facts, slices.described.base, found.judged or found.issued or None)
        earlier = read_earlier(previous) if previous is not None else None
        old: SortedGraph | None = None
        if earlier is not None:
            old = held.enter_context(SortedGraph.read(earlier.folder / "data/policygraph.nq.gz"))
            _check_version(graph, old, earlier.version, settled)
        folder = held.enter_context(new_folder(out, marker=MARKER))
        contents = Contents(folder, IRI(f"{settled.base}dataset"))
        shared = slices.shared()
        _write_data(graph, contents, bom=bom)
        _write_parts(graph, slices, shared, contents)
        changes = None
        if earlier is not None and old is not None:
            changes = write_changes(old, graph, earlier, settled, folder / CHANGES)
            _note_changes(contents)
        issued = (earlier.issued if earlier else None) or settled.modified
        described = PortalDescription(settled, found, shared, contents, changes, issued)
        _write_description(described, folder, bom=bom)
        (folder / "SHA256SUMS").write_text(contents.checksums(), encoding="utf-8")
    return changes


def _rebased(quads: Iterable[Quad], base_iri: str) -> Iterator[Quad]:
    """Quads as ``build --base-iri`` would have made them.

    Raises:
        UsageError: it cannot be a base IRI.
    """
    move = Names.under(base_iri).rebase
    for subject, predicate, value, graph in quads:
        yield (
            move(subject),
            predicate,
            move(value) if isinstance(value, IRI) else value,
            move(graph),
        )


def _check_version(graph: SortedGraph, old: SortedGraph, since: str, facts: SettledFacts) -> None:
    """Two graphs that differ must not go by one version.

    Raises:
        UsageError: they do.
    """
    if since == facts.version and any(
        new != before for new, before in zip_longest(graph.lines(), old.lines())
    ):
        raise UsageError("same-version", version=since)


def _write_data(graph: SortedGraph, contents: Contents, *, bom: bool) -> None:
    """The graph in three formats, its core, its shapes, and the tables."""
    for name in _WHOLE:
        entry = GRAPH_FORMATS.find(name)
        path = f"data/policygraph{entry.suffix}"
        with new_file(contents.folder / path, gzipped=path.endswith(PACKED)) as out:
            entry.write(graph, out)
        contents.note(path, entry.media_type, in_both(path), in_both(f"{path}-description"))
    path = f"core/{CORE}"
    with new_file(contents.folder / path) as out:
        write_triples(core_graph(graph.triples), out, "turtle")
    contents.note(path, "text/turtle", in_both(path), in_both(f"{path}-description"))
    for name, core in (("policygraph.ttl", False), ("policygraph-core.ttl", True)):
        path = f"shapes/{name}"
        with new_file(contents.folder / path) as out:
            out.write(write_shapes(core=core).encode())
        contents.note(path, "text/turtle", in_both(path), in_both(f"{path}-description"))
    write_tables(graph, contents.folder / "tables", bom=bom)
    for name in table_names():
        table = find_table(name).table
        titles = in_both("table", title=table.titles)
        contents.note(f"tables/{table.file}", "text/csv", titles, in_both("table-description"))
    path = f"tables/{METADATA_FILE}"
    contents.note(path, "application/csvm+json", in_both(path))
    path = f"tables/{PACKAGE_FILE}"
    contents.note(path, "application/json", in_both(path))


def _write_parts(graph: SortedGraph, slices: Slices, shared: Store, contents: Contents) -> None:
    """The ontology with the context of our JSON-LD, and each scheme."""
    for graph_name, triples in graph.graphs():
        if graph_name == ONTOLOGY_GRAPH:
            path = "ontology/policygraph.ttl"
            _write_part(path, triples, shared, contents, name="ontology", thing=ONTOLOGY)
    context = resource("ontology", "context.jsonld")
    (contents.folder / "ontology" / "context.jsonld").write_bytes(context.read_bytes())
    schemes = {
        IRI(str(scheme)) for scheme, _, _ in shared.match(None, RDF.type, SKOS.ConceptScheme)
    }
    for scheme in sorted(schemes):
        name = scheme.removeprefix(f"{BASE}concept/").strip("/").replace("/", "-")
        _write_part(f"schemes/{name}.ttl", slices.scheme(scheme), shared, contents,
                    name=f"scheme/{name}", thing=scheme)  # fmt: skip


def _write_part(
    path: str,
    triples: Iterable[Triple],
    shared: Store,
    contents: Contents,
    *,
    name: str,
    thing: IRI,
) -> None:
    """The ontology or a scheme as a file, and as a dataset of its own."""
    with new_file(contents.folder / path) as out:
        write_triples(triples, out, "turtle")
    titles = values(shared, thing, DCTERMS.title) or values(shared, thing, SKOS.prefLabel)
    described = values(shared, thing, DCTERMS.description) or values(shared, thing, SKOS.definition)
    said = [
        *values(shared, thing, DCTERMS.source),
        *values(shared, thing, DCTERMS.bibliographicCitation),
    ]
    part = PortalPart(
        path=name,
        dataset=IRI(f"{contents.dataset}/{name}"),
        thing=thing,
        titles=titles,
        descriptions=described or titles,
        licence=first_iri(values(shared, thing, DCTERMS.license)),
        attributions=[value for value in said if isinstance(value, Literal)],
    )
    contents.parts.append(part)
    contents.note(path, "text/turtle", titles, described or titles, part.dataset)


def _note_changes(contents: Contents) -> None:
    """The lists of what changed are distributions as well."""
    for name, media_type in CHANGE_FILES.items():
        path = f"{CHANGES}/{name}"
        contents.note(path, media_type, in_both(path))


def _write_description(described: PortalDescription, folder: Path, *, bom: bool) -> None:
    """Descriptions and README."""
    catalogue = described.catalogue()
    for name, triples in (
        ("prov.ttl", described.provenance()),
        ("void.ttl", described.statistics()),
        (MARKER, catalogue),
    ):
        with new_file(folder / name) as out:
            write_turtle(triples, out)
    _write_jsonld(folder / "dcat.jsonld", catalogue)
    (folder / "README.md").write_text(described.readme(bom=bom), encoding="utf-8")


def _write_jsonld(path: Path, triples: Iterable[Triple]) -> None:
    """The catalogue as JSON-LD, the catalogue and its datasets first: a reader looks for them."""
    context = Context(json.loads(Path(__file__).with_name("dcat_context.json").read_text("utf-8")))
    about: dict[IRI, dict[IRI, list[Term]]] = {}
    for subject, predicate, value in triples:
        about.setdefault(subject, {}).setdefault(predicate, []).append(value)
    first: list[Term] = [DCAT.Catalog, DCAT.Dataset, DCAT.Distribution]

    def place(subject: IRI) -> tuple[int, IRI]:
        kinds = about[subject].get(RDF.type, [])
        return min((first.index(k) for k in kinds if k in first), default=len(first)), subject

    with new_file(path) as out:
        write_jsonld((context.node(s, about[s]) for s in sorted(about, key=place)), context, out)
