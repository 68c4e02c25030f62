from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import rdflib
from publish.conftest import SCHEMES
from publish.triples import as_lines
from pyld import jsonld as pyld
from rdflib import DCTERMS, RDF, SKOS, Namespace

from policygraph.core.errors import UsageError
from policygraph.core.resources import resource
from policygraph.publish.views import find_view, view_ids, write_view
from policygraph.shapes.fast import FastEngine
from policygraph.shapes.shapes_graph import read_shapes
from policygraph.store import Solutions, Store

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
SCHEMA = Namespace("https://schema.org/")
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
BASE = "https://w3id.org/policygraph/"
DOC = f"{BASE}doc/sti-strategy-2017"


def written(store: Store, id_: str, format_: str) -> bytes:
    out = io.BytesIO()
    write_view(id_, store, out, format_)
    return out.getvalue()


def view(store: Store, id_: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=written(store, id_, "turtle"), format="turtle")


def test_the_views_are_these() -> None:
    assert view_ids() == ["eli", "org", "schema-org", "skos", "web-annotation"]


@pytest.mark.parametrize("id_", view_ids())
def test_rdflib_and_pyld_read_the_same_triples_from_jsonld(store: Store, id_: str) -> None:
    wanted = as_lines(written(store, id_, "ntriples"))
    document = written(store, id_, "jsonld")
    by_rdflib = rdflib.Graph().parse(data=document, format="json-ld").serialize(format="nt")
    by_pyld = pyld.to_rdf(json.loads(document), {"format": "application/n-quads"})
    assert as_lines(by_rdflib.encode()) == wanted
    assert as_lines(by_pyld.encode()) == wanted


@pytest.mark.parametrize("id_", view_ids())
def test_a_view_has_a_title_in_both_languages(id_: str) -> None:
    found = find_view(id_)
    assert set(found.title) == {"ja", "en"}


@pytest.mark.parametrize("id_", view_ids())
def test_a_view_gives_the_same_bytes_each_time(store: Store, id_: str) -> None:
    assert written(store, id_, "jsonld") == written(store, id_, "jsonld")


def test_an_unknown_view_is_an_error_that_lists_them() -> None:
    with pytest.raises(UsageError, match="there are eli, org"):
        find_view("marc21")


# Web Annotation Vocabulary (W3C, 2017) and ELI 1.5 (EU Publications Office): the terms that rdflib
# has no list of, as far as they are of use here.
_KNOWN = {
    str(OA): "Annotation SpecificResource TextPositionSelector TextQuoteSelector identifying hasBody"
    " hasTarget motivatedBy hasSource hasSelector start end exact prefix suffix",
    str(ELI): "Work WorkSubdivision Expression Format LegalResource LegalExpression date_document"
    " embodies has_part id_local is_embodied_by is_exemplified_by is_part_of is_realized_by language"
    " licence number publisher_agent realizes refers_to rights title title_alternative"
    " type_subdivision",
}  # fmt: skip
_LISTS = {str(names): names for names in (rdflib.SDO, rdflib.ORG, rdflib.OWL, SKOS, RDF, DCTERMS)}


@pytest.mark.parametrize("id_", view_ids())
def test_every_term_of_a_view_exists_in_its_vocabulary(store: Store, id_: str) -> None:
    graph = view(store, id_)
    terms = {*graph.predicates(), *graph.objects(None, RDF.type)}
    terms |= {o for o in graph.objects() if str(o).startswith((*_KNOWN, *_LISTS))}
    for term in terms:
        iri = str(term)
        base = next(base for base in (*_KNOWN, *_LISTS) if iri.startswith(base))
        name = iri.removeprefix(base)
        assert name in _KNOWN[base].split() if base in _KNOWN else term in _LISTS[base], iri


# Domains of ELI 1.5; a property that is not here is for anything.
_ELI_DOMAINS = {
    "Work": "date_document has_part is_part_of is_realized_by",
    "WorkSubdivision": "type_subdivision",
    "Expression": "is_embodied_by language realizes title title_alternative",
    "Format": "embodies is_exemplified_by licence rights",
}


def test_eli_properties_stand_at_things_of_their_domain(store: Store) -> None:
    graph = view(store, "eli")
    domains = {ELI[name]: kind for kind, names in _ELI_DOMAINS.items() for name in names.split()}
    for subject, predicate in graph.subject_predicates():
        kinds = {str(kind).removeprefix(str(ELI)) for kind in graph.objects(subject, RDF.type)}
        kinds |= {"Work"} if "WorkSubdivision" in kinds else set()
        assert predicate not in domains or domains[predicate] in kinds, (subject, predicate)


