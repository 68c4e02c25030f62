"""Plain queries, as one who knows SPARQL writes them without a guide, give the right number.

Every answer was known before: from the text (lines of ``data/source/sti-strategy-2017/5.txt``), from the hand
counts in ``tests/queries/README.md``, or from the files of vocabulary and curation.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from questions.reference import RdflibStore

from policygraph.core.prefixes import PROLOGUE, short_name
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.store import Solutions, Store
from policygraph.store.remote import RemoteStore

ROOT = Path(__file__).parents[2]
DOC = "doc/sti-strategy-2017"
_ACTORS = (ROOT / "ontology" / "vocabulary" / "actors.ttl").read_text(encoding="utf-8")
ACTORS = len(re.findall(r"a skos:Concept\b(?!Scheme)", _ACTORS))

# By the tags 【】, restatements once.
BODIES = {
    "mext": 23, "meti": 22, "cao": 16, "kankei-fusho": 13, "nri-ministries": 5, "mic": 4, "cas": 2,
    "rda-ministries": 2, "mod": 1,
}  # fmt: skip
PRINTED = {**BODIES, "mext": 25, "cao": 17, "kankei-fusho": 14}
ORG = "org/"
Rows = set[tuple[str, ...]]


def _counts(counts: dict[str, int], prefix: str = "") -> Rows:
    return {(f"{prefix}{name}", str(count)) for name, count in counts.items()}


def _one(*values: object) -> Rows:
    return {tuple(map(str, values))}


def _measures(*numbers: str) -> Rows:
    return {(f"measure/sti-strategy-2017/{number}",) for number in numbers}


QUERIES: dict[str, tuple[str, Rows]] = {
    # -- who answers --
    "measures-of-a-body-untyped": (
        "SELECT (COUNT(?m) AS ?n) { ?m pol:responsibleBody <org/cao> }", _one(16),
    ),
    "measures-of-a-collective-body": (
        "SELECT (COUNT(?m) AS ?n) { ?m pol:responsibleBody <org/kankei-fusho> }", _one(13),
    ),
    "measures-per-body": (
        "SELECT ?b (COUNT(?m) AS ?n) { ?m pol:responsibleBody ?b } GROUP BY ?b", _counts(BODIES, ORG),
    ),
    "as-printed": (
        "SELECT ?b (COUNT(?tag) AS ?n) { ?tag a pol:ResponsibilityMention ; itsrdf:taIdentRef ?b } GROUP BY ?b",
        _counts(PRINTED, ORG),
    ),
    "two-bodies-together": (
        "SELECT (COUNT(?m) AS ?n) { ?m pol:responsibleBody <org/cao> , <org/kankei-fusho> }", _one(10),
    ),
    "with-the-bodies-under-it": (
        "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m pol:responsibleBody/org:subOrganizationOf* <org/meti> }", _one(22),
    ),
    "ministries-named": (
        "SELECT DISTINCT ?b { ?m pol:responsibleBody ?b . ?b a pol:Ministry }",
        {(f"{ORG}{name}",) for name in ("mext", "meti", "cao", "mic", "cas", "mod")},
    ),
    "organisations-that-answer": (
        "SELECT (COUNT(DISTINCT ?b) AS ?n) { ?m pol:responsibleBody ?b . ?b a org:Organization }", _one(9),
    ),
    "with-a-collective-name": (
        "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m pol:responsibleBody ?b . ?b a pol:MinistryGroup }", _one(20),
    ),
    "with-a-collective-name-alone": (  # lines 211, 271, 725, 789
        "SELECT ?m { ?m a pol:Measure FILTER NOT EXISTS"
        " { ?m pol:responsibleBody ?b FILTER NOT EXISTS { ?b a pol:MinistryGroup } } }",
        _measures("5-1-C-1-9", "5-1-C-3-4", "5-3-C-2-3", "5-3-C-4-1"),
    ),
    # -- what there is --
    "policy-items": ("SELECT (COUNT(?i) AS ?n) { ?i a pol:PolicyItem }", _one(54)),
    "measures": ("SELECT (COUNT(?m) AS ?n) { ?m a pol:Measure }", _one(54)),
    "bullets": ("SELECT (COUNT(?o) AS ?n) { ?o a pol:Occurrence }", _one(57)),
    "sentences": ("SELECT (COUNT(?s) AS ?n) { ?s a pol:Passage }", _one(71)),
    "units": ("SELECT (COUNT(?u) AS ?n) { ?u a pol:TextUnit }", _one(32 + 71 + 57 + 3)),
    "restatements": (
        "SELECT (COUNT(?r) AS ?n) (COUNT(?o) AS ?resolved) { ?r a pol:Reprise OPTIONAL { ?r pol:reprises ?o } }",
        _one(7, 3),
    ),
    # -- where --
    "measures-per-section": (
        "SELECT ?s (COUNT(?m) AS ?n) { ?m a pol:Measure ; dcterms:isPartOf ?s ."
        " ?s pol:partType part-type:section } GROUP BY ?s",
        _counts({f"{DOC}/5/{n}": count for n, count in ((1, 16), (2, 16), (3, 13), (4, 9))}),
    ),
    "measures-of-a-group": (  # ③ of section 2, whose last bullet restates one of section 1
        f"SELECT (COUNT(?m) AS ?n) {{ ?m a pol:Measure ; dcterms:isPartOf <{DOC}/5/2/C/3> }}", _one(5),
    ),
    "measures-of-a-document": (
        f"SELECT (COUNT(?m) AS ?n) {{ ?m a pol:Measure ; dcterms:isPartOf <{DOC}> }}", _one(54),
    ),
    "measures-between-lines": (  # line 529 is a restatement
        "SELECT ?id { ?m a pol:Measure ; dcterms:identifier ?id ; pol:firstLine ?l FILTER(?l >= 500 && ?l < 600) }",
        {(id_,) for id_ in ("5-2-C-3-2", "5-2-C-3-3", "5-2-C-3-4", "5-2-C-3-5", "5-2-C-4-1")},
    ),
    "first-and-last-in-reading-order": (
        "SELECT ?n ?id { ?m pol:order ?n ; a pol:Measure ; dcterms:identifier ?id FILTER(?n IN (1, 54)) }",
        {("1", "5-1-C-1-1"), ("54", "5-4-C-4-2")},
    ),
    "a-measure-by-its-number-and-its-lines": (
        'SELECT ?first ?last { ?m dcterms:identifier "5-3-C-3-1" ; pol:firstLine ?first ; pol:lastLine ?last }',
        _one(731, 753),  # the sub-bullets, too
    ),
    "measures-whose-text-has-a-word": (
        'SELECT ?m { ?m a pol:Measure ; pol:text ?t FILTER(CONTAINS(?t, "クロスアポイントメント")) }',
        _measures("5-1-C-2-1"),
    ),
    # -- what they are about --
    "measures-for-a-type-of-actor": (
        "SELECT ?m { ?m pol:involvesActor actor:sme }",
        _measures("5-1-C-1-10", "5-2-C-3-2", "5-2-C-4-1", "5-3-C-1-1", "5-3-C-2-2"),
    ),
    "measures-for-universities": (
        "SELECT (COUNT(?m) AS ?n) { ?m pol:involvesActor actor:university }", _one(16),
    ),
    "measures-for-universities-of-any-kind": (
        "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m pol:involvesActor/skos:broader* actor:university }", _one(23),
    ),
    "measures-that-only-consider": (
        "SELECT ?id { ?m pol:commitment commitment:consider ; dcterms:identifier ?id }",
        {(f"5-{n}",) for n in ("2-C-2-4", "2-C-2-5", "2-C-3-5", "3-C-3-1", "3-C-3-2", "3-C-3-3", "3-C-4-1")},
    ),
    "places": (  # lines 425 and 763
        'SELECT ?l { ?m pol:takesPlaceIn ?p . ?p skos:prefLabel ?l FILTER(lang(?l) = "ja") }',
        {("シリコンバレー",), ("東京都",), ("秋田県仙北市",), ("千葉県千葉市",)},
    ),
    "programmes": (
        "SELECT (COUNT(?p) AS ?n) (COUNT(DISTINCT ?m) AS ?measures) { ?m pol:underProgramme ?p }", _one(4, 1),
    ),
    "works": (
        "SELECT (COUNT(?w) AS ?n) { ?m pol:refersTo ?w }", _one(6),
    ),
    "any-link-to-a-thing": (  # in tags and, of three of them, in the words as well
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s pol:links <org/kankei-fusho> }", _one(13),
    ),
    # -- labels --
    "links-with-japanese-labels": (
        "SELECT (COUNT(*) AS ?n) { ?m pol:responsibleBody ?b . ?b skos:prefLabel ?l"
        ' FILTER(langMatches(lang(?l), "ja")) }',
        _one(sum(BODIES.values())),
    ),
    "concepts-with-japanese-labels": (
        "SELECT (COUNT(*) AS ?n) { ?c skos:inScheme actor: ; a skos:Concept ; skos:prefLabel ?l"
        ' FILTER(langMatches(lang(?l), "ja")) }',
        _one(ACTORS),
    ),
    "labels-of-measures": (
        "SELECT ?language (COUNT(*) AS ?n) { ?m a pol:Measure ; rdfs:label ?l BIND(lang(?l) AS ?language) }"
        " GROUP BY ?language",
        _counts({"ja": 54, "en": 54}),
    ),
    "measures-by-a-word-of-their-title": (
        'SELECT (COUNT(?m) AS ?n) { ?m a pol:Measure ; rdfs:label ?l FILTER(CONTAINS(LCASE(?l), "startup")) }',
        _one(9),
    ),
    # -- why --
    "words-of-a-link": (  # クロスアポイントメント in lines 227 and 231
        "SELECT (COUNT(?p) AS ?n) (COUNT(DISTINCT ?m) AS ?measures) { ?m pol:usesInstrument"
        " instrument:cross-appointment ; pol:evidence ?p . ?p itsrdf:taIdentRef instrument:cross-appointment }",
        _one(2, 1),
    ),
    "words-of-a-link-through-compounds": (
        "SELECT DISTINCT ?words { ?m pol:involvesActor actor:sme ; dcterms:identifier ?id ; pol:evidence ?p ."
        " ?p itsrdf:taIdentRef/pol:denotes? actor:sme ; nif:anchorOf ?words"
        ' FILTER(?id IN ("5-2-C-3-2", "5-3-C-1-1")) }',
        {("中小・ベンチャー企業",), ("中小企業",)},
    ),
    "the-bodies-of-a-tag-in-their-order": (  # 【内閣府、総務省、経済産業省、関係府省】
        'SELECT ?n ?b { ?m dcterms:identifier "5-2-C-1-3" ; pol:evidence ?tag .'
        " ?tag a pol:ResponsibilityMention ; pol:order ?n ; itsrdf:taIdentRef ?b }",
        {(str(n), f"{ORG}{b}") for n, b in enumerate(("cao", "mic", "meti", "kankei-fusho"), start=1)},
    ),
    "who-says-so": (
        "SELECT ?g { GRAPH ?g { ?m pol:usesInstrument instrument:guideline } ?m dcterms:identifier \"5-1-C-1-10\" }",
        _one("graph/sti-strategy-2017/curated"),
    ),
    "judgements-of-people": (
        "SELECT (COUNT(DISTINCT ?a) AS ?added) (COUNT(DISTINCT ?w) AS ?withdrawn)"
        " { { ?a a pol:Assertion ; prov:wasAttributedTo ?who } UNION { ?w a pol:Withdrawal } }",
        _one(11, 14),
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=["pyoxigraph", "rdflib", "virtuoso"])
def engine(
    request: pytest.FixtureRequest, oxigraph: Store, rdflib_store: RdflibStore
) -> Store | RdflibStore | RemoteStore:
    if request.param == "virtuoso":
        virtuoso: RemoteStore = request.getfixturevalue("virtuoso_store")
        return virtuoso
    return oxigraph if request.param == "pyoxigraph" else rdflib_store


def _cell(value: Value | None) -> str:
    if isinstance(value, Literal):
        return value.value
    return "" if value is None or isinstance(value, BlankNode) else short_name(value)


@pytest.mark.parametrize(("sparql", "rows"), QUERIES.values(), ids=QUERIES)
def test_the_plain_query_gives_the_right_answer(
    engine: Store | RdflibStore | RemoteStore, sparql: str, rows: Rows
) -> None:
    answer = engine.query(PROLOGUE + sparql)
    assert isinstance(answer, Solutions)
    found = [tuple(map(_cell, row)) for row in answer.rows]
    assert set(found) == rows
    assert len(found) == len(rows)
