"""Write the site: one page and one data file a thing, lists, the documents, and server samples.

Ontology, concept schemes and documents are read in a browser, Japanese beside English, and no page asks
anything of another host.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policygraph.core.html import pieces, render
from policygraph.core.index import Index
from policygraph.core.messages import Messages
from policygraph.core.namespaces import BASE, DCTERMS, DQV, IRI, OWL, POL, PROV, RDF, RDFS, SKOS
from policygraph.core.output import new_file, new_folder
from policygraph.core.prefixes import short_name
from policygraph.core.resources import resource
from policygraph.core.terms import Triple
from policygraph.pages.document_page import read_document
from policygraph.pages.examples import Examples
from policygraph.pages.quality import find_quality
from policygraph.pages.site_layout import ONTOLOGY, SiteLayout
from policygraph.pages.term_page import PageReader, Pair, example_value
from policygraph.pages.usage import read_usage
from policygraph.questions.documents import (
    DocumentGraph,
    is_entailed,
    read_documents,
    read_shared,
)
from policygraph.questions.labels import find_labels
from policygraph.questions.units import UnitReader
from policygraph.store.rdf import write_triples
from policygraph.store.sorted_graph import SortedGraph

MARKER = "htaccess.sample"
_SAMPLES = (MARKER, "nginx.conf.sample", "w3id.htaccess.sample", "README.md")
_TERM_KINDS = (
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype, DQV.Metric,
)  # fmt: skip
# The things that documents share beside concepts, by the first step of their IRIs.
_LISTS = ("org", "change", "programme", "work", "place", "compound", "name-form", "rule")
# The folders of saved queries, in the order in which a reader wants them.
_QUERIES = ("questions", "projections", "exports", "checks")
_BELONGING = (
    POL.occurrenceOf, DCTERMS.isPartOf, POL.mentionedIn, RDF.subject, POL.withdrawnSubject,
)  # fmt: skip
_say = Messages("pages")


def write_site(location: str | Path, out: Path) -> int:
    """Write the site.

    Args:
        location: of the graph, as `read_quads` takes it.
        out: the folder; an earlier site there is replaced when the new one is whole.

    Returns:
        How many pages it has.

    Raises:
        DataError, StoreError: the graph cannot be read, or the folder cannot be written.
        UsageError: the graph holds no description of its build.
    """
    with SortedGraph.read(location) as graph, new_folder(out, marker=MARKER) as folder:
        return _Site(graph, folder).write()


class _Site:
    def __init__(self, graph: SortedGraph, folder: Path) -> None:
        self.graph, self.folder = graph, folder
        self.shared = read_shared(graph)
        self.index = self.shared.index
        self.layout = SiteLayout(self.shared.base)
        self.quality = find_quality(self.index)
        self.pages = 0
        self.documents: list[tuple[str, Pair]] = []
        self.agents: set[Triple] = set()
        links = frozenset(kind.predicate for kind in self.shared.links)
        examples = Examples(self.index, links)
        titles: dict[IRI, Pair] = {}
        for document in read_documents(graph):
            examples.add(document)
            items = document.items()
            ja, en = (find_labels(document.index, items, lang) for lang in ("ja", "en"))
            titles |= {item: {"ja": ja[item], "en": en[item]} for item in items}
        examples.add_shared()
        self.reader = PageReader(self.shared, examples, read_usage(), titles)

    def write(self) -> int:
        """Write everything."""
        for document in read_documents(self.graph):
            self._document(document)
        self._whole_graphs()
        self._ontology()
        schemes = self._of_kind(SKOS.ConceptScheme)
        for scheme in schemes:
            self._scheme(scheme)
        for name in _LISTS:
            self._list(name)
        self._shapes_and_queries()
        self._page("index.html", "site/home.html", schemes=schemes, lists=_LISTS,
                   documents=self.documents, quality=self.quality)  # fmt: skip
        self._text("style.css", render("style.css"))
        for name in _SAMPLES:
            self._text(name, render(f"site/{name}", base=self.layout.base))
        return self.pages

    def _of_kind(self, kind: IRI) -> list[IRI]:
        return sorted(s for s in self.index.subjects() if self.index.is_a(s, kind))

    def _text(self, name: str, text: str) -> None:
        with new_file(self.folder / name) as out:
            out.write(text.encode())

    def _data(self, name: str, triples: Iterable[Triple]) -> None:
        with new_file(self.folder / name) as out:
            write_triples(triples, out, "turtle")

    def _page(self, path: str, template: str, **values: object) -> None:
        """Write a page; links in it lead to pages of the site where it has them."""
        root = "../" * path.count("/")
        values |= {
            "link": lambda iri: self.layout.link(iri, path),
            "curie": short_name,
            "label": self.reader.label,
            "root": root,
            "sheet": f"{root}style.css",
            "here": path,
        }
        with new_file(self.folder / path) as out:
            out.writelines(pieces(template, **values))
        self.pages += 1

    def _thing(self, iri: IRI, parents: Iterable[IRI] = ()) -> None:
        """The page and data of a thing that documents share."""
        path = self.layout.path(iri)
        if path is None or "#" in path:
            return
        page = self.reader.page(iri)
        value = example_value(self.reader, page.example.value) if page.example else None
        quality = self.quality.of(iri) if self.quality else None
        self._page(f"{path}.html", "site/term.html", page=page, value=value, parents=list(parents),
                   quality=quality, data=path.rpartition("/")[2] + ".ttl")  # fmt: skip
        self._data(f"{path}.ttl", _about(self.index, iri))

    def _ontology(self) -> None:
        ontology = IRI(ONTOLOGY)
        groups = []
        for kind in _TERM_KINDS:
            terms = [t for t in self._of_kind(kind) if t.startswith(POL.iri)]
            for term in terms:
                self._thing(term, parents=[ontology])
            groups.append((kind, [self.reader.page(term) for term in terms]))
        self._page("ontology/index.html", "site/ontology.html",
                   page=self.reader.page(ontology), groups=groups)  # fmt: skip
        context = resource("ontology", "context.jsonld").read_text(encoding="utf-8")
        self._text("context.jsonld", context)

    def _whole_graphs(self) -> None:
        """The graphs that belong to no document, and who judged with them."""
        for name, triples in self.graph.graphs():
            if name.endswith("/graph/ontology"):
                self._data("ontology.ttl", triples)
            elif name.endswith("/graph/vocabulary"):
                self._data("vocabulary.ttl", triples)
            elif is_entailed(name):
                self._data("entailed.ttl", triples)
            elif name.endswith("/graph/metadata"):
                self._data("dataset.ttl", sorted({*triples, *self.agents}))

    def _scheme(self, scheme: IRI) -> None:
        """A scheme with its concepts as a tree."""
        path = self.layout.path(scheme)
        if path is None:
            return
        index = self.index
        members = [s for s in index.subjects() if scheme in index.values(s, SKOS.inScheme)]
        order = {
            concept: (index.number(concept, POL.order), index.words(concept, SKOS.notation))
            for concept in members
            if index.is_a(concept, SKOS.Concept)
        }
        tops = [c for c in order if not order.keys() & set(index.iris(c, SKOS.broader))]
        collections = [
            collection
            for collection in self._of_kind(SKOS.Collection)
            if order.keys() & set(index.iris(collection, SKOS.member))
        ]
        for thing in (*order, *collections):
            self._thing(thing, parents=[scheme])

        def narrower(concept: IRI) -> list[IRI]:
            below = [c for c in self.reader.narrower[concept] if c in order]
            return sorted(below, key=order.__getitem__)

        data = f"{path.removesuffix('/index')}.ttl"
        self._page(f"{path}.html", "site/scheme.html", page=self.reader.page(scheme),
                   tops=sorted(tops, key=order.__getitem__), narrower=narrower, count=len(order),
                   collections=collections, mentions=self.reader.examples.mentions,
                   hidden=SKOS.hasTopConcept, data=data)  # fmt: skip
        everything = sorted({scheme, *members, *collections})
        self._data(data, [t for member in everything for t in _about(index, member)])

    def _list(self, name: str) -> None:
        """A list of things of one kind."""
        prefix = f"{BASE}{name}/"
        things = sorted(s for s in self.index.subjects() if s.startswith(prefix))
        for thing in things:
            self._thing(thing)
        self._page(f"{name}.html", "site/list.html", title=_say.both(f"list-{name}"),
                   pages=[self.reader.page(thing) for thing in things])  # fmt: skip
        self._data(f"{name}.ttl", [t for thing in things for t in _about(self.index, thing)])

    def _document(self, document: DocumentGraph) -> None:
        """A document to read, in both languages, its measures, and all its data in one file."""
        key, index = document.key, document.index
        path = self.layout.path(document.iri)
        if path is None:
            return
        titles = [(lang, index.words(document.iri, DCTERMS.title, lang)) for lang in ("ja", "en")]
        self.documents.append((path, {lang: title or key for lang, title in titles}))
        for language, suffix in (("ja", ""), ("en", ".en")):
            read = read_document(document, self.shared, language)
            self._page(f"{path}{suffix}.html", "site/document.html", document=read,
                       say=_say.in_language(language), language=language, key=key,
                       quality=self.quality)  # fmt: skip
        for item in document.items():
            self._item(item, document)
        for subject in index.subjects():
            if index.is_a(subject, PROV.Agent):
                self.agents |= set(_about(index, subject))
        self._data(f"{path}.ttl", [t for s in sorted(index.subjects()) for t in _about(index, s)])

    def _item(self, item: IRI, document: DocumentGraph) -> None:
        """A measure or target: where it is stated, and what it links to."""
        path = self.layout.path(item)
        if path is None:
            return
        index = document.index
        language = index.words(document.iri, DCTERMS.language) or "ja"
        reader = UnitReader(index, language, names=self.index)
        units = [
            (reader.read(unit), [reader.read(part) for part in reader.components(unit)])
            for unit in index.held(item, POL.occurrenceOf)
        ]
        self._page(f"{path}.html", "site/item.html", page=self.reader.page(item, document), units=units,
                   document=document.iri, document_label=self.reader.label(document.iri, index),
                   language=language, data=path.rpartition("/")[2] + ".ttl")  # fmt: skip
        things = [item]
        for thing in things:
            for link in _BELONGING:
                things += [held for held in index.held(thing, link) if held not in things]
        self._data(f"{path}.ttl", [t for thing in sorted(things) for t in _about(index, thing)])

    def _shapes_and_queries(self) -> None:
        usage = self.reader.usage
        self._page("shapes.html", "site/shapes.html", shapes=usage.shapes)
        folders = dict.fromkeys([*_QUERIES, *(q.path.partition("/")[0] for q in usage.queries)])
        groups = [
            (
                folder,
                _say.both(f"queries-{folder}")
                if folder in _QUERIES
                else {"ja": folder, "en": folder},
                [q for q in usage.queries if q.path.startswith(f"{folder}/")],
            )
            for folder in folders
        ]
        self._page("queries.html", "site/queries.html", groups=groups)
        # Turtle files one after the other are Turtle, and keep their lists and comments.
        files = sorted(resource("shapes").glob("*.ttl"))
        self._text("shapes.ttl", "\n".join(path.read_text(encoding="utf-8") for path in files))


def _about(index: Index, subject: IRI) -> list[Triple]:
    """What an index says of a subject."""
    return [(subject, p, value) for p, values in index.about(subject).items() for value in values]
