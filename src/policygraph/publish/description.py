"""What a portal directory says of itself: DCAT, VoID, PROV and a README, from templates."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policygraph.core.html import render
from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.namespaces import BASE, DCTERMS, DQV, FOAF, IRI, PROV, RDF, SCHEMA, SKOS
from policygraph.core.prefixes import PREFIXES, used_prefixes
from policygraph.core.terms import Literal, Term, Triple, text
from policygraph.publish.changes import PortalChanges
from policygraph.publish.contents import ONTOLOGY, Contents
from policygraph.publish.facts import SettledFacts
from policygraph.publish.statistics import GraphFacts, first_iri, values
from policygraph.publish.turtle import as_keywords, in_both, in_order, render_turtle
from policygraph.store import Store

_MOST_NAMED = 5  # documents in the description
_say = Messages("portal")


@dataclass(frozen=True, slots=True)
class PortalDescription:
    """Describes a directory.

    Attributes:
        facts: what the publisher said.
        graph: what was counted and read.
        shared: ontology, vocabularies and metadata.
        contents: what lies in the directory.
        changes: since the earlier version, where there was one.
        issued: when the dataset was first published.
    """

    facts: SettledFacts
    graph: GraphFacts
    shared: Store
    contents: Contents
    changes: PortalChanges | None
    issued: str

    def _render(self, template: str, **more: object) -> list[Triple]:
        return render_turtle(
            template, self.facts.base, facts=self.facts, files=self.contents.files, parts=self.contents.parts,
            documents=self.graph.documents, whole=self.contents.dataset, **more,
        )  # fmt: skip

    def catalogue(self) -> list[Triple]:
        """``dcat.ttl``."""
        titles = {language: self._document_titles(language) for language in LANGUAGES}
        changes = self.changes
        earlier = changes.since if changes and changes.since != self.facts.version else ""
        ontology = [part.titles for part in self.contents.parts if part.thing == ONTOLOGY]
        return self._render(
            "dcat",
            licences=_licences(),
            rights_labels=self._rights(),
            period=self.graph.period,
            documentation=IRI(f"{self.facts.url}README.md"),
            issued=self.issued,
            description=self._description(titles),
            themes=as_keywords(
                label
                for theme in self.graph.main_themes()
                for label in self._values(theme, SKOS.prefLabel)
                if isinstance(label, Literal) and label.language in LANGUAGES
            ),
            ontology=ONTOLOGY,
            ontology_titles=ontology[0] if ontology else [],
            all_titles={"ja": "、".join(titles["ja"]), "en": "; ".join(titles["en"])},
            build=self._first_iri(self.contents.dataset, PROV.wasGeneratedBy),
            notes=self._notes(),
            measurements=self._measurements(),
            earlier=earlier,
            earlier_titles=[
                text(f"{_say('title', language)} ({earlier})", language) for language in LANGUAGES
            ],
        )

    def _description(self, titles: dict[str, list[str]]) -> list[Term]:
        """What the graph is, and which texts and how many measures it holds."""
        number = len(titles["en"])
        named = {
            "ja": f"「{'」「'.join(titles['ja'][:_MOST_NAMED])}」",
            "en": "; ".join(titles["en"][:_MOST_NAMED]),
        }
        if number > _MOST_NAMED:
            named = {
                language: _say("more-documents", language, documents=words, number=number - _MOST_NAMED)
                for language, words in named.items()
            }  # fmt: skip
        return in_both(
            "description", number=number, unit="document" if number == 1 else "documents",
            documents=named, measures=self.graph.measures, targets=self.graph.targets,
        )  # fmt: skip

    def _document_titles(self, language: str) -> list[str]:
        """The titles of documents in a language, else in the other."""
        return [_in(document.titles, language) or document.key for document in self.graph.documents]

    def statistics(self) -> list[Triple]:
        """``void.ttl``."""
        used = [term for (term,) in (*self.graph.properties, *self.graph.classes)]
        return self._render(
            "void",
            counts=self.graph,
            vocabularies=[IRI(namespace) for namespace in used_prefixes(used).values()],
            spaces=[text(space) for space in sorted({BASE, self.facts.base})],
            step=_step,
        )

    def provenance(self) -> list[Triple]:
        """``prov.ttl``: what the graph says of files and curators, and of how it was made."""
        build = self._first_iri(self.contents.dataset, PROV.wasGeneratedBy) or IRI(
            f"{self.contents.dataset}/build"
        )
        software = self._first_iri(build, PROV.wasAssociatedWith)
        taken = self.graph.provenance
        curations = {s for s, predicate, _ in taken if predicate == PROV.wasAttributedTo}
        rendered = self._render(
            "prov",
            titles=self._values(self.contents.dataset, DCTERMS.title),
            build=build,
            used=self._values(build, PROV.used),
            software=software,
            software_names=self._values(software, FOAF.name) if software else [],
            software_versions=self._values(software, SCHEMA.softwareVersion) if software else [],
            origins=[document.iri for document in self.graph.documents] + sorted(curations),
            rules=[
                {
                    "iri": rule,
                    "assertions": number,
                    "labels": self._values(rule, SKOS.prefLabel),
                    "definitions": self._values(rule, SKOS.definition),
                }
                for (rule,), number in self.graph.rules.items()
            ],
        )
        return in_order([*rendered, *taken])

    def readme(self, *, bom: bool) -> str:
        """``README.md``; ``bom``: the tables are for Excel."""
        said = [literal.value for part in self.contents.parts for literal in part.attributions]
        return render(
            "portal/README.md", say=_say, words=_in, facts=self.facts, found=self.graph,
            files=self.contents.files, attributions=said, changes=self.changes, bom=bom,
        )  # fmt: skip

    def _rights(self) -> list[Term]:
        """What is to be said of the words of the source texts, in both languages."""
        return [
            text(" ".join([_say("licence-of-graph", language), *self._notices(language)]), language)
            for language in LANGUAGES
        ]

    def _notices(self, language: str) -> list[str]:
        """The notices of the documents in a language, else in the other."""
        return [
            _in(document.notices, language) for document in self.graph.documents if document.notices
        ]

    def _notes(self) -> list[Term]:
        """What changed, in both languages."""
        if self.changes is None:
            return in_both("first-version")
        return [text(self.changes.note(language), language) for language in LANGUAGES]

    def _measurements(self) -> list[tuple[IRI, list[Triple]]]:
        """What the graph says of its own error: each measurement with what it says."""
        told = (DQV.isMeasurementOf, DQV.computedOn, DQV.value)
        found = sorted(
            subject
            for subject, _, _ in self.shared.match(None, RDF.type, DQV.QualityMeasurement)
            if isinstance(subject, IRI)
        )
        return [
            (iri, [(iri, said, value) for said in told for value in self._values(iri, said)])
            for iri in found
        ]

    def _values(self, subject: IRI, predicate: IRI) -> list[Term]:
        return values(self.shared, subject, predicate)

    def _first_iri(self, subject: IRI, predicate: IRI) -> IRI | None:
        return first_iri(self._values(subject, predicate))


@cache
def _licences() -> dict[str, dict[str, str]]:
    """What portals call licences, by IRI; see ``licences.toml``."""
    file = Path(__file__).with_name("licences.toml")
    found: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return found


def _in(terms: Iterable[Term], language: str) -> str:
    """The words of the first literal in a language, or without one, else of the first literal."""
    literals = [term for term in terms if isinstance(term, Literal)]
    own = [literal.value for literal in literals if literal.language in (language, "")]
    return own[0] if own else literals[0].value if literals else ""


def _step(iri: IRI) -> str:
    """An IRI as a step of another: its prefix and local name with hyphens."""
    for prefix in used_prefixes([iri]):
        return f"{prefix}-{iri.removeprefix(PREFIXES[prefix])}".rstrip("-").replace("/", "-")
    return "".join(c if c.isalnum() else "-" for c in iri.partition("://")[2]).strip("-")
