"""The three layers of a document's graph: stated, inferred and curated, kept apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from policygraph.graph.names import Names, rule
from policygraph.namespaces import IRI, POL, RDF
from policygraph.rdf import Triple

LINKS = (
    POL.responsibleBody, POL.involvesOrganization, POL.involvesActor, POL.hasTheme,
    POL.usesInstrument, POL.commitment, POL.refersTo, POL.underProgramme, POL.takesPlaceIn,
)  # fmt: skip


@dataclass(slots=True)
class Layers:
    """The layers of one document.

    A link that the text states is not inferred or curated as well: a triple stands in one layer.
    """

    key: str
    names: Names
    stated: set[Triple] = field(default_factory=set)
    inferred: set[Triple] = field(default_factory=set)
    curated: set[Triple] = field(default_factory=set)

    def infer(self, rule_key: str, subject: IRI, predicate: IRI, value: IRI) -> None:
        """Add what follows by a named rule, with its assertion, unless it is there already."""
        triple = (subject, predicate, value)
        if triple in self.stated or triple in self.inferred:
            return
        self.inferred.add(triple)
        assertion = self.names.assertion(
            self.key, rule_key, subject, predicate, self.names.local(value)
        )
        self.inferred |= {
            (assertion, RDF.type, POL.Assertion),
            (assertion, RDF.subject, subject),
            (assertion, RDF.predicate, predicate),
            (assertion, RDF.object, value),
            (assertion, POL.rule, rule(rule_key)),
        }
