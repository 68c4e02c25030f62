"""Write nodes as compact JSON-LD 1.1 with a context of ours.

The subset of the compaction algorithm that our contexts need: type-coerced terms, language maps,
sets and reverse properties. What no term fits is written with a CURIE and a full value object, so
that nothing is lost whatever the graph holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policygraph.core.errors import DataError
from policygraph.core.namespaces import IRI, RDF, XSD
from policygraph.core.terms import Literal, Term

Node = dict[str, Any]

_INTEGERS = frozenset((XSD.integer, XSD.nonNegativeInteger))


@dataclass(frozen=True, slots=True)
class _TermDefinition:
    name: str
    iri: str
    type: str
    containers: frozenset[str]
    reverse: bool


class Context:
    """A JSON-LD context whose terms are all defined in it.

    Args:
        entries: the value of ``@context``.

    Raises:
        DataError: it uses a keyword that is not understood here.
    """

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self.entries = dict(entries)
        self._prefixes = {
            name: value
            for name, value in entries.items()
            if isinstance(value, str) and value.startswith("http") and value[-1] in "#/"
        }
        self._terms: dict[str, list[_TermDefinition]] = {}
        self._reverse: dict[str, _TermDefinition] = {}
        self.id_key, self.type_key = "@id", "@type"
        self._vocabulary = str(entries.get("@vocab", ""))
        for name, value in entries.items():
            self._define(name, value)
        self._curies: dict[str, str] = {}

    def _define(self, name: str, value: Any) -> None:
        if name.startswith("@"):
            return
        if value == "@id":
            self.id_key = name
        elif value == "@type":
            self.type_key = name
        elif isinstance(value, str) and name not in self._prefixes:
            self._add(_TermDefinition(name, self.expand(value), "", frozenset(), reverse=False))
        elif isinstance(value, dict):
            unknown = set(value) - {"@id", "@type", "@container", "@reverse"}
            if unknown:
                raise DataError("context-unsupported", name=name, keyword=sorted(unknown)[0])
            held = value.get("@container", [])
            containers = frozenset([held] if isinstance(held, str) else held)
            iri = self.expand(value.get("@reverse") or value["@id"])
            self._add(_TermDefinition(name, iri, self.expand(value.get("@type", "")), containers,
                                      reverse="@reverse" in value))  # fmt: skip

    def _add(self, term: _TermDefinition) -> None:
        if term.reverse:
            self._reverse[term.iri] = term
        else:
            self._terms.setdefault(term.iri, []).append(term)

    def expand(self, curie: str) -> str:
        """The IRI of a CURIE of the context."""
        prefix, colon, local = curie.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else curie

    def curie(self, iri: str) -> str:
        """An IRI with the longest prefix that fits, else as it is."""
        local = iri.removeprefix(self._vocabulary)
        if local != iri and local not in self.entries and ":" not in local:
            return local
        if iri not in self._curies:
            fitting = [
                (len(base), prefix)
                for prefix, base in self._prefixes.items()
                if iri.startswith(base) and len(iri) > len(base)
            ]
            prefix = max(fitting)[1] if fitting else ""
            self._curies[iri] = f"{prefix}:{iri[len(self._prefixes[prefix]) :]}" if prefix else iri
        return self._curies[iri]

    def vocabulary_name(self, iri: str) -> str:
        """A class or property as a value: its term without coercion, else its CURIE."""
        terms = self._terms.get(iri, [])
        return terms[0].name if terms else self.curie(iri)

    def datatype(self, predicate: IRI) -> IRI | None:
        """The datatype that a term gives to the values of a property, if one does."""
        for term in self._terms.get(predicate, []):
            if term.type and not term.type.startswith("@"):
                return IRI(term.type)
        return None

    def reverse_name(self, predicate: IRI) -> str | None:
        """The term that holds what points here by a property, if there is one."""
        term = self._reverse.get(predicate)
        return term.name if term else None

    def node(self, subject: IRI, about: Mapping[IRI, Sequence[Term]]) -> Node:
        """A node with all that is said of it; things it leads to are given by their IRIs.

        Args:
            subject: its IRI.
            about: values by predicate.
        """
        node: Node = {self.id_key: str(subject)}
        types = [
            self.vocabulary_name(value)
            for value in about.get(RDF.type, ())
            if isinstance(value, IRI)
        ]
        if types:
            node[self.type_key] = types[0] if len(types) == 1 else types
        for predicate, values in about.items():
            if predicate != RDF.type:
                for value in values:
                    self._put(node, predicate, value)
        return node

    def _put(self, node: Node, predicate: IRI, value: Term) -> None:
        term = self._choose(predicate, value)
        if term is None:
            _append(node, self.curie(predicate), self._full(value), plain=False)
        elif "@language" in term.containers and isinstance(value, Literal):
            words = node.setdefault(term.name, {})
            _append(words, value.language, value.value, plain="@set" not in term.containers)
        else:
            _append(
                node, term.name, self._compact(value, term), plain="@set" not in term.containers
            )

    def _choose(self, predicate: IRI, value: Term) -> _TermDefinition | None:
        """The term for a value: one that coerces to just this, else one that leaves it as it is."""
        plain = None
        for term in self._terms.get(predicate, []):
            if "@language" in term.containers:
                if isinstance(value, Literal) and value.language:
                    return term
            elif not term.type:
                plain = term
            elif isinstance(value, IRI):
                if term.type in ("@id", "@vocab"):
                    return term
            elif term.type == value.datatype:
                return term
        return plain

    def _compact(self, value: Term, term: _TermDefinition) -> Any:
        if isinstance(value, IRI):
            if term.type == "@vocab":
                return self.vocabulary_name(value)
            return str(value) if term.type == "@id" else {self.id_key: str(value)}
        if term.type != value.datatype:
            return self._full(value)
        # A number with the type of its term is read back as a literal of that type.
        if value.datatype in _INTEGERS and value.value == str(_small_integer(value.value)):
            return int(value.value)
        return value.value

    def _full(self, value: Term) -> Any:
        """A value that says by itself what it is; strings, integers and booleans are JSON's own."""
        if isinstance(value, IRI):
            return {self.id_key: str(value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype == XSD.string:
            return value.value
        if value.datatype == XSD.boolean and value.value in ("true", "false"):
            return value.value == "true"
        if value.datatype == XSD.integer and value.value == str(_small_integer(value.value)):
            return int(value.value)
        return {"@value": value.value, "@type": self.vocabulary_name(value.datatype)}


def _small_integer(words: str) -> int | None:
    """The integer, if every reader of JSON keeps it exact."""
    try:
        number = int(words)
    except ValueError:
        return None
    return number if abs(number) < 2**53 else None


def _append(holder: Node, key: str, value: Any, *, plain: bool) -> None:
    """Add a value: alone where it is the only one and no list is asked for."""
    if key not in holder:
        holder[key] = value if plain else [value]
    elif isinstance(holder[key], list):
        holder[key].append(value)
    else:
        holder[key] = [holder[key], value]
