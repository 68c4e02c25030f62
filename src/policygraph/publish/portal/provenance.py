"""``prov.ttl``: from which files, by which software and rules, and by whose judgement (W3C PROV)."""

from __future__ import annotations

from policygraph.core.index import Index
from policygraph.core.namespaces import DCAT, DCTERMS, FOAF, IRI, POL, PROV, SCHEMA, SKOS
from policygraph.core.terms import Term, text
from policygraph.publish.portal.description import Description, in_both
from policygraph.publish.portal.facts import SettledFacts
from policygraph.publish.portal.statistics import Statistics
from policygraph.questions.documents import Shared


class Provenance:
    """Gathers provenance while the documents of a graph go by."""

    def __init__(self, facts: SettledFacts, shared: Shared) -> None:
        self.facts = facts
        self.shared = shared.index
        self.about = Description()
        self.dataset = IRI(f"{facts.base}dataset")
        self.documents: list[IRI] = []

    def add_document(self, index: Index, document: IRI) -> None:
        """Note a document: its texts, the files they were read from, and who curated it."""
        self.documents.append(document)
        for subject in index.subjects():
            if index.is_a(subject, PROV.Entity):
                self._entity(index, subject)
            elif index.is_a(subject, PROV.Agent):
                self.about.add(subject, PROV.Agent, {FOAF.name: index.values(subject, FOAF.name)})
            elif PROV.wasDerivedFrom in index.about(subject):
                # A text: its words and its own hash are in the graph.
                facts = {
                    PROV.wasDerivedFrom: index.values(subject, PROV.wasDerivedFrom),
                    SCHEMA.sha256: index.values(subject, SCHEMA.sha256),
                    DCTERMS.isPartOf: index.values(subject, DCTERMS.isPartOf),
                }
                self.about.add(subject, PROV.Entity, facts)
        kept = (DCTERMS.title, DCTERMS.issued, DCTERMS.source, DCTERMS.license, DCTERMS.publisher)
        said: dict[IRI, list[Term]] = {p: index.values(document, p) for p in kept}
        self.about.add(document, PROV.Entity, said)

    def _entity(self, index: Index, entity: IRI) -> None:
        """A source file, or a curation: what a person judged and when."""
        kept = (
            SCHEMA.sha256,
            DCTERMS.isPartOf,
            DCTERMS.date,
            DCTERMS.subject,
            PROV.wasAttributedTo,
        )
        said: dict[IRI, list[Term]] = {p: index.values(entity, p) for p in kept}
        self.about.add(entity, PROV.Entity, said)
        if index.values(entity, PROV.wasAttributedTo):
            self.about.add(self.dataset, DCAT.Dataset, {PROV.wasDerivedFrom: entity})

    def finish(self, found: Statistics) -> Description:
        """Describe the dataset and its build: software, rules, and how much each rule gave."""
        about, shared = self.about, self.shared
        build = shared.iri(self.dataset, PROV.wasGeneratedBy) or IRI(f"{self.dataset}/build")
        software = shared.iri(build, PROV.wasAssociatedWith)
        about.add(
            self.dataset,
            {DCAT.Dataset, PROV.Entity},
            {
                DCTERMS.title: shared.values(self.dataset, DCTERMS.title),
                DCAT.version: text(self.facts.version),
                PROV.wasGeneratedBy: build,
                PROV.wasDerivedFrom: self.documents,
            },
        )
        about.add(build, PROV.Activity, {PROV.used: shared.values(build, PROV.used)})
        if software is not None:
            kept = (FOAF.name, SCHEMA.softwareVersion)
            said: dict[IRI, list[Term]] = {p: shared.values(software, p) for p in kept}
            about.add(software, PROV.SoftwareAgent, said)
            about.add(build, PROV.Activity, {PROV.wasAssociatedWith: software})
        for rule, number in sorted(found.assertions.items()):
            self._rule(rule, number, build, software)
        return about

    def _rule(self, rule: IRI, number: int, build: IRI, software: IRI | None) -> None:
        labels = self.shared.values(rule, SKOS.prefLabel)
        self.about.add(
            rule,
            {POL.Rule, PROV.Plan},
            {SKOS.prefLabel: labels, SKOS.definition: self.shared.values(rule, SKOS.definition)},
        )
        association = IRI(f"{build}/rule/{rule.rpartition('/')[2]}")
        notes = {"en": f"{number} assertions of the graph follow by this rule.",
                 "ja": f"グラフの言明のうち{number}件がこの規則による。"}  # fmt: skip
        self.about.add(
            association,
            PROV.Association,
            {PROV.agent: software, PROV.hadPlan: rule, DCTERMS.description: in_both(notes)},
        )
        self.about.add(build, PROV.Activity, {PROV.qualifiedAssociation: association})
