"""``dcat.ttl`` and ``dcat.jsonld``: the catalogue as DCAT-AP 3.0.1 asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policygraph.core.namespaces import BASE, DCAT, DCTERMS, FOAF, IRI, PROV, RDFS, SKOS, XSD
from policygraph.core.terms import Literal, Term, text
from policygraph.publish.portal import authorities as eu
from policygraph.publish.portal.changes import Changes
from policygraph.publish.portal.description import Description, date, in_both
from policygraph.publish.portal.facts import SettledFacts
from policygraph.publish.portal.files import PortalFile
from policygraph.publish.portal.statistics import Statistics
from policygraph.publish.portal.terms import ADMS, DCATAP, SPDX, VCARD, authority, media_type
from policygraph.publish.portal.words import (
    KEYWORDS,
    LICENCE_LABELS,
    ONTOLOGY_KEYWORDS,
    PART_LICENCE_LABELS,
    SCHEME_KEYWORDS,
    TITLE,
    describe_content,
)
from policygraph.questions.documents import Shared

ONTOLOGY = IRI(f"{BASE}ontology")
_SPARQL = IRI("https://www.w3.org/TR/sparql11-protocol/")
_GZIP = "application/gzip"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document whose words the graph holds, and their terms."""

    iri: IRI
    key: str
    titles: list[Term]
    licence: IRI | None
    notices: list[Term]


@dataclass(frozen=True, slots=True)
class Part:
    """A dataset of its own within the catalogue: the ontology or a scheme.

    Attributes:
        iri: of the dataset; ``thing`` is the ontology or scheme that it holds.
        licence: of the scheme, where it states one of its own.
        attributions: what its source asks to be said.
    """

    iri: IRI
    thing: IRI
    titles: list[Term]
    descriptions: list[Term]
    licence: IRI | None
    attributions: list[Term]


def describe_catalogue(
    facts: SettledFacts,
    shared: Shared,
    found: Statistics,
    parts: list[Part],
    sources: list[SourceDocument],
    files: list[PortalFile],
    changes: Changes | None,
    issued: str,
) -> Description:
    """Describe a catalogue with its datasets, distributions and service.

    Args:
        facts: what the publisher said.
        shared: of the graph.
        found: what was counted in it.
        parts: ontology and schemes.
        sources: documents and their terms.
        files: all distributions.
        changes: since the earlier version, where there was one.
        issued: when the dataset was first published.
    """
    about = _Catalogue(facts, shared, found, issued)
    rights = {about.dataset: [r for source in sources if (r := about.rights(source))]}
    about.agents()
    about.whole(sources, changes)
    licences = {}
    for part in parts:
        about.part(part)
        rights[part.iri] = about.attribution(part)
        licences[part.iri] = about.licence(part)
    for file in files:
        about.distribution(file, licences.get(file.dataset), rights[file.dataset])
    about.catalogue(parts)
    if facts.endpoint is not None:
        about.service(facts.endpoint)
    media = {file.media_type for file in files} | {_GZIP}
    eu.describe_authorities(about.about, {file.file_type for file in files}, media)
    return about.about


