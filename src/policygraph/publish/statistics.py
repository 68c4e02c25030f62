"""What a portal says of a graph in numbers: queries in ``queries/exports/statistics``, added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, Term, Triple
from policygraph.publish.slices import Slices
from policygraph.questions.csvw import plain_cell
from policygraph.questions.front_matter import read_front_matter
from policygraph.store import Solutions, Store
from policygraph.store.sorted_graph import SortedGraph

_COUNTS = ("graphs", "classes", "properties", "linksets", "rules", "themes")
_EXAMPLES = 3

Count = Counter[tuple[IRI, ...]]  # by what is counted


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """A document whose words the graph holds, the terms of its text, and its date (empty if it has none)."""

    iri: IRI
    titles: list[Term]
    licence: IRI | None
    notices: list[Term]
    issued: str = ""

    @property
    def key(self) -> str:
        """Its key."""
        return self.iri.rpartition("/")[2]


@dataclass(slots=True)
class GraphFacts:
    """What the description of a graph takes from it.

    Attributes:
        triples, subjects: distinct ones of all graphs together.
        graphs, properties: triples of each; ``classes``: instances of each.
        linksets: mappings by scheme of the subject, scheme of the object and property.
        rules: assertions by rule; ``themes``: measures and targets by theme.
        examples: the first measures.
        documents: sorted by IRI.
        provenance: of files and curators.
        judged, issued: the latest dates of judgements and of documents; empty where there is none.
    """

    triples: int = 0
    subjects: int = 0
    graphs: Count = field(default_factory=Counter)
    classes: Count = field(default_factory=Counter)
    properties: Count = field(default_factory=Counter)
    linksets: Count = field(default_factory=Counter)
    rules: Count = field(default_factory=Counter)
    themes: Count = field(default_factory=Counter)
    examples: list[IRI] = field(default_factory=list)
    documents: list[DocumentTerms] = field(default_factory=list)
    provenance: set[Triple] = field(default_factory=set)
    judged: str = ""
    issued: str = ""

    @property
    def period(self) -> tuple[str, str] | None:
        """The days of the first and of the last document, where all have one."""
        days = sorted(document.issued for document in self.documents)
        return (days[0], days[-1]) if days and days[0] else None

    @property
    def measures(self) -> int:
        """How many measures there are."""
        return self.classes[POL.Measure,]

    @property
    def targets(self) -> int:
        """How many targets there are."""
        return self.classes[POL.Target,]

    def main_themes(self, most: int = 8) -> list[IRI]:
        """The themes of most items, the commonest first."""
        ranked = sorted(self.themes, key=lambda theme: (-self.themes[theme], theme))
        return [theme for (theme,) in ranked[:most]]


def portal_query(folder: str, name: str) -> str:
    """A query of ``queries/exports``, for a portal."""
    path = resource("queries", "exports", folder, f"{name}.rq")
    return read_front_matter(path.read_text(encoding="utf-8"), path.name)[1]


def read_facts(graph: SortedGraph, slices: Slices) -> GraphFacts:
    """Count and read, one document at a time."""
    facts = GraphFacts()
    counts = {name: portal_query("statistics", name) for name in _COUNTS}
    dates, examples, provenance = (
        portal_query("portal", name) for name in ("dates", "examples", "provenance")
    )
    for store in chain([slices.shared()], slices.documents_alone(), slices.entailed()):
        for name, sparql in counts.items():
            count: Count = getattr(facts, name)
            for *key, number in _rows(store, sparql):
                count[tuple(map(IRI, key))] += int(number)
        latest = {IRI(date): value for date, value in _rows(store, dates)}
        facts.judged = max(facts.judged, latest.get(DCTERMS.date, ""))
        facts.issued = max(facts.issued, latest.get(DCTERMS.issued, ""))
        facts.examples += [IRI(measure) for (measure,) in _rows(store, examples)]
        for subject, _, _ in store.match(None, RDF.type, POL.StrategyDocument):
            facts.documents.append(_document(store, IRI(str(subject))))
            facts.provenance |= set(_triples(store, provenance))
        del store  # there is room for the next
    facts.examples = sorted(facts.examples)[:_EXAMPLES]
    facts.documents.sort(key=lambda document: document.iri)
    before = None
    for subject, _, _ in graph.triples():
        facts.triples += 1
        facts.subjects += subject != before
        before = subject
    return facts


def _rows(store: Store, sparql: str) -> Iterator[list[str]]:
    """The rows of a SELECT as plain words."""
    answer = store.query(sparql)
    assert isinstance(answer, Solutions)
    for row in answer.rows:
        yield [str(plain_cell(value)) for value in row]


def _triples(store: Store, sparql: str) -> Iterator[Triple]:
    """The triples of a CONSTRUCT; our graphs have no blank nodes."""
    for subject, predicate, value in store.construct(sparql):
        assert isinstance(subject, IRI)
        assert isinstance(value, (IRI, Literal))
        yield subject, predicate, value


def values(store: Store, subject: IRI, predicate: IRI) -> list[Term]:
    """The values of a property, sorted."""
    found = [
        value
        for _, _, value in store.match(subject, predicate)
        if isinstance(value, (IRI, Literal))
    ]
    return sorted(found, key=lambda term: (isinstance(term, Literal), tuple(term)))


def first_iri(terms: Iterable[Term]) -> IRI | None:
    """The first of some terms that is an IRI."""
    return next((term for term in terms if isinstance(term, IRI)), None)


def _document(store: Store, iri: IRI) -> DocumentTerms:
    return DocumentTerms(
        iri=iri,
        titles=values(store, iri, DCTERMS.title),
        licence=first_iri(values(store, iri, DCTERMS.license)),
        notices=values(store, iri, DCTERMS.rights),
        issued=min(
            (str(plain_cell(day)) for day in values(store, iri, DCTERMS.issued)), default=""
        ),
    )
