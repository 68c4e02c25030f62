"""What properties and kinds of things are called on a page."""

from __future__ import annotations

from policygraph.core.index import Index
from policygraph.core.namespaces import (
    IRI,
    RDFS,
)
from policygraph.core.prefixes import PREFIXES

Pair = dict[str, str]

PROPERTIES: dict[str, Pair] = {
    "rdf:type": {"ja": "クラス", "en": "class"},
    "rdfs:subClassOf": {"ja": "上位クラス", "en": "subclass of"},
    "rdfs:subPropertyOf": {"ja": "上位プロパティ", "en": "subproperty of"},
    "rdfs:domain": {"ja": "定義域", "en": "domain"},
    "rdfs:range": {"ja": "値域", "en": "range"},
    "rdfs:comment": {"ja": "注記", "en": "comment"},
    "owl:disjointWith": {"ja": "互いに素なクラス", "en": "disjoint with"},
    "owl:versionInfo": {"ja": "版", "en": "version"},
    "skos:inScheme": {"ja": "概念体系", "en": "in scheme"},
    "skos:topConceptOf": {"ja": "最上位概念", "en": "top concept of"},
    "skos:broader": {"ja": "上位概念", "en": "broader"},
    "skos:narrower": {"ja": "下位概念", "en": "narrower"},
    "skos:related": {"ja": "関連概念", "en": "related"},
    "skos:member": {"ja": "構成概念", "en": "members"},
    "skos:altLabel": {"ja": "別名", "en": "other names"},
    "skos:hiddenLabel": {"ja": "照合にだけ用いる表記", "en": "spellings for matching only"},
    "skos:notation": {"ja": "記号", "en": "notation"},
    "skos:scopeNote": {"ja": "適用範囲", "en": "scope note"},
    "skos:exactMatch": {"ja": "一致する概念", "en": "exact match"},
    "skos:closeMatch": {"ja": "近い概念", "en": "close match"},
    "skos:broadMatch": {"ja": "より広い概念", "en": "broader match"},
    "skos:narrowMatch": {"ja": "より狭い概念", "en": "narrower match"},
    "skos:relatedMatch": {"ja": "関連する概念", "en": "related match"},
    "org:identifier": {"ja": "識別番号", "en": "identifier"},
    "org:subOrganizationOf": {"ja": "上位組織", "en": "part of"},
    "dcterms:identifier": {"ja": "識別子", "en": "identifier"},
    "dcterms:isPartOf": {"ja": "全体", "en": "is part of"},
    "dcterms:isVersionOf": {"ja": "もとの文書", "en": "is version of"},
    "dcterms:isReplacedBy": {"ja": "後継", "en": "is replaced by"},
    "dcterms:issued": {"ja": "公表日", "en": "issued"},
    "dcterms:source": {"ja": "出典", "en": "source"},
    "dcterms:license": {"ja": "利用許諾条件", "en": "licence"},
    "dcterms:creator": {"ja": "作成者", "en": "creator"},
    "dcterms:bibliographicCitation": {"ja": "書誌", "en": "citation"},
    "dcterms:description": {"ja": "説明", "en": "description"},
}

_VANN = "http://purl.org/vocab/vann/"
PROPERTIES |= {
    f"{_VANN}preferredNamespacePrefix": {"ja": "接頭辞", "en": "prefix"},
    f"{_VANN}preferredNamespaceUri": {"ja": "名前空間", "en": "namespace"},
}

KINDS: dict[str, Pair] = {
    "owl:Ontology": {"ja": "オントロジー", "en": "ontology"},
    "owl:Class": {"ja": "クラス", "en": "class"},
    "owl:ObjectProperty": {"ja": "プロパティ（もの）", "en": "object property"},
    "owl:DatatypeProperty": {"ja": "プロパティ（値）", "en": "datatype property"},
    "owl:AnnotationProperty": {"ja": "注釈プロパティ", "en": "annotation property"},
    "rdfs:Datatype": {"ja": "データ型", "en": "datatype"},
    "skos:Concept": {"ja": "概念", "en": "concept"},
    "skos:ConceptScheme": {"ja": "概念体系", "en": "concept scheme"},
    "skos:Collection": {"ja": "概念の集まり", "en": "collection"},
}


def curie(iri: str) -> str:
    """An IRI with the longest prefix that fits."""
    fitting = [(len(base), prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def property_name(index: Index, link: IRI) -> Pair:
    """What a property is called."""
    labels = {lang: index.words(link, RDFS.label, lang) for lang in ("ja", "en")}
    if all(labels.values()):
        return labels
    short = curie(link)
    return PROPERTIES.get(short, {"ja": short, "en": short})


def kind_name(index: Index, kind: IRI) -> Pair:
    """What a class is called."""
    labels = {lang: index.words(kind, RDFS.label, lang) for lang in ("ja", "en")}
    if all(labels.values()):
        return labels
    short = curie(kind)
    return KINDS.get(short, {"ja": short, "en": short})