class _Catalogue:
    def __init__(self, facts: SettledFacts, shared: Shared, found: Statistics, issued: str) -> None:
        self.facts, self.shared, self.found = facts, shared.index, found
        self.about = Description()
        self.dataset = IRI(f"{facts.base}dataset")
        self.contact = IRI(f"{facts.base}agent/contact")
        self.dates: dict[IRI, Term | None] = {
            DCTERMS.issued: date(issued),
            DCTERMS.modified: date(facts.modified),
        }

    def agents(self) -> None:
        """Publisher, contact point and the licence of the graph."""
        names = list(self.facts.publisher_names)
        self.about.add(self.facts.publisher, FOAF.Agent, {FOAF.name: names})
        address = VCARD.hasEmail if self.facts.contact.startswith("mailto:") else VCARD.hasURL
        self.about.add(
            self.contact,
            {VCARD.Kind, VCARD.Organization},
            {VCARD.fn: names, address: self.facts.contact},
        )
        eu.describe_licence(self.about, self.facts.licence, in_both(LICENCE_LABELS))

    def rights(self, source: SourceDocument) -> IRI | None:
        """The terms of a source text, apart from those of the graph."""
        self.about.add(
            source.iri,
            DCTERMS.BibliographicResource,
            {DCTERMS.title: source.titles, DCTERMS.license: source.licence},
        )
        if source.licence is not None:
            labels = {"en": "Terms of the source text", "ja": "原文の利用規約"}
            eu.describe_licence(self.about, source.licence, in_both(labels))
        if not source.notices:
            return None
        return self.about.add(
            IRI(f"{self.dataset}/rights/{source.key}"),
            DCTERMS.RightsStatement,
            {RDFS.label: source.notices, DCTERMS.license: source.licence},
        )

    def _dataset(
        self, iri: IRI, titles: list[Term], descriptions: list[Term], keywords: list[Term]
    ) -> None:
        """What is said of every dataset alike."""
        self.about.add(
            iri,
            DCAT.Dataset,
            {
                DCTERMS.title: titles,
                DCTERMS.description: descriptions,
                DCTERMS.identifier: text(iri),
                DCTERMS.publisher: self.facts.publisher,
                DCTERMS.language: [eu.JAPANESE, eu.ENGLISH],
                DCTERMS.accessRights: eu.PUBLIC,
                DCTERMS.accrualPeriodicity: eu.IRREGULAR,
                DCTERMS.spatial: eu.JAPAN,
                DCAT.contactPoint: self.contact,
                DCAT.theme: [authority("data-theme", code) for code in eu.THEMES],
                DCAT.keyword: [*_words(KEYWORDS), *keywords],
                DCAT.version: text(self.facts.version),
                **self.dates,
            },
        )

    def whole(self, sources: list[SourceDocument], changes: Changes | None) -> None:
        """The graph as a whole: its standard, where it comes from, what changed."""
        titles = {language: _titles(sources, language) for language in ("ja", "en")}
        self._dataset(
            self.dataset,
            in_both(TITLE),
            in_both(describe_content(titles, self.found)),
            [label for theme in self.found.main_themes() for label in self._labels(theme)],
        )
        notes = (
            changes.notes()
            if changes
            else {"en": "First published version.", "ja": "最初の公開版。"}
        )
        build = self.shared.iri(self.dataset, PROV.wasGeneratedBy)
        self.about.add(
            self.dataset,
            DCAT.Dataset,
            {
                DCTERMS.conformsTo: self._standard(
                    ONTOLOGY, self.shared.values(ONTOLOGY, DCTERMS.title) or [text("policygraph")]
                ),
                DCTERMS.provenance: self._provenance(sources),
                PROV.wasDerivedFrom: [source.iri for source in sources],
                PROV.wasGeneratedBy: self.about.add(build, PROV.Activity, {}) if build else None,
                ADMS.versionNotes: in_both(notes),
            },
        )
        if changes is not None and changes.since != self.facts.version:
            earlier = self._earlier(changes.since)
            self.about.add(self.dataset, DCAT.Dataset, {DCAT.previousVersion: earlier})

    def _earlier(self, version: str) -> IRI:
        titles = {language: f"{title} ({version})" for language, title in TITLE.items()}
        descriptions = {
            "en": "An earlier version of the dataset.",
            "ja": "このデータセットの以前の版。",
        }
        return self.about.add(
            IRI(f"{self.dataset}/version/{version}"),
            DCAT.Dataset,
            {
                DCTERMS.title: in_both(titles),
                DCTERMS.description: in_both(descriptions),
                DCAT.version: text(version),
            },
        )

    def _labels(self, thing: IRI) -> list[Term]:
        """What a thing is called in Japanese and English."""
        return [
            label
            for label in self.shared.values(thing, SKOS.prefLabel)
            if isinstance(label, Literal) and label.language in ("ja", "en")
        ]

    def _provenance(self, sources: list[SourceDocument]) -> IRI:
        titles = {
            language: "、".join(_titles(sources, language)) if language == "ja" else
            "; ".join(_titles(sources, language))
            for language in ("ja", "en")
        }  # fmt: skip
        return self.about.add(
            IRI(f"{self.dataset}/provenance"),
            DCTERMS.ProvenanceStatement,
            {RDFS.label: in_both({
                "en": f"Made by the program policygraph from the text of: {titles['en']}. prov.ttl has the"
                " hashes of the files, the version of the program, the rules and the curators.",
                "ja": f"次の文書の本文から、プログラムpolicygraphが作成した：{titles['ja']}。ファイルのハッシュ値、"
                "プログラムの版、規則、編集者はprov.ttlにある。",
            })},
        )  # fmt: skip

    def _standard(self, iri: IRI, titles: list[Term]) -> IRI:
        return self.about.add(iri, DCTERMS.Standard, {DCTERMS.title: titles})

    def part(self, part: Part) -> None:
        """The ontology or a scheme as a dataset of its own."""
        keywords = ONTOLOGY_KEYWORDS if part.thing == ONTOLOGY else SCHEME_KEYWORDS
        self._dataset(part.iri, part.titles, part.descriptions, _words(keywords))

    def licence(self, part: Part) -> IRI | None:
        """The licence that the ontology or a scheme states of itself."""
        if part.licence is not None and part.licence != self.facts.licence:
            eu.describe_licence(self.about, part.licence, in_both(PART_LICENCE_LABELS))
        return part.licence

    def attribution(self, part: Part) -> list[IRI]:
        """What the source of a scheme asks to be said, as a statement of rights."""
        if not part.attributions:
            return []
        statement = IRI(f"{part.iri}/rights")
        return [self.about.add(statement, DCTERMS.RightsStatement, {RDFS.label: part.attributions})]

    def distribution(self, file: PortalFile, licence: IRI | None, rights: list[IRI]) -> None:
        """A file: what it is, where it lies, its size, hash and terms."""
        url = IRI(self.facts.url + file.path)
        iri = IRI(f"{self.dataset}/file/{file.path}")
        checksum = self.about.add(
            IRI(f"{iri}#sha256"),
            SPDX.Checksum,
            {
                SPDX.algorithm: self.about.add(
                    SPDX.checksumAlgorithm_sha256, SPDX.ChecksumAlgorithm, {}
                ),
                SPDX.checksumValue: Literal(file.sha256, XSD.hexBinary),
            },
        )
        self.about.add(
            iri,
            DCAT.Distribution,
            {
                DCTERMS.title: in_both(file.title),
                DCTERMS.description: in_both(file.description),
                DCAT.accessURL: url,
                DCAT.downloadURL: url,
                DCAT.mediaType: media_type(file.media_type),
                DCAT.compressFormat: media_type(_GZIP) if file.is_packed else None,
                DCTERMS.format: authority("file-type", file.file_type),
                DCAT.byteSize: Literal(str(file.size), XSD.nonNegativeInteger),
                SPDX.checksum: checksum,
                DCTERMS.license: licence or self.facts.licence,
                DCTERMS.rights: rights,
                DCTERMS.language: [eu.JAPANESE, eu.ENGLISH],
                ADMS.status: eu.COMPLETED,
                DCATAP.availability: eu.STABLE,
                **self.dates,
            },
        )
        self.about.add(file.dataset, DCAT.Dataset, {DCAT.distribution: iri})

    def catalogue(self, parts: list[Part]) -> None:
        """The catalogue itself, with the schemes by which its datasets are classed."""
        schemes = [part.thing for part in parts if part.thing != ONTOLOGY]
        for part in parts:
            if part.thing in schemes:
                self.about.add(
                    part.thing,
                    SKOS.ConceptScheme,
                    {DCTERMS.title: part.titles, SKOS.definition: part.descriptions},
                )
        titles = {"en": "policygraph catalogue", "ja": "policygraphカタログ"}
        descriptions = {
            "en": "The knowledge graph of innovation policy, its ontology and its concept schemes.",
            "ja": "イノベーション政策の知識グラフ、そのオントロジー及び概念体系。",
        }
        self.about.add(
            IRI(f"{self.facts.base}catalogue"),
            DCAT.Catalog,
            {
                DCTERMS.title: in_both(titles),
                DCTERMS.description: in_both(descriptions),
                DCTERMS.publisher: self.facts.publisher,
                DCTERMS.language: [eu.JAPANESE, eu.ENGLISH],
                DCTERMS.license: self.facts.licence,
                DCTERMS.spatial: eu.JAPAN,
                DCAT.themeTaxonomy: [authority("data-theme"), *schemes],
                DCAT.dataset: [self.dataset, *(part.iri for part in parts)],
                DCAT.service: IRI(f"{self.dataset}/service") if self.facts.endpoint else None,
                **self.dates,
            },
        )

    def service(self, endpoint: IRI) -> None:
        """A SPARQL endpoint that serves the graph."""
        titles = {"en": "SPARQL endpoint of policygraph", "ja": "policygraphのSPARQLエンドポイント"}
        standard = self._standard(_SPARQL, in_both({"en": "SPARQL 1.1 Protocol"}))
        self.about.add(
            IRI(f"{self.dataset}/service"),
            DCAT.DataService,
            {
                DCTERMS.title: in_both(titles),
                DCTERMS.publisher: self.facts.publisher,
                DCTERMS.license: self.facts.licence,
                DCTERMS.accessRights: eu.PUBLIC,
                DCTERMS.conformsTo: standard,
                DCAT.contactPoint: self.contact,
                DCAT.theme: [authority("data-theme", code) for code in eu.THEMES],
                DCAT.keyword: _words(KEYWORDS),
                DCAT.endpointURL: endpoint,
                DCAT.servesDataset: self.dataset,
            },
        )


def _words(by_language: Mapping[str, Iterable[str]]) -> list[Term]:
    return [text(word, language) for language, words in by_language.items() for word in words]


def _titles(sources: list[SourceDocument], language: str) -> list[str]:
    """The titles of documents in a language, else in the other."""
    found = []
    for source in sources:
        literals = [title for title in source.titles if isinstance(title, Literal)]
        own = [title.value for title in literals if title.language == language]
        found += own[:1] or [title.value for title in literals[:1]] or [source.key]
    return found
