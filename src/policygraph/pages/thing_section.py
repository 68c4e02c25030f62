"""The pages of ontology, schemes and named things, the lists of them, and their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from policygraph.core.messages import Messages
from policygraph.core.namespaces import BASE, DQV, IRI, OWL, POL, RDFS, SKOS
from policygraph.core.reading_order import by_number
from policygraph.core.resources import resource
from policygraph.core.terms import Triple
from policygraph.pages.book import (
    HTML,
    LANGS,
    Book,
    Lang,
    NavigationEntry,
    PageRequest,
    PageResponse,
    Parameters,
)
from policygraph.pages.citing import cite
from policygraph.pages.site_layout import ONTOLOGY
from policygraph.pages.things import ThingReader
from policygraph.store import statements_text

DATA: Final = {".ttl": "turtle", ".nt": "ntriples", ".jsonld": "jsonld"}
# The things that documents share beside concepts, by the first step of their IRIs.
LISTS: Final = ("org", "programme", "work", "place", "compound", "name-form", "change", "rule")
TERM_KINDS: Final = (
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype, DQV.Metric,
)  # fmt: skip
# The folders of saved queries, in the order in which a reader wants them.
QUERIES: Final = ("questions", "projections", "exports", "checks")
# The files of what no document has to itself, with the ends of the names of their graphs.
_GRAPHS: Final = {
    "ontology": ("/graph/ontology",),
    "vocabulary": ("/graph/vocabulary",),
    "dataset": ("/graph/metadata",),
    "entailed": ("/graph/entailed",),
    "lineage": ("/graph/lineage/inferred", "/graph/lineage/curated"),
}


class ThingSection:
    """``ontology/…``, ``concept/…``, ``org/…`` and the like, ``shapes.html`` and ``queries.html``."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.say = Messages("pages")
        self.navigation: Sequence[NavigationEntry] = (
            NavigationEntry("vocabulary", self.say.both("vocabulary"), 40),
        )

    @cached_property
    def reader(self) -> ThingReader:
        """Reads the pages."""
        names = Messages("search")
        facets: dict[str, dict[str, str]] = {
            lang: {kind.key: kind.labels[lang] for kind in self.book.shared.links}
            | {
                key.removeprefix("facet-"): names(key, lang)
                for key in names.in_language(lang)
                if key.startswith("facet-")
            }
            for lang in LANGS
        }
        return ThingReader(self.book, facets)

    @cached_property
    def _things(self) -> dict[str, IRI]:
        """The things that have a page, by its path."""
        found = {}
        for subject in self.book.shared.index.subjects():
            path = self.book.layout.path(subject)
            if (
                path is not None
                and "#" not in path
                and not path.startswith(("doc/", "measure/", "target/", "reported/"))
            ):
                found[path] = subject
        return found

    @cached_property
    def _schemes(self) -> list[IRI]:
        return self._of_kind(SKOS.ConceptScheme)

    def _of_kind(self, kind: IRI) -> list[IRI]:
        index = self.book.shared.index
        return sorted(s for s in index.subjects() if index.is_a(s, kind))

    def answer(self, request: PageRequest) -> PageResponse | None:
        """A page, a list, or data."""
        if request.suffix in DATA:
            return self._data(request)
        if request.suffix != HTML:
            return None
        path = request.path
        if path == "vocabulary":
            return self._vocabulary(request)
        if path == "ontology/index":
            return self._ontology(request)
        if path in ("shapes", "queries"):
            return self._used(request)
        if path in LISTS:
            return self._list(request)
        iri = self._things.get(path)
        if iri is None:
            return None
        return self._scheme(request, iri) if iri in self._schemes else self._thing(request, iri)

    def requests(self) -> Iterator[PageRequest]:
        """All pages in both languages, and all data."""
        for path in dict.fromkeys(
            ("vocabulary", "ontology/index", "shapes", "queries", *LISTS, *self._things)
        ):
            for lang in LANGS:
                yield PageRequest(path, lang)
        for path in dict.fromkeys((*map(_data_path, self._things), *LISTS, *_GRAPHS, "shapes")):
            yield PageRequest(path, "ja", (), ".ttl")
        yield PageRequest("context", "ja", (), ".jsonld")

    # -- data --------------------------------------------------------------------------------------

    def _data(self, request: PageRequest) -> PageResponse | None:
        if (request.path, request.suffix) == ("context", ".jsonld"):
            context = resource("ontology", "context.jsonld").read_text(encoding="utf-8")
            return self.book.file(request, context)
        if (request.path, request.suffix) == ("shapes", ".ttl"):
            # Turtle files one after the other are Turtle, and keep their lists and comments.
            files = sorted(resource("shapes").glob("*.ttl"))
            return self.book.file(request, "\n".join(f.read_text(encoding="utf-8") for f in files))
        triples = self._triples(request.path)
        if triples is None:
            return None
        return self.book.file(request, statements_text(triples, DATA[request.suffix]))

    def _triples(self, path: str) -> list[Triple] | None:
        index = self.book.shared.index
        if path in _GRAPHS:
            full = [g for g in self.book.store.graphs() if g.endswith(_GRAPHS[path])]
            return sorted((t for one in full for t in self.book.store.triples(one)), key=str)
        if path in LISTS:
            return [t for thing in self._listed(path) for t in self._about(thing)]
        iri = self._things.get(path) or self._things.get(f"{path}/index")
        if iri is None:
            return None
        if iri in self._schemes:
            members = [s for s in index.subjects() if iri in index.values(s, SKOS.inScheme)]
            return [t for member in sorted({iri, *members}) for t in self._about(member)]
        return self._about(iri)

    def _about(self, subject: IRI) -> list[Triple]:
        about = self.book.shared.index.about(subject)
        return [(subject, p, value) for p, values in about.items() for value in values]

    # -- pages -------------------------------------------------------------------------------------

    def _search(self, iri: IRI) -> Parameters:
        """The parameters of the search for what links to a thing, if anything does."""
        index = self.book.index
        for facet in index.facets:
            if ":" not in facet and facet not in ("organization", "kind"):
                key = index.key_of(facet, iri)
                if key:
                    return ((facet, key),)
        key = index.key_of("body:involved", iri)
        return (("body", key), ("role", "involved")) if key else ()

    def _thing(self, request: PageRequest, iri: IRI) -> PageResponse:
        page = self.reader.page(iri, request.lang, self._search(iri))
        quoted = (
            self.reader.quoted(iri, request.lang) if not page.items and not page.example else None
        )
        quality = self.book.quality
        return self.book.page(
            request,
            "pages/thing.html",
            page=page,
            quoted=quoted,
            quality=quality.of(iri) if quality else None,
            parents=self._parents(iri, request.lang),
            label=lambda thing: self.reader.label(thing, request.lang),
            citation=cite(iri, page.label, request.lang, kind=iri.removeprefix(BASE).partition("/")[0],
                          alternateName=page.other_label, description=page.definition),
            words=lambda key: self.say(key, request.lang),
        )  # fmt: skip

    def _parents(self, iri: IRI, lang: Lang) -> list[tuple[str, str]]:
        """The pages above a thing: label and path."""
        index = self.book.shared.index
        if iri.startswith(POL.iri):
            return [(self.say("ontology", lang), "ontology/index")]
        schemes = [s for s in index.iris(iri, SKOS.inScheme) if s in self._schemes]
        named = [(self.reader.label(s, lang), self.book.layout.path(s) or "") for s in schemes[:1]]
        kind = iri.removeprefix(BASE).partition("/")[0]
        return named or ([(self.say(f"list-{kind}", lang), kind)] if kind in LISTS else [])

    def _scheme(self, request: PageRequest, scheme: IRI) -> PageResponse:
        index = self.book.shared.index
        members = [s for s in index.subjects() if scheme in index.values(s, SKOS.inScheme)]
        order = {
            concept: (
                index.number(concept, POL.order),
                by_number(index.words(concept, SKOS.notation)),
            )
            for concept in members
            if index.is_a(concept, SKOS.Concept)
        }
        narrower: dict[IRI, list[IRI]] = {}
        tops = []
        for concept in sorted(order, key=order.__getitem__):
            above = [b for b in index.iris(concept, SKOS.broader) if b in order]
            for broad in above:
                narrower.setdefault(broad, []).append(concept)
            if not above:
                tops.append(concept)
        collections = [
            found
            for found in self._of_kind(SKOS.Collection)
            if order.keys() & set(index.iris(found, SKOS.member))
        ]
        page = self.reader.page(scheme, request.lang)
        return self.book.page(
            request,
            "pages/scheme.html",
            page=page,
            facts=[fact for fact in page.facts if fact.property != SKOS.hasTopConcept],
            tops=tops,
            narrower=narrower,
            count=len(order),
            collections=collections,
            mentions=self.book.index.mentioned,
            label=lambda thing: self.reader.label(thing, request.lang),
            data=_data_path(request.path),
            words=lambda key: self.say(key, request.lang),
        )

    def _listed(self, name: str) -> list[IRI]:
        prefix = f"{BASE}{name}/"
        return sorted(s for s in self.book.shared.index.subjects() if s.startswith(prefix))

    def _list(self, request: PageRequest) -> PageResponse:
        things = self._listed(request.path)
        counted = [
            (self.reader.label(iri, request.lang), iri, self.book.index.mentioned(iri))
            for iri in things
        ]
        return self.book.page(
            request,
            "pages/list.html",
            title=self.say(f"list-{request.path}", request.lang),
            things=sorted(counted, key=lambda found: (-found[2], found[1])),
            data=request.path,
            words=lambda key: self.say(key, request.lang),
        )

    def _vocabulary(self, request: PageRequest) -> PageResponse:
        """Where all lists begin."""
        ours = [scheme for scheme in self._schemes if scheme.startswith(BASE)]
        lists = [
            (name, self.say(f"list-{name}", request.lang), len(self._listed(name)))
            for name in LISTS
        ]
        return self.book.page(
            request,
            "pages/vocabulary.html",
            schemes=[(self.reader.label(scheme, request.lang), scheme) for scheme in ours],
            lists=[found for found in lists if found[2]],
            quality=self.book.quality,
            label=lambda thing: self.reader.label(thing, request.lang),
            words=lambda key: self.say(key, request.lang),
        )

    def _ontology(self, request: PageRequest) -> PageResponse:
        groups = []
        for kind in TERM_KINDS:
            terms = [t for t in self._of_kind(kind) if t.startswith(POL.iri)]
            groups.append((self.reader.label(kind, request.lang), self._terms(terms, request.lang)))
        return self.book.page(
            request,
            "pages/ontology.html",
            page=self.reader.page(IRI(ONTOLOGY), request.lang),
            groups=[group for group in groups if group[1]],
            words=lambda key: self.say(key, request.lang),
        )

    def _terms(self, terms: Iterable[IRI], lang: Lang) -> list[tuple[IRI, str, str]]:
        index = self.book.shared.index
        return [
            (term, self.reader.label(term, lang), index.words_in(term, SKOS.definition, lang))
            for term in terms
        ]

    def _used(self, request: PageRequest) -> PageResponse:
        usage = self.reader.usage
        folders = dict.fromkeys([*QUERIES, *(q.path.partition("/")[0] for q in usage.queries)])
        groups = [
            (
                folder,
                self.say(f"queries-{folder}", request.lang)
                if f"queries-{folder}" in self.say
                else folder,
                [query for query in usage.queries if query.path.startswith(f"{folder}/")],
            )
            for folder in folders
        ]
        return self.book.page(
            request,
            f"pages/{request.path}.html",
            shapes=usage.shapes,
            groups=groups,
            words=lambda key: self.say(key, request.lang),
        )


def _data_path(path: str) -> str:
    """Where the data of a page lie: of a whole scheme beside its folder."""
    return {"ontology/index": "ontology"}.get(path, path.removesuffix("/index"))