@pytest.mark.parametrize("id_", view_ids())
def test_a_view_in_jsonld_has_names_for_everything(store: Store, id_: str) -> None:
    def keys(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value
            for inner in value.values():
                yield from keys(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from keys(inner)

    nodes = json.loads(written(store, id_, "jsonld"))["@graph"]
    found = set(keys(nodes))
    assert not {key for key in found if ":" in key or key.startswith("@")}
    assert not {kind for node in nodes for kind in [node["type"]] if ":" in str(kind)}


@pytest.mark.parametrize("id_", view_ids())
def test_turtle_of_a_view_declares_just_the_prefixes_it_uses(store: Store, id_: str) -> None:
    text = written(store, id_, "turtle").decode()
    declared = dict(re.findall(r"^@prefix ([\w-]+): <([^>]+)>", text, re.MULTILINE))
    body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|^@prefix.*', "", text, flags=re.MULTILINE)
    assert {name for name in declared if f"{name}:" in body or name == "rdf"} == set(declared)
    main = {"web-annotation": "oa", "schema-org": "schema"}.get(id_, id_)
    assert f"{main}:" in body


def test_both_selectors_of_every_annotation_select_its_words(store: Store) -> None:
    graph = view(store, "web-annotation")
    answer = store.query(f"SELECT ?c ?t WHERE {{ ?c <{NIF}isString> ?t }}")
    assert isinstance(answer, Solutions)
    texts = {str(row[0]): getattr(row[1], "value", "") for row in answer.rows}
    annotations = list(graph.subjects(RDF.type, OA.Annotation))
    assert len(annotations) > 1000
    for annotation in annotations:
        target = graph.value(annotation, OA.hasTarget)
        text = texts[str(graph.value(target, OA.hasSource))]
        selectors = {graph.value(s, RDF.type): s for s in graph.objects(target, OA.hasSelector)}
        position, quote = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
        begin, end = (graph.value(position, p) for p in (OA.start, OA.end))
        assert begin is not None
        assert end is not None
        assert {begin.datatype, end.datatype} == {rdflib.XSD.nonNegativeInteger}  # type: ignore[attr-defined]
        exact, prefix, suffix = (
            str(graph.value(quote, p)) for p in (OA.exact, OA.prefix, OA.suffix)
        )
        assert text[int(begin) : int(end)] == exact
        assert text[: int(begin)].endswith(prefix)
        assert text[int(end) :].startswith(suffix)
        assert graph.value(annotation, OA.hasBody) is not None


def test_every_mention_of_a_thing_is_an_annotation(store: Store) -> None:
    answer = store.query(
        "SELECT DISTINCT ?m WHERE { ?m <http://www.w3.org/2005/11/its/rdf#taIdentRef> ?x }"
    )
    assert isinstance(answer, Solutions)
    graph = view(store, "web-annotation")
    found = {str(a).removesuffix("/annotation") for a in graph.subjects(RDF.type, OA.Annotation)}
    assert found == {str(row[0]) for row in answer.rows}


def test_the_plain_skos_has_no_loose_ends(store: Store) -> None:
    graph = view(store, "skos")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(schemes) == SCHEMES
    for concept in concepts:
        homes = set(graph.objects(concept, SKOS.inScheme))
        assert homes
        assert homes <= schemes
        above = set(graph.objects(concept, SKOS.broader))
        assert above or set(graph.objects(concept, SKOS.topConceptOf)) == homes
        assert above <= concepts
    for one, inverse in ((SKOS.broader, SKOS.narrower), (SKOS.topConceptOf, SKOS.hasTopConcept)):
        assert {(o, s) for s, o in graph.subject_objects(one)} == set(
            graph.subject_objects(inverse)
        )
    matches = (
        SKOS.exactMatch,
        SKOS.closeMatch,
        SKOS.broadMatch,
        SKOS.narrowMatch,
        SKOS.relatedMatch,
    )
    for match in matches:
        assert set(graph.objects(None, match)) <= concepts
    assert not [p for p in graph.predicates() if str(p).startswith(f"{BASE}ontology#")]


def test_the_plain_skos_meets_the_integrity_conditions(store: Store) -> None:
    from policygraph.store import OxigraphStore

    plain = OxigraphStore()
    plain.engine.load(written(store, "skos", "ntriples"), format=_ntriples())
    files = [resource("shapes", name) for name in ("prefixes.ttl", "skos.ttl")]
    assert FastEngine(read_shapes(files)).validate(plain) == []


def _ntriples() -> Any:
    import pyoxigraph as ox

    return ox.RdfFormat.N_TRIPLES


def test_bodies_are_organizations_and_only_ministries_and_agencies_are_formal(store: Store) -> None:
    graph = view(store, "org")
    mext = rdflib.URIRef(f"{BASE}org/mext")
    group = rdflib.URIRef(f"{BASE}org/kankei-fusho")
    assert (mext, RDF.type, ORG.FormalOrganization) in graph
    assert (group, RDF.type, ORG.Organization) in graph
    assert (group, RDF.type, ORG.FormalOrganization) not in graph
    assert not list(graph.objects(group, ORG.hasSubOrganization))
    jpo, meti = rdflib.URIRef(f"{BASE}org/jpo"), rdflib.URIRef(f"{BASE}org/meti")
    assert (jpo, ORG.subOrganizationOf, meti) in graph
    assert (meti, ORG.hasSubOrganization, jpo) in graph


def test_a_strategy_is_a_work_and_no_legislation(store: Store) -> None:
    graph = view(store, "eli")
    document = rdflib.URIRef(DOC)
    assert (document, RDF.type, ELI.Work) in graph
    assert str(graph.value(document, ELI.date_document)) == "2017-06-02"
    assert not list(graph.subjects(RDF.type, ELI.LegalResource))
    expression = graph.value(document, ELI.is_realized_by)
    assert graph.value(expression, ELI.title) == rdflib.Literal(
        "科学技術イノベーション総合戦略2017", lang="ja"
    )
    language = "http://publications.europa.eu/resource/authority/language/JPN"
    assert graph.value(expression, ELI.language) == rdflib.URIRef(language)
    assert len(list(graph.subjects(RDF.type, ELI.WorkSubdivision))) == 33


def test_search_engines_see_54_actions_with_agents(store: Store) -> None:
    graph = view(store, "schema-org")
    actions = list(graph.subjects(RDF.type, SCHEMA.Action))
    assert len(actions) == 54
    assert all(graph.value(action, SCHEMA.agent) is not None for action in actions)
    assert (rdflib.URIRef(DOC), RDF.type, SCHEMA.Report) in graph
    assert len(list(graph.subject_objects(SCHEMA.text))) == 71 + 57 + 3
