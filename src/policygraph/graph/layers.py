"""The three layers of a document's graph: stated, inferred and curated, kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from policygraph.core.names import Names, rule
from policygraph.core.namespaces import IRI, POL, RDF
from policygraph.core.terms import Triple

LINKS = (
    POL.responsibleBody, POL.involvesOrganization, POL.involvesActor, POL.hasTheme,
    POL.usesInstrument, POL.commitment, POL.refersTo, POL.underProgramme, POL.takesPlaceIn,
)  # fmt: skip


class Withdrawals:
    """The links that curators took out, and which of them were really there.

    Args:
        links: what the curation files withdraw.
    """

    def __init__(self, links: Iterable[Triple] = ()) -> None:
        self.links = frozenset(links)
        self.effective: set[Triple] = set()

    def take(self, links: set[Triple]) -> set[Triple]:
        """The links without those withdrawn."""
        self.effective |= links & self.links
        return links - self.links

    def holds(self, link: Triple) -> bool:
        """Whether a link is withdrawn."""
        if link in self.links:
            self.effective.add(link)
            return True
        return False


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
