"""Write the site: one page and one data file a thing, lists, the documents, and server samples."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policygraph.core.html import pieces, render
from policygraph.core.index import Index
from policygraph.core.namespaces import BASE, DCTERMS, IRI, OWL, POL, PROV, RDF, RDFS, SKOS
from policygraph.core.output import new_file, new_folder
from policygraph.core.resources import resource
from policygraph.core.terms import Triple
from policygraph.pages.phrases_of_pages import words
from policygraph.pages.site.examples import Examples
from policygraph.pages.site.names import Pair, curie
from policygraph.pages.site.negotiation import APACHE, NGINX, W3ID
from policygraph.pages.site.pages import PageReader, statement_words
from policygraph.pages.site.places import ONTOLOGY, Places
from policygraph.pages.site.usage import read_usage
from policygraph.publish.portal.facts import find_base
from policygraph.questions.chapter import ChapterReader
from policygraph.questions.documents import DocumentGraph, Shared, read_documents, read_shared
from policygraph.store.serialise import write_triples
from policygraph.store.sorted_graph import SortedGraph

MARKER = "htaccess.sample"
_TERM_KINDS = (
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype,
)  # fmt: skip
# The things that documents share beside concepts, by the first step of their IRIs.
_LISTS: dict[str, Pair] = {
    "org": {"ja": "機関", "en": "Organisations"},
    "programme": {"ja": "プログラム", "en": "Programmes"},
    "work": {"ja": "参照文書", "en": "Referenced works"},
    "place": {"ja": "場所", "en": "Places"},
    "compound": {"ja": "複合語", "en": "Compound terms"},
    "rule": {"ja": "規則", "en": "Rules"},
}
# The folders of saved queries, in the order in which a reader wants them.
_QUERIES: dict[str, Pair] = {
    "questions": {"ja": "分析の問い", "en": "Questions"},
    "projections": {"ja": "ネットワークへの射影", "en": "Projections to networks"},
    "exports": {"ja": "標準語彙による読み", "en": "Readings in standard vocabularies"},
    "checks": {"ja": "検査", "en": "Checks: a row is a problem"},
}


def write_site(location: str | Path, out: Path) -> int:
    """Write the site.

    Args:
        location: of the graph, as `read_quads` takes it.
        out: the folder; an earlier site there is replaced when the new one is whole.

    Returns:
        How many pages it has.

    Raises:
        DataError, StoreError: the graph cannot be read, or the folder cannot be written.
    """
    with SortedGraph.read(location) as graph, new_folder(out, marker=MARKER) as folder:
        return _Site(graph, folder).write()


class _Site:
    def __init__(self, graph: SortedGraph, folder: Path) -> None:
        self.graph, self.folder = graph, folder
        self.shared: Shared = read_shared(graph)
        self.index = self.shared.index
        self.places = Places(find_base(self.shared))
        self.pages = 0
        self.documents: list[tuple[str, Pair]] = []
        self.agents: set[Triple] = set()
        examples = Examples()
        labels: dict[IRI, Pair] = {}
        for document in read_documents(graph):
            examples.add(document)
            for item in document.items():
                title = {lang: document.index.label(item, lang) for lang in ("ja", "en")}
                short = item.rpartition("/")[2]
                labels[item] = {lang: words or short for lang, words in title.items()}
        examples.add_shared(self.index)
        self.reader = PageReader(self.shared, examples, read_usage(), labels)

    def write(self) -> int:
        """Write everything."""
        for document in read_documents(self.graph):
            self._document(document)
        self._whole_graphs()
        self._ontology()
        for scheme in self._of_kind(SKOS.ConceptScheme):
            self._scheme(scheme)
        for name, title in _LISTS.items():
            self._list(name, title)
        self._shapes_and_queries()
        self._render("index.html", "site/home.html", schemes=self._of_kind(SKOS.ConceptScheme),
                     lists=_LISTS, documents=self.documents)  # fmt: skip
        self._text("style.css", render("style.css"))
        for name, text in (
            (MARKER, APACHE),
            ("nginx.conf.sample", NGINX),
            ("w3id.htaccess.sample", W3ID),
        ):
            self._text(name, text)
        self._text("README.md", render("site/README.md", base=self.places.base))
        return self.pages

    def _of_kind(self, kind: IRI) -> list[IRI]:
        return sorted(s for s in self.index.subjects() if self.index.is_a(s, kind))

    def _text(self, name: str, text: str) -> None:
        with new_file(self.folder / name) as out:
            out.write(text.encode())

    def _data(self, name: str, triples: Iterable[Triple]) -> None:
        with new_file(self.folder / name) as out:
            write_triples(triples, out, "turtle")

    def _render(self, path: str, template: str, **values: object) -> None:
        """Write a page; links in it lead to pages of the site where it has them."""
        steps = path.count("/")

        def link(iri: str) -> str:
            return self.places.link(iri, path)

        root = "../" * steps
        with new_file(self.folder / path) as out:
            out.writelines(pieces(
                template, link=link, curie=curie, label=self.reader.label, root=root,
                sheet=f"{root}style.css", here=path, **values,
            ))  # fmt: skip
        self.pages += 1

    def _thing(self, iri: IRI, parents: Iterable[IRI] = ()) -> None:
        """The page and data of a thing that documents share."""
        path = self.places.path(iri)
        if path is None or "#" in path:
            return
        page = self.reader.page(iri)
        value = statement_words(self.reader, page.example.value) if page.example else None
        self._render(f"{path}.html", "site/term.html", page=page, value=value, parents=list(parents),
                     data=path.rpartition("/")[2] + ".ttl")  # fmt: skip
        self._data(f"{path}.ttl", _about(self.index, iri))

    def _ontology(self) -> None:
        ontology = IRI(ONTOLOGY)
        groups = []
        for kind in _TERM_KINDS:
            terms = [t for t in self._of_kind(kind) if t.startswith(POL.iri)]
            for term in terms:
                self._thing(term, parents=[ontology])
            groups.append((kind, [self.reader.page(term) for term in terms]))
        self._render("ontology/index.html", "site/ontology.html",
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
            elif name.endswith("/graph/metadata"):
                self._data("dataset.ttl", sorted({*triples, *self.agents}))

    def _scheme(self, scheme: IRI) -> None:
        """A scheme with its concepts as a tree."""
        path = self.places.path(scheme)
        if path is None:
            return
        members = [
            s for s in self.index.subjects() if scheme in self.index.values(s, SKOS.inScheme)
        ]
        concepts = [s for s in members if self.index.is_a(s, SKOS.Concept)]
        tops = [c for c in concepts if not set(self.index.iris(c, SKOS.broader)) & set(concepts)]
        order = {
            c: (self.index.number(c, POL.order), self.index.words(c, SKOS.notation))
            for c in concepts
        }
        collections = [c for c in self._of_kind(SKOS.Collection)
                       if set(self.index.iris(c, SKOS.member)) & set(concepts)]  # fmt: skip
        for thing in (*concepts, *collections):
            self._thing(thing, parents=[scheme])

        def narrower(concept: IRI) -> list[IRI]:
            below = [c for c in self.reader.narrower[concept] if c in order]
            return sorted(below, key=order.__getitem__)

        self._render(f"{path}.html", "site/scheme.html", page=self.reader.page(scheme),
                     tops=sorted(tops, key=order.__getitem__), narrower=narrower,
                     count=len(concepts),
            collections=collections, mentions=self.reader.examples.mentions,
                     data=f"{path.removesuffix('/index')}.ttl")  # fmt: skip
        triples = [
            t
            for member in sorted({scheme, *members, *collections})
            for t in _about(self.index, member)
        ]
        self._data(f"{path.removesuffix('/index')}.ttl", triples)

    def _list(self, name: str, title: Pair) -> None:
        """A list of things of one kind."""
        prefix = f"{BASE}{name}/"
        things = sorted(s for s in self.index.subjects() if s.startswith(prefix))
        for thing in things:
            self._thing(thing)
        self._render(f"{name}.html", "site/list.html", title=title,
                     pages=[self.reader.page(thing) for thing in things])  # fmt: skip
        self._data(f"{name}.ttl", [t for thing in things for t in _about(self.index, thing)])

    def _document(self, document: DocumentGraph) -> None:
        """A document to read, in both languages, its measures, and all its data in one file."""
        key, index = document.key, document.index
        path = self.places.path(document.iri)
        if path is None:
            return
        titles = {
            lang: index.words(document.iri, DCTERMS.title, lang) or key for lang in ("ja", "en")
        }
        self.documents.append((path, titles))
        for language, suffix in (("ja", ""), ("en", ".en")):
            read = ChapterReader(self.shared, language).read(document)
            self._render(f"{path}{suffix}.html", "site/document.html", document=read,
                         say=words(language), language=language, key=key)  # fmt: skip
        for item in document.items():
            self._item(item, document)
        for subject in index.subjects():
            if index.is_a(subject, PROV.Agent):
                self.agents |= set(_about(index, subject))
        self._data(f"{path}.ttl", [t for s in sorted(index.subjects()) for t in _about(index, s)])

    def _item(self, item: IRI, document: DocumentGraph) -> None:
        """A measure or target: where it is stated, and what it links to."""
        path = self.places.path(item)
        if path is None:
            return
        index = document.index
        units = [
            {
                "iri": unit,
                "text": index.words(unit, POL.text),
                "lines": index.words(unit, POL.sourceLines),
                "reprise": index.is_a(unit, POL.Reprise),
                "parts": [
                    index.words(part, POL.text) for part in index.held(unit, DCTERMS.isPartOf)
                ],
            }
            for unit in index.held(item, POL.occurrenceOf)
        ]
        self._render(f"{path}.html", "site/item.html", page=self.reader.page(item, document), units=units,
                     document=document.iri, document_label=self.reader.label(document.iri, index),
                     language=index.words(document.iri, DCTERMS.language) or "ja",
                     data=path.rpartition("/")[2] + ".ttl")  # fmt: skip
        things = [item]
        for thing in things:
            for link in (POL.occurrenceOf, DCTERMS.isPartOf, POL.mentionedIn, RDF.subject):
                things += [held for held in index.held(thing, link) if held not in things]
        self._data(f"{path}.ttl", [t for thing in sorted(things) for t in _about(index, thing)])

    def _shapes_and_queries(self) -> None:
        usage = self.reader.usage
        self._render("shapes.html", "site/shapes.html", shapes=usage.shapes)
        folders = dict.fromkeys([*_QUERIES, *(q.path.partition("/")[0] for q in usage.queries)])
        groups = [
            (
                folder,
                _QUERIES.get(folder, {"ja": folder, "en": folder}),
                [q for q in usage.queries if q.path.startswith(f"{folder}/")],
            )
            for folder in folders
        ]
        self._render("queries.html", "site/queries.html", groups=groups)
        # Turtle files one after the other are Turtle, and keep their lists and comments.
        files = sorted(resource("shapes").glob("*.ttl"))
        self._text("shapes.ttl", "\n".join(path.read_text(encoding="utf-8") for path in files))


def _about(index: Index, subject: IRI) -> list[Triple]:
    """What an index says of a subject."""
    return [(subject, p, value) for p, values in index.about(subject).items() for value in values]
