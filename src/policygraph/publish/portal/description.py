"""Collect triples about one thing after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO

from policygraph.core.namespaces import IRI, RDF, XSD
from policygraph.core.terms import Literal, Term, Triple, text
from policygraph.store.rdf import write_triples

Bilingual = Mapping[str, str]


def in_both(words: Bilingual) -> list[Term]:
    """A text by language as literals."""
    return [text(value, language) for language, value in words.items() if value]


def date(value: str) -> Literal:
    """An ISO date."""
    return Literal(value, XSD.date)


class Description:
    """Triples, written sorted and each once."""

    def __init__(self) -> None:
        self.triples: set[Triple] = set()

    def add(
        self,
        subject: IRI,
        kinds: Iterable[IRI] | IRI,
        facts: Mapping[IRI, Term | Iterable[Term] | None],
    ) -> IRI:
        """Describe a thing.

        Args:
            subject: the thing.
            kinds: its class or classes.
            facts: one value or several by property; ``None`` for what is not known.

        Returns:
            The thing.
        """
        for kind in [kinds] if isinstance(kinds, IRI) else kinds:
            self.triples.add((subject, RDF.type, kind))
        for predicate, values in facts.items():
            single = isinstance(values, (IRI, Literal))
            for value in [values] if single else values or ():
                self.triples.add((subject, predicate, value))  # type: ignore[arg-type]
        return subject

    def sorted(self) -> list[Triple]:
        """The triples in order."""
        return sorted(
            self.triples, key=lambda t: (t[0], t[1], isinstance(t[2], Literal), tuple(t[2]))
        )

    def write_turtle(self, out: IO[bytes], prefixes: Mapping[str, str]) -> None:
        """Write them as Turtle."""
        write_triples(self.sorted(), out, "turtle", prefixes=dict(prefixes))
